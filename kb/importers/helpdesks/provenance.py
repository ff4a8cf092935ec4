"""How an importer knows its own files again: a comment in the front matter with the key and a hash of the rest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from kb.importers.common.decoding import decode_any

MARK = re.compile(r"\A(?P<fence>---[ \t]*\r?\n)# imported: (?P<key>.+?) \| (?P<hash>[0-9a-f]{10})\r?\n")
"""Only the first line of the front matter counts: nothing that an article says can pass for a mark."""

WAITS = "waits for its article"
"""How the comment begins that a translation without its article carries."""
WAITING_LINE = re.compile(rf"^# {WAITS}.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A file that an importer wrote before."""

    path: str
    """Relative to the project folder."""
    text: str
    """The whole file, its mark included."""
    recorded: str
    """Hash of what the importer wrote."""

    @property
    def is_edited(self) -> bool:
        return hash_of(MARK.sub(r"\g<fence>", self.text, count=1)) != self.recorded

    @property
    def is_waiting(self) -> bool:
        """Whether it is a translation that was imported before its article."""
        return WAITING_LINE.search(self.text.replace("\r\n", "\n").partition("\n---\n")[0] + "\n") is not None

    def with_field(self, line: str) -> MarkedFile:
        """The file with one line more in its front matter; where nobody edited it, its mark still says so."""
        match = MARK.match(self.text)
        if match is None:
            return self
        text = f"{match['fence']}{line}\n{self.text[match.end() :]}"
        if self.is_edited:
            return replace(self, text=f"{match[0]}{line}\n{self.text[match.end() :]}")
        return replace(self, text=mark(text, match["key"]), recorded=hash_of(text))

    def is_same(self, text: str) -> bool:
        """Whether it holds `text`; line ends do not count, as version control may change them."""
        return self.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


def hash_of(text: str) -> str:
    """Ten hexadecimal digits of the text with plain line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()[:10]


def mark(text: str, key: str) -> str:
    """`text`, which starts with front matter, with its mark as the first line in there."""
    return text.replace("---\n", f"---\n# imported: {key} | {hash_of(text)}\n", 1)


def find_marked(project: Path, folders: tuple[str, ...]) -> dict[str, list[MarkedFile]]:
    """Key → the files below `folders` that carry it; symbolic links are not followed."""
    found: dict[str, list[MarkedFile]] = {}
    for folder in folders:
        root = project / folder
        if root.is_symlink():
            continue
        for path in sorted(root.rglob("*.md")):
            if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(project.resolve()):
                continue
            text = decode_any(path.read_bytes()).text
            if match := MARK.match(text):
                file = MarkedFile(path.relative_to(project).as_posix(), text, match["hash"])
                found.setdefault(match["key"], []).append(file)
    return found
