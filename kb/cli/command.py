"""What every command is: a row with a name, its words for --help, its arguments and a function."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.project.contact_hours import shop_zone
from kb.project.project import CONFIG, NoProjectError, Project, find_project, load_project
from kb.source.build_day import VARIABLE, day_in, read_epoch
from kb.source.problem import Problem

DONE, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit codes: done; problems in the content, or something refused; wrong use of the command, or no project."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table of commands."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    """Returns an exit code."""


class UsageError(Exception):
    """The command was used wrongly; the message says how to use it rightly, `usage` in argparse's words."""

    def __init__(self, message: str, *, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage


class BrokenProjectError(Exception):
    """The settings must be mended before the command can do anything; holds the problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def start_folder(arguments: argparse.Namespace) -> Path:
    """The folder in which the command was started, or the one named by -C, absolute: paths of arguments begin here."""
    folder = Path(arguments.folder)
    try:
        if folder.is_dir():
            return folder.resolve()
    except OSError as error:
        raise UsageError(f"{arguments.folder} cannot be looked at: {error.strerror}") from None
    raise UsageError(f"{arguments.folder} is not a folder")


def project_root(arguments: argparse.Namespace, *, judges: bool = False) -> Path:
    """The project around the folder of the command: the nearest one upwards that has a `mkdocs.yml`.

    Raises `NoProjectError` if there is none of kb's. Where the settings that say what the content is cannot be
    read, raises `BrokenProjectError`, unless the command `judges` them itself.
    """
    start = start_folder(arguments)
    root = find_project(start)
    project = load_project(root, tries_extensions=False)
    arguments.project, arguments.zone = project, shop_zone(project.options)
    _refuse_without_plugin(project)
    if not project.is_settled and not judges:
        raise BrokenProjectError([problem for problem in project.problems if problem.is_error])
    if root != start and not getattr(arguments, "quiet", False):
        print(f"kb: the project is {root}; paths of problems begin there", file=sys.stderr)
    return root


def _refuse_without_plugin(project: Project) -> None:
    if project.has_plugin:
        return
    problem = project.problems[-1]
    raise NoProjectError(
        f"{project.root} is no project of kb's: {CONFIG}:{problem.line}: {problem.message} ({problem.hint})"
    )


def named_path(arguments: argparse.Namespace, name: str, root: Path, *, default: str = "") -> Path:
    """The path `name` that the user gave, seen from where the command was started; the `default` from `root`."""
    return root / name if name == default else start_folder(arguments) / name


def from_project(arguments: argparse.Namespace, name: str, root: Path, *, default: str = "") -> str:
    """As `named_path`, but written as seen from the project, the way problems name files."""
    return Path(os.path.relpath(named_path(arguments, name, root, default=default), root)).as_posix()


def choose(what: str, given: str | None, known: Iterable[str]) -> None:
    """Refuse a name that is given and not `known`, with the names that are."""
    if given and given not in (names := list(known)):
        raise UsageError(no_such(what, given, names))


def no_such(what: str, given: str, known: Sequence[str]) -> str:
    """That there is no `what` called `given`; which was meant, if one is near, and which there are."""
    near = nearest(given, known)
    meant = f"; did you mean “{near}”?" if near else ""
    return f"there is no {what} “{given}”{meant or ':'} choose from {', '.join(known)}"


SHORT = 3
"""Letters up to which a name, such as a language's code, is taken for mistyped with every second letter wrong."""


def nearest(given: str, known: Iterable[str]) -> str:
    """The name in `known` that was probably meant by `given`; empty if none is near."""
    by_small = {name.lower(): name for name in known}
    cutoff = 0.5 if len(given) <= SHORT else 0.6  # of two letters one wrong leaves half
    found = difflib.get_close_matches(given.lower(), by_small, n=1, cutoff=cutoff)
    return by_small[found[0]] if found else ""


def read_today(arguments: argparse.Namespace) -> date:
    """`--today`, else SOURCE_DATE_EPOCH, else the day by the clock of the shop that `project_root` found."""
    if getattr(arguments, "today", None):
        return date.fromisoformat(arguments.today)
    try:
        return read_epoch(os.environ.get(VARIABLE, "")) or day_in(getattr(arguments, "zone", ""))
    except ValueError as error:
        raise UsageError(str(error)) from None


def add_today(parser: argparse.ArgumentParser) -> None:
    """The option --today, for commands whose checks depend on the day."""
    parser.add_argument(
        "--today",
        metavar="YYYY-MM-DD",
        type=_day,
        help="judge dates, and choose facts and versions, as of this day (default: SOURCE_DATE_EPOCH, else today by "
        "the shop's clock)",
    )


def add_day(parser: argparse.ArgumentParser, name: str, what: str) -> None:
    """An option that names a day, as `dest` a text of the form YYYY-MM-DD or None."""
    parser.add_argument(name, metavar="YYYY-MM-DD", type=_day, help=what)


def named_day(text: str | None) -> date | None:
    """The day of an option that `add_day` added."""
    return date.fromisoformat(text) if text else None


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-21") from None
