"""The page of a saved reply names its parts in a reader's words."""

from __future__ import annotations

import pytest

from kb.ui_strings import ui_strings
from kb.website.html.page_body import script_body

CHANNELS = {"zalo": "Zalo", "livechat": "Live chat", "sms": "SMS"}


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("variant: vip", "For: VIP customer"),
        ("channel: livechat, zalo", "On: Live chat, Zalo"),
        ("Variant: vip, channel: sms", "For: VIP customer · On: SMS"),
        ("short", "Short form"),
        ("short, channel: zalo, sms", "Short form · On: Zalo, SMS"),
        ("variant: vip, short", "Short form · For: VIP customer"),
        ("Short answer", "Short answer"),
        ("shortly", "shortly"),
    ],
)
def test_a_part_is_named_in_words(heading: str, shown: str) -> None:
    made = script_body(f'<h2 id="x">{heading}</h2><p>Hello.</p>', ui_strings("en"), lambda id: CHANNELS[id])
    assert made == f'<h2 id="x">{shown}</h2><p>Hello.</p>'
