"""Tags of other generators in a Markdown text → boxes, bold titles, links and pictures of plain Markdown.

Words inside a tag always stay. A name that `roles.ROLES` does not know loses its tag and keeps its words where the tag
is a component; a shortcode or template tag without a role stays as written.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kb.importers.sites.syntax.line_text import LineBuilder, LinedText
from kb.importers.sites.syntax.roles import (
    ADDRESS_FIELDS,
    BOX_FIELDS,
    BOX_TYPES,
    ROLES,
    TEXT_FIELDS,
    TITLE_FIELDS,
    VIDEO_ADDRESSES,
    WRAPPER,
    Role,
)
from kb.importers.sites.syntax.tags import Tag, TagReader

_BLOCKS = frozenset({"part", "box", "code"})
_SILENT = frozenset({"raw", "endraw", "br", "clear", "head", "icon"})
"""Names whose going costs no words."""
_OTHER_TAGS = re.compile(r"</?[A-Z][^<>]*>|\{\{[<%].*?[%>]\}\}|\{%.*?%\}")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a text that changed or was lost. `line`: of the source's body, counted from 0."""

    line: int
    message: str
    group: str
    is_open: bool = False


@dataclass(slots=True)
class Dialect:
    """How a generator writes its tags."""

    read: TagReader
    shown: str
    """How a tag is called in a message: `<{}>`."""
    unwraps_unknown: bool = False
    others: dict[str, Role] = field(default_factory=dict)
    """Names that mean something else here than in `ROLES`."""

    def role_of(self, tag: Tag) -> Role | None:
        name = tag.name if tag.name in ROLES or tag.name in self.others else tag.name.rpartition("/")[2]
        known = self.others.get(name) or ROLES.get(name)
        return known or (WRAPPER if self.unwraps_unknown else None)

    def knows(self, tag: Tag) -> bool:
        return tag.name in ROLES or tag.name in self.others or tag.name.rpartition("/")[2] in ROLES


def convert_tags(body: LinedText, dialect: Dialect, remarks: list[Remark]) -> LinedText:
    """`body` in plain Markdown, as far as the tags of `dialect` go."""
    tags = list(dialect.read(body.text))
    if not any(dialect.role_of(tag) for tag in tags):
        return body
    body = _without_indents(body, tags)
    return _Conversion(body, dialect, list(dialect.read(body.text)), remarks).run()


def pairs_of(tags: Sequence[Tag]) -> dict[int, int]:
    """Number of an opening tag → number of the tag that closes it."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    names: Counter[str] = Counter()
    for number, tag in enumerate(tags):
        if tag.form == "open":
            waiting.append(number)
            names[tag.name] += 1
        elif tag.form == "close" and names[tag.name]:
            opening = -1
            while opening < 0 or tags[opening].name != tag.name:
                opening = waiting.pop()
                names[tags[opening].name] -= 1
            pairs[opening] = number
    return pairs


def _without_indents(body: LinedText, tags: Sequence[Tag]) -> LinedText:
    """What stands in a tag as far to the left as the tag itself: more would make it code."""
    lines = body.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    line_of = {tag.start: bisect_right(starts, tag.start) - 1 for tag in tags}
    ends = {tag.start: bisect_right(starts, tag.end) - 1 for tag in tags}
    for opening, closing in pairs_of(tags).items():
        first, last = ends[tags[opening].start], line_of[tags[closing].start]
        inner = [number for number in range(first + 1, last) if lines[number].strip()]
        if not inner or body.text[tags[opening].end : starts[first + 1] - 1].strip():
            continue
        own = _indent(lines[line_of[tags[opening].start]])
        extra = min(_indent(lines[number]) for number in inner) - own
        if extra > 0:
            for number in inner:
                lines[number] = lines[number].expandtabs(4)[extra:]
    return LinedText("\n".join(lines), body.lines)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


class _Conversion:
    """One pass over a text."""

    def __init__(self, body: LinedText, dialect: Dialect, tags: list[Tag], remarks: list[Remark]) -> None:
        self.body, self.dialect, self.tags, self.remarks = body, dialect, tags, remarks
        self.pairs = pairs_of(tags)
        self._name_parts()
        self.openings = {closing: opening for opening, closing in self.pairs.items()}
        self.out = LineBuilder(body)
        self.told: set[str] = set()
        self.starts = [0, *(match.end() for match in re.finditer("\n", body.text))]

    def _name_parts(self) -> None:
        """`<Tabs items="A,B">` names its parts in their order."""
        for opening, closing in self.pairs.items():
            names = [name.strip() for name in self.tags[opening].attributes.get("items", "").split(",") if name.strip()]
            inner = range(opening + 1, closing)
            parts = [number for number in inner if self.tags[number].name in {"tab", "tabitem"}]
            unnamed = [number for number in parts if self.tags[number].form != "close"]
            for name, number in zip(names, unnamed, strict=False):
                if not self.tags[number].first(*TITLE_FIELDS, "0"):
                    attributes = {**self.tags[number].attributes, "title": name}
                    self.tags[number] = replace(self.tags[number], attributes=attributes)

    def run(self) -> LinedText:
        for number, tag in enumerate(self.tags):
            role = self.dialect.role_of(tag)
            if role is None or tag.start < self.out.at:
                continue
            if tag.form == "close" and number not in self.openings and not self.dialect.unwraps_unknown:
                continue
            ends = self.dialect.unwraps_unknown or number in self.pairs
            ends = ends or (role.kind == "part" and bool(tag.first("title", "link")))
            if tag.form == "open" and role.kind in _BLOCKS and not ends:
                continue  # nothing says where it ends
            self.out.copy(tag.start)
            self.out.skip(tag.end)
            if tag.form == "close":
                self._close(number, role)
            else:
                self._open(number, tag, role)
        return self.out.done()

    def _open(self, number: int, tag: Tag, role: Role) -> None:
        self._tell(tag, role)
        indent = self._indent_of(tag)
        closing = self.pairs.get(number)
        if role.kind == "box":
            self.out.block([_box_line(tag, role)], indent)
            if closing is None:
                self._words(tag, indent, used="title")
                self.out.block([":::"], indent)
        elif role.kind in {"wrapper", "part"}:
            self._words(tag, indent, is_inline=role.kind == "wrapper" and self._is_inline(number))
        elif role.kind == "code":
            self.out.block([f"```{tag.first('0', 'lang', 'language') or 'text'}"], indent)
        elif role.kind == "words":
            self.out.inline("" if closing is not None else tag.first(*TEXT_FIELDS, *TITLE_FIELDS, "0"))
        elif role.kind != "nothing":
            self._reference(number, tag, role, indent)

    def _close(self, number: int, role: Role) -> None:
        opening = self.openings.get(number)
        tag = self.tags[opening if opening is not None else number]
        indent = self._indent_of(tag)
        if role.kind == "box":
            self.out.block([":::"], indent)
        elif role.kind == "code":
            self.out.block(["```"], indent)
        elif role.kind == "part" or (role.kind == "wrapper" and not (opening is not None and self._is_inline(opening))):
            self.out.block([], indent)

    def _reference(self, number: int, tag: Tag, role: Role, indent: str) -> None:
        """Links, pictures and films; one that has words inside keeps them as the words of the link."""
        address = tag.first(*ADDRESS_FIELDS)
        if role.kind == "address":
            self.out.inline(tag.first("path", *ADDRESS_FIELDS))
            return
        if role.kind == "video":
            pattern = VIDEO_ADDRESSES.get(tag.name, "{}")
            address = tag.first("id", "videoid", "video", "src", "url", "0")
            address = address if "/" in address or not address else pattern.format(address)
        closing = self.pairs.get(number)
        inner = self.body.text[tag.end : self.tags[closing].start] if closing is not None else ""
        if role.kind == "picture":
            address = tag.first("src", "url", "image", "link", "0")
            self._picture(tag, address, indent)
        elif not address:
            self._words(tag, indent, is_inline=True)
        elif inner.strip() and "\n" not in inner.strip() and not set("[]<") & set(inner):
            self.out.inline(f"[{inner.strip()}]({_destination(address)})")
            self.out.skip(self.tags[closing or number].end)
        else:
            self._link(tag, address, indent, is_inline=self._is_inline(number))

    def _picture(self, tag: Tag, address: str, indent: str) -> None:
        caption = tag.first("caption", "title")
        if address:
            self.out.inline(f"![{tag.first('alt') or caption}]({_destination(address)})")
        if caption and tag.first("alt") not in {"", caption}:
            self.out.block([caption], indent)

    def _link(self, tag: Tag, address: str, indent: str, *, is_inline: bool) -> None:
        name = posixpath.basename(address.rstrip("/")) if tag.name == "file" else address
        words = tag.first("title", "caption", "label", "text", "content", "name", "header") or name
        link = f"[{_escaped(words)}]({_destination(address)})"
        if is_inline:
            self.out.inline(link)
            return
        more = [value for key in TEXT_FIELDS if (value := tag.attributes.get(key)) and value != words]
        self.out.block([link, *(line for value in more for line in ("", value))], indent)

    def _words(self, tag: Tag, indent: str, *, used: str = "", is_inline: bool = False) -> None:
        """The words in a tag's attributes: its title in bold, each of the others a paragraph."""
        fields = (*TITLE_FIELDS, "0") if self.dialect.knows(tag) else TITLE_FIELDS
        title = "" if used else tag.first(*fields)
        if tag.name in {"steps", "tabs", "columns", "tabpane"} or (
            tag.name == "code" and "title" not in tag.attributes
        ):
            title = tag.first("title")
        address = tag.first("href", "to", "url", "link") if self.dialect.role_of(tag) != WRAPPER or title else ""
        bold = f"**{_escaped(title)}**" if title else ""
        bold = f"[{bold}]({_destination(address)})" if bold and address else bold
        texts = [value for key in TEXT_FIELDS if (value := tag.attributes.get(key))]
        lines = [text for text in (bold, *texts) if text]
        if is_inline:
            self.out.inline(" ".join(lines))
        else:
            self.out.block([line for text in lines for line in ("", text)][1:], indent)

    def _indent_of(self, tag: Tag) -> str:
        start = self.body.text.rfind("\n", 0, tag.start) + 1
        match = re.match(r"[ \t]*", self.body.text[start : tag.start])
        return match[0] if match else ""

    def _is_inline(self, number: int) -> bool:
        """Whether a tag stands within a line that holds more."""
        tag = self.tags[number]
        last = self.tags[self.pairs.get(number, number)]
        text = self.body.text
        start = text.rfind("\n", 0, tag.start) + 1
        end = text.find("\n", last.end)
        before, behind = text[start : tag.start], text[last.end : end if end >= 0 else len(text)]
        before, behind = (_OTHER_TAGS.sub("", part) for part in (before, behind))
        if "\n" in text[tag.start : last.start]:
            return False
        return bool(re.sub(r"^[\s>]*(?:[-*+]|\d+[.)])?\s+", "", before).strip() or behind.strip())

    def _tell(self, tag: Tag, role: Role) -> None:
        line = self.body.place(bisect_right(self.starts, tag.start) - 1)
        shown = self.dialect.shown.format(tag.written)
        for name in tag.unread:
            message = f"{shown}: “{name}” holds a program: left out"
            if name not in {"icon", "style", "className", "class", "key"}:
                self.remarks.append(Remark(line, message, "value that is a program", is_open=True))
        if not self.dialect.knows(tag):
            rest = [
                name for name in tag.attributes if name not in {*TITLE_FIELDS, *TEXT_FIELDS} and tag.attributes[name]
            ]
            message = f"component {shown} is left out, the words in it stay"
            message += f"; left out: {', '.join(rest)}" if rest else ""
            self.remarks.append(Remark(line, message, f"component {shown}", is_open=tag.form == "whole"))
        elif role.kind in {"part", "nothing", "video"} and tag.name not in {*self.told, *_SILENT}:
            self.told.add(tag.name)
            became = {"nothing": "is left out", "video": "becomes a link"}.get(
                role.kind, "becomes plain text, titles in bold"
            )
            self.remarks.append(Remark(line, f"{shown} {became}", f"{shown} {became}"))


def _box_line(tag: Tag, role: Role) -> str:
    kind = role.box
    if not kind:
        given = (tag.attributes.get(name, "").lower() for name in BOX_FIELDS)
        kind = next((BOX_TYPES[word] for word in given if word in BOX_TYPES), "note")
    title = tag.first("title", "heading", "header", "summary", "label", "question", "name")
    if not title:  # shortcodes name kind and title by their place
        title = tag.first("1") if tag.first("0").lower() in BOX_TYPES else tag.first("0")
    return f":::{kind}[{title}]" if title else f":::{kind}"


def _escaped(words: str) -> str:
    return re.sub(r"([\[\]*_<])", r"\\\1", words)


def _destination(address: str) -> str:
    return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
