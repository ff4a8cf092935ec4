"""Orders and returns as each marketplace and till exports them, with what is awkward in each."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from kb.insights.samples.workbook import Cell, make_workbook
from kb.insights.samples.world import SoldItem, SoldOrder, World

_Rows = list[list[Cell]]
_DECOMPOSED = ("Mã đơn hàng", "Ngày đặt hàng", "Lý do hủy", "Người Mua", "Tỉnh/Thành phố")
"""Headers that Shopee Vietnam writes in NFD."""


def order_files(world: World) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each export that the shop's markets have."""
    by_place: dict[tuple[str, str], list[SoldOrder]] = {}
    for order in sorted(world.orders, key=lambda one: (one.placed, one.number)):
        market = order.market if order.place == "shopee" else ""
        by_place.setdefault((order.place, market), []).append(order)
    span = f"{world.weeks[0].first:%Y%m%d}_{world.until:%Y%m%d}"
    for (place, market), orders in sorted(by_place.items()):
        if place == "shopee":
            rows = _shopee_vi(orders) if market == "VN" else _shopee_en(orders)
            yield f"Order.all.{market}.{span}.xlsx", make_workbook("orders", rows)
            yield f"shopee-returns-{market.lower()}.xls", make_workbook("Sheet1", _shopee_returns(orders))  # it lies
        elif place == "tiktok":
            yield "All order.xlsx", make_workbook("OrderSKUList", _tiktok(orders))
            yield "tiktok-returns.xlsx", make_workbook("Sheet0", _tiktok_returns(orders), row_per_cell=True)
        elif place == "lazada":
            yield "lazada-orders.xlsx", make_workbook("sheet1", _lazada(orders))
            yield "lazada-returns.xlsx", make_workbook("sheet1", _lazada_returns(orders))
        elif place == "shopify":
            yield "orders_export_1.csv", _shopify(world, orders)
        else:
            yield "DanhSachChiTietHoaDon.xlsx", make_workbook("Sheet1", _kiotviet(orders))


def _stamp(moment: datetime | None, pattern: str = "%Y-%m-%d %H:%M") -> str:
    return moment.strftime(pattern) if moment else ""


def _money(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


_SHOPEE_VI = (
    "Mã đơn hàng", "Mã Kiện Hàng", "Ngày đặt hàng", "Trạng Thái Đơn Hàng", "Sản Phẩm Bán Chạy", "Lý do hủy",
    "Nhận xét từ Người mua", "Mã vận đơn", "Đơn Vị Vận Chuyển", "Phương thức giao hàng", "Loại đơn hàng",
    "Ngày giao hàng dự kiến", "Ngày gửi hàng", "Trạng thái Trả hàng/Hoàn tiền", "SKU sản phẩm", "Tên sản phẩm",
    "Cân nặng sản phẩm", "SKU phân loại hàng", "Tên phân loại hàng", "Giá gốc", "Giá ưu đãi", "Số lượng",
    "Số lượng sản phẩm được hoàn trả", "Người mua thanh toán", "Tổng giá trị đơn hàng (VND)",
    "Mã giảm giá của Shop", "Phí vận chuyển (dự kiến)", "người mua thanh toán", "Tổng số tiền người mua thanh toán",
    "Thời gian hoàn thành đơn hàng", "Thời gian đơn hàng được thanh toán", "Phương thức thanh toán", "Phí cố định",
    "Người Mua", "Tên Người nhận", "Số điện thoại", "Tỉnh/Thành phố", "TP / Quận / Huyện", "Địa chỉ nhận hàng",
    "Quốc gia", "Ghi chú",
)  # fmt: skip
_VI_STATES: Mapping[str, str] = {
    "complete": "Hoàn thành", "shipped": "Đang giao", "cancelled": "Đã hủy", "failed": "Giao hàng không thành công",
    "returned": "Trả hàng/Hoàn tiền",
}  # fmt: skip
_EN_STATES: Mapping[str, str] = {
    "complete": "Completed", "shipped": "Shipping", "cancelled": "Cancelled", "failed": "Failed Delivery",
    "returned": "Return/Refund",
}  # fmt: skip
_VI_CAUSES = (
    "Hàng bị bể vỡ",
    "Gửi sai hàng",
    "Khác với mô tả",
    "Đổi ý, không còn nhu cầu",
    "Hàng lỗi, không hoạt động",
)
_EN_CAUSES = ("Damaged item", "Received wrong product", "Not as described", "Change of mind", "Faulty product")


def _shopee_vi(orders: Sequence[SoldOrder]) -> _Rows:
    header = [unicodedata.normalize("NFD", name) if name in _DECOMPOSED else name for name in _SHOPEE_VI]
    rows: _Rows = [list(header)]
    for order in orders:
        buyer = order.buyer
        total = _money(order.total)
        written = "Người mua xác nhận đã nhận được hàng, tuy nhiên vẫn có thể gửi yêu cầu trả hàng"
        state = written if order.status == "complete" and order.placed.day % 9 == 0 else _VI_STATES[order.status]
        for item in order.items:
            rows.append([
                order.number, "", _stamp(order.placed), state, "N",
                "Hủy bởi người mua lý do là: Đổi ý" if order.status == "cancelled" else "",
                "giao giờ hành chính" if buyer.number % 3 == 0 else "", f"SPXVN{buyer.number:08d}", order.carrier,
                "Nhanh", "", "", _stamp(order.placed + timedelta(hours=9)),
                "Đã hoàn tiền" if order.status == "returned" else "", item.sku, item.name, "0.5", item.sku, "",
                _money(item.price), _money(item.price), str(item.quantity), str(item.returned),
                _money(item.price * item.quantity), total, "0", "15000", total, total, _stamp(order.completed),
                _stamp(order.placed), "COD" if order.payment == "cod" else "ShopeePay", "2000", buyer.username,
                buyer.name, "84" + buyer.phone[1:], buyer.region, "",
                f"Số {buyer.number % 90 + 1}, đường Ví Dụ, {buyer.region}", "VN", "",
            ])  # fmt: skip
    return rows


def _shopee_en(orders: Sequence[SoldOrder]) -> _Rows:
    rows: _Rows = [[
        "Order ID", "Order Status", "Cancel reason", "Return / Refund Status", "Tracking Number*", "Shipping Option",
        "Order Creation Date", "Order Paid Time", "Parent SKU Reference No.", "Product Name", "SKU Reference No.",
        "Variation Name", "Original Price", "Quantity", "Returned quantity", "Product Subtotal", "Total Amount",
        "Spo nsored", "Grand Total", "Order Complete Time", "Username (Buyer)", "Receiver Name", "Phone Number",
        "Delivery Address", "Country", "Province", "Payment Method", "Remark from buyer",
    ]]  # fmt: skip
    for order in orders:
        buyer, total = order.buyer, _money(order.total)
        for item in order.items:
            rows.append([
                order.number, _EN_STATES[order.status],
                "Cancelled by buyer. Reason: Change of mind" if order.status == "cancelled" else "",
                "Refund Approved" if order.status == "returned" else "", f"SPXMY{buyer.number:08d}", order.carrier,
                _stamp(order.placed), _stamp(order.placed), "", item.name, item.sku, "", _money(item.price),
                str(item.quantity), str(item.returned), _money(item.price * item.quantity), total, "", total,
                _stamp(order.completed), buyer.username, buyer.name, buyer.phone,
                f"No. {buyer.number % 90 + 1}, Jalan Contoh, {buyer.region}", order.market, buyer.region,
                "COD" if order.payment == "cod" else "FPX", "",
            ])  # fmt: skip
    return rows


def _cause(order: SoldOrder, causes: Sequence[str]) -> str:
    """Damage most of all."""
    return causes[max(0, order.buyer.number % 8 - 3)]


def _returned(orders: Sequence[SoldOrder]) -> Iterator[tuple[SoldOrder, SoldItem, datetime]]:
    for order in orders:
        if order.status == "returned" and order.completed:
            yield order, order.items[0], order.completed + timedelta(days=1)


def _shopee_returns(orders: Sequence[SoldOrder]) -> _Rows:
    rows: _Rows = [["Return ID", "Order ID", "Order Creation Date", "Product Name", "SKU", "Return Quantity",
                    "Return Reason", "Return Creation Time", "Return Tracking Number",
                    "Return / Refund Status"]]  # fmt: skip
    for order, item, asked in _returned(orders):
        causes = _VI_CAUSES if order.market == "VN" else _EN_CAUSES
        rows.append([f"R{order.number}", order.number, _stamp(order.placed), item.name, item.sku, str(item.returned),
                     _cause(order, causes), _stamp(asked), "", "Refund Approved"])  # fmt: skip
    return rows


_TIKTOK = (
    "Order ID", "Order Status", "Order Substatus", "Cancelation/Return Type", "SKU ID", "Seller SKU", "Product Name",
    "Variation", "Quantity", "Sku Quantity of return", "Order Amount", "Order Refund Amount", "Created Time",
    "Paid Time", "Delivered Time", "Cancelled Time", "Cancel By", "Cancel Reason", "Shipping Provider Name",
    "Buyer Message", "Buyer Username", "Recipient", "Phone #", "Province", "Payment Method",
)  # fmt: skip
_CLOCK = "%d/%m/%Y %H:%M:%S"
_TIKTOK_STATES: Mapping[str, str] = {
    "complete": "Hoàn thành", "shipped": "Đã vận chuyển", "cancelled": "Đã hủy", "failed": "Giao thất bại",
    "returned": "Đã hoàn tiền",
}  # fmt: skip


def _tiktok(orders: Sequence[SoldOrder]) -> _Rows:
    rows: _Rows = [list(_TIKTOK), ["Platform unique order ID.", *(f"Description of {name}." for name in _TIKTOK[1:])]]
    for order in orders:
        state, buyer = _TIKTOK_STATES[order.status], order.buyer
        is_cancelled = order.status == "cancelled"
        for item in order.items:
            rows.append([
                order.number, state, state, "Cancel" if is_cancelled else "", "1729", item.sku, item.name, "Default",
                str(item.quantity), str(item.returned), _money(order.total),
                _money(order.total) if order.status == "returned" else "0", _stamp(order.placed, _CLOCK) + "\t",
                _stamp(order.placed, _CLOCK), _stamp(order.completed, _CLOCK),
                _stamp(order.placed, _CLOCK) if is_cancelled else "", "User" if is_cancelled else "",
                "Không còn nhu cầu" if is_cancelled else "", order.carrier, "", buyer.username, buyer.name,
                "(+84)90*****00", buyer.region, "COD" if order.payment == "cod" else "TikTok Pay",
            ])  # fmt: skip
    return rows


def _tiktok_returns(orders: Sequence[SoldOrder]) -> _Rows:
    rows: _Rows = [["Return Order ID", "Order ID", "Return Type", "Return Status", "Return Reason", "Time Requested",
                    "Return Quantity", "Seller SKU", "Return Logistics Tracking ID", "Buyer Note"]]  # fmt: skip
    for order, item, asked in _returned(orders):
        rows.append([f"40{order.number[2:]}", order.number, "Refund & Return", "Completed", _cause(order, _VI_CAUSES),
                     _stamp(asked, _CLOCK), str(item.returned), item.sku, "",
                     f"gọi em {order.buyer.phone}"])  # fmt: skip
    return rows


def _lazada(orders: Sequence[SoldOrder]) -> _Rows:
    """One row a piece; numbers of orders are floats, buyers are masked."""
    rows: _Rows = [[
        "orderItemId", "orderType", "orderNumber", "createTime", "updateTime", "deliveredDate", "sellerSku", "itemName",
        "variation", "customerName", "customerEmail", "shippingPhone", "shippingCity", "shippingRegion",
        "shippingCountry", "payMethod", "paidPrice", "unitPrice", "shippingFee", "refundAmount", "status",
        "buyerFailedDeliveryReason", "shippingProvider", "trackingCode",
    ]]  # fmt: skip
    states = {"complete": "delivered", "cancelled": "canceled"}
    clock = "%d %b %Y %H:%M"
    for order in orders:
        buyer, piece = order.buyer, 0
        for item in order.items:
            for _ in range(item.quantity):
                piece += 1
                is_back = order.status == "returned"
                rows.append([
                    float(order.number) + piece, "Normal", float(order.number), _stamp(order.placed, clock), "",
                    _stamp(order.completed, clock), item.sku, item.name, "", f"{buyer.name[0]}*** {buyer.number:03d}",
                    "", "60********00", buyer.region, buyer.region, order.market,
                    "COD" if order.payment == "cod" else "Card", item.price, item.price, 4.5,
                    item.price if is_back else 0.0, states.get(order.status, order.status),
                    "Customer not at home" if order.status == "failed" else "", order.carrier, "",
                ])  # fmt: skip
    return rows


def _lazada_returns(orders: Sequence[SoldOrder]) -> _Rows:
    rows: _Rows = [["Return Order ID", "Order ID", "Order Date", "Return Order Date", "Return Status", "Return Reason",
                    "Seller SKU ID"]]  # fmt: skip
    clock = "%d %b %Y %H:%M"
    for order, item, asked in _returned(orders):
        rows.append([f"99{order.number[4:]}", order.number, _stamp(order.placed, clock), _stamp(asked, clock),
                     "Refund Issued", _cause(order, _EN_CAUSES), item.sku])  # fmt: skip
    return rows


_SHOPIFY = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal",
    "Shipping", "Total", "Discount Code", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem sku", "Shipping Name", "Shipping Province", "Shipping Country", "Notes",
    "Cancelled at", "Payment Method", "Refunded Amount", "Id", "Tags", "Source", "Phone",
)  # fmt: skip


def _shopify(world: World, orders: Sequence[SoldOrder]) -> bytes:
    """CSV with `\\n`, what belongs to the order in its first row alone."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(_SHOPIFY)
    clock = "%Y-%m-%d %H:%M:%S %z"
    for order in orders:
        buyer, total = order.buyer, f"{order.total:.2f}"
        is_back, is_cancelled = order.status == "returned", order.status == "cancelled"
        for place, item in enumerate(order.items):
            line = [str(item.quantity), item.name, f"{item.price:.2f}", item.sku]
            if place:
                writer.writerow([order.number, buyer.email, *[""] * 11, *line, *[""] * 11])
                continue
            writer.writerow([
                order.number, buyer.email, "refunded" if is_back else "voided" if is_cancelled else "paid",
                _stamp(order.placed, clock), "unfulfilled" if is_cancelled else "fulfilled", "",
                world.shop.currencies[order.market], total, "0.00", total, "", order.carrier,
                _stamp(order.placed, clock), *line, buyer.name, buyer.region, order.market, "",
                _stamp(order.placed, clock) if is_cancelled else "", "Manual" if order.payment == "cod" else "Card",
                total if is_back else "0.00", f"6{order.placed:%y%m%d%H%M}{buyer.number:03d}", "", "web", buyer.phone,
            ])  # fmt: skip
    return held.getvalue().encode()


def _kiotviet(orders: Sequence[SoldOrder]) -> _Rows:
    """A till: day first, and phone numbers without their zero."""
    rows: _Rows = [["Chi nhánh", "Mã hóa đơn", "Thời gian", "Mã khách hàng", "Khách hàng", "Điện thoại",
                    "Tổng tiền hàng", "Khách cần trả", "Khách đã trả", "Trạng thái", "Mã hàng", "Tên hàng", "Số lượng",
                    "Đơn giá", "Thành tiền"]]  # fmt: skip
    for order in orders:
        buyer = order.buyer
        is_known = buyer.number % 4 > 0
        digits = "".join(sign for sign in buyer.phone if sign.isdigit())
        for item in order.items:
            rows.append([
                "Kho", order.number, _stamp(order.placed, _CLOCK), f"KH{buyer.number:04d}" if is_known else "",
                buyer.name if is_known else "Khách lẻ", float(digits) if is_known else "", order.total, order.total,
                order.total, "Hoàn thành", item.sku, item.name, float(item.quantity), item.price,
                item.price * item.quantity,
            ])  # fmt: skip
    return rows
