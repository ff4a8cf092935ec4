"""The incremental audit: what changed since the last one, judged by hashes of signatures if it is little.

Changes of public sources and of agents' Markdown can be judged so. If another input changed that decides what is
internal, or what excuses a signature, a whole audit reads everything again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from kb.audit.cache import AuditCache, CachedDocument, hidden, stamp_of
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.inheriting import KEY
from kb.project.intake import held_back_paths
from kb.project.project import CONFIG, Project, load_project, read_settings
from kb.source.files import find_files, is_markdown
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

_SETTINGS = (".yml", ".yaml", ".py")
"""Files beside `mkdocs.yml` that may decide: facts, notices, inherited settings, hooks."""
MOST_CHANGED = 200
"""Sources changed, from which on everything is read again."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an audit judges by, as it lies on the disk before anything of it is read."""

    project: Project
    inside: str
    """One hash over the stamps of all else that decides."""
    documents: Mapping[str, str]
    """Path → stamp of every file of `docs/` that readers may get, drafts among them."""
    agents: Mapping[str, tuple[str, str]]
    """`hidden` path → path and stamp of every Markdown file of `agents/`."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The sources that changed, came or went: each as it was, by its key in the cache."""

    documents: Mapping[str, CachedDocument]
    agents: Mapping[str, CachedDocument]


def stamp_inputs(root: Path) -> Inputs:
    """Stamps of all inputs of the project at `root`. Raises `NoProjectError` and `OSError`."""
    project = load_project(root, tries_extensions=False)
    found, _ = find_files(root, project.docs)
    held = held_back_paths(found, project.intake)
    stamps = {file.path: stamp_of(os.stat(f"{root}/{file.path}")) for file in found}  # noqa: PTH116 - thousands
    rows, agents = list[str](), dict[str, tuple[str, str]]()
    tops = (AGENTS, INSIGHTS, project.custom_dir, "overrides", WORDS_FOLDER)
    for top in filter(None, tops):  # "" would be all of the project
        for path, stat in sorted(_stats_below(str(root / top))):
            if top == AGENTS and is_markdown(path) and S_ISREG(stat.st_mode):
                name = Path(path).relative_to(root).as_posix()
                agents[hidden(name)] = (name, stamp_of(stat))
            else:
                rows.append(f"{path} {stamp_of(stat)}")
    with os.scandir(root) as entries:
        rows += sorted(f"{one.name} {stamp_of(one.stat())}" for one in entries if one.name.endswith(_SETTINGS))
    if KEY in (root / CONFIG).read_text("utf-8", "replace"):
        rows.append(repr(read_settings(root)[0]))  # what another file says, wherever it lies
    rows += (f"{path} {stamp}" for path, stamp in stamps.items() if path in held)
    return Inputs(
        project,
        hashlib.blake2b("\n".join(rows).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest(),
        {path: stamp for path, stamp in stamps.items() if path not in held},
        agents,
    )


def _stats_below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [folder] if Path(folder).is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)


def changes_since(inputs: Inputs, cached: AuditCache) -> Changes | None:
    """What changed in sources since `cached` was kept; None if only a whole audit can judge it."""
    agents = {key: stamp for key, (_, stamp) in inputs.agents.items()}
    changes = Changes(_unlike(cached.documents, inputs.documents), _unlike(cached.agents, agents))
    before = [*changes.documents.values(), *changes.agents.values()]
    is_much = len(before) > MOST_CHANGED or any(one.is_entangled for one in before)
    return None if is_much or cached.inside != inputs.inside else changes


def _unlike(old: Mapping[str, CachedDocument], stamps: Mapping[str, str]) -> dict[str, CachedDocument]:
    paths = (path for path in {**old, **stamps} if path not in old or old[path].stamp != stamps.get(path))
    return {path: old.get(path, CachedDocument("")) for path in paths}
