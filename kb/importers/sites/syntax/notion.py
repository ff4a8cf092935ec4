"""Notion's Markdown: names with an id, callouts in `<aside>`, lines of properties under the title."""

from __future__ import annotations

import re

from kb.importers.sites.syntax.line_text import LineBuilder, LinedText
from kb.importers.sites.syntax.tags import mask_all_code

ID = re.compile(r"[ %20]+[0-9a-f]{32}(?=(?:_all)?(?:\.[A-Za-z]+)?$)")
_ASIDE = re.compile(r"^[ \t]*<aside>[ \t]*\n?", re.MULTILINE)
_SIGN = re.compile(r"\s*(?:[^\w\s<>\[\](){}\"'*_`#|!?.,;:$€£¥%&@+=/\\-]\ufe0f?\u200d?)+\s+")
_ICON = re.compile(r"\s*<img src=\"https://www\.notion\.so/icons/[^>]*>\s*")
_TITLE = re.compile(r"\s*# [^\n]*\n+")
_PROPERTY = re.compile(r"(?P<name>[^\n:#>|*\[\]`-][^\n:]{0,40}): (?P<value>\S[^\n]*)")


def without_id(path: str) -> str:
    """`FAQ 0123…/Returns 4567….md` → `FAQ/Returns.md`."""
    return "/".join(ID.sub("", part) or part for part in path.split("/"))


def with_boxes(body: LinedText) -> LinedText:
    """Callouts as boxes; the sign before their words goes."""
    text, masked = body.text, mask_all_code(body.text)
    out = LineBuilder(body)
    at = 0
    while (opening := _ASIDE.search(masked, at)) and (end := masked.find("</aside>", opening.end())) >= 0:
        out.copy(opening.start())
        out.block([":::note"], "")
        sign = _ICON.match(text, opening.end(), end) or _SIGN.match(text, opening.end(), end)
        out.skip(sign.end() if sign else opening.end())
        out.copy(end)
        out.skip(end + len("</aside>"))
        out.block([":::"], "")
        at = end
    return out.done()


def split_properties(body: LinedText) -> tuple[LinedText, list[tuple[int, str, str]]]:
    """`body` without the lines of properties under its title; (line from 0, name, value) of each."""
    title = _TITLE.match(body.text)
    if not title:
        return body, []
    found: list[tuple[int, str, str]] = []
    at = title.end()
    while match := _PROPERTY.match(body.text, at):
        found.append((body.line_at(at), match["name"], match["value"].strip()))
        at = match.end() + 1
    is_paragraph = at >= len(body.text) or body.text[at : at + 1] in {"\n", "\r"}
    if not found or not is_paragraph:
        return body, []
    gone = body.text.count("\n", title.end(), at)
    lines = (
        body.lines[: body.text.count("\n", 0, title.end())] + body.lines[body.text.count("\n", 0, title.end()) + gone :]
    )
    return LinedText(body.text[: title.end()] + body.text[at:], lines), found
