"""The register: shipped channels, and what mkdocs.yml changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from kb.channels.channel import Accents, Channel, Counting, Form, Links
from kb.channels.registry import channels_from_options, shipped_channels, usual_channels, why_no_channel
from kb.channels.rule_packs import load_rule_packs
from kb.channels.wording import worded_channels, worded_packs
from kb.source.problem import Problem
from kb.source.yaml_nodes import parse_yaml
from kb.ui_strings import ui_strings

SHIPPED = ("ar", "de", "en", "es", "fr", "id", "ja", "ms", "pt", "th", "vi", "zh")
Read = tuple[Mapping[str, Channel], tuple[Problem, ...]]

IDS = {
    *("shopee", "lazada", "tiktok", "tiki", "zalo", "zalo-group", "zalo-profile", "facebook", "messenger"),
    *("facebook-group", "facebook-profile", "instagram", "livechat", "whatsapp", "sms", "hotline", "telesales"),
    *("email", "membership-site", "loyalty-app"),
}


def read(text: str, markets: Collection[str] = (), named: Collection[str] = ()) -> Read:
    node, problems = parse_yaml(text, path="mkdocs.yml")
    assert node is not None and not problems
    return channels_from_options(node, markets=markets, named=named)


@pytest.mark.parametrize("language", SHIPPED)
def test_every_shipped_channel_and_rule_has_words_in_every_shipped_language(language: str) -> None:
    channels = worded_channels(shipped_channels(), [language], ui_strings)
    assert set(channels) == IDS
    english = worded_channels(shipped_channels(), ["en"], ui_strings)
    for id, channel in channels.items():
        assert channel.name(language) and channel.strengths[language] and channel.weaknesses[language]
        if language != "en":
            assert channel.strengths[language] != english[id].strengths["en"]
    for pack in worded_packs(load_rule_packs(), [language], ui_strings).values():
        for rule in pack.rules:
            assert language == "en" or rule.names[language] != rule.names["en"]
            assert language == "en" or rule.reasons[language] != rule.reasons["en"]


def test_a_channel_falls_back_to_one_that_exists_and_a_marketplace_to_none() -> None:
    for channel in shipped_channels().values():
        if channel.rule_packs:
            assert not channel.fallback, "a buyer is never led away from a marketplace"
        else:
            assert channel.fallback in shipped_channels() and channel.fallback != channel.id


def test_the_shop_s_own_words_come_before_those_of_the_package() -> None:
    channels, _ = read("email: {names: {de: Post}, strengths: {de: Schnell}}\ncounter: {names: Theke}\ndoor:")
    words = {"de": {"channel_email": "E-Mail", "channel_door": "Tür"}, "fr": {"channel_email": "E-mail"}}
    worded = worded_channels(channels, words, lambda code: words[code], default="de")
    assert {id: dict(one.names) for id, one in worded.items()} == {
        "email": {"de": "Post", "fr": "E-mail"},
        "counter": {"de": "Theke", "fr": "Theke"},
        "door": {"de": "Tür", "fr": "door"},
    }
    assert worded["email"].strengths == {"de": "Schnell", "fr": "Schnell"}
    assert worded["door"].weaknesses == {"de": "", "fr": ""}


def test_limits_and_rules_are_those_of_the_domain() -> None:
    channels = shipped_channels()
    assert channels["sms"].counting is Counting.SEGMENTS and channels["sms"].accents is Accents.DROP
    assert channels["whatsapp"].limit == 4096 and channels["whatsapp"].window_hours == 24
    assert channels["hotline"].form is Form.CALL and channels["email"].form is Form.HTML
    for id in ("shopee", "lazada", "tiktok", "tiki"):
        assert channels[id].links is Links.OWN and channels[id].rule_packs == (id,)


def test_a_shop_has_the_channels_that_it_lists_in_its_order() -> None:
    for text in (
        "[sms, email, telegram]",
        "- sms\n- email\n- telegram: {limit: 4096}",
        "sms:\nemail: on\ntelegram: {}",
        "sms: {}\nemail: yes\nshopee: off\nLazada: no\ntelegram: true",
    ):
        channels, problems = read(text)
        assert (list(channels), problems) == (["sms", "email", "telegram"], ()), text
    channels, problems = read("hotline")
    assert (list(channels), problems) == (["hotline"], ())


def test_settings_change_one_field_and_add_a_channel() -> None:
    channels, problems = read(
        "sms: {limit: 2, accents: keep}\ntelegram:\n  names: {en: Telegram}\n  limit: 4096\n  fallback: sms\n"
    )
    assert problems == () and list(channels) == ["sms", "telegram"]
    assert channels["sms"].limit == 2 and channels["sms"].accents is Accents.KEEP
    assert channels["sms"].names == shipped_channels()["sms"].names
    assert channels["telegram"].names == {"en": "Telegram"} and channels["telegram"].links is Links.ANY


def test_off_alone_takes_from_the_usual_channels() -> None:
    usual, _ = read("", ["VN", "MY"])
    channels, problems = read("shopee: false\nlazada: off", ["VN", "MY"])
    assert set(usual) - set(channels) == {"shopee", "lazada"} and problems == ()


@pytest.mark.parametrize(
    ("markets", "without"),
    [
        (["VN", "MY"], set()),
        (["VN"], set()),
        (["MY"], {"tiki", "zalo", "zalo-group", "zalo-profile"}),
        (["DE", "AT"], IDS - {"livechat", "email", "hotline", "whatsapp", "messenger", "facebook"}),
        ([], IDS - {"livechat", "email", "hotline", "whatsapp", "messenger", "facebook"}),
    ],
)
def test_a_shop_that_lists_none_has_what_is_usual_in_its_markets(markets: list[str], without: set[str]) -> None:
    assert IDS - set(read("", markets)[0]) == without


def test_what_the_texts_of_a_shop_without_a_list_name_is_its_own_too() -> None:
    assert {"sms", "shopee"} <= set(read("", (), ["sms", "shopee", "pigeon"])[0])
    assert "zalo" not in read("", ["DE"], ["zalo"])[0]
    assert "sms" not in read("[email]", (), ["sms"])[0]


def test_a_channel_whose_markets_the_shop_lacks_does_not_count() -> None:
    channels, problems = read("[email, zalo]", ["DE"])
    assert list(channels) == ["email"]
    assert [(one.code, one.severity.value) for one in problems] == [("KB814", "warning")]
    assert read("zalo: {markets: [DE]}", ["DE"])[1] == read("[zalo]")[1] == ()


def test_a_fall_back_is_the_next_one_that_the_shop_has() -> None:
    assert shipped_channels()["zalo"].fallback == "sms" and shipped_channels()["sms"].fallback == "hotline"
    assert read("[zalo, hotline]")[0]["zalo"].fallback == "hotline"
    assert read("[zalo, hotline]")[0]["hotline"].fallback == ""
    assert read("[zalo]")[0]["zalo"].fallback == ""


@pytest.mark.parametrize(
    ("text", "code", "line", "words", "held"),
    [
        ("sms: {limit: three}", "KB510", 1, "whole number", ["sms"]),
        ("sms:\n  limt: 3", "KB510", 2, "limit", ["sms"]),
        ("sms:\n  form: fax", "KB510", 2, "one of", ["sms"]),
        ("sms:\n  hours: morning", "KB510", 2, "08:00-21:00", ["sms"]),
        ("email: {}\nSMS: {limit: 2}", "KB510", 2, "an id", ["email"]),
        ("- email\n- shoppee", "KB510", 2, "did you mean “shopee”", ["email"]),
        ("email:\nE-mail:", "KB510", 2, "did you mean “email”", ["email"]),
        ("email:\nsms: maybe", "KB510", 2, "mapping", ["email", "sms"]),
        ("- email\n- [sms]", "KB510", 2, "text", None),
        ("[]", "KB510", 1, "at least one channel", None),
        ("shopee: {rule_packs: [shoppee]}", "KB511", 1, "shoppee", ["shopee"]),
        ("email:\nsms: {fallback: pigeon}", "KB511", 2, "pigeon", ["email", "sms"]),
        ("sms: {fallback: email}", "KB511", 1, "in this shop", ["sms"]),
    ],
)
def test_a_mistake_in_the_options_is_a_problem_with_its_line(
    text: str, code: str, line: int, words: str, held: list[str] | None
) -> None:
    channels, problems = read(text)
    (problem,) = problems
    assert (problem.code, problem.line) == (code, line)
    assert words in str(problem)
    assert list(channels) == (list(usual_channels(())) if held is None else held)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hotlin", "did you mean “hotline”? (the shop has email, hotline)"),
        ("shopee", "“shopee” is no channel of this shop: the shop has email, hotline"),
        ("shoppe", "did you mean “shopee”?"),
        ("pigeon", "there is no channel “pigeon”: the shop has email, hotline"),
    ],
)
def test_of_an_unknown_channel_is_said_what_it_may_be_and_which_the_shop_has(name: str, said: str) -> None:
    assert said in why_no_channel(name, ["email", "hotline"])
