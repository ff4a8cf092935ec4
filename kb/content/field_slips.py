"""Slips in front matter that are no broken YAML: curly quotes around a value, commas where a list is read.

Where an id, a date or a yes is read, the meaning is plain and is taken, with a warning; words stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from types import MappingProxyType

from kb.source.near_words import did_you_mean, without_curly_quotes
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node
from kb.text.folding import visible

CURLY_QUOTES = Rule(
    "KB125",
    "curly-quotes",
    Severity.WARNING,
    what="Curly quotes stand around a whole value. YAML knows straight ones alone.",
    why="They are part of the value: readers see them, and an id with quotes is no id.",
    example="topic: “returns”",
    hint="take the curly quotes away",
)
COMMAS = Rule(
    "KB126",
    "commas-for-a-list",
    Severity.WARNING,
    what="One text with commas, where a list of texts is read.",
    why="All of it counts as a single entry: one question that nobody asks.",
    example="questions: can i return it, return policy",
    hint="write a list: `[first, second]`, or each on a line of its own after `- `",
)
RULES = (CURLY_QUOTES, COMMAS)

LISTS_OF_IDS = frozenset({"related", "redirect_from", "channels", "channel"})
"""Lists whose entries never hold a comma."""
_COMMA = re.compile(r"\s*[,;，、；]\s*")
_NAME_ENDS = re.compile(r"\s*[:：﹕꞉∶=]")


def mend_value(name: str, node: Node, *, is_words: bool, path: str) -> tuple[Node, tuple[Problem, ...]]:
    """The value of the field `name` as it is meant, and what is wrong with how it is written."""
    quoted = tuple(_curly(name, node, path))
    meant = node if is_words or not quoted else _without_curly(node)
    text = meant.text or ""
    if meant.is_quoted or not _COMMA.search(text.strip(" ,;")):
        return meant, quoted
    if name in LISTS_OF_IDS:
        entries = [one for one in _COMMA.split(text) if one]
        hint = f"write `{name}: [{', '.join(entries)}]`"
        items = tuple(Node(meant.line, one) for one in entries)
        return Node(meant.line, items=items), (*quoted, COMMAS.at(path, node.line, _of_commas(name), hint))
    if name == "questions":
        hint = "write each question on a line of its own after `- `, this one too if its comma is meant"
        return meant, (*quoted, COMMAS.at(path, node.line, _of_commas(name), hint))
    return meant, quoted


def unknown_field_hint(name: str, allowed: Collection[str]) -> str:
    """How to mend a name that is no field; "" if nobody can tell."""
    if (plain := visible(name).strip()) in allowed:
        return f"delete the invisible or no-break character in it: did you mean “{plain}”?"
    if (known := _NAME_ENDS.split(plain)[0].strip()) in allowed:
        return f"write a plain colon and a blank after the name: `{known}: …`"
    return did_you_mean(name, allowed)


def _of_commas(name: str) -> str:
    return f"{name}: one text with commas, where a list is read"


def _curly(name: str, node: Node, path: str) -> Iterator[Problem]:
    for part in (*(node.items or ()), *(node.entries or {}).values()):
        yield from _curly(name, part, path)
    if node.text and not node.is_quoted and (inside := without_curly_quotes(node.text)):
        yield CURLY_QUOTES.at(
            path, node.line, f"{name}: {node.text[:80]} stands in curly quotes", f"write `{inside[:80]}`"
        )


def _without_curly(node: Node) -> Node:
    if node.items is not None:
        return replace(node, items=tuple(map(_without_curly, node.items)))
    if node.entries is not None:
        entries = {key: _without_curly(value) for key, value in node.entries.items()}
        return replace(node, entries=MappingProxyType(entries))
    return replace(node, text=(without_curly_quotes(node.text or "") or node.text))
