"""HTML that neither runs, loads nor sends anything: closed lists of elements, attributes and schemes.

Judged is HTML as readers get it, by lists of what may be there: what is on no list of dangers today is one tomorrow.
Source of the lists: the documentation of Python-Markdown 3.11 (syntax, and the extensions that come with it) and of
PyMdown Extensions 13, kb's own trees and self-checks, the emoji of Material (`svg`); of the HTML standard's index those
attributes that describe, and neither run, load nor send anything. Addresses are judged by their schemes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.markdown.html_attributes import ADDRESS_USES, carrier_of
from kb.markdown.start_tags import StartTag, value_of


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _names(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd label legend li mark ol p pre q s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var"
)
_DRAWING = _names("svg path circle ellipse g line polygon polyline rect")
"""Of an emoji or icon that an extension drew."""
_ANYWHERE = _names("align class dir height hidden id lang role tabindex title translate valign width")
_ATTRIBUTES = {
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
_MEDIA = _names("autoplay controls loop muted playsinline poster preload src")
_IMPORTED_ATTRIBUTES = {
    "audio": _MEDIA,
    "data": _names("value"),
    "font": _names("color face size"),
    "img": _names("border"),
    "meter": _names("high low max min optimum value"),
    "progress": _names("max value"),
    "source": _names("media sizes src srcset type"),
    "table": _names("border cellpadding cellspacing summary"),
    "td": _names("bgcolor nowrap"),
    "time": _names("datetime"),
    "track": _names("default kind label src srclang"),
    "tr": _names("bgcolor"),
    "video": _MEDIA,
}
_ACTING = _names(
    "applet area base basefont bgsound body button canvas command datalist dialog embed fencedframe form frame "
    "frameset head html iframe image isindex keygen link listing map marquee math menuitem meta noembed noframes "
    "noscript object optgroup option output param plaintext portal script select slot spacer style svg template "
    "textarea title webview xml xmp"
)
"""Every element of the HTML standard, obsolete ones too, that runs, loads, sends, or changes how the rest is read."""
_DESCRIBING = ("aria-", "data-")
_BAR = re.compile(r"\s*width:\s*[0-9.]+%;?\s*")
"""The one style that an extension needs: the length of a progress bar."""
_INPUTS = frozenset({"checkbox", "radio"})
_SCHEME = re.compile(r"([^/?#]*?):")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
"""What browsers drop inside an address, and what nobody sees there."""


@dataclass(frozen=True, slots=True)
class HarmlessHtml:
    """What HTML may hold."""

    elements: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    """Element → attributes it may have besides those that any may have."""
    schemes: frozenset[str]
    anywhere: frozenset[str] = _ANYWHERE
    refused: frozenset[str] = frozenset()
    """Where not empty: any element but these, for names that HTML does not know (`<Tabs>`) do nothing."""

    def has_element(self, name: str) -> bool:
        """`name` in small letters."""
        return name in self.elements or (bool(self.refused) and name not in self.refused)

    def has_attribute(self, element: str, name: str, value: str) -> bool:
        """Whether `element` may have the attribute, both in small letters; its addresses are judged apart."""
        if name == "style":
            return element == "div" and _BAR.fullmatch(value) is not None
        if element == "input" and name == "type":
            return value.lower() in _INPUTS
        own = _OF_DRAWINGS if element in self.elements & _DRAWING else self.attributes.get(element, frozenset())
        return name in self.anywhere or name in own or name.startswith(_DESCRIBING)

    def strange_scheme(self, address: str) -> str | None:
        """The scheme of `address`, entities decoded, if it is not on the list; None if all is well."""
        scheme = _SCHEME.match(_UNSEEN.sub("", address))
        return scheme[1] if scheme and scheme[1].lower() not in self.schemes else None

    def breaches(self, tag: StartTag, content: str) -> Iterator[tuple[str, str]]:
        """(element, "") or (element, attribute) for all that a start tag of `content` may not have."""
        if not self.has_element(tag.element):
            yield tag.element, ""
            return
        for one in tag.attributes:
            value = content[one.start : one.end] if one.start >= 0 else ""
            if not self.has_attribute(tag.element, one.name, value):
                yield tag.element, one.name


MADE = HarmlessHtml(
    _ELEMENTS | _DRAWING | {"track", "video"},
    {
        **_ATTRIBUTES,
        "track": _names("default kind label src srclang"),
        "video": _names("controls playsinline poster preload src"),
    },
    _names("http https mailto tel kb"),
)
"""What Markdown makes. `kb:` is what `{{ link.… }}` makes; pages have an address in its place."""
IMPORTED = HarmlessHtml(
    _ELEMENTS,
    {
        name: _ATTRIBUTES.get(name, frozenset()) | _IMPORTED_ATTRIBUTES.get(name, frozenset())
        for name in {*_ATTRIBUTES, *_IMPORTED_ATTRIBUTES}
    },
    _names("http https mailto tel sms geo whatsapp viber tg zalo line skype ftp"),
    anywhere=_ANYWHERE | {"markdown"},
    refused=_ACTING,
)
"""What may come along from another system: films and pictures, and elements that HTML does not know."""


def addresses_of(tag: StartTag, content: str) -> Iterator[str]:
    """Every address in a start tag, as browsers read it."""
    for one in tag.attributes:
        carrier = carrier_of(tag.element, one.name)
        if one.start >= 0 and carrier is not None and carrier.use in ADDRESS_USES:
            written = content[one.start : one.end]
            yield from (value_of(written[start:end]) for start, end in carrier.spans(written))
