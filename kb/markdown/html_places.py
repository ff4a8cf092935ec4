"""The places of addresses and ids in the HTML of a text, found while Python-Markdown's tree exists.

`PlaceMarker` puts a mark before and behind each value, in the tree, and in the raw HTML that Python-Markdown set
aside (read by a parser). When the tree has become text, `settle` takes the marks out and says where they stood. So
an address can be replaced later by its place alone, and every other byte stays what the writer wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kb.markdown.html_attributes import ADDRESS_USES, Carrier, carrier_of
from kb.markdown.start_tags import StartTag, start_tags, value_of

_MARK = re.compile("\x02kb(\\d*)\x03")
"""STX and ETX are Python-Markdown's own: no text that it reads keeps any."""
_SIZES = frozenset({"width", "height", "style"})
_SIDE = re.compile(r"[1-9][0-9]{0,4}")
"""A side in pixels. A percentage says nothing of the other side."""


@dataclass(frozen=True, slots=True)
class HtmlPlace:
    """One value in an HTML text."""

    start: int
    end: int
    use: str
    """As in `html_attributes.Carrier`."""
    element: str
    attribute: str
    quote: str
    """The quotation mark around the attribute's value; empty if there is none."""
    lacks: str = ""
    """Of a picture's `src` and a film's `poster`, what the writer left to us: `loading`; `size`, or one side of it
    with the other as written (`height=300`: 300 pixels wide, the height is to be found)."""

    @property
    def is_address(self) -> bool:
        return self.use in ADDRESS_USES


Marked = tuple[str, str, str, str, str]
"""Use, element, attribute, quotation mark, what it lacks."""


class PlaceMarker(Treeprocessor):
    """Marks every value of `html_attributes.CARRIERS`. Must be the last to see the tree."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.marked: list[Marked] = []
        self._tags: dict[str, list[StartTag]] = {}
        self._raw_ids: tuple[int, frozenset[str]] = (-1, frozenset())

    def start(self) -> None:
        """Forget the last text."""
        self.marked.clear()
        self._tags.clear()
        self._raw_ids = (-1, frozenset())

    def run(self, root: Element) -> None:
        self._mark_tree(root)
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        for number, item in enumerate(stash):
            if isinstance(item, str):
                stash[number] = mark_raw(item, self.tags_of(item), self.marked)
            else:
                self._mark_tree(item)

    def tags_of(self, raw: str) -> list[StartTag]:
        """The start tags of one piece of raw HTML, parsed once."""
        if "<" not in raw or "=" not in raw:
            return []
        if raw not in self._tags:
            self._tags[raw] = start_tags(raw)
        return self._tags[raw]

    def ids_in_raw_html(self) -> frozenset[str]:
        """Every id in the HTML that was set aside so far."""
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        if self._raw_ids[0] != len(stash):
            tags = [(item, tag) for item in stash if isinstance(item, str) for tag in self.tags_of(item)]
            ids = (
                item[one.start : one.end]
                for item, tag in tags
                for one in tag.attributes
                if one.name == "id" and one.start >= 0
            )
            self._raw_ids = (len(stash), frozenset(ids))
        return self._raw_ids[1]

    def _mark_tree(self, root: Element) -> None:
        for element in root.iter():
            attributes = element.attrib
            if not attributes or not isinstance(element.tag, str):
                continue
            tag = element.tag.lower()
            for name, value in list(attributes.items()):
                carrier = carrier_of(tag, name.lower())
                if carrier is None or value is None:
                    continue
                if (value or carrier.use == "address") and _counts(carrier, attributes.get("type")):
                    one = (carrier.use, tag, name.lower(), '"', _lacks(tag, name.lower(), attributes))
                    attributes[name] = _with_marks(value, carrier, one, self.marked)


def mark_raw(raw: str, tags: Iterable[StartTag], marked: list[Marked]) -> str:
    """`raw` with a mark around each value in its `tags`; what was marked is added to `marked`."""
    pieces: list[str] = []
    end = 0
    for tag in tags:
        values = {one.name: raw[one.start : one.end] if one.start >= 0 else "" for one in tag.attributes}
        for one in tag.attributes:
            value = values[one.name]
            carrier = carrier_of(tag.element, one.name) or _UNREADABLE
            if one.start < 0 or (carrier is _UNREADABLE and "<" not in value and ">" not in value):
                continue
            if _counts(carrier, values.get("type")):
                info = (carrier.use, tag.element, one.name, one.quote, _lacks(tag.element, one.name, values))
                pieces += [raw[end : one.start], _with_marks(value, carrier, info, marked)]
                end = one.end
    return "".join(pieces) + raw[end:] if pieces else raw


_UNREADABLE = Carrier("text")
"""Any other value with a `<` or `>` in it: words are read from HTML without such values."""


def _counts(carrier: Carrier, input_type: str | None) -> bool:
    """The names of fields are the form's own; only those of radio buttons and boxes tie them together."""
    return carrier.use != "group" or (input_type or "").lower() == "radio"


def _lacks(element: str, attribute: str, attributes: Mapping[str, str]) -> str:
    if (element, attribute) not in {("img", "src"), ("video", "poster")}:
        return ""
    words = ["loading"] if element == "img" and "loading" not in attributes else []
    said = [name for name in ("width", "height") if name in attributes]
    if _SIZES.isdisjoint(attributes):
        words.append("size")
    elif len(said) == 1 and "style" not in attributes and _SIDE.fullmatch(side := attributes[said[0]] or ""):
        words.append(f"{'height' if said == ['width'] else 'width'}={side}")
    return " ".join(words)


def _with_marks(value: str, carrier: Carrier, one: Marked, marked: list[Marked]) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in carrier.spans(value):
        pieces.append(f"{value[end:start]}\x02kb{len(marked)}\x03{value[start:stop]}\x02kb\x03")
        marked.append(one)
        end = stop
    return "".join(pieces) + value[end:]


def settle(content: str, marked: list[Marked]) -> tuple[str, tuple[HtmlPlace, ...]]:
    """`content` without its marks, and the places that they marked."""
    pieces = _MARK.split(content)
    places: list[HtmlPlace] = []
    length, opened, start = len(pieces[0]), "", 0
    for mark, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark:
            opened, start = mark, length
        elif opened:
            places.append(HtmlPlace(start, length, *marked[int(opened)]))
            opened = ""
        length += len(text)
    return "".join(pieces[::2]), tuple(places)


def places_in(content: str) -> tuple[HtmlPlace, ...]:
    """The places of an HTML text that Python-Markdown did not make."""
    marked: list[Marked] = []
    return settle(mark_raw(content, start_tags(content), marked), marked)[1]


def readable(content: str, places: Iterable[HtmlPlace]) -> str:
    """`content` without the values that hold `<` or `>`: every tag ends at the next `>`."""
    odd = [one for one in places if any(sign in "<>" for sign in content[one.start : one.end])]
    return _spliced(content, ((one.start, one.end, "") for one in odd)) if odd else content


def replace_values(
    content: str,
    places: Iterable[HtmlPlace],
    new_value: Callable[[HtmlPlace, str], str | None],
    more: Callable[[HtmlPlace, str], str] = lambda place, value: "",
) -> str:
    """`content` with another value in each place for which `new_value` gives one; nothing else changes.

    `more` gives what is written behind a picture's address, attributes with a space before. Both get the value that
    the written text stands for.
    """

    def pieces() -> Iterator[tuple[int, int, str]]:
        for place in places:
            value = value_of(content[place.start : place.end])
            new = new_value(place, value)
            if new is not None:
                text = escape(new)
                yield place.start, place.end, text if place.quote or place.use != "address" else f'"{text}"'
            if place.lacks and (added := more(place, value)):
                behind = content.find(place.quote, place.end) + 1 if place.quote else place.end
                yield behind, behind, added

    return _spliced(content, pieces())


def _spliced(content: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    """`content` with each span (start, end) replaced by its text; the spans are in order."""
    made: list[str] = []
    at = 0
    for start, end, text in pieces:
        made += [content[at:start], text]
        at = end
    return "".join(made) + content[at:]
