"""Medians, ratios within pairs, goals, and the tables that say them."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest

from bench.build_rows import FAIR, OURS, Measured, Rows, Spread
from bench.build_table import Goal, growth_goals, judged, pairs_table, peers_table, section
from bench.builds import joined, steps_at
from bench.measuring import Usage
from bench.series import STEPS


def row(tool: str, step: str, run: int, cpu: float, *, articles: int = 1000, failure: str = "") -> Measured:
    return Measured(tool, articles, step, run, cpu / 2, cpu, 100 * run, articles * 3, 2_000_000, failure, load=run)


def pair(step: str, run: int, ours: float, peer: float, *, articles: int = 1000) -> list[Measured]:
    return [row(OURS, step, run, ours, articles=articles), row(FAIR, step, run, peer, articles=articles)]


@pytest.mark.parametrize(
    ("values", "shown"),
    [([3.0, 1.0, 2.0], "2.00 (1.00–3.00)"), ([1.0, 2.0], "1.50 (1.00–2.00)"), ([1234.5], "1,234.50"), ([2, 2], "2.00")],
)
def test_a_spread_is_median_least_and_most(values: list[float], shown: str) -> None:
    found = Spread.of(values)
    assert found is not None
    assert found.shown() == shown


def test_there_is_no_median_of_nothing() -> None:
    assert Spread.of([]) is None


def test_a_ratio_is_of_each_pair_and_not_of_the_medians() -> None:
    rows = Rows([*pair("body", 1, 1.0, 10.0), *pair("body", 2, 4.0, 8.0), *pair("body", 3, 9.0, 10.0)])
    assert rows.ratio(1000, "body") == Spread(0.5, 0.1, 0.9)
    assert rows.ratio(1000, "title") is None


def test_what_failed_is_in_no_figure_and_is_told() -> None:
    found = [*pair("body", 1, 1.0, 10.0), row(OURS, "body", 2, 99.0, failure="exit code 1"), row(FAIR, "body", 2, 10.0)]
    assert Rows(found).ratio(1000, "body") == Spread(0.1, 0.1, 0.1)
    assert "Failed: kb, 1,000 × 3, body, run 2: exit code 1." in section(data_of(found), STEPS)


def test_a_restored_build_is_shown_with_the_audit_and_without() -> None:
    rows = Rows([*pair("restored-ci", 1, 5.0, 10.0), *pair("audit", 1, 3.0, 10.0), row(OURS, "cold", 1, 60.0)])
    assert rows.ratio(1000, "restored-ci-bare") == Spread(0.2, 0.2, 0.2)
    assert rows.ratio(1000, "audit", to="cold") == Spread(0.05, 0.05, 0.05)
    lines = pairs_table(rows, 1000, STEPS).splitlines()
    bare = next(line for line in lines if line.startswith("| the same, less"))
    assert "| 2.00 |" in bare
    assert bare.endswith("| ≤ 1/6: missed (0.200) |")
    assert lines[-1].startswith("| `kb audit`")
    assert lines[-1].endswith("| ≤ 1/10 of both editions, whole: met (0.050) |")


def test_both_editions_are_judged_beside_the_public_one() -> None:
    rows = Rows([*pair("public-cold", 1, 20.0, 10.0), *pair("cold", 1, 29.0, 10.0)])
    assert [line.split(" | ")[-1] for line in pairs_table(rows, 1000, STEPS).splitlines()[2:]] == [
        "≤ 2: met (2.000) |",
        "≤ 1.5 of the public edition alone: met (1.450) |",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "≤ 1/8: not measured"),
        (Spread(0.125, 0.1, 0.9), "≤ 1/8: met (0.125)"),
        (Spread(0.126, 0.1, 0.2), "≤ 1/8: missed (0.126)"),
    ],
)
def test_a_goal_is_met_by_the_median(found: Spread | None, said: str) -> None:
    assert judged(Goal("body", Fraction(1, 8)), found) == said


def test_the_cost_of_a_page_more_is_compared_between_sizes_run_by_run() -> None:
    found = [
        one
        for run, costs in ((1, (2.0, 11.0, 31.0)), (2, (2.0, 11.0, 29.0)))
        for articles, cpu in zip((100, 1000, 3000), costs, strict=True)
        for one in pair("cold", run, cpu, cpu, articles=articles)
    ]
    rows = Rows(found)
    assert rows.cost_of_a_page(OURS, "cold", 100, 1000) == pytest.approx(Spread(10 / 3, 10 / 3, 10 / 3))
    growth = rows.growth(OURS, "cold", (100, 1000, 3000))
    assert growth is not None
    assert (growth.median, growth.least, growth.most) == pytest.approx((0.95, 0.9, 1.0))
    assert growth_goals(rows).splitlines() == [
        "Cost of a text more from 3,000 to 9,000, as a part of that from 300 to 3,000 (goal ≤ 1.1): "
        "both 0.95 (0.90–1.00): met; Hugo with Pagefind 0.95 (0.90–1.00).",
        "Peak at 9,000 texts (goal ≤ 500 MB): at most 200 MB, met.",
    ]


def test_other_tools_stand_beside_ours_with_their_edit() -> None:
    found = [*pair("public-cold", 1, 20.0, 10.0), row("hugo", "public-cold", 1, 6.0)]
    found += [row("zensical", "whole", 1, 90.0), row("zensical", "body", 1, 45.0)]
    lines = peers_table(Rows(found), {"zensical": "zensical 0.0.73"}).splitlines()[2:]
    assert [line.split(" | ")[1] for line in lines] == [
        "kb, public edition", "Hugo with Pagefind", "Hugo alone, no search", "Zensical (zensical 0.0.73)",
    ]  # fmt: skip
    assert lines[-1].endswith("| 45.00 | 22.50 |")


def data_of(rows: list[Measured], **more: Any) -> dict[str, Any]:
    about = {
        "date": "2026-11-27",
        "commit": "abc",
        "machine": "x86_64",
        "processors": 2,
        "corpus": "seed 1",
        "agents": {"1000": 300},
    }
    return {
        **about,
        "versions": {},
        "missing": ["starlight: no network"],
        "rows": [asdict(one) for one in rows],
        **more,
    }


def test_the_readme_has_edits_of_the_size_that_goals_are_set_at_and_whole_builds_of_all() -> None:
    found = [
        *pair("body", 1, 1.0, 10.0),
        *pair("body", 1, 1.0, 2.0, articles=100),
        *pair("cold", 1, 4.0, 2.0, articles=100),
    ]
    short = section(data_of(found), STEPS, is_short=True)
    assert short.count(STEPS["body"]) == 1
    assert section(data_of(found), STEPS).count(STEPS["body"]) == 2
    assert "\n\n**1,000 articles × 3 languages, 300 files of the agents'**\n\n| `kb build` |" in short
    assert "Not measured: starlight: no network." in short
    assert "1.0 to 1.0 processes wanted to run when a build began. Corpus" in short
    assert "the machine was busy" in section(data_of(found, processors=0), STEPS)


def test_of_large_sizes_only_whole_builds_are_measured_unless_asked() -> None:
    assert steps_at(3000, "") == ("public-cold", "cold")
    assert steps_at(100, "") == tuple(STEPS)
    assert steps_at(3000, "title,body") == ("body", "title")


def test_commands_one_after_another_are_one_build() -> None:
    assert joined([Usage(1, 2, 50, 0), Usage(2, 3, 40, 0)]) == Usage(3, 5, 50, 0)
