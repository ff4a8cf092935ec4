"""Orders as Shopee, TikTok Shop, Lazada, Shopify and KiotViet export them: which column is what."""

from __future__ import annotations

from collections.abc import Mapping

from kb.insights.reading.parts import Part
from kb.insights.sources.headers import find_header
from kb.insights.sources.order_table import OrderTable
from kb.insights.sources.statuses import read_status

SHOPEE = OrderTable(
    "shopee_orders",
    "orders of Shopee",
    "shopee",
    {
        "order": ("Mã đơn hàng", "Order ID", "No. Pesanan"),
        "placed": ("Ngày đặt hàng", "Order Creation Date", "Order Creation Time", "Waktu Pesanan Dibuat"),
        "status": ("Trạng Thái Đơn Hàng", "Order Status", "Status Pesanan"),
        "cancel_reason": ("Lý do hủy", "Cancel reason", "Cancel Reason", "Alasan Pembatalan"),
        "carrier": ("Đơn Vị Vận Chuyển", "Shipping Option", "Shipping Method", "Opsi Pengiriman"),
        "completed": ("Thời gian hoàn thành đơn hàng", "Order Complete Time", "Waktu Pesanan Selesai"),
        "payment": ("Phương thức thanh toán", "Payment Method", "Metode Pembayaran"),
        "total": (
            "Tổng số tiền người mua thanh toán", "Tổng giá trị đơn hàng (VND)", "Grand Total", "Total Buyer Payment",
            "Total Amount", "Total Pembayaran",
        ),
        "customer": ("Người Mua", "Username (Buyer)", "Username (Pembeli)"),
        "region": ("Tỉnh/Thành phố", "Province", "State", "Provinsi"),
        "country": ("Country",),
        "sku": ("SKU phân loại hàng", "SKU Reference No.", "Nomor Referensi SKU"),
        "item": ("Tên sản phẩm", "Product Name", "Nama Produk"),
        "quantity": ("Số lượng", "Quantity", "Jumlah"),
        "returned": (
            "Số lượng sản phẩm được hoàn trả", "Returned quantity", "Returned Quantity", "Jumlah Dikembalikan",
        ),
    },
    (),
    required=("order", "placed", "status", "customer"),
)  # fmt: skip

TIKTOK = OrderTable(
    "tiktok_orders",
    "orders of TikTok Shop",
    "tiktok",
    {
        "order": ("Order ID",),
        "placed": ("Created Time",),
        "status": ("Order Status",),
        "substatus": ("Order Substatus",),
        "cancel_reason": ("Cancel Reason",),
        "carrier": ("Shipping Provider Name",),
        "completed": ("Delivered Time",),
        "payment": ("Payment Method",),
        "total": ("Order Amount",),
        "refunded": ("Order Refund Amount",),
        "customer": ("Buyer Username",),
        "region": ("Province", "State"),
        "sku": ("Seller SKU",),
        "item": ("Product Name",),
        "quantity": ("Quantity",),
        "returned": ("Sku Quantity of return",),
    },
    ("Order Substatus",),
    required=("order", "placed", "status", "substatus"),
)

LAZADA = OrderTable(
    "lazada_orders",
    "orders of Lazada",
    "lazada",
    {
        "order": ("orderNumber",),
        "placed": ("createTime",),
        "status": ("status",),
        "cancel_reason": ("buyerFailedDeliveryReason",),
        "carrier": ("shippingProvider",),
        "completed": ("deliveredDate",),
        "payment": ("payMethod",),
        "total": ("paidPrice",),
        "refunded": ("refundAmount",),
        "customer_email": ("customerEmail",),
        "customer_name": ("customerName",),
        "region": ("shippingRegion", "shippingCity"),
        "country": ("shippingCountry",),
        "sku": ("sellerSku",),
        "item": ("itemName",),
        "item_id": ("orderItemId",),
    },
    ("orderItemId",),
    sums_rows=True,
    statuses={"confirmed": "complete"},
    required=("order", "placed", "item_id"),
)


def _shopify_status(row: Mapping[str, str]) -> tuple[str, str]:
    """Shopify has two states: of the money and of the parcel. “Fulfilled” means handed over, not arrived."""
    money, parcel = row.get("status", ""), row.get("parcel", "")
    written = " / ".join(filter(None, (money, parcel)))
    if row.get("cancelled") or money == "voided":
        return "cancelled", written
    if money == "refunded":
        return "returned", written
    if parcel in ("fulfilled", "partial"):
        return "shipped", written
    return ("paid" if money in ("paid", "partially_refunded") else "placed"), written


SHOPIFY = OrderTable(
    "shopify_orders",
    "orders of Shopify",
    "shopify",
    {
        "order": ("Name",),
        "placed": ("Created at",),
        "status": ("Financial Status",),
        "parcel": ("Fulfillment Status",),
        "cancelled": ("Cancelled at",),
        "carrier": ("Shipping Method",),
        "payment": ("Payment Method",),
        "total": ("Total",),
        "refunded": ("Refunded Amount",),
        "currency": ("Currency",),
        "customer_email": ("Email",),
        "customer_phone": ("Phone",),
        "region": ("Shipping Province",),
        "country": ("Shipping Country",),
        "sku": ("Lineitem sku",),
        "item": ("Lineitem name",),
        "quantity": ("Lineitem quantity",),
    },
    ("Lineitem name",),
    status_of=_shopify_status,
    required=("order", "placed", "status", "item"),
)


def _kiotviet_status(row: Mapping[str, str]) -> tuple[str, str]:
    """An invoice of a till: without a state it is a sale that is done."""
    written = row.get("status", "")
    return (read_status(written) if written else "complete"), written


KIOTVIET = OrderTable(
    "kiotviet",
    "invoices of KiotViet",
    "store",
    {
        "order": ("Mã hóa đơn", "Mã hoá đơn"),
        "placed": ("Thời gian", "Ngày bán", "Thời gian tạo"),
        "status": ("Trạng thái",),
        "payment": ("Phương thức thanh toán",),
        "total": ("Khách cần trả", "Tổng tiền hàng"),
        "customer_phone": ("Điện thoại",),
        "customer_name": ("Khách hàng",),
        "region": ("Khu vực",),
        "shop": ("Chi nhánh",),
        "sku": ("Mã hàng",),
        "item": ("Tên hàng",),
        "quantity": ("Số lượng",),
    },
    (),
    status_of=_kiotviet_status,
    required=("order", "placed", "total"),
)

MARKETPLACES = (SHOPEE, TIKTOK, LAZADA, SHOPIFY, KIOTVIET)


def almost(part: Part) -> str:
    """What a table lacks to be one of these, as a sentence about it; "" where more than one column is missing."""
    for table in MARKETPLACES:
        for name in table.required:
            rest = [one for one in table.required if one != name]
            if len(rest) >= 3 and find_header(part, table.columns, rest):
                return f"looks like {table.what}, but has no column “{'” or “'.join(table.columns[name][:2])}”"
    return ""
