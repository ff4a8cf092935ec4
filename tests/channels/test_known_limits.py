"""How a channel's limits are known: what is shipped, what a shop sets, and when it is due."""

from __future__ import annotations

from datetime import date

from kb.channels.channel import LIMITS, Channel
from kb.channels.registry import channels_from_options, shipped_channels
from kb.channels.rule_packs import load_rule_packs, rule_packs_of
from kb.checks.channel_sources import check_channel_sources
from kb.source.problem import Problem
from kb.source.provenance import UNKNOWN
from kb.source.yaml_nodes import parse_yaml


def channels_of(options: str) -> tuple[dict[str, Channel], tuple[Problem, ...]]:
    node, broken = parse_yaml(options, path="mkdocs.yml")
    assert node is not None and not broken
    channels, problems = channels_from_options(node)
    return dict(channels), problems


def due(channels: dict[str, Channel], today: date) -> list[str]:
    packs = rule_packs_of(channels.values()).values()
    found = check_channel_sources(channels, packs, path="mkdocs.yml", line=7, today=today)
    return [f"{one.line}: {one.code} {one.severity} {one.message}" for one in found]


def test_every_shipped_limit_says_how_it_is_known_or_that_nobody_knows() -> None:
    for channel in shipped_channels().values():
        for limit in LIMITS:
            if getattr(channel, limit) is not None:
                known = channel.known_by(limit)
                assert known.source == UNKNOWN or known.is_known, f"{channel.id}.{limit}"
                assert known.checked is not None, f"{channel.id}.{limit}"


def test_what_was_shipped_says_nothing_about_a_limit_that_the_shop_sets() -> None:
    channels, problems = channels_of("shopee: {limit: 900}\nsms: {limit: 2, source: our contract, checked: 2026-01-10}")
    assert not problems
    assert channels["shopee"].known_by("limit").source == ""
    assert channels["shopee"].known_by("window_hours") == shipped_channels()["shopee"].known_by("window_hours")
    assert channels["sms"].known_by("limit").source == "our contract"


def test_one_source_for_all_limits_or_one_for_each_and_the_former_name_of_the_day() -> None:
    channels, problems = channels_of(
        "line: {limit: 900, window_hours: 24, source: a page, checked_on: 2026-01-10,"
        " known: {window_hours: {source: Unknown, checked: 2026-02-10}}}"
    )
    assert not problems
    assert channels["line"].known_by("limit").checked == date(2026, 1, 10)
    assert channels["line"].known_by("window_hours").source == UNKNOWN


def test_slips_in_these_fields_are_told() -> None:
    for options in (
        "sms: {known: {limits: {source: a}}}",
        "sms: {known: {limit: {sources: a}}}",
        "sms: {known: a page}",
        "sms: {limit: 2, checked: last week}",
        "sms: {limit: 2, source: '?'}",
        "sms: {limit: 2, source: {VN: a}}",
        "sms: {limit: 2, checkd: 2026-01-10}",
    ):
        channels, problems = channels_of(options)
        assert [problem.code for problem in problems] == ["KB510"], options
        assert channels["sms"].limit == shipped_channels()["sms"].limit


def test_a_shop_is_warned_of_its_own_limits_and_gets_a_hint_for_those_of_kb() -> None:
    channels, _ = channels_of("sms: {limit: 2, source: our contract, checked: 2026-01-10, check_every_days: 90}")
    assert due(channels, date(2026, 4, 10)) == []
    assert due(channels, date(2026, 4, 11)) == [
        "1: KB316 warning channel sms: `limit` was to be looked up again by 2026-04-10"
    ]
    channels, _ = channels_of("[shopee]")
    days = [shipped_channels()["shopee"].known_by("limit").due_on, load_rule_packs()["shopee"].known_by("").due_on]
    last = max(day for day in days if day is not None)
    assert due(channels, date(2026, 11, 30)) == []
    told = due(channels, date(last.year + 1, 1, 1))
    assert {line[:13] for line in told} == {"7: KB317 hint"}
    assert len(told) == len(LIMITS) + 1
