"""What the product, its theme and the shop's own templates give to every page.

Of the shop's folder those templates count that take the place of one of the theme's, and what these draw in; comments
never do. Styles and scripts give names and single words, and no sentence: a text inside one is judged as a leak.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kb.audit.matching.folding import BREAK
from kb.project.project import Project
from kb.source.package import PACKAGE

_PRODUCT = ("browser_code", "website", "ui_strings", "search", "text", "desk", "audit")
_PRODUCT_TEXTS = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".yml", ".xml", ".txt", ".webmanifest")
_TEMPLATES = (".html", ".xml", ".txt")
CODE = (".css", ".js", ".mjs")
_COMMENT_IN_TEMPLATE = re.compile(r"\{#.*?(?:#\}|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_IN_CODE = re.compile(
    r"(?P<comment>/\*.*?(?:\*/|\Z)|(?<![:\w])//[^\n]*)|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)",
    re.DOTALL,
)
_NAME = re.compile(r"[^\W\d][\w-]*")
_LONGEST_NAME = 3
"""Words of a name in code; longer ones are sentences."""


def product_texts() -> Iterator[str]:
    """The words of the product and of the theme it stands on."""
    for stage in _PRODUCT:
        yield from _texts_below(PACKAGE / stage)
    for templates in _installed():
        for folder in (
            templates,
            templates / "partials",
            templates / "partials" / "languages",
            templates / "blocks",
            templates / "assets" / "javascripts",
        ):
            yield from (
                path.read_text("utf-8", "replace") for path in sorted(folder.glob("*")) if path.suffix in _PRODUCT_TEXTS
            )


@cache
def _installed() -> tuple[Path, ...]:
    specs = map(importlib.util.find_spec, ("material", "mkdocs"))
    return tuple(Path(spec.origin).parent / "templates" for spec in specs if spec is not None and spec.origin)


def _texts_below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(_PRODUCT_TEXTS):
                yield Path(place, name).read_text("utf-8", "replace")


def used_templates(project: Project) -> dict[str, str]:
    """Path → text without comments, of the shop's templates that pages are made with."""
    folder = project.root / project.custom_dir
    if not project.custom_dir or not folder.is_dir():
        return {}
    own = {path.relative_to(folder).as_posix(): path for path in _files_below(folder) if path.suffix in _TEMPLATES}
    places = (*_installed(), PACKAGE / "website" / "theme")
    waiting = [name for name in own if any((place / name).is_file() for place in places)]
    used: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = _COMMENT_IN_TEMPLATE.sub(" ", own[name].read_text("utf-8", "replace"))
            waiting += [other for other in own if f'"{other}"' in used[name] or f"'{other}'" in used[name]]
    return {own[name].relative_to(project.root).as_posix(): text for name, text in sorted(used.items())}


def code_names(project: Project, assets: Iterator[Path]) -> Iterator[str]:
    """Names and single words in the styles and scripts of the shop: of its templates' folder, and `assets`."""
    folder = project.root / project.custom_dir
    own = _files_below(folder) if project.custom_dir and folder.is_dir() else iter(())
    for path in (*own, *assets):
        if path.suffix.lower() in CODE and path.is_file():
            yield _names_in(path.read_text("utf-8", "replace"))


def _names_in(code: str) -> str:
    def kept(match: re.Match[str]) -> str:
        text = match["text"]
        return f" {text[1:-1]} " if text and not re.search(r"\s", text.strip("\"'` ")) else " "

    names = (name for name in _NAME.findall(_IN_CODE.sub(kept, code)) if len(re.split("[-_]+", name)) <= _LONGEST_NAME)
    return f" {BREAK} ".join(dict.fromkeys(names))


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))
