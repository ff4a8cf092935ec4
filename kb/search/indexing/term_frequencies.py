"""Term frequencies of one document: the part of indexing that the step cache keeps between builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.terms import CONCEPT, EXACT
from kb.search.indexing.token_cache import MEASURES, UNSPLIT, KnownPieces, KnownWord, also_found_by, cut, pieces_of
from kb.search.indexing.weights import SEARCH_FIELDS, TERM_KINDS, WEIGHTS, Weights
from kb.text.languages import Language
from kb.text.tokenizer import find_phrases

COUNTING = "6"
"""Goes into the cache key: raise it when the same text would be counted differently."""


def term_kind(term: str) -> str:
    """The kind of `term`: word, exact, concept or pair."""
    if term[0] == EXACT:
        return "exact"
    if term[0] == CONCEPT:
        return "concept"
    return "pair" if " " in term else "word"


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The frequency of each term in each field of one document."""

    lengths: tuple[int, ...]
    """Words in each of `SEARCH_FIELDS`."""
    terms: Mapping[str, tuple[int, ...]]
    """Term → count in each of `SEARCH_FIELDS`."""


def count_terms(document: SearchDocument, language: Language, weights: Weights = WEIGHTS) -> TermCounts:
    """Count the terms of each field of `document`, read in `language`; terms of weight 0 are left out.

    A text has these terms: the stems of its words, of what its slang stands for, and of its compounds without
    hyphens; its exact words if they differ from the stem; its concepts; and its pairs of neighbouring words, slang
    replaced by what it means.
    """
    known = pieces_of(language)
    lengths = [0] * len(SEARCH_FIELDS)
    terms: dict[str, tuple[int, ...]] = {}
    for name, texts in document.fields():
        field = SEARCH_FIELDS.index(name)
        kinds = [kind for kind in TERM_KINDS if weights.of(kind)[field] > 0]
        counted = _count_words(texts, known)
        lengths[field] = sum(counted.values())
        if "word" not in kinds:
            counted = {}
        else:  # after the lengths, which count each word once
            _count_compounds(texts, language, counted)
        if kinds not in (["word"], []):
            _count_others(texts, known, language, kinds, counted, is_body=name == "body")
        rows = _rows(field)
        for term, count in counted.items():
            row = terms.get(term)
            terms[term] = rows[count] if row is None else (*row[:field], count, *row[field + 1 :])
    return TermCounts(tuple(lengths), dict(sorted(terms.items())))


class _Rows(dict[int, tuple[int, ...]]):
    """Count → the row of a term that occurs this often in one field and in no other."""

    def __init__(self, field: int) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, count: int) -> tuple[int, ...]:
        row = self[count] = tuple(count if field == self._field else 0 for field in range(len(SEARCH_FIELDS)))
        return row


@cache
def _rows(field: int) -> _Rows:
    return _Rows(field)


def _count_words(texts: Iterable[str], known: KnownPieces) -> dict[str, int]:
    """Stem → how often it occurs in `texts`, the words that slang stands for included."""
    cuts = [cut(text) for text in texts]
    pieces = Counter(chain.from_iterable(cuts))
    found: dict[str, int] = {}
    slang: set[str] = set()
    stem_of = known.stems.get
    for piece, count in pieces.items():
        if (stem := stem_of(piece)) is not None:
            found[stem] = found.get(stem, 0) + count
            continue
        for word in known[piece]:
            found[word.stem] = found.get(word.stem, 0) + count
            if word.expansion:
                slang.add(piece)
    for stretch in cuts if slang else ():
        if not slang.isdisjoint(stretch):
            words = [word for piece in stretch for word in known[piece]]
            written = {word.with_diacritics for word in words}
            for part in chain.from_iterable(word.expansion for word in words):
                if part.with_diacritics not in written:
                    found[part.stem] = found.get(part.stem, 0) + 1
    return found


def _count_compounds(texts: Iterable[str], language: Language, found: dict[str, int]) -> None:
    """Add to `found` the stems by which pieces of text are found besides those of their words."""
    for text in texts:
        if not UNSPLIT.isdisjoint(text) or MEASURES.search(text):
            for piece in cut(text):
                for stem in also_found_by(piece, language):
                    found[stem] = found.get(stem, 0) + 1


def _count_others(
    texts: Iterable[str],
    known: KnownPieces,
    language: Language,
    kinds: Sequence[str],
    found: dict[str, int],
    *,
    is_body: bool,
) -> None:
    """Add to `found` the terms of all `kinds` except plain words."""
    more: list[str] = []
    pairs: list[tuple[KnownWord, KnownWord]] = []
    for text in texts:
        words = [word for piece in cut(text) for word in known[piece]]
        expanded = [part for word in words for part in word.expansion or (word,)]
        if "exact" in kinds:
            more += [word.exact for word in words if word.exact]
        if "concept" in kinds:
            more += [CONCEPT + name for name, _, _ in find_phrases([word.list_form for word in expanded], language)]
        if "pair" in kinds and is_body:
            pairs += pairwise(expanded)
        elif "pair" in kinds:
            stems = [word.stem for word in expanded]
            more += map(" ".join, pairwise(stems))
    for term in chain(more, telling_pairs(pairs)):
        found[term] = found.get(term, 0) + 1


def telling_pairs(pairs: Iterable[tuple[KnownWord, KnownWord]]) -> list[str]:
    """The pairs of a body that are worth their bytes, as often as they occur.

    Both words are significant; or one is, and the pair occurs more than once. Most pairs of a long text are
    others ("of the", "is paid"): bench/ablate_search.py shows what these two kinds bring.
    """
    terms: list[tuple[str, int]] = [(f"{a.stem} {b.stem}", a.is_significant + b.is_significant) for a, b in pairs]
    occurrences = Counter(term for term, _ in terms)
    return [term for term, significant in terms if significant == 2 or (significant and occurrences[term] > 1)]
