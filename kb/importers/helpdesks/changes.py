"""What an import has to do on disk, gathered before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kb.importers.helpdesks.provenance import ImportedFile
from kb.importers.helpdesks.relocating import Folders, pages_below, relocate, still_shown


@dataclass(slots=True)
class Changes:
    """Paths are relative to the project folder."""

    writes: dict[str, str | bytes] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """Pictures and attachments that go with a moved file: old path → new path."""
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def move(self, file: ImportedFile, place: str, folders: Folders) -> None:
        """Take `file` to `place` as it is, its links mended and its pictures with it."""
        moved = relocate(file, place, folders)
        self.writes[place] = moved.text
        self.updated.append(place)
        self.removals.append(file.path)
        self.pictures |= moved.pictures

    def carry_pictures(self, project: Path, tops: tuple[str, ...]) -> list[str]:
        """Add the moves of pictures to what is written and removed; returns those that another page still shows.

        `tops` are the folders of the two editions: a picture stays for the sake of a page of its own edition alone.
        """
        stay = []
        for old, new in sorted(self.pictures.items()):
            if not (project / old).is_file():
                continue
            if not (project / new).exists():
                self.writes.setdefault(new, (project / old).read_bytes())
            top = next((top for top in tops if old.startswith(f"{top}/")), "")
            if top and still_shown(old, self.pages_after(project, top)):
                stay.append(old)
            else:
                self.removals.append(old)
        return stay

    def pages_after(self, project: Path, folder: str) -> dict[str, str]:
        """Path → text of every page below `folder`, as they will be."""
        pages = {path: text for path, text in pages_below(project, folder).items() if path not in self.removals}
        new = {path: text for path, text in self.writes.items() if isinstance(text, str) and path.endswith(".md")}
        return pages | {path: text for path, text in new.items() if path.startswith(f"{folder}/")}
