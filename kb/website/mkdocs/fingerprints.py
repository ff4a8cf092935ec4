"""What each page is made from, as a hash: two builds with the same hash write the same bytes.

Most pages show only a few cards of other pages and the names of sections, so they are rendered with the long lists
hidden. If a template looks into a hidden list, `HiddenError` is raised: the page is rendered again with all lists, and
depends on them from then on.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from kb.cache.steps import files_version
from kb.cache.store import key_of
from kb.project.python_names import as_text
from kb.source.package import PACKAGE
from kb.website.views.types import Alternate, Card, Crumb, PageView, Section, SiteView

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from kb.website.mkdocs.files import SiteFiles
    from kb.website.mkdocs.pages import KbPage


class HiddenError(Exception):
    """A template looked into a list that was hidden from it."""


class _Hidden(tuple[Card, ...]):
    """A list of cards that must not be looked into."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise HiddenError

    __iter__ = __len__ = __getitem__ = __bool__ = __contains__ = _refuse

    def __repr__(self) -> str:
        return "…"


HIDDEN = _Hidden()


def without_lists(site: SiteView) -> SiteView:
    """`site` with every long list hidden."""
    return replace(
        site,
        sections=tuple(map(_without_cards, site.sections)),
        internal_sections=tuple(map(_without_cards, site.internal_sections)),
        featured=HIDDEN,
    )


def _without_cards(section: Section) -> Section:
    return replace(section, cards=HIDDEN)


def view_without_lists(view: PageView) -> PageView:
    """`view` with the articles of its section hidden, unless the page is the section's own."""
    section = view.section
    return replace(view, section=_without_cards(section)) if section and section.id != view.id else view


_SHARED = frozenset({Card, Section, Alternate, Crumb})
"""What many pages show the same one of."""


class Plain:
    """Views as nested tuples of texts and numbers, which hash at once. What many pages share is made once."""

    def __init__(self) -> None:
        self._getters: dict[type, Callable[[Any], tuple[Any, ...]]] = {}
        self._known: dict[int, tuple[Any, Any]] = {}
        """By `id`: the value, which so stays alive, and what was made of it."""

    def of(self, value: Any) -> Any:
        kind = type(value)
        if kind is str or kind is int or kind is bool or value is None:
            return value
        if kind is tuple or kind in _SHARED:
            known = self._known.get(id(value))
            if known is None:
                made = tuple([self.of(one) for one in value]) if kind is tuple else self._fields(value)
                known = self._known[id(value)] = (value, made)
            return known[1]
        if kind is list:
            return tuple([self.of(one) for one in value])
        if value is HIDDEN:
            return "…"
        if isinstance(value, Mapping):
            return tuple([(str(name), self.of(one)) for name, one in value.items()])
        return self._fields(value) if is_dataclass(value) else repr(value)

    def _fields(self, value: Any) -> tuple[Any, ...]:
        kind = type(value)
        getter = self._getters.get(kind)
        if getter is None:
            names = [field.name for field in fields(kind)]
            getter = self._getters[kind] = cast(
                Callable[[Any], tuple[Any, ...]], attrgetter(*names, "__class__.__name__")
            )
        return tuple([one if type(one) is str else self.of(one) for one in getter(value)])


class PageFingerprints:
    """The keys of one edition's pages."""

    def __init__(self, site: SiteFiles, config: MkDocsConfig) -> None:
        base = key_of(files_version(PACKAGE), _settings(config), _overrides(config), site.edition.name)
        pages = {**site.edition.pages, **site.edition.versions}
        addresses = key_of(
            *(f"{id} {code} {page.url} {page.document.language}" for (id, code), page in pages.items()),
            *site.edition.assets,
            repr(sorted(site.picture_sizes.items())),
        )
        self._addresses = key_of(base, addresses)
        self.views_without_lists = {code: without_lists(view) for code, view in site.views.sites.items()}
        self._plain = Plain()
        self._without_lists = {
            code: key_of(self._addresses, self._hash(view)) for code, view in self.views_without_lists.items()
        }
        self._hidden = {
            id(section): hidden
            for code, of_language in site.views.sites.items()
            for section, hidden in zip(
                (*of_language.sections, *of_language.internal_sections),
                (*self.views_without_lists[code].sections, *self.views_without_lists[code].internal_sections),
                strict=True,
            )
        }
        """By `id` of a section: the same without its cards, one for all its pages."""
        self._full = key_of(*(self._hash(view) for view in site.views.sites.values()))

    def _hash(self, view: SiteView | PageView) -> str:
        return hashlib.blake2b(marshal.dumps(self._plain.of(view), 2), digest_size=16).hexdigest()

    def of(self, page: KbPage) -> tuple[str, str]:
        """The key of `page`, and its key without lists."""
        view = page.view
        parts = (page.template, page.source, page.body, str(page.edit_url))
        hidden = self._hidden.get(id(view.section)) if view.section and view.section.id != view.id else None
        shown = replace(view, section=hidden) if hidden else view_without_lists(view)
        without_lists = key_of(self._without_lists[view.language], self._hash(shown), *parts)
        return key_of(without_lists, self._full), without_lists


def _settings(config: MkDocsConfig) -> str:
    """Everything that mkdocs.yml and the environment say, and who renders it."""
    places = {"site_dir", "config_file_path", "docs_dir"}
    values = {name: value for name, value in config.items() if name not in places}
    theme = {name: config.theme[name] for name in config.theme}
    versions = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "Jinja2", "MarkupSafe", "Babel")]
    root = str(Path(config.config_file_path or ".").parent)
    return as_text([values, theme, versions, sys.version]).replace(root, ".")


def _overrides(config: MkDocsConfig) -> str:
    """The shop's own templates, by content."""
    folder = config.theme.custom_dir
    return key_of(*_contents(Path(folder))) if folder else ""


def _contents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(folder)} {path.read_bytes().hex()}"
