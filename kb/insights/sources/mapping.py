"""The shop's own sheets: a mapping file says which column is what. `insights/mappings/NAME.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kb.insights.reading.parts import Part, Row
from kb.insights.records.records import STATUSES, Record, SetAside
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import ORDERS
from kb.insights.sources.headers import Header, find_header, written
from kb.insights.sources.marketplaces import MARKETPLACES
from kb.insights.sources.order_table import OrderTable
from kb.insights.sources.returns import read_return
from kb.insights.sources.simple_table import SimpleTable
from kb.insights.sources.typed_tables import TYPED
from kb.source.near_words import did_you_mean
from kb.source.yaml_nodes import Node, parse_yaml

FOLDER = "insights/mappings"
KEYS = ("header", "source", "shop", "channel", "currency", "columns", "statuses", "dates", "skip_rows", "sums_rows")
ORDER_FIELDS = (
    "order", "placed", "status", "cancel_reason", "total", "currency", "refunded", "customer", "customer_email",
    "customer_phone", "customer_name", "region", "country", "carrier", "payment", "completed", "shop", "sku", "item",
    "quantity", "returned",
)  # fmt: skip
RETURN_FIELDS = ("key", "order", "requested", "status", "reason", "quantity", "sku")
_TYPED = {"messages": "messages_csv", "reviews": "reviews", "measures": "measures", "problems": "problems"}
_CHANNELS = {table.name.removesuffix("_orders"): table.channel for table in MARKETPLACES} | {"tiktok_shop": "tiktok"}
SOURCES = ("orders", "returns", *_TYPED)
"""What the rows of a mapped table can be; a marketplace's name means its orders."""


class MappingError(Exception):
    """A mapping file cannot be used: where, why, how to mend it."""

    def __init__(self, path: str, line: int, message: str, hint: str = "") -> None:
        super().__init__(f"{path}:{line}: error {message}" + (f" ({hint})" if hint else ""))
        self.path, self.line, self.message, self.hint = path, line, message, hint


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One mapping file."""

    name: str
    path: str
    header: str
    """The fingerprint of the header that it is for; "" for every table that has all its columns."""
    source: str
    columns: Mapping[str, str]
    shop: str = ""
    channel: str = ""
    currency: str = ""
    statuses: Mapping[str, str] = ()  # type: ignore[assignment]
    dates: str = ""
    skip_rows: int = 0
    sums_rows: bool = False

    def fits(self, part: Part) -> bool:
        """Whether `part` is the table that this is for."""
        header = self.header_of(part)
        if header is None:
            return False
        if self.header:
            return header.fingerprint == self.header
        return all(written(name) in header.names for name in self.columns.values())

    def header_of(self, part: Part) -> Header | None:
        row = next((row for row in part.head if row.line > self.skip_rows and not row.broken), None)
        return Header(row.line, tuple(map(written, row.cells))) if row else None

    def as_source(self) -> Source:
        """A source that reads such tables."""
        return Source(f"mapping:{self.name}", f"{self.source} by {self.path}", self._claims, self._read)

    def _claims(self, part: Part) -> Certainty:
        return Certainty.SURE if self.fits(part) else Certainty.NO

    def _read(self, part: Part, context: Context) -> Iterator[Record | SetAside]:
        context.shop = self.shop or context.shop
        context.channel = context.channel or self.channel or _CHANNELS.get(self.source, "")
        context.dates = context.dates or self.dates
        shown = _below(part, self.skip_rows)
        table = self._table()
        if find_header(shown, table.columns, table.required) is None:
            missing = [self.columns[name] for name in table.required if name in self.columns]
            raise MappingError(self.path, 1, f"{part.file} lacks a column of it, one of “{'”, “'.join(missing)}”",
                               "make it anew: kb insights map FILE")  # fmt: skip
        yield from table.read(shown, context)

    def _table(self) -> OrderTable | SimpleTable:
        columns = {name: (written(column),) for name, column in self.columns.items()}
        if self.source in _TYPED:
            base = next(table for table in TYPED if table.name == _TYPED[self.source])
            return replace(base, columns=columns, required=tuple(n for n in base.required if n in columns))
        if self.source == "returns":
            channel = self.channel
            return SimpleTable(self.name, "returns", columns, ("key", "order", "requested"), ("requested",),
                               lambda cells: read_return(channel, cells))  # fmt: skip
        statuses = {written(word): state for word, state in dict(self.statuses).items()}
        return OrderTable(self.name, "orders", self.channel or _CHANNELS.get(self.source, self.source), columns, (),
                          sums_rows=self.sums_rows or self.source == "lazada", statuses=statuses,
                          currency=self.currency)  # fmt: skip


def _below(part: Part, skip: int) -> Part:
    def rows() -> Iterator[Row]:
        return (row for row in part.rows() if row.line > skip)

    return replace(part, head=tuple(row for row in part.head if row.line > skip), rows=rows) if skip else part


def fields_of(source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(fields that a mapping of `source` may name, those that it must)."""
    if source in _TYPED:
        base = next(table for table in TYPED if table.name == _TYPED[source])
        return tuple(base.columns), tuple(base.required)
    if source == "returns":
        return RETURN_FIELDS, ("key", "order", "requested")
    return ORDER_FIELDS, ("order", "placed")


def load_mappings(root: Path) -> tuple[tuple[TableMapping, ...], tuple[MappingError, ...]]:
    """Every mapping of the project, and what is wrong with those that cannot be used."""
    found, errors = [], []
    for file in sorted((root / FOLDER).glob("*.yml")):
        shown = f"{FOLDER}/{file.name}"
        try:
            text = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            errors.append(MappingError(shown, 1, "cannot be read", "save it as UTF-8"))
            continue
        try:
            found.append(read_mapping(text, shown))
        except MappingError as error:
            errors.append(error)
    return tuple(found), tuple(errors)


def read_mapping(text: str, path: str) -> TableMapping:
    """The mapping that `text` is. Raises `MappingError` with the line."""
    node, problems = parse_yaml(text, path=path)
    if problems:
        raise MappingError(path, problems[0].line, problems[0].message, problems[0].hint)
    if node is None or node.entries is None:
        raise MappingError(path, 1, "is no mapping of keys", "make one with kb insights map FILE")
    entries = node.entries
    for key in entries:
        if key not in KEYS:
            raise MappingError(path, node.line_of(key), f"“{key}” is no key of a mapping", did_you_mean(key, KEYS)
                               or f"there are {', '.join(KEYS)}")  # fmt: skip
    source = _scalar(entries, "source", path, node)
    known = (*SOURCES, *_CHANNELS)
    if source not in known:
        raise MappingError(path, node.line_of("source"), f"“{source}” is no source of a mapping",
                           did_you_mean(source, known) or f"there are {', '.join(known)}")  # fmt: skip
    columns = _texts(entries, "columns", path, node)
    fields, required = fields_of(source)
    for name in columns:
        if name not in fields:
            line = entries["columns"].line_of(name)
            raise MappingError(path, line, f"“{name}” is no field of {source}", did_you_mean(name, fields)
                               or f"there are {', '.join(fields)}")  # fmt: skip
    if missing := [name for name in required if name not in columns]:
        raise MappingError(path, node.line_of("columns"), f"columns lack {', '.join(missing)}",
                           "name the column of each, as the table's header writes it")  # fmt: skip
    statuses = _texts(entries, "statuses", path, node)
    for word, state in statuses.items():
        if state not in STATUSES:
            raise MappingError(path, entries["statuses"].line_of(word), f"“{state}” is no state of an order",
                               did_you_mean(state, STATUSES) or f"there are {', '.join(STATUSES)}")  # fmt: skip
    dates = _scalar(entries, "dates", path, node)
    if dates and dates not in ORDERS and "%" not in dates:
        raise MappingError(path, node.line_of("dates"), f"“{dates}” is no form of dates",
                           'write dmy, mdy or ymd, or a pattern such as "%d/%m/%Y %H:%M"')  # fmt: skip
    skip = _scalar(entries, "skip_rows", path, node) or "0"
    if not skip.isdigit() or int(skip) > 12:
        raise MappingError(path, node.line_of("skip_rows"), f"“{skip}” is no number of rows above the header",
                           "write a number from 0 to 12")  # fmt: skip
    return TableMapping(
        Path(path).stem, path, _scalar(entries, "header", path, node), source, columns,
        _scalar(entries, "shop", path, node), _scalar(entries, "channel", path, node),
        _scalar(entries, "currency", path, node).upper(), statuses, dates, int(skip),
        _scalar(entries, "sums_rows", path, node).lower() in ("true", "yes", "on"),
    )  # fmt: skip


def _scalar(entries: Mapping[str, Node], key: str, path: str, node: Node) -> str:
    value = entries.get(key)
    if value is None or value.is_null:
        return ""
    if not value.is_scalar:
        raise MappingError(path, node.line_of(key), f"“{key}” is {value.describe()}, not a text")
    return (value.text or "").strip()


def _texts(entries: Mapping[str, Node], key: str, path: str, node: Node) -> Mapping[str, str]:
    value = entries.get(key)
    if value is None or value.is_null:
        return {}
    if value.entries is None:
        raise MappingError(path, node.line_of(key), f"“{key}” is {value.describe()}, not a list of `name: text`")
    found = {}
    for name, one in value.entries.items():
        if not one.is_scalar:
            raise MappingError(path, value.line_of(name), f"“{name}” is {one.describe()}, not a text")
        if not one.is_null and one.text:
            found[name] = one.text.strip()
    return found
