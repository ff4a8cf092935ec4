"""Tables whose rows are records: headers found by words in several languages, one bad row is one row set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from kb.insights.reading.parts import Part, ReadError, Row, Value
from kb.insights.records.records import Origin, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import DateForm
from kb.insights.sources.headers import Columns, Header, find_header, rows_below
from kb.insights.sources.order_table import date_form
from kb.insights.sources.values import LostDigitsError, amount, count, identifier, moment, shape, words


class Cells:
    """One row's values by field. `last` is the field asked for last: the one that was wrong."""

    def __init__(
        self, row: Row, at: Mapping[str, int], header: Header, form: DateForm, part: Part, context: Context,
        names: Sequence[str] = (), of_group: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.row, self.at, self.header, self.form, self.part, self.context = row, at, header, form, part, context
        self.names = names
        """Every name that stands in the table."""
        self.of_group = of_group
        """What all rows of a group have in common, by the group: the channel of a conversation."""
        self.last = ""

    def value(self, name: str) -> Value:
        self.last = name
        column = self.at.get(name, -1)
        return self.row.cells[column] if 0 <= column < len(self.row.cells) else ""

    def text(self, name: str) -> str:
        return words(self.value(name))

    def id(self, name: str) -> str:
        return identifier(self.value(name))

    def count(self, name: str, default: int = 0) -> int:
        return count(self.value(name), default)

    def number(self, name: str) -> Decimal | None:
        return amount(self.value(name), "")

    def moment(self, name: str) -> datetime:
        return moment(self.value(name), self.form, self.context.zone)

    @property
    def origin(self) -> Origin:
        return Origin(self.part.file, self.row.line)

    @property
    def column(self) -> str:
        column = self.at.get(self.last, -1)
        return self.header.names[column] if column >= 0 else self.last


MOST_NAMES = 20_000
"""Different names of one table that are looked for in its texts."""
Reader = Callable[[Cells], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class SimpleTable:
    """One source: its columns, those that must be there, those that hold dates, and what a row becomes."""

    name: str
    what: str
    columns: Columns
    required: Sequence[str]
    dates: Sequence[str]
    row: Reader
    certainty: Certainty = Certainty.SURE
    names: Sequence[str] = ()
    """Fields that hold people's names, which are then replaced in all texts of the table."""
    shared: Sequence[str] = ()
    """(group, field): rows of the same group have one value of the field, that of the first row which has any."""

    def source(self) -> Source:
        return Source(self.name, self.what, self.claims, self.read)

    def claims(self, part: Part) -> Certainty:
        return self.certainty if find_header(part, self.columns, self.required) else Certainty.NO

    def read(self, part: Part, context: Context) -> Iterator[Record | SetAside]:
        found = find_header(part, self.columns, self.required)
        assert found is not None
        header, at = found
        form = date_form(part, header, [at[name] for name in self.dates if name in at], context)
        names = self._names(part, header, at)
        of_group = self._of_group(part, header, at, context)
        for row in rows_below(part, header):
            if row.broken:
                yield SetAside(row.line, "", row.broken)
                continue
            cells = Cells(row, at, header, form, part, context, names, of_group)
            try:
                yield from list(self.row(cells))
            except LostDigitsError as error:
                raise ReadError(f"column “{cells.column}”: {error}", line=row.line, file=part.file,
                                hint="export as CSV, or format the column as text before saving") from None  # fmt: skip
            except ValueError as error:
                value = cells.value(cells.last)
                more = f" (it looks like “{shape(value)}”)" if words(value) else ""
                yield SetAside(row.line, cells.column, f"{error}{more}")

    def _names(self, part: Part, header: Header, at: Mapping[str, int]) -> tuple[str, ...]:
        columns = [at[name] for name in self.names if name in at]
        found: dict[str, None] = {}
        for row in rows_below(part, header) if columns else ():
            for column in columns:
                if column < len(row.cells) and len(found) < MOST_NAMES and (name := words(row.cells[column])):
                    found[name] = None
        return tuple(found)

    def _of_group(self, part: Part, header: Header, at: Mapping[str, int], context: Context) -> Mapping[str, str]:
        if not self.shared or not at.keys() >= set(self.shared):
            return {}
        by, field = (at[name] for name in self.shared)
        found: dict[str, str] = {}
        differ = 0
        for row in rows_below(part, header):
            if max(by, field) >= len(row.cells):
                continue
            group, value = words(row.cells[by]), words(row.cells[field])
            if group and value and found.setdefault(group, value) != value:
                differ = differ or row.line
        if differ:
            context.note(
                f"has more than one “{header.names[field]}” of one “{header.names[by]}”, first in line {differ}: "
                "that of its first row was taken"
            )
        return found
