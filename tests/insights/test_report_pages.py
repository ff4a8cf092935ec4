"""Pages of reports in the agents' edition: made from insights/data alone, and nothing of them for shoppers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kb.cli.serve import _folders
from kb.insights.charts.svg import Mark, bar_chart, line_chart, sparkline
from kb.website.preview.watcher import Watcher
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


def _with(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        plain = json.loads(text)
        change(plain)
        return json.dumps(plain, indent=1)

    return changed


LINE = {"name": "x", "count": 1, "before": 0}
BROKEN: dict[str, tuple[Callable[[str], str], int, str]] = {
    "empty": (lambda text: "", 1, "is cut off, or no JSON"),
    "half": (lambda text: text[:200], 11, "is cut off, or no JSON"),
    "a merge": (lambda text: "<<<<<<< HEAD\n" + text, 1, "is cut off, or no JSON"),
    "another thing": (lambda text: "[]", 1, "is no report of kb"),
    "newer": (_with(lambda one: one.update(version=2)), 1, "of version 2, and this kb reads 1 (update kb, or"),
    "no figures": (_with(lambda one: one.pop("figures")), 1, "is damaged: “figures” is missing"),
    "a word for a number": (_with(lambda one: one["figures"][0].update(value="viel")), 1, "value: “viel”"),
    "no number": (_with(lambda one: one["figures"][0].update(value=float("nan"))), 1, "is no JSON"),
    "no day": (_with(lambda one: one.update(first="Montag")), 1, "first: “Montag” is no day"),
    "no period": (_with(lambda one: one["figures"][0]["trail"][0].update(period="früher")), 1, "früher"),
    "no trail": (_with(lambda one: one["figures"][0].update(trail=[])), 1, "trail"),
    "a number for a list": (_with(lambda one: one.update(lists={"topics": 3})), 1, "topics: is no list"),
    "a bad line": (
        _with(lambda one: one.update(lists={"problems": [{**LINE, "about": {"oldest": "bald"}}]})),
        1, "oldest: “bald” is no day",
    ),
    "another week": (_with(lambda one: one.update(period="2026-W40")), 1, "holds the report of 2026-W40"),
    "other letters": (lambda text: text + "\udcff", 1, "is no UTF-8"),
}  # fmt: skip


def test_a_report_that_cannot_be_read_is_a_warning_and_the_others_are_there(german: Shop) -> None:
    root = german.root
    (root / "insights/metrics.csv").write_text(METRICS + "2026-11-18,S,shopee,response_rate,90%\n")
    german.insights("report", "--week", "2026-W47", "--today", "2026-11-27")
    whole = (root / "insights/data/2026-W47.json").read_text("utf-8")
    names = {}
    for number, (name, (broken, _, _)) in enumerate(BROKEN.items(), 10):
        text = broken(whole.replace("2026-W47", f"2026-W{number}"))
        names[name] = path = f"insights/data/2026-W{number}.json"
        (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    (root / "insights/data/gaps-2026-W46.json").write_text("{")
    done = call_kb(root, "check", "--today", "2026-11-27")
    assert done.returncode == 0, said(done)
    for name, (_, line, words) in BROKEN.items():
        (told,) = (one for one in said(done).splitlines() if one.startswith(names[name]))
        assert told.startswith(f"{names[name]}:{line}: "), told
        assert "KB139" in told
        assert words in told
        assert "kb insights report" in told
    assert "insights/data/gaps-2026-W46.json:1:" in said(done)
    assert "Traceback" not in said(done)
    build(root)
    page = (root / "site/agents/tools/insights/index.html").read_text("utf-8")
    assert "Antwortrate im Chat" in page
    assert {one.name for one in (root / "site/agents/tools/insights").iterdir() if one.is_dir()} == {"2026-w47"}
    strict = call_kb(root, "check", "--strict", "--today", "2026-11-27")
    assert strict.returncode == 1


def test_a_preview_follows_new_reports_in_the_agents_edition_alone(german: Shop) -> None:
    seen: list[list[str]] = []
    for edition in ("agents", "public"):
        watcher = Watcher(german.root, _folders(german.root, "docs", "agents", edition), seen.append)
        for name in ("insights/data/2026-W47.json", "insights/store.db", "insights/inbox/chat.txt"):
            assert watcher._matters(name) == (edition == "agents" and name.endswith(".json"))


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
        paths = {str(one["class"]): str(one["d"]) for tag, one in seen if tag == "path"}
        places[is_rtl] = [int(x) for x in re.findall(r"M(\d+) [\d.]+h0", paths["kb-chart__dots"])]
        assert len(places[is_rtl]) == 3
        assert paths["kb-chart__line"].count("L") == 1
    assert places[False] == sorted(places[False])
    assert places[True] == sorted(places[True], reverse=True)
    assert line_chart([Mark("1", None, "–")], id="a", title="A") == sparkline([None, 3.0]) == ""
    assert bar_chart([Mark("1", 0.0, "0")], id="a", title="A") == ""
