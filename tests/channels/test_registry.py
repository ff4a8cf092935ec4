"""The register: shipped channels, and what mkdocs.yml changes."""

from __future__ import annotations

import pytest

from kb.channels.channel import Accents, Counting, Form, Links
from kb.channels.registry import channels_from_options, shipped_channels
from kb.source.yaml_nodes import parse_yaml

IDS = {
    *("shopee", "lazada", "tiktok", "tiki", "zalo", "zalo-group", "zalo-profile", "facebook", "messenger"),
    *("facebook-group", "facebook-profile", "instagram", "livechat", "whatsapp", "sms", "hotline", "telesales"),
    *("email", "membership-site", "loyalty-app"),
}


def read(text: str):  # type: ignore[no-untyped-def]
    node, problems = parse_yaml(text, path="mkdocs.yml")
    assert node is not None and not problems
    return channels_from_options(node)


def test_every_channel_of_the_domain_is_shipped_in_three_languages() -> None:
    channels = shipped_channels()
    assert set(channels) == IDS
    for channel in channels.values():
        for texts in (channel.names, channel.strengths, channel.weaknesses):
            assert set(texts) == {"en", "vi", "ms"} and all(texts.values())
        assert channel.fallback in channels and channel.fallback != channel.id


def test_limits_and_rules_are_those_of_the_domain() -> None:
    channels = shipped_channels()
    assert channels["sms"].counting is Counting.SEGMENTS and channels["sms"].accents is Accents.DROP
    assert channels["whatsapp"].limit == 4096 and channels["whatsapp"].window_hours == 24
    assert channels["hotline"].form is Form.CALL and channels["email"].form is Form.HTML
    for id in ("shopee", "lazada", "tiktok", "tiki"):
        assert channels[id].links is Links.OWN and channels[id].rule_packs == (id,)


def test_options_change_one_field_and_add_a_channel() -> None:
    channels, problems = read(
        "sms: {limit: 2, accents: keep}\ntelegram:\n  names: {en: Telegram}\n  limit: 4096\n  fallback: sms\n"
    )
    assert problems == ()
    assert channels["sms"].limit == 2 and channels["sms"].accents is Accents.KEEP
    assert channels["sms"].names == shipped_channels()["sms"].names
    assert channels["telegram"].name("vi") == "Telegram" and channels["telegram"].links is Links.ANY


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("sms: {limit: three}", "KB510", 1, "whole number"),
        ("sms:\n  limt: 3", "KB510", 2, "limit"),
        ("sms:\n  form: fax", "KB510", 2, "one of"),
        ("sms:\n  hours: morning", "KB510", 2, "08:00-21:00"),
        ("SMS: {limit: 2}", "KB510", 1, "an id"),
        ("- sms", "KB510", 1, "mapping"),
        ("shopee: {rule_packs: [shoppee]}", "KB511", 1, "shoppee"),
        ("sms: {fallback: pigeon}", "KB511", 1, "pigeon"),
    ],
)
def test_a_mistake_in_the_options_is_a_problem_with_its_line(text: str, code: str, line: int, words: str) -> None:
    channels, problems = read(text)
    (problem,) = problems
    assert (problem.code, problem.line) == (code, line)
    assert words in str(problem)
    assert set(channels) >= IDS
