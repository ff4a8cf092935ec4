"""The search index of every language as static files of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.cache.steps import StepCache
from kb.search.indexing.index import Index
from kb.search.shards.patch import Edit, index_state, patch_index
from kb.search.shards.write import write_first, write_shards
from kb.text.languages import load_language
from kb.workspace.indexes import SearchPlan, build_index_of, talk_of
from kb.workspace.workspace import Workspace

FOLDER = "search"
MOST_EDITS = 100
"""Of more documents at once, so many shards change that writing the whole index is faster."""


def write_search(workspace: Workspace, site: Path) -> None:
    """Write `search/<language>/` below the folder `site` for every language."""
    for code in workspace.edition.options.languages:
        write_index(build_index_of(workspace, code), site, talk=talk_of(workspace.edition))


def write_index(index: Index, site: Path, *, name: str = "", talk: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Write one index's first file and the shards it names; the folder they are in: its language's or `name`.

    `talk` is what `talk_of` gives.
    """
    folder = site / FOLDER / (name or index.language.code)
    folder.mkdir(parents=True, exist_ok=True)
    write_first(folder, write_shards(index, folder, talk), index.documents)
    return folder


def state_of(index: Index, plan: SearchPlan) -> dict[str, Any]:
    """What patching the index of `plan` must know."""
    return {"settings": plan.settings, "index": index_state(index), "documents": _hashes(plan)}


def patch_search(plan: SearchPlan, state: Mapping[str, Any], step_cache: StepCache, live: Path, site: Path) -> Any:
    """Write into `site` the index of `plan`, from the one in `live` of which `state_of` gave `state`.

    Gives the next state. None, and nothing is written, where the whole index must be made: documents came or went, a
    mean length moved, or what was counted before is not kept any more.
    """
    hashes = _hashes(plan)
    last: Mapping[str, str] = state["documents"]
    changed = [one for one in plan.documents if last.get(one.id) != hashes[one.id]]
    if state["settings"] != plan.settings or last.keys() != hashes.keys() or len(changed) > MOST_EDITS:
        return None
    language = load_language(plan.language)
    before = step_cache.counts_kept([last[one.id] for one in changed], language)
    if len(before) != len(changed):
        return None
    after = step_cache.counts(changed, [hashes[one.id] for one in changed], language)
    edits = [Edit(before[last[one.id]], one, after[one.id]) for one in sorted(changed, key=lambda one: one.id)]
    index = patch_index(state["index"], live / FOLDER / plan.language, site / FOLDER / plan.language, edits)
    return {**state, "index": index, "documents": hashes} if index else None


def _hashes(plan: SearchPlan) -> dict[str, str]:
    return {one.id: hash for one, hash in zip(plan.documents, plan.keys, strict=True)}
