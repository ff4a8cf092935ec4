"""How CommonMark knows the lines that begin something: an item, a heading, a rule, a quote, a fence, a box, HTML.

Source: CommonMark 0.31.2, chapters 4 and 5; GFM 0.29 for tables; boxes (`:::tip`) as Docusaurus and
VitePress read them.
"""

from __future__ import annotations

import re

ITEM = re.compile(r"(?P<indent> {0,3})(?P<marker>[-*+]|(?P<number>[0-9]{1,9})[.)])(?P<gap> +|$)(?P<text>.*)$")
"""The line of an item, tabs expanded."""
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
QUOTE = re.compile(r" {0,3}>")
FENCE = re.compile(r" {0,3}(?P<mark>`{3,}+(?=[^`]*$)|~{3,})")
BOX = re.compile(r" {0,3}(?P<colons>:{3,}) *(?P<name>[A-Za-z][\w-]*)(?P<rest>.*)$")
BOX_END = re.compile(r" {0,3}(?P<colons>:{3,}) *$")
ALERT = re.compile(r" {0,3}> ?\[!(?P<name>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *$", re.IGNORECASE)
SETEXT = re.compile(r" {0,3}(?:=+|-+) *$")
EXTENSION = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?|///) *\S")
"""What Python-Markdown's extensions begin a block with; its body is indented by four."""
SET_ASIDE = re.compile(" {0,3}\x02wzxhzdk:(?P<number>[0-9]+)\x03 *$")
"""Code or HTML that Python-Markdown has set aside already."""
_HTML = re.compile(
    r" {0,3}</?(?:address|article|aside|blockquote|center|details|dialog|dd|div|dl|dt|fieldset|figcaption|figure|"
    r"footer|form|h[1-6]|header|hr|iframe|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)"
    r"(?:[\s/>]|$)",
    re.IGNORECASE,
)
_DELIMITER_CELL = re.compile(r" *:?-+:? *")


def indent_of(line: str) -> int:
    """Blanks before the first letter."""
    return len(line) - len(line.lstrip(" "))


def item_at(line: str) -> re.Match[str] | None:
    """The item that begins on `line`, inside a list or where no paragraph is open."""
    found = ITEM.match(line)
    return found if found and not RULE.match(line) else None


def interrupts(item: re.Match[str]) -> bool:
    """Whether an item may follow a paragraph's line without a blank one: “1986. A great year” may not."""
    return bool(item["text"].strip()) and item["number"] in (None, "1")


def is_html(line: str) -> bool:
    """Whether a block of HTML begins, which reaches to the next blank line."""
    return _HTML.match(line) is not None


def begins_other(line: str) -> bool:
    """Whether a line begins anything but an item or text, and so ends a paragraph."""
    patterns = (RULE, HEADING, QUOTE, FENCE, BOX, BOX_END, SET_ASIDE, EXTENSION)
    return any(one.match(line) for one in patterns) or is_html(line)


def is_table_head(line: str, below: str) -> bool:
    """Whether `line` is the head of a table, whose delimiter row is `below`."""
    if "|" not in line or "-" not in below or indent_of(line) > 3:
        return False
    cells = below.strip().removeprefix("|").removesuffix("|").split("|")
    if not all(_DELIMITER_CELL.fullmatch(cell) for cell in cells):
        return False
    if "|" not in below and len(cells) == 1:
        return False
    return len(_cells(line)) == len(cells)


def _cells(row: str) -> list[str]:
    row = row.strip()
    inside = re.sub(r"(?<!\\)\|$", "", row.removeprefix("|"))
    return re.split(r"(?<!\\)\|", inside)
