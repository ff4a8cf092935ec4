"""Shards of postings and of words: packed, unpacked, and their homes.

A posting is kept here as it stands in the file, each number as its packed symbols, so that one document's
part of a shard can be exchanged without reading all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any

from kb.search.indexing.index import Posting, idf_of
from kb.search.indexing.terms import EXACT
from kb.search.shards.chunking import Cutting
from kb.search.shards.encoding import (
    FINAL,
    SYMBOLS,
    pack_number,
    pack_numbers,
    pack_words,
    unpack_numbers,
    unpack_words,
)
from kb.text.folding import fold
from kb.text.languages import Language

TERMS = Cutting(least=3_000, most=6_000, most_of_pairs=10_000)
WORDS = Cutting(least=8_000, most=16_000)
_ONE_NUMBER = re.compile(f"[{re.escape(SYMBOLS[FINAL:])}]*[{re.escape(SYMBOLS[:FINAL])}]")
_NUMBERS = {pack_number(number): number for number in range(512)}
_TONES = re.compile("[1-5]+$")


@dataclass(frozen=True, slots=True)
class PackedPosting:
    """One term's documents, each as packed numbers."""

    steps: tuple[str, ...]
    """Distance of each document from the one before, less one."""
    impacts: tuple[str, ...]

    def documents(self) -> list[int]:
        """Places of the documents."""
        steps = [_NUMBERS[step] if step in _NUMBERS else next(unpack_numbers(step)) for step in self.steps]
        return [place + number for number, place in enumerate(accumulate(steps))]


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word as it is listed for repair and for what is being typed."""

    word: str
    stem: str
    """Empty where it is the word itself."""
    size: int
    """Documents that have the stem."""


def home_of(term: str, language: Language) -> str:
    """Where `term` lies among the shards: an exact form with its stem, any other term by itself.

    A pair sorts right after its first word, so it mostly lies in the same shard.
    """
    if term[0] != EXACT:
        return term
    word = term[1:]
    return fold(_TONES.sub("", word)) if language.has_tones else language.stem(fold(word))


def term_size(term: str, documents: int) -> int:
    """About how many bytes a term with so many documents takes."""
    return len(term) + 3 + 2 * documents


def packed_posting(documents: Iterable[int], impacts: Iterable[str]) -> PackedPosting:
    """The posting of `documents`, ascending, with impacts packed already."""
    return PackedPosting(tuple(map(pack_number, _steps(documents))), tuple(impacts))


def pack_terms(postings: Mapping[str, Posting]) -> dict[str, str]:
    """A shard of postings; the terms are sorted here."""
    ordered = [postings[term] for term in sorted(postings)]
    return {
        "terms": pack_words(sorted(postings)),
        "sizes": pack_numbers(len(posting.documents) for posting in ordered),
        "steps": pack_numbers(step for posting in ordered for step in _steps(posting.documents)),
        "impacts": pack_numbers(impact - 1 for posting in ordered for impact in posting.impacts),
    }


def repack_terms(postings: Mapping[str, PackedPosting]) -> dict[str, str]:
    """The same from postings that are packed already."""
    ordered = [postings[term] for term in sorted(postings)]
    return {
        "terms": pack_words(sorted(postings)),
        "sizes": pack_numbers(len(posting.steps) for posting in ordered),
        "steps": "".join("".join(posting.steps) for posting in ordered),
        "impacts": "".join("".join(posting.impacts) for posting in ordered),
    }


def _steps(documents: Iterable[int]) -> Iterator[int]:
    before = -1
    for document in documents:
        yield document - before - 1
        before = document


def unpack_terms(shard: Mapping[str, str]) -> dict[str, PackedPosting]:
    """Term → posting of a shard; raises ValueError or LookupError where it is damaged."""
    terms, sizes = unpack_words(shard["terms"]), list(unpack_numbers(shard["sizes"]))
    steps, impacts = _ONE_NUMBER.findall(shard["steps"]), _ONE_NUMBER.findall(shard["impacts"])
    if not sum(sizes) == len(steps) == len(impacts) or len(terms) != len(sizes):
        raise ValueError("a shard of postings is damaged: build again")
    all_steps, all_impacts = iter(steps), iter(impacts)
    return {
        term: PackedPosting(tuple(islice(all_steps, size)), tuple(islice(all_impacts, size)))
        for term, size in zip(terms, sizes, strict=True)
    }


def pack_listed(words: Sequence[ListedWord]) -> dict[str, Any]:
    """A shard of the list of words."""
    stems = "\n".join(word.stem for word in words) if any(word.stem for word in words) else ""
    return {
        "words": pack_words(word.word for word in words),
        "stems": stems,
        "sizes": pack_numbers(word.size for word in words),
    }


def unpack_listed(shard: Mapping[str, str]) -> list[ListedWord]:
    """The words that `pack_listed` was given; raises ValueError or LookupError where the shard is damaged."""
    words = unpack_words(shard["words"])
    stems = shard["stems"].split("\n") if shard["stems"] else [""] * len(words)
    sizes = unpack_numbers(shard["sizes"])
    return [ListedWord(*entry) for entry in zip(words, stems, sizes, strict=True)]


def pack_rarities(documents: int) -> str:
    """Every idf of an index of so many documents, as runs: by how much it falls, for how many sizes it holds.

    The first is counted from `rarity(documents, 0)`; the sizes go from 1 to `documents`.
    """
    idfs = [idf_of(documents, size) for size in range(1, documents + 1)]
    return pack_numbers(_runs(idfs, idf_of(documents, 0)))


def _runs(idfs: Sequence[int], before: int) -> Iterator[int]:
    length = 0
    for place, idf in enumerate(idfs):
        length += 1
        if place + 1 == len(idfs) or idfs[place + 1] != idf:
            yield before - idf
            yield length
            before, length = idf, 0
