"""The line on which something that shows in the HTML was written."""

from __future__ import annotations

import re
from html import escape, unescape

from kb.content.model import Document
from kb.markdown.letters_alone import in_plain_text

_LINE_ENDS = re.compile(r"&(?:#0*1[03]|#x0*[ad]|newline)\b;?", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def line_of_address(written: str, document: Document) -> int:
    """The line on which the address `written` stands; the first line of the text if it was put together."""
    if not written:
        return _line_of(r"\]\(\s*\)|=\s*(\"\s*\"|'\s*')", document)
    for form in dict.fromkeys((written, escape(written), escape(written, quote=False), written.replace(" ", "%20"))):
        found = re.search(rf"(?<![\w./#]){re.escape(form)}(?![\w/#-])", in_plain_text(document.body))
        if found:
            return document.body_line + document.body.count("\n", 0, found.start())
    if "&" in document.body:
        lines = unescape(_LINE_ENDS.sub("", document.body)).split("\n")
        plain = _BLANKS.sub("", written)
        return document.body_line + next((at for at, line in enumerate(lines) if plain in _BLANKS.sub("", line)), 0)
    return document.body_line


def line_of_id(element_id: str, document: Document) -> int:
    """The last line that has the id, in braces or in HTML; else the first line of the text."""
    name = re.escape(element_id)
    found = list(re.finditer(rf"#{name}(?=[\s}}])|\bid\s*=\s*[\"']?{name}(?=[\"'\s>/}}])", document.body))
    return document.body_line + (document.body.count("\n", 0, found[-1].start()) if found else 0)


def _line_of(pattern: str, document: Document) -> int:
    found = re.search(pattern, document.body)
    return document.body_line + (document.body.count("\n", 0, found.start()) if found else 0)
