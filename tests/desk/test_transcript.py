"""A copied conversation is read as its turns; whatever is none stays one message, and no text is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kb.desk.clauses import LONGEST_MESSAGE
from kb.desk.model import Turn
from kb.desk.transcript import read_transcript
from kb.desk.transcript_parts import Transcript, latest_words

FORMS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "transcripts.json").read_text("utf-8")
)  # fmt: skip
"""Forms of conversations and false friends: `latest` is what must be answered, null for one message as it stands."""
PASTES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("pastes.jsonl").read_text("utf-8").splitlines()
]
"""Pastes by another hand; those with `split` “shut” were never looked at while the readers were written."""
UNSEEN = " \n\u200e\u200f"


def latest(made: Transcript) -> str | None:
    return latest_words(made.turns)[0] if made.form else None


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case["name"])
def test_each_form_gives_what_the_customer_said_last(case: dict[str, Any]) -> None:
    assert latest(read_transcript(case["text"], case["shop_names"])) == case["latest"]


def shares(split: str) -> tuple[float, float]:
    """Of the pastes of one split: last words that are right, and forms told apart from plain messages."""
    rows = [row for row in PASTES if row["split"] == split]
    made = [read_transcript(row["text"], row["shop_names"]) for row in rows]
    words = [
        "\n".join(line.strip(UNSEEN) for line in latest_words(one.turns)[0].strip(UNSEEN).split("\n")) for one in made
    ]
    right = [found == row["latest"].replace("\u200f", "").strip(UNSEEN) for found, row in zip(words, rows, strict=True)]
    apart = [bool(one.form) == (row["turns"] is not None) for one, row in zip(made, rows, strict=True)]
    return sum(right) / len(rows), sum(apart) / len(rows)


def test_open_pastes_are_read() -> None:
    right, apart = shares("open")
    assert right >= 0.95 and apart >= 0.95


def test_shut_pastes_are_read() -> None:
    right, apart = shares("shut")
    assert right >= 0.7 and apart >= 0.85


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Customer: where is it?\nShop: on its way\nCustomer: since Monday!",
         [("where is it?", True), ("on its way", False), ("since Monday!", True)]),
        ("[09:15] Khách: đơn của mình đâu\n09:16:10 Nhân viên: dạ để em xem\nnha bạn",
         [("đơn của mình đâu", True), ("dạ để em xem\nnha bạn", False)]),
        ("PELANGGAN: bila sampai\nkedai: esok", [("bila sampai", True), ("esok", False)]),
    ],
)  # fmt: skip
def test_lines_that_name_their_speaker_are_turns(text: str, turns: list[tuple[str, bool]]) -> None:
    made = read_transcript(text)
    assert made.turns == tuple(Turn(said, is_customer=is_customer) for said, is_customer in turns)
    assert not made.is_guess


@pytest.mark.parametrize(
    "text",
    [
        "",
        "where is my parcel",
        "Customer: only one line",
        "Shop: we sent it\nShop: yesterday",
        "Hello!\nCustomer: where is it?\nShop: on its way",
        "The customer: is he right?\nNo",
        "time: 8\nplace: 9",
    ],
)
def test_any_other_text_is_one_message(text: str) -> None:
    assert read_transcript(text) == Transcript(turns=(Turn(text),))


def test_review_rows_are_read(shop: tuple[str, ...] = ("Sen & Serai",)) -> None:
    """Rows v3, m2, m10 and e8 of the review: the shop's name, words and notes are no questions of the customer."""
    zalo = (
        "Thu Hà\nphí trả hàng bao nhiêu\n09:15\nSen & Serai\nDạ chờ em xem ạ\n09:16\nThu Hà\nvà ai chịu phí ship\n09:20"
    )
    whatsapp = "[09:15, 20/11/2026] Aida: diffuser sampai retak\n[09:16, 20/11/2026] Sen & Serai: Boleh hantar gambar?"
    zendesk = (
        "Aisyah\n20 Nov 2026 08:10\nRefund belum masuk.\nAn (Sen & Serai)\n20 Nov 2026 08:44\n"
        "Nota dalaman: tanya kewangan\nAn (Sen & Serai)\n20 Nov 2026 09:02\nKami sedang semak."
    )
    messenger = "You sent\nHow can we help?\nMark Tan\nmy vase came in pieces\nMark Tan\nworst shop ever"
    said = [latest(read_transcript(text, shop)) for text in (zalo, whatsapp, zendesk, messenger)]
    assert said == [
        "và ai chịu phí ship",
        "diffuser sampai retak",
        "Refund belum masuk.",
        "my vase came in pieces\nworst shop ever",
    ]


def test_who_is_only_guessed_is_said_to_be() -> None:
    text = "[09:15, 20/11/2026] Lan: is it in stock\n[09:16, 20/11/2026] Mei Chan: yes\n[09:17, 20/11/2026] Lan: ok"
    guessed, known = read_transcript(text), read_transcript(text, ["Mei Chan"])
    assert (guessed.customer, guessed.is_guess) == ("Lan", True)
    assert (known.customer, known.is_guess) == ("Lan", False)


def test_the_channel_is_the_one_that_the_form_shows() -> None:
    channels = {
        "whatsapp": "20/11/2026, 09:15 - Lan: hi\n20/11/2026, 09:16 - Lan: still there?",
        "lazada": "T***n\n20/11/2026 09:15\nhow\nSENLAI\n20/11/2026 09:20\nsoon\nT***n\n20/11/2026 09:22\nwhere",
        "email": "Yes please.\n\nOn 19 Nov 2026 at 16:20, SENLAI <help@senlai.example> wrote:\n> A refund?",
        "shopee": "Order ID: 2611187KQ4M2XB\nRice cooker\nx1\nRM45.90\nCompleted\n\nit is broken",
        "": "Lan: is it open\nSENLAI: yes\nLan: till when",
    }
    assert {name: read_transcript(text, ["SENLAI"]).channel for name, text in channels.items()} == {
        name: name for name in channels
    }


def test_days_between_two_turns_part_them() -> None:
    text = (
        "Farah\n10 Nov 2026, 20:14\norder dah sampai tq\nFarah\n19 Nov 2026, 08:40\nkenapa refund tak masuk\n"
        "Farah\n20 Nov 2026, 08:41\nhello?"
    )
    assert latest(read_transcript(text, ["SENLAI"])) == "kenapa refund tak masuk\nhello?"


PIECES = [
    "[09:15, 20/11/2026] Lan: a\n",
    "Lan\n",
    "SENLAI\n",
    "09:15\n",
    "You sent\n",
    "> ",
    "From: a@b.example\n",
    "thanks\n",
    "On 1 Jan 2026 ",
    "a: b\n",
    "Order ID: 2611187KQ4M2XB\n",
    "x1\n",
    "Lan 09:15\n",
    "\n",
    "a\u0301",
    "Mon, ",
    "1 ",
    "(",
    ":",
    "official",
    "________\n",
    "Internal note\n",
    "Lan\n09:15\nhi\nSENLAI\n09:16\nyes\n",
    "Date: 1\nTo: b\n",
]


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_work_grows_with_the_text_alone(piece: str) -> None:
    """Doubling the text doubles the calls of Python functions, with a quarter to spare."""

    def calls(length: int) -> int:
        count = 0

        def note(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        text = (piece * (length // len(piece) + 1))[:length]
        sys.setprofile(note)
        try:
            read_transcript(text, ["SENLAI"])
        finally:
            sys.setprofile(None)
        return count

    assert calls(LONGEST_MESSAGE) <= 2.25 * calls(LONGEST_MESSAGE // 2) + 2000
