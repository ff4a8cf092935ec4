"""The search index of a built folder, as its pages ask it, for `kb search --site`."""

from __future__ import annotations

from pathlib import Path

from kb.cli.command import UsageError
from kb.search.indexing.index import Index
from kb.search.shards.read import load_shards


def read_published_index(site: Path, language: str | None) -> Index:
    """The index that the pages in `site` ask. Raises `UsageError` if there is none, or if it is damaged.

    `language` may be left out if the folder has a single one.
    """
    found = sorted(site.glob("search/*/core-*.json"))
    cores = {path.parent.name: path for path in found if path.parent.name != "manual"}
    if not cores:
        raise UsageError(f"{site} has no search index: name a folder that kb build made and did not lock")
    code = language or (next(iter(cores)) if len(cores) == 1 else "")
    if code not in cores:
        what = f"no index for “{code}”" if code else "several languages"
        raise UsageError(f"{what}: choose one with --lang: {', '.join(cores)}")
    try:
        return load_shards(cores[code].parent, cores[code].name)
    except (OSError, ValueError) as error:
        raise UsageError(f"the index in {cores[code].parent} cannot be read: {error}") from None
