"""The incremental audit: what changed since the last one, judged by hashes of signatures if it is little.

If an input changed that decides what is internal, or what excuses a signature, a whole audit reads everything again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kb.audit.cache import AuditCache, CachedPublicDocument, stamp_of
from kb.audit.matching.folding import BREAK, RUN, WordReader, runs_of, words_of
from kb.audit.matching.matchers import hash_of
from kb.audit.matching.signatures import Key
from kb.content.load import is_markdown
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.inheriting import KEY
from kb.project.intake import held_back_paths
from kb.project.project import CONFIG, Project, load_project, read_settings
from kb.source.files import find_files
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

_SETTINGS = (".yml", ".yaml", ".py")
"""Files beside `mkdocs.yml` that may decide: facts, notices, inherited settings, hooks."""
MOST_CHANGED = 200
"""Public sources changed, from which on everything is read again."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an audit judges by, as it lies on the disk before anything of it is read."""

    project: Project
    inside: str
    """One hash over the stamps of all internal files, and of all else but `docs/` that decides."""
    documents: Mapping[str, str]
    """Path → stamp of every file of `docs/` that readers may get, drafts among them."""
    assets: Mapping[str, str]
    """Path in the site → path of the public file that is copied there."""


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """The public sources as they are now, which together excuse all that they excused before."""

    documents: Mapping[str, CachedPublicDocument]
    assets: Mapping[str, str]
    """As `Inputs` has them."""


def stamp_inputs(root: Path) -> Inputs:
    """Stamps of all inputs of the project at `root`. Raises `NoProjectError` and `OSError`."""
    project = load_project(root, tries_extensions=False)
    found, _ = find_files(root, project.docs)
    held = held_back_paths(found, project.intake)
    stamps = {file: stamp_of((root / file.path).stat()) for file in found}
    rows = []
    tops = (AGENTS, INSIGHTS, project.custom_dir, "overrides", WORDS_FOLDER)
    for top in filter(None, tops):  # "" would be all of the project
        rows += sorted(f"{path} {stamp}" for path, stamp in _stamps_below(str(root / top)))
    with os.scandir(root) as entries:
        rows += sorted(f"{one.name} {stamp_of(one.stat())}" for one in entries if one.name.endswith(_SETTINGS))
    if KEY in (root / CONFIG).read_text("utf-8", "replace"):
        rows.append(repr(read_settings(root)[0]))  # what another file says, wherever it lies
    rows += (f"{file.path} {stamp}" for file, stamp in stamps.items() if file.path in held)
    return Inputs(
        project,
        hashlib.blake2b("\n".join(rows).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest(),
        {file.path: stamp for file, stamp in stamps.items() if file.path not in held},
        {file.name: file.path for file in stamps if not is_markdown(file.name) and file.path not in held},
    )


def _stamps_below(folder: str) -> Iterator[tuple[str, str]]:
    waiting = [folder] if Path(folder).is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path, stamp_of(entry.stat(follow_symlinks=False))


def compare(inputs: Inputs, cached: AuditCache) -> ChangesSince | None:
    """What changed in `docs/` since `cached` was kept; None if only a whole audit can tell."""
    if cached.inside != inputs.inside:
        return None
    old, stamps = cached.documents, inputs.documents
    changed = [path for path, stamp in stamps.items() if path not in old or old[path].stamp != stamp]
    gone = [path for path in old if path not in stamps]
    if len(changed) + len(gone) > MOST_CHANGED or any(old[path].is_draft or old[path].is_entangled for path in gone):
        return None
    now = {path: one for path, one in old.items() if path in stamps}
    judge = _Judge(inputs.project, cached) if changed else None
    for path in changed:
        document = judge.read_again(path, old.get(path, CachedPublicDocument("")), stamps[path]) if judge else None
        if document is None:
            return None
        now[path] = document
    lost = {key for path in (*gone, *changed) if path in old for key in old[path].keys}
    if not lost.issubset(key for one in now.values() for key in one.keys):
        return None
    return ChangesSince(now, inputs.assets)


class _Judge:
    """Reads a changed file of `docs/` as a whole audit would."""

    def __init__(self, project: Project, cached: AuditCache) -> None:
        from kb.audit.texts.internal import read_all_facts

        self._project, self._cached = project, cached
        self._facts = read_all_facts(project)

    def read_again(self, path: str, before: CachedPublicDocument, stamp: str) -> CachedPublicDocument | None:
        """The file as it is now; None if only a whole audit can judge it.

        That is so if it is a draft, or has a run of words that agents' texts have too and that it did not have before.
        Of what it excused it keeps what it still says.
        """
        from kb.audit.texts.articles import texts_of
        from kb.audit.texts.internal import draft_files

        if before.is_draft or before.is_entangled:
            return None
        if not is_markdown(path):
            return None if before.keys else CachedPublicDocument(stamp)
        text = (self._project.root / path).read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
        if "also_public" in text or draft_files({path: text}):
            return None
        said = f"\n{BREAK}\n".join(texts_of(path, text, self._project, self._facts)).encode("utf-8", "replace")
        reader = WordReader()
        words = reader.words(said)
        kept = before.keys.intersection(map(strong_hash, _keys_in(words, reader.compounds(said))))
        internal = self._cached.matcher.runs | self._cached.shared
        runs = set(runs_of(words, RUN)).difference(runs_of(words_of(path), RUN))
        shared = {strong_hash(run) for run in runs if hash_of(run) in internal}
        return replace(before, stamp=stamp, keys=kept) if shared <= before.keys else None


def _keys_in(words: list[bytes], names: set[bytes]) -> Iterator[Key]:
    yield from {*words, *names}
    for length in range(2, RUN + 1):
        yield from runs_of(words, length)


def strong_hash(key: Key) -> int:
    """Eight bytes of a hash that nobody can make two words share."""
    data = key.encode() if isinstance(key, str) else key if isinstance(key, bytes) else b" ".join(key)
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
