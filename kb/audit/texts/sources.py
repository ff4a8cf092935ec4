"""One reading of all that a project says: to everyone, to the team, and not yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kb.audit.matching.model import Origin
from kb.audit.texts.internal import (
    FactsRead,
    draft_files,
    fingerprints,
    internal_files,
    raw_fingerprints,
    read_all_facts,
)
from kb.project.intake import held_back_paths
from kb.project.project import Project
from kb.source.files import find_files, is_markdown


@dataclass(frozen=True)
class Sources:
    """What was read of the project."""

    internal: Mapping[str, bytes]
    public: Mapping[str, str]
    drafts: Mapping[str, str]
    assets: Mapping[str, str]
    """Path in the site → path of the public file that is copied there."""
    fingerprints: Mapping[str, Origin]
    """SHA-256 of internal files that are in no public source."""
    all_fingerprints: frozenset[str]
    twins: frozenset[str]
    """Public files that are byte for byte internal ones too."""
    facts: FactsRead


def read_sources(project: Project) -> Sources:
    """Read everything internal and everything public of a project. Raises `OSError`."""
    root = project.root
    internal = {path: (root / path).read_bytes() for path in internal_files(root)}
    found, _ = find_files(root, project.docs)
    held = held_back_paths(found, project.intake)
    internal |= {path: (root / path).read_bytes() for path in held if not is_markdown(path)}
    texts = {file.path: as_text((root / file.path).read_bytes()) for file in found if is_markdown(file.name)}
    drafts = {path: texts[path] for path in texts.keys() & {*held, *draft_files(texts)}}
    assets = {file.name: file.path for file in found if file.path not in texts and file.path not in held}
    all_files = fingerprints(internal)
    open_files = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in assets.values()}
    files = {digest: origin for digest, origin in all_files.items() if digest not in open_files.values()}
    files |= raw_fingerprints(root)  # no public source excuses what customers sent
    return Sources(
        internal,
        {path: text for path, text in texts.items() if path not in drafts},
        drafts,
        assets,
        files,
        frozenset(all_files),
        frozenset(path for path, digest in open_files.items() if digest in all_files),
        read_all_facts(project),
    )


def as_text(data: bytes) -> str:
    """A Markdown file as it is read."""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
