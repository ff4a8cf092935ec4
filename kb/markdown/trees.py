"""Troubleshooting trees: YAML in a fence named `tree`, one source for page, call flow and check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.source.comments import line_of_open_comment, without_comments
from kb.source.cut_words import cut_words
from kb.source.fields import WrongTypeError, read_mapping, read_text, read_yes_no, unknown_key
from kb.source.near_words import did_you_mean
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node, parse_yaml

BROKEN_TREE = Rule(
    "KB401",
    "broken-tree",
    Severity.ERROR,
    what="A troubleshooting tree has a branch to nowhere, a loop, or a step that nothing leads to.",
    why="A reader who follows it never gets an answer.",
    example="```tree\nstart: light\nsteps:\n  light:\n    ask: Is the light on?\n    choices: {Yes: base}\n```",
    hint="let every branch end in an answer, or in `contact: true`",
)
RULES = (BROKEN_TREE,)

_STEP_KEYS = frozenset({"ask", "choices", "answer", "contact"})


@dataclass(frozen=True, slots=True)
class Step:
    """A question with choices (words → step), or an end with an answer or a way to reach a person."""

    id: str
    line: int
    ask: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    answer: str = ""
    has_contact: bool = False

    @property
    def is_end(self) -> bool:
        return not self.choices


@dataclass(frozen=True, slots=True)
class Tree:
    """A sound tree: every step is reachable, every branch ends, nothing loops."""

    start: str
    steps: Mapping[str, Step]
    """In the order in which a reader meets them, the start first."""


def read_tree(text: str, *, path: str, line: int) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The tree in a fence whose text starts on `line`, or None; and everything that is wrong with it."""
    root, problems = parse_yaml(text, path=path, first_line=line)
    if root is None or problems:
        return None, problems
    try:
        start, steps = _read_steps(root)
    except WrongTypeError as error:
        return None, (BROKEN_TREE.at(path, error.line, f"tree: {error}", error.hint),)
    faults = _faults(start, steps, root.line_of("start"))
    found = tuple(BROKEN_TREE.at(path, at, f"tree: {message}", hint) for at, message, hint in faults)
    if found:
        return None, found
    tree = Tree(start, MappingProxyType({step_id: steps[step_id] for step_id in _reachable(start, steps)}))
    return tree, tuple(cut_words(root, path=path, name="tree", passing={"start", "contact"}))


def _read_steps(root: Node) -> tuple[str, dict[str, Step]]:
    entries = read_mapping(root)
    if unknown := sorted(set(entries) - {"start", "steps"}):
        raise unknown_key(root, unknown[0], "start and steps", ("start", "steps"))
    if "steps" not in entries:
        raise WrongTypeError(root.line, "steps", root.describe())
    steps = {
        step_id: _read_step(step_id, node, entries["steps"].line_of(step_id))
        for step_id, node in read_mapping(entries["steps"]).items()
    }
    if not steps:
        raise WrongTypeError(root.line_of("steps"), "at least one step", "none")
    return (read_text(entries["start"]) if "start" in entries else next(iter(steps))), steps


def _read_step(step_id: str, node: Node, line: int) -> Step:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", step_id):
        raise WrongTypeError(line, "a step name of letters, digits, _ and -", f"“{step_id}”")
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - _STEP_KEYS):
        raise unknown_key(node, unknown[0], "ask, choices, answer or contact", _STEP_KEYS)
    choices = read_mapping(entries["choices"]) if "choices" in entries else {}
    step = Step(
        step_id,
        line,
        ask=read_text(entries["ask"]) if "ask" in entries else "",
        choices=MappingProxyType({_words(label): read_text(target) for label, target in choices.items()}),
        answer=_read_markdown(entries["answer"]) if "answer" in entries else "",
        has_contact=read_yes_no(entries["contact"]) if "contact" in entries else False,
    )
    if bool(step.ask) != bool(step.choices):
        raise WrongTypeError(line, "`ask` together with `choices`", f"one of them in the step “{step_id}”")
    if step.is_end and not step.answer and not step.has_contact:
        raise WrongTypeError(
            line, "an `answer`, `contact: true`, or `ask` with `choices`", f"none in the step “{step_id}”"
        )
    return step


def _words(label: str) -> str:
    return without_comments(label).strip()


def _read_markdown(node: Node) -> str:
    if not node.is_scalar:
        raise WrongTypeError(node.line, "a text", node.describe())
    if line_of_open_comment(node.text or ""):
        raise WrongTypeError(node.line, "`-->` at the end of a comment", "`<!--` alone")
    return (node.text or "").strip()


def _faults(start: str, steps: Mapping[str, Step], line: int) -> list[tuple[int, str, str]]:
    """What is wrong with the way through the steps: line, message, and a hint ("" for the rule's own)."""
    if start not in steps:
        hint = did_you_mean(start, steps) or "write the name of a step"
        return [(line, f"it starts at “{start}”, which is not a step", hint)]
    faults = [
        (
            step.line,
            f"“{words}” in the step “{step.id}” leads to “{target}”, which is not a step",
            did_you_mean(target, steps),
        )
        for step in steps.values()
        for words, target in step.choices.items()
        if target not in steps
    ]
    if faults:
        return faults
    if loop := _find_loop(start, steps):
        return [(steps[loop[0]].line, "a loop: " + " → ".join(loop), "")]
    reached = set(_reachable(start, steps))
    lost = (step for step in steps.values() if step.id not in reached)
    return [
        (step.line, f"nothing leads to the step “{step.id}”", "let a choice lead there, or delete it") for step in lost
    ]


def _reachable(start: str, steps: Mapping[str, Step]) -> list[str]:
    """Step ids from the start, breadth first."""
    reached = {start: None}
    order = [start]
    for step_id in order:
        fresh = [target for target in dict.fromkeys(steps[step_id].choices.values()) if target not in reached]
        reached.update(dict.fromkeys(fresh))
        order += fresh
    return order


def _find_loop(start: str, steps: Mapping[str, Step]) -> list[str]:
    """The ids of a loop, its first step repeated at the end; empty if there is none."""
    finished: set[str] = set()
    trail: dict[str, None] = {}
    pending: list[tuple[str, bool]] = [(start, False)]
    while pending:
        step_id, is_leaving = pending.pop()
        if is_leaving:
            finished.add(trail.popitem()[0])
        elif step_id in trail:
            way = list(trail)
            return [*way[way.index(step_id) :], step_id]
        elif step_id not in finished:
            trail[step_id] = None
            pending.append((step_id, True))
            pending.extend((target, False) for target in steps[step_id].choices.values())
    return []
