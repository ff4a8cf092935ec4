"""Lines that look like fields, anywhere in a file: how to tell front matter from prose.

Fields are told from prose by the names of the schema: “Note: bring it back” is prose, `summary: …` is a field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.content.held_back import reads_held_back
from kb.content.schema import FIELDS
from kb.source.fields import YES

FIELD_NAMES = frozenset(field.name for field in FIELDS)
_DECISIVE = frozenset({"title", "draft"})
"""Names that mean front matter in capitals too: `Title: …` begins the metadata of other tools."""
_FOR_MACHINES = frozenset(name for name in FIELD_NAMES if "_" in name) | {"topic", "translates", "placeholders"}
"""Names that nobody begins a sentence with."""

_LINE = re.compile(
    r"[ \t]*+(?:[-*+?][ \t]++|[\[{,][ \t]*+|[:@%]|#\+)?(?:[!&][^\s]*+[ \t]++)?[\"'*_`]{0,2}"
    r"(?P<name>[A-Za-z][\w-]*)[\"'*`]{0,2}[ \t]*+[:：=](?!/)(?P<value>.*)"
)
_FENCE_LIKE = re.compile(
    r"[ \t]*+[-–—−‐‑‒―_*+=;~.][-–—−‐‑‒―_*+=;~. \t]++|[ \t]*+[–—―][ \t]*+"
    r"|[ \t]*+(?:`{3,}+|~{3,}+)[ \t]*+(?:ya?ml|toml|json[5c]?|front-?matter)?[ \t]*+"
)
_CODE_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_GLUED = re.compile(
    r"(?:(?<![ \t])[ \t]++|(?<![-–—−‐‑‒―+;]))[-–—−‐‑‒―+;]{2,}+[ \t]*+(?=[A-Za-z\"'])"  # each run is read once
)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """`name: value` (or `name = value`) on one line, without quotes and list marks."""

    name: str
    value: str

    @property
    def is_known(self) -> bool:
        """Whether the schema has the name as it is written, or in any case if the name alone is decisive."""
        return self.name in FIELD_NAMES or self.name.casefold() in _DECISIVE

    @property
    def holds_back(self) -> bool:
        """Whether the line keeps its page from the public, here or in another system: `published: false`."""
        return self.name == self.name.casefold() and reads_held_back(self.name, self.value)

    @property
    def is_yes_to_draft(self) -> bool:
        return self.name.casefold() == "draft" and self.value.casefold() in YES


def field_on(line: str) -> FieldLine | None:
    """The field that `line` reads like, or None."""
    match = _LINE.match(line)
    if match is None:
        return None
    value = re.sub(r"(?:-->|[ \t]#).*", "", match["value"]).strip(" \t,;}]\"'*_`")
    value = re.sub(r"^!\S+[ \t]+[\"']?", "", value)
    return FieldLine(match["name"].rstrip("_"), value)


def is_fence_like(line: str) -> bool:
    """Whether `line` is what people write above and below front matter: `---`, `———`, `+++`, ```` ```yaml ````."""
    return bool(_FENCE_LIKE.fullmatch(line))


def is_code_fence(line: str) -> bool:
    """Whether `line` opens or closes a code fence."""
    return bool(_CODE_FENCE.match(line))


def without_glued_fence(line: str) -> str:
    """`--- title: Returns ---` → `title: Returns ---`."""
    return _GLUED.sub("", line)


def first_paragraph(lines: Sequence[str]) -> list[str]:
    """The lines up to the first blank one, blank ones and YAML comments before it passed over."""
    start = 0
    while start < len(lines) and (not lines[start].strip() or lines[start].lstrip().startswith("#")):
        start += 1
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    return list(lines[start:end])


def are_fields(lines: Sequence[str]) -> bool:
    """Whether the text after a line such as `---` is fields: its first line reads so, and a name is the schema's."""
    paragraph = first_paragraph(lines)
    if not paragraph or field_on(paragraph[0]) is None:
        return False
    return any(field.is_known or field.holds_back for field in map(field_on, paragraph) if field)


def are_bare_fields(lines: Sequence[str]) -> bool:
    """Whether a text begins with fields although no `---` stands above them.

    One line such as “Answer: yes” is prose. A decisive name, two names of the schema, or a line that closes fields
    settles it.
    """
    paragraph = first_paragraph(lines) if lines and lines[0].strip() else []
    first = field_on(paragraph[0]) if paragraph else None
    if first is not None and any(field.holds_back for field in map(field_on, paragraph) if field):
        return True
    if first is None or not first.is_known:
        return False
    is_closed = any(is_fence_like(line) for line in paragraph[1:])
    known = [field for field in map(field_on, paragraph) if field and field.is_known]
    if first.name == first.name.casefold():
        return first.name in _DECISIVE | _FOR_MACHINES or len(known) > 1 or is_closed
    return first.is_yes_to_draft or len(known) > 1 or (is_closed and len(paragraph) == 2)
