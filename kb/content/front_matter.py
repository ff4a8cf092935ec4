"""One file's text → front matter, body and title: read by us before MkDocs sees the file.

MkDocs' own reader swallows broken YAML and takes a first line such as `Note: …` for metadata.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.content.problem import Problem, Rule, Severity
from kb.content.yaml_nodes import EMPTY_MAPPING, Node, parse_yaml

UNCLOSED = Rule(
    "KB107",
    "unclosed-front-matter",
    Severity.ERROR,
    what="The file starts with `---`, but no second `---` ends the front matter.",
    why="It cannot be told where the fields end and the text begins.",
    example="---\ntitle: Returns\n\nSend it back within a week.",
    mend="put a line `---` after the last field",
)
RULES = (UNCLOSED,)

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"[A-Za-z_][\w-]*[ \t]*:")
_HEADING = re.compile(r"^(?:#[ \t]+(?P<atx>.+?)(?:[ \t]+#+)?|(?P<setext>[^\n]+)\n=+)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(?P<mark>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=mark)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart."""

    fields: Node
    body: str
    body_line: int


def split_front_matter(text: str, *, path: str) -> tuple[Split, tuple[Problem, ...]]:
    """Front matter and body; a file without front matter is all body."""
    opening = _OPENING.match(text)
    if not opening or not _looks_like_fields(text[opening.end() :]):
        return Split(EMPTY_MAPPING, text, 1), ()
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return Split(EMPTY_MAPPING, text, 1), (UNCLOSED.at(path, 1, "the front matter is not closed"),)
    fields, problems = parse_yaml(text[opening.end() : closing.start()], path=path, first_line=2)
    body = text[closing.end() + 1 :]
    return Split(fields or EMPTY_MAPPING, body, text.count("\n", 0, closing.end()) + 2), problems


def _looks_like_fields(rest: str) -> bool:
    """A `---` on the first line may also be a thematic break: then a blank line or prose follows."""
    for line in rest.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            return bool(_FIELD.match(line.lstrip())) or line.startswith(("---", "...", "{", "- ", "["))
        if not line.strip():
            continue
    return False


def first_heading(body: str) -> str:
    """The text of the first top-level heading outside code and comments, marks taken off; "" without one."""
    plain = _COMMENT.sub("", _FENCE.sub("", body))
    match = _HEADING.search(plain)
    if not match:
        return ""
    return strip_marks(match["atx"] or match["setext"])


def starts_with_heading(body: str) -> bool:
    """Whether the body brings its own top-level heading as the first thing on the page."""
    plain = _COMMENT.sub("", body).lstrip()
    match = _HEADING.match(plain)
    return bool(match)


def strip_marks(text: str) -> str:
    """One line of Markdown as plain words."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\{[:#.][^{}]*\}\s*$", "", text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return " ".join(text.replace("\\", "").split())
