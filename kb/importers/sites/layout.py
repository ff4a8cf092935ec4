"""What is known of a Markdown site once its shape is told: roots, languages, name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kb.importers.common.settings import SettingsFile, plain_table


@dataclass(frozen=True, slots=True)
class Move:
    """An old address that leads to a page: both as the source writes them."""

    old: str
    new: str
    path: str
    line: int


HUGO_CONFIGS = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
HUGO_LANGUAGES = tuple(f"config/_default/languages.{ending}" for ending in ("toml", "yaml", "json"))
MKDOCS_OF_LANGUAGE = re.compile(r"((?:[^/]+/)*?)([A-Za-z_-]{2,10})/mkdocs\.ya?ml")


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one site."""

    shape: str
    """kb, mkdocs, hugo, gitbook, docusaurus, starlight, vitepress, jekyll, notion or plain."""
    roots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"": ""}))
    """Folder (`""` is the source itself) → code of its language as the source writes it, or `""`."""
    suffixes: frozenset[str] = frozenset()
    """Codes that stand at the end of file names: `en` for `returns_en.md`."""
    named: frozenset[str] = frozenset()
    """Codes that are whole file names: `vi` for `returns/vi.md`, one folder for each article."""
    default_code: str = ""
    """The source's own code for files that name no language."""
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Code in the source → our code."""
    default_language: str = "en"
    config: str = ""
    """The configuration that was read, or empty."""
    settings: SettingsFile = field(default_factory=SettingsFile)
    name: str = ""
    url: str = ""
    description: str = ""
    bases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Root → where the site shows its pages, without slashes at the ends: `docs`."""
    site_path: str = ""
    """The part of every address that is the site's own place on its host (`baseUrl`)."""
    moves: tuple[Move, ...] = ()
    sidebars: tuple[Any, ...] = ()
    """Menus as literals, of configurations that are programs."""
    is_clean: bool = True
    """Whether addresses have no ending."""

    def root_of(self, path: str) -> str | None:
        """The innermost root that holds `path`."""
        held = [root for root in self.roots if not root or path.startswith(root + "/")]
        return max(held, key=len, default=None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Ours, the default first."""
        others = sorted(set(self.codes.values()) - {self.default_language})
        return (self.default_language, *others)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Codes that are not ours already, as the option `aliases` takes them."""
        return {
            code: ours for code, ours in sorted(self.codes.items()) if code != ours and re.fullmatch(r"[\w-]+", code)
        }


def plugin_options(settings: SettingsFile, name: str) -> Mapping[str, Any] | None:
    """The options of an MkDocs plugin in either spelling of `plugins`, or None when it is not there."""
    plugins = settings.values.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if entry == name:
            return {}
        if isinstance(entry, Mapping) and name in entry:
            return plain_table(entry[name])
    return None
