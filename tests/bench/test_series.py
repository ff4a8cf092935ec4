"""The steps of a run: each changes what it says and no more, and is believed only when its result can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import SHARED_FACT, write_corpus
from bench.series import Series


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, articles=24, agents=24)
    return folder


def texts_of(project: Path) -> dict[str, str]:
    files = (path for path in sorted(project.rglob("*")) if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize(
    ("step", "place", "pages"),
    [
        ("body", "docs/", ["agents", "public"]),
        ("title", "docs/", ["agents", "public"]),
        ("script", "agents/scripts/", ["agents"]),
        ("note", "agents/notes/", ["agents"]),
    ],
)
def test_an_edit_changes_one_text_of_its_kind_another_in_each_run(
    corpus: Path, tmp_path: Path, step: str, place: str, pages: list[str]
) -> None:
    before, changed = texts_of(corpus), []
    for run in (1, 2):
        order = Series(corpus, tmp_path / str(run), run).order(step)
        after = texts_of(tmp_path / str(run) / "shop")
        changed += [name for name in before if before[name] != after[name]]
        assert sorted(page.relative_to(order.folder / "site").parts[0] for page, _ in order.shown) == pages
    assert len(set(changed)) == 2
    assert all(name.startswith(place) for name in changed)


def test_a_fact_is_edited_in_its_own_file_and_looked_for_on_its_pages(corpus: Path, tmp_path: Path) -> None:
    order = Series(corpus, tmp_path / "bench", 3).order("fact")
    before, after = texts_of(corpus), texts_of(order.folder)
    assert [name for name in before if before[name] != after[name]] == ["facts.yml"]
    english = [name for name, text in before.items() if f"fact.{SHARED_FACT}" in text and name.count(".") == 1]
    assert len(order.shown) == 2 * len(english) > 0
    assert {words for _, words in order.shown} == {"703 days"}


def test_a_build_without_the_edit_in_its_result_does_not_count(corpus: Path, tmp_path: Path) -> None:
    order = Series(corpus, tmp_path / "bench", 1).order("script")
    ((page, words),) = order.shown
    assert "has no" in order.failure()
    page.parent.mkdir(parents=True)
    page.write_text("<p>something else</p>", "utf-8")
    assert words in order.failure()
    page.write_text(f"<p>{words}.</p>", "utf-8")
    assert order.failure() == ""


def test_a_restored_cache_comes_with_its_site_without_home_and_with_other_times(corpus: Path, tmp_path: Path) -> None:
    series = Series(corpus, tmp_path / "bench", 1)
    shop = tmp_path / "bench/shop"
    for name in (".kb-cache/public/store", "site/public/index.html"):
        (shop / name).parent.mkdir(parents=True)
        (shop / name).write_text("made before")
    orders = [series.order(step) for step in ("restored", "restored-ci")]
    assert [order.environment.get("CI") for order in orders] == [None, "true"]
    copy = orders[-1].folder
    assert texts_of(copy) == texts_of(shop)
    assert (copy / "site/public/index.html").is_file()
    assert not any((copy / name).stat().st_mtime_ns == (shop / name).stat().st_mtime_ns for name in texts_of(copy))
    assert not Path(orders[-1].environment["XDG_CACHE_HOME"]).exists()


def test_a_cold_build_finds_nothing_that_an_earlier_one_kept(corpus: Path, tmp_path: Path) -> None:
    series = Series(corpus, tmp_path / "bench", 1)
    first = series.order("cold")
    for kept in (first.folder / ".kb-cache", first.folder / "site", Path(first.environment["XDG_CACHE_HOME"])):
        kept.mkdir(parents=True)
    again = series.order("public-cold")
    assert again.command[-2:] == ("--edition", "public")
    assert not any(path.exists() for path in (again.folder / ".kb-cache", again.folder / "site"))
    assert not Path(again.environment["XDG_CACHE_HOME"]).exists()
