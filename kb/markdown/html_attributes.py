"""The attributes of HTML that carry addresses, ids and references to ids, and the span of each in a value.

Source: the HTML standard's index of attributes (html.spec.whatwg.org/multipage/indices.html, “Valid URL …” and
“ID”), SVG 2 for `href` of its elements and `xlink:href`, WAI-ARIA 1.2 for its references to ids. Obsolete
attributes that browsers still load (`background`, `longdesc`, `lowsrc`) are in the table too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

HTML_SPACES = " \t\n\r\f"
"""HTML's white space."""

Span = tuple[int, int]
Spans = Callable[[str], Iterator[Span]]
"""An attribute's value, as written → where in it each address or id starts and ends."""


def whole(value: str) -> Iterator[Span]:
    """One address, “potentially surrounded by spaces”."""
    start = len(value) - len(value.lstrip(HTML_SPACES))
    yield start, max(start, len(value.rstrip(HTML_SPACES)))


def words(value: str) -> Iterator[Span]:
    """A list with spaces between: `ping`, `aria-labelledby`."""
    at, end = 0, len(value)
    while at < end:
        start = at
        while at < end and value[at] not in HTML_SPACES:
            at += 1
        if at > start:
            yield start, at
        at += 1


def candidates(value: str) -> Iterator[Span]:
    """The addresses of a `srcset`, by the standard's “parse a srcset attribute”."""
    at, end = 0, len(value)
    while at < end:
        if value[at] in HTML_SPACES or value[at] == ",":
            at += 1
            continue
        start = at
        while at < end and value[at] not in HTML_SPACES:
            at += 1
        address = value[start:at].rstrip(",")
        yield start, start + len(address)
        if start + len(address) == at:
            at = _after_descriptors(value, at)


def _after_descriptors(value: str, at: int) -> int:
    """Past `2x` or `480w` and the comma that ends it; a comma in brackets does not."""
    depth = 0
    while at < len(value):
        depth += (value[at] == "(") - (value[at] == ")" and depth > 0)
        at += 1
        if value[at - 1] == "," and depth == 0:
            break
    return at


_CSS_QUOTES = ('"', "'", "&quot;", "&#34;", "&#39;", "&apos;")


def in_css(value: str) -> Iterator[Span]:
    """The addresses in `url(…)` of a `style` attribute."""
    folded, at = value.lower(), 0
    while (at := folded.find("url(", at)) >= 0:
        start = at + len("url(")
        start += len(value[start:]) - len(value[start:].lstrip(HTML_SPACES))
        quote = next((one for one in _CSS_QUOTES if value.startswith(one, start)), "")
        start += len(quote)
        end = value.find(quote or ")", start)
        if end < 0:
            return
        yield start, start + len(value[start:end].rstrip(HTML_SPACES))
        at = end


@dataclass(frozen=True, slots=True)
class Carrier:
    """What an attribute holds."""

    use: str
    """`address`; `candidate` (an address in a `srcset`); `css` (an address in a style); `base`; `id`; `name` (an id
    of old, `<a name>`); `reference` (to an id); `group` (of radio buttons)."""
    spans: Spans = whole
    elements: frozenset[str] = frozenset()
    """Empty: on every element."""


def _on(*elements: str) -> frozenset[str]:
    return frozenset(elements)


ADDRESS_USES = frozenset({"address", "candidate", "css"})
_SECTIONS = _on("body", "table", "thead", "tbody", "tfoot", "tr", "td", "th")

CARRIERS: Mapping[str, tuple[Carrier, ...]] = {
    "href": (Carrier("base", elements=_on("base")), Carrier("address")),
    "xlink:href": (Carrier("address"),),
    "src": (Carrier("address"),),
    "srcset": (Carrier("candidate", candidates, _on("img", "source")),),
    "imagesrcset": (Carrier("candidate", candidates, _on("link")),),
    "poster": (Carrier("address", elements=_on("video")),),
    "data": (Carrier("address", elements=_on("object")),),
    "cite": (Carrier("address", elements=_on("blockquote", "q", "ins", "del")),),
    "action": (Carrier("address", elements=_on("form")),),
    "formaction": (Carrier("address", elements=_on("button", "input")),),
    "ping": (Carrier("address", words, _on("a", "area")),),
    "background": (Carrier("address", elements=_SECTIONS),),
    "longdesc": (Carrier("address", elements=_on("img", "iframe", "frame")),),
    "lowsrc": (Carrier("address", elements=_on("img")),),
    "style": (Carrier("css", in_css),),
    "id": (Carrier("id"),),
    "name": (Carrier("name", elements=_on("a")), Carrier("group", elements=_on("input"))),
    **{
        name: (Carrier("reference", words),)
        for name in (
            *("for", "headers", "list", "form", "popovertarget", "commandfor", "itemref", "aria-labelledby"),
            *("aria-describedby", "aria-controls", "aria-owns", "aria-flowto", "aria-details", "aria-errormessage"),
            "aria-activedescendant",
        )
    },
}


def carrier_of(element: str, attribute: str) -> Carrier | None:
    """What `attribute` of `element` holds, both in small letters; None if it is none of our concern."""
    for one in CARRIERS.get(attribute, ()):
        if not one.elements or element in one.elements:
            return one
    return None
