"""Readers of single values: a node in, a Python value out, or `WrongType` with what was expected.

The schema of front matter, the facts, the notices and the options all read through these, so that one
mistake has one wording everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from kb.source.comments import has_open_comment, without_comments
from kb.source.near_words import date_meant, did_you_mean, without_curly_quotes
from kb.source.problem import Rule, Severity
from kb.source.yaml_nodes import Node

WRONG_TYPE = Rule(
    "KB104",
    "wrong-type",
    Severity.ERROR,
    what="A known field holds a value of the wrong type.",
    why="A date that is no date, or a list that is a sentence, would be dropped or misread in silence.",
    example="reviewed_on: last week",
    hint="write the value as the manual's page of fields shows it",
)
UNKNOWN_FIELD = Rule(
    "KB103",
    "unknown-field",
    Severity.WARNING,
    what="A field that nothing reads.",
    why="Mostly a slip of the keyboard: the value never takes effect.",
    example="sumary: How to return an item",
    hint="correct the name, or delete the line",
)
RULES = (UNKNOWN_FIELD, WRONG_TYPE)

Value = TypeVar("Value")

YES = frozenset({"true", "yes", "on", "y", "1"})
NO = frozenset({"false", "no", "off", "n", "0"})
"""What people write for yes and no. Our own fields take the first three of each; in what nobody reads, all count."""


MOST_TEXTS = 200
"""Entries of `questions`. Each one is searched for with the others beside it: the work grows with their square."""


class WrongTypeError(Exception):
    """A value is not what its field takes. Never leaves the stage that reads it."""

    def __init__(self, line: int, expected: str, got: str, hint: str = "") -> None:
        """`got` as `Node.describe` says it; `hint` mends this very value, "" if nobody can tell."""
        super().__init__(f"expected {expected}, found {got}")
        self.line = line
        self.hint = hint or _hint_by_signs(got)


def _hint_by_signs(got: str) -> str:
    written = got.removeprefix("“").removesuffix("”")
    if without_curly_quotes(written) is not None:
        return "take the curly quotes away"
    from kb.text.folding import visible  # its tables are large, and most values are right

    if visible(written) != written:
        return "delete the invisible or no-break character in it"
    return ""


def unknown_key(node: Node, unknown: str, expected: str, allowed: Iterable[str]) -> WrongTypeError:
    """The error for a key of `node` that is none of `allowed`, at its line, with the one it is near."""
    return WrongTypeError(node.line_of(unknown), expected, f"“{unknown}”", did_you_mean(unknown, allowed))


def read_text(node: Node) -> str:
    """The words as written, on one line, without comments (`<!-- … -->`); a list or a mapping is refused."""
    if not node.is_scalar:
        raise WrongTypeError(node.line, "a text", node.describe(), _as_one_text(node))
    text = node.text or ""
    if has_open_comment(text):
        raise WrongTypeError(node.line, "`-->` at the end of a comment", "`<!--` alone")
    return " ".join(without_comments(text).split())


def _as_one_text(node: Node) -> str:
    """For a text with a colon in it, which YAML takes for a mapping, the text in quotes."""
    entries = node.entries or {}
    value = next(iter(entries.values()), None)
    if len(entries) != 1 or value is None or not value.is_scalar:
        return ""
    return f'put quotes around it: "{next(iter(entries))}: {value.text or ""}"'


def read_texts(node: Node) -> tuple[str, ...]:
    """A list of texts; one text counts as a list of one."""
    if node.is_null:
        return ()
    if node.is_scalar:
        return (read_text(node),)
    if node.items is None:
        raise WrongTypeError(node.line, "a list of texts", node.describe())
    return tuple(text for text in map(read_text, node.items) if text)


def read_few_texts(node: Node) -> tuple[str, ...]:
    """A list of texts as `read_texts` gives it, `MOST_TEXTS` at most."""
    if node.items is not None and len(node.items) > MOST_TEXTS:
        raise WrongTypeError(node.line, f"at most {MOST_TEXTS} entries", f"{len(node.items)}")
    return read_texts(node)


def read_yes_no(node: Node) -> bool:
    """True for true, yes and on; False for false, no, off and nothing."""
    if node.is_scalar and (node.text or "").lower() in {"true", "yes", "on"}:
        return True
    if node.is_null or (node.is_scalar and (node.text or "").lower() in {"false", "no", "off"}):
        return False
    raise WrongTypeError(node.line, "yes or no (true or false)", node.describe())


def read_whole_number(node: Node) -> int:
    """A whole number, 0 or more."""
    if node.is_scalar and re.fullmatch(r"[0-9]{1,9}", node.text or ""):
        return int(node.text or "")
    raise WrongTypeError(node.line, "a whole number", node.describe())


def read_date(node: Node) -> date:
    """A date such as 2026-11-21."""
    text = node.text or ""
    if node.is_scalar and re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?", text):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            pass
    raise WrongTypeError(node.line, "a date such as 2026-11-21", node.describe(), date_meant(text))


def read_one_of(choices: tuple[str, ...]) -> Callable[[Node], str]:
    """A reader that takes one of `choices`."""

    def read(node: Node) -> str:
        text = read_text(node)
        if text and text not in choices:
            expected = "one of " + ", ".join(choices)
            raise WrongTypeError(node.line, expected, node.describe(), did_you_mean(text, choices))
        return text

    return read


def read_some_of(choices: tuple[str, ...]) -> Callable[[Node], tuple[str, ...]]:
    """A reader that takes a list of `choices`, or one of them."""
    read_one = read_one_of(choices)

    def read(node: Node) -> tuple[str, ...]:
        return tuple(map(read_one, node.items)) if node.items is not None else tuple(filter(None, (read_one(node),)))

    return read


def read_mapping(node: Node) -> Mapping[str, Node]:
    """The entries of a mapping; none for nothing."""
    if node.is_null:
        return {}
    if node.entries is None:
        raise WrongTypeError(node.line, "a mapping (name: value)", node.describe())
    return node.entries


def read_texts_by_language(node: Node) -> Mapping[str, str]:
    """Language → text; one text alone stands for every language, under the key `""`."""
    if node.is_scalar:
        return {"": read_text(node)} if not node.is_null else {}
    return {language: read_text(text) for language, text in read_mapping(node).items()}
