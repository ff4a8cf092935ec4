"""Adding and taking out a language or a market: one command, nothing left behind, every other line as written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.importers.scaffold.yaml_edit import YamlText, below, entries_of, entry_at
from kb.project.project import load_project
from tests.cli.running import call_kb, said
from tests.importers.conftest import snapshot

NOTICES = """\
- id: tet            # for one country alone
  from: 2026-02-01
  until: 2026-02-20
  markets: [VN]
  text: {en: Closed for Tet, vi: Nghỉ Tết}
- id: both
  from: 2026-03-01
  until: 2026-03-02
  text: {en: Short day, vi: Nghỉ sớm, ms: Hari pendek}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The sample: en for all, vi for Vietnam, ms for Malaysia."""
    assert call_kb(tmp_path, "init", "shop").returncode == 0
    (tmp_path / "shop/notices.yml").write_text(NOTICES, "utf-8")
    (tmp_path / "shop/words").mkdir()
    (tmp_path / "shop/words/ms.yml").write_text("home: Utama\n", "utf-8")
    return tmp_path / "shop"


def run(shop: Path, *words: str, code: int = 0) -> str:
    done = call_kb(shop, *words)
    assert done.returncode == code, said(done)
    return said(done)


def mentions(shop: Path, *signs: str) -> list[str]:
    """Files of the project that still say one of `signs`."""
    names = ("mkdocs.yml", "facts.yml", "agents/facts.yml", "notices.yml")
    return [name for name in names if any(sign in (shop / name).read_text("utf-8") for sign in signs)]


def test_a_language_goes_with_its_files_words_and_names(shop: Path) -> None:
    before = snapshot(shop)
    shown = run(shop, "languages", "remove", "ms")
    assert "Nothing was changed yet" in shown and "delete  docs/faq/track-order.ms.md" in shown
    assert snapshot(shop) == before
    run(shop, "languages", "remove", "ms", "--yes")
    assert not list(shop.rglob("*.ms.md")) and not (shop / "words").exists()
    assert mentions(shop, "ms:", "Hari pendek") == []
    assert "# Subjects of articles" in (shop / "mkdocs.yml").read_text("utf-8"), "comments stay"
    run(shop, "check", "--strict")


def test_a_market_goes_out_of_settings_facts_and_notices(shop: Path) -> None:
    run(shop, "languages", "remove", "vi", "--yes")
    run(shop, "check", "--strict")
    shown = run(shop, "markets", "remove", "VN")
    assert "Nothing was changed yet" in shown
    run(shop, "markets", "remove", "VN", "--yes")
    text = (shop / "facts.yml").read_text("utf-8")
    assert mentions(shop, "VN:", "[VN", "tet") == [] and "markets: {MY: 14}" in text
    run(shop, "check", "--strict")


def test_what_is_added_can_be_taken_out_again_and_nothing_is_left(shop: Path) -> None:
    before = snapshot(shop)
    run(shop, "languages", "add", "sv")
    assert load_project(shop).options.languages["sv"].in_translation
    run(shop, "check", "--strict")
    run(shop, "markets", "add", "SE")
    assert load_project(shop).options.markets["SE"].currency == "SEK"
    run(shop, "check", "--strict")
    run(shop, "markets", "remove", "SE", "--yes")
    run(shop, "languages", "remove", "sv", "--yes")
    assert snapshot(shop) == before


def test_a_language_that_is_done_is_held_to_be_complete(shop: Path) -> None:
    run(shop, "languages", "add", "de", "--markets", "MY")
    config = shop / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(", in_translation: true", ""), "utf-8")
    assert "KB601" in run(shop, "check", "--strict", code=1)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("languages", "remove", "en"), "is the default language"),
        (("languages", "remove", "fr"), "is not among the languages: en, vi, ms"),
        (("languages", "remove"), "name the language"),
        (("languages", "add", "vi"), "already"),
        (("languages", "add", "vn"), "did you mean vi"),
        (("languages", "add", "de", "--markets", "DE"), "kb markets add DE"),
        (("markets", "add", "UK"), "did you mean GB"),
        (("markets", "add", "VN"), "already"),
        (("markets", "add", "DE", "--currency", "EURO"), "did you mean EUR"),
        (("markets", "remove", "DE"), "is not among the markets: VN, MY"),
        (("markets", "add"), "name the market"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(shop: Path, words: tuple[str, ...], why: str) -> None:
    before = snapshot(shop)
    assert why in run(shop, *words, code=2)
    assert snapshot(shop) == before


def test_a_fact_of_one_market_alone_keeps_that_market(shop: Path) -> None:
    facts = shop / "facts.yml"
    facts.write_text(facts.read_text("utf-8") + "only_here:\n  unit: days\n  markets: {MY: 1}\n", "utf-8")
    before = snapshot(shop)
    assert "only_here has a value for MY alone" in run(shop, "markets", "remove", "MY", "--yes", code=2)
    assert snapshot(shop) == before


def test_what_names_the_market_in_texts_is_left_to_the_writer(shop: Path) -> None:
    page = shop / "docs/faq/track-order.md"
    page.write_text(page.read_text("utf-8") + "\nIn Malaysia {{ fact.return_days.MY }}.\n", "utf-8")
    shown = run(shop, "markets", "remove", "MY")
    assert "left to do: docs/faq/track-order.md:" in shown and "ms was for MY alone" in shown


def test_folders_of_languages_lose_the_folder(tmp_path: Path) -> None:
    (tmp_path / "docs/en/faq").mkdir(parents=True)
    (tmp_path / "docs/vi/faq").mkdir(parents=True)
    for code in ("en", "vi"):
        (tmp_path / f"docs/{code}/faq/a.md").write_text("# A\n\nText.\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: T\ntheme: {name: material}\n"
        "plugins:\n  - kb: {layout: folder, languages: {en: English, vi: Việt}}\n",
        "utf-8",
    )
    run(tmp_path, "languages", "remove", "vi", "--yes")
    assert not (tmp_path / "docs/vi").exists() and (tmp_path / "docs/en/faq/a.md").is_file()
    assert list(load_project(tmp_path).options.languages) == ["en"]


BLOCK = "a:\n  x: 1   # one\n  # above y\n  y:\n    - p\n    - q\n\n  z: |\n    text\n    more\nb: end\n"
FLOW = "a: {x: 1, y: [p, q], z: {k: v}}   # flow\nb: end\n"
QUOTED = 'a: {"x": \'1, 2\', "y": ["p", "q"], "z": {}}\nb: end'


@pytest.mark.parametrize("text", [BLOCK, FLOW, QUOTED])
@pytest.mark.parametrize(
    "paths",
    [["x"], ["y"], ["z"], ["x", "y"], ["y", "z"], ["x", "z"], ["x", "y", "z"], ["y/0"], ["y/1"], ["y/0", "y/1"]],
)
def test_entries_are_taken_out_and_the_rest_reads_as_before(text: str, paths: list[str]) -> None:
    file, wanted = YamlText(text), yaml.safe_load(text)
    for path in sorted(paths, reverse=True):
        key, _, number = path.partition("/")
        entry = entry_at(file.root, "a", key)
        assert entry
        file.drop(list(entries_of(entry.value))[int(number)] if number else entry)
        if number:
            del wanted["a"][key][int(number)]
            if not wanted["a"][key]:
                del wanted["a"][key]
        else:
            del wanted["a"][key]
    if not wanted["a"]:
        del wanted["a"]
    assert yaml.safe_load(file.changed()) == wanted
    assert file.changed().rstrip("\n").endswith("b: end")


@pytest.mark.parametrize("text", [BLOCK, FLOW, QUOTED, "a:\n  x: 1"])
def test_an_entry_is_put_behind_the_last(text: str) -> None:
    file = YamlText(text)
    held = entry_at(file.root, "a")
    assert held and list(below(held))
    file.insert(held.value, "new: {n: 1}")  # type: ignore[arg-type]
    wanted = yaml.safe_load(text)
    wanted["a"]["new"] = {"n": 1}
    assert yaml.safe_load(file.changed()) == wanted
