"""Pages stay light at any size: bytes and counts, never seconds."""

from __future__ import annotations

import gzip
import random
import re
from pathlib import Path

from bench.corpus import write_corpus
from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.sites import Sites

MOST_HTML = 30_000
MOST_HTML_GZIP = 10_000


def test_pages_of_a_larger_centre_are_no_heavier_than_those_of_a_small_one(tmp_path: Path) -> None:
    sizes: dict[int, dict[str, tuple[int, int]]] = {}
    for articles in (20, 120):
        root = tmp_path / str(articles)
        write_corpus(root, articles=articles, languages=("en", "vi"))
        (report,) = build_editions(root, ("public",), root / "site", today=TODAY)
        assert report.is_whole, report.problems
        pages = {path.relative_to(root / "site/public").as_posix(): path.read_bytes()
                 for path in (root / "site/public").rglob("*.html")}  # fmt: skip
        sizes[articles] = {name: (len(data), len(gzip.compress(data))) for name, data in pages.items()}
        heavy = {
            name: size for name, size in sizes[articles].items() if size[0] > MOST_HTML or size[1] > MOST_HTML_GZIP
        }
        assert not heavy
    means = {
        articles: sum(raw for name, (raw, _) in found.items() if "/article-" in name) / (articles * 2)
        for articles, found in sizes.items()
    }
    assert means[120] < 1.05 * means[20]


def heavy_pages(edition: Path) -> dict[str, tuple[int, int]]:
    """Page → bytes and bytes compressed, of those that weigh more than they may."""
    sizes = {
        path.relative_to(edition).as_posix(): (len(data), len(gzip.compress(data)))
        for path in edition.rglob("*.html")
        for data in [path.read_bytes()]
    }
    assert sizes
    return {name: size for name, size in sizes.items() if size[0] > MOST_HTML or size[1] > MOST_HTML_GZIP}


def test_no_page_of_the_shop_weighs_more_than_it_may(shop: Sites) -> None:
    assert heavy_pages(shop.public) == {}
    assert heavy_pages(shop.agents) == {}


SCRIPTS = 150
FACTS = 80
DUTIES = 60


def write_agents(root: Path, words: list[str], chance: random.Random) -> None:
    """Scripts with variants, changes and reviews, facts that all of them use, and duties around the clock."""

    def said(least: int, most: int) -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(least, most)))

    (root / "agents/scripts").mkdir(parents=True)
    (root / "agents/procedures").mkdir()
    facts = [f"fact_{number}" for number in range(FACTS)]
    (root / "agents/facts.yml").write_text(
        "".join(f"{name}: {{about: {said(3, 9)}, unit: days, value: {number}}}\n" for number, name in enumerate(facts))
    )
    for number in range(SCRIPTS):
        questions = "".join(f"  - {said(4, 9)}\n" for _ in range(6))
        changes = "".join(
            f"  - {{on: {day}, what: {said(4, 12)}, why: {said(4, 9)}}}\n" for day in ("2026-03-01", "2026-10-02")
        )
        stage = ("ordering", "delivery", "return")[number % 3]
        used = " ".join(f"{{{{ fact.{name} }}}}" for name in (facts[0], facts[number % FACTS]))
        variants = "".join(f"\n## variant: {variant}\n\n{said(10, 30)}.\n" for variant in ("vip", "new")[: number % 3])
        (root / f"agents/scripts/reply-{number}.md").write_text(
            f"---\ntitle: {said(3, 9)} {number}\nsummary: {said(8, 16)}\ntopic: returns\nstage: {stage}\nowner: care\n"
            "channels: [shopee, lazada, email, livechat]\n"
            f"reviewed_on: 2026-11-01\nreview_every_days: 90\nquestions:\n{questions}changes:\n{changes}---\n"
            f"{said(10, 20)} {used}.\n{variants}"
        )
    for number in range(DUTIES):
        (root / f"agents/procedures/duty-{number}.md").write_text(
            f"---\ntitle: {said(4, 8)} {number}\nrole: Agent\nchannel: [shopee, sms]\n"
            f'time: "{number % 24:02}:15"\n---\n{said(20, 40)}.\n'
        )


def test_the_agents_lists_lie_on_sheets_that_hold_every_row_and_weigh_little(tmp_path: Path) -> None:
    write_corpus(tmp_path, articles=20, languages=("en",))
    text = "".join(path.read_text("utf-8") for path in sorted((tmp_path / "docs").rglob("*.md"))[:20])
    write_agents(tmp_path, sorted(set(re.findall(r"\b[a-z]{2,}\b", text))), random.Random(5))
    (report,) = build_editions(tmp_path, ("agents",), tmp_path / "site", today=TODAY)
    assert report.is_whole, [problem for problem in report.problems if problem.is_error]
    agents = tmp_path / "site/agents"
    assert heavy_pages(agents) == {}
    for tool, pattern, expected in (
        ("scripts", r'class="kb-row__title"><a href="[^"]*scripts/(reply-\d+)/', SCRIPTS),
        ("sequences", r'<th scope="row"><a href="[^"]*scripts/(reply-\d+)/', SCRIPTS),
        ("journey", r'data-kb-row[^>]*><a href="[^"]*scripts/(reply-\d+)/', SCRIPTS),
        ("facts", r'<section class="kb-fact" data-kb-row id="(fact_\d+)"', FACTS),
        ("timetable", r'data-kb-duty="procedures/(duty-\d+) ', DUTIES),
    ):
        sheets = sorted((agents / "tools" / tool).rglob("index.html"), key=lambda path: (len(path.parts), path.parts))
        found = [name for path in sheets for name in re.findall(pattern, path.read_text("utf-8"))]
        assert len(sheets) > 1, tool
        assert len(found) == len(set(found)) == expected, tool
        first = sheets[0].read_text("utf-8")
        assert f'data-kb-sheets="{len(sheets)}"' in first, tool
        assert f"tools/{tool}/2/" in first, tool
