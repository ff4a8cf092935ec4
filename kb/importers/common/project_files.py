"""mkdocs.yml of a shop that was brought from elsewhere, and how files get to their places."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kb.importers.common.choices import Choices, country_name
from kb.importers.common.front_matter import dump_yaml
from kb.importers.common.languages import own_name
from kb.project.options import COMMONMARK

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
    choices: Choices | None = None
    """What the shop was said to be; of these, only what was `given` counts."""


def render_mkdocs(shop: Shop) -> str:
    """mkdocs.yml of a shop that was brought from elsewhere."""
    choices = shop.choices or Choices()
    languages = _languages(shop, choices)
    block: dict[str, object] = {"shop": shop.name}
    if "shop_url" in choices.given:
        block["shop_url"] = choices.shop_url
    block |= {
        "strict": False,
        "markdown": COMMONMARK,
        "default_language": shop.default_language,
        "languages": languages,
    }
    if "markets" in choices.given:
        block["markets"] = {
            market: {
                "currency": choices.currencies[market],
                "name": {code: country_name(market, code) for code in languages},
            }
            for market in choices.markets
        }
    if "channels" in choices.given:
        block["channels"] = {channel.id: dict(channel.settings(choices.markets)) for channel in choices.channels}
    if "timezone" in choices.given:
        block["timezone"] = choices.timezone
    if shop.aliases:
        block["aliases"] = dict(shop.aliases)
    if shop.topics:
        block["topics"] = {id: {"name": dict(names)} for id, names in shop.topics.items()}
    return "# Written by `kb init --from`. What each option means: the manual, page “options”.\n" + dump_yaml(
        site_settings(shop, block)
    )


def _languages(shop: Shop, choices: Choices) -> dict[str, object]:
    """Those found, and those that the shop wants besides, which are to be translated yet."""
    found: dict[str, object] = {code: {"name": own_name(code)} for code in shop.languages}
    wanted = choices.languages if "languages" in choices.given else ()
    return found | {code: {"name": own_name(code), "in_translation": True} for code in wanted if code not in found}


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
