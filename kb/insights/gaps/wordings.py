"""Buyers' own wordings of a group, as they may stand among a page's `questions`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.search.indexing.index import Index
from kb.search.quality.wordings import words_in
from kb.search.ranking.confidence import LIKELY
from kb.search.ranking.scoring import search
from kb.text.languages import Language, load_language

LONGEST_QUESTION = 100
"""Letters; a longer wording tells a story, which nobody types into a search box."""
FEWEST_WORDS = 2
MOST_QUESTIONS = 8


def as_questions(wordings: Iterable[str], language: str, *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The first of `wordings` that are short, and other than one another and than those `known`, as the index reads."""
    own = load_language(language)
    return tuple(one for one, _ in zip(_different(wordings, own, known), range(MOST_QUESTIONS), strict=False))


def _different(wordings: Iterable[str], language: Language, known: Iterable[str]) -> Iterator[str]:
    seen = {words_in(one, language) for one in known}
    for wording in wordings:
        text = " ".join(wording.split())
        words = words_in(text, language)
        if len(text) <= LONGEST_QUESTION and len(words) >= FEWEST_WORDS and words not in seen:
            seen.add(words)
            yield text


def not_found_yet(wordings: Iterable[str], page: str, index: Index) -> list[str]:
    """Those of `wordings` that do not find the text `page` first, as a likely answer."""
    return [one for one in wordings if not _finds(one, page, index)]


def _finds(wording: str, page: str, index: Index) -> bool:
    hits = search(index, wording, 1)
    return bool(hits) and hits[0].document.id == page and hits[0].confidence >= LIKELY
