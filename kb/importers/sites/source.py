"""The files of a folder somebody else wrote: read once, by a closed list, never followed out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from kb.importers.common.decoding import Decoded, decode_any
from kb.importers.common.report import ImportFindings

SKIPPED_FOLDERS = frozenset(
    {"node_modules", "_book", "__pycache__", "_site", "venv", "site", "public", "resources", "build", "dist"}
)
"""Folders that tools make, skipped at the top of the source."""
GITBOOK_FOLDER = ".gitbook"
VITEPRESS_FOLDER = ".vitepress"
PAGE_ENDINGS = (".md", ".markdown", ".mdx")


@dataclass(frozen=True)
class SiteSource:
    """A folder's regular files. Paths are relative to it, with forward slashes, sorted."""

    folder: Path
    files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    """Path → the file to read; differs from it only for symbolic links that stay inside."""

    def read(self, path: str) -> Decoded:
        """The text of one of `files`."""
        return decode_any(self.files[path].read_bytes())

    def text(self, path: str) -> str:
        """The text of a file, empty if there is none."""
        return self.read(path).text if path in self.files else ""

    @cached_property
    def pages(self) -> tuple[str, ...]:
        return tuple(path for path in self.files if path.lower().endswith(PAGE_ENDINGS))


def load_source(folder: Path, findings: ImportFindings) -> SiteSource:
    """List `folder`. Links that leave it, sockets and devices are refused; hidden files are not the site's."""
    root = folder.resolve()
    files: dict[str, Path] = {}
    for place, folders, names in os.walk(root):
        here = Path(place)
        kept = []
        for name in sorted(folders):
            path = (here / name).relative_to(root).as_posix()
            if (here / name).is_symlink():
                findings.add(path, 1, "is a symbolic link to a folder: not followed", "symbolic link not followed")
            elif name in SKIPPED_FOLDERS and here == root:
                findings.add(path, 1, "is a folder that tools make: left out", "folder left out")
            elif name.startswith(".") and name != GITBOOK_FOLDER:
                findings.add(path, 1, "is a hidden folder: left out", "hidden file or folder left out")
                if name == VITEPRESS_FOLDER:
                    for config in sorted([*(here / name).glob("config.*"), *(here / name).glob("config/index.*")]):
                        if found := _regular_file(root, config, findings):
                            files[config.relative_to(root).as_posix()] = found
            else:
                kept.append(name)
        folders[:] = kept
        for name in sorted(names):
            if found := _regular_file(root, here / name, findings):
                files[(here / name).relative_to(root).as_posix()] = found
    return SiteSource(root, MappingProxyType(dict(sorted(files.items()))))


def _regular_file(root: Path, path: Path, findings: ImportFindings) -> Path | None:
    shown = path.relative_to(root).as_posix()
    try:
        shown.encode("utf-8")
    except UnicodeEncodeError:
        findings.add(
            shown.encode("utf-8", "replace").decode(),
            1,
            "has a name that is not UTF-8: left out; rename it",
            "file name not UTF-8",
            is_open=True,
        )
        return None
    if path.name.startswith(".") and path.name != ".gitbook.yaml":
        findings.add(shown, 1, "is a hidden file: left out", "hidden file or folder left out")
        return None
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(root) or not target.is_file():
            findings.add(
                shown, 1, "is a symbolic link out of the folder: refused", "symbolic link refused", is_open=True
            )
            return None
        return target
    try:
        is_file = stat.S_ISREG(path.lstat().st_mode)
    except OSError as error:
        findings.add(shown, 1, f"cannot be read: {error.strerror}", "unreadable file", is_open=True)
        return None
    if not is_file or not os.access(path, os.R_OK):
        findings.add(shown, 1, "is no readable file: left out", "unreadable file", is_open=True)
        return None
    return path
