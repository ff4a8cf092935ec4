"""The interface words that kb ships: every language is whole, and none of it is left in English."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml
from babel import Locale

from kb.ui_strings.plurals import COUNTED

WORDS = files("kb.ui_strings")
LANGUAGES = sorted(file.name.removesuffix(".yml") for file in WORDS.iterdir() if file.name.endswith(".yml"))
FORMS = ("zero", "one", "two", "few", "many")
"""CLDR's plural categories beside `other`, which is the bare key."""
NUMBERS = range(1000)
"""Counts that a help centre shows. CLDR's `many` of French, Spanish and Portuguese begins at a million."""

NAMES = {
    "Zalo", "WhatsApp", "Messenger", "Facebook", "Instagram", "SMS", "Shopee", "Lazada", "TikTok", "Shop", "Tiki",
    "JavaScript", "HTML", "VIP", "NPS", "Ctrl", "Enter", "Shift", "Alt", "Esc", "C", "frame_ancestors", "mkdocs", "yml",
    "https",
}  # fmt: skip
"""Names that every language writes in Latin letters."""
SHARED = {
    "de": {"Name", "Text", "Code", "Link", "Links", "Normal", "Team: {team}", "Video"},
    "es": {"Manual", "No", "Normal"},
    "fr": {
        "Menu", "Pages", "Page", "Code", "Date", "Type", "Question", "Note", "Message", "Source",
        "Article", "Articles", "{n} article", "{n} articles", "Accents", "{n} minute", "{n} minutes", "E-mail",
        "Danger", "Important",
    },
    "id": {"Menu", "Internal", "Live chat", "Video"},
    "ms": {"Menu", "Manual", "Video"},
    "pt": {"Menu", "Manual", "E-mail", "Link", "Links", "Normal"},
    "vi": {"Menu", "Hotline", "Link", "Video"},
}  # fmt: skip
"""Words that a language truly shares with English."""


def words_of(language: str) -> dict[str, str]:
    return dict(yaml.safe_load((WORDS / f"{language}.yml").read_text("utf-8")))


ENGLISH = words_of("en")
OTHERS = [language for language in LANGUAGES if language != "en"]


def form_of(key: str) -> tuple[str, str] | None:
    """A counted string and its plural category; None for any other key."""
    base, _, form = key.rpartition("_")
    return (base, form) if form in FORMS and "{n}" in ENGLISH.get(base, "") else None


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{[^{}]*\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_english_is_there_in_the_same_order(language: str) -> None:
    ours = [key for key in words_of(language) if form_of(key) is None]
    assert ours == [key for key in ENGLISH if form_of(key) is None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_there_once(language: str) -> None:
    for key, text in words_of(language).items():
        if form_of(key) is None:
            assert sorted(re.findall(r"\{[^{}]*\}", text)) == sorted(placeholders(ENGLISH[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_words_have_the_plural_forms_of_the_language(language: str) -> None:
    words, form_of_number = words_of(language), Locale.parse(language).plural_form
    for key in COUNTED:
        for form in {form_of_number(number) for number in NUMBERS}:
            text = words.get(key if form == "other" else f"{key}_{form}", "")
            holds_several = sum(form_of_number(number) == form for number in NUMBERS) > 1
            assert text, f"{key}, {form}"
            assert placeholders(text) <= {"{n}"}
            assert "{n}" in text or not holds_several, f"{key}, {form}: “{text}” stands for more than one number"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    same = {text for key, text in words_of(language).items() if text == ENGLISH.get(key)}
    assert {text for text in same if text not in NAMES} == SHARED.get(language, set())


@pytest.mark.parametrize("language", ["ar", "ja", "th", "zh"])
def test_other_scripts_hold_latin_letters_in_names_only(language: str) -> None:
    for key, text in words_of(language).items():
        latin = re.findall(r"[A-Za-z_]+", re.sub(r"\{[^{}]*\}", "", text))
        assert set(latin) <= NAMES, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_space_is_stray_and_no_quote_is_straight(language: str) -> None:
    for key, text in words_of(language).items():
        assert text == text.strip(), key
        assert not re.search(r"\s\s|\s[.,]|\( |[\u200b\ufeff]", text), key
        assert '"' not in text, key


def test_french_keeps_its_marks_on_the_line_of_their_word() -> None:
    for key, text in words_of("fr").items():
        assert not re.search(r"(?<![\u00a0\u202f])[?!;:»]|«(?!\u00a0)", text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_named_as_it_is_headed(language: str) -> None:
    words = words_of(language)
    assert words["tool_scripts"] in words["desk_needs_scripts"]
