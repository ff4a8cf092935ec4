"""Pages stay light at any size: bytes and counts, never seconds."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from bench.corpus import write_corpus
from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.large import DUTIES, FACTS, SCRIPTS
from tests.sites import Sites

MOST_HTML = 30_000
MOST_HTML_GZIP = 10_000


def test_pages_of_a_larger_centre_are_no_heavier_than_those_of_a_small_one(tmp_path: Path) -> None:
    sizes: dict[int, dict[str, tuple[int, int]]] = {}
    for articles in (20, 80):
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
    assert means[80] < 1.05 * means[20]


def heavy_pages(edition: Path) -> dict[str, tuple[int, int]]:
    """Page → bytes and bytes compressed, of those that weigh more than they may; the manual is as long as its texts."""
    sizes = {
        path.relative_to(edition).as_posix(): (len(data), len(gzip.compress(data)))
        for path in edition.rglob("*.html")
        for data in [path.read_bytes()]
        if "manual" not in path.relative_to(edition).parts
    }
    assert sizes
    return {name: size for name, size in sizes.items() if size[0] > MOST_HTML or size[1] > MOST_HTML_GZIP}


def test_no_page_weighs_more_than_it_may(shop: Sites, awkward: Sites) -> None:
    for edition in (shop.public, shop.agents, awkward.public):
        assert heavy_pages(edition) == {}


def test_the_agents_lists_lie_on_sheets_that_hold_every_row_and_weigh_little(large: Sites) -> None:
    agents = large.agents
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
