"""Spelling correction and completion: words that the index does not know, mistyped or not yet typed to the end.

Corrections are the known words at a distance of one (optimal string alignment), found by generating every
candidate (Norvig, “How to Write a Spelling Corrector”, 2007).
"""

from __future__ import annotations

from bisect import bisect_left

from kb.browser_code.shared import shared_data
from kb.search.indexing.index import Index
from kb.search.indexing.weights import PREFIX_WORDS, REPAIR_WEIGHTS
from kb.search.ranking.dictionary import forms_in_language
from kb.text.languages import FULL, Language
from kb.text.tokenizer import read_token

_SHARED = shared_data("search", "ranking")
SHORTEST_REPAIRED: int = _SHARED["shortest_repaired"]
ALPHABET: str = _SHARED["alphabet"]
COMMON_SHARE: int = _SHARED["common_share"]
"""A word that at least one document in so many has is common enough to be meant by a real word of the same letters."""


def neighbours(word: str) -> list[tuple[str, int]]:
    """Every string at a distance of one from `word` (optimal string alignment), with the kind of the error.

    0 a swap of neighbours or a letter typed twice, 1 a letter left out, 2 a wrong letter or one too many; the most
    frequent kind of error first.
    """
    found: dict[str, int] = {}

    def add(candidate: str, kind: int) -> None:
        if candidate != word and found.get(candidate, 9) > kind:
            found[candidate] = kind

    for i in range(len(word) - 1):
        add(word[:i] + word[i + 1] + word[i] + word[i + 2 :], 0)
    for i in range(len(word)):
        rest = word[i + 1 :]
        add(word[:i] + rest, 0 if rest[:1] == word[i] else 2)
        for letter in ALPHABET:
            add(word[:i] + letter + word[i:], 1)
            add(word[:i] + letter + rest, 2)
    for letter in ALPHABET:
        add(word + letter, 1)
    return list(found.items())


def may_repair(word: str, language: Language) -> bool:
    """Whether an unknown word may be a typing error: long enough, of plain letters, no syllable of the language."""
    is_plain = len(word) >= SHORTEST_REPAIRED and word.isascii() and word.isalpha()
    return is_plain and not language.is_well_formed(word)


def repair(word: str, index: Index) -> list[tuple[str, int]]:
    """The known words that an unknown word may stand for, each with its confidence in per cent; the best first.

    A word that the language has is left alone, though no document has it: only its own form without an ending
    ("charges", "charge") stands for it, and a word with the same letters (two of them swapped, one typed twice) that
    many documents have. So "tired" may be "tried", but "crash" is never "cash".
    """
    if not may_repair(word, index.language):
        return []
    lexicon = index.language.lexicon
    known = []
    for candidate, kind in neighbours(word):
        found = frequency(candidate, index)
        if found or candidate in lexicon:
            known.append((kind, -found, candidate))
    forms = forms_in_language(word, index.language) if known else []
    if forms:
        same_letters = {word for kind, size, word in known if kind == 0 and _is_common(word, -size, index)}
        known = [row for row in known if row[2] in same_letters.union(forms)]
    known = [(kind + (candidate[:1] != word[:1]), size, candidate) for kind, size, candidate in known]
    best: dict[str, None] = dict.fromkeys(candidate for _, _, candidate in sorted(known))
    return list(zip(best, REPAIR_WEIGHTS, strict=False))


def _is_common(word: str, size: int, index: Index) -> bool:
    """Whether many documents have a word, which is no stop word."""
    return size * COMMON_SHARE >= len(index.documents) and read_token(word, 0, 0, index.language).weight >= FULL


def frequency(word: str, index: Index) -> int:
    """How many documents have a word, under whatever form it is indexed by."""
    own = index.postings.get(index.word_stems.get(word, word))
    posting = own or index.postings.get(index.language.lexicon.get(word, word))
    return len(posting.documents) if posting else 0


def complete(beginning: str, index: Index) -> list[str]:
    """The most frequent terms of words that begin with `beginning`."""
    first = bisect_left(index.words, beginning)
    found: dict[str, int] = {}
    for word in index.words[first:]:
        if not word.startswith(beginning):
            break
        term = index.word_stems.get(word, word)
        posting = index.postings.get(term)
        if posting is not None and word != beginning:
            found[term] = len(posting.documents)
    return sorted(found, key=lambda term: (-found[term], term))[:PREFIX_WORDS]
