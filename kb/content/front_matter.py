"""One file's text → front matter, body and title: read by us before MkDocs sees the file.

MkDocs' own reader swallows broken YAML and takes a first line such as `Note: …` for metadata.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.content.field_lines import are_fields, first_paragraph
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import EMPTY_MAPPING, MOST_FRONT_MATTER_LETTERS, Node, parse_yaml
from kb.text.folding import visible

UNCLOSED = Rule(
    "KB107",
    "unclosed-front-matter",
    Severity.ERROR,
    what="The file starts with `---`, but no second `---` ends the front matter.",
    why="It cannot be told where the fields end and the text begins.",
    example="---\ntitle: Returns\n\nSend it back within a week.",
    hint="put a line `---` after the last field",
)
RULES = (UNCLOSED,)

_BEFORE = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*")
"""Invisible text above the fields: blank lines, byte order marks, characters without width."""
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE)
_FOREIGN_FIELD = re.compile(r"[\"']?[a-z_][\w-]*[\"']?[ \t]*:(?:[ \t]|$)")
_CAPITAL_FIELD = re.compile(r"[A-Z][\w-]*:(?:[ \t]|$)")
_HEADING = re.compile(r"^(?:#[ \t]+(?P<atx>.+?)(?:[ \t]+#+)?|(?P<setext>[^\n]+)\n=+)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(?P<mark>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=mark)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart."""

    fields: Node
    body: str
    body_line: int
    block_line: int = 0
    """The line of the `---` that opens the fields; 0 without fields."""


def split_front_matter(text: str, *, path: str) -> tuple[Split, tuple[Problem, ...]]:
    """Front matter and body; a file without front matter is all body.

    Invisible characters above the first `---` are ignored. Fields anywhere else, or between other marks, stay in the
    body: `kb.content.misplaced` reports them.
    """
    before = _BEFORE.match(text)
    start = before.end() if before and (before.end() == 0 or text[before.end() - 1] in "\n\ufeff\u200b") else 0
    opening = _OPENING.match(text, start)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not _looks_like_fields(text[opening.end() : closing.start() if closing else None], bool(closing)):
        return Split(EMPTY_MAPPING, text, 1), ()
    first_line = text.count("\n", 0, opening.start()) + 1
    if not closing:
        problem = UNCLOSED.at(path, first_line, "the front matter is not closed")
        return Split(EMPTY_MAPPING, text, 1), (problem,)
    block = text[opening.end() : closing.start()]
    fields, problems = parse_yaml(block, path=path, first_line=first_line + 1, most=MOST_FRONT_MATTER_LETTERS)
    body = text[closing.end() + 1 :]
    body_line = text.count("\n", 0, closing.end()) + 2
    return Split(fields or EMPTY_MAPPING, body, body_line, first_line), problems


def _looks_like_fields(block: str, is_closed: bool) -> bool:
    """A `---` may also be a thematic break: then prose follows, a list, or nothing but the next break.

    “Note: bring it back” alone, whose name is no field, is prose too.
    """
    lines = visible(block).split("\n")
    paragraph = first_paragraph(lines)
    if not paragraph:
        return is_closed
    first = paragraph[0].lstrip()
    if are_fields(lines) or _FOREIGN_FIELD.match(first) or re.match(r"""\{\s*["'\w]+\s*:|\?\s""", first):
        return True
    if not is_closed or not _CAPITAL_FIELD.match(first):
        return False
    return len(paragraph) > 1 and all(_CAPITAL_FIELD.match(line) or line[:1].isspace() for line in paragraph)


LONGEST_TITLE = 500
"""Letters of a heading that are read as a title: no real title is longer, and its marks would cost too much."""


def first_heading(body: str) -> str:
    """The text of the first top-level heading outside code and comments, marks taken off; "" without one."""
    plain = _COMMENT.sub("", _FENCE.sub("", body))
    match = _HEADING.search(plain)
    if not match:
        return ""
    return strip_marks((match["atx"] or match["setext"])[:LONGEST_TITLE])


def strip_marks(text: str) -> str:
    """One line of Markdown as plain words."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\{[:#.][^{}]*\}\s*$", "", text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return " ".join(text.replace("\\", "").split())
