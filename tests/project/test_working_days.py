"""On which days a shop works, market by market: hours of contact, the country's weekend, holidays."""

from __future__ import annotations

import pytest

from kb.project.option_block import read_options
from kb.project.options import Options
from kb.project.working_days import working_days
from kb.source.yaml_nodes import parse_yaml


def options_of(text: str) -> Options:
    node, broken = parse_yaml("timezone: UTC\nlanguages: {en: English}\n" + text, path="mkdocs.yml")
    assert node is not None and not broken
    options, problems = read_options(node, path="mkdocs.yml")
    assert not problems, problems
    return options


HOURS = 'contact: [{channel: email, url: "mailto:a@b.example", hours: %s}]\n'


@pytest.mark.parametrize(
    ("text", "market", "week"),
    [
        ("", "", "mtwtf--"),
        ("markets: {DE: {currency: EUR}, IL: {currency: ILS}}", "DE", "mtwtf--"),
        ("markets: {DE: {currency: EUR}, IL: {currency: ILS}}", "IL", "mtwt--s"),
        (HOURS % '"08:00-21:00"', "", "mtwtf--"),
        (HOURS % '{tue-sat: "09:00-17:00"}', "", "-twtf--"),
        (HOURS % '{weekend: "09:00-17:00"}', "", "-----ss"),
    ],
)
def test_a_working_day_is_one_on_which_the_shop_answers_outside_the_weekend(text: str, market: str, week: str) -> None:
    made = working_days(options_of(text), market).week
    assert "".join(day if spans else "-" for day, spans in zip("mtwtfss", made, strict=True)) == week


def test_holidays_of_the_market_are_none() -> None:
    options = options_of('markets: {DE: {currency: EUR}}\nholidays: {12-25: closed, 2026-12-24: "08:00-12:00"}\n')
    days = {day.first: bool(day.spans) for day in working_days(options, "DE").special}
    assert days == {"2026-12-24": True, "12-25": False}
