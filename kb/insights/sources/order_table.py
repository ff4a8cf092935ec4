"""Tables of orders, one row an item → orders and their items. Each marketplace is a row of settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import is_currency

from kb.insights.reading.parts import Part, ReadError, Row, Value
from kb.insights.records.records import Order, OrderItem, Origin, Record, SetAside
from kb.insights.redaction.reading import bare
from kb.insights.sources.context import Certainty, Context, Source
from kb.insights.sources.dates import ORDERS, DateForm, find_order
from kb.insights.sources.headers import Columns, Header, find_header, rows_below
from kb.insights.sources.statuses import read_status
from kb.insights.sources.values import LostDigitsError, amount, count, identifier, moment, shape, words

_IN_BRACKETS = re.compile(r"\(([A-Z]{3})\)")
_PERSON = re.compile(
    r"(?:shipping|billing|buyer|customer|receiver|recipient)[ _]?(?:user)?name|user ?name|recipient|receiver|consignee"
    r"|nguoi (?:mua|nhan|dat)|khach hang|kunde|kaufer|empfanger|pembeli|penerima|pelanggan|nama "
)
"""Columns in which exports name people, folded."""
_WORD = re.compile(r"[^\W_]+")
MOST_ORDER_ROWS = 5_000
"""Rows of one order: more are a mapping of the wrong column."""
NOBODY = frozenset({"khách lẻ", "guest", "gast", "walk-in", "tamu", "pelanggan umum", "retail customer"})
_ALIVE = ("complete", "delivered", "shipped", "paid", "placed", "returned", "failed_delivery", "cancelled", "other")
"""The state of an order whose items differ: that of the items which the customer has or waits for."""


@dataclass(frozen=True, slots=True)
class OrderTable:
    """How one source's table of orders is read."""

    name: str
    what: str
    channel: str
    columns: Columns
    marks: Sequence[str]
    """Headers that this source alone has; all must be there."""
    sums_rows: bool = False
    """Each row has an amount of its own; an order's is their sum."""
    statuses: Mapping[str, str] = field(default_factory=dict)
    status_of: Callable[[Mapping[str, str]], tuple[str, str]] | None = None
    """Fields of the row → state and what was written, where one column does not say it."""
    currency: str = ""
    required: Sequence[str] = ("order", "placed")

    def source(self) -> Source:
        return Source(self.name, self.what, self.claims, self.read)

    def claims(self, part: Part) -> Certainty:
        if find_header(part, self.columns, self.required) is None:
            return Certainty.NO
        names = {" ".join(words(cell).split()) for row in part.head for cell in row.cells}
        return Certainty.SURE if all(mark in names for mark in self.marks) else Certainty.NO

    def read(self, part: Part, context: Context) -> Iterator[Record | SetAside]:
        """Raises `ReadError` where an id lost its digits, or day and month cannot be told apart."""
        found = find_header(part, self.columns, self.required)
        assert found is not None
        header, at = found
        form = date_form(part, header, [at[name] for name in ("placed", "completed") if name in at], context)
        yield from _Reading(self, part, context, header, at, form).records()


def date_form(part: Part, header: Header, columns: Sequence[int], context: Context) -> DateForm:
    """How the dates of a table are written: as asked for, else as all rows together show."""
    if context.dates:
        return DateForm(order=context.dates) if context.dates in ORDERS else DateForm(pattern=context.dates)
    values = ((row.line, row.cells[column]) for row in rows_below(part, header) if not row.broken
              for column in columns if column < len(row.cells))  # fmt: skip
    order, note = find_order(values, context.markets)
    if note:
        context.note(note)
    return DateForm(order)


@dataclass(slots=True)
class _Open:
    """An order whose rows are being read."""

    line: int
    number: str
    head: Row
    items: list[OrderItem] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    total: Decimal | None = None
    refunded: Decimal | None = None
    order: Order | None = None


class _Reading:
    def __init__(
        self, table: OrderTable, part: Part, context: Context, header: Header, at: Mapping[str, int], form: DateForm
    ) -> None:
        self._table, self._part, self._context, self._header, self._at, self._form = (
            table, part, context, header, at, form,
        )  # fmt: skip
        self._channel = context.channel or table.channel
        self._column = ""
        told = [at[name] for name in ("customer", "customer_name") if name in at]
        named = [column for column, name in enumerate(header.names) if _PERSON.search(bare(name))]
        self._people = tuple(dict.fromkeys((*told, *named)))
        self._currency_of_all = table.currency or self._headers_currency() or context.currency

    def _headers_currency(self) -> str:
        """`VND` out of “Tổng giá trị đơn hàng (VND)”."""
        found = {one for name in self._header.names for one in _IN_BRACKETS.findall(name) if is_currency(one)}
        currencies = set(self._context.currencies.values())
        if not found and len(currencies) > 1 and not self._at.keys() & {"currency", "country"}:
            self._context.note(
                f"says no currency: amounts were taken as {self._context.currency} (--market says otherwise)"
            )
        return found.pop() if len(found) == 1 else ""

    def records(self) -> Iterator[Record | SetAside]:
        open_orders: dict[str, _Open] = {}
        for row in rows_below(self._part, self._header):
            if row.broken:
                yield SetAside(row.line, "", row.broken)
                continue
            if row.line == self._header.line + 1 and self._is_description(row):
                continue
            try:
                number = self._number(row)
                if not self._table.sums_rows and number not in open_orders:
                    yield from self._close(open_orders)
                one = open_orders.get(number)
                if one is None:
                    one = _Open(row.line, number, row)
                    one.order = self._order(one)  # a row that cannot be read opens nothing
                    open_orders[number] = one
                self._add(one, row)
            except LostDigitsError as error:
                raise ReadError(
                    f"column “{self._name_of(self._column)}”: {error}", line=row.line, file=self._part.file,
                    hint="export as CSV, or format the column as text before saving",
                ) from None  # fmt: skip
            except ValueError as error:
                yield SetAside(row.line, self._name_of(self._column), f"{error}{self._shape(row)}")
        yield from self._close(open_orders)

    def _is_description(self, row: Row) -> bool:
        """TikTok's second row explains the columns: it has no digit where the order's number and day belong."""
        texts = [words(self._cell(row, name)) for name in ("order", "placed")]
        return all(not any(sign.isdigit() for sign in text) for text in texts) and any(" " in text for text in texts)

    def _cell(self, row: Row, name: str) -> Value:
        self._column = name
        column = self._at.get(name, -1)
        return row.cells[column] if 0 <= column < len(row.cells) else ""

    def _text(self, row: Row, name: str) -> str:
        return words(self._cell(row, name))

    def _without_buyer(self, row: Row, name: str) -> str:
        """A column's text without the name of the row's buyer, which no rule may know."""
        text = self._text(row, name)
        said = set(map(bare, _WORD.findall(text)))
        names = [words(row.cells[column]) for column in self._people if column < len(row.cells)]
        met = [one for one in names if said.intersection(map(bare, _WORD.findall(one)))]
        if name != "cancel_reason":  # one word may be a product's as well: rose
            met = [one for one in met if len(_WORD.findall(one)) > 1]
        return self._context.redacted(text, met) if met else text

    def _name_of(self, field_name: str) -> str:
        column = self._at.get(field_name, -1)
        return self._header.names[column] if column >= 0 else field_name

    def _shape(self, row: Row) -> str:
        value = self._cell(row, self._column)
        return f" (it looks like “{shape(value)}”)" if words(value) else ""

    def _number(self, row: Row) -> str:
        number = identifier(self._cell(row, "order"))
        if not number:
            raise ValueError("no order number")
        return number

    def _money(self, row: Row, name: str) -> Decimal | None:
        return amount(self._cell(row, name), self._currency(row))

    def _refunded(self, row: Row) -> Decimal | None:
        """None where the table does not tell of refunds: an empty cell of one that does is zero."""
        return (self._money(row, "refunded") or Decimal(0)) if "refunded" in self._at else None

    def _currency(self, row: Row) -> str:
        column = self._at.get("currency", -1)
        written = words(row.cells[column]) if 0 <= column < len(row.cells) else ""
        if written:
            return written.upper()[:3]
        at = self._at.get("country", -1)
        market = market_of(words(row.cells[at])) if 0 <= at < len(row.cells) else ""
        return self._context.currencies.get(market) or self._currency_of_all

    def _add(self, one: _Open, row: Row) -> None:
        if len(one.items) >= MOST_ORDER_ROWS:
            raise ValueError(f"more than {MOST_ORDER_ROWS} rows of one order: is this the order's number?")
        item = None
        if self._at.keys() & {"sku", "item", "quantity"}:
            item = OrderItem(
                self._context.order_key(self._channel, one.number),
                self._text(row, "sku"),
                self._without_buyer(row, "item"),
                count(self._cell(row, "quantity"), 1),
                count(self._cell(row, "returned")),
                Origin(self._part.file, row.line),
            )
        state, _ = self._state(row)
        if self._table.sums_rows:
            total, refunded = self._money(row, "total"), self._refunded(row)
            one.total = total if one.total is None else one.total + (total or 0)
            one.refunded = refunded if one.refunded is None else one.refunded + (refunded or 0)
            one.states.append(state)
            if item and state == "returned" and "returned" not in self._at:
                item = OrderItem(item.order, item.sku, item.name, item.quantity, item.quantity, item.source)
        if item and (item.sku or item.name):
            one.items.append(item)

    def _state(self, row: Row) -> tuple[str, str]:
        if self._table.status_of is not None:
            return self._table.status_of({name: self._text(row, name) for name in self._at})
        written = self._text(row, "status")
        return self._table.statuses.get(written) or read_status(written), written

    def _close(self, open_orders: dict[str, _Open]) -> Iterator[Record | SetAside]:
        for one in open_orders.values():
            yield one.order if one.order and not self._table.sums_rows else self._order(one)
            yield from one.items
        open_orders.clear()

    def _order(self, one: _Open) -> Order:
        row, context = one.head, self._context
        state, written = self._state(row)
        if len(set(one.states)) > 1:
            state = min(one.states, key=_ALIVE.index)
        if state == "other" and written:
            shown = context.short(written)[:60]
            context.note(f"the state “{shown}” is not known: kept as “other” (a mapping can say what it is)")
        completed = self._cell(row, "completed")
        sums = self._table.sums_rows
        return Order(
            key=context.order_key(self._channel, one.number),
            shop=context.shop or self._text(row, "shop"),
            channel=self._channel,
            placed=moment(self._cell(row, "placed"), self._form, context.zone),
            status=state,
            status_written=written,
            cancel_reason=self._without_buyer(row, "cancel_reason"),
            total=one.total if sums and one.states else self._money(row, "total"),
            currency=self._currency(row),
            refunded=one.refunded if sums and one.states else self._refunded(row),
            customer=self._customer(row),
            region=self._without_buyer(row, "region"),
            carrier=self._text(row, "carrier"),
            payment=self._text(row, "payment"),
            completed=self._completed(completed),
            source=Origin(self._part.file, one.line),
        )

    def _completed(self, value: Value) -> datetime | None:
        return moment(value, self._form, self._context.zone) if words(value) else None

    def _customer(self, row: Row) -> str:
        for name in ("customer", "customer_email", "customer_phone", "customer_name"):
            text = words(value := self._cell(row, name))
            if not text or text.casefold() in NOBODY:
                continue
            if name == "customer_phone":
                return self._context.customer_key("phone", _phone(value))
            return self._context.customer_key("email" if name == "customer_email" else self._channel, text)
        return ""


@lru_cache(500)
def market_of(text: str) -> str:
    """A country's code out of its code or its English name; "" for what is none."""
    territories = Locale("en").territories
    if text.upper() in territories:
        return text.upper()
    return next((code for code, name in territories.items() if len(code) == 2 and name.lower() == text.lower()), "")


def _phone(value: Value) -> str:
    """The digits of a phone number without what sheets lose of it, its zeros in front, or add, a `.0`."""
    return "".join(sign for sign in words(value).removesuffix(".0") if sign.isdigit()).lstrip("0")
