"""The search index of every language as static files of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.search.indexing.index import Index
from kb.search.shards.patch import index_state
from kb.search.shards.write import write_first, write_shards
from kb.workspace.indexes import build_index_of, talk_of
from kb.workspace.workspace import Workspace

FOLDER = "search"


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


def state_of(index: Index, folder: Path) -> dict[str, Any]:
    """What the next edit must know of an index that was written into `folder`."""
    return {"core": core_name(folder), "index": index_state(index)}


def core_name(folder: Path) -> str:
    """The name of an index's first file, which says what is in all others; "" where there is none."""
    return next((path.name for path in sorted(folder.glob("core-*.json"))), "")
