"""Where facts are used."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kb.cli import main
from kb.reports.facts import fact_reports
from kb.reports.freshness import Review, fact_queue, review_state
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


OUTSIDE = """\
claim_days:
  unit: days
  markets: {VN: 15, MY: 14}
  decided_by: marketplace
  source: {VN: "https://help.example/vn?a=1&b=2", MY: The handbook of our lawyers}
  checked: {VN: 2026-11-20, MY: 2026-10-01}
  check_every_days: 40
bare_days: {unit: days, value: 3, decided_by: law}
own_days: {unit: days, value: 4}
own_prices: {unit: days, value: 5, checked: 2026-01-01, check_every_days: 400}
"""


def test_the_queue_has_what_must_be_compared_again_and_its_command_what_is_due(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project({"facts.yml": OUTSIDE, "docs/faq/a.md": "# A\n"})
    library, _ = library_of(root)
    rows = fact_queue(library.facts.values())
    assert [(row.fact.name, row.market, row.due_on) for row in rows] == [
        ("claim_days", "MY", date(2026, 11, 10)),
        ("claim_days", "VN", date(2026, 12, 30)),
        ("own_prices", "", date(2027, 2, 5)),
        ("bare_days", "", None),
    ]
    on_due_day = [review_state(row, today=date(2026, 12, 30)) for row in rows]
    assert on_due_day == [Review.OVERDUE, Review.SOON, Review.LATER, Review.NEVER]
    assert [row.fact.name for row in fact_queue(library.facts.values(), ("VN",))] == [
        "claim_days", "own_prices", "bare_days",
    ]  # fmt: skip
    assert main(["-C", str(root), "facts", "--due", "--today", "2026-11-10"]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["bare_days"]
    assert main(["-C", str(root), "facts", "--due", "--today", "2026-11-11", "--json"]) == 0
    facts = {fact["name"]: fact for fact in json.loads(capsys.readouterr().out)}
    assert facts.keys() == {"bare_days", "claim_days"}
    assert facts["claim_days"]["decided_by"] == "marketplace"
    assert facts["claim_days"]["known"]["MY"] == {
        "source": "The handbook of our lawyers", "checked": "2026-10-01",
        "check_every_days": 40, "due_on": "2026-11-10",
    }  # fmt: skip
    assert main(["-C", str(root), "facts", "claim_days", "--today", "2026-11-11"]) == 0
    printed = capsys.readouterr().out
    assert "Decided by: marketplace" in printed
    assert "MY: source: The handbook of our lawyers; checked 2026-10-01; was due by 2026-11-10" in printed


def test_agents_see_where_a_fact_comes_from_and_shoppers_only_what_a_page_asks_for(write_project: WriteProject) -> None:
    article = "# A\n\n{{ fact.claim_days }}, as of {{ fact.claim_days.as_of }}.\n"
    root = write_project({"facts.yml": OUTSIDE, "docs/faq/a.md": article, "docs/faq/a.vi.md": article})
    assert main(["-C", str(root), "build", "--today", "2026-11-21"]) == 0
    site = {edition: root / "site" / edition for edition in ("public", "agents")}
    facts, queue = (
        (site["agents"] / "tools" / name / "index.html").read_text("utf-8") for name in ("facts", "reviews")
    )
    assert 'href="https://help.example/vn?a=1&amp;b=2"' in facts
    assert "The handbook of our lawyers" in facts
    assert "Decided by the marketplace" in facts
    assert 'data-due="2026-11-10"' in queue
    assert "#text=claim_days" in queue
    channels = (site["agents"] / "tools" / "channels" / "index.html").read_text("utf-8")
    assert channels.count('href="https://help.zaapi.com/integrations/shopee/limitations"') == 1  # once for all limits
    assert "Source unknown" in channels
    public = [path.read_bytes() for path in site["public"].rglob("*") if path.is_file()]
    assert any(b"as of October 1, 2026" in content for content in public)
    assert any("as of 20 tháng 11, 2026".encode() in content for content in public)
    assert not [content for content in public if b"lawyers" in content or b"help.example/vn" in content]
