"""Every character there is, alone and between letters: Python and the browser make the same of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kb.locking.passphrases import normalise_passphrase
from kb.replies.plain_text import clean_value, drop_accents
from kb.search.shards.characters import pack_characters
from kb.text.fold_offsets import fold_with_positions
from kb.text.folding import TABLE, fold_slug
from kb.text.languages import load_language
from kb.text.letters import SPACES, lower, safe_cut, split_words
from kb.text.tokenizer import read
from tests.fuzz import running
from tests.twins.node import node

ALL = ((0, 0xD7FF), (0xE000, 0x323FF), (0xE0000, 0xE01FF), (0xF0000, 0xF00FF), (0x10FF00, 0x10FFFF))
"""All that is assigned today, and a part of what is not."""
FEW = ((0, 0x340F), (0x4DC0, 0x4E0F), (0x9FF0, 0xAC0F), (0xD7A0, 0xD7FF), (0xE000, 0xE00F), (0xF8F0, 0x1FFFF),
       (0x2F7F0, 0x2FA2F), (0xE0000, 0xE01FF), (0x10FFF0, 0x10FFFF))  # fmt: skip
"""The same without the insides of Han, Hangul and private use, where one is as the next."""
RANGES = ALL if running.IS_LONG else FEW


def test_the_table_of_characters_comes_back_from_an_index() -> None:
    assert node().call("unpackCharacters", pack_characters(TABLE)) == TABLE
    with pytest.raises(ValueError, match="in order"):
        pack_characters({**TABLE, "marks": TABLE["marks"][::-1]})


def english() -> str:
    node().call("language", "en", dict(load_language("en").data), TABLE)
    return "en"


def folded(text: str) -> Any:
    made = fold_with_positions(text)
    return [made.text, list(made.starts), list(made.ends), made.has_diacritics]


CASES: dict[str, tuple[Callable[[str], Any], tuple[str, str], list[Any]]] = {
    "foldWithPositions": (folded, ("n", ""), []),
    "dropAccents": (drop_accents, ("e", "\u0301"), []),
    "cleanValue": (clean_value, ("", "b"), []),
    "normalisePassphrase": (normalise_passphrase, ("", "b"), []),
    "wordsOf": (split_words, ("a", "b"), []),
    "lower": (lower, ("Σ", "Σ"), ["en"]),
    "slug": (fold_slug, ("a", "B"), ["en"]),
}


@pytest.mark.parametrize("name", CASES)
def test_every_character_becomes_the_same(name: str) -> None:
    make, (before, after), rest = CASES[name]
    english()
    expected = {}
    for first, last in RANGES:
        for code in range(first, last + 1):
            text = before + chr(code) + after
            if (made := make(text)) != text:
                expected[str(code)] = made
    assert node().call("ofCharacters", name, [before, after], RANGES, *rest) == expected


def test_no_text_is_cut_inside_what_is_one_sign() -> None:
    english()
    codes = [code for first, last in RANGES for code in range(first, last + 1)]
    for start in range(0, len(codes), 4_096):
        text = "".join("a" + chr(code) for code in codes[start : start + 4_096])
        places = [safe_cut(text, place) for place in range(len(text) + 1)]
        assert node().call("safeCuts", text, "en") == places, hex(start)


def test_white_space_is_what_javascript_says() -> None:
    found = node().call("ofCharacters", "wordsOf", ["", ""], [[0, 0xD7FF], [0xE000, 0xFFFF]])
    assert {chr(int(code)) for code, words in found.items() if not words} == set(SPACES)


def test_tokens_of_every_character_are_the_same() -> None:
    language = load_language(english())
    codes = [code for first, last in RANGES for code in range(first, last + 1)]
    for start in range(0, len(codes), 4_096):
        text = " ".join("a" + chr(code) for code in codes[start : start + 4_096])
        tokens = [
            [one.start, one.end, one.folded, one.with_diacritics, one.stem, one.weight] for one in read(text, language)
        ]
        assert node().call("read", text, "en") == tokens, hex(start)
