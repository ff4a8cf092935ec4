"""Patterns of rules: written once with all marks, they find what is written with fewer; their work is bounded."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable

from kb.insights.redaction.reading import one_tone_place, spellings

UPPER = "<UP>"
"""Stands in a pattern for one capital letter of any script."""
_UPPER_CLASS = "[" + "".join(
    re.escape(chr(point)) for point in range(0x0250) if chr(point).isupper()
) + "".join(chr(point) for point in range(0x0370, 0x2C00) if chr(point).isupper()) + "]"  # fmt: skip
_LONGEST_REPEAT = 1000
_REPEAT = re.compile(r"\{(\d*)(,?)(\d*)\}")


class PatternError(ValueError):
    """The pattern cannot be used; says why and how to mend it."""


def compile_rule(pattern: str, *, keeps_case: bool = False) -> re.Pattern[str]:
    """The pattern of a rule, for text as `reading.read` gives it. Raises `PatternError`."""
    try:
        return re.compile(widened(pattern).replace(UPPER, _UPPER_CLASS), 0 if keeps_case else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"is no regular expression: {error}") from None


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of `words` as whole words, longest first, with or without marks; None without words.

    The words are put together as a tree of letters: an alternation of hundreds would be tried at each letter anew.
    """
    either = either_of(words)
    return re.compile(either, re.IGNORECASE) if either else None


def either_of(words: Iterable[str]) -> str:
    """The same as a part of a pattern."""
    listed = {" ".join(one_tone_place(unicodedata.normalize("NFC", one)).split()) for one in words} - {""}
    with_edges = [one for one in listed if _has_edges(one[0]) and _has_edges(one[-1])]
    others = [one for one in listed if one not in set(with_edges)]
    parts = [rf"(?<![^\W\d_]){_tree_pattern(with_edges)}(?![^\W\d_])"] if with_edges else []
    return "|".join([*parts, *([_tree_pattern(others)] if others else [])])


def _has_edges(letter: str) -> bool:
    """Whether words of its script have blanks between them, so that a word must not begin or end within another."""
    return letter.isalnum() and letter < "\u0e00"


class _Tree(dict[str, "_Tree"]):
    """Letter → what may follow; "" where a word may end."""


def _tree_pattern(words: Iterable[str]) -> str:
    tree = _Tree()
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, _Tree())
        node[""] = _Tree()
    return _branches(tree)


def _branches(node: _Tree) -> str:
    parts = [_letter_pattern(letter) + _branches(node[letter]) for letter in sorted(node) if letter]
    if not parts:
        return ""
    either = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return f"{either}?" if "" in node else either


def _letter_pattern(letter: str) -> str:
    return r"\s" if letter == " " else widened(re.escape(letter))


def widened(pattern: str) -> str:
    """`pattern` with each letter that has marks as a class of its spellings; classes in it stay as they are."""
    said, is_class, is_escaped = [], False, False
    for sign in one_tone_place(unicodedata.normalize("NFC", pattern)):
        if is_escaped:
            said.append(sign)
            is_escaped = False
            continue
        is_escaped = sign == "\\"
        if sign == "[":
            is_class = True
        elif sign == "]":
            is_class = False
        many = "" if is_class or sign.isascii() else spellings(sign)
        said.append(f"[{many}]" if len(many) > 1 else sign)
    return "".join(said)


def refuse_unbounded(pattern: str) -> None:
    """Raise `PatternError` if a search with `pattern` could take more than bounded work at each letter.

    Every repeat needs an upper bound, and what is repeated must repeat nothing itself: (a{1,9}){1,9} tries all ways
    to share the letters out.
    """
    groups: list[bool] = [False]
    closed = False
    place, is_class = 0, False
    while place < len(pattern):
        sign = pattern[place]
        step = 1
        if sign == "\\":
            step, closed = 2, False
        elif is_class:
            is_class = sign != "]"
        elif sign == "[":
            is_class, closed = True, False
            step = 2 if pattern[place + 1 : place + 2] in ("]", "^") else 1
        elif sign == "(":
            groups.append(False)
        elif sign == ")":
            closed = groups.pop() if len(groups) > 1 else False
            groups[-1] = groups[-1] or closed
        elif sign in "*+" and pattern[place - 1 : place] not in ("?", "}", "*", "+"):
            raise PatternError(f"repeats without end at “{sign}”: write how often at most, as in {{0,40}}")
        elif sign == "{" and (repeat := _REPEAT.match(pattern, place)):
            _refuse_repeat(repeat, repeats_again=closed)
            groups[-1], step = True, len(repeat[0])
        if sign not in ")\\" and not (sign == "{" and step > 1):
            closed = False
        place += step


def _refuse_repeat(repeat: re.Match[str], *, repeats_again: bool) -> None:
    most = repeat[3] or (repeat[1] if not repeat[2] else "")
    if not most or int(most[:9]) > min(_LONGEST_REPEAT, sys.maxsize):
        raise PatternError(f"repeats too often at “{repeat[0]}”: write an upper bound of {_LONGEST_REPEAT} or less")
    if repeats_again and int(most[:9]) > 1:
        raise PatternError(f"repeats what repeats already at “{repeat[0]}”: write the parts one after another")
