"""The only place where content is read from disk: bytes to clean text, and folders to lists of files."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kb.source.problem import Problem, Rule, Severity

UNREADABLE = Rule(
    "KB101",
    "unreadable-file",
    Severity.ERROR,
    what="The file is not UTF-8 text.",
    why="Guessing the encoding turns tones and accents into other letters.",
    example="a file saved as “Unicode” (UTF-16) or “Vietnamese (Windows)” (Windows-1258)",
    hint="save the file as UTF-8",
)
OUTSIDE = Rule(
    "KB106",
    "link-out-of-folder",
    Severity.ERROR,
    what="A symbolic link leads out of its top folder.",
    why="It could bring internal text, or any file of the machine, into the public site.",
    example="docs/faq/tone.md -> ../../agents/training/tone.md",
    hint="put a real file there",
)
RULES = (UNREADABLE, OUTSIDE)
MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
"""How the names of Markdown files end."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file below a top folder."""

    path: str
    """Relative to the project folder, with forward slashes."""
    name: str
    """Relative to the top folder, with forward slashes, in NFC."""


def is_markdown(name: str) -> bool:
    """Whether a file is Markdown, by its ending."""
    return name.lower().endswith(MARKDOWN)


def find_files(root: Path, top: str, *, with_hidden: bool = False) -> tuple[list[FoundFile], list[Problem]]:
    """Every file below `root/top`, sorted, hidden ones left out unless asked for; links that lead out are problems."""
    files: list[FoundFile] = []
    problems: list[Problem] = []
    base = root / top
    if base.is_symlink():
        return files, [OUTSIDE.at(top, 1, f"{top} is a symbolic link")]
    allowed = base.resolve()
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(name for name in folders if with_hidden or not name.startswith("."))
        relative = Path(folder).relative_to(root).as_posix()
        for name in list(folders):
            if os.path.islink(os.path.join(folder, name)):
                folders.remove(name)
                problems.append(OUTSIDE.at(f"{relative}/{name}", 1, "a symbolic link to a folder is not followed"))
        for name in sorted(names):
            path = f"{relative}/{name}"
            if name.startswith(".") and not with_hidden:
                continue
            full = os.path.join(folder, name)
            if os.path.islink(full) and not Path(os.path.realpath(full)).is_relative_to(allowed):
                problems.append(OUTSIDE.at(path, 1, "a symbolic link leads out of its folder"))
                continue
            inside = unicodedata.normalize("NFC", path[len(top) + 1 :])
            files.append(FoundFile(path, inside))
    return sorted(files, key=lambda file: file.name), problems


def read_text_file(root: Path, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of `root/path` in NFC with plain line ends, or None and the problem."""
    try:
        with open(os.path.join(root, path), "rb", buffering=0) as file:  # noqa: PTH123 - thousands of files
            data = file.read()
    except OSError as error:
        return None, (UNREADABLE.at(path, 1, f"cannot be read: {error.strerror}", "check that it is a readable file"),)
    return decode(data, path=path)


def decode(data: bytes, *, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Bytes as NFC text with plain line ends and no byte order mark, or None and the problem."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (UNREADABLE.at(path, 1, "the file is UTF-16, not UTF-8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (UNREADABLE.at(path, line, f"the byte 0x{data[error.start]:02x} is not UTF-8; {_guess(data)}"),)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return None, (UNREADABLE.at(path, line, "a NUL character", "delete it; the file may not be text at all"),)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), ()


def _guess(data: bytes) -> str:
    if data[:4000].count(b"\0") > len(data[:4000]) // 4:
        return "it looks like UTF-16"
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return "it may be an old Windows encoding"
    combining = sum(1 for letter in text if unicodedata.combining(letter))
    return "it looks like Windows-1258" if combining else "it looks like Windows-1252"
