"""Conversations as inboxes and chat programs give them out. Each conversation is in one of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from kb.insights.samples.shop import SampleShop
from kb.insights.samples.workbook import make_archive
from kb.insights.samples.world import Talk, World

_TOOLS = {
    "VN": ("chatwoot",) * 9 + ("zalo",) * 4 + ("messages",) * 5 + ("zendesk",) * 2,
    "": ("chatwoot",) * 9 + ("messages",) * 4 + ("zendesk",) * 5,
}
"""Market → where its conversations are held, the commonest several times."""
_CHATS, _THREADS, _PASTES = 4, 4, 2
"""Of the conversations in tables, the newest ones that are in chats of WhatsApp, in Facebook's, and pasted."""
_CUSTOMER = {"vi": "Khách", "ms": "Pelanggan", "de": "Kunde"}
AGENT = "Linh (Team)"


def talk_files(world: World) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each export."""
    by_tool: dict[str, list[Talk]] = {}
    for talk in sorted(world.talks, key=lambda one: (one.opened, one.number)):
        tools = _TOOLS.get(talk.buyer.market, _TOOLS[""])
        by_tool.setdefault(tools[talk.number % len(tools)], []).append(talk)
    table = by_tool.get("messages", [])
    chats, threads, pastes, table = _newest(table, _CHATS, _THREADS, _PASTES)
    yield from _chatwoot(by_tool.get("chatwoot", []))
    yield "zendesk-tickets.ndjson", _lines(_ticket(talk) for talk in by_tool.get("zendesk", []))
    if zalo := by_tool.get("zalo"):
        yield "zalo-events.ndjson", _lines(event for talk in zalo for event in _zalo_events(talk))
    yield "chat-messages.csv", _messages(table, world.shop)
    yield "facebook-you.zip", make_archive({
        f"messages/inbox/{talk.buyer.username}_{talk.number}/message_1.json": _facebook(talk, world.shop)
        for talk in threads
    })  # fmt: skip
    for place, talk in enumerate(chats):
        name = f"WhatsApp Chat with {talk.buyer.name} {talk.buyer.number}"
        text = _whatsapp(talk, world.shop, _bracketed if place % 2 else _dashed)
        yield (f"{name}.zip", make_archive({"_chat.txt": text})) if place % 2 else (f"{name}.txt", text.encode())
    for place, talk in enumerate(pastes, start=1):
        yield f"pasted-{place}.txt", _pasted(talk)


def _newest(talks: list[Talk], *sizes: int) -> tuple[list[Talk], ...]:
    """So many of the last of `talks` that somebody answered, without two of one buyer; and all others."""
    taken: list[list[Talk]] = [[] for _ in sizes]
    buyers: set[str] = set()
    left = []
    for talk in reversed(talks):
        room = next((one for one, size in zip(taken, sizes, strict=True) if len(one) < size), None)
        if room is None or not talk.replied or talk.buyer.username in buyers:
            left.append(talk)
            continue
        buyers.add(talk.buyer.username)
        room.append(talk)
    return (*taken, left[::-1])


def _lines(values: Iterator[Any]) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


_KINDS = {"VN": "Channel::FacebookPage", "MY": "Channel::WebWidget"}


def _chatwoot(talks: Sequence[Talk]) -> Iterator[tuple[str, bytes]]:
    """What its API gives, and its report of ratings, whose period stands in the last line."""
    found = [_chatwoot_conversation(talk) for talk in talks]
    told = {"data": {"meta": {"mine_count": 0, "all_count": len(found)}, "payload": found}}
    yield "chatwoot-conversations.json", json.dumps(told, ensure_ascii=False, indent=1).encode()
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["Agent name", "Rating", "Feedback comment", "Contact name", "Contact email address",
                     "Contact phone number", "Link to the conversation", "Recorded date"])  # fmt: skip
    for talk in talks:
        if talk.rating:
            writer.writerow([
                AGENT, talk.rating, "", talk.buyer.name, talk.buyer.email, "",
                f"https://chat.example/app/accounts/1/conversations/{talk.number}", f"{talk.opened:%Y-%m-%d %H:%M}",
            ])  # fmt: skip
    if talks:
        held.write(f"\nReporting period {talks[0].opened:%d/%m/%Y} to {talks[-1].opened:%d/%m/%Y}\n")
    yield "csat_report.csv", held.getvalue().encode()


def _chatwoot_conversation(talk: Talk) -> dict[str, Any]:
    buyer = talk.buyer
    number = talk.number * 10
    messages: list[dict[str, Any]] = [
        {"id": number + place, "content": said.text, "message_type": 0 if said.is_customer else 1, "private": False,
         "created_at": int(said.at.timestamp()),
         "sender": {"name": buyer.name, "type": "contact"} if said.is_customer else {"name": AGENT, "type": "user"}}
        for place, said in enumerate(talk.said)
    ]  # fmt: skip
    if talk.replied:
        note = {"content": f"{buyer.name}, {buyer.phone}: VIP?", "message_type": 1, "private": True}
        messages.append({"id": number + 8, **note, "created_at": int(talk.replied.timestamp())})
    if talk.resolved:
        done = {"content": f"Conversation was marked resolved by {AGENT}", "message_type": 2, "private": False}
        messages.append({"id": number + 9, **done, "created_at": int(talk.resolved.timestamp())})
    return {
        "id": talk.number,
        "inbox_id": 3 if buyer.market == "VN" else 4,
        "status": "resolved" if talk.resolved else "open",
        "created_at": int(talk.opened.timestamp()),
        "first_reply_created_at": int(talk.replied.timestamp()) if talk.replied else None,
        "updated_at": (talk.resolved or talk.opened).timestamp(),
        "meta": {
            "channel": _KINDS.get(buyer.market, "Channel::WebWidget"),
            "sender": {"id": buyer.number, "name": buyer.name, "email": buyer.email, "phone_number": None},
        },
        "messages": messages,
    }


def _ticket(talk: Talk) -> dict[str, Any]:
    requester = 900_000 + talk.buyer.number
    minutes = int((talk.replied - talk.opened).total_seconds() / 60) if talk.replied else None
    return {
        "id": talk.number,
        "subject": talk.said[0].text[:40],
        "description": talk.said[0].text,
        "created_at": talk.opened.isoformat(),
        "updated_at": (talk.resolved or talk.opened).isoformat(),
        "status": "solved" if talk.resolved else "open",
        "requester_id": requester,
        "via": {"channel": "email", "source": {"from": {"address": talk.buyer.email, "name": talk.buyer.name}}},
        "satisfaction_rating": {"score": {5: "good", 4: "good", 1: "bad", 2: "bad"}.get(talk.rating or 0, "unoffered")},
        "metric_set": {
            "reply_time_in_minutes": {"calendar": minutes, "business": minutes},
            "reopens": int(bool(talk.resolved) and talk.number % 20 == 0),
            "solved_at": talk.resolved.isoformat() if talk.resolved else None,
        },
        "comments": [
            {"id": talk.number * 10 + place, "author_id": requester if said.is_customer else 1, "body": said.text,
             "public": True, "created_at": said.at.isoformat()}
            for place, said in enumerate(talk.said)
        ],
    }  # fmt: skip


def _zalo_events(talk: Talk) -> Iterator[dict[str, Any]]:
    """Events of an Official Account; a follower is no message."""
    person, account = f"38{talk.buyer.number:06d}", "579745863508352884"
    stamp = int(talk.opened.timestamp() * 1000)
    if talk.number % 7 == 0:
        yield {"app_id": "360846524940903967", "event_name": "follow", "follower": {"id": person},
               "oa_id": account, "timestamp": str(stamp - 60_000)}  # fmt: skip
    for place, said in enumerate(talk.said):
        sides = [person, account] if said.is_customer else [account, person]
        yield {
            "app_id": "360846524940903967",
            "user_id_by_app": f"55{talk.buyer.number:06d}",
            "event_name": "user_send_text" if said.is_customer else "oa_send_text",
            "sender": {"id": sides[0]},
            "recipient": {"id": sides[1]},
            "message": {"text": said.text, "msg_id": f"{talk.number}-{place}"},
            "timestamp": str(int(said.at.timestamp() * 1000)),
        }


def _messages(talks: Sequence[Talk], shop: SampleShop) -> bytes:
    """A table as a team keeps it, with semicolons and a byte order mark, as Excel saves it in many countries."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow(["conversation", "time", "author", "channel", "name", "text"])
    for talk in talks:
        channel = "shopee" if "shopee" in shop.places(talk.buyer.market) else "livechat"
        for said in talk.said:
            who = ("customer", talk.buyer.name) if said.is_customer else ("agent", AGENT)
            writer.writerow([talk.number, f"{said.at:%d/%m/%Y %H:%M:%S}", who[0], channel, who[1], said.text])
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def _mojibake(text: str) -> str:
    """Bytes of UTF-8 taken for letters of Latin-1, as Facebook writes them."""
    return text.encode().decode("latin-1")


def _facebook(talk: Talk, shop: SampleShop) -> str:
    name, ours = _mojibake(talk.buyer.name), _mojibake(shop.name)
    return json.dumps({
        "participants": [{"name": name}, {"name": ours}],
        "messages": [
            {"sender_name": name if said.is_customer else ours, "timestamp_ms": int(said.at.timestamp() * 1000),
             "content": _mojibake(said.text), "type": "Generic", "is_unsent": False}
            for said in reversed(talk.said)
        ],
        "title": name,
        "is_still_participant": True,
        "thread_path": f"inbox/{talk.buyer.username}_{talk.number}",
    }, indent=1)  # fmt: skip


def _dashed(at: datetime, name: str, text: str) -> str:
    return f"{at:%d/%m/%Y}, {at:%H:%M} - {name}: {text}"


def _bracketed(at: datetime, name: str, text: str) -> str:
    """iPhones: a mark of direction before it, a narrow space before AM and PM."""
    return f"\u200e[{at:%d/%m/%y}, {at:%I:%M:%S}\u202f{at:%p}] {name}: {text}"


def _whatsapp(talk: Talk, shop: SampleShop, form: Callable[[datetime, str, str], str]) -> str:
    name = f"{talk.buyer.name} {talk.buyer.number}"
    first = form(
        talk.opened, name, "Messages and calls are end-to-end encrypted. Only people in this chat can read them."
    )
    lines = [first.replace("\u200e", "")]
    for said in talk.said:
        lines.append(form(said.at, name if said.is_customer else shop.name, said.text))
        if said.is_customer and said is talk.said[0]:
            lines.append(talk.buyer.name)  # a second line of the same message
            lines.append(form(said.at + timedelta(seconds=20), name, "<Media omitted>"))
    return "\n".join(lines) + "\n"


def _pasted(talk: Talk) -> bytes:
    """As an agent pastes a chat: no times, and no name that is not needed."""
    sides = {True: _CUSTOMER.get(talk.buyer.language, "Customer"), False: "Shop"}
    lines = [f"{sides[said.is_customer]}: {said.text}" for said in talk.said]
    return ("\n".join(lines) + "\n").encode()
