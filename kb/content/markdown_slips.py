"""What is unwise in one text, though nothing in it is broken: headings, pictures and links without words, long fields.

All of it is told by the text alone, so that it is kept with what else was found when the text was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.content.model import Kind
from kb.project.video_addresses import source_of
from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.source.substitution import BRACES

LONG_FIELD = Rule(
    "KB130",
    "long-field",
    Severity.WARNING,
    what="A title, summary or answer is longer than the places that show it.",
    why="Cards, search results and chats cut it, and what is cut is mostly what the reader came for.",
    example="summary: Everything you need to know about returns, refunds, exchanges, warranty claims, repairs, missing "
    "parts, wrong sizes and gift receipts in every country",
    hint="shorten it, and put the rest into the text below",
)
NO_WORDS = Rule(
    "KB131",
    "picture-without-words",
    Severity.WARNING,
    what="A picture has no words that say what it shows, or only its file's name.",
    why="Who cannot see it, and search, learn nothing from it.",
    example="![](img/return-button.png)",
    hint='say what it shows, `![The button is at the top right](img/x.png)`; mere decoration is `<img alt="" …>`',
)
SECOND_TOP_HEADING = Rule(
    "KB132",
    "second-top-heading",
    Severity.WARNING,
    what="A heading of the first level stands below the page's own title.",
    why="The page has two titles: readers who listen to it, and search engines, take the second for another page's.",
    example="---\ntitle: Returns\n---\nSend it back.\n\n# How to send it",
    hint="write `##`",
)
HEADING_JUMP = Rule(
    "KB133",
    "heading-jump",
    Severity.WARNING,
    what="A heading is more than one level below the one before it.",
    why="Readers who listen to a page, and the list of its headings, look for the level between.",
    example="## Returns\n\n#### Damaged items",
    hint="use the next level",
)
BOLD_HEADING = Rule(
    "KB134",
    "bold-as-heading",
    Severity.WARNING,
    what="A line in bold alone stands where a heading is meant.",
    why="It is in no list of headings, no link can lead to it, and search does not find its part of the page.",
    example="**How to send it back**\n\n1. Pack it.",
    hint="write it as a heading: `## …`",
)
SWAPPED_LINK = Rule(
    "KB236",
    "swapped-link",
    Severity.WARNING,
    what="Brackets that are almost a link: the wrong way round, or with a blank between them.",
    why="Readers see the signs, and nothing that they can click.",
    example="(our policy)[../policies/returns.md]",
    hint="write `[words](address)`",
)
EMPTY_LINK = Rule(
    "KB237",
    "link-without-words",
    Severity.WARNING,
    what="A link has no words.",
    why="Readers see nothing that they can click, or hear an address.",
    example="[](../policies/returns.md)",
    hint="write what it leads to between the brackets",
)
RULES = (
    LONG_FIELD, NO_WORDS, SECOND_TOP_HEADING, HEADING_JUMP, BOLD_HEADING, SWAPPED_LINK, EMPTY_LINK,
)  # fmt: skip

LONGEST = {"title": 120, "summary": 140, "answer": 350}
"""Letters: a search result's headline, its two lines of text, and two or three sentences."""
FACT_LETTERS = 8
"""What `{{ fact.return_days }}` counts for: “7 days”, “30,000 ₫”."""
LONGEST_BOLD = 70

_HEADING = re.compile(
    r"^(?P<signs>#{1,6})[ \t]+(?P<words>[^\n]*\S)[ \t]*$|^(?P<setext>[^\n>#|\s][^\n]*)\n=+[ \t]*$", re.M
)
_PICTURE = re.compile(r"(?<!\\)!\[(?P<words>[^\[\]\n]*)\](?:\((?P<address>[^()\s]*)|\[)")
_IMG = re.compile(r"<img\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt(?=[\s=/]|$)", re.IGNORECASE)
_FILE_WORDS = re.compile(
    r"\s*(?:(?:img|image|picture|pic|photo|screenshot|screen|dsc|ảnh|hình|gambar|bild|untitled)?[\s_.()-]*\d*|"
    r"[\w.()-]*\.(?:png|jpe?g|gif|webp|svg|avif))\s*",
    re.IGNORECASE,
)
_BOLD_LINE = re.compile(r"(?:^|(?<=\n\n))(?:\*\*|__)(?P<words>[^*_\n]+?)(?:\*\*|__)[ \t]*(?=\n[ \t]*\n[ \t]*\S)")
_ADDRESS = r"(?:https?://|mailto:|tel:|\.{1,2}/|/)[^\s()\[\]]+|[\w./-]+\.(?:md|html?)(?:#[\w-]*)?"
_SWAPPED = re.compile(rf"(?<![\]\w])\((?P<words>[^()\[\]\n]+)\)\[(?P<address>{_ADDRESS})\]")
_APART = re.compile(rf"(?<![!\]])\[(?P<words>[^\[\]\n]+)\][ \t]+\((?P<address>{_ADDRESS})\)")
_EMPTY_LINK = re.compile(r"(?<![!\\\]])\[[ \t]*\]\((?P<address>[^()\s]+)\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Text:
    """The Markdown of one file without code and comments, sign for sign at its place."""

    plain: str
    first_line: int
    path: str

    def at(self, rule: Rule, start: int, message: str, hint: str = "") -> Problem:
        return rule.at(self.path, self.first_line + self.plain.count("\n", 0, start), message, hint)


def markdown_slips(body: str, *, kind: Kind, path: str, body_line: int) -> Iterator[Problem]:
    """What is unwise in the text of one file that begins on `body_line`."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), mask_code(body))
    text = _Text(plain, body_line, path)
    yield from _links(text)
    if kind is not Kind.SCRIPT:  # its headings part it into variants; pictures in it are told by what channels carry
        yield from _pictures(text)
        yield from _headings(text, may_start=kind is not Kind.NOTE)
        yield from _bold_lines(text)


def long_fields(values: Mapping[str, object], lines: Mapping[str, int], *, path: str) -> Iterator[Problem]:
    """A warning for each of the fields that are shown in a small place and hold more than it."""
    for name, most in LONGEST.items():
        value = values.get(name)
        length = len(BRACES.sub("x" * FACT_LETTERS, value)) if isinstance(value, str) else 0
        if length > most and name in lines:
            message = f"{name}: {length} letters; at most {most} are shown whole"
            yield LONG_FIELD.at(path, lines[name], message)


def _pictures(text: _Text) -> Iterator[Problem]:
    for found in _PICTURE.finditer(text.plain) if "![" in text.plain else ():
        words = found["words"].strip()
        if source_of(found["address"] or ""):  # a video, of which KB224 tells
            continue
        if not words:
            yield text.at(NO_WORDS, found.start(), f"the picture “{found['address'] or '…'}” has no words")
        elif _FILE_WORDS.fullmatch(words):
            yield text.at(NO_WORDS, found.start(), f"“{words}” does not say what the picture shows")
    for found in _IMG.finditer(text.plain) if "<" in text.plain else ():
        if not _ALT.search(found["rest"]):
            yield text.at(NO_WORDS, found.start(), "the picture has no `alt`", 'say what it shows: alt="…"')


def _links(text: _Text) -> Iterator[Problem]:
    if "](" not in text.plain and ")[" not in text.plain and "] " not in text.plain:
        return
    for found in (*_SWAPPED.finditer(text.plain), *_APART.finditer(text.plain)):
        hint = f"write `[{found['words']}]({found['address']})`"
        yield text.at(SWAPPED_LINK, found.start(), f"“{found[0][:80]}” is almost a link", hint)
    for found in _EMPTY_LINK.finditer(text.plain):
        yield text.at(EMPTY_LINK, found.start(), f"the link to “{found['address']}” has no words")


def _headings(text: _Text, *, may_start: bool) -> Iterator[Problem]:
    level, jumps, first_jump = 1, 0, None
    for found in _HEADING.finditer(text.plain):
        depth = len(found["signs"] or "#")
        words = found["words"] or found["setext"]
        is_title = may_start and depth == 1 and not text.plain[: found.start()].strip()
        if depth == 1 and not is_title:
            message = f"“{words[:60]}” is a second title of the page"
            yield text.at(SECOND_TOP_HEADING, found.start(), message, f"write `## {words[:60]}`")
        if depth > level + 1:
            jumps += 1
            first_jump = first_jump or (found.start(), words, level, depth)
        level = depth
    if first_jump:
        start, words, above, depth = first_jump
        more = f", and {jumps - 1} more below" if jumps > 1 else ""
        message = f"“{words}” is of level {depth}, below one of level {above}{more}"
        yield text.at(HEADING_JUMP, start, message, f"write `{'#' * (above + 1)} {words}`")


def _bold_lines(text: _Text) -> Iterator[Problem]:
    if "**" not in text.plain and "__" not in text.plain:
        return
    found = [one for one in _BOLD_LINE.finditer(text.plain) if _is_heading(one["words"])]
    if found:
        more = f", and {len(found) - 1} more below" if len(found) > 1 else ""
        words = found[0]["words"].strip().rstrip(":")
        message = f"“{words}” is a line in bold where a heading is meant{more}"
        above = [one["signs"] for one in _HEADING.finditer(text.plain, 0, found[0].start()) if one["signs"]]
        signs = "#" * min(len(above[-1]) + 1, 6) if above else "##"
        yield text.at(BOLD_HEADING, found[0].start(), message, f"write `{signs} {words}`")


def _is_heading(words: str) -> bool:
    return len(words) <= LONGEST_BOLD and words.strip()[-1:] not in {".", "!", "。", "！", "…", ","}
