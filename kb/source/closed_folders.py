"""Folders that the public edition must not read, and the settings of `mkdocs.yml` that lead into them."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node

LEADS_INSIDE = Rule(
    "KB809",
    "setting-leads-inside",
    Severity.ERROR,
    what="A setting, or a link in the theme's folder, leads into `agents/`, or to a folder that holds it.",
    why="Whoever makes public pages would read there what only agents may read.",
    example='markdown_extensions:\n  - pymdownx.snippets:\n      base_path: ["."]   # agents/ lies in it',
    hint="name a folder of public files, such as docs/snippets",
)
RULES = (LEADS_INSIDE,)

_JUDGED = frozenset({
    "docs_dir", "site_dir", "theme", "hooks", "watch", "extra_css", "extra_javascript", "extra_templates",
    "markdown_extensions", "mdx_configs", "plugins",
})  # fmt: skip
"""Settings of MkDocs that name files, or hold settings of those who read them. All else is text."""
_BASES = frozenset({
    "docs_dir", "site_dir", "custom_dir", "base_path", "base_paths", "base_dir", "root_path", "root_uri",
    "include_dir", "includes", "search_path",
})  # fmt: skip
"""Settings that name a folder in which files are looked up: the folder must not contain `agents/` either."""
_NAMES_FILES = re.compile(
    "path|dir|folder|file|root|base|include|source|template|uri|append|hooks|watch|css|script|icons"
)
"""If the name of a setting contains one of these, a value without a slash may be a folder too."""
_PLACES = re.compile(r"\$(config_dir|docs_dir)\b")


class ClosedFolders:
    """Folders that must not be read; compares paths with them, links followed."""

    def __init__(self, folders: Iterator[Path] | tuple[Path, ...]) -> None:
        self.paths = tuple(dict.fromkeys(os.path.realpath(folder) for folder in folders))
        self._keys = tuple(f"{_key(path)}{os.sep}" for path in self.paths)
        self._known: dict[str, tuple[int, int, str]] = {}
        """Folder, as written → device, inode and real path that it had."""

    def holds(self, path: str) -> bool:
        """Whether `path` is one of the folders or lies in one."""
        return f"{_key(self._real_path(path))}{os.sep}".startswith(self._keys)

    def _real_path(self, path: str) -> str:
        """`path` with all links followed. Its folder's links are followed once, until another folder stands there: a
        build opens tens of thousands of files, and each part of each path is a question to the system.
        """
        folder, name = os.path.split(path)
        if name in {"", os.curdir, os.pardir} or os.name != "posix" or os.path.islink(path):
            return os.path.realpath(path)
        try:
            found = os.stat(folder or os.curdir)  # noqa: PTH116 - as often as files are opened
        except OSError:
            return os.path.realpath(path)
        device, inode, real = self._known.get(folder, (-1, -1, ""))
        if (device, inode) != (found.st_dev, found.st_ino):
            real = os.path.realpath(folder)
            self._known[folder] = found.st_dev, found.st_ino, real
        return os.path.join(real, name)

    def lie_in(self, path: str) -> bool:
        """Whether one of the folders lies in `path`."""
        key = f"{_key(os.path.realpath(path)).rstrip(os.sep)}{os.sep}"
        return any(one.startswith(key) for one in self._keys)


def _key(path: str) -> str:
    """`path` in the form in which the file system compares names."""
    return path if sys.platform == "linux" else unicodedata.normalize("NFC", path).casefold()


def find_ways_in(node: Node, root: Path, *, path: str, docs: str, agents: str) -> Iterator[Problem]:
    """Each setting below `node`, the root of `root/path`, that leads into the folder `agents` or holds it."""
    closed = ClosedFolders((root / agents,))
    for names, value, line in _values(node, (), node.line):
        written = _written(value)
        for base in (root, root / docs):
            place = _place(written, root, docs, base) if "/" in written or _NAMES_FILES.search(names[-1]) else ""
            if place and (reason := _why_not(place, names, closed, agents)):
                shown = ": ".join(name for name in names if name)
                yield LEADS_INSIDE.at(path, line, f"{shown}: “{written}” {reason}")
                break


def _why_not(place: str, names: tuple[str, ...], closed: ClosedFolders, agents: str) -> str:
    if closed.holds(place):
        return f"leads into {agents}/, which is for agents alone"
    is_base = any(name in _BASES for name in names)
    return f"is a folder that holds {agents}/, which is for agents alone" if is_base and closed.lie_in(place) else ""


def _values(node: Node, names: tuple[str, ...], line: int) -> Iterator[tuple[tuple[str, ...], Node, int]]:
    """Names from the root, value and line of each setting that may name a file; our own plugin's are judged apart."""
    for name, value in (node.entries or {}).items():
        if (names or name in _JUDGED) and not (names[:1] == ("plugins",) and name == "kb"):
            yield from _values(value, (*names, name), value.line if value.is_scalar else node.line_of(name))
    for item in node.items or ():
        yield from _values(item, names, item.line)
    if node.is_scalar and node.text and (len(names) > 1 or names[0] not in {"plugins", "markdown_extensions"}):
        yield names, node, line
    if node.tag == "!ENV":
        yield from ((names, one, line) for one in node.items or () if one.is_scalar and one.text)


def _written(value: Node) -> str:
    text = (value.text or "").strip()
    if value.tag == "!ENV" and text in os.environ:
        text = os.environ[text]
    if value.tag == "!relative" and not text.startswith("$"):
        return f"$docs_dir/{text}"
    return text.replace("\\", "/")


def _place(written: str, root: Path, docs: str, base: Path) -> str:
    """The path that `written` would be, seen from the folder `base`; empty if it is none."""
    text = _PLACES.sub(lambda found: str(root if found[1] == "config_dir" else root / docs), written)
    text = re.sub(r"^file:(//(localhost)?(?=/))?", "", unquote(text)).partition("\0")[0]
    if not text or "\n" in text or "://" in text or len(text) > 1000:
        return ""
    return os.path.join(base, os.path.expanduser(text))


def find_links_out(root: Path, folder: str, *, agents: str) -> Iterator[Problem]:
    """Each link in the theme's folder `root/folder` that leads out of the project, into `agents` or around it."""
    top = root / folder
    closed, inside = ClosedFolders((root / agents,)), ClosedFolders((root, top))
    for place, folders, names in os.walk(top):
        for name in sorted([*folders, *names]):
            link = os.path.join(place, name)
            if os.path.islink(link) and (not inside.holds(link) or closed.holds(link) or closed.lie_in(link)):
                shown = Path(os.path.relpath(link, root)).as_posix()
                said = "a symbolic link leads out of the theme's folder"
                yield LEADS_INSIDE.at(shown, 1, said, "put a real file there")
