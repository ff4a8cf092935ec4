"""Words that YAML takes for a comment: `title: What does status #2 mean?` is read as “What does status”."""

from __future__ import annotations

from collections.abc import Iterator, Set

from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node

CUT_WORDS = Rule(
    "KB116",
    "cut-words",
    Severity.WARNING,
    what="A text without quotes holds a blank and a `#`: YAML takes the rest of the line for a comment.",
    why="Readers get half of the sentence, or none of it.",
    example="title: What does status #2 mean?",
    hint="put quotes around the whole text, or move the comment to a line of its own",
)
RULES = (CUT_WORDS,)


def cut_words(node: Node, *, path: str, name: str, passing: Set[str] = frozenset()) -> Iterator[Problem]:
    """A warning for each text in or below `node` that YAML cut; `name` is the field it stands in.

    The values of keys in `passing` are ids, dates and the like: a comment after them does no harm.
    """
    for key, value in (node.entries or {}).items():
        if key not in passing:
            yield from cut_words(value, path=path, name=f"{name}.{key}" if name else key, passing=passing)
    for item in node.items or ():
        yield from cut_words(item, path=path, name=name, passing=passing)
    if node.cut and not (node.is_null and node.cut.startswith("# ")):  # `summary:  # to be written`
        read = f"“{node.text}” alone is read" if node.text else "nothing is read"
        yield CUT_WORDS.at(path, node.line, f"{name}: {read}: YAML takes “{node.cut}” for a comment")
