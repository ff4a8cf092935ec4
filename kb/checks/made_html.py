"""`raw_html: false`: the HTML of a text, as readers get it, holds only what Markdown makes and nothing that acts.

Judged is what was made, by a list of what may be there: attribute lists, link addresses and extensions write HTML
too, and what is on no list of dangers today is one tomorrow. Source of the lists: the documentation of Python-Markdown
3.11 (syntax, and the extensions that come with it) and of PyMdown Extensions 13, kb's own trees and self-checks, the
emoji of Material (`svg`); of the HTML standard's index those attributes that describe, and neither run, load nor send
anything. Addresses are judged by their schemes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checks.places import line_of_address
from kb.content.html_attributes import ADDRESS_USES, carrier_of
from kb.content.model import Document
from kb.content.problem import Problem, Rule, Severity
from kb.content.rendering import Rendered
from kb.content.start_tags import StartTag, start_tags, value_of

MADE_HTML = Rule(
    "KB214",
    "html-that-acts",
    Severity.ERROR,
    what="A text makes an element or attribute that Markdown has no sign for, while the shop says `raw_html: false`.",
    why="It may run, load or send something; attribute lists in braces write HTML too.",
    example='![Size chart](size.png){ onerror="alert(1)" }',
    mend="take it out, or allow HTML with `raw_html: true`",
)
SCHEME = Rule(
    "KB215",
    "scheme-of-address",
    Severity.ERROR,
    what="An address has a scheme other than http, https, mailto and tel, while the shop says `raw_html: false`.",
    why="Browsers run or open such addresses: `javascript:` is a program, `data:` a page of its own.",
    example="[Back](javascript:history.back)",
    mend="link to a page, a file, or an address that begins with https:, mailto: or tel:",
)
RULES = (MADE_HTML, SCHEME)

def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd label legend li mark ol p pre q s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var"
)
_DRAWING = _names("svg path circle ellipse g line polygon polyline rect")
"""Of an emoji or icon that an extension drew."""
_ANYWHERE = _names("align class dir height hidden id lang role tabindex title translate valign width")
ATTRIBUTES = {
    "a": _names("download href hreflang name rel target type"),
    "blockquote": _names("cite"),
    "col": _names("span"),
    "colgroup": _names("span"),
    "del": _names("cite datetime"),
    "details": _names("name open"),
    "img": _names("alt decoding fetchpriority loading sizes src srcset"),
    "input": _names("checked disabled name type"),
    "ins": _names("cite datetime"),
    "label": _names("for"),
    "li": _names("value"),
    "ol": _names("reversed start type"),
    "q": _names("cite"),
    "td": _names("colspan headers rowspan scope"),
    "th": _names("abbr colspan headers rowspan scope"),
}
"""Element → attributes it may have besides those that any may have."""
_OF_DRAWINGS = _names(
    "cx cy d fill fill-rule clip-rule points r rx ry stroke stroke-width stroke-linecap stroke-linejoin transform "
    "viewbox x x1 x2 xmlns y y1 y2"
)
_DESCRIBING = ("aria-", "data-")
_BAR = re.compile(r"\s*width:\s*[0-9.]+%;?\s*")
"""The one style that an extension needs: the length of a progress bar."""
_INPUTS = frozenset({"checkbox", "radio"})
SCHEMES = frozenset({"http", "https", "mailto", "tel", "kb"})
"""`kb:` is what `{{ link.… }}` makes; pages have an address in its place."""
_SCHEME = re.compile(r"([^/?#]*?):")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
"""What browsers drop inside an address, and what nobody sees there."""


def check_made_html(rendered: Rendered, document: Document) -> Iterator[Problem]:
    """What is on a page made from `document` though the shop allows no HTML, each once."""
    told: set[str] = set()
    for tag in start_tags(rendered.html):
        for sign, what in _breaches(tag, rendered.html):
            if what not in told:
                told.add(what)
                yield MADE_HTML.at(document.path, _line_of(sign, document), what)
        for address in _addresses(tag, rendered.html):
            scheme = _SCHEME.match(_UNSEEN.sub("", address))
            what = f"the address “{address[:60]}” has the scheme “{scheme[1][:20]}:”" if scheme else ""
            if scheme and scheme[1].lower() not in SCHEMES and what not in told:
                told.add(what)
                yield SCHEME.at(document.path, line_of_address(address, document), what)


def _addresses(tag: StartTag, content: str) -> Iterator[str]:
    """Every address in a start tag, as browsers read it."""
    for one in tag.attributes:
        carrier = carrier_of(tag.element, one.name)
        if one.start >= 0 and carrier is not None and carrier.use in ADDRESS_USES:
            written = content[one.start : one.end]
            yield from (value_of(written[start:end]) for start, end in carrier.spans(written))


def _breaches(tag: StartTag, content: str) -> Iterator[tuple[str, str]]:
    """(what to look for in the source, what is wrong) for all that a start tag may not have."""
    if tag.element not in ELEMENTS | _DRAWING:
        yield f"<{tag.element}", f"the element <{tag.element[:40]}> is not allowed"
        return
    own = _OF_DRAWINGS if tag.element in _DRAWING else ATTRIBUTES.get(tag.element, frozenset())
    for one in tag.attributes:
        value = content[one.start : one.end] if one.start >= 0 else ""
        is_allowed = one.name in _ANYWHERE or one.name in own or one.name.startswith(_DESCRIBING)
        if one.name == "style":
            is_allowed = tag.element == "div" and _BAR.fullmatch(value) is not None
        elif tag.element == "input" and one.name == "type":
            is_allowed = value.lower() in _INPUTS
        if not is_allowed:
            yield one.name, f"the attribute “{one.name[:40]}” of <{tag.element}> is not allowed"


def _line_of(sign: str, document: Document) -> int:
    at = document.body.lower().find(sign)
    return document.body_line + (document.body.count("\n", 0, at) if at >= 0 else 0)
