"""The look-up of customers' classes in the agents' edition: sealed with it, and in no edition that lies in the clear.

Hashes of names with their key beside them can be guessed by whoever has both, so the file never enters a folder that is
not encrypted: it is added while the edition is locked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kb.project.folders import CLASS_LOOK_UP
from kb.project.project import CONFIG, Project
from kb.source.problem import Problem, Rule, Severity

CLASSES_IN_THE_CLEAR = Rule(
    "KB940",
    "classes-in-the-clear",
    Severity.ERROR,
    what="Customers' classes belong into the agents' edition, and it is not locked.",
    why="The desk finds a class by a keyed hash and its key: who has both can try out who bought from you.",
    example="customer_classes: edition   # and then:\nkb build --unlocked",
    hint="build with --lock (`lock: true`), or write `customer_classes: file`: then agents open the file themselves",
)
NO_CLASSES = Rule(
    "KB941",
    "no-classes",
    Severity.WARNING,
    what="The look-up of customers' classes is not there, or cannot be read.",
    why="The desk of this edition picks no class by itself. Git keeps the file out: other machines lack it.",
    example="customer_classes: edition   # without insights/key-classes.json",
    hint="write it on the machine that has the orders: kb insights classes --look-up",
)
RULES = (CLASSES_IN_THE_CLEAR, NO_CLASSES)


def classes_in_the_clear(project: Project) -> tuple[Problem, ...]:
    """The problem of a shop that wants its classes in an edition that will not be locked."""
    if project.options.customer_classes != "edition":
        return ()
    message = "`customer_classes: edition` stands here, and the agents' edition is not locked: its key could be read"
    return (CLASSES_IN_THE_CLEAR.at(CONFIG, _line(project), message),)


def customer_classes(project: Project) -> tuple[Mapping[str, Path], tuple[Problem, ...]]:
    """What is sealed into the agents' edition beside its pages: path there → file; and what is missing."""
    if project.options.customer_classes != "edition":
        return {}, ()
    from kb.website.output.desk import FOLDER  # with all that makes a desk, which few builds need here

    path = project.root / CLASS_LOOK_UP
    if _is_look_up(path):
        return {f"{FOLDER}/classes.json": path}, ()  # where the desk's page (`class_file.js`) asks for it
    why = "is none that this kb reads" if path.exists() else "is not there"
    return {}, (NO_CLASSES.at(CONFIG, _line(project), f"{CLASS_LOOK_UP} {why}: the desk picks no class"),)


def _is_look_up(path: Path) -> bool:
    from kb.desk.look_up import FORMAT, VERSION

    try:
        told = json.loads(path.read_text("utf-8"))
        return bool((told["format"], told["version"]) == (FORMAT, VERSION))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _line(project: Project) -> int:
    return project.options.lines.get("customer_classes", 1)
