"""An imported file moves: its links and pictures follow, and what leaves the public folder leaves it wholly."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from kb.importers.common.markdown_scan import retarget_links
from kb.importers.common.project_files import leads_out
from kb.importers.helpdesks.provenance import PROVENANCE, WAITING_LINE, ImportedFile, with_provenance

EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.IGNORECASE)


KINDS = ("img", "files")
PUBLIC, INTERNAL = "imported", "internal"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the pictures and attachments of imported files lie: with shoppers, with agents, or waiting."""

    docs: str
    agents: str
    set_aside: str

    def of(self, path: str, kind: str) -> str:
        """The folder for what the file at `path` shows (`img`) or links (`files`)."""
        top = path.partition("/")[0]
        if top == self.docs:
            return f"{self.docs}/{kind}/{PUBLIC}"
        return f"{self.agents}/{kind}/{INTERNAL}" if top == self.agents else f"{self.set_aside}/{kind}"


@dataclass(slots=True)
class Relocated:
    """A file for its new place, and the pictures that go with it."""

    text: str
    pictures: dict[str, str] = field(default_factory=dict)
    """Old path → new path."""


def relocate(file: ImportedFile, place: str, folders: Folders) -> Relocated:
    """`file` as it reads at `place`. If nobody edited it, its provenance line says so still."""
    old, new = posixpath.dirname(file.path), posixpath.dirname(place)
    moves = {folders.of(file.path, kind): folders.of(place, kind) for kind in KINDS}
    pictures: dict[str, str] = {}

    def follow(target: str) -> str | None:
        path, mark_, rest = target.partition("#")
        if not path or EXTERNAL.match(path):
            return None
        goes_to = found = posixpath.normpath(posixpath.join(old, unquote(path)))
        folder = posixpath.dirname(found)
        if moves.get(folder, folder) != folder:
            goes_to = pictures[found] = f"{moves[folder]}/{posixpath.basename(found)}"
        return quote(posixpath.relpath(goes_to, new), safe="/-._~!$&'+,;=:@%") + mark_ + rest

    text, _ = retarget_links(WAITING_LINE.sub("", file.text, count=1) if file.is_waiting else file.text, follow)
    if not file.is_edited and (found := PROVENANCE.match(text)):
        text = with_provenance(PROVENANCE.sub(r"\g<fence>", text, count=1), found["key"])
    return Relocated(text, pictures)


def still_shown(picture: str, pages: Mapping[str, str]) -> bool:
    """Whether one of `pages` (path → text) shows or links `picture`."""
    return any(picture in targets_in(path, text) for path, text in pages.items())


def targets_in(path: str, text: str) -> set[str]:
    """Every file of the project that the page at `path` links or shows."""
    found: set[str] = set()

    def note(target: str) -> None:
        place = target.partition("#")[0].partition("?")[0]
        if place and not EXTERNAL.match(place):
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(place))))

    retarget_links(text, note)
    return found


def pages_below(project: Path, folder: str) -> dict[str, str]:
    """Path → text of every page below `folder`; links that lead out of the project are not followed."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted((project / folder).rglob("*.md"))
        if path.is_file() and not leads_out(project, path.relative_to(project).as_posix())
    }
