"""Tables that a shop types or exports itself: messages, reviews, measures, its register of problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kb.insights.records.records import Conversation, Measure, Message, Problem, Record, Review
from kb.insights.sources.context import Certainty
from kb.insights.sources.simple_table import Cells, SimpleTable
from kb.insights.sources.values import words
from kb.text.folding import fold

_TEXT = (
    "text",
    "message",
    "content",
    "body",
    "tin nhắn",
    "nội dung",
    "mesej",
    "pesan",
    "nachricht",
    "Nội dung tin nhắn",
)
_DAY = ("date", "day", "ngày", "tarikh", "tanggal", "datum", "jour", "fecha")
_CHANNEL = ("channel", "kênh", "saluran", "kanal", "canal")
_SHOP = ("shop", "store", "cửa hàng", "kedai", "toko", "laden", "gian hàng")
_TIME = ("time", "at", "date", "datetime", "created_at", "sent_at", "timestamp", "thời gian", "ngày", "masa", "waktu",
         "zeit", "zeitpunkt", "datum")  # fmt: skip
_BOT = re.compile(r"bot\b|\bauto|tu dong|\bs[iy]stem")
_SERVICE = re.compile(
    r"cskh|cham soc|\bservice|\bsupport|khidmat|layanan|kundendienst|kundenservice|kundenbetreu|verkauf|"
    r"vendedor|vendeur|nhan vien|nguoi ban|mitarbeit"
)
"""Words of the shop's side that hold, or stand beside, a word for customers: “Kundendienst”, “chăm sóc khách hàng”."""
_CUSTOMER = re.compile(
    r"customer|buyer|shopper|\buser|contact|khach|nguoi mua|pelanggan|pembeli|kund|kaufer|client|"
    r"\bin(?:coming|bound)?\b"
)
_AGENT = re.compile(r"agent|\bshop|seller|staff|penjual|\badmin|\bout")


def author_of(text: str) -> str:
    """Who speaks. Raises ValueError where nobody can tell."""
    folded = fold(text)
    for name, pattern in (("bot", _BOT), ("agent", _SERVICE), ("customer", _CUSTOMER), ("agent", _AGENT)):
        if pattern.search(folded):
            return name
    raise ValueError("neither customer nor agent nor bot")


def read_message(cells: Cells) -> Iterator[Record]:
    context = cells.context
    at = cells.moment("time")
    number = cells.id("conversation")
    written = cells.of_group.get(cells.text("conversation"), "") or cells.text("channel")
    channel = context.channel or fold(written).replace(" ", "-")
    key = context.hashed("conversation", channel, number) if number else context.hashed(
        "conversation", cells.part.name, str(cells.row.line)
    )  # fmt: skip
    author = author_of(cells.text("author")) if "author" in cells.at and cells.text("author") else "customer"
    name = cells.text("name")
    if not (text := cells.text("text")):
        raise ValueError("no text")
    customer = context.customer_key(channel, name) if name and author == "customer" else ""
    redacted = context.redacted(text, cells.names)
    language = context.language_of(redacted)
    yield Conversation(key, channel, "", at, None, None, 0, None, customer, language, cells.origin)
    yield Message(key, at, author, redacted, language, cells.origin)


MESSAGES = SimpleTable(
    "messages_csv",
    "a table of messages",
    {
        "conversation": ("conversation", "conversation_id", "ticket", "thread", "hội thoại", "perbualan", "percakapan",
                         "gespräch", "Unterhaltung"),
        "time": _TIME,
        "author": ("author", "from", "sender_type", "role", "direction", "người gửi", "pengirim", "absender", "von"),
        "channel": _CHANNEL,
        "name": ("name", "sender", "sender_name", "customer", "tên", "nama", "khách hàng"),
        "text": _TEXT,
    },
    ("time", "text"),
    ("time",),
    read_message,
    Certainty.LIKELY,
    ("name",),
    ("conversation", "channel"),
)  # fmt: skip

_STARS = re.compile(r"([0-5])(?:[.,]0+)?\s*(?:/\s*5|sao|stars?|sterne?|bintang|★|⭐)*", re.IGNORECASE)


def stars_of(text: str) -> int:
    """One to five, out of `5`, `5 sao`, `5/5`, `★★★★`."""
    if text and set(text) <= {"★", "⭐", "☆", "\ufe0f"}:
        return min(5, sum(text.count(sign) for sign in "★⭐"))
    match = _STARS.fullmatch(text.strip())
    if not match or match[1] == "0":
        raise ValueError("no rating from 1 to 5")
    return int(match[1])


def read_review(cells: Cells) -> Iterator[Record]:
    context = cells.context
    stars = stars_of(cells.text("stars"))
    at = cells.moment("at")
    channel = context.channel or fold(cells.text("channel")).replace(" ", "-") or "shopee"
    number = cells.id("key")
    text = cells.text("text")
    key = context.hashed("review", channel, number or f"{at.isoformat()}|{cells.text('item')}|{text}")
    replied = bool(cells.text("reply") or cells.text("replied_at"))
    yield Review(key, channel, at, stars, context.redacted(text), cells.text("sku") or cells.id("item"), replied,
                 cells.origin)  # fmt: skip


REVIEWS = SimpleTable(
    "reviews",
    "reviews",
    {
        "key": ("cmtid", "review_id", "Mã đánh giá", "comment_id", "id", "Bewertungsnr."),
        "stars": ("rating_star", "rating", "stars", "Số sao", "Đánh giá", "star", "Bintang", "Penilaian", "Sterne",
                  "Bewertung"),
        "text": ("comment", "review", "text", "Nội dung", "Nội dung đánh giá", "Bình luận", "ulasan", "Kommentar",
                 "Bewertungstext"),
        "at": ("ctime", "date", "created_at", "review_time", "Thời gian", "Ngày", "Ngày đánh giá", "Thời gian đánh giá",
               "tanggal", "tarikh", "Datum"),
        "item": ("item_id", "product_id", "item_name", "product_name", "Tên sản phẩm", "Produk", "Artikel"),
        "sku": ("sku", "SKU", "seller_sku", "Artikelnr."),
        "channel": (*_CHANNEL, "platform", "sàn"),
        "reply": ("seller_reply", "reply", "Phản hồi của người bán", "Trả lời", "balasan", "Antwort"),
        "replied_at": ("seller_reply_at",),
    },
    ("stars", "at", "text"),
    ("at",),
    read_review,
)  # fmt: skip


_RATE = re.compile(r"rate|share|ty le|kadar|tingkat|quote|anteil|percent")


def read_measure(cells: Cells) -> Iterator[Record]:
    text = cells.text("value")
    number = cells.number("value")
    if number is None:
        raise ValueError("no value: a day without a figure is left out, not zero")
    if text.rstrip().endswith(("%", "％")):
        number = Decimal(f"{(number / 100).normalize():f}")
    if _RATE.search(fold(cells.text("measure"))) and 1 < number <= 100:
        number = Decimal(f"{(number / 100).normalize():f}")  # a rate above 1 is a percentage without its sign
    name = fold(cells.text("measure")).replace(" ", "_").replace("-", "_")
    if not name:
        raise ValueError("no name of a measure")
    context = cells.context
    channel = context.channel or fold(cells.text("channel")).replace(" ", "-")
    yield Measure(cells.moment("day").date(), context.shop or cells.text("shop"), channel, name, number, cells.origin)


MEASURES = SimpleTable(
    "measures",
    "typed measures",
    {
        "day": _DAY,
        "shop": _SHOP,
        "channel": _CHANNEL,
        "measure": ("measure", "metric", "chỉ số", "ukuran", "metrik", "Kennzahl"),
        "value": ("value", "giá trị", "nilai", "wert"),
    },
    ("day", "measure", "value"),
    ("day",),
    read_measure,
)


def read_problem(cells: Cells) -> Iterator[Record]:
    context = cells.context
    severity = cells.count("severity", 1)
    if not 1 <= severity <= 3:
        raise ValueError("no severity from 1 to 3")
    order_day = cells.moment("order_day").date() if words(cells.value("order_day")) else None
    answered = cells.moment("answered_on").date() if words(cells.value("answered_on")) else None
    yield Problem(
        cells.moment("day").date(),
        context.shop or cells.text("shop"),
        context.channel or fold(cells.text("channel")).replace(" ", "-"),
        cells.text("topic"),
        cells.text("nature"),
        severity,
        order_day,
        cells.text("status"),
        answered,
        cells.text("heard"),
        cells.origin,
    )


PROBLEMS = SimpleTable(
    "problems",
    "the register of problems",
    {
        "day": _DAY,
        "shop": _SHOP,
        "channel": _CHANNEL,
        "topic": ("topic",),
        "nature": ("nature",),
        "severity": ("severity",),
        "order_day": ("order_day",),
        "heard": ("source",),
        "status": ("status",),
        "answered_on": ("answered_on",),
    },
    ("day", "topic", "nature", "severity"),
    ("day", "order_day", "answered_on"),
    read_problem,
)

TYPED = (MEASURES, PROBLEMS, REVIEWS, MESSAGES)
