"""Provenance: a comment in the front matter by which an importer knows its files, with a key and a hash of the rest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from kb.importers.common.decoding import decode_any

PROVENANCE = re.compile(r"\A(?P<fence>---[ \t]*\r?\n)# imported: (?P<key>.+?) \| (?P<hash>[0-9a-f]{10})\r?\n")
"""Only the first line of the front matter counts: no text of an article can pass for a provenance line."""

WAITS = "waits for its article"
"""How the comment begins that a translation without its article carries, or an article without its folder."""
WAITING_LINE = re.compile(rf"^# {WAITS}.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that an importer wrote before."""

    path: str
    """Relative to the project folder."""
    text: str
    """The whole file, its provenance line included."""
    recorded: str
    """Hash of what the importer wrote."""

    @property
    def is_edited(self) -> bool:
        return hash_of(PROVENANCE.sub(r"\g<fence>", self.text, count=1)) != self.recorded

    @property
    def is_waiting(self) -> bool:
        """Whether it is a translation that was imported before its article."""
        return WAITING_LINE.search(self.text.replace("\r\n", "\n").partition("\n---\n")[0] + "\n") is not None

    def with_field(self, line: str) -> ImportedFile:
        """The file with one more line in its front matter; if nobody edited it, its provenance still says so."""
        match = PROVENANCE.match(self.text)
        if match is None:
            return self
        text = f"{match['fence']}{line}\n{self.text[match.end() :]}"
        if self.is_edited:
            return replace(self, text=f"{match[0]}{line}\n{self.text[match.end() :]}")
        return replace(self, text=with_provenance(text, match["key"]), recorded=hash_of(text))

    def is_same(self, text: str) -> bool:
        """Whether it holds `text`; line ends do not count, as version control may change them."""
        return self.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


def hash_of(text: str) -> str:
    """Ten hexadecimal digits of the text with plain line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()[:10]


def with_provenance(text: str, key: str) -> str:
    """`text`, which starts with front matter, with a provenance line as the first one in there."""
    return text.replace("---\n", f"---\n# imported: {key} | {hash_of(text)}\n", 1)


def find_imported_files(project: Path, folders: tuple[str, ...]) -> dict[str, list[ImportedFile]]:
    """Key → the files below `folders` that carry it; symbolic links are not followed."""
    found: dict[str, list[ImportedFile]] = {}
    for folder in folders:
        root = project / folder
        if root.is_symlink():
            continue
        for path in sorted(root.rglob("*.md")):
            if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(project.resolve()):
                continue
            text = decode_any(path.read_bytes()).text
            if match := PROVENANCE.match(text):
                file = ImportedFile(path.relative_to(project).as_posix(), text, match["hash"])
                found.setdefault(match["key"], []).append(file)
    return found
