"""Channels that a message names, replies found by their titles, and two scripts joined into one."""

from __future__ import annotations

from typing import Any

import pytest

from kb.replies.message_markdown import parse_markup
from kb.text.folding import TABLE
from kb.ui_strings import ui_strings
from tests.twins.desk import run_in_node

CHANNELS = {
    "shopee": {"links": "own", "names": {"en": "Shopee chat", "vi": "Chat Shopee"}},
    "tiktok": {"links": "own", "names": {"en": "TikTok Shop chat"}},
    "otto-markt": {"links": "own", "names": {"de": "Otto Markt"}},
    "zalo": {"names": {"en": "Zalo"}},
    "zalo-group": {"names": {"en": "Zalo group", "vi": "Nhóm Zalo"}},
    "facebook": {"names": {"en": "Facebook"}},
}
PHRASES = {
    kind: "|".join(ui_strings(code)[f"desk_{kind}_channel"] for code in ("en", "vi", "ms", "de", "zh", "ja")).split("|")
    for kind in ("on", "by")
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("đơn mình đặt trên Shopee chưa thấy giao", ["shopee"]),
        ("don tren shopee dau roi", ["shopee"]),
        ("where is my order on TIKTOK", ["tiktok"]),
        ("barang beli di shopee tak sampai", ["shopee"]),
        ("Habe bei Otto Markt bestellt", ["otto-markt"]),
        ("我在shopee买的", ["shopee"]),
        ("Shopeeで買ったものが届かない", ["shopee"]),
        ("mình đặt qua Zalo", ["zalo"]),
        ("mình đặt qua nhóm Zalo", ["zalo-group"]),
        ("ordered on facebook last week", ["facebook"]),
        ("my tiktok order and the one on shopee", ["shopee", "tiktok"]),
        ("Shopee is cheaper", []),
        ("i will put this on facebook", []),
        ("i have zalo", []),
        ("the shopeex app", []),
        ("order on shopeemall", []),
        ("", []),
    ],
)
def test_a_channel_is_named_by_what_is_said_of_an_order_or_of_writing(text: str, named: list[str]) -> None:
    ((found,),) = run_in_node([["namedChannels", [text], {"channels": CHANNELS, "phrases": PHRASES, "table": TABLE}]])
    assert sorted(found) == named


ROWS = [
    {"id": id, "kind": kind, "language": language, "title": title, "summary": summary}
    for id, kind, language, title, summary in [
        ("scripts/angry-customer", "script", "en", "An angry customer", "The buyer shouts"),
        ("scripts/angry-customer", "script", "vi", "Khách đang giận", "Khách la mắng"),
        ("scripts/late", "script", "en", "Parcel is late", "Delivery takes longer"),
        ("scripts/late", "script", "vi", "Đơn giao trễ", "Giao lâu hơn dự kiến"),
        ("faq/late", "article", "en", "My parcel is late. What now?", "Wait two days"),
        ("faq/size", "article", "ja", "サイズの選び方", "寝具"),
    ]
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("angry", [["scripts/angry-customer", "en", "en"]]),
        ("ANG cus", [["scripts/angry-customer", "en", "en"]]),
        ("angyr customer", [["scripts/angry-customer", "en", "en"]]),
        ("khach gian", [["scripts/angry-customer", "en", "vi"]]),
        ("Khách giận", [["scripts/angry-customer", "en", "vi"]]),
        ("giao trễ", [["scripts/late", "en", "vi"]]),
        ("late parcel", [["scripts/late", "en", "en"], ["faq/late", "en", "en"]]),
        ("shouts", [["scripts/angry-customer", "en", "en"]]),
        ("選び", [["faq/size", "ja", "ja"]]),
        ("angry parcel", []),
        ("xyzzy", []),
        ("  ?! ", []),
    ],
)
def test_titles_are_found_by_the_beginnings_of_their_words(query: str, found: list[list[str]]) -> None:
    ((rows,),) = run_in_node([["findTitles", [query], {"rows": ROWS, "table": TABLE, "language": "en"}]])
    assert rows == found


def script(text: str, *, channels: tuple[str, ...] = (), **placeholders: str) -> dict[str, Any]:
    """A script of one text, as the desk has it; each placeholder has its type, with `*` where it is required."""
    rows = [{"name": name, "type": kind.strip("*"), "required": "*" in kind} for name, kind in placeholders.items()]
    part = {"variant": "", "channel": "", "blocks": parse_markup(text)}
    return {
        "id": text[:9],
        "language": "en",
        "channels": list(channels),
        "placeholders": rows,
        "images": [],
        "parts": [part],
    }


def joined(*scripts: dict[str, Any], channel: str = "email") -> dict[str, Any]:
    (made,) = run_in_node([["joinScripts", list(scripts), {"channelId": channel}]])
    return made  # type: ignore[no-any-return]


NAMES = {"customer_name": "name", "agent_name": "name*", "order_id": "code*"}
CLOSING = "\n\nKind regards,\n{{ agent_name }}\nThe shop"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Hi {{ customer_name }}, it is late.", "Hi {{ customer_name }}, points last a year.",
         "Hi {{ customer_name }}, it is late.\n\nPoints last a year."),
        ("Dạ bạn {{ customer_name }} ơi, đơn trễ ạ.", "Dạ chào bạn {{ customer_name }}, điểm còn hạn.",
         "Dạ bạn {{ customer_name }} ơi, đơn trễ ạ.\n\nĐiểm còn hạn."),
        (f"Hello {{{{ customer_name }}}},\n\nIt is late.{CLOSING}", f"Dear customer,\n\nPoints last.{CLOSING}",
         f"Hello {{{{ customer_name }}}},\n\nIt is late.\n\nPoints last.{CLOSING}"),
        (f"Hello,\n\nIt is late.{CLOSING}", "Hi {{ customer_name }}, points last.",
         f"Hello,\n\nIt is late.\n\nPoints last.{CLOSING}"),
        ("It is late.", f"Hello {{{{ customer_name }}}},\n\nPoints last.{CLOSING}",
         f"Hello {{{{ customer_name }}}},\n\nIt is late.\n\nPoints last.{CLOSING}"),
        ("Guten Tag {{ customer_name }},\n\nA.\n\nFreundliche Grüße\n{{ agent_name }}",
         "Guten Tag {{ customer_name }},\n\nB.",
         "Guten Tag {{ customer_name }},\n\nA.\n\nB.\n\nFreundliche Grüße\n{{ agent_name }}"),
        ("It is late.\n\nThank you.", "Points last.\n\nThank you.", "It is late.\n\nPoints last.\n\nThank you."),
        ("Order {{ order_id }} is late.", "{{ order_id }} is paid, all is well.",
         "Order {{ order_id }} is late.\n\n{{ order_id }} is paid, all is well."),
        ("It is late.", "We understand that you, {{ customer_name }}, wait.",
         "It is late.\n\nWe understand that you, {{ customer_name }}, wait."),
    ],
)  # fmt: skip
def test_two_scripts_greet_once_and_close_once(first: str, second: str, whole: str) -> None:
    made = joined(script(first, **NAMES), script(second, **NAMES))
    (part,) = made["parts"]
    assert part["blocks"] == parse_markup(whole)


def test_what_both_ask_for_is_asked_for_once_and_as_strictly_as_either() -> None:
    made = joined(
        script("A {{ order_id }}", order_id="code", channels=("email", "sms")),
        script("B {{ order_id }} {{ amount }}", order_id="code*", amount="money", channels=("email",)),
    )
    assert [(one["name"], one["required"]) for one in made["placeholders"]] == [("order_id", True), ("amount", False)]
    assert made["channels"] == ["email"]


def test_the_joined_reply_is_not_meant_for_where_either_is_not() -> None:
    made = joined(script("A", channels=("email", "sms")), script("B", channels=("sms",)))
    assert "email" not in made["channels"]
