"""Shards sorted by word: read and write only those that an edit changes.

The boundary of a shard depends on its own entries and on the first entry of the next shard (`chunking.py`). So the
shards before and after the changed ones stay the same, except for the numbers in their names.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar

from kb.search.indexing.encoding import unpack_words
from kb.search.shards.chunking import Chunking
from kb.search.shards.postings import (
    TERM_CHUNKING,
    WORD_CHUNKING,
    ListedWord,
    PackedPosting,
    pack_listed,
    repack_terms,
    shard_key,
    term_size,
    unpack_listed,
    unpack_terms,
)
from kb.search.shards.write import HASH_LETTERS, dump, listed_shards, shard_hash, shard_name, word_size
from kb.text.languages import Language

Entry = TypeVar("Entry")


@dataclass(slots=True)
class Files:
    """What a patched folder holds that the last one did not."""

    written: dict[str, str] = field(default_factory=dict)
    """Name → text."""
    kept: dict[str, str] = field(default_factory=dict)
    """Name → name that the same file had before."""


class ShardSet(ABC, Generic[Entry]):
    """The shards of one kind in the previous folder: entries by word, each shard loaded on first use."""

    kind: str
    chunking: Chunking

    def __init__(self, folder: Path, listed: Mapping[str, str]) -> None:
        self._folder = folder
        self._firsts = unpack_words(listed["first"])
        self._hashes = listed["hashes"]
        self._loaded: dict[int, dict[str, Entry]] = {}
        self._first_sizes: dict[int, int] = {}
        self._touched: set[int] = set()

    @abstractmethod
    def unpack(self, shard: Mapping[str, str]) -> dict[str, Entry]:
        """Word → entry of a shard."""

    @abstractmethod
    def pack(self, entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """The shard of `entries`, which are in order."""

    @abstractmethod
    def size(self, word: str, entry: Entry) -> int:
        """The estimated bytes of an entry, as chunking counts them."""

    def get(self, word: str) -> Entry | None:
        """The entry of `word`, if there is one."""
        return self._entries(self._number(word)).get(word) if self._firsts else None

    def put(self, word: str, entry: Entry | None) -> None:
        """Set the entry of `word`; None removes it."""
        number = self._number(word)
        entries = self._entries(number)
        self._touched.add(number)
        if entry is not None:
            entries[word] = entry
        else:
            entries.pop(word, None)

    def finish(self, files: Files) -> dict[str, str]:
        """Chunk the changed shards again; add them to `files`, and return the core's listing of these shards."""
        for number in sorted(self._touched):
            if number and self._first(number) != (self._firsts[number], self._first_sizes[number]):
                self._touched.add(number - 1)
                self._entries(number - 1)
        firsts: list[str] = []
        hashes: list[str] = []
        number = 0
        while number < len(self._firsts):
            if number not in self._touched:
                old = shard_name(self.kind, number, self._hashes)
                hashes.append(self._hashes[number * HASH_LETTERS : (number + 1) * HASH_LETTERS])
                firsts.append(self._firsts[number])
                files.kept[shard_name(self.kind, len(hashes) - 1, "".join(hashes))] = old
                number += 1
                continue
            run, number = self._run(number)
            starts = self.chunking.split((word, self.size(word, entry)) for word, entry in run)
            for start, end in pairwise([*starts, len(run)]):
                text = dump(self.pack(dict(run[start:end])))
                hashes.append(shard_hash(text))
                firsts.append(run[start][0])
                files.written[shard_name(self.kind, len(hashes) - 1, "".join(hashes))] = text
        return listed_shards(firsts, hashes)

    def _run(self, number: int) -> tuple[list[tuple[str, Entry]], int]:
        """The entries from shard `number` to the next boundary that does not move, and the shard after it."""
        run: list[tuple[str, Entry]] = []
        while number < len(self._firsts):
            run += sorted(self._entries(number).items(), key=lambda pair: pair[0])
            number += 1
            following = self._first(number) if number < len(self._firsts) else None
            if run and following:
                sizes = [(word, self.size(word, entry)) for word, entry in run]
                last = sum(size for _, size in sizes[self.chunking.split(sizes)[-1] :])
                if self.chunking.starts_chunk(*following, last):
                    break
        return run, number

    def _first(self, number: int) -> tuple[str, int] | None:
        """The present first word of a shard, and its size."""
        entries = self._entries(number)
        word = min(entries, default=None)
        return (word, self.size(word, entries[word])) if word is not None else None

    def _number(self, word: str) -> int:
        return max(0, bisect_right(self._firsts, word) - 1)

    def _entries(self, number: int) -> dict[str, Entry]:
        if number not in self._loaded:
            text = (self._folder / shard_name(self.kind, number, self._hashes)).read_text("utf-8")
            entries = self._loaded[number] = self.unpack(json.loads(text))
            self._first_sizes[number] = self.size(self._firsts[number], entries[self._firsts[number]])
        return self._loaded[number]


class PostingShards(ShardSet[dict[str, PackedPosting]]):
    """The shards of postings: shard key → term → posting."""

    kind = "terms"
    chunking = TERM_CHUNKING

    def __init__(self, folder: Path, listed: Mapping[str, str], language: Language) -> None:
        super().__init__(folder, listed)
        self._language = language

    def unpack(self, shard: Mapping[str, str]) -> dict[str, dict[str, PackedPosting]]:
        keyed = [(shard_key(term, self._language), term, posting) for term, posting in unpack_terms(shard).items()]
        keyed.sort(key=lambda row: row[0])
        rows = groupby(keyed, key=lambda row: row[0])
        return {key: {term: posting for _, term, posting in some} for key, some in rows}

    def pack(self, entries: Mapping[str, dict[str, PackedPosting]]) -> Mapping[str, Any]:
        return repack_terms({term: posting for terms in entries.values() for term, posting in terms.items()})

    def size(self, word: str, entry: dict[str, PackedPosting]) -> int:
        return sum(term_size(term, len(posting.gaps)) for term, posting in entry.items())


class WordShards(ShardSet[ListedWord]):
    """The shards of the word list: word → entry."""

    kind = "words"
    chunking = WORD_CHUNKING

    def unpack(self, shard: Mapping[str, str]) -> dict[str, ListedWord]:
        return {word.word: word for word in unpack_listed(shard)}

    def pack(self, entries: Mapping[str, ListedWord]) -> Mapping[str, Any]:
        return pack_listed(list(entries.values()))

    def size(self, word: str, entry: ListedWord) -> int:
        return word_size(entry)
