"""Returns as Shopee, TikTok Shop and Lazada export them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.insights.records.records import Record, Return
from kb.insights.sources.context import Source
from kb.insights.sources.headers import Columns
from kb.insights.sources.simple_table import Cells, SimpleTable

_SHARED: Columns = {
    "order": ("Order ID", "Mã đơn hàng"),
    "status": ("Return / Refund Status", "Return Status", "Trạng thái Trả hàng/Hoàn tiền", "Trạng thái"),
    "reason": ("Return Reason", "Lý do trả hàng", "Lý do"),
    "quantity": ("Return Quantity", "Số lượng trả", "Số lượng"),
    "sku": ("Seller SKU", "Seller SKU ID", "SKU", "SKU phân loại hàng", "SKU Reference No."),
}
_OWN: Mapping[str, Columns] = {
    "shopee": {
        "key": ("Return ID", "Mã yêu cầu trả hàng", "Mã trả hàng"),
        "requested": ("Return Creation Time", "Thời gian tạo yêu cầu trả hàng", "Thời gian tạo yêu cầu"),
    },
    "tiktok": {"key": ("Return Order ID",), "requested": ("Time Requested",)},
    "lazada": {"key": ("Return Order ID",), "requested": ("Return Order Date",)},
}
_NAMES = {"shopee": "Shopee", "tiktok": "TikTok Shop", "lazada": "Lazada"}


def read_return(channel: str, cells: Cells) -> Iterator[Record]:
    context = cells.context
    channel = context.channel or channel
    if not (number := cells.id("key")):
        raise ValueError("no number of a return")
    yield Return(
        context.hashed("return", channel, number),
        context.order_key(channel, cells.id("order")),
        cells.moment("requested"),
        cells.text("status"),
        cells.text("reason"),
        cells.count("quantity", 1),
        cells.text("sku"),
        channel,
        cells.origin,
    )


RETURNS: tuple[Source, ...] = tuple(
    SimpleTable(
        f"{channel}_returns",
        f"returns of {_NAMES[channel]}",
        {**_SHARED, **own},
        ("key", "order", "requested"),
        ("requested",),
        lambda cells, channel=channel: read_return(channel, cells),  # type: ignore[misc]
    ).source()
    for channel, own in _OWN.items()
)
