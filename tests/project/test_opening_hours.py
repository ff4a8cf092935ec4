"""Opening hours as shops write them → open or closed at an instant, by the browser's own code under Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kb.project.contact_hours import schedules_as_data, schedules_of, special_rows, week_rows
from kb.project.opening_hours import read_hours
from kb.project.option_block import read_options
from kb.project.options import Options
from kb.project.time_zones import zone_of_market
from kb.source.fields import WrongTypeError
from kb.source.yaml_nodes import Node, parse_yaml
from kb.ui_strings import ui_strings
from tests.twins.node import find_node

RUNNER = Path(__file__).with_name("opening_hours.mjs")
WEEK = "{mon-fri: '08:00-12:00, 13:00-17:30', sat: '09:00-12:00', sun: closed}"


def node_of(text: str) -> Node:
    node, problems = parse_yaml(text, path="mkdocs.yml")
    assert node is not None and not problems
    return node


def options_of(hours: str, more: str = "") -> Options:
    text = f"languages: {{en: English}}\n{more}contact:\n- {{channel: hotline, url: 'tel:1', hours: {hours}}}\n"
    options, problems = read_options(node_of(text), path="mkdocs.yml")
    assert not problems, problems
    return options


def in_browser(*calls: list[Any]) -> list[Any]:
    done = subprocess.run(
        [find_node(), str(RUNNER)], input=json.dumps(calls), capture_output=True, text=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


HOLIDAYS = """\
holidays:
  12-25..12-26: Christmas
  2026-12-24: '08:00-12:00'
  12-31..01-01: closed
  2027-01-01: '10:00-11:00'
"""
STATES = [
    # hours, zone, more, instant, open?, next change there
    (WEEK, "Europe/Berlin", "", "2026-11-20T11:30:00Z", False, "2026-11-20 13:00"),  # the lunch break
    (WEEK, "Europe/Berlin", "", "2026-11-20T16:29:00Z", True, "2026-11-20 17:30"),
    (WEEK, "Europe/Berlin", "", "2026-11-20T16:30:00Z", False, "2026-11-21 09:00"),
    (WEEK, "Europe/Berlin", "", "2026-11-21T11:00:00Z", False, "2026-11-23 08:00"),  # over the Sunday
    (WEEK, "Europe/Berlin", "", "2026-03-27T06:59:00Z", False, "2026-03-27 08:00"),  # winter: UTC+1
    (WEEK, "Europe/Berlin", "", "2026-03-30T06:00:00Z", True, "2026-03-30 12:00"),  # summer: UTC+2
    (WEEK, "America/New_York", "", "2026-11-02T12:59:00Z", False, "2026-11-02 08:00"),  # the clock went back
    (WEEK, "America/New_York", "", "2026-11-02T13:00:00Z", True, "2026-11-02 12:00"),
    (WEEK, "Australia/Adelaide", "", "2026-11-19T21:30:00Z", True, "2026-11-20 12:00"),  # UTC+10:30
    (WEEK, "Asia/Kathmandu", "", "2026-11-20T02:14:00Z", False, "2026-11-20 08:00"),  # UTC+5:45
    (
        "'22:00-06:00'",
        "Europe/Berlin",
        "",
        "2026-10-25T00:30:00Z",
        True,
        "2026-10-25 06:00",
    ),  # the hour that comes twice
    ("'22:00-06:00'", "Europe/Berlin", "", "2026-10-25T01:30:00Z", True, "2026-10-25 06:00"),
    (
        "'22:00-06:00'",
        "Europe/Berlin",
        "",
        "2026-03-29T01:30:00Z",
        True,
        "2026-03-29 06:00",
    ),  # the hour that is missing
    ("'22:00-06:00'", "Asia/Ho_Chi_Minh", "", "2026-11-20T23:00:00Z", False, "2026-11-21 22:00"),
    ("{fri: '20:00-24:00', sat: '00:00-02:00'}", "Europe/Berlin", "", "2026-11-20T20:00:00Z", True, "2026-11-21 02:00"),
    ("{fri: '22:00-02:00'}", "Europe/Berlin", "", "2026-11-21T00:59:00Z", True, "2026-11-21 02:00"),
    ("{fri: '22:00-02:00'}", "Europe/Berlin", "", "2026-11-21T01:00:00Z", False, "2026-11-27 22:00"),
    ("'00:00-24:00'", "Europe/Berlin", "", "2026-11-21T01:00:00Z", True, None),
    ("'08:00-18:00'", "Europe/Berlin", HOLIDAYS, "2026-12-24T09:00:00Z", True, "2026-12-24 12:00"),
    ("'08:00-18:00'", "Europe/Berlin", HOLIDAYS, "2026-12-24T12:00:00Z", False, "2026-12-27 08:00"),
    ("'08:00-18:00'", "Europe/Berlin", HOLIDAYS, "2027-12-24T12:00:00Z", True, "2027-12-24 18:00"),  # only in 2026
    ("'08:00-18:00'", "Europe/Berlin", HOLIDAYS, "2026-12-31T12:00:00Z", False, "2027-01-01 10:00"),
    ("'22:00-02:00'", "Europe/Berlin", HOLIDAYS, "2026-12-25T00:30:00Z", False, "2026-12-27 22:00"),
    ("'20:00-02:00'", "Europe/Berlin", "holidays: [12-25]\n", "2026-12-25T00:30:00Z", True, "2026-12-25 02:00"),
]


def test_it_is_open_or_closed_by_the_clock_of_the_place_that_answers() -> None:
    calls = []
    for hours, zone, more, instant, *_ in STATES:
        options = options_of(hours, f"timezone: {zone}\n{more}")
        (schedule,) = schedules_as_data(schedules_of(options.contact[0], options, ()))
        calls.append(["stateAt", schedule, instant])
    for (hours, zone, _, instant, is_open, change), found in zip(STATES, in_browser(*calls), strict=True):
        there = found["change"]
        seen = there and f"{there['date']} {there['minutes'] // 60:02}:{there['minutes'] % 60:02}"
        assert (found["isOpen"], seen) == (is_open, change), (hours, zone, instant)


def test_a_time_there_is_an_instant_everywhere() -> None:
    cases = [
        ("Europe/Berlin", "2026-03-28", 8, "2026-03-28T07:00:00.000Z"),
        ("Europe/Berlin", "2026-03-30", 8, "2026-03-30T06:00:00.000Z"),
        ("Europe/Berlin", "2026-03-29", 8, "2026-03-29T06:00:00.000Z"),
        ("America/New_York", "2026-11-01", 8, "2026-11-01T13:00:00.000Z"),
        ("Pacific/Auckland", "2026-11-20", 0, "2026-11-19T11:00:00.000Z"),
    ]
    found = in_browser(*(["instantOf", zone, {"date": day, "minutes": hour * 60}] for zone, day, hour, _ in cases))
    assert found == [instant for *_, instant in cases]


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        ("'08:00-21:00'", ["480-1260"] * 7),
        ("8:00 – 21.30", ["480-1290"] * 7),
        ("[08:00-12:00, 13:00-17:00]", ["480-720 780-1020"] * 7),
        ("{Mon - Fri: 08:00-12:00, Weekend: closed}", ["480-720"] * 5 + [""] * 2),
        ("{mo-we: 08:00-12:00, friday: 09:00-10:00}", ["480-720"] * 3 + ["", "540-600", "", ""]),
        ("{sat-mon: 08:00-12:00}", ["480-720", "", "", "", "", "480-720", "480-720"]),
        ("{daily: 08:00-12:00, sun: closed}", ["480-720"] * 6 + [""]),
        ("{'mon, wed': 08:00-12:00}", ["480-720", "", "480-720", "", "", "", ""]),
        ("closed", []),
    ],
)
def test_hours_are_read_as_people_write_them(hours: str, week: list[str]) -> None:
    found = read_hours(node_of(hours)).week
    assert [" ".join(f"{opens}-{closes}" for opens, closes in spans) for spans in found] == week


@pytest.mark.parametrize(
    ("hours", "line", "told"),
    [
        ("mon-fri: 08:00-12:00\nsat: 8am-5pm", 2, "a clock of 24"),
        ("mon-fri: 08:00-12:00\nsta: closed", 2, "did you mean “sat”?"),
        ("mon-fir: 08:00-12:00", 1, "did you mean “fri”?"),
        ("mon: 08:00-12:00\nmon-tue: 09:00-12:00\ntue-wed: closed", 3, "tuesday in “mon-tue” and “tue-wed”"),
        ("mon: 08:00-25:00", 1, "a clock of 24"),
        ("mon: 08:00-24:30", 1, "24:00"),
        ("mon: 08:00-08:00", 1, "two different times"),
        ("mon: 08:00-13:00, 12:00-17:00", 1, "follow each other"),
        ("mon: 13:00-17:00, 08:00-12:00", 1, "follow each other"),
        ("2026-12-24: closed", 1, "under `holidays`"),
        ("{mon: 08:00-12:00, 13:00-17:00}", 1, "put quotes around"),
        ("mornings", 1, "a clock of 24"),
    ],
)
def test_a_slip_is_told_with_its_line(hours: str, line: int, told: str) -> None:
    with pytest.raises(WrongTypeError, match=told) as caught:
        read_hours(node_of(hours))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("timezone: Europe/Berln", "1: KB801 timezone: expected a time zone such as Europe/Berlin or Asia/Ho_Chi_Minh, "
         "found “Europe/Berln” (did you mean “Europe/Berlin”?)"),
        ("timezone: Berlin", "1: KB801 timezone: expected a time zone such as Europe/Berlin or Asia/Ho_Chi_Minh, "
         "found “Berlin” (did you mean “Europe/Berlin”?)"),
        ("timezone: {DE: Europe/Berlin}", "1: KB801 timezone: the market “DE” is not declared"),
        ("holidays:\n  12-32: closed", "2: KB801 holidays: expected dates such as 12-25 (each year), 2026-12-24 or "
         "2026-12-24..2027-01-02, found “12-32”, which is no day"),
        ("holidays:\n  25.12: closed", "2: KB801 holidays: expected dates"),
        ("holidays:\n  2026-12-26..2026-12-24: closed", "2: KB801 holidays: expected dates"),
        ("holidays:\n  12-25: {label: x}", "2: KB801 holidays: expected name and hours, found “label”"),
        ("holidays:\n  XX: {12-25: closed}", "1: KB801 holidays: the market “XX” is not declared"),
    ],
)  # fmt: skip
def test_wrong_zones_and_holidays_are_told_with_their_line(block: str, told: str) -> None:
    _, problems = read_options(node_of(block), path="mkdocs.yml")
    assert str(problems[0]).startswith(f"mkdocs.yml:{told}")


@pytest.mark.parametrize(
    ("markets", "more", "told"),
    [
        ("DE", "", 0),
        ("VN", "", 0),
        ("US", "", 1),
        ("AU", "", 1),
        ("US", "timezone: America/Chicago\n", 0),
        ("US", "timezone: {US: America/Chicago}\n", 0),
    ],
)
def test_a_market_with_several_zones_is_asked_which(markets: str, more: str, told: int) -> None:
    declared = ", ".join(f"{one}: {{currency: EUR}}" for one in markets.split(", "))
    text = f"markets: {{{declared}}}\n{more}contact:\n- channel: hotline\n- {{channel: email, hours: '08:00-12:00'}}\n"
    _, problems = read_options(node_of(text), path="mkdocs.yml")
    assert [(one.code, one.line) for one in problems] == [("KB830", 4)] * told
    assert all("time zones" in one.message for one in problems)


def test_a_country_has_the_zone_that_its_shops_keep() -> None:
    zones = {code: zone_of_market(code) for code in ("DE", "ES", "CN", "NZ", "VN", "MY", "ID", "US", "BR", "XX")}
    assert zones == {
        "DE": "Europe/Berlin", "ES": "Europe/Madrid", "CN": "Asia/Shanghai", "NZ": "Pacific/Auckland",
        "VN": "Asia/Ho_Chi_Minh", "MY": "Asia/Kuala_Lumpur", "ID": "Asia/Jakarta", "US": "", "BR": "", "XX": "",
    }  # fmt: skip


def test_holidays_of_one_market_say_so_and_are_written_in_each_language() -> None:
    text = (
        "languages: {en: English, vi: Tiếng Việt}\n"
        "markets: {VN: {name: {en: Vietnam, vi: Việt Nam}}, MY: {name: {en: Malaysia}}}\n"
        "holidays:\n  01-01: {name: {en: New Year, vi: Tết dương lịch}}\n"
        "  VN: {2026-02-16..2026-02-22: {name: {en: Lunar New Year, vi: Tết}}}\n"
        "contact:\n- {channel: hotline, hours: '08:00-21:00', holidays: {2026-12-24: '08:00-12:00, 13:00-15:00'}}\n"
    )
    options, problems = read_options(node_of(text), path="mkdocs.yml")
    assert not problems
    rows = {code: special_rows(options.contact[0], options, ("VN", "MY"), code) for code in ("en", "vi")}
    assert rows["en"] == [
        ("Jan 1 · New Year", ("closed",), ""),
        ("Feb 16, 2026 – Feb 22, 2026 · Lunar New Year · Vietnam", ("closed",), "2026-02-22"),
        ("Dec 24, 2026", ("08:00–12:00,", "13:00–15:00"), "2026-12-24"),
    ]
    assert rows["vi"][1][0] == "16 thg 2, 2026 – 22 thg 2, 2026 · Tết · Việt Nam"
    assert special_rows(options.contact[0], options, ("MY",), "en")[0][0] == "Jan 1 · New Year"
    assert len(special_rows(options.contact[0], options, ("MY",), "en")) == 2


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("de", [("Mo–Fr", ("08:00–12:00,", "13:00–17:30")), ("Sa", ("09:00–12:00",)), ("So", ("geschlossen",))]),
        ("vi", [("Th 2–Th 6", ("08:00–12:00,", "13:00–17:30")), ("Th 7", ("09:00–12:00",)), ("CN", ("nghỉ",))]),
        (
            "ar",
            [("الاثنين–الجمعة", ("08:00–12:00،", "13:00–17:30")), ("السبت", ("09:00–12:00",)), ("الأحد", ("مغلق",))],
        ),
    ],
)
def test_a_week_is_written_in_the_words_of_each_language(language: str, rows: list[Any]) -> None:
    assert week_rows(read_hours(node_of(WEEK)), language, ui_strings(language)) == rows
