"""`kb insights classes`: customers by recency, frequency and money, and the file in which the desk looks them up."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    Command,
    UsageError,
    add_day,
    add_today,
    named_day,
    named_path,
    project_root,
    read_today,
)
from kb.cli.insights_project import make_context
from kb.cli.printing import add_json, count_of, print_json, remark
from kb.project.folders import CLASS_LOOK_UP, INSIGHTS

if TYPE_CHECKING:
    import sqlite3

    from kb.insights.classes.summary import Summary
    from kb.project.project import Project

_IGNORED = "key-"
"""How names of files in `insights` begin that git ignores, and that no edition publishes."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_day(parser, "--until", "the last day of the twelve months (default: the day of the newest order)")
    parser.add_argument("--csv", metavar="FILE", help="write a row for each group as CSV")
    parser.add_argument(
        "--look-up",
        metavar="FILE",
        nargs="?",
        const=CLASS_LOOK_UP,
        help=f"write the file in which the desk finds a customer's class (default: {CLASS_LOOK_UP}); it is secret",
    )
    parser.add_argument(
        "--print", dest="prints", action="store_true", help="show it, and write nothing to insights/data"
    )
    parser.add_argument(
        "--propose", action="store_true", help="write a first insights/classes.yml, which says what belongs to a class"
    )
    add_json(parser, "print one object, as insights/data/classes.json has it")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.classes.class_file import ClassFileError, load_classes, usual_classes
    from kb.insights.classes.from_store import load_bought
    from kb.insights.classes.saved import write_summary
    from kb.insights.classes.summary import summarise, summary_csv, summary_lines
    from kb.insights.store.database import STORE, StoreError, open_store
    from kb.project.project import load_project

    root = project_root(arguments)
    project = load_project(root, tries_extensions=False)
    variants = project.options.variants
    if arguments.propose:
        return _propose(root, variants)
    try:
        own = load_classes(root, variants)
    except ClassFileError as error:
        raise UsageError(str(error)) from None
    if arguments.look_up:
        _refuse_look_up(arguments, project, is_decided=own is not None)
    if not (root / STORE).exists():
        raise UsageError("nothing was imported yet: kb insights import FILE… (orders)")
    written: list[str] = []
    try:
        with open_store(root) as connection:
            bought = load_bought(connection, _last(arguments, connection))
            if not bought.buyers:
                raise UsageError(
                    f"no order from {bought.first} to {bought.last} that stands names its buyer: import orders with "
                    "their buyers (kb insights map FILE shows how a table is read), or choose another --until"
                )
            summary = summarise(bought, usual_classes(variants) if own is None else own)
            if arguments.look_up:
                written.append(_write_look_up(arguments, root, connection, summary))
    except StoreError as error:
        raise UsageError(str(error)) from None
    if arguments.csv:
        _write_csv(named_path(arguments, arguments.csv, root), arguments.csv, summary_csv(summary))
        written.append(arguments.csv)
    if not arguments.prints:
        written.append(write_summary(root, summary))
    if arguments.json:
        print_json(summary.as_json())
    else:
        for line in summary_lines(summary):
            print(line)
    if own is None:
        remark(arguments, "There is no insights/classes.yml: classes are those usually meant (--propose writes it)")
    for name in written:
        remark(arguments, f"{name} written")
    return DONE


def _propose(root: Path, variants: tuple[str, ...]) -> int:
    from kb.insights.classes.class_file import FILE, propose_classes

    if not variants:
        raise UsageError("the shop has no classes of customers: `variants` in mkdocs.yml is empty")
    (root / INSIGHTS).mkdir(exist_ok=True)
    try:
        with (root / FILE).open("x", encoding="utf-8", newline="\n") as file:
            file.write(propose_classes(variants))
    except FileExistsError:
        raise UsageError(f"{FILE} is there already: change it, or delete it for a new one") from None
    print(f"{FILE} proposed. Look through it, then: kb insights classes")
    return DONE


def _last(arguments: argparse.Namespace, connection: sqlite3.Connection) -> date:
    from kb.insights.classes.from_store import newest_order

    today = read_today(arguments)
    if until := named_day(arguments.until):
        return until
    newest = newest_order(connection, today)
    if newest is None:
        raise UsageError(f"no order up to {today} was imported yet: kb insights import FILE…")
    return newest


def _refuse_look_up(arguments: argparse.Namespace, project: Project, *, is_decided: bool) -> None:
    """Raises `UsageError` where the shop has not said what its classes mean, or the file would be published."""
    if not is_decided:
        raise UsageError(
            "replies would be picked by classes that nobody decided: write insights/classes.yml first "
            "(kb insights classes --propose)"
        )
    target = named_path(arguments, arguments.look_up, project.root, default=CLASS_LOOK_UP).resolve()
    root = project.root.resolve()
    is_ignored = target.parent == root / INSIGHTS and target.name.startswith(_IGNORED)
    if target.is_relative_to(root) and not is_ignored:
        raise UsageError(
            f"{arguments.look_up}: this folder is published or committed, and the file is secret: leave --look-up "
            f"without a name for {CLASS_LOOK_UP}, or name a file outside the project"
        )


def _write_look_up(arguments: argparse.Namespace, root: Path, connection: sqlite3.Connection, summary: Summary) -> str:
    from kb.insights.classes.look_up import look_up_text, write_look_up

    classes = summary.classes_of_customers()
    text, orders = look_up_text(connection, summary.bought, classes, make_context(root, arguments).key)
    path = named_path(arguments, arguments.look_up, root, default=CLASS_LOOK_UP)
    try:
        write_look_up(path, text)
    except OSError as error:
        raise UsageError(f"{arguments.look_up} cannot be written: {error.strerror or error}") from None
    known = f"{count_of(len(classes), 'customer')} and {count_of(orders, 'order')}"
    remark(arguments, f"The desk can tell the class of {known}. Keep the file secret, as insights/key.")
    return str(arguments.look_up)


def _write_csv(path: Path, name: str, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror or error}") from None


ACTION = Command("classes", "tell customers apart by when, how often and for how much they buy", _add_arguments, _run)
