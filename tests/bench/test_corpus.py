"""Made-up corpora: the same from the same seed, with the edits' targets in them, and valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import SHARED_FACT, SHARED_PAGES, write_corpus
from kb.website.build.editions import build_editions
from tests.conftest import TODAY

LANGUAGES = ("en", "vi")


def texts_of(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.*"))}


def test_one_seed_gives_one_corpus_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        write_corpus(tmp_path / name, articles=24, languages=LANGUAGES, seed=seed, agents=10)
    one, other = texts_of(tmp_path / "one"), texts_of(tmp_path / "other")
    assert one == texts_of(tmp_path / "same")
    sharing = [{name for name, text in found.items() if f"fact.{SHARED_FACT}" in text} for found in (one, other)]
    assert [len(names) for names in sharing] == [SHARED_PAGES, SHARED_PAGES]
    assert sharing[0] != sharing[1]
    common = one.keys() & other.keys()
    assert [name for name in sorted(common) if "/article-" in name and one[name] == other[name]] == []


@pytest.mark.parametrize("count", [7, 20])
def test_the_agents_part_has_as_many_files_as_were_asked_for(tmp_path: Path, count: int) -> None:
    assert write_corpus(tmp_path, articles=12, languages=LANGUAGES, agents=count) == 12 * 2 + count + 1
    found = [path.relative_to(tmp_path / "agents") for path in (tmp_path / "agents").rglob("*.md")]
    assert len(found) == count
    assert {path.parts[0] for path in found} == {"scripts", "notes", "procedures"}


def test_a_corpus_builds_without_an_error_or_a_warning(tmp_path: Path) -> None:
    write_corpus(tmp_path, articles=10, languages=("en", "vi", "ms"), agents=30)
    reports = build_editions(tmp_path, ("public", "agents"), tmp_path / "site", today=TODAY)
    assert [str(one) for report in reports for one in report.problems if one.severity != "hint"] == []
    assert all(report.is_whole for report in reports)
