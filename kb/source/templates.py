"""The check that no sample text of `kb new` is left in a document that is published.

Both use one table, so that no sentence of ours can be published as the shop's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.source.sample_texts import unmistakable

UNWRITTEN = Rule(
    "KB115",
    "unwritten-text",
    Severity.ERROR,
    what="A document that is no draft still holds a sentence of `kb new`, “Lorem ipsum”, or a line that says TODO.",
    why="Readers would get a page that nobody has written yet, and agents would send it.",
    example="---\ntitle: Gift wrapping\nsummary: One line for cards and search engines.\n---\nWe wrap it for you.",
    hint="write your own words there, delete the line, or keep `draft: true` until they are written",
)
RULES = (UNWRITTEN,)

_SAMPLES = unmistakable()
_MARKER_WORDS = ("TODO", "TBD", "FIXME", "XXX", "orem ipsum")
_NOBODY_WROTE = re.compile(
    r"\b[Ll]orem ipsum\b|^[ \t]*(?:[-*+>][ \t]+)?[*_\[(]*(?:TODO|TBD|FIXME|XXX)[\])*_]*[.:!…]*[ \t]*$", re.MULTILINE
)
"""In capitals and alone on its line: “todo” is Spanish for “all”."""


def unwritten(
    fields: Mapping[str, object], lines: Mapping[str, int], body: str, *, body_line: int, path: str
) -> Iterator[Problem]:
    """A problem for each text that is still the template's; `lines` are those of the fields."""
    for name, value in fields.items():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and (text in _SAMPLES or _NOBODY_WROTE.search(text)):
                yield UNWRITTEN.at(path, lines.get(name, 1), f"{name}: “{text[:60]}” is not written yet")
    stripped = [line.strip() for line in body.split("\n")]
    for index, line in enumerate(stripped):
        if line in _SAMPLES:
            yield UNWRITTEN.at(path, body_line + index, f"“{line}” is not written yet")
    if not any(word in body for word in _MARKER_WORDS):
        return
    masked = mask_code(body)
    for match in _NOBODY_WROTE.finditer(masked):
        line_number = body_line + masked.count("\n", 0, match.start())
        yield UNWRITTEN.at(path, line_number, f"“{match[0].strip()}” is not written yet")
