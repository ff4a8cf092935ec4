"""Shards of postings and shards of words: pack and unpack them, and find the shard of a term.

A shard of postings is JSON with four fields, each for all terms of the shard in their order:

    terms    the terms, front-coded
    sizes    varint for each term: how many documents have it
    steps    varint for each of these documents: its gap, the document number less the previous one, less 1
    impacts  varint for each of these documents: the impact less 1

`PackedPosting` keeps every number as its packed symbols, so that the numbers of one document can be replaced
without decoding all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any

from kb.search.indexing.encoding import (
    FINAL,
    SYMBOLS,
    pack_number,
    pack_numbers,
    pack_words,
    unpack_numbers,
    unpack_words,
)
from kb.search.indexing.index import Posting, idf_of
from kb.search.indexing.terms import EXACT
from kb.search.shards.chunking import Chunking
from kb.text.folding import fold
from kb.text.languages import Language

TERM_CHUNKING = Chunking(least=3_000, most=6_000, most_of_pairs=7_000)
WORD_CHUNKING = Chunking(least=8_000, most=16_000)
_ONE_NUMBER = re.compile(f"[{re.escape(SYMBOLS[FINAL:])}]*[{re.escape(SYMBOLS[:FINAL])}]")
_NUMBERS = {pack_number(number): number for number in range(512)}
_TONES = re.compile("[1-5]+$")


@dataclass(frozen=True, slots=True)
class PackedPosting:
    """The documents that have one term, as packed varints."""

    gaps: tuple[str, ...]
    """For each document, its number less that of the document before, less 1 (delta encoding)."""
    impacts: tuple[str, ...]

    def documents(self) -> list[int]:
        """The document numbers, ascending."""
        gaps = [_NUMBERS[gap] if gap in _NUMBERS else next(unpack_numbers(gap)) for gap in self.gaps]
        return [total + before for before, total in enumerate(accumulate(gaps))]


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word of the list that spelling correction and completion read."""

    word: str
    stem: str
    """Empty if it is the word itself."""
    size: int
    """Documents that have the stem."""


def shard_key(term: str, language: Language) -> str:
    """The key by which `term` is sorted into shards: the stem of an exact form, any other term itself.

    A pair sorts right after its first word, so both are usually in the same shard.
    """
    if term[0] != EXACT:
        return term
    word = term[1:]
    return fold(_TONES.sub("", word)) if language.has_tones else language.stem(fold(word))


def term_size(term: str, documents: int) -> int:
    """The estimated bytes of a term that this many `documents` have."""
    return len(term) + 3 + 2 * documents


def packed_posting(documents: Iterable[int], impacts: Iterable[str]) -> PackedPosting:
    """The posting of `documents`, ascending; the impacts are packed already."""
    return PackedPosting(tuple(map(pack_number, _gaps(documents))), tuple(impacts))


def pack_terms(postings: Mapping[str, Posting]) -> dict[str, str]:
    """A shard of postings; the terms are sorted here."""
    ordered = [postings[term] for term in sorted(postings)]
    return {
        "terms": pack_words(sorted(postings)),
        "sizes": pack_numbers(len(posting.documents) for posting in ordered),
        "steps": pack_numbers(gap for posting in ordered for gap in _gaps(posting.documents)),
        "impacts": pack_numbers(impact - 1 for posting in ordered for impact in posting.impacts),
    }


def repack_terms(postings: Mapping[str, PackedPosting]) -> dict[str, str]:
    """As `pack_terms`, from postings that are packed already."""
    ordered = [postings[term] for term in sorted(postings)]
    return {
        "terms": pack_words(sorted(postings)),
        "sizes": pack_numbers(len(posting.gaps) for posting in ordered),
        "steps": "".join("".join(posting.gaps) for posting in ordered),
        "impacts": "".join("".join(posting.impacts) for posting in ordered),
    }


def join_terms(shards: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """One shard with the terms of all these, in their order."""
    held = [one for one in shards if one["terms"]]
    return {name: ("\n" if name == "terms" else "").join(one[name] for one in held) for name in pack_terms({})}


def _gaps(documents: Iterable[int]) -> Iterator[int]:
    before = -1
    for document in documents:
        yield document - before - 1
        before = document


def unpack_terms(shard: Mapping[str, str]) -> dict[str, PackedPosting]:
    """Term → posting of a shard; raises ValueError or LookupError if it is damaged."""
    terms, sizes = unpack_words(shard["terms"]), list(unpack_numbers(shard["sizes"]))
    gaps, impacts = _ONE_NUMBER.findall(shard["steps"]), _ONE_NUMBER.findall(shard["impacts"])
    if not sum(sizes) == len(gaps) == len(impacts) or len(terms) != len(sizes):
        raise ValueError("a shard of postings is damaged: build again")
    all_gaps, all_impacts = iter(gaps), iter(impacts)
    return {
        term: PackedPosting(tuple(islice(all_gaps, size)), tuple(islice(all_impacts, size)))
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
    """The words that `pack_listed` was given; raises ValueError or LookupError if the shard is damaged."""
    words = unpack_words(shard["words"])
    stems = shard["stems"].split("\n") if shard["stems"] else [""] * len(words)
    sizes = unpack_numbers(shard["sizes"])
    return [ListedWord(*entry) for entry in zip(words, stems, sizes, strict=True)]


def pack_idfs(documents: int) -> str:
    """Every idf of an index with this many `documents`, run-length encoded: pairs of fall and run length.

    Sizes go from 1 to `documents`. A fall is the previous idf less this one; the first starts from
    `idf_of(documents, 0)`.
    """
    idfs = [idf_of(documents, size) for size in range(1, documents + 1)]
    return pack_numbers(_runs(idfs, idf_of(documents, 0)))


def _runs(idfs: Sequence[int], before: int) -> Iterator[int]:
    length = 0
    for size, idf in enumerate(idfs, 1):
        length += 1
        if size == len(idfs) or idfs[size] != idf:
            yield before - idf
            yield length
            before, length = idf, 0
