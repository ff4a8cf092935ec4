"""The sample texts of `kb new`, and the check that none of them is left in a document that is published.

Both use one list, so that no sentence of ours can be published as the shop's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity

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

ARTICLE_SUMMARY = "One line for cards and search engines."
ARTICLE_ANSWER = "One or two plain sentences."
ARTICLE_QUESTION = "the reader's own words"
SCRIPT_SUMMARY = "When to send it."
SCRIPT_QUESTION = "the buyer's own words"
PROCEDURE_SUMMARY = "What it is for."
TRAINING_SUMMARY = "What one can do after it."
STEPS = "1. First do this.\n2. Then do that.\n"
GUIDE_START = "What the reader has at the end."
WRITE_HERE = "Write it here."
NOTE = "What agents should know before they use this article.\n"
REPLY = """Hi {{ customer_name }}, write the reply here.

## variant: vip

Hi {{ customer_name }}, write the reply for a VIP here.
"""
TREE = """```tree
start: first
steps:
  first:
    ask: What do you see?
    choices:
      This: one
      That: other
  one:
    answer: Do this.
  other:
    answer: Write to us.
    contact: true
```
"""
QUIZ = """```quiz
ask: What do you say first?
right: The answer
wrong: [Another answer]
why: Because the buyer waits for it.
```
"""

_FIELDS = frozenset(
    {
        *(ARTICLE_SUMMARY, ARTICLE_ANSWER, ARTICLE_QUESTION, SCRIPT_SUMMARY, SCRIPT_QUESTION),
        *(PROCEDURE_SUMMARY, TRAINING_SUMMARY),
    }
)
_LINES = frozenset(
    {
        *(STEPS.splitlines()),
        *(GUIDE_START, WRITE_HERE, NOTE.strip()),
        *(line for line in REPLY.splitlines() if line.startswith("Hi ")),
        *("This: one", "That: other", "right: The answer", "wrong: [Another answer]"),
        "why: Because the buyer waits for it.",
    }
)
"""Lines that nobody writes by chance: “answer: Write to us.” of the tree may well be meant."""
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
            if isinstance(text, str) and (text in _FIELDS or _NOBODY_WROTE.search(text)):
                yield UNWRITTEN.at(path, lines.get(name, 1), f"{name}: “{text[:60]}” is not written yet")
    stripped = [line.strip() for line in body.split("\n")]
    for index, line in enumerate(stripped):
        if line in _LINES:
            yield UNWRITTEN.at(path, body_line + index, f"“{line}” is not written yet")
    if not any(word in body for word in _MARKER_WORDS):
        return
    masked = mask_code(body)
    for match in _NOBODY_WROTE.finditer(masked):
        line_number = body_line + masked.count("\n", 0, match.start())
        yield UNWRITTEN.at(path, line_number, f"“{match[0].strip()}” is not written yet")
