"""Phone numbers as people write them: in groups of any length, with o for 0 and l for 1, in words.

Digits are put together group by group, and the national plans say whether they are a number; so “0912345678 2 cái”
is a number and a two, and what a pattern for whole numbers would have to foresee need not be foreseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.insights.redaction.reading import bare
from kb.insights.redaction.rules import NumberPlan, Rules

Found = tuple[int, int, str]
"""Start and end in the reading, and the kind."""
_GROUP = re.compile(r"(?<![0-9])[0-9oOlI]{0,20}?[0-9][0-9oOlI]{0,20}(?![0-9])")
_GAP = re.compile(r"[ .\-/()_,*]{1,3}")
_LOOKS = str.maketrans("oOlI", "0011")
_FEWEST, _MOST = 7, 15
"""Digits of a phone number: E.164 has fifteen at most."""
_MOST_GROUPS = 15
_BEFORE = 24
"""Letters before a number in which a word such as “tel” makes a likely number sure."""
_THOUSANDS = re.compile(r"\d{1,3}([., ])\d{3}(?:\1\d{3}){0,3}")
_LONGEST_SUM = 9
"""Digits of a sum of money behind a plus: +12.500.000."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = re.compile(r"[ ,.\-]{0,3}")
_FEWEST_SAID = 8
"""Digits in a number that is said in words."""
_SURE_WORDS = 3
"""Number words from which on digits in words need no plan."""


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str


def find_phones(text: str, rules: Rules) -> Iterator[Found]:
    """The phone numbers that stand in digits in a reading."""
    for run in _runs(text):
        place = 0
        while place < len(run):
            taken = _number_at(text, run, place, rules)
            if taken:
                yield _start(text, run[place]), run[place + taken - 1].end, "phone"
            place += taken or 1


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but separators between them."""
    run: list[_Group] = []
    for match in _GROUP.finditer(text):
        start, end = match.span()
        start, end = _without_letters(text, start, end)
        if run and not _GAP.fullmatch(text, run[-1].end, start):
            yield run
            run = []
        run.append(_Group(start, end, text[start:end].translate(_LOOKS)))
    if run:
        yield run


def _without_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """The group without letters that belong to a word beside it: the o of “zalo0912”."""
    if start and text[start - 1].isalpha():
        while not text[start].isdigit():
            start += 1
    if end < len(text) and text[end].isalpha():
        while not text[end - 1].isdigit():
            end -= 1
    return start, end


def _start(text: str, first: _Group) -> int:
    """Where the number begins, with the + or the bracket before its first group."""
    start = first.start
    while start and first.start - start < 3 and text[start - 1] in "+(":
        start -= 1
    return start


def _number_at(text: str, run: Sequence[_Group], place: int, rules: Rules) -> int:
    """How many groups from `place` on are one phone number; the most that any plan takes."""
    first = run[place]
    start = _start(text, first)
    if start and (text[start - 1].isalnum() and not _announced(text, start, rules)):
        return 0
    is_international = "+" in text[start : first.start]
    digits, best = "", 0
    for count, group in enumerate(run[place : place + _MOST_GROUPS], 1):
        digits += group.digits
        if len(digits) > _MOST + 2:
            break
        if len(digits) < _FEWEST:
            continue
        if _is_number(text, run[place : place + count], digits, rules, is_international=is_international):
            best = count
    return best


def _is_number(text: str, groups: Sequence[_Group], digits: str, rules: Rules, *, is_international: bool) -> bool:
    start, end = groups[0].start, groups[-1].end
    is_announced = _announced(text, _start(text, groups[0]), rules)
    may_be_sum = not digits.startswith("0") and not is_announced and _THOUSANDS.fullmatch(text, start, end)
    shape = "-".join(str(len(group.digits)) for group in groups)
    if any(_has_shape(plan, digits, shape) for plan in rules.plans):
        return True
    if may_be_sum and (not is_international or len(digits) <= _LONGEST_SUM):
        return False
    if is_international or (digits.startswith("00") and digits[2:3] != "0"):
        return 8 <= len(digits.removeprefix("00")) <= _MOST
    return any(_fits(plan, digits, is_announced=is_announced, groups=len(groups)) for plan in rules.plans) or (
        is_announced
        and _FEWEST <= len(digits) <= _MOST
        and len(groups) <= 6
        and not _THOUSANDS.fullmatch(text, start, end)
    )


def _fits(plan: NumberPlan, digits: str, *, is_announced: bool, groups: int) -> bool:
    for national in _nationals(plan, digits):
        if plan.sure and plan.sure.fullmatch(national):
            return True
        if plan.likely and plan.likely.fullmatch(national):
            return is_announced or (bool(plan.trunk) and groups > 1)
    return False


def _has_shape(plan: NumberPlan, digits: str, shape: str) -> bool:
    """Whether the groups are as long as the country writes them, where its numbers have no 0 to be known by."""
    patterns = [one for one in (plan.sure, plan.likely) if one is not None]
    return shape in plan.shapes and any(one.fullmatch(digits) for one in patterns)


def _nationals(plan: NumberPlan, digits: str) -> Iterator[str]:
    """The national numbers that `digits` may be: behind the trunk's 0, behind the country's code, with both."""
    if digits.startswith(plan.trunk):
        yield digits.removeprefix(plan.trunk)
    if digits.startswith(plan.code):
        yield digits.removeprefix(plan.code).removeprefix(plan.trunk)


def _announced(text: str, start: int, rules: Rules) -> bool:
    """Whether a word such as “tel” stands right before `start`, with no other number between."""
    if rules.phone_words is None:
        return False
    before = text[max(0, start - _BEFORE) : start]
    cut = max(map(before.rfind, "0123456789\n")) + 1
    return rules.phone_words.search(before, cut) is not None


def find_said(text: str, rules: Rules) -> Iterator[Found]:
    """The numbers that stand in words, or partly so: “không chín 1 hai …”."""
    said: list[tuple[int, int, str, bool]] = []
    for match in _WORD.finditer(text):
        word = match[0]
        digit = word if word.isdigit() else rules.digits.get(bare(word), "0" if word in ("o", "O") else "")
        if said and (not digit or not _BETWEEN.fullmatch(text, said[-1][1], match.start())):
            yield from _if_number(text, said, rules)
            said = []
        if digit and len(digit) <= _MOST:
            said.append((match.start(), match.end(), digit, not word.isdigit()))
    yield from _if_number(text, said, rules)


def _if_number(text: str, said: Sequence[tuple[int, int, str, bool]], rules: Rules) -> Iterator[Found]:
    digits = "".join(one[2] for one in said)
    words = sum(one[3] for one in said)
    fewest = _FEWEST if words and _announced(text, said[0][0], rules) else _FEWEST_SAID
    if not words or not fewest <= len(digits) <= _MOST:
        return
    if words >= _SURE_WORDS or any(_fits(plan, digits, is_announced=True, groups=2) for plan in rules.plans):
        yield said[0][0], said[-1][1], "phone"
