"""Every source, as its exports really look: what the store holds of them, and what must not be in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.insights.conftest import Shop
from tests.insights.exports.containers import make_xlsx, zipped
from tests.insights.exports.sheets import SHOPEE_VI

COUNTS: dict[str, tuple[str, dict[str, int], int]] = {
    "Order.all.20261101_20261130.xlsx": ("shopee_orders", {"orders": 3, "order_items": 4}, 0),
    "Order.all.my.xlsx": ("shopee_orders", {"orders": 2, "order_items": 2}, 0),
    "All order.xlsx": ("tiktok_orders", {"orders": 2, "order_items": 2}, 0),
    "tiktok-returns.xlsx": ("tiktok_returns", {"returns": 2}, 0),
    "lazada.xlsx": ("lazada_orders", {"orders": 2, "order_items": 3}, 0),
    "lazada-returns.xlsx": ("lazada_returns", {"returns": 1}, 0),
    "shopify.csv": ("shopify_orders", {"orders": 3, "order_items": 4}, 0),
    "DanhSachChiTietHoaDon.xlsx": ("kiotviet", {"orders": 2, "order_items": 3}, 0),
    "returns.xlsx": ("shopee_returns", {"returns": 1}, 0),
    "chatwoot-conversations.json": ("chatwoot", {"conversations": 2, "messages": 3}, 0),
    "chatwoot-messages.json": ("chatwoot", {"conversations": 1, "messages": 3}, 0),
    "chatwoot-csat.csv": ("chatwoot_ratings", {"conversations": 2, "messages": 2}, 0),
    "chatwoot-inbox-report.csv": ("chatwoot_inboxes", {"measures": 6}, 0),
    "zendesk-tickets.ndjson": ("zendesk", {"conversations": 2, "messages": 2}, 2),
    "zendesk-comments.json": ("zendesk", {"conversations": 1, "messages": 2}, 0),
    "message_1.json": ("facebook", {"conversations": 1, "messages": 3}, 0),
    "_chat.txt": ("whatsapp", {"conversations": 1, "messages": 3}, 0),
    "WhatsApp Chat with Farid.txt": ("whatsapp", {"conversations": 1, "messages": 4}, 0),
    "WhatsApp Chat with Kate.txt": ("whatsapp", {"conversations": 1, "messages": 3}, 0),
    "zalo.ndjson": ("zalo", {"conversations": 1, "messages": 3}, 0),
    "messages.csv": ("messages_csv", {"conversations": 2, "messages": 3}, 1),
    "pasted.txt": ("pasted", {"conversations": 1, "messages": 4}, 0),
    "reviews.csv": ("reviews", {"reviews": 3}, 1),
    "danh-gia.csv": ("reviews", {"reviews": 2}, 0),
    "metrics.csv": ("measures", {"measures": 3}, 1),
    "events.ndjson": ("votes_and_searches", {"votes": 2, "searches": 2, "desk_counts": 1}, 2),
    "feedback.jsonl": ("votes_and_searches", {"votes": 2}, 0),
    "desk-counts.json": ("desk_counts", {"desk_counts": 7}, 0),
    "problems.csv": ("problems", {"problems": 2}, 1),
}
PERSONAL = (
    "Phạm Thị Lan", "lan.pham.92", "84912345678", "Lê Lợi", "tu_nguyen", "mai88", "Trần Mai", "2611031ABCDEFG",
    "577123456789012345", "400111222333442", "anna.schulz", "Anna Schulz", "23456789", "#1001", "Chị Hoa", "HD000101",
    "912345678", "Ngô Thu Trang", "khach@example", "Siti Aminah", "345 6789", "Đỗ Minh", "minh@example", "Lim Wei",
    "Đặng Bích Ngọc", "Farid", "Kate", "Chị Mai", "2468135790", "0912.345.678", "Jörg Baum", "Baum", "a.b@example",
    "aminah_k", "R2609170001", "dangbichngoc",
)  # fmt: skip


@pytest.fixture(scope="module")
def everything(new_shops: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, dict[str, dict[str, Any]]]:
    """All exports imported at once into a shop of Vietnam and Malaysia, and what was said of each."""
    import shutil

    shop = Shop(shutil.copytree(new_shops / "vn", tmp_path_factory.mktemp("all") / "shop"))
    told = shop.take(*COUNTS, code=1)
    return shop, {file["file"].removeprefix("insights/inbox/"): file for file in told}


@pytest.mark.parametrize("name", COUNTS)
def test_a_file_is_known_by_its_content(name: str, everything: tuple[Shop, dict[str, dict[str, Any]]]) -> None:
    source, counts, aside = COUNTS[name]
    file = everything[1][name]
    assert (file["status"], file["sources"]) == ("imported", [source])
    assert (file["records"], file["set_aside_count"]) == (counts, aside)


def test_no_personal_detail_is_stored(everything: tuple[Shop, dict[str, dict[str, Any]]]) -> None:
    shop, _ = everything
    data = (shop.root / "insights/store.db").read_bytes().decode("utf-8", "replace")
    assert not [detail for detail in PERSONAL if detail in data]
    assert "Áo đỏ còn không shop" in data  # mojibake was undone


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT total, currency, status FROM orders WHERE channel = 'shopee' AND placed LIKE '2026-11-03%'",
         [(308000, "VND", "complete")]),
        ("SELECT status FROM orders WHERE status_written LIKE 'Người mua xác nhận%'", [("delivered",)]),
        ("SELECT sum(quantity), sum(returned) FROM order_items WHERE sku = 'QU-XA-L' AND file LIKE '%orders'",
         [(2, 1)]),
        ("SELECT total, currency FROM orders WHERE channel = 'shopee' AND region = 'Selangor'", [(30.8, "MYR")]),
        ("SELECT placed, status, refunded FROM orders WHERE channel = 'tiktok' ORDER BY placed",
         [("2026-11-02T21:00:00+07:00", "cancelled", 300000), ("2026-11-13T08:30:00+07:00", "complete", 0)]),
        ("SELECT total, refunded, status FROM orders WHERE channel = 'lazada' ORDER BY placed",
         [(39.8, 0, "delivered"), (9.9, 9.9, "returned")]),
        ("SELECT total, currency, status, refunded FROM orders WHERE channel = 'shopify' ORDER BY placed",
         [(58.9, "EUR", "shipped", 0), (34.9, "EUR", "shipped", 15), (14.9, "EUR", "cancelled", 0)]),
        ("SELECT name FROM order_items WHERE sku IN ('KI-1', 'DE-1') ORDER BY sku",
         [("Decke\nin zwei Zeilen",), ('Kissen "Wald", grün',)]),
        ("SELECT placed, total, customer = '' FROM orders WHERE channel = 'store' ORDER BY placed",
         [("2026-11-05T10:12:13+07:00", 430000, 0), ("2026-11-06T11:00:00+07:00", 150000, 1)]),
        ("SELECT count(*) FROM returns JOIN orders ON orders.key = order_key", [(4,)]),
        ("SELECT first_reply_minutes, rating FROM conversations WHERE inbox = '3' AND resolved IS NOT NULL", [(5, 5)]),
        ("SELECT first_reply_minutes, reopened, rating FROM conversations WHERE inbox = 'email'", [(42, 1, 5)]),
        ("SELECT first_reply_minutes FROM conversations WHERE channel = 'zalo'", [(1,)]),
        ("SELECT first_reply_minutes FROM conversations WHERE file LIKE '%message_1.json'", [(2,)]),
        ("SELECT author, text FROM messages WHERE file LIKE '%_chat.txt' ORDER BY at LIMIT 1",
         [("customer", "shop ơi\ncho em hỏi size M\ncòn không")]),
        ("SELECT min(at), max(at) FROM messages WHERE file LIKE '%Chat with%' AND text IN ('great', 'Ada stok lagi?')",
         [("2026-10-31T22:15:00+07:00", "2026-11-01T09:02:00+07:00")]),
        ("SELECT stars, replied FROM reviews WHERE file LIKE '%reviews.csv' ORDER BY line", [(5, 1), (1, 0), (4, 0)]),
        ("SELECT channel, value FROM measures WHERE measure = 'response_rate' ORDER BY day, channel",
         [("shopee", 0.96), ("shopee", 0.945), ("tiktok", 0.91)]),
        ("SELECT day, value FROM measures WHERE measure = 'chatwoot_first_response_minutes' AND channel = 'messenger'",
         [("2026-11-07", 62)]),
        ("SELECT count(*) FROM searches WHERE query = 'gift wrap' AND outcome = 'nothing'", [(2,)]),
        ("SELECT sum(count) FROM desk_counts WHERE kind = 'copied'", [(6,)]),
        ("SELECT severity, answered_on, heard FROM problems ORDER BY day",
         [(2, None, "chat"), (3, "2026-11-05", "phone")]),
        ("SELECT line FROM set_aside WHERE file LIKE '%zendesk%' ORDER BY line", [(3,), (4,)]),
    ],
)  # fmt: skip
def test_what_the_exports_say(
    query: str, expected: list[Any], everything: tuple[Shop, dict[str, dict[str, Any]]]
) -> None:
    assert everything[0].ask(query) == expected


def test_an_archive_holds_chats_of_several_people(vietnamese: Shop) -> None:
    chat = (vietnamese.root / vietnamese.put("_chat.txt")).read_bytes()
    thread = (vietnamese.root / vietnamese.put("message_1.json")).read_bytes()
    path = vietnamese.put("export.zip", zipped({
        "messages/inbox/dangbichngoc_1/message_1.json": thread, "chats/_chat.txt": chat, "photos/a.jpg": b"x",
    }))  # fmt: skip
    (file,) = vietnamese.insights("import", path)["files"]
    assert file["records"] == {"conversations": 2, "messages": 6}
    assert "dangbichngoc" not in "".join(vietnamese.dump())


@pytest.mark.parametrize("lines", [1, 2])
def test_tickets_with_their_comments_are_tickets_and_hide_who_sent_them(german: Shop, lines: int) -> None:
    ticket = {
        "id": 7, "subject": "Hallo", "description": "Moin, Erika Muster hier", "created_at": "2026-11-03T08:00:00Z",
        "requester_id": 5, "via": {"channel": "email", "source": {"from": {"name": "Erika Muster"}}},
        "metric_set": {"reply_time_in_minutes": {"calendar": 9}},
        "comments": [{"author_id": 5, "body": "Moin, Erika Muster hier", "created_at": "2026-11-03T08:00:00Z"}],
    }  # fmt: skip
    text = "".join(json.dumps({**ticket, "id": number}) + "\n" for number in range(lines))
    (file,) = german.insights("import", german.put("tickets.ndjson", text))["files"]
    assert file["records"] == {"conversations": lines, "messages": lines}
    assert german.ask("SELECT DISTINCT first_reply_minutes FROM conversations") == [(9,)]
    assert german.ask("SELECT DISTINCT text FROM messages") == [("Moin, [name] hier",)]


def test_two_headers_that_differ_by_a_capital_are_two_columns(vietnamese: Shop) -> None:
    rows = [[*SHOPEE_VI[0], "mã đơn hàng"], [*SHOPEE_VI[1], "other"]]
    (file,) = vietnamese.insights("import", vietnamese.put("a.xlsx", make_xlsx({"orders": rows})))["files"]
    assert file["records"]["orders"] == 1
    assert vietnamese.ask("SELECT count(*) FROM orders WHERE total = 308000") == [(1,)]


def test_a_german_shop_has_its_own_zone_money_and_dates(german: Shop) -> None:
    german.take("shopify.csv")
    assert german.ask("SELECT placed FROM orders ORDER BY placed LIMIT 1") == [("2026-11-02T10:14:30+01:00",)]
    german.take("messages.csv", code=1)
    assert german.ask("SELECT DISTINCT language FROM messages") == [("de",)]
