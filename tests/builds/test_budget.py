"""Pages stay light at any size: bytes and counts, never seconds."""

from __future__ import annotations

import gzip
from pathlib import Path

from bench.corpus import write_corpus
from kb.website.build import build_editions
from tests.conftest import TODAY

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
