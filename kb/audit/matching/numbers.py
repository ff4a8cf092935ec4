"""Numbers that are signatures whatever stands between their digits: phones, accounts, amounts.

Both sides are read alike: separators are dropped. A long number is known in any grouping and behind any calling code;
of a short one the grouping must be one that people write, because six digits in a row meet by chance in drawings.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator

from kb.audit.matching.folding import without_marks

SHORTEST = 6
LONGEST = 20
"""Digits."""
LONG = 9
"""Digits from which on any grouping counts."""
SHORTEST_PHONE = 8
"""Digits of a number that a calling code may stand before, without a separator."""

_SOURCE = re.compile(r"[+(]{0,2}\d(?:(?:[ .,'\u2019()/_-]|\) |\)-| \(| [-\u2013.] )?\d)*")
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:19|20)\d\d)\b"
)
_CENTS = re.compile(r"[.,]00$")
_IN_DATA = re.compile(rb"[0-9](?:[^0-9A-Za-z\x01]{0,4}[0-9]){%d,}" % (SHORTEST - 1))
_PARTS = re.compile(rb"[0-9]+|[^0-9]+")
_NOT_DIGITS = bytes(code for code in range(256) if code not in b"0123456789")
_OTHER_DIGITS = re.compile(
    rb"\xef\xbc[\x90-\x99]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9]|\xdf[\x80-\x89]"
    rb"|\xe0[\xa5\xa7\xa9\xab\xad\xaf\xb1\xb3\xb5\xb7\xb9\xbb\xbc][\x80-\xbf]"
    rb"|\xe1[\x81\x82\x9f\xa0\xa5\xa7\xaa\xad\xae\xb1][\x80-\xbf]|\xea[\x98\xa3\xa4\xa7\xa9\xaf][\x80-\xbf]"
    rb"|\xe2\x82[\x80-\x89]|\xe2\x81[\xb0-\xb9]|\xe2\x83\xa3|\xe2[\x91\x93\x9d\x9e][\x80-\xbf]"
    rb"|\xf0(?:\x9d\x9f[\x8e-\xbf]|\x9f\xaf[\xb0-\xb9]|\x9e[\x85\x8b\x93\xa5].|[\x90\x91\x96]..)",
    re.DOTALL,
)
"""Digits of other scripts and shapes, in UTF-8, and the key around digits as people type them on phones."""
_NO_ASCII_DIGIT = re.compile(r"(?![0-9])[\d\u2460-\u2468\u24ea\u24f5-\u24fd\u2776-\u277e\u2780-\u2788\u278a-\u2792]")
_LETTERS_BEFORE = re.compile(rb"(?:^|[^A-Za-z0-9#])[A-Za-z]{0,4}$")
"""A currency may touch an amount; `#740000` is a colour."""
_UNIT_BEFORE = re.compile(rb"(?:^|[^A-Za-z0-9#])(?:[A-Za-z]{2,4})?$")
"""One letter alone before groups is a command of a drawing: `M345 678L`."""
_LETTERS_AFTER = re.compile(rb"[A-Za-z]{0,4}(?:$|[^A-Za-z0-9])")
_TWO_DIGIT_CODES = frozenset(
    f"{code}"
    for block in (
        (20, 27),
        range(30, 35),
        (36, 39, 40, 41),
        range(43, 50),
        range(51, 59),
        range(60, 67),
        (81, 82, 84, 86),
    )
    for code in (*block, *range(90, 96), 98)
)
"""Calling codes of two digits (ITU-T E.164); those of one are 1 and 7, all others have three."""


def numbers_in(text: str) -> Iterator[str]:
    """The numbers of an internal text as digits alone, without a phone's calling code or first zero; no dates."""
    text = _NO_ASCII_DIGIT.sub(lambda match: str(unicodedata.digit(match[0], 0)), unicodedata.normalize("NFKD", text))
    for match in _SOURCE.finditer(_DATE.sub(" \x01 ", text)):
        written = match[0]
        for part in {written, *written.split(), *re.split("[-\u2013/]", written), *written.split("_")}:
            number = _significant(_CENTS.sub("", part))
            if SHORTEST <= len(number) <= LONGEST and not _is_a_sample(number):
                yield number


def _significant(written: str) -> str:
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    if written.lstrip("( ").startswith("+") or digits.startswith("00"):
        bare = digits.lstrip("0")
        rest = bare[_code_length(bare) :].lstrip("0")
        return rest if len(rest) >= SHORTEST else bare
    return digits.lstrip("0") if len(digits) >= LONG else digits


def _code_length(digits: str) -> int:
    return 1 if digits[:1] in {"1", "7"} else 2 if digits[:2] in _TWO_DIGIT_CODES else 3


def _is_a_sample(digits: str) -> bool:
    """One digit again and again, or digits in order: nobody's number."""
    return len(set(digits)) == 1 or digits in "01234567890123456789" or digits in "98765432109876543210"


def find_numbers(data: bytes, has_head: Callable[[bytes], bool], has: Callable[[bytes], bool]) -> set[bytes]:
    """The numbers in `data` that `has` knows; `has_head` says whether six digits begin one of them."""
    found: set[bytes] = set()
    if not data.isascii() and _OTHER_DIGITS.search(data):
        text = unicodedata.normalize("NFKD", without_marks(data.decode("utf-8", "replace")))
        data = _NO_ASCII_DIGIT.sub(lambda match: str(unicodedata.digit(match[0], 0)), text).encode("utf-8", "replace")
    for match in _IN_DATA.finditer(data):
        digits = match[0].translate(None, _NOT_DIGITS)
        heads = [at for at in range(len(digits) - SHORTEST + 1) if has_head(digits[at : at + SHORTEST])]
        if heads:
            found.update(_Digits(data, match, digits).numbers(heads, has))
    return found


class _Digits:
    """One stretch of digits and separators."""

    def __init__(self, data: bytes, match: re.Match[bytes], digits: bytes) -> None:
        self._data, self._place, self._digits = data, match.start(), digits
        self._starts: list[int] = []
        """Of each group, its first digit's number."""
        self._places: list[int] = []
        self._between: list[bytes] = []
        """What stands before each group."""
        count, before = 0, b""
        for part in _PARTS.finditer(match[0]):
            if part[0][:1].isdigit():
                self._starts.append(count)
                self._places.append(part.start())
                self._between.append(before)
                count += len(part[0])
            else:
                before = part[0]
        self._starts.append(count)

    def numbers(self, heads: list[int], has: Callable[[bytes], bool]) -> Iterator[bytes]:
        for head in heads:
            first = bisect_right(self._starts, head) - 1
            for last in range(first, len(self._starts) - 1):
                end = self._starts[last + 1]
                if end - head > LONGEST:
                    break
                number = self._digits[head:end]
                if end - head >= SHORTEST and has(number) and self._is_whole(head, first, last):
                    yield number

    def _is_whole(self, head: int, first: int, last: int) -> bool:
        before = self._digits[self._starts[first] : head]
        length = self._starts[last + 1] - head
        if before and (length < SHORTEST_PHONE or not _is_calling_code(before)):
            return False
        return length >= LONG or self._is_as_people_write(first, last)

    def _is_as_people_write(self, first: int, last: int) -> bool:
        """Whether groups and separators are those of one short number, with nothing joined to it."""
        sizes = [self._starts[group + 1] - self._starts[group] for group in range(first, last + 1)]
        signs = set(self._between[first + 1 : last + 1])
        if len(signs) > 1 or any(len(sign) > 3 for sign in signs) or not all(2 <= size <= 4 for size in sizes[1:]):
            return False
        joins = (signs or {b"."}) - {b" "}
        after = self._between[last + 1] if last + 2 < len(self._starts) else b""
        cents = self._starts[last + 2] - self._starts[last + 1] == 2 if after else False
        if (first and self._between[first] in joins) or (after in joins and not cents):
            return False
        start = self._place + self._places[first]
        end = self._place + self._places[last] + sizes[-1]
        return bool(
            (_UNIT_BEFORE if len(sizes) > 1 else _LETTERS_BEFORE).search(self._data[max(start - 5, 0) : start])
            and _LETTERS_AFTER.match(self._data[end : end + 5])
        )


def _is_calling_code(digits: bytes) -> bool:
    bare = digits.lstrip(b"0").decode("ascii")
    return len(digits) <= 5 and (not bare or _code_length(bare) == len(bare))
