"""Closing the gap that an optional placeholder leaves behind: "Hi , we" → "Hi, we".

The words around it are joined as a writer would: a name that is set off by commas takes one of them along,
empty brackets and quotes go, a line that holds nothing else goes, the next sentence keeps its capital. What
cannot be joined ("Order for is ready") is for the check of scripts to find. The twin is
`browser/gaps.js`; tests/cases/channels-gaps.json holds both to the same.
"""

from __future__ import annotations

import re
from typing import Any

from kb.browser_code.shared import shared_data
from kb.replies.message_markdown import Inline

_SHARED = shared_data("replies", "gaps")
GAP: str = _SHARED["gap"]
"""Marks the place of an optional placeholder without a value; a private-use character that no writer types."""

_PAIRS = frozenset(_SHARED["pairs"])
_COMMAS: str = _SHARED["commas"]
_AFTER: str = _SHARED["after"]
"""Signs that follow a word without a blank."""
_OPENERS: str = _SHARED["openers"]
_PARTICLE = re.compile(_SHARED["particle"])
"""Particles that only follow a name."""
_CALLED = re.compile(_SHARED["called"], re.IGNORECASE)
"""Words that "ơi" may follow without a name: "bạn ơi"."""
_SENTENCE_END = re.compile(_SHARED["sentence_end"])
_LEADING = re.compile(_SHARED["leading"])


def close_gaps(inlines: list[Inline]) -> list[Inline]:
    """`inlines` of one block without its gaps, and without the marks and links that held nothing else."""
    letters = _letters(inlines)
    if not any(one[0] == GAP for one in letters):
        return inlines
    while (place := next((n for n, one in enumerate(letters) if one[0] == GAP), -1)) >= 0:
        left = "".join(one[0] for one in letters[:place])
        right = "".join(one[0] for one in letters[place + 1 :])
        before, after, is_start = closing(left, right)
        kept = letters[place + 1 + after :]
        if is_start and kept and kept[0][2] and kept[0][0] != GAP:
            kept[0][0] = kept[0][0].upper()
        letters = [*letters[: place - before], *kept]
    return _rebuilt(inlines, letters)


def closing(left: str, right: str) -> tuple[int, int, bool]:
    """What is removed with a gap between `left` and `right`: letters before it, letters after it, and whether the
    rest then begins a sentence."""
    before, after, begins = left, right, ""
    while True:
        inner, outer = before.rstrip(" "), after.lstrip(" ")
        if inner and outer and inner[-1] + outer[0] in _PAIRS:
            before, after = inner[:-1], outer[1:]
            continue
        particle = _PARTICLE.match(after)
        if particle and not _CALLED.search(before):
            after = after[particle.end() :]
            continue
        begins = _begins(before)
        leading = _LEADING.match(after)
        if not begins or not leading or not leading[0]:
            break
        after = after[leading.end() :]
    if begins:
        before, after, begins = _at_start(before, after, begins)
    else:
        before, after = _inside(before, after)
    return len(left) - len(before), len(right) - len(after), begins == "sentence"


def _begins(before: str) -> str:
    """What begins after `before`: a `line`, a `sentence`, an `aside` in brackets; empty inside a sentence."""
    bare = before.rstrip(" ")
    if not bare or bare[-1] == "\n":
        return "line"
    if bare[-1] in _OPENERS:
        return "aside" if bare[-1] in _SHARED["brackets"] else "sentence"
    if bare[-1] == '"' and bare[bare.rfind("\n") + 1 :].count('"') % 2:
        return "sentence"
    return "sentence" if _SENTENCE_END.search(before) else ""


def _at_start(before: str, after: str, begins: str) -> tuple[str, str, str]:
    if begins == "line" and (not after or after[0] == "\n"):
        if after:
            return before.rstrip(" "), after[1:], ""
        return before.rstrip(" ")[:-1].rstrip(" "), after, ""
    if not after or after[0] in '"\n' or after[0] in _AFTER:
        return before.rstrip(" "), after, ""
    return before, after, "" if begins == "aside" else "sentence"


def _inside(before: str, after: str) -> tuple[str, str]:
    bare, rest = before.rstrip(" "), after.lstrip(" ")
    ends = not rest or rest[0] in _AFTER or rest[0] == "\n" or (rest[0] == '"' and rest == after)
    if bare[-1] == ":" and rest and rest[0] in _COMMAS:
        return before, rest[1:].lstrip(" ")
    if bare[-1] in _COMMAS and ends:
        return bare[:-1].rstrip(" "), after if _keeps_blank(after) else rest
    if bare[-1] in _SHARED["dashes"] and bare[-2:-1] in ("", " ") and (not rest or rest[0] == "\n"):
        return bare[:-1].rstrip(" "), rest
    if ends:
        return bare, after if _keeps_blank(after) else rest
    if before != bare:
        return bare + " ", rest
    return before, after


def _keeps_blank(after: str) -> bool:
    """French sets a blank before some signs: "Bonjour !"."""
    return after[:1] == " " and after.lstrip(" ")[:1] in {*_SHARED["after_blank"]}


def _letters(inlines: list[Inline]) -> list[list[Any]]:
    """Every letter of the block: [letter, the inline it belongs to, may it be changed]."""
    letters: list[list[Any]] = []
    for inline in inlines:
        if inline[0] in ("t", "c"):
            letters += [[letter, inline, inline[0] == "t"] for letter in inline[1]]
        elif inline[0] == "br":
            letters.append(["\n", inline, False])
        elif inline[0] == "hole":
            letters.append(["0", inline, False])
        else:
            own = _letters(inline[-1])
            if inline[0] == "a" and "".join(one[0] for one in own) == inline[1]:
                own = [[letter, owner, False] for letter, owner, _ in own]
            letters += own
    return letters


def _rebuilt(inlines: list[Inline], letters: list[list[Any]]) -> list[Inline]:
    texts: dict[int, str] = {}
    for letter, owner, _ in letters:
        texts[id(owner)] = texts.get(id(owner), "") + letter

    def rebuild(rows: list[Inline]) -> list[Inline]:
        made: list[Inline] = []
        for inline in rows:
            if inline[0] in ("t", "c"):
                if id(inline) in texts:
                    made.append([inline[0], texts[id(inline)]])
            elif inline[0] in ("br", "hole"):
                if id(inline) in texts:
                    made.append(inline)
            elif inner := rebuild(inline[-1]):
                made.append([*inline[:-1], inner])
        return made

    return rebuild(inlines)
