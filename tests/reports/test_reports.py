"""Timetable, journey, changes, sequences, reviews and the schema: the data behind the agents' pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kb.channels.registry import shipped_channels
from kb.checks.translations import check_freshness
from kb.cli import main
from kb.content.model import STAGES, Kind, Script
from kb.content.schema import FIELDS
from kb.reports.changes import change_rows
from kb.reports.freshness import Review, review_queue, review_state
from kb.reports.journey import journey
from kb.reports.schema import all_schemas, front_matter_schema
from kb.reports.sequences import Route, routes_of, sequences
from kb.reports.timetable import timetable
from tests.conftest import WriteProject
from tests.reports.projects import FILES, TODAY, library_of


def test_the_timetable_has_daily_duties_first_then_weekly_ones(write_project: WriteProject) -> None:
    library, _ = library_of(write_project(FILES))
    assert [(duty.day, duty.time, duty.role, duty.channels) for duty in timetable(library.documents())] == [
        ("", "08:00", "Agent", ("shopee",)),
        ("", "12:30", "Lead", ("hotline", "sms")),
        ("Fri", "16:00", "Agent", ("shopee",)),
    ]


def test_the_journey_shows_every_stage_and_its_gaps(write_project: WriteProject) -> None:
    library, _ = library_of(write_project(FILES))
    english = [document for document in library.documents() if document.language == "en"]
    stops = {stop.stage: stop for stop in journey(english)}
    assert list(stops) == [*STAGES, ""]
    assert [one.id for one in stops["delivery"].articles] == ["faq/late"]
    assert [one.id for one in stops["delivery"].scripts] == ["scripts/delay"]
    assert stops["paying"].articles == stops["paying"].scripts == ()
    assert stops["return"].scripts == ()
    assert stops["return"].lacks(["returns", "other"]) == ("other",)
    assert "procedures/noon" not in [one.id for stop in stops.values() for one in stop.articles]


def test_changes_come_newest_first_with_their_page(write_project: WriteProject) -> None:
    library, _ = library_of(write_project(FILES))
    assert [(row.on.isoformat(), row.what, row.id) for row in change_rows(library.documents())] == [
        ("2026-11-01", "The window is longer", "policies/returns"),
        ("2026-05-01", "Photos are enough", "policies/returns"),
    ]


def test_a_route_goes_on_only_where_the_script_may_be_sent(write_project: WriteProject) -> None:
    library, _ = library_of(write_project(FILES))
    script = library.scripts["scripts/delay", "en"]
    channels = shipped_channels()
    found = routes_of(script, channels)
    assert found == (Route(("shopee",)), Route(("email",), ("sms", "hotline"))), "nobody leaves a marketplace"
    assert routes_of(replace(script, channels=("shopee", "email")), channels) == (Route(("shopee", "email")),)
    circle = routes_of(replace(script, channels=("sms", "hotline")), channels)
    assert circle == (Route(("sms",), ("hotline",)),), "each is the other's fall-back"
    everywhere = routes_of(replace(script, channels=()), channels)
    assert {id for route in everywhere for id in (*route.starts, *route.then)} == set(channels)


def test_a_class_of_customers_without_its_own_text_gets_the_general_one(write_project: WriteProject) -> None:
    library, options = library_of(write_project(FILES))
    scripts: list[Script] = list(library.scripts.values())
    found = {
        (one.variant, one.stage): [message.has_variant for message in one.messages]
        for one in sequences(scripts, shipped_channels(), options.variants)
    }
    assert found == {
        ("", "delivery"): [True],
        ("vip", "delivery"): [True],
        ("returning", "delivery"): [False],
        ("new", "delivery"): [False],
        ("at-risk", "delivery"): [False],
    }


def test_a_review_is_overdue_on_the_day_on_which_the_check_warns(write_project: WriteProject) -> None:
    library, options = library_of(write_project(FILES))
    (row,) = [row for row in review_queue(library.documents()) if row.due_on]
    assert row.due_on is not None
    for days in range(-20, 3):
        today = row.due_on + timedelta(days=days)
        warned = any(check_freshness(library, options, today=today))
        assert (review_state(row, today=today) is Review.OVERDUE) == warned
    assert review_state(row, today=row.due_on) is Review.SOON
    assert review_state(row, today=date(2026, 1, 2)) is Review.LATER


def test_the_queue_starts_with_the_most_urgent_and_counts_by_owner(write_project: WriteProject) -> None:
    library, _ = library_of(write_project(FILES))
    rows = review_queue(library.documents())
    assert rows[0].path == "docs/policies/returns.md"
    assert all(row.due_on is None for row in rows[1:])
    assert "docs/faq/draft.md" not in {row.path for row in rows}
    assert rows[0].owner == "after-sales" and review_state(rows[0], today=TODAY) is Review.OVERDUE
    assert {review_state(row, today=TODAY) for row in rows[1:]} == {Review.NEVER}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_schema_of_each_kind_has_its_fields_and_refuses_others(kind: Kind) -> None:
    schema = front_matter_schema(kind)
    assert set(schema["properties"]) == {field.name for field in FIELDS if kind in field.kinds}
    assert schema["additionalProperties"] is False
    for field in FIELDS:
        if kind in field.kinds:
            assert field.what in schema["properties"][field.name]["description"]
    assert all_schemas()["$defs"][kind.value]["properties"] == schema["properties"]


def test_the_schema_takes_what_the_reader_takes() -> None:
    properties = front_matter_schema(Kind.SCRIPT)["properties"]
    assert properties["channels"]["anyOf"][1] == {"type": ["string", "null"]}, "one text counts as a list of one"
    assert None in properties["stage"]["enum"], "a field without a value counts as left out"
    assert properties["placeholders"]["type"] == ["object", "null"]


def test_schemas_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--json", "--kind", "faq"]) == 0
    assert json.loads(capsys.readouterr().out) == front_matter_schema(Kind.FAQ)
    assert main(["schema", "--kind", "procedure"]) == 0
    assert "time: time, or list of times." in capsys.readouterr().out
    assert main(["schema", "--out", str(tmp_path / "schemas")]) == 0
    written = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "schemas").iterdir()}
    assert written == {f"{kind.value}.schema.json": front_matter_schema(kind) for kind in Kind}
