"""Self-checks in training pages: YAML in a fence named `quiz`."""

from __future__ import annotations

from dataclasses import dataclass

from kb.source.cut_words import cut_words
from kb.source.fields import WrongTypeError, read_mapping, read_text, read_texts, unknown_key
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import parse_yaml

BROKEN_QUIZ = Rule(
    "KB402",
    "broken-quiz",
    Severity.ERROR,
    what="A self-check lacks its question, its right answer or a wrong one.",
    why="The page would show a question that nobody can answer.",
    example="```quiz\nask: May we ask a Shopee buyer for a phone number?\nright: No\n```",
    hint="give `ask`, `right` (a text), `wrong` (a list of texts) and, if you like, `why`",
)
RULES = (BROKEN_QUIZ,)

_KEYS = frozenset({"ask", "right", "wrong", "why"})


@dataclass(frozen=True, slots=True)
class Quiz:
    """One question with one right answer."""

    ask: str
    right: str
    wrong: tuple[str, ...]
    why: str = ""


def read_quiz(text: str, *, path: str, line: int) -> tuple[Quiz | None, tuple[Problem, ...]]:
    """The self-check in a fence whose text starts on `line`, or None with what is wrong with it."""
    root, problems = parse_yaml(text, path=path, first_line=line)
    if root is None or problems:
        return None, problems
    try:
        entries = read_mapping(root)
        if unknown := sorted(set(entries) - _KEYS):
            raise unknown_key(root, unknown[0], "ask, right, wrong and why", _KEYS)
        if missing := [name for name in ("ask", "right", "wrong") if name not in entries]:
            raise WrongTypeError(root.line, "ask, right and wrong", f"no “{missing[0]}”")
        quiz = Quiz(
            read_text(entries["ask"]),
            read_text(entries["right"]),
            read_texts(entries["wrong"]),
            read_text(entries["why"]) if "why" in entries else "",
        )
    except WrongTypeError as error:
        return None, (BROKEN_QUIZ.at(path, error.line, f"quiz: {error}", error.hint),)
    if not (quiz.ask and quiz.right and quiz.wrong):
        return None, (BROKEN_QUIZ.at(path, root.line, "quiz: an empty question or answer"),)
    return quiz, tuple(cut_words(root, path=path, name="quiz"))
