"""What reaches the desk from an address or a helpdesk is text, or is refused with a word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.twins.desk import run_in_node

ORIGIN = "https://chat.shop.example"
NO_IDS = {"account": "", "conversation": "", "contact": ""}
CONTEXT: dict[str, Any] = {
    "event": "appContext",
    "data": {
        "conversation": {
            "id": 50,
            "account_id": 3,
            "meta": {"channel": "Channel::Whatsapp", "sender": {"name": "Lan"}},
            "messages": [
                {"content": "my parcel is late", "message_type": 0},
                {"content": "sorry, checking", "message_type": 1},
                {"content": "VIP, be quick", "message_type": 1, "private": True},
                {"content": "Assigned to Minh", "message_type": 2},
                {"content": None, "message_type": 0},
                {"content": "and who pays", "message_type": 0, "surprise": [1]},
            ],
        },
        "contact": {"id": 1, "name": "Mai <b>"},
        "currentAgent": {"id": 2, "name": "An", "email": "an@shop.example"},
        "theme": "dark",
    },
}


def read(data: Any, origin: str = ORIGIN) -> dict[str, Any]:
    (result,) = run_in_node([["readChatwoot", {"data": data, "origin": origin}, [ORIGIN]]])
    return result  # type: ignore[no-any-return]


def test_the_documented_payload_becomes_turns_channel_and_values() -> None:
    assert read(json.dumps(CONTEXT)) == {
        "turns": [
            {"text": "my parcel is late", "is_customer": True},
            {"text": "sorry, checking", "is_customer": False},
            {"text": "and who pays", "is_customer": True},
        ],
        "channel": "whatsapp",
        "values": {"customer_name": "Mai <b>", "agent_name": "An"},
        "ids": {"account": "3", "conversation": "50", "contact": "1"},
    }


def _said(*messages: tuple[str, int]) -> list[dict[str, Any]]:
    rows = [{"content": content, "message_type": kind} for content, kind in messages]
    return read(json.dumps({"event": "appContext", "data": {"conversation": {"messages": rows}}}))["turns"]  # type: ignore[no-any-return]


def test_lines_are_those_of_a_text_field_and_empty_ones_do_not_fill_it() -> None:
    (turn,) = _said(("late\r\nagain\rand" + "\r\n" * 60_000 + "why", 0))
    assert turn["text"] == "late\nagain\nand" + "\n" * 20 + "why"


def test_of_a_long_conversation_the_latest_turns_are_taken() -> None:
    long = "a" * 15_000
    assert _said((long, 0), ("old", 1), (long, 0), ("new", 0)) == [
        {"text": text, "is_customer": is_customer}
        for text, is_customer in (("old", False), (long, True), ("new", True))
    ]
    assert [turn["text"] for turn in _said(("first", 0), (long, 0), (long, 1), (long, 1))] == [
        "first",
        long,
        long,
        long,
    ]


@pytest.mark.parametrize(
    ("data", "origin", "word"),
    [
        (json.dumps(CONTEXT), "https://evil.example", "origin"),
        (json.dumps(CONTEXT), "null", "origin"),
        (CONTEXT, ORIGIN, "unrelated"),
        ("hello", ORIGIN, "unrelated"),
        ('{"event":"theme","about":"appContext"}', ORIGIN, "unrelated"),
        ("{appContext", ORIGIN, "unreadable"),
        ('{"event":"appContext"}', ORIGIN, "unreadable"),
        ('{"event":"appContext","data":{"conversation":{"messages":"x"}}}', ORIGIN, "unreadable"),
        ('{"event":"appContext","data":{"conversation":{"messages":[null,5,[]]}}}', ORIGIN, "empty"),
        ('["appContext"]', ORIGIN, "unrelated"),
    ],
)
def test_a_forged_or_unknown_payload_is_refused_with_a_word(data: Any, origin: str, word: str) -> None:
    refused = read(data, origin)
    assert refused.pop("ids", NO_IDS) == NO_IDS
    assert refused == {"refused": word}


def ids(conversation: str = "", contact: str = "", account: str = "") -> dict[str, str]:
    return {"account": account, "conversation": conversation, "contact": contact}


SAME = [
    (ids("50", "500"), ids("50", "500"), True),
    (ids("50", "500"), ids("50"), True),
    (ids("50", "500"), ids("51", "500"), False),
    (ids("50", "500"), ids("50", "501"), False),
    (ids("50", "500", "1"), ids("50", "500", "2"), False),
    (ids("50", "500"), ids("", "500"), False),
    (ids("", "500"), ids("", "500"), True),
    (ids("", "500"), ids("", "501"), False),
    (ids("50"), ids(), False),
    (ids(), ids(), False),
]


def test_a_conversation_is_known_by_its_id_and_by_nothing_else() -> None:
    calls = [["isSameConversation", *pair] for one, other, _ in SAME for pair in ((one, other), (other, one))]
    assert run_in_node(calls) == [is_same for *_, is_same in SAME for _ in range(2)]


@pytest.mark.parametrize(
    ("conversation", "contact", "expected"),
    [
        ({"id": 50, "account_id": 3, "messages": []}, {"id": 500}, ids("50", "500", "3")),
        ({"id": "50", "meta": {"sender": {"id": 500}}}, None, ids("50", "500")),
        ({"id": [50], "account_id": {}, "messages": []}, {"id": True}, ids()),
        (None, {"id": 500}, ids("", "500")),
    ],
)
def test_a_conversation_without_a_text_still_says_which_it_is(conversation: Any, contact: Any, expected: Any) -> None:
    data = {"conversation": conversation, "contact": contact}
    assert read(json.dumps({"event": "appContext", "data": data}))["ids"] == expected


def test_a_huge_conversation_is_cut() -> None:
    assert len(_said(*[("x", 0)] * 50)) == 20
    assert {len(turn["text"]) for turn in _said(*[("x" * 100_000, 0)] * 50)} == {20_000}


def test_a_fragment_carries_message_language_and_channel() -> None:
    message = "Đơn & hàng #1 = 100% {{ 7*7 }} <b>?"
    (fragment,) = run_in_node([["writeFragment", {"message": message, "language": "vi", "channel": "zalo"}]])
    assert fragment.startswith("#message=") and "<" not in fragment
    (said,) = run_in_node([["readFragment", fragment]])
    assert said == {"message": message, "language": "vi", "channel": "zalo"}


@pytest.mark.parametrize("fragment", ["", "#", "#x", "#lang=<script>&channel=../..", "#message="])
def test_an_odd_fragment_says_nothing(fragment: str) -> None:
    assert run_in_node([["readFragment", fragment]]) == [{"message": "", "language": "", "channel": ""}]
