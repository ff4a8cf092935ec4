"""Which section of a document answers a query, and which words in it to mark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.search.indexing.documents import Passage, SearchDocument
from kb.text.languages import Language
from kb.text.letters import SPACES, lower, safe_cut, split_words
from kb.text.tokenizer import Token, read

_SHARED = shared_data("search", "ranking")
SNIPPET: int = _SHARED["snippet"]
"""Characters (code points) shown of a passage."""
HEADING_FACTOR: int = _SHARED["heading_factor"]
"""What a word of a heading counts against one of its text."""


@lru_cache(maxsize=4_000)
def _read_text(text: str, language: Language) -> tuple[Token, ...]:
    return tuple(read(text, language))


def _worth(text: str, wanted: Mapping[str, int], language: Language) -> int:
    present = {term for token in _read_text(text, language) for term in (token.stem, "=" + token.toned)}
    return sum(wanted[term] for term in present if term in wanted)


def choose_passage(document: SearchDocument, wanted: Mapping[str, int], language: Language) -> tuple[str, str]:
    """Anchor and snippet of the passage that holds most of the `wanted` terms (term → worth)."""
    best: Passage | None = None
    most = 0
    for passage in document.passages:
        worth = HEADING_FACTOR * _worth(passage.heading, wanted, language) + _worth(passage.text, wanted, language)
        if best is None or worth > most:
            best, most = passage, worth
    if best is None:
        return "", document.answer[: safe_cut(document.answer, SNIPPET)]
    return best.anchor, snippet(best.text, wanted, language)


def snippet(text: str, wanted: Mapping[str, int], language: Language) -> str:
    """About `SNIPPET` characters of `text`, whole words, around the most telling one; no sign is cut in two."""
    tokens = _read_text(text, language)
    worths = [max(wanted.get(token.stem, 0), wanted.get("=" + token.toned, 0)) for token in tokens]
    middle = 0 if len(text) <= SNIPPET or not any(worths) else tokens[worths.index(max(worths))].start
    start = max(0, min(middle - SNIPPET // 3, len(text) - SNIPPET))
    if start:
        start = safe_cut(text, next((token.start for token in tokens if token.start >= start), start))
    end = max((token.end for token in tokens if token.end <= start + SNIPPET), default=start + SNIPPET)
    if end < start or len(text) <= start + SNIPPET:
        end = min(len(text), start + SNIPPET)
    end = safe_cut(text, end)
    shown = " ".join(split_words(text[start:end]))
    return ("… " if start else "") + shown + (" …" if end < len(text.rstrip(SPACES)) else "")


def matched_words(document: SearchDocument, wanted: Mapping[str, int], language: Language) -> tuple[str, ...]:
    """The document's own spelling of the words that a query found in it, as they first appear."""
    found: dict[str, None] = {}
    texts = [document.title, *document.questions, document.answer]
    texts += [part for passage in document.passages for part in (passage.heading, passage.text)]
    for text in texts:
        for token in _read_text(text, language):
            if token.stem in wanted or "=" + token.toned in wanted:
                found.setdefault(lower(text[token.start : token.end]))
    return tuple(found)
