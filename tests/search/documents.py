"""A small shop's documents, for tests of search."""

from __future__ import annotations

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument

VIETNAMESE = (
    SearchDocument(
        id="faq/return",
        language="vi",
        kind="faq",
        title="Đổi trả hàng",
        url="vi/faq/return/",
        topic="returns",
        stage="return",
        questions=("shop cho trả hàng không", "muốn đổi cái khác"),
        answer="Bạn có 7 ngày để đổi hoặc trả hàng.",
        passages=(
            Passage("", "", "Hàng còn tem, chưa giặt."),
            Passage("cach-gui", "Cách gửi hàng về", "Đóng gói lại, dán nhãn rồi gửi bưu cục."),
        ),
    ),
    SearchDocument(
        id="faq/shipping-fee",
        language="vi",
        kind="faq",
        title="Phí giao hàng",
        url="vi/faq/shipping-fee/",
        topic="delivery",
        questions=("tiền vận chuyển bao nhiêu",),
        answer="Đơn từ 300.000 đ được miễn phí giao hàng.",
        passages=(Passage("", "", "Nội thành 20.000 đ, tỉnh khác 35.000 đ."),),
    ),
    SearchDocument(
        id="faq/track",
        language="vi",
        kind="faq",
        title="Theo dõi đơn hàng",
        url="vi/faq/track/",
        topic="delivery",
        questions=("đơn tới đâu rồi",),
        answer="Mở liên kết trong tin nhắn xác nhận.",
        passages=(Passage("", "", "Mã vận đơn có sau khi kho bàn giao."),),
    ),
    SearchDocument(
        id="faq/password",
        language="vi",
        kind="faq",
        title="Quên mật khẩu",
        url="vi/faq/password/",
        topic="account",
        questions=("không đăng nhập được",),
        answer="Bấm vào liên kết đặt lại mật khẩu.",
        passages=(),
    ),
)
MALAY = (
    SearchDocument(
        id="faq/return",
        language="ms",
        title="Pulangkan barang",
        url="ms/faq/return/",
        questions=("boleh hantar balik tak",),
        answer="Anda ada 14 hari untuk memulangkan barang.",
        passages=(Passage("", "", "Kotak asal disimpan."),),
    ),
    SearchDocument(
        id="faq/refund-time",
        language="ms",
        title="Bila duit dikembalikan",
        url="ms/faq/refund-time/",
        questions=("berapa lama bayaran balik",),
        answer="Bayaran balik mengambil 5 hari bekerja.",
        passages=(),
    ),
    SearchDocument(
        id="faq/damaged",
        language="ms",
        title="Barang rosak atau pecah",
        url="ms/faq/damaged/",
        questions=("barang sampai pecah",),
        answer="Hantar gambar dalam 48 jam.",
        passages=(),
    ),
)
ENGLISH = (
    SearchDocument(
        id="faq/return",
        language="en",
        kind="faq",
        title="Return or exchange an item",
        url="faq/return/",
        topic="returns",
        channels=("shopee", "lazada"),
        stage="return",
        questions=("how do I send it back",),
        answer="You have 7 days to return an item.",
        passages=(Passage("", "", "Keep the label. A refund follows."),),
    ),
    SearchDocument(
        id="faq/track",
        language="en",
        kind="faq",
        title="Track your order",
        url="faq/track/",
        topic="delivery",
        questions=("where is my parcel",),
        answer="Open the link in the confirmation message.",
        passages=(Passage("late", "When it is late", "Ask the courier, then ask us."),),
    ),
    SearchDocument(
        id="guides/wash",
        language="en",
        kind="guide",
        title="Washing a quilt",
        url="guides/wash/",
        topic="products",
        channels=("website",),
        questions=("is it machine washable",),
        answer="Cold, gentle, no bleach.",
        passages=(Passage("drying", "Drying", "Hang it in the shade; never tumble dry."),),
    ),
)
