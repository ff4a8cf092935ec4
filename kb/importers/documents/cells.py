"""A cell's text as its writer saw it (lines, bullets, numbers, links, a little Markdown or HTML) → HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

HTML_TAG = re.compile(
    r"</(?:p|b|i|u|strong|em|a|div|span|ul|ol|li|table|tr|td|h[1-6]|font|blockquote)\s*>|<(?:br|hr|img|p)\b[^<>]*>",
    re.IGNORECASE,
)
HTML_BLOCK = re.compile(r"<(?:br|p|div|ul|ol|li|table|h[1-6]|blockquote)\b", re.IGNORECASE)
BULLET = re.compile(r"(?P<indent>[ \t\u3000]*)(?P<mark>[•●▪◦‣·○■□✓✔➤►❖–—]|[-*+](?=\s|[^\W\d]))[ \t\xa0]*(?P<text>\S.*)")
SPACED = frozenset("-*+–—")
"""Marks that are bullets only before a blank, or where the next line has the same one: “-5 %”, “*”."""
NUMBER = re.compile(r"(?P<indent>[ \t\u3000]*)(?P<number>\d{1,2})[.)/][ \t]+(?P<text>\S.*)")
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t]*#*")
TABLE_LINE = re.compile(r"[ \t]*\|.*\|[ \t]*")
TABLE_RULE = re.compile(r"[ \t]*\|[ \t:|-]*-[ \t:|-]*\|[ \t]*")
FENCE = re.compile(r"[ \t]*(?:```|~~~)[\w+-]*[ \t]*")
LINK = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\((?P<to>(?:https?://|mailto:|tel:|/)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
TITLE_LINK = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)")
ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]。，、]")
STAND_IN = re.compile("\ue020(\\d+)\ue021")


@dataclass(slots=True)
class _Blocks:
    """HTML under construction."""

    done: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """Bullets of the open lists behind their indentation, the outermost first; `1.` for a numbered one."""

    def end_text(self) -> None:
        if self.lines:
            self.done.append(f"<p>{'<br>'.join(self.lines)}</p>")
            self.lines = []

    def end_lists(self, keep: int = 0) -> None:
        while len(self.marks) > keep:
            self.done.append("</li></ol>" if self.marks.pop().endswith("1.") else "</li></ul>")

    def item(self, mark: str, text: str, start: str = "") -> None:
        self.end_text()
        if mark in self.marks:
            self.end_lists(self.marks.index(mark) + 1)
            self.done.append("</li><li>")
        else:
            tag = (
                ("<ol" + (f' start="{start}"' if start not in ("", "1") else "") + ">")
                if mark.endswith("1.")
                else "<ul>"
            )
            self.done.append(f"{tag}<li>")
            self.marks.append(mark)
        self.done.append(inline(text))


def cell_html(text: str) -> str:
    """The HTML that shows a cell as it was written; HTML in a cell stays as it is, for the sanitizer to judge."""
    if HTML_TAG.search(text):
        return text if HTML_BLOCK.search(text) else text.replace("\n", "<br>")
    blocks = _Blocks()
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        number = _read_line(lines, number, blocks)
    blocks.end_text()
    blocks.end_lists()
    return "".join(blocks.done)


def title_words(text: str) -> str:
    """A title's words alone: without tags, and without the marks of Markdown's links and bold."""
    text = LINK.sub(lambda match: match["words"], TITLE_LINK.sub(lambda match: match["words"], text))
    text = unescape(ANY_TAG.sub(" ", text)) if HTML_TAG.search(text) else text
    return " ".join(re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text).lstrip("#").split()) or text


def _read_line(lines: Sequence[str], at: int, blocks: _Blocks) -> int:
    """Read what begins in line `at`; returns the line after it."""
    line = lines[at]
    if FENCE.fullmatch(line) and (end := _fence_end(lines, at)):
        _block(blocks, "<pre>" + escape("\n".join(lines[at + 1 : end]), quote=False) + "</pre>")
        return end + 1
    if TABLE_LINE.fullmatch(line) and at + 1 < len(lines) and TABLE_RULE.fullmatch(lines[at + 1]):
        end = next((n for n in range(at + 2, len(lines)) if not TABLE_LINE.fullmatch(lines[n])), len(lines))
        _block(blocks, _table([lines[at], *lines[at + 2 : end]]))
        return end
    if not line.strip():
        blocks.end_text()
        if not _is_item(lines, _next_text(lines, at)):
            blocks.end_lists()
    elif (heading := HEADING.fullmatch(line)) and len(lines) > 1:
        _block(
            blocks, f"<h{max(len(heading['marks']), 2)}>{inline(heading['text'])}</h{max(len(heading['marks']), 2)}>"
        )
    elif _is_item(lines, at) and (bullet := BULLET.fullmatch(line)):
        blocks.item(_depth(bullet["indent"]) + bullet["mark"], bullet["text"])
    elif _is_item(lines, at) and (item := NUMBER.fullmatch(line)):
        blocks.item(_depth(item["indent"]) + "1.", item["text"], item["number"])
    elif blocks.marks and line[0] in " \t\u3000" and not blocks.lines:
        blocks.done.append("<br>" + inline(line))
    else:
        blocks.end_lists()
        blocks.lines.append(inline(line))
    return at + 1


def _depth(indent: str) -> str:
    """The indentation of an item, so that one sign at two depths makes two lists; a stray blank makes none."""
    return " " * (len(indent.expandtabs(4)) // 2)


def _block(blocks: _Blocks, html: str) -> None:
    blocks.end_text()
    blocks.end_lists()
    blocks.done.append(html)


def _fence_end(lines: Sequence[str], at: int) -> int:
    return next((n for n in range(at + 1, len(lines)) if FENCE.fullmatch(lines[n])), 0)


def _next_text(lines: Sequence[str], at: int) -> int:
    return next((n for n in range(at + 1, len(lines)) if lines[n].strip()), len(lines))


def _is_item(lines: Sequence[str], at: int) -> bool:
    """Whether a line is an item of a list: by its own look, or because its neighbour begins in the same way."""
    if at >= len(lines):
        return False
    if (bullet := BULLET.fullmatch(lines[at])) is None:
        number = NUMBER.fullmatch(lines[at])
        return number is not None and (number["number"] == "1" or _has_neighbour(lines, at, number["number"]))
    after = lines[at].lstrip()[1:2]
    if bullet["mark"] not in SPACED or after in (" ", "\t", "\xa0"):
        return bullet["mark"] != "*" or not bullet["text"].endswith("*") or after == " "
    near = (BULLET.fullmatch(lines[n]) for n in (at - 1, at + 1) if 0 <= n < len(lines))
    return bullet["mark"] != "*" and any(other and other["mark"] in SPACED - {"*"} for other in near)


def _has_neighbour(lines: Sequence[str], at: int, number: str) -> bool:
    """Whether another numbered line before says that this one continues a list."""
    before = [match["number"] for line in lines[:at] if (match := NUMBER.fullmatch(line))]
    return bool(before) and int(before[-1]) == int(number) - 1


def _table(lines: Sequence[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{inline(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def inline(text: str) -> str:
    """One line: links and bold as HTML, all else as words."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\ue020{len(kept) - 1}\ue021"

    def bare(match: re.Match[str]) -> str:
        to = match[0] if match[0].startswith("http") else f"https://{match[0]}"
        return keep(f'<a href="{escape(to)}">{escape(match[0], quote=False)}</a>')

    text = text.strip().replace("\ue020", "").replace("\ue021", "")
    text = LINK.sub(lambda m: keep(f'<a href="{escape(m["to"])}">{escape(m["words"], quote=False)}</a>'), text)
    text = escape(BARE.sub(bare, text), quote=False)
    text = re.sub(r"(?<![\w*])\*\*(?=\S)([^*]+?)(?<=\S)\*\*(?![\w*])", r"<strong>\1</strong>", text)
    return STAND_IN.sub(lambda match: kept[int(match[1])], text)
