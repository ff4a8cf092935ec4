"""The workbooks of marketplaces and tills, as they export them; every person is invented."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from tests.insights.exports.containers import Rows, make_xls, make_xlsx, make_xlsx_cell_rows

NFD = ("Mã đơn hàng", "Ngày đặt hàng", "Lý do hủy")
"""Headers that Shopee Vietnam writes decomposed."""

SHOPEE_VI_HEADER = (
    "Mã đơn hàng", "Ngày đặt hàng", "Trạng Thái Đơn Hàng", "Lý do hủy", "Nhận xét từ Người mua",
    "Trạng thái Trả hàng/Hoàn tiền", "Đơn Vị Vận Chuyển", "Thời gian hoàn thành đơn hàng", "SKU phân loại hàng",
    "Tên sản phẩm", "Số lượng", "Số lượng sản phẩm được hoàn trả", "Người mua thanh toán", "người mua thanh toán",
    "Tổng giá trị đơn hàng (VND)", "Tổng số tiền người mua thanh toán", "Phương thức thanh toán", "Người Mua",
    "Tên Người nhận", "Số điện thoại", "Tỉnh/Thành phố", "Địa chỉ nhận hàng",
)  # fmt: skip


def _shopee_vi_header() -> list[str]:
    return [unicodedata.normalize("NFD", name) if name in NFD else name for name in SHOPEE_VI_HEADER]


_LAN = ("ShopeePay", "lan.pham.92", "Phạm Thị Lan", "84912345678", "TP. Hồ Chí Minh", "12/3 đường Lê Lợi, phường 4")
_TU = ("COD", "tu_nguyen", "Nguyễn Văn Tú", "84987654321", "Hà Nội", "số 8 ngõ 5 Láng Hạ")
SHOPEE_VI: Rows = [
    _shopee_vi_header(),
    ["2611031ABCDEFG", "2026-11-03 09:12", "Hoàn thành", "", "giao giờ hành chính", "", "SPX Express",
     "2026-11-07 10:00",
     "AO-DO-M", "Áo thun đỏ", "1", "0", "120000", "308000", "320000", "308000", *_LAN],
    ["2611031ABCDEFG", "2026-11-03 09:12", "Hoàn thành", "", "giao giờ hành chính", "", "SPX Express",
     "2026-11-07 10:00",
     "QU-XA-L", "Quần xanh", "2", "1", "200000", "308000", "320000", "308000", *_LAN],
    ["2611042BCDEFGH", "2026-11-04 23:59", "Đã hủy", "Hủy bởi người mua lý do là: Đổi ý", "", "", "SPX Express", "",
     "AO-DO-S", "Áo thun đỏ", "1", "0", "120000", "120000", "120000", "120000", *_TU],
    ["2611053CDEFGHI", "2026-11-05 00:10",
     "Người mua xác nhận đã nhận được hàng, tuy nhiên vẫn có thể gửi yêu cầu trả hàng",
     "", "", "", "GHN", "", "AO-DO-S", "Áo thun đỏ", "1", "0", "120000", "120000", "120000", "120000", *_TU],
]  # fmt: skip

SHOPEE_EN: Rows = [
    ["Order ID", "Order Status", "Cancel reason", "Return / Refund Status", "Shipping Option", "Order Creation Date",
     "Order Paid Time", "Parent SKU Reference No.", "Product Name", "SKU Reference No.", "Variation Name", "Quantity",
     "Returned quantity", "Total Amount", "Grand Total", "Order Complete Time", "Username (Buyer)", "Remark from buyer",
     "Country", "Province", "Payment Method"],
    ["260912KQ8Z1XYA", "Completed", "", "", "SPX", "2026-09-12 08:00", "2026-09-12 08:05", "", "Bamboo towel",
     "TOWEL-1", "Green", "1", "0", "25.90", "30.80", "2026-09-16 11:11", "aminah_k", "", "MY", "Selangor", "FPX"],
    ["260913KQ8Z1XYB", "Cancelled", "Cancelled by buyer. Reason: Need to change delivery address", "", "J&T",
     "2026-09-13 18:00",
     "", "", "Bamboo towel", "TOWEL-1", "Grey", "2", "0", "51.80", "56.70", "", "raj.k", "", "MY", "Johor", "COD"],
]  # fmt: skip

_TIKTOK_HEADER = [
    "Order ID", "Order Status", "Order Substatus", "Cancelation/Return Type", "SKU ID", "Seller SKU", "Product Name",
    "Variation", "Quantity", "Sku Quantity of return", "Order Amount", "Order Refund Amount", "Created Time",
    "Paid Time", "Delivered Time", "Cancelled Time", "Cancel By", "Cancel Reason", "Shipping Provider Name",
    "Buyer Message", "Buyer Username", "Recipient", "Phone #", "Province", "Payment Method",
]  # fmt: skip
_TIKTOK_NOTES = ["Platform unique order ID.", *(f"Description of {name}." for name in _TIKTOK_HEADER[1:])]
TIKTOK: Rows = [
    _TIKTOK_HEADER,
    _TIKTOK_NOTES,
    ["577123456789012345", "Hoàn thành", "Hoàn thành", "", "1729", "AO-DO-M", "Áo thun đỏ", "Đỏ, M", "1", "0", "150000",
     "0", "13/11/2026 08:30:00\t", "13/11/2026 08:31:00", "16/11/2026 10:00:00", "", "", "", "J&T Express", "", "mai88",
     "Trần Mai", "(+84)90*****12", "Đà Nẵng", "TikTok Pay"],
    ["577123456789012399", "Đã hủy", "Đã hủy", "Cancel", "1730", "AO-DO-S", "Áo thun đỏ", "Đỏ, S", "2", "0", "300000",
     "300000", "02/11/2026 21:00:00", "", "", "02/11/2026 22:00:00", "User", "Không còn nhu cầu", "", "", "hung.tt",
     "Lê Hùng", "(+84)98*****00", "Huế", "COD"],
]  # fmt: skip

TIKTOK_RETURNS: Rows = [
    ["Return Order ID", "Order ID", "Return Type", "Return Status", "Return Reason", "Time Requested",
     "Return Quantity",
     "Seller SKU", "Return Logistics Tracking ID", "Buyer Note"],
    ["4035112233445566", "577123456789012345", "Refund & Return", "To Process", "Không vừa", "17/11/2026 09:00:00", "1",
     "AO-DO-M", "SPXVN0123456", "gọi em 0912 345 678"],
    ["4035112233445567", "577123456789012399", "Refund", "Completed", "Hàng lỗi", "18/11/2026 09:00:00", "2", "AO-DO-S",
     "", ""],
]  # fmt: skip

LAZADA: Rows = [
    ["orderItemId", "orderType", "orderNumber", "createTime", "updateTime", "deliveredDate", "sellerSku", "itemName",
     "variation", "customerName", "customerEmail", "shippingPhone", "shippingCity", "shippingRegion", "payMethod",
     "paidPrice", "unitPrice", "shippingFee", "refundAmount", "status", "buyerFailedDeliveryReason", "shippingProvider",
     "trackingCode"],
    [400111222333441.0, "Normal", 400111222333442.0, "10 Nov 2026 08:15", "", "14 Nov 2026 10:00", "CUP-1", "Mug",
     "Blue",
     "A*** T**", "", "60********12", "Kuala Lumpur", "WP", "COD", 19.9, 21.9, 4.5, 0.0, "delivered", "", "Ninja Van",
     "NV1"],
    [400111222333443.0, "Normal", 400111222333442.0, "10 Nov 2026 08:15", "", "14 Nov 2026 10:00", "CUP-1", "Mug",
     "Blue",
     "A*** T**", "", "60********12", "Kuala Lumpur", "WP", "COD", 19.9, 21.9, 0.0, 0.0, "delivered", "", "Ninja Van",
     "NV1"],
    [400111222333449.0, "Normal", 400111222333550.0, "11 Nov 2026 18:30", "", "", "CUP-2", "Mug", "Red", "S*** L**", "",
     "60********99", "Ipoh", "Perak", "Card", 9.9, 9.9, 4.5, 9.9, "returned", "Customer not at home", "Ninja Van",
     "NV2"],
]  # fmt: skip

LAZADA_RETURNS: Rows = [
    ["Return Order ID", "Order ID", "Order Date", "Return Order Date", "Return Status", "Return Reason",
     "Seller SKU ID"],
    ["990011", "400111222333550", "11 Nov 2026 18:30", "15 Nov 2026 09:00", "Refund Issued", "Wrong colour", "CUP-2"],
]  # fmt: skip

KIOTVIET: Rows = [
    ["Chi nhánh", "Mã hóa đơn", "Thời gian", "Mã khách hàng", "Khách hàng", "Điện thoại", "Tổng tiền hàng",
     "Khách cần trả", "Khách đã trả", "Trạng thái", "Mã hàng", "Tên hàng", "Số lượng", "Đơn giá", "Thành tiền"],
    ["Quận 1", "HD000101", "05/11/2026 10:12:13", "KH01", "Chị Hoa", 912345678.0, 450000.0, 430000.0, 430000.0,
     "Hoàn thành", "AO-DO-M", "Áo thun đỏ", 1.0, 150000.0, 150000.0],
    ["Quận 1", "HD000101", "05/11/2026 10:12:13", "KH01", "Chị Hoa", 912345678.0, 450000.0, 430000.0, 430000.0,
     "Hoàn thành", "QU-XA-L", "Quần xanh", 1.0, 300000.0, 300000.0],
    ["Quận 1", "HD000102", "06/11/2026 11:00:00", "", "Khách lẻ", "", 150000.0, 150000.0, 0.0, "Đã hủy", "AO-DO-M",
     "Áo thun đỏ", 1.0, 150000.0, 150000.0],
]  # fmt: skip

SHOPEE_RETURNS: Rows = [
    ["Return ID", "Order ID", "Order Creation Date", "Product Name", "SKU", "Return Quantity", "Return Reason",
     "Return Creation Time", "Return Tracking Number", "Return / Refund Status"],
    ["R2609170001", "260912KQ8Z1XYA", "2026-09-12 08:00", "Bamboo towel", "TOWEL-1", "1", "Received wrong product",
     "2026-09-17 12:00", "MYR0001", "Refund Approved"],
]  # fmt: skip

WORKBOOKS: Mapping[str, bytes] = {
    "Order.all.20261101_20261130.xlsx": make_xlsx({"orders": SHOPEE_VI}),
    "Order.all.my.xlsx": make_xlsx({"orders": SHOPEE_EN}),
    "All order.xlsx": make_xlsx({"OrderSKUList": TIKTOK}),
    "tiktok-returns.xlsx": make_xlsx_cell_rows("Sheet0", TIKTOK_RETURNS),
    "lazada.xlsx": make_xlsx({"sheet1": LAZADA}),
    "lazada-returns.xlsx": make_xlsx({"sheet1": LAZADA_RETURNS}),
    "DanhSachChiTietHoaDon.xlsx": make_xlsx({"Sheet1": KIOTVIET}),
    "returns.xlsx": make_xls("Sheet1", SHOPEE_RETURNS),  # an .xls whose ending lies
}
"""File name → bytes."""
