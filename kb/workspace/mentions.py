"""Files of `docs/` that the site itself asks for: its settings, its styles, the shop's own templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kb.content.model import Library
from kb.project.folders import AGENTS
from kb.project.project import CONFIG, Project
from kb.source.files import read_text_file
from kb.source.yaml_nodes import parse_yaml


def mentioned(names: Set[str], project: Project, library: Library) -> Set[str]:
    """Those of `names`, relative to the folder of articles, that mkdocs.yml, a style sheet or a template names."""
    if not names:
        return set()
    root = project.root
    settings = _settings(root)
    found = names & {*_in_settings(settings), *project.options.look.files, *_in_styles(root, library)}
    if left := names - found:
        texts = list(_templates(settings, project))
        marks = {name: re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])") for name in left}
        found |= {name for name, mark in marks.items() if any(mark.search(text) for text in texts)}
    return found


def _templates(settings: dict[str, Any], project: Project) -> Iterator[str]:
    """The shop's own templates; nothing where their folder is, or lies in, a folder of sources."""
    theme = settings.get("theme")
    written = theme.get("custom_dir") if isinstance(theme, dict) else None
    folder = posixpath.normpath(written) if isinstance(written, str) and written else "."
    if folder == "." or folder.startswith(("..", "/")) or folder.split("/")[0] == AGENTS:
        return
    for path in (project.root / folder).rglob("*.html"):
        if path.is_file():
            yield path.read_text("utf-8", "replace")


def _settings(root: Path) -> dict[str, Any]:
    text, _ = read_text_file(root, CONFIG)
    node, _ = parse_yaml(text or "", path=CONFIG)
    plain = node.plain() if node is not None else None
    return plain if isinstance(plain, dict) else {}


def _in_settings(settings: dict[str, Any]) -> Iterator[str]:
    for name in ("extra_css", "extra_javascript", "extra_templates"):
        listed = settings.get(name)
        for one in listed if isinstance(listed, list) else ():
            path = one.get("path") if isinstance(one, dict) else one
            yield from [path.lstrip("/")] if isinstance(path, str) else []
    theme = settings.get("theme")
    for name in ("logo", "favicon"):
        if isinstance(theme, dict) and isinstance(theme.get(name), str):
            yield theme[name].lstrip("/")


def _in_styles(root: Path, library: Library) -> Iterator[str]:
    for name, path in library.public_files.items():
        if name.lower().endswith(".css"):
            sheet = (root / path).read_text("utf-8", "replace")
            for address in addresses_in_styles(sheet):
                inside = unquote(address.partition("#")[0].partition("?")[0])
                yield posixpath.normpath(posixpath.join(posixpath.dirname(name), inside)).lstrip("/")


_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"')]+))\s*\)", re.IGNORECASE)


def addresses_in_styles(sheet: str) -> Iterator[str]:
    """What `sheet` loads with `url(…)`."""
    for match in _URL.finditer(sheet):
        yield match[1] or match[2] or match[3] or ""
