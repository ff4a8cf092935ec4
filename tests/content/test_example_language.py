"""The example's words: nothing stands in a text for search alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.text.languages import load_language

ROOT = Path(__file__).parents[2]
GLOSS = re.compile(r"(?P<word>[^()]{3,40}?)[*_ ]+(?<!\])\((?P<gloss>[^()\[\]{}]{1,25})\)")
ON_BUTTONS = frozenset({"cod"})
"""Short names that checkouts write beside the long one."""


def glosses(text: str, language: str) -> list[str]:
    """Words in brackets of which search knows that they mean the word before: “akaun (account)”."""
    known = load_language(language).alternatives
    found = []
    for match in GLOSS.finditer(text):
        word, written = match["word"].casefold(), match["gloss"].casefold().split()
        meant = [" ".join(words) for one in written if one not in ON_BUTTONS for words, _ in known.get(one, ())]
        found += [match[0] for one in meant if word.rstrip("*_ ").endswith(one)]
    return found


@pytest.mark.parametrize("language", ["ms", "vi"])
def test_no_text_repeats_in_brackets_what_search_knows(language: str) -> None:
    texts = [path for top in ("docs", "agents") for path in (ROOT / top).rglob(f"*.{language}.md")]
    assert len(texts) > 100
    assert {path.name: found for path in texts if (found := glosses(path.read_text("utf-8"), language))} == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Buka akaun (account) anda", "ms"), ("**Bayaran balik** (refund)", "ms"), ("Nhập mật khẩu (mk) mới", "vi")],
)
def test_a_gloss_is_seen(text: str, language: str) -> None:
    assert glosses(text, language)
