"""Text files → lines and rows, in bounded memory; a quote that is never closed costs its own row and no other."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from kb.insights.reading.encodings import Encoding, Opener, is_mixed
from kb.insights.reading.parts import ReadError, Row

DELIMITERS = ";\t,|"
MOST_LINE = 1_000_000
"""Characters of one line: no row of a shop is longer."""
MOST_LINES_OF_A_ROW = 200
MOST_ROW = 100_000
"""Characters of one row of several lines."""
MOST_OPEN = 100
"""Rows with an open quote after which a file is no table: each costs a look at up to `MOST_ROW` characters."""
ROWS_OF_WIDTH = 200
"""Rows by which it is known how many cells the rows of a table have."""
SAMPLE = 240
"""Lines by which the delimiter is found."""
OPEN_QUOTE = "a quote is opened here and never closed"
MIXED = "holds bytes that are not in the file's encoding"
DAMAGED = "holds a NUL byte: it was damaged on its way"
csv.field_size_limit(MOST_LINE)


def read_lines(opened: Opener, encoding: Encoding, most: int = MOST_LINE) -> Iterator[tuple[int, str]]:
    """(number, line without its end). Raises `ReadError` at one of more than `most` characters, or that is no text."""
    with io.TextIOWrapper(opened(), encoding.name, errors=encoding.errors, newline=None) as file:
        number = 0
        while True:
            try:
                line = file.readline(most + 1)
            except UnicodeError:
                raise ReadError(f"is no {encoding.name.upper()} from here on", line=number + 1,
                                hint="export it again, or save it as UTF-8") from None  # fmt: skip
            if not line:
                return
            number += 1
            if len(line) > most:
                raise ReadError(f"a line of more than {most:,} characters: that is no row", line=number,
                                hint="export it again as CSV or Excel")  # fmt: skip
            yield number, line.removesuffix("\n")


@cache
def _whole(delimiter: str) -> Callable[[str], object]:
    """Whether a text is whole cells, each quote closed. Possessive, so that it takes linear time."""
    d = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]++|"")*+"[^{d}]*+|(?!")[^{d}]*+)'
    return re.compile(rf"{cell}(?:{d}{cell})*+", re.DOTALL).fullmatch


@cache
def _exact(delimiter: str) -> Callable[[str], object]:
    """The same for cells whose closing quote is their last sign, as every program writes them."""
    d = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]++|"")*+"(?={d}|\Z)|(?!")[^{d}]*+)'
    return re.compile(rf"{cell}(?:{d}{cell})*+", re.DOTALL).fullmatch


def _records(
    lines: Iterator[tuple[int, str]], delimiter: str, most_open: int = MOST_OPEN
) -> Iterator[tuple[int, str, str]]:
    """(line, the record's text, why it is broken): lines joined where a quote holds their break."""
    whole = _whole(delimiter)
    again: list[tuple[int, str]] = []
    opened = 0
    widths: Counter[int] = Counter()
    while True:
        number, text = again.pop() if again else next(lines, (0, ""))
        if not number:
            return
        if '"' not in text or whole(text):
            _count(widths, text, delimiter)
            yield number, text, ""
            continue
        joined, taken = _joined(text, again, lines, whole)
        if joined and not _swallows(joined, taken, widths, delimiter):
            _count(widths, joined, delimiter)
            yield number, joined, ""
            continue
        opened += 1
        if opened > most_open:
            raise ReadError(
                f"{OPEN_QUOTE}, as in {most_open} rows before it: this is no table",
                line=number,
                hint="export it again as CSV or Excel",
            )
        again += reversed(taken)
        yield number, "", OPEN_QUOTE


def _joined(
    text: str, again: list[tuple[int, str]], lines: Iterator[tuple[int, str]], whole: Callable[[str], object]
) -> tuple[str, list[tuple[int, str]]]:
    """`text` with the lines after it up to the one that closes its quote, "" if none does; and these lines."""
    taken: list[tuple[int, str]] = []
    length = len(text)
    while len(taken) < MOST_LINES_OF_A_ROW and length < MOST_ROW:
        following = again.pop() if again else next(lines, None)
        if following is None:
            break
        taken.append(following)
        length += len(following[1]) + 1
        if '"' in following[1] and whole(joined := "\n".join([text, *(line for _, line in taken)])):
            return joined, taken
    return "", taken


def _count(widths: Counter[int], text: str, delimiter: str) -> None:
    """Count the cells of one more of the first rows: titles and pieces of a broken row are fewer than good ones."""
    if text and widths.total() < ROWS_OF_WIDTH:
        widths[len(_cells(text, delimiter))] += 1


def _swallows(joined: str, taken: list[tuple[int, str]], widths: Counter[int], delimiter: str) -> bool:
    """Whether a quote that was left open was closed by the one of a later row: rows would be lost in its cell."""
    width = max(widths, key=lambda one: (widths[one], one), default=1)
    if len(_cells(joined, delimiter)) == width and _exact(delimiter)(joined):
        return False
    return any(len(_cells(line, delimiter)) == width for _, line in taken)


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), []) if '"' in text else text.split(delimiter)


def read_rows(opened: Opener, encoding: Encoding, delimiter: str) -> Iterator[Row]:
    """Every row that has a cell with something in it."""
    for number, text, why in _records(read_lines(opened, encoding), delimiter):
        if why or (encoding.errors == "surrogateescape" and is_mixed(text)):
            yield Row(number, (), why or MIXED)
        elif "\0" in text:
            yield Row(number, (), DAMAGED)
        elif '"' in text:
            cells = next(csv.reader([text], delimiter=delimiter), [])
            yield Row(number, tuple(map(_clean, cells)))
        elif text.strip(f" {delimiter}\ufeff"):
            yield Row(number, tuple(map(_clean, text.split(delimiter))))


def _clean(cell: str) -> str:
    """A cell without the dress that keeps Excel from changing it (`="0012"`), composed."""
    cell = cell.strip(" \t\r\n\ufeff\u200b\u00a0")
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1]
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def find_delimiter(opened: Opener, encoding: Encoding) -> str:
    """The sign that parts the most of the first lines into rows of the same number of cells, more than one.

    Lines, not rows: a wrong sign makes a row of each line of a text that the right one holds together by its quotes.
    """
    sample = [line for _, line in zip(range(SAMPLE), (text for _, text in read_lines(opened, encoding)), strict=False)]
    if sample and re.fullmatch(r"\ufeff?sep=.", sample[0], re.IGNORECASE):
        return sample[0][-1]

    def score(sign: str) -> tuple[int, int]:
        covered: Counter[int] = Counter()
        for _, text, why in _records(iter(list(enumerate(sample, start=1))), sign, most_open=len(sample)):
            if text and not why:
                covered[len(_cells(text, sign))] += 1 + text.count("\n")
        return max(((count, width) for width, count in covered.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=score)
