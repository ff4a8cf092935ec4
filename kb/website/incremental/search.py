"""The search indexes of the last site after small edits: patched where that can be, else made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.cache.steps import StepCache
from kb.cache.store import key_of
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.indexing.term_frequencies import TermCounts
from kb.search.shards.patch import patch_index
from kb.source.walk import walk_files
from kb.text.languages import load_language
from kb.website.output.search_index import FOLDER, core_name, state_of, write_index
from kb.website.record.build_record import IndexRecord

Edited = tuple[SearchDocument, SearchDocument]
"""A document as the index has it, and as it is now."""


@dataclass(frozen=True)
class SearchEdits:
    """What editing the indexes did."""

    indexes: Mapping[str, IndexRecord]
    """Language → its index as it is now, for those that were changed."""


def edit_search(
    step_cache: StepCache,
    indexes: Mapping[str, IndexRecord],
    edits: Mapping[str, Sequence[Edited]],
    every: Callable[[str], Sequence[SearchDocument]],
    *,
    live: Path,
    staged: Path,
    talk: Mapping[str, Sequence[str]],
) -> SearchEdits:
    """Bring the indexes in `staged`, which are those of `live`, up to date.

    `indexes` are those of `live` and `edits` the edited documents, both by language; `every` gives all documents of a
    language as they are now, for an index that has to be written from nothing, and `talk` is what `talk_of` gives.
    """
    after = {}
    for code, changed in edits.items():
        last, new = live / FOLDER / code, staged / FOLDER / code
        state, done = indexes[code].state, None
        if state["core"] == core_name(last):
            done = _patch(step_cache, state["index"], last, new, changed, code)
        state = done or _remake(step_cache, every(code), new, code, talk)
        names = sorted(f"{FOLDER}/{code}/{name}" for name, _ in walk_files(new))
        after[code] = IndexRecord("", tuple(names), state)
    return SearchEdits(after)


def _patch(
    step_cache: StepCache, state: Mapping[str, Any], last: Path, new: Path, edits: Sequence[Edited], code: str
) -> dict[str, Any] | None:
    """Put the patched index of `last` in the place of the folder `new`; None, and nothing done, if that cannot be."""
    steps: list[Path] = []
    try:
        after: dict[str, Any] | None = dict(state)
        for old, changed in edits:
            step, before = new.with_name(f".{code}-{len(steps)}"), steps[-1] if steps else last
            counted = _counts(step_cache, (old, changed), code)
            after = patch_index(after or {}, before, step, (old, counted[0]), (changed, counted[1]))
            if after is None:
                return None
            steps.append(step)
        _replace(new, steps.pop())
        return {"core": core_name(new), "index": after}
    finally:
        for step in steps:
            shutil.rmtree(step, ignore_errors=True)


def _remake(
    step_cache: StepCache, documents: Sequence[SearchDocument], new: Path, code: str, talk: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Write the index of `documents` in the place of the folder `new`."""
    counts = {one.id: count for one, count in zip(documents, _counts(step_cache, documents, code), strict=True)}
    index = build_index(documents, code, counts)
    shutil.rmtree(new)
    folder = write_index(index, new.parent.parent, talk=talk)
    return state_of(index, folder)


def _counts(step_cache: StepCache, documents: Sequence[SearchDocument], code: str) -> list[TermCounts]:
    language, found = load_language(code), []
    for document in documents:  # two of them may have one id
        found.append(step_cache.counts([document], [key_of(repr(document))], language)[document.id])
    return found


def _replace(folder: Path, by: Path) -> None:
    shutil.rmtree(folder)
    by.rename(folder)
