"""The files every new shop starts with besides its pages: mkdocs.yml, facts.yml, .gitignore, README, overrides."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from kb.importers.common.front_matter import dump_yaml
from kb.importers.common.languages import own_name
from kb.project.options import COMMONMARK

STARTER = "starter_project"
EXTENSIONS = ("admonition", "attr_list", "tables", "pymdownx.superfences")
SAFE_EXTENSIONS = frozenset(
    {
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "sane_lists",
        "tables",
        "pymdownx.betterem",
        "pymdownx.caret",
        "pymdownx.details",
        "pymdownx.inlinehilite",
        "pymdownx.keys",
        "pymdownx.mark",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "pymdownx.tilde",
        "pymdownx.blocks.admonition",
        "pymdownx.blocks.details",
        "pymdownx.blocks.tab",
    }
)
"""Extensions that only turn text into HTML: they open no file and run no program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What a new mkdocs.yml is written from."""

    name: str
    url: str = ""
    description: str = ""
    default_language: str = "en"
    languages: Sequence[str] = ("en",)
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Id → name in each language."""
    extensions: Sequence[str] = ()
    """Beside ours."""


def render_mkdocs(shop: Shop) -> str:
    """mkdocs.yml of a shop that was brought from elsewhere."""
    block: dict[str, object] = {
        "shop": shop.name,
        "strict": False,
        "markdown": COMMONMARK,
        "default_language": shop.default_language,
        "languages": {code: {"name": own_name(code)} for code in shop.languages},
    }
    if shop.aliases:
        block["aliases"] = dict(shop.aliases)
    if shop.topics:
        block["topics"] = {id: {"name": dict(names)} for id, names in shop.topics.items()}
    return "# Written by `kb init --from`. What each option means: the manual, page “options”.\n" + dump_yaml(
        site_settings(shop, block)
    )


def site_settings(shop: Shop, block: Mapping[str, object]) -> dict[str, object]:
    """The whole mkdocs.yml as data; `block` is the `kb` block."""
    settings: dict[str, object] = {"site_name": shop.name}
    if shop.url:
        settings["site_url"] = shop.url
    if shop.description:
        settings["site_description"] = shop.description
    return settings | {
        "docs_dir": "docs",
        "site_dir": "site/public",
        "theme": {"name": "material", "custom_dir": "overrides", "font": False},
        "plugins": [{"kb": dict(block)}],
        "markdown_extensions": [
            *EXTENSIONS,
            *(name for name in sorted(set(shop.extensions)) if name not in EXTENSIONS),
        ],
    }


def common_files() -> dict[str, str]:
    """Path → text of what every new project gets, whatever its content."""
    return {
        ".gitignore": starter_text("gitignore"),
        "facts.yml": starter_text("empty_facts.yml"),
        "overrides/.gitkeep": "",
    }


def starter_text(name: str) -> str:
    """One file of the starter that ships with the package."""
    return files("kb.importers").joinpath(STARTER, name).read_text("utf-8")


def refusal_of_target(target: Path) -> str:
    """Why a new project cannot be made in `target`; empty when it can."""
    if target.is_symlink() and not target.exists():
        return f"{target} is a symbolic link to nothing: choose another folder"
    if target.exists() and not target.is_dir():
        return f"{target} is a file: choose another folder"
    if target.exists() and any(target.iterdir()):
        return f"{target} is not empty: choose a new folder, so that nothing of yours is overwritten"
    return ""


def leads_out(root: Path, path: str) -> bool:
    """Whether `path`, symbolic links followed, lies outside `root` or is `root` itself."""
    place = (root / path).resolve()
    return place == root.resolve() or not place.is_relative_to(root.resolve())


def write_project(
    target: Path, texts: Mapping[str, str | bytes], copies: Mapping[str, Path] = MappingProxyType({})
) -> None:
    """Write `texts`, and `copies` (path → file to copy), below `target`; refuses any path that leads out of it."""
    root = target.resolve()
    for path in sorted({*texts, *copies}):
        place = (root / path).resolve()
        if leads_out(target, path):
            raise ValueError(f"{path} leads out of the project")
        place.parent.mkdir(parents=True, exist_ok=True)
        data = copies[path].read_bytes() if path in copies else texts[path]
        _replace(place, data.encode("utf-8") if isinstance(data, str) else data)


def _replace(place: Path, data: bytes) -> None:
    """Write a file whole or not at all: half a file would pass for one that a writer has edited."""
    new = place.with_name(f".{os.getpid()}.kb-new")
    try:
        new.write_bytes(data)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)
