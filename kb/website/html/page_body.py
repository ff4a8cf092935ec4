"""What the website does to rendered Markdown before it stands on a page. Pure functions of HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from kb.content.script_parts import aspects_of
from kb.markdown.passages import plain_text
from kb.markdown.start_tags import text_between_tags

_PART_HEADING = re.compile(r"(<h2\b[^>]*>)((?:variant|channel)\s*:[^<]*|short\s*(?:,[^<]*)?)(</h2>)", re.IGNORECASE)
_SLOT = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")


def scrolling_tables(content: str, label: str) -> str:
    """Every plain table inside a box of its own that scrolls, so that no page is wider than a phone.

    The box takes the keyboard's focus: who cannot swipe scrolls it with the arrow keys.
    """
    pieces = content.split("<table>")
    named = [label] if len(pieces) == 2 else [f"{label} {number}" for number in range(1, len(pieces))]
    return pieces[0] + "".join(
        f'<div class="kb-table" role="region" tabindex="0" aria-label="{html.escape(name)}">'
        f"{_start_of(table, _with_row_headers(table))}{end}{'</div>' if end else ''}{rest}"
        for name, (table, end, rest) in zip(named, (piece.partition("</table>") for piece in pieces[1:]), strict=True)
    )


def _start_of(table: str, with_headers: str) -> str:
    """The table up to its end tag; where rows have headers, these stay in sight while the others scroll."""
    rows = " kb-table__table--rows" if with_headers != table else ""
    return f'<table class="kb-table__table{rows}">{with_headers}'


_FIRST_CELL = re.compile(r"(<tr>\s*)<td([^>]*)>(.*?)</td>", re.DOTALL)
_HEADER_CELL = re.compile(r"<th[\s>]")
_EMPTY_HEADER = re.compile(r"<th\b([^>]*)>\s*</th>")


def _with_row_headers(table: str) -> str:
    """A table's inner HTML with the first cell of each row as its header, where it can name the row.

    That is: below a row of two headers or more, where each first cell has words and no two have the same. A header
    without words, such as the corner above those names, is no header.
    """
    head, mark, body = table.partition("<tbody>")
    headers = len(_HEADER_CELL.findall(head))
    head = _EMPTY_HEADER.sub(r"<td\1></td>", head)
    table = head + mark + body
    if headers < 2 or "<table" in body or "span=" in body or _HEADER_CELL.search(body):
        return table
    names = [plain_text(match[3]) for match in _FIRST_CELL.finditer(body)]
    if len(names) != body.count("<tr") or "" in names or len(set(names)) < len(names):
        return table
    return head + mark + _FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', body)


def part_name(heading: str, words: Mapping[str, str], channel_name: Callable[[str], str]) -> str:
    """“variant: vip, channel: sms” in a reader's words; any other heading as it is."""
    is_short, aspects = aspects_of(heading)
    names = [words["desk_short"]] if is_short else []
    if variants := [words.get(f"variant_{id}", id) for id in aspects.get("variant", ())]:
        names.append(words["variant_for"].format(name=", ".join(variants)))
    if channels := [channel_name(id) for id in aspects.get("channel", ())]:
        names.append(words["channel_for"].format(name=", ".join(channels)))
    return " · ".join(names) or heading


def script_body(content: str, words: Mapping[str, str], channel_name: Callable[[str], str]) -> str:
    """A saved reply with its parts named in words and what is to be filled in marked.

    `words` are the interface words, `channel_name` gives a channel's name for its id.
    """

    def heading(match: re.Match[str]) -> str:
        return match[1] + html.escape(part_name(match[2], words, channel_name)) + match[3]

    named = _PART_HEADING.sub(heading, content)
    return _with_slots(named) if "{{" in named else named


def _with_slots(content: str) -> str:
    """`content` with every placeholder marked, but in addresses and other values, where no element can stand."""
    pieces: list[str] = []
    at = 0
    for start, end in text_between_tags(content):
        pieces += [content[at:start], _SLOT.sub(r'<span class="kb-slot">\1</span>', content[start:end])]
        at = end
    return "".join(pieces) + content[at:]
