"""Filled blocks as HTML, for e-mail and for copying as rich text. The twin is `browser/rich_text.js`."""

from __future__ import annotations

from kb.replies.message_markdown import Block, Inline
from kb.replies.plain_text import Writing, inlines_text, is_last, link_text, resolve_link


def escape_html(text: str) -> str:
    """`text` for the inside of an element or a quoted attribute."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(sign, entity)
    return text


def write_html(blocks: list[Block], writing: Writing) -> str:
    """Filled blocks as HTML for an e-mail or a rich-text copy; no class, no style, no script."""
    pieces: list[str] = []
    open_lists: list[str] = []

    for block in blocks:
        if block[0] == "li":
            _item_html(block, pieces, open_lists, writing)
        else:
            _close(pieces, open_lists, 0)
            pieces.append(_block_html(block, writing))
        if writing.answers:
            _close(pieces, open_lists, 0)
        while writing.answers:
            pieces.append(f"<p>{escape_html(writing.answers.pop(0))}</p>")
    _close(pieces, open_lists, 0)
    return "".join(pieces)


def _close(pieces: list[str], open_lists: list[str], depth: int) -> None:
    """End lists until `depth` of them are open."""
    while len(open_lists) > depth:
        pieces.append(f"</li></{open_lists.pop()}>")


def _item_html(block: Block, pieces: list[str], open_lists: list[str], writing: Writing) -> None:
    tag = "ul" if block[2] == "-" else "ol"
    depth = min(block[1], len(open_lists)) + 1
    _close(pieces, open_lists, depth)
    if len(open_lists) == depth and open_lists[-1] == tag:
        pieces.append("</li><li>")
    else:
        _close(pieces, open_lists, depth - 1)
        open_lists.append(tag)
        start = block[2].rstrip(".")
        opening = f'<ol start="{int(start)}">' if tag == "ol" and start != "1" else f"<{tag}>"
        pieces.append(opening + "<li>")
    pieces.append(inlines_html(block[3], writing))


def _block_html(block: Block, writing: Writing) -> str:
    if block[0] == "code":
        return f"<pre>{escape_html(block[1])}</pre>"
    tag = {"h": "h3", "quote": "blockquote"}.get(block[0], "p")
    return f"<{tag}>{inlines_html(block[-1], writing)}</{tag}>"


def inlines_html(inlines: list[Inline], writing: Writing) -> str:
    """Filled inlines as HTML; every text escaped."""
    pieces: list[str] = []
    for index, inline in enumerate(inlines):
        kind = inline[0]
        if kind == "t":
            pieces.append(escape_html(inline[1]))
        elif kind == "c":
            pieces.append(f"<code>{escape_html(inline[1])}</code>")
        elif kind == "br":
            pieces.append("<br>")
        elif kind == "hole":
            pieces.append(escape_html("{{ " + inline[1] + " }}"))
        elif kind == "a":
            before = inlines_text(inlines[:index], Writing(writing.channel, writing.links))
            pieces.append(_link_html(inline, before, is_last(inlines, index), writing))
        else:
            tag = "strong" if kind == "b" else "em"
            pieces.append(f"<{tag}>{inlines_html(inline[-1], writing)}</{tag}>")
    return "".join(pieces)


def _link_html(link: Inline, before: str, ends_text: bool, writing: Writing) -> str:
    address, _ = resolve_link(link[1], writing)
    if address:
        return f'<a href="{escape_html(address)}">{inlines_html(link[2], writing)}</a>'
    return escape_html(link_text(link, before, ends_text, writing))
