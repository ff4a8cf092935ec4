"""What is asked, set against the help centre: unanswered, not found, answered badly, rising."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kb import open_help_centre
from kb.insights.gaps.model import AskedText, Complaint, Gap
from kb.insights.gaps.report import Heard, HelpCentre, find_gaps
from kb.insights.gaps.trend import is_rising, week_of, weeks_until
from tests.conftest import WriteProject

FRIDAY = date(2026, 11, 27)
CONFIG = "site_name: Laden\nplugins:\n  - kb:\n      languages: {LANGUAGE: }\n"
ARTICLE = "---\ntitle: {}\nquestions:\n{}---\n{}\n"

PARCEL = [
    "Wo bleibt mein Paket?",
    "wo ist mein paket",
    "Paket ist nicht da, wo bleibt es",
    "mein Paket ist noch nicht da",
]
STORES = [
    "Habt ihr eine Filiale in Köln?",
    "gibt es eine Filiale in Hamburg",
    "wo ist eure nächste Filiale",
    "Filiale in Berlin?",
]
INVOICE = [
    "brauche Quittung fürs Finanzamt",
    "Quittung fürs Finanzamt bitte",
    "bekomme ich eine Quittung fürs Finanzamt",
]


def _article(title: str, *questions: str, text: str = "So geht es.") -> str:
    return ARTICLE.format(title, "".join(f"  - {one}\n" for one in questions), text)


@pytest.fixture
def gaps_of(write_project: WriteProject):  # type: ignore[no-untyped-def]
    """Messages → gaps, of a German shop with three articles and a script."""
    root = write_project(
        {
            "mkdocs.yml": "site_name: Laden\ntheme: {name: material}\nplugins:\n  - kb:\n      languages: [de]\n"
            "      default_language: de\n",
            "docs/faq/paket.md": _article("Wo bleibt mein Paket?", "mein Paket ist noch nicht da", "wo ist mein paket"),
            "docs/faq/rechnung.md": _article("Wo finde ich meine Rechnung?", "Rechnung fürs Finanzamt"),
            "docs/faq/passwort.md": _article("Ich habe mein Passwort vergessen", "neues Passwort"),
            "agents/scripts/gutschein.md": _article("Gutschein geht nicht", "mein Gutschein geht nicht"),
        }
    )
    desk = open_help_centre(root).desk
    site = open_help_centre(root, edition="public").desk.indexes

    def find(asked: Iterable[AskedText], complaints: dict[str, Complaint] | None = None) -> list[Gap]:
        return find_gaps(
            list(asked), HelpCentre(desk, site), last_day=FRIDAY, heard=Heard(votes={"de": complaints or {}})
        )

    return find


def _asked(texts: Iterable[str], *, weeks_ago: int = 0, **more: bool) -> list[AskedText]:
    return [AskedText(text, "de", FRIDAY - timedelta(weeks=weeks_ago), **more) for text in texts]


def test_what_an_article_answers_what_comes_close_and_what_nobody_answers(gaps_of) -> None:  # type: ignore[no-untyped-def]
    found = {gap.examples[0]: gap for gap in gaps_of(_asked([*PARCEL, *STORES, *INVOICE]))}
    by_text = {text: gap for gap in found.values() for text in gap.examples}
    assert (by_text[PARCEL[0]].site.state, by_text[PARCEL[0]].site.document) == ("answered", "faq/paket")
    assert by_text[STORES[0]].state == "unanswered"
    assert by_text[INVOICE[1]].site.document in ("faq/rechnung", "")
    assert [gap.state for gap in gaps_of(_asked([*PARCEL, *STORES]))] == ["unanswered", "answered"]


def test_what_only_a_script_answers_is_missing_on_the_site(gaps_of) -> None:  # type: ignore[no-untyped-def]
    (gap,) = gaps_of(_asked(["mein Gutschein geht nicht", "Gutschein geht nicht!", "der Gutschein geht nicht"]))
    assert (gap.desk.state, gap.desk.document) == ("answered", "scripts/gutschein")
    assert gap.site.state == "unanswered"
    assert [(one.kind, one.document) for one in gap.actions] == [("tell_on_site", "scripts/gutschein")]


def test_readers_who_say_no_and_customers_who_ask_again_make_an_answer_poor(gaps_of) -> None:  # type: ignore[no-untyped-def]
    assert gaps_of(_asked(PARCEL), {"faq/paket": Complaint(said_no=4, said_yes=1)})[0].site.state == "poorly_answered"
    again = [
        AskedText(text, "de", FRIDAY - timedelta(days=3 * time), customer=f"h:{number}")
        for number in range(5)
        for time, text in enumerate(PARCEL[:2])
    ]
    (gap,) = gaps_of(again)
    assert (gap.complaint.asked_again, gap.site.state) == (5, "poorly_answered")
    (other_day,) = gaps_of([replace(one, customer=f"{one.customer}/{one.day}") for one in again])
    assert (other_day.complaint.asked_again, other_day.site.state) == (0, "answered")
    assert gaps_of(_asked(PARCEL), {"faq/paket": Complaint(said_no=3)})[0].site.state == "answered"


def test_searches_are_counted_apart_and_other_periods_and_languages_left_out(gaps_of) -> None:  # type: ignore[no-untyped-def]
    asked = [*_asked(STORES), *_asked(STORES[:2], is_search=True, has_failed=True), *_asked(STORES, weeks_ago=9)]
    (gap,) = gaps_of([*asked, AskedText("magasin à Paris", "fr", FRIDAY)])
    assert (gap.messages, gap.searches, gap.failed_searches, gap.frequency) == (4, 2, 2, 6)
    assert list(gap.by_week.values()) == [0, 0, 0, 0, 6]
    assert gap.is_rising


def test_placeholders_of_redacted_texts_bring_nobody_together(gaps_of) -> None:  # type: ignore[no-untyped-def]
    assert gaps_of(_asked(["[phone]", "[phone] [name]", "[phone] bitte"])) == []


@pytest.mark.parametrize(
    ("by_week", "rising"),
    [
        ([0, 0, 0, 0, 3], True), ([0, 0, 0, 0, 2], False), ([10, 9, 11, 10, 12], False), ([10, 9, 11, 10, 22], True),
        ([3], False), ([], False), ([0, 2, 1, 2, 4], False), ([200, 210, 190, 205, 280], True),
    ],
)  # fmt: skip
def test_a_group_rises_where_chance_does_not_explain_it(by_week: list[int], rising: bool) -> None:
    assert is_rising(by_week) is rising


def test_weeks_are_those_of_iso_8601_over_the_end_of_a_year() -> None:
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert weeks_until(date(2027, 1, 4), 3) == ["2026-W52", "2026-W53", "2027-W01"]
