"""Columns of a table found by their names: as written, composed; then without the suffixes and slips that drift."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.insights.reading.parts import Part, Row, Value
from kb.insights.sources.values import words

MOST_ABOVE = 12
"""Rows above a header that are looked at: titles, periods, empty lines."""
_SUFFIX = re.compile(r"\s*\([^()]*\)\s*$")


def written(name: Value) -> str:
    """A header's words, composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", words(name)).split())


def _loose(name: str) -> str:
    return re.sub(r"[\s_./#:*-]+", "", _SUFFIX.sub("", name)).casefold()


@dataclass(frozen=True, slots=True)
class Header:
    """The row of a table that names its columns."""

    line: int
    names: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits by which a table with the same columns is known."""
        joined = "\x1f".join(self.names).rstrip("\x1f")
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def find(self, wanted: Sequence[str]) -> int:
        """The column of the first of `wanted` that there is; -1 if none is.

        Capitals count where two columns differ by nothing else. What is left of a name without spaces, signs and a
        suffix in brackets counts where one column alone has it.
        """
        for name in wanted:
            if name in self.names:
                return self.names.index(name)
        folded = [_loose(name) for name in self.names]
        for name in wanted:
            if folded.count(loose := _loose(name)) == 1 and loose:
                return folded.index(loose)
        return -1


Columns = Mapping[str, Sequence[str]]
"""Field → names of its column, the best first."""


def find_header(part: Part, columns: Columns, required: Sequence[str]) -> tuple[Header, Mapping[str, int]] | None:
    """The first row that has all `required` fields, and where each field of `columns` stands."""
    for row in part.head[:MOST_ABOVE]:
        if row.broken or len(row.cells) < len(required):
            continue
        header = Header(row.line, tuple(map(written, row.cells)))
        if all(header.find(columns[name]) >= 0 for name in required):
            return header, {name: at for name in columns if (at := header.find(columns[name])) >= 0}
    return None


def rows_below(part: Part, header: Header) -> Iterator[Row]:
    """The rows below `header`; one whose width cannot be is broken."""
    width = len(header.names)
    while width and not header.names[width - 1]:
        width -= 1
    for row in part.rows():
        if row.line <= header.line:
            continue
        size = len(row.cells)
        if not row.broken and size != width and any(words(cell) for cell in row.cells[width:]):
            yield Row(row.line, (), f"has {size} cells, the header {width}: a delimiter without quotes?")
        elif not row.broken and size < width:
            yield Row(row.line, (), f"has {size} cells, the header {width}: is it cut off?")
        else:
            yield row
