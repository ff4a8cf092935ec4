"""A word with a number takes the form that the number asks for in its language, and shops may write their own."""

from __future__ import annotations

import pytest

from kb.project.project import load_project
from kb.ui_strings import merged_strings, ui_strings
from kb.ui_strings.missing import is_for_agents, missing_keys
from kb.ui_strings.plurals import counted, forms_as_json, wanted_keys
from tests.cli.running import call_kb, said
from tests.conftest import WriteProject

SHIPPED = ("ar", "de", "en", "es", "fr", "id", "ja", "ms", "pt", "th", "vi", "zh")
POLISH = {"pl": {"article_count": "{n} artykułu", "article_count_one": "{n} artykuł",
                 "article_count_few": "{n} artykuły", "article_count_many": "{n} artykułów"}}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 article"), ("en", 0, "0 articles"), ("en-GB", 1, "1 article"),
        ("fr", 0, "0 article"), ("fr", 2, "2 articles"), ("pt-BR", 0, "0 artigo"),
        ("ar", 0, "لا مقالات"), ("ar", 2, "مقالان"), ("ar", 3, "3 مقالات"), ("ar", 11, "11 مقالًا"),
        ("vi", 1, "1 bài viết"), ("zz", 1, "1 article"),
    ],
)  # fmt: skip
def test_a_number_chooses_the_form(language: str, n: int, said: str) -> None:
    assert counted(ui_strings(language), "article_count", n, language) == said


@pytest.mark.parametrize(("n", "said"), [(1, "artykuł"), (3, "artykuły"), (5, "artykułów"), (22, "artykuły")])
def test_a_shop_gives_the_forms_of_a_language_that_kb_does_not_speak(n: int, said: str) -> None:
    assert counted(merged_strings("pl", POLISH), "article_count", n, "pl") == f"{n} {said}"


def test_a_form_that_is_not_given_is_the_word_itself_and_never_another_languages() -> None:
    words = merged_strings("pl", {"pl": {"article_count": "artykuły: {n}"}})
    assert counted(words, "article_count", 1, "pl") == "artykuły: 1"
    assert forms_as_json(words, "article_count") == "artykuły: {n}"


def test_words_of_a_region_lie_over_those_of_its_language_and_of_the_shop() -> None:
    own = {"pt": {"home": "Início!", "menu": "Menu!"}, "pt-BR": {"menu": "Cardápio"}}
    words = merged_strings("pt-BR", own)
    assert (words["home"], words["menu"], words["close"]) == ("Início!", "Cardápio", ui_strings("pt")["close"])


@pytest.mark.parametrize("language", [*SHIPPED, "en-GB", "de-AT", "pt-BR", "zh-CN", "fr-CA"])
def test_a_language_that_kb_speaks_lacks_nothing(language: str) -> None:
    assert missing_keys(language, {}) == ()


def test_what_is_missing_is_counted_with_every_plural_form_and_shoppers_words_first() -> None:
    missing = missing_keys("pl", POLISH)
    assert not {"article_count", "article_count_few"} & set(missing)
    assert {"search_count", "search_count_one", "search_count_few", "search_count_many"} <= set(missing)
    of_agents = [is_for_agents(key) for key in missing]
    assert of_agents == sorted(of_agents)
    assert missing_keys("pl", {"pl": dict.fromkeys(wanted_keys("pl"), "x")}) == ()


def test_words_in_another_script_do_not_count() -> None:
    assert "home" in missing_keys("zh-TW", {})


def test_a_project_speaks_with_its_own_words(write_project: WriteProject) -> None:
    config = "site_name: X\nplugins:\n  - kb:\n      default_language: de-AT\n      languages: {de-AT: Deutsch}\n"
    root = write_project({"mkdocs.yml": config, "words/de.yml": "home: Anfang\n", "docs/faq/a.md": "# A\n"})
    options = load_project(root).options
    assert options.ui_strings("de-AT")["home"] == "Anfang"
    assert options.ui_strings("de-AT") is options.ui_strings("de-AT")
    assert ui_strings("de-AT")["home"] != "Anfang"


def test_the_words_that_are_missing_are_printed_as_they_are_to_be_written(write_project: WriteProject) -> None:
    config = "site_name: X\nplugins:\n  - kb:\n      default_language: pl\n      languages: {pl: Polski}\n"
    root = write_project({"mkdocs.yml": config, "words/pl.yml": "home: Start\n", "docs/faq/a.md": "# A\n"})
    printed = call_kb(root, "translations", "--words", "pl").stdout.decode()
    assert "menu: Menu\n" in printed
    assert "search_count_few: '{n} results'\n" in printed
    assert "home:" not in printed
    (root / "words/pl.yml").write_text("home: Start\n" + printed, "utf-8")
    assert load_project(root).problems == ()
    assert call_kb(root, "translations", "--words", "pl").stdout == b""
    assert "there is no language “xx”: choose from pl" in said(call_kb(root, "translations", "--words", "xx"))
