"""A pasted conversation is read as turns only where its lines say who speaks."""

from __future__ import annotations

import pytest

from kb.desk.model import Turn
from kb.desk.transcript import read_turns


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
    assert read_turns(text) == tuple(Turn(said, is_customer=is_customer) for said, is_customer in turns)


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
    assert read_turns(text) == text
