"""Where facts are used."""

from __future__ import annotations

import json

import pytest

from kb.cli import main
from kb.reports.facts import fact_reports
from tests.conftest import MINIMAL_CONFIG, WriteProject
from tests.reports.projects import FILES, library_of


def test_every_use_is_found_with_its_line(write_project: WriteProject) -> None:
    library, options = library_of(write_project(FILES))
    reports = {report.fact.name: report for report in fact_reports(library, options)}
    assert [(use.path, use.line, use.market) for use in reports["return_days"].uses] == [
        ("docs/faq/late.md", 3, ""),
        ("docs/policies/returns.md", 12, ""),
        ("docs/policies/returns.md", 16, "VN"),
        ("docs/policies/returns.vi.md", 7, ""),
        ("notices.yml", 1, ""),
    ]
    assert reports["goodwill"].articles == ("notes/faq/late",)
    assert reports["goodwill"].scripts == ("scripts/delay",)
    assert reports["unused"].uses == ()
    assert reports["return_days"].texts == {"en": "7 days in Vietnam and 14 days in Malaysia", "vi": "7 ngày"}


def test_every_use_really_names_the_fact_on_its_line(write_project: WriteProject) -> None:
    root = write_project(FILES)
    library, options = library_of(root)
    for report in fact_reports(library, options):
        for use in report.uses:
            assert f"fact.{report.fact.name}" in (root / use.path).read_text("utf-8").splitlines()[use.line - 1]


def test_a_contact_counts_as_a_use(write_project: WriteProject) -> None:
    config = MINIMAL_CONFIG + "      contact: [{channel: hotline, fact: phone}]\n"
    facts = 'phone: {unit: text, value: "1900"}\n'
    library, options = library_of(write_project({"mkdocs.yml": config, "facts.yml": facts}))
    (report,) = fact_reports(library, options)
    assert [use.path for use in report.uses] == ["mkdocs.yml"]


def test_the_command_shows_one_fact_all_facts_and_json(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(write_project(FILES))
    assert main(["-C", root, "facts"]) == 0
    assert "unused: 3 days [unused]" in capsys.readouterr().out
    assert main(["-C", root, "facts", "goodwill"]) == 0
    printed = capsys.readouterr().out
    assert "agents/scripts/delay.md:8" in printed
    assert "A change touches 1 article and 1 script: 2 files in all." in printed
    assert main(["-C", root, "facts", "goodwill", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["files"] == ["agents/notes/faq/late.md", "agents/scripts/delay.md"]


def test_an_unknown_fact_is_answered_with_the_nearest(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(write_project(FILES)), "facts", "goodwil"]) == 2
    assert "did you mean goodwill?" in capsys.readouterr().err
