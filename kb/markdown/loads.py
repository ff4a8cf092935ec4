"""What an HTML text makes a browser load, run or send to, as a Content-Security-Policy sorts it.

Source: the HTML standard's elements that fetch; Content Security Policy Level 3, 6.7: which directive governs what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.markdown.html_places import HtmlPlace
from kb.markdown.start_tags import StartTag, start_tags, value_of

_BY_ATTRIBUTE = {
    **{("img", name): "images" for name in ("src", "srcset", "lowsrc")},
    ("source", "srcset"): "images",
    ("source", "src"): "media",
    ("input", "src"): "images",
    **{(element, "src"): "media" for element in ("video", "audio", "track")},
    **{(element, name): "images" for element in ("image", "feimage") for name in ("href", "xlink:href")},
    ("video", "poster"): "images",
    ("use", "href"): "images",
    ("use", "xlink:href"): "images",
    ("iframe", "src"): "frames",
    ("frame", "src"): "frames",
    ("object", "data"): "objects",
    ("embed", "src"): "objects",
    ("script", "src"): "scripts",
    ("script", "href"): "scripts",
    ("script", "xlink:href"): "scripts",
    ("form", "action"): "forms",
    ("button", "formaction"): "forms",
    ("input", "formaction"): "forms",
    ("a", "ping"): "connect",
    ("area", "ping"): "connect",
}
"""Element and attribute → the purpose, as the option `allow_hosts` names it; `objects` cannot be allowed."""
_BY_RELATION = {"stylesheet": "styles", "icon": "images", "apple-touch-icon": "images", "modulepreload": "scripts"}
"""Of `<link rel=…>`."""
_NEEDS_TAGS = re.compile(r"<(?:script|style|link)\b|\s(?:style|on[a-z]+|srcdoc)\s*=|[\"'/](?:style|on[a-z]+)\s*=", re.I)
_DATA_TYPES = ("application/json", "application/ld+json", "text/template", "text/x-template", "text/html", "text/plain")


@dataclass(frozen=True, slots=True)
class Load:
    """One thing that a browser fetches or sends to."""

    purpose: str
    address: str
    element: str


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A script or style in the page itself."""

    kind: str
    """`script`, `style`, or the attribute: `style=`, `onclick=`."""
    element: str


def loads_in(content: str, placed: Iterable[tuple[HtmlPlace, str]]) -> Iterator[Load]:
    """Everything that `content` fetches; `placed` are its places with their values."""
    for place, value in placed:
        purpose = "images" if place.attribute == "background" else _BY_ATTRIBUTE.get((place.element, place.attribute))
        if purpose and value:
            yield Load(purpose, value, place.element)
    if "<link" in content.lower():
        for tag in start_tags(content):
            values = _values(tag, content) if tag.element == "link" else {}
            for relation in values.get("rel", "").lower().split():
                if relation in _BY_RELATION and values.get("href"):
                    yield Load(_BY_RELATION[relation], values["href"], "link")
                    break


def may_hold_code(content: str) -> bool:
    """Whether `inline_code_in` may find anything in `content`."""
    return _NEEDS_TAGS.search(content) is not None


def inline_code_in(content: str) -> Iterator[InlineCode]:
    """Every script, style and handler that stands in `content` itself."""
    if not may_hold_code(content):
        return
    for tag in start_tags(content):
        values = _values(tag, content)
        if tag.element == "style" or (tag.element == "script" and _runs(values)):
            yield InlineCode(tag.element, tag.element)
        for name, value in values.items():
            if value and (name == "style" or (name.startswith("on") and len(name) > len("on"))):
                yield InlineCode(f"{name}=", tag.element)


def _runs(values: dict[str, str]) -> bool:
    return not values.get("src") and values.get("type", "").strip().lower() not in _DATA_TYPES


def _values(tag: StartTag, content: str) -> dict[str, str]:
    return {one.name: value_of(content[one.start : one.end]) if one.start >= 0 else "" for one in tag.attributes}
