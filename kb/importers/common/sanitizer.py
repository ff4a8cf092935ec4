"""The sanitizer of imported Markdown: it renders a text, and nothing may act in the HTML that comes out.

A text whose HTML is harmless stays as it was written, to the last byte. From another one only what acts is taken:
attributes, addresses, tags shown as text, each reported with its line. If that is not enough, `escaping.py` escapes all
active markup; if even that is not enough, the whole text becomes code. So the HTML decides, whatever a reading of the
Markdown overlooks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from operator import itemgetter

from kb.importers.common.escaping import (
    DESTINATION,
    REFERENCE,
    blocks_of,
    data_fences_as_text,
    escape_active_markup,
    is_safe_address,
    keep_code,
    with_code,
)
from kb.importers.common.project_files import EXTENSIONS
from kb.markdown.harmless_html import IMPORTED, addresses_of
from kb.markdown.rendering import Rendered, Renderer
from kb.markdown.start_tags import start_tags, value_of
from kb.project.options import COMMONMARK

_VALUE = r"""\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>`=]++)"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*+)(?P<attributes>(?:\s++[\w:@#.-]++(?:{_VALUE})?+)*+)\s*+(?P<slash>/?)>"
    r"|<(?=[A-Za-z/!?])"
)
"""A tag that every browser reads alike; else the sign that may begin one."""
_ATTRIBUTE = re.compile(rf"\s++(?P<name>[\w:@#.-]++)(?P<value>{_VALUE})?+")
_LIST = re.compile(r"(?P<before>[ \t]?)\{(?![%!*<])(?P<colon>:?)(?P<items>[^{}\n]*+)\}(?!\})")
"""An attribute list in braces."""
_ITEM = re.compile(
    r"\s*+(?:[#.][^\s\"'={}]++|(?P<name>[^\s\"'={}#.][^\s\"'={}]*+)(?P<value>=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"']*+))?+)"
)
_FRAME = re.compile(
    r"<iframe(?=\s)(?P<attributes>(?:\s++[\w-]++(?:" + _VALUE + r")?+)*+)\s*+>[^<]*+</iframe\s*+>", re.IGNORECASE
)
_COMMENT = re.compile("<!--(?!-?>)")
"""Where a comment begins for kb and every browser alike; kb publishes none."""
_PROGRAMS = ("script", "style", "svg")
_PROGRAM = re.compile(r"^ {0,3}<(?P<name>script|style|svg)(?=[\s>])[^<>]*+>", re.IGNORECASE | re.MULTILINE)
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_ITEM_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|!!!|\?\?\?|===|:|\[\^)")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that does not come along as it was."""

    line: int
    """Counted from 0."""
    message: str
    is_open: bool = True
    """Whether a writer should look at it."""


@dataclass(frozen=True, slots=True)
class Sanitized:
    """A text that does nothing, and what that cost."""

    text: str
    losses: tuple[Loss, ...] = ()


class Sanitizer:
    """Sanitizes texts, judged as the project will render them: with its extensions, in either reading of Markdown."""

    def __init__(self, extensions: Sequence[str] = EXTENSIONS) -> None:
        names = tuple(name for name in dict.fromkeys([*EXTENSIONS, *extensions]) if name != COMMONMARK)
        self._renderers = (Renderer(names, {}), Renderer((*names, COMMONMARK), {}))

    def sanitize(self, body: str) -> Sanitized:
        """`body` with nothing in it that acts."""
        if not self.acts(body):
            return Sanitized(body)
        return next((one for one in _attempts(body) if not self.acts(one.text)), None) or _as_code(body)

    def judged(self, body: str, remarks: list[str]) -> str:
        """`body`, sanitized already, as it is where its HTML is harmless; else as code, with a remark."""
        if not self.acts(body):
            return body
        sanitized = _as_code(body)
        remarks += [loss.message for loss in sanitized.losses]
        return sanitized.text

    def acts(self, body: str) -> bool:
        """Whether the HTML of `body` may run, load or send something, or cannot be told."""
        return any(_acts(renderer.render(body)) for renderer in self._renderers)


def _acts(rendered: Rendered) -> bool:
    content = rendered.html
    return rendered.is_cut or any(
        any(IMPORTED.breaches(tag, content))
        or any(IMPORTED.strange_scheme(address) is not None for address in addresses_of(tag, content))
        or any("<" in content[one.start : one.end] for one in tag.attributes if one.start >= 0)
        for tag in start_tags(content)
    )


def _attempts(body: str) -> Iterator[Sanitized]:
    """From the gentlest to the roughest."""
    yield _gently(body, trusts_indents=True)
    yield _gently(body, trusts_indents=False)
    remarks: list[str] = []
    plain = data_fences_as_text(body, remarks)
    without = _gently(plain, trusts_indents=False)
    yield Sanitized(without.text, (*(Loss(0, remark) for remark in remarks), *without.losses))
    remarks = []
    text = escape_active_markup(body, remarks)
    remarks = remarks or ["holds braces that would act: shown as text"]
    yield Sanitized(text, tuple(Loss(0, remark) for remark in remarks))


def _as_code(body: str) -> Sanitized:
    longest = max((len(marks) for marks in re.findall("`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    text = "\n".join(re.split(r"\r\n|[\r\n]", body))
    why = "holds so much that acts, or costs so much to read, that all of it is shown as code: mend it by hand"
    return Sanitized(f"{fence}text\n{text}\n{fence}\n", (Loss(0, why),))


def _gently(body: str, *, trusts_indents: bool) -> Sanitized:
    losses: list[Loss] = []
    pieces: list[str] = []
    line = 0
    for is_fence, run in groupby(blocks_of(body), key=itemgetter(1)):
        text = "".join(block for block, _ in run)
        parts = [text] if is_fence else [block for block, _ in blocks_of(_without_programs(text, line, losses))]
        above = ""
        for part in parts:
            is_code = is_fence or (trusts_indents and _is_indented_code(part, above))
            pieces.append(part if is_code else _Block(part, line, losses).sanitized())
            line += part.count("\n")
            above = part if part.strip() else above
    return Sanitized("".join(pieces), tuple(dict.fromkeys(losses)))


def _without_programs(text: str, line: int, losses: list[Loss]) -> str:
    """`text` without those `_PROGRAMS` that begin a line, to their end; the lines themselves stay, empty."""
    ends = {name: [match.end() for match in re.finditer(rf"</{name}\s*+>", text, re.IGNORECASE)] for name in _PROGRAMS}
    pieces, done = [], 0
    for opening in _PROGRAM.finditer(text):
        name = opening["name"].lower()
        number = bisect_right(ends[name], opening.end())
        if opening.start() < done or number == len(ends[name]):
            continue
        end = ends[name][number]
        at = line + text.count("\n", 0, opening.start())
        pieces += [text[done : opening.start()], "\n" * text.count("\n", opening.start(), end)]
        losses.append(Loss(at, f"a <{name}> is left out, with all it holds"))
        done = end
    return "".join(pieces) + text[done:]


def _is_indented_code(block: str, above: str) -> bool:
    """Whether every line is indented, and what stands above is no item that such lines belong to."""
    lines = [line for line in block.split("\n") if line.strip()]
    return bool(lines) and all(map(_INDENTED.match, lines)) and not _ITEM_LINE.match(above)


class _Block:
    """Some lines without an empty one, outside code."""

    def __init__(self, text: str, line: int, losses: list[Loss]) -> None:
        self._text, self._line, self._losses = text, line, losses
        self._ends: list[int] = []

    def sanitized(self) -> str:
        kept: list[str] = []
        text = keep_code(self._text, kept)
        for pattern, change in (
            (DESTINATION, self._address),
            (REFERENCE, self._address),
            (_FRAME, self._frame),
            (_TAG, self._tag),
            (_LIST, self._list),
        ):
            text = self._changed(text, pattern, change)
        return with_code(text, kept)

    def _changed(self, text: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> str:
        self._ends = [match.start() for match in re.finditer("\n", text)]
        return pattern.sub(change, text)

    def _lose(self, match: re.Match[str], message: str, *, is_open: bool = True) -> None:
        line = self._line + bisect_right(self._ends, match.start())
        self._losses.append(Loss(line, message, is_open))

    def _address(self, match: re.Match[str]) -> str:
        plain = unescape(match["target"]).replace("\\", "")
        if is_safe_address(plain) or IMPORTED.strange_scheme(plain) is None:
            return match[0]
        self._lose(match, f"the link to “{match['target'][:60]}” leads to no page: it leads nowhere now")
        return match["before"] + "#" + "\n" * match["target"].count("\n")

    def _frame(self, match: re.Match[str]) -> str:
        values = {one["name"].lower(): _value(one["value"]) for one in _ATTRIBUTE.finditer(match["attributes"])}
        address = values.get("src", "")
        address = f"https:{address}" if address.startswith("//") else address
        if not address.lower().startswith(("https://", "http://")):
            return match[0]
        self._lose(match, f"an embedded page became a link to {address[:100]}", is_open=False)
        return f'<a href="{escape(address)}">{escape(values.get("title") or address)}</a>'

    def _tag(self, match: re.Match[str]) -> str:
        name = match["name"]
        if name is None and _COMMENT.match(match.string, match.start()):
            return match[0]
        if name is None or not IMPORTED.has_element(name.lower()) or (match["close"] and match["attributes"]):
            shown = self._text_of(match)
            self._lose(match, f"“{shown}” would act: it is shown as text")
            return "&lt;" + match[0][1:]
        kept = "".join(
            one[0] for one in _ATTRIBUTE.finditer(match["attributes"]) if self._keeps(match, name.lower(), one)
        )
        if kept == match["attributes"]:
            return match[0]
        return f"<{match['close']}{name}{kept}{' /' if match['slash'] else ''}>"

    @staticmethod
    def _text_of(match: re.Match[str]) -> str:
        if match["name"]:
            return f"<{match['close']}{match['name']}>"
        return " ".join(match.string[match.start() : match.start() + 20].split())

    def _keeps(self, tag: re.Match[str], element: str, one: re.Match[str]) -> bool:
        """Whether an attribute may stay; told if it may not."""
        name, value = one["name"].lower(), _value(one["value"])
        if not IMPORTED.has_attribute(element, name, value):
            self._lose(tag, f"<{element}>: the attribute “{name}” is left out", is_open=name.startswith("on"))
            return False
        if name in _ADDRESSES and IMPORTED.strange_scheme(value) is not None:
            self._lose(tag, f"<{element}>: the address “{value[:60]}” is left out")
            return False
        return True

    def _list(self, match: re.Match[str]) -> str:
        """An attribute list without what acts; what cannot be read as one becomes text."""
        items, at = [], 0
        text = match["items"].rstrip()
        while at < len(text):
            item = _ITEM.match(text, at)
            if item is None or item.end() == at:
                return match[0]
            at = item.end()
            items.append(item)
        bad = [item for item in items if item["name"] and not _is_harmless_item(item)]
        if not bad:
            return match[0]
        for item in bad:
            self._lose(match, f"the attribute “{item['name'][:40]}” in braces is left out", is_open=False)
        good = "".join(item[0] for item in items if item not in bad)
        return f"{match['before']}{{{match['colon']}{good} }}" if good.strip() else ""


_ADDRESSES = frozenset({"href", "src", "srcset", "poster", "cite"})


def _value(written: str | None) -> str:
    """What `= "…"` stands for."""
    text = (written or "").strip().removeprefix("=").strip()
    return value_of(text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text)


def _is_harmless_item(item: re.Match[str]) -> bool:
    """Whether some element may have this attribute of a list."""
    name, value = item["name"].lower(), _value(item["value"])
    if item["value"] is None or name == "class" or name == "id":
        return not name.startswith("on")
    names = IMPORTED.anywhere.union(*IMPORTED.attributes.values())
    if name not in names and not name.startswith(("aria-", "data-")):
        return False
    return name not in _ADDRESSES or IMPORTED.strange_scheme(value) is None
