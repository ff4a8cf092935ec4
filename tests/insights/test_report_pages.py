"""Pages of reports in the agents' edition: made from insights/data alone, and nothing of them for shoppers."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.insights.charts.svg import Mark, bar_chart, line_chart, sparkline
from tests.cli.running import call_kb, said
from tests.insights.conftest import Shop

METRICS = "date,shop,channel,measure,value\n"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(root: Path) -> None:
    done = call_kb(root, "build", "--today", "2026-11-27")
    assert done.returncode == 0, said(done)


def test_reports_are_pages_for_agents_alone_and_the_same_however_they_were_built(german: Shop, tmp_path: Path) -> None:
    root = german.root
    build(root)
    assert not list(root.glob("site/*/**/tools/insights"))
    assert "tools/insights" not in (root / "site/agents/index.html").read_text("utf-8")
    days = [f"2026-{month}-{day:02d},S,shopee,response_rate,{80 + day}%" for month in (10, 11) for day in (4, 11, 18)]
    (root / "insights/metrics.csv").write_text(METRICS + "\n".join(days) + "\n2026-11-18,S,shopee,zwetschgen_index,3\n")
    german.insights("report", "--week", "2026-W46", "--today", "2026-11-27")
    german.insights("report", "--week", "2026-W47", "--today", "2026-11-27")
    for raw in ("insights/store.db", "insights/key", "insights/metrics.csv"):
        (root / raw).unlink()
    build(root)
    page = (root / "site/agents/tools/insights/index.html").read_text("utf-8")
    assert "Antwortrate im Chat" in page
    assert "zwetschgen index" in page
    assert '<svg class="kb-chart" role="img"' in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page[page.index("<article") : page.index("</article")])
    assert page.count("tools/insights/2026-w4") >= 2
    assert (root / "site/agents/en/tools/insights/2026-w46/index.html").is_file()
    assert not [
        name for name, data in tree(root / "site/public").items() if b"zwetschgen" in data or "insights" in name
    ]
    fresh = shutil.copytree(root, tmp_path / "fresh", ignore=shutil.ignore_patterns("site", ".kb*", ".cache*"))
    build(fresh)
    assert tree(fresh / "site/agents") == tree(root / "site/agents")

    (root / "insights/data/2026-W46.json").write_text("{}")
    done = call_kb(root, "build", "--today", "2026-11-27")
    assert done.returncode != 0
    assert "insights/data/2026-W46.json is no report of kb: make it anew" in said(done)
    assert "Traceback" not in said(done)


class Reader(HTMLParser):
    """Tags and attributes of an SVG."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


MARKS = [Mark("<1>", 3.0, "3"), Mark("2", None, "–"), Mark("3", 1.5, "1,5"), Mark("4", 0.0, "0")]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_picture_says_its_numbers_and_needs_neither_style_nor_script(is_rtl: bool) -> None:
    goal = Mark("", 2.0, "Goal: 2")
    for drawn in (
        line_chart(MARKS, id="a", title="A & B", goal=goal, is_rtl=is_rtl),
        bar_chart(MARKS, id="a", title="A & B", is_rtl=is_rtl),
    ):
        seen = Reader(drawn).seen
        (svg,) = (attributes for tag, attributes in seen if tag == "svg")
        ids = {attributes["id"] for tag, attributes in seen if tag in ("title", "desc")}
        assert svg["role"] == "img"
        assert set(str(svg["aria-labelledby"]).split()) == ids
        assert "&lt;1&gt;: 3; 2: –; 3: 1,5; 4: 0" in drawn
        assert not {name for _, attributes in seen for name in attributes} & {"style", "onload", "href"}


def test_time_runs_in_the_readers_direction_and_gaps_stay_gaps() -> None:
    places = {}
    for is_rtl in (False, True):
        seen = Reader(line_chart(MARKS, id="a", title="A", is_rtl=is_rtl)).seen
        places[is_rtl] = [float(str(one["cx"])) for tag, one in seen if tag == "circle"]
        assert sum(tag == "line" and one["class"] == "kb-chart__line" for tag, one in seen) == 1
    assert places[False] == sorted(places[False])
    assert places[True] == sorted(places[True], reverse=True)
    assert line_chart([Mark("1", None, "–")], id="a", title="A") == sparkline([None, 3.0]) == ""
    assert bar_chart([Mark("1", 0.0, "0")], id="a", title="A") == ""
