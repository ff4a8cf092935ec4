"""Markdown → the pieces that a page shows together: paragraphs, list items, cells, alt texts, comments.

Runs of words are looked for within a piece, never across two, and break where something is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STARTS = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>|\||```|~~~|!!!|\?\?\?|:::|<)")
_LINK_TARGET = re.compile(r"\]\(\s*<?([^()\s<>]*(?:\([^()]*\)[^()\s]*)*)>?(?:\s+[\"']([^\"']*)[\"'])?\s*\)")
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"=\s*[\"']([^\"']*)[\"']")
_BRACES = re.compile(r"\{\{[^{}]*\}\}")
_COMMENT = re.compile(r"(?:^|\s)#\s*(.*)$")


_MARKER = re.compile(
    r"^[ \t>]*(?:(?:\d+[.)]|[-*+])[ \t]+|(?:!!!|\?\?\?\+?)[ \t]+[\w-]+|(?:`{3,}|~{3,})[ \t]*[\w-]*"
    r"|(?:ask|answer|contact|why):)",
    re.MULTILINE,
)


def without_markers(text: str) -> str:
    """`text` without the marks that begin lists, boxes and steps, as plain text made from a page has it."""
    return _MARKER.sub("", clean(text))


def targets_in(text: str) -> list[str]:
    """What `clean` takes away: where links lead, and whole tags."""
    targets = [part for match in _LINK_TARGET.findall(text) for part in match if part] if "](" in text else []
    return [*targets, *_TAG.findall(text)] if "<" in text else targets


def clean(text: str) -> str:
    """`text` as it reads on the page: link targets and tags gone, their words kept."""
    if "](" in text:
        text = _LINK_TARGET.sub(" ", text)
    return _TAG.sub(" ", text) if "<" in text else text


def pieces_in(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """(line, text) of every piece of a Markdown body; `first_line` is the body's own line in its file."""
    for line, text in blocks_in(body, first_line):
        lines = text.split("\n")
        for number, part in enumerate(lines if len(lines) > 1 else (), line):
            yield from ((number, piece) for piece in _BRACES.split(clean(part)))
        yield from ((line, piece) for piece in _BRACES.split(clean(text)))
        yield from ((line, braces) for braces in _BRACES.findall(text))
        for match in _LINK_TARGET.finditer(text):
            yield from ((line, piece) for piece in match.groups() if piece)
        if "<" in text:
            for tag in _TAG.findall(text):
                yield from ((line, match[1]) for match in _ATTRIBUTE.finditer(tag))
                if tag.startswith("<!--"):
                    yield line, tag


def blocks_in(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """(line, Markdown) of every paragraph, list item, heading and cell; lines within a fence one by one."""
    start, held, in_fence = first_line, list[str](), False
    for number, line in enumerate(body.split("\n"), first_line):
        is_fence = line.lstrip().startswith(("```", "~~~"))
        if held and (not line.strip() or in_fence or _STARTS.match(line)):
            yield start, "\n".join(held)
            held = []
        if is_fence:
            in_fence = not in_fence
        if line.lstrip().startswith("|"):
            yield from ((number, cell) for cell in line.strip().strip("|").split("|"))
        elif line.strip():
            start = start if held else number
            held.append(line)
            if line.lstrip().startswith("#"):
                yield start, "\n".join(held)
                held = []
    if held:
        yield start, "\n".join(held)


def comments_in(text: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """(line, text) of every comment in YAML, and of what only looks like one."""
    for number, line in enumerate(text.split("\n"), first_line):
        if "#" in line and (match := _COMMENT.search(line)):
            yield number, match[1]
