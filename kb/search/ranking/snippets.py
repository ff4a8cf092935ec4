"""Snippets: the passage of a document that answers a query best, cut around its best word, and the words to mark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.browser_code.shared import shared_data
from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
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


def _term_weight_sum(text: str, weight_of_term: Mapping[str, int], language: Language) -> int:
    present = {term for token in _read_text(text, language) for term in (token.stem, "=" + token.with_diacritics)}
    return sum(weight_of_term[term] for term in present if term in weight_of_term)


def choose_passage(document: SearchDocument, weight_of_term: Mapping[str, int], language: Language) -> tuple[str, str]:
    """Anchor and snippet of the passage whose terms weigh most; `weight_of_term` holds the query's terms."""
    best: Passage | None = None
    most = 0
    for passage in document.passages:
        weight = HEADING_FACTOR * _term_weight_sum(passage.heading, weight_of_term, language) + _term_weight_sum(
            passage.text, weight_of_term, language
        )
        if best is None or weight > most:
            best, most = passage, weight
    if best is None:
        return "", document.answer[: safe_cut(document.answer, SNIPPET)]
    return best.anchor, snippet(best.text, weight_of_term, language)


def snippet(text: str, weight_of_term: Mapping[str, int], language: Language) -> str:
    """About `SNIPPET` characters of `text`, whole words, around its word of most weight; no sign is cut in two."""
    tokens = _read_text(text, language)
    weights = [
        max(weight_of_term.get(token.stem, 0), weight_of_term.get("=" + token.with_diacritics, 0)) for token in tokens
    ]
    middle = 0 if len(text) <= SNIPPET or not any(weights) else tokens[weights.index(max(weights))].start
    start = max(0, min(middle - SNIPPET // 3, len(text) - SNIPPET))
    if start:
        start = safe_cut(text, next((token.start for token in tokens if token.start >= start), start))
    end = max((token.end for token in tokens if token.end <= start + SNIPPET), default=start + SNIPPET)
    if end < start or len(text) <= start + SNIPPET:
        end = min(len(text), start + SNIPPET)
    end = safe_cut(text, end)
    shown = " ".join(split_words(text[start:end]))
    return ("… " if start else "") + shown + (" …" if end < len(text.rstrip(SPACES)) else "")


def matched_words(document: SearchDocument, weight_of_term: Mapping[str, int], language: Language) -> tuple[str, ...]:
    """The words of the document that match the query, in the document's spelling and order."""
    found: dict[str, None] = {}
    texts = [document.title, *document.questions, document.answer]
    texts += [part for passage in document.passages for part in (passage.heading, passage.text)]
    for text in texts:
        for token in _read_text(text, language):
            if token.stem in weight_of_term or "=" + token.with_diacritics in weight_of_term:
                found.setdefault(lower(text[token.start : token.end]))
    return tuple(found)
