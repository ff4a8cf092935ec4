"""Patch the files of an index after edits of its documents. The result equals a full write byte for byte.

Only the shards that hold a term of these documents are read and written; all others are hard-linked. If an edit
changes the impacts of every document (a field's rounded mean length changes), the answer is None, and the caller
writes the whole index.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.encoding import pack_number
from kb.search.indexing.index import Index, field_averages, impacts_of
from kb.search.indexing.term_frequencies import TermCounts, term_kind
from kb.search.indexing.weights import WEIGHTS
from kb.search.shards.patch_shards import Files, PostingShards, WordShards
from kb.search.shards.postings import ListedWord, PackedPosting, packed_posting, shard_key
from kb.search.shards.titles import Title, pack_titles, unpack_titles
from kb.search.shards.write import (
    FEW,
    FIRST_FILE,
    HASH_LETTERS,
    INDEX_FORMAT,
    TEXTS_IN_SHARD,
    TEXTS_WITH_ONE_HASH,
    TITLES_IN_SHARD,
    dump,
    first_text,
    index_hash,
    shard_hash,
    shard_name,
    texts_hash,
    texts_name,
    texts_shard,
    write_file,
)
from kb.text.languages import Language, load_language


@dataclass(frozen=True, slots=True)
class Edit:
    """One document that became another one of the same id."""

    before: TermCounts
    document: SearchDocument
    """As it is now."""
    after: TermCounts


class OutOfStepError(ValueError):
    """The previous folder does not match the previous version of the document."""


@dataclass(frozen=True, slots=True)
class Patch:
    """The changes that turn the previous folder of an index into the next one."""

    state: dict[str, Any]
    written: Mapping[str, str]
    """Name → text of each new file."""
    kept: Mapping[str, str]
    """Name → name of the same file in the previous folder; usually the same name."""


def index_state(index: Index) -> dict[str, Any]:
    """What patching needs besides the folder, as plain values for the build's cache."""
    return {
        "format": INDEX_FORMAT,
        "language": index.language.code,
        "lengths": list(index.lengths),
        "ids": [document.id for document in index.documents],
    }


def patch_index(state: Mapping[str, Any], last: Path, new: Path, edits: Sequence[Edit]) -> dict[str, Any] | None:
    """Write into the folder `new` what `write_index` would write after `edits`.

    `state` is what `index_state` gave for the index in the folder `last`; counts were made by this same version.
    Files that stay are hard links (copies where links fail). What `new` holds of an older index goes, but for links to
    what stays: most of a folder that is used again. Gives the next state, or None, with nothing written, where the
    index has to be written whole.
    """
    patch = plan_patch(state, last, edits)
    if patch is None:
        return None
    new.mkdir(parents=True, exist_ok=True)
    there, live = _stamps(new), _stamps(last)
    is_there = {name for name, before in patch.kept.items() if name in there and there[name] == live.get(before)}
    for name in there.keys() - is_there:
        (new / name).unlink()  # never written in place: it may be a link into another folder
    for name, before in patch.kept.items():
        if name not in is_there:
            try:
                os.link(last / before, new / name)
            except OSError:
                (new / name).write_bytes((last / before).read_bytes())
    for name, text in patch.written.items():
        write_file(new / name, text)
    return patch.state


def _stamps(folder: Path) -> dict[str, tuple[int, ...]]:
    """Name → what tells whether two names in folders are of one file."""
    with os.scandir(folder) as entries:
        stats = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
    return {name: (one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns) for name, one in stats.items()}


def plan_patch(state: Mapping[str, Any], last: Path, edits: Sequence[Edit]) -> Patch | None:
    """The files to write after `edits`; None if the whole index must be written.

    Reads from the folder `last` only what the edits touch; writes nothing.
    """
    try:
        ids = state["ids"]
        numbers = {number: edit for edit in edits if (number := bisect_left(ids, edit.document.id)) < len(ids)}
        is_same_set = [ids[number] for number in numbers] == [edit.document.id for edit in edits]
        if state["format"] != INDEX_FORMAT or not is_same_set or len(ids) <= FEW:
            return None
        lengths = list(state["lengths"])
        for edit in edits:
            changes = zip(lengths, edit.before.lengths, edit.after.lengths, strict=True)
            lengths = [total - before + after for total, before, after in changes]
        averages = field_averages(lengths, len(ids))
        if averages != field_averages(state["lengths"], len(ids)):
            return None
        [core_path] = last.glob("core-*.json")
        core = json.loads(core_path.read_text("utf-8"))
        if core["format"] != INDEX_FORMAT or core["count"] != len(ids):
            return None
        files = Files()
        impacts = {
            number: (impacts_of(edit.before, averages, WEIGHTS), impacts_of(edit.after, averages, WEIGHTS))
            for number, edit in numbers.items()
        }
        _patch_postings(core, last, impacts, files)
        _patch_shown(core, last, {number: edit.document for number, edit in numbers.items()}, files)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None  # a damaged or foreign folder: written whole, it is right again
    count = len(core["dictionaries"]) // HASH_LETTERS
    names = [shard_name("dictionary", number, core["dictionaries"]) for number in range(count)]
    files.kept |= {name: name for name in names}
    text = dump(core)
    files.written |= {f"core-{index_hash(text)}.json": text, FIRST_FILE: first_text(text)}
    return Patch({**state, "lengths": lengths}, files.written, files.kept)


def _patch_postings(
    core: dict[str, Any], last: Path, impacts: Mapping[int, tuple[dict[str, int], dict[str, int]]], files: Files
) -> None:
    """Replace the documents' impacts, given by number as they were and as they are, and update the listed words that
    this changes.
    """
    language = load_language(core["language"])
    postings, listed = PostingShards(last, core["terms"], language), WordShards(last, core["words"])
    affected: set[str] = set()
    for number, (before, after) in impacts.items():
        for term in sorted(before.keys() | after.keys()):
            if before.get(term) == after.get(term):
                continue
            key = shard_key(term, language)
            terms = dict(postings.get(key) or {})
            if (term in before) != (number in terms[term].documents() if term in terms else False):
                raise OutOfStepError(term)
            posting = _exchanged(terms.get(term), number, after.get(term, 0))
            if posting is not None:
                terms[term] = posting
            else:
                del terms[term]
            postings.put(key, terms or None)
            if (term in before) != (term in after):
                affected |= _words_of(term, terms, language)
    for word in sorted(affected):
        listed.put(word, _listing(word, postings, language))
    core["terms"] = postings.finish(files)
    core["words"] = listed.finish(files)


def _exchanged(posting: PackedPosting | None, number: int, impact: int) -> PackedPosting | None:
    """`posting` with another impact (0: none) in one document; None if no document is left."""
    documents = posting.documents() if posting else []
    impacts = list(posting.impacts) if posting else []
    at = bisect_left(documents, number)
    is_there = at < len(documents) and documents[at] == number
    documents[at : at + is_there] = [number] if impact else []
    impacts[at : at + is_there] = [pack_number(impact - 1)] if impact else []
    return packed_posting(documents, impacts) if documents else None


def _words_of(term: str, terms: Mapping[str, PackedPosting], language: Language) -> set[str]:
    """The listed words that a new or removed term may change; `terms` are those with its shard key."""
    kind = term_kind(term)
    if kind == "exact" and not language.has_tones:
        return {term[1:]}
    if kind != "word":
        return set()
    return {term} if language.has_tones else {term, *(other[1:] for other in terms if term_kind(other) == "exact")}


def _listing(word: str, postings: PostingShards, language: Language) -> ListedWord | None:
    """The list's entry of `word`. As in `index.build_index`, an exact form is listed with its stem."""
    if not language.has_tones and word.isascii():
        stem = language.stem(word)
        terms = postings.get(stem) or {}
        if f"={word}" in terms and stem in terms:
            return ListedWord(word, stem, len(terms[stem].gaps))
    posting = (postings.get(word) or {}).get(word)
    return ListedWord(word, "", len(posting.gaps)) if posting else None


def _patch_shown(core: dict[str, Any], last: Path, documents: Mapping[int, SearchDocument], files: Files) -> None:
    """Replace titles and texts of `documents`, given by number, and keep all others."""
    hashes = core.get("title_shards", "")
    names = [shard_name("titles", n, hashes) for n in range(len(hashes) // HASH_LETTERS)]
    shards = [json.loads((last / name).read_text("utf-8")) for name in names] or [core["titles"]]
    in_shard = TITLES_IN_SHARD if names else core["count"]
    before = "".join(one["texts"] for one in shards)
    after = _patch_texts(before, last, documents, core["count"], files)
    for n in range(-(-core["count"] // TEXTS_IN_SHARD)):
        if (name := texts_name(n, after)) not in files.written:
            files.kept[name] = texts_name(n, before)
    files.kept |= {name: name for name in names}
    ends = [0, *accumulate(len(one["texts"]) for one in shards)]
    for of_titles, some in groupby(sorted(documents), key=lambda number: number // in_shard):
        shard = shards[of_titles]
        titles = list(unpack_titles(shard))
        for number in some:
            titles[number % in_shard] = Title.of(documents[number])
        shard |= {**pack_titles(titles), "texts": after[ends[of_titles] : ends[of_titles + 1]]}
        if names:
            text = dump(shard)
            del files.kept[names[of_titles]]
            hashes = core["title_shards"] = _exchanged_hash(hashes, of_titles, shard_hash(text))
            files.written[shard_name("titles", of_titles, hashes)] = text


def _patch_texts(hashes: str, last: Path, documents: Mapping[int, SearchDocument], count: int, files: Files) -> str:
    """Write the shards with the texts of `documents`; the hashes of all texts then."""
    after, each = hashes, TEXTS_IN_SHARD * TEXTS_WITH_ONE_HASH
    for group, some in groupby(sorted(documents), key=lambda number: number // each):
        start = group * TEXTS_WITH_ONE_HASH
        end = min(start + TEXTS_WITH_ONE_HASH, -(-count // TEXTS_IN_SHARD))
        texts = [(last / texts_name(n, hashes)).read_text("utf-8") for n in range(start, end)]
        changed = set()
        for number in some:
            own, place = divmod(number, TEXTS_IN_SHARD)
            shown = json.loads(texts[own - start])
            [shown[place]] = texts_shard([documents[number]])
            texts[own - start] = dump(shown)
            changed.add(own)
        short_hash = texts_hash(texts)
        after = _exchanged_hash(after, group, short_hash)
        files.written |= {f"texts-{own}-{short_hash}.json": texts[own - start] for own in changed}
    return after


def _exchanged_hash(hashes: str, place: int, short_hash: str) -> str:
    """`hashes` with another one at `place`."""
    return hashes[: place * HASH_LETTERS] + short_hash + hashes[(place + 1) * HASH_LETTERS :]
