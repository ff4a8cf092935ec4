"""The option `look`: a shop's own logo, colours, font, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.project.colours import Accent, hex_colour
from kb.source.fields import WrongTypeError, read_mapping, read_text, read_texts_by_language
from kb.source.yaml_nodes import Node

FONT_FACES: Mapping[str, str] = {
    "regular": "font-weight:400;font-style:normal",
    "bold": "font-weight:700;font-style:normal",
    "italic": "font-weight:400;font-style:italic",
    "variable": "font-weight:100 900;font-style:normal",
}
"""Part of `font` → what CSS says of it."""
_ADDRESS = re.compile(r"https://|mailto:|tel:|http://(localhost|127\.0\.0\.1)")
_ID = re.compile(r"[^\s:?#]+")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the header or the footer: to an address, or to an article by its id."""

    line: int
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    url: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Social:
    """A link with an icon of Material's: `fontawesome/brands/instagram`."""

    icon: str
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What `look` says; files are named as seen from the folder of articles."""

    logo: str = ""
    logo_dark: str = ""
    favicon: str = ""
    accent: Accent = field(default_factory=Accent)
    font: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Part of `FONT_FACES` → file."""
    home_picture: str = ""
    share_picture: str = ""
    header_links: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    social: tuple[Social, ...] = ()
    copyright: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that it names."""
        named = (self.logo, self.logo_dark, self.favicon, self.home_picture, self.share_picture, *self.font.values())
        return tuple(one for one in named if one)

    def linked(self) -> Iterator[tuple[str, Link]]:
        """Every link, with the part that it stands in."""
        yield from (("header_links", one) for one in self.header_links)
        yield from (("footer_links", one) for one in self.footer_links)

    def texts(self) -> Iterator[str]:
        """Everything that pages show of it."""
        for _, link in self.linked():
            yield from (*link.name.values(), link.url, link.article)
        for one in self.social:
            yield from (one.icon, one.url, one.name)
        yield from self.copyright.values()
        yield from self.files


def read_look(node: Node) -> Look:
    """The option as a value; raises `WrongTypeError` at the line that cannot be read."""
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - set(_PARTS)):
        raise WrongTypeError(node.line_of(unknown[0]), " or ".join(_PARTS), f"“{unknown[0]}”")
    values: dict[str, object] = {}
    for name, value in entries.items():
        if not value.is_null or (name == "accent" and hex_colour(value.cut.partition(" ")[0])):
            values |= _PARTS[name](name, value)
    return Look(**values)  # type: ignore[arg-type]


def _file(name: str, node: Node) -> dict[str, object]:
    path = read_text(node)
    if not path or re.search(r"^\w+:|^//|\\|(^|/)\.\.(/|$)|[\"'<>]", path):
        raise WrongTypeError(node.line, f"{name}: a file in docs/, such as img/{name}.png", node.describe())
    return {name: path.lstrip("/")}


def _logo(name: str, node: Node) -> dict[str, object]:
    if node.is_scalar:
        return _file(name, node)
    parts = _known(node, ("light", "dark"))
    found = {}
    for part, value in parts.items():
        found["logo" if part == "light" else "logo_dark"] = _file(name, value)[name]
    if "logo" not in found:
        raise WrongTypeError(node.line, "logo: a file under `light`", "none")
    return dict(found)


def _accent(name: str, node: Node) -> dict[str, object]:
    if node.is_scalar:
        return {name: Accent(light=_colour(node))}
    return {name: Accent(**{part: _colour(value) for part, value in _known(node, ("light", "dark")).items()})}


def _colour(node: Node) -> str:
    colour = hex_colour(node.text or "") if node.is_scalar else ""
    if not colour:
        hint = " (in quotes: a # alone begins a comment)" if node.is_null else ""
        raise WrongTypeError(node.line, f'a colour such as "#a4123f"{hint}', node.describe())
    return colour


def _font(name: str, node: Node) -> dict[str, object]:
    if node.is_scalar:
        return {name: MappingProxyType({"regular": str(_file(name, node)[name])})}
    parts = _known(node, tuple(FONT_FACES))
    return {name: MappingProxyType({part: str(_file(name, value)[name]) for part, value in parts.items()})}


def _links(name: str, node: Node) -> dict[str, object]:
    return {name: tuple(_link(one) for one in _rows(name, node, "{name, url} or {article}"))}


def _link(node: Node) -> Link:
    parts = _known(node, ("name", "url", "article"))
    url, article = (read_text(parts[key]) if key in parts else "" for key in ("url", "article"))
    names = dict(read_texts_by_language(parts["name"])) if "name" in parts else {}
    if bool(url) == bool(article):
        raise WrongTypeError(node.line, "either `url` or `article`", "both" if url else "none")
    if url and not _ADDRESS.match(url):
        raise WrongTypeError(node.line, "url: an address with https://, mailto: or tel:", f"“{url}”")
    if article and not _ID.fullmatch(article):
        raise WrongTypeError(node.line, "article: an id such as policies/returns", f"“{article}”")
    if url and not any(names.values()):
        raise WrongTypeError(node.line, "a `name` for the link", "none")
    return Link(node.line, MappingProxyType(names), url, article.removesuffix(".md").strip("/"))


def _social(name: str, node: Node) -> dict[str, object]:
    found = []
    for one in _rows(name, node, "{icon, url}"):
        parts = _known(one, ("icon", "url", "link", "name"))  # Material writes `link`
        values = {key: read_text(value) for key, value in parts.items()}
        url = values.get("url") or values.get("link", "")
        if not values.get("icon") or not _ADDRESS.match(url):
            raise WrongTypeError(one.line, "an icon, and an address with https:// or mailto:", one.describe())
        found.append(Social(values["icon"], url, values.get("name", "")))
    return {name: tuple(found)}


def _texts(name: str, node: Node) -> dict[str, object]:
    return {name: MappingProxyType(dict(read_texts_by_language(node)))}


def _rows(name: str, node: Node, expected: str) -> tuple[Node, ...]:
    if node.items is None:
        raise WrongTypeError(node.line, f"{name}: a list of {expected}", node.describe())
    return node.items


def _known(node: Node, allowed: tuple[str, ...]) -> Mapping[str, Node]:
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - set(allowed)):
        raise WrongTypeError(node.line_of(unknown[0]), " or ".join(allowed), f"“{unknown[0]}”")
    return entries


_PARTS = {
    "logo": _logo,
    "favicon": _file,
    "accent": _accent,
    "font": _font,
    "home_picture": _file,
    "share_picture": _file,
    "header_links": _links,
    "footer_links": _links,
    "social": _social,
    "copyright": _texts,
}
"""Key of `look` → its reader, which gives fields of `Look`."""
