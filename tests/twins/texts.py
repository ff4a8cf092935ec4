"""Texts from every corner of Unicode, and from the words that our own code looks for."""

from __future__ import annotations

from hypothesis import strategies as st

ODD = (
    # white space, line ends, controls
    " ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\xa0", "\xad",
    "\u1680", "\u180e", "\u2007", "\u2009", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029",
    "\u202a", "\u202e", "\u202f", "\u205f", "\u2060", "\u2066", "\u2069", "\u3000", "\ufeff", "\ufffe", "\0", "\x07",
    # marks, alone and many, in the wrong order, of many scripts
    "\u0301", "\u0323", "\u0302\u0323", "\u0323\u0302", "\u031b", "\u0307", "\u0345", "\u20e3", "\ufe0e", "\ufe0f",
    "\u0591", "\u064b", "\u093f", "\u0e48", "\u3099", "\u1abf", "\U0001d165", "\U000e0100", "e\u0301\u0301\u0301",
    # case
    "İ", "ı", "I", "i", "ß", "ẞ", "Σ", "ς", "ΟΔΟΣ", "ŉ", "ǅ", "ﬁ", "ﬃ", "K", "Å", "ſ", "Ω", "Ё", "ё", "Ґ", "Ӏ",
    "Ა", "ა", "Ꭰ", "ꭰ", "Ա", "և",
    # letters of later Unicodes, and code points that are nobody's
    "\ua7cb", "\ua7da", "\ua7dc", "\u019b", "\u0264", "\u1c89", "\U00010d50", "\U00010d70", "\u0897", "\u20c1",
    "\U0001fae9", "\u0378", "\U0003fffd", "\ue000", "\uf8ff", "\U0010ffff", "\U000105c9", "\U00011383", "\ua7f1",
    # numbers
    "0", "12", "1234567", "٣", "٤٥", "۶", "१२", "１２", "½", "²", "①", "Ⅷ", "𝟘𝟙", "〇", "90.000", "12:30", "٠٩:١٥",
    "[09:15]", "#10234", "SS-10234",
    # emoji, flags, astral letters, scripts without spaces, right to left
    "😀", "👍🏽", "👩‍👩‍👧", "🇻🇳", "🇲🇾", "🇻🇳🇲🇾🇹", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "❤️", "𝓐𝓫", "𐐀𐐨", "𐐨ing", "𠀀", "𪜈", "退貨", "が",
    "か\u3099", "한국", "\u1112\u1161\u11ab", "ขอเงินคืน", "กำ", "ក្រុម", "שלום", "مرحبا", "\ufee3", "हिन्दी", "ﷺ", "豈",
    "\U0002f800", "ﾊﾟ", "ＳＨＩＰ",
    # signs
    "'", "’", "`", "´", "-", "–", "—", "…", "...", ".", ",", "!", "?", "？", ";", ":", "：", "(", ")", "[", "]",
    "<", ">", "&", '"', "“", "”", "{", "}", "{{ x }}", "₫", "€", "×", "→", "≠", "^", "~", "|", "\\", "/", "@", "$",
    "_", "=",
)  # fmt: skip
WORDS = (
    "đổi", "trả", "hàng", "Đơn", "ÐƠN", "hoà", "hòa", "tiền", "đ", "mình", "ship", "bn", "k", "không", "khuyến mãi",
    "e\u0302\u0323", "đo\u031b\u0309i", "tra\u0309", "ha\u0300ng", "return", "returned", "returning", "refund",
    "refnud", "parcel", "Where", "is", "my", "order", "don't", "can’t", "pulangkan", "pemulangannya", "barang2",
    "mengembalikan", "berapa", "lama", "brg", "also", "voi lai", "ngoài ra", "satu lagi", "by the way", "Customer:",
    "shop:", "Khách：", "Nhân viên:", "nha\u0302n vie\u0302n:", "PELANGGAN :", "kedai:", "me:", "us:", "cli\u0131ent:",
    "\ufeffCustomer:", "https://a.b/c?d", "httpſ://a.b", "HTTPS://Shopee.vn/x", "www.x.vn", "me@b.vn", "zalo",
    "0901234567", "090 123 4567", "zalo 0901.234.567", "inbox", "vouchers", "5 stars", "constructor", "__proto__",
    "ơi", " ơi", "Dear ",
    "order:\n",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs"])
pieces = st.one_of(st.sampled_from(ODD), st.sampled_from(WORDS), st.text(LETTERS, min_size=1, max_size=3))
glue = st.sampled_from(["", "", " ", " ", " ", "\n", "\u00a0", "\u2028"])
texts = st.lists(st.tuples(pieces, glue), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))
long_texts = st.builds(lambda text, times, end: text * times + end, texts, st.integers(1, 40), texts).map(
    lambda text: text[:3_000]
)
"""Long enough that a snippet is cut from them."""

SHOP_NAMES = ["SENLAI", "Sen & Serai"]
LINES = (
    "[20/11/2026, 09:15:33] Lan: where is it", "20/11/2026, 9:15 PTG - SENLAI: soon", "[09:15, 20/11/2026] You: hi",
    "Lan", "Lan Anh (VIP)", "SENLAI Official", "senlai_official.my", "Sen & Serai 🛍️", "You sent", "Bạn đã gửi",
    "09:15", "Hôm nay", "[20/11/2026 09:15]", "Lan 20/11 09:15", "SENLAI 11/19 22:30",
    "Vũ Đức Thắng  19 tháng 11 14:02", "Nov 20, 2:15 PM", "Seen by Lan at 09:22", "Đã xem", "Enter",
    "<Media omitted>", "[Hình ảnh]", "Internal note", "Nota dalaman: tanya", "Phản hồi công khai", "Lan replied",
    "Mei added a private note", "a day ago (Thu, 19 Nov 2026 at 11:00 AM)", "Assigned to Mei by Lan",
    "Lan <lan@mail.example>", "> Would you like a refund?", "> > hi", "Regards,", "-- ",
    "On Thu, 19 Nov 2026 at 16:20, Sen & Serai <help@sensrai.example> wrote:", "Vào 19 thg 11, 2026 SENLAI đã viết:",
    "From: Tan Wei <tan@mail.example>", "*Sent:* 20 Nov 2026", "To: help@senlai.example", "Subject: Lamp", "________",
    "---------- Forwarded message ---------", "Sent from my iPhone", "Mã đơn hàng", "2611187KQ4M2XB",
    "Order ID: 2611187KQ4M2XB", "Nồi cơm Senlai 1.8L", "x1", "₫459.000", "Completed", "Customer: where is it?",
    "Shop: on its way", "Mei (agent): yes", "Name: Lan", "Địa chỉ: 45 Lê Lợi", "ok", "where is my parcel?", "thanks",
    "Lan", "Lan", "Zul***n", "Khách Zalo - Tuấn", "Lan, [20/11/2026 09:15]", "(09:15:33) Visitor 12: hi",
    "Visitor (09:15): hi", "+60 12-345 6789", "Mei resolved this", "",
)  # fmt: skip
lines = st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), st.sampled_from(LINES), texts)
pastes = st.lists(lines, max_size=12).map("\n".join)
"""Lines of all forms of conversations in any order."""
