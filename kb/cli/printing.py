"""What commands print: problems in the forms that people, editors and GitHub read, remarks, and JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from kb.source.problem import Problem, Severity
from kb.source.problem_order import order_problems

_STYLES: Mapping[str, str] = {"error": "1;31", "warning": "1;33", "hint": "36", "path": "1", "mend": "2"}
"""What is painted → Select Graphic Rendition of ECMA-48: severities in colours, places bold, advice faint."""
_GITHUB: Mapping[str, str] = {"hint": "notice"}
"""Severity → GitHub's word for it, where that is another."""


def has_colour(stream: TextIO) -> bool:
    """Whether `stream` is shown in colour: a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise.

    FORCE_COLOR, if it is neither empty nor 0, asks for colour wherever the output goes.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if os.environ.get("TERM", "xterm" if os.name != "nt" or "WT_SESSION" in os.environ else "dumb") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def as_text(problems: Sequence[Problem], *, in_colour: bool = False, folds: bool = False) -> str:
    """One problem a line, `path:line: severity KB### message (how to mend it)`, in the order in which to mend them.

    With `folds`, what follows from an earlier problem is only counted.
    """

    def paint(text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if in_colour else text

    order = order_problems(problems)
    lines = [
        f"{paint(f'{one.path}:{one.line}:', 'path')} {paint(one.severity.value, one.severity.value)} {one.code} "
        f"{one.message}" + (paint(f" ({one.hint})", "mend") if one.hint else "")
        for one in ([*order.first, *order.rest] if folds else [*order.first, *order.following, *order.rest])
    ]
    if folds and order.following:
        count = len(order.following)
        place = len(order.first)
        follow = "follows" if count == 1 else "follow"
        lines.insert(place, paint(f"  and {count} more that {follow} from these (--all shows them)", "mend"))
    return "\n".join(lines)


def print_problems(
    problems: Sequence[Problem], arguments: argparse.Namespace | None = None, *, to: TextIO | None = None
) -> None:
    """Print `problems` for people to `to` (standard error), in colour on a terminal; nothing if there are none.

    What follows from another problem is folded where the command has an option `--all` that was not given.
    """
    if problems:
        stream = to or sys.stderr
        folds = not getattr(arguments, "shows_all", True)
        print(as_text(problems, in_colour=has_colour(stream), folds=folds), file=stream, flush=True)


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Objects with path, line, code, name, severity, message, hint, `mend`, its former name, and `follows`."""
    order = order_problems(problems)
    after = set(order.following)
    return [
        {
            "path": one.path,
            "line": one.line,
            "code": one.code,
            "name": one.name,
            "severity": one.severity.value,
            "message": one.message,
            "hint": one.hint,
            "mend": one.hint,
            "follows": one in after,
        }
        for one in (*order.first, *order.following, *order.rest)
    ]


def as_json(problems: Sequence[Problem]) -> str:
    """The rows of `problem_rows` as one JSON list."""
    return json_text(problem_rows(problems))


def as_github(problems: Sequence[Problem]) -> str:
    """GitHub's workflow commands, which show up beside the lines of a pull request."""
    order = order_problems(problems)
    return "\n".join(map(_github_line, (*order.first, *order.following, *order.rest)))


def _github_line(one: Problem) -> str:
    severity = _GITHUB.get(one.severity.value, one.severity.value)
    place = f"file={_property(one.path)},line={one.line},title={_property(f'{one.code} {one.name}')}"
    return f"::{severity} {place}::{_data(one.message + (f' ({one.hint})' if one.hint else ''))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}


def print_in_format(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """Print `problems` to standard output in the form that `add_format` let the user choose."""
    if arguments.format == "text":
        print_problems(problems, arguments, to=sys.stdout)
    elif problems or arguments.format == "json":
        print(FORMATS[arguments.format](problems))


def count_problems(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    counts = Counter(problem.severity for problem in problems)
    parts = [count_of(counts[name], name) for name in Severity if counts[name]]
    return ", ".join(parts) or "no problems"


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def remark(arguments: argparse.Namespace, text: str) -> None:
    """Say `text` beside the result, on standard error; nothing with `--quiet`."""
    if not getattr(arguments, "quiet", False):
        print(text, file=sys.stderr, flush=True)


def json_text(value: object) -> str:
    """`value` as this program prints JSON: two spaces a level, letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def print_json(value: object) -> None:
    """Print the one JSON value of a command to standard output."""
    print(json_text(value))


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """The option `--json`: standard output holds one JSON value and nothing else; `what` says which."""
    parser.add_argument("--json", action="store_true", help=what)


def add_all(parser: argparse.ArgumentParser) -> None:
    """The option `--all`, for commands that print problems."""
    parser.add_argument(
        "--all", dest="shows_all", action="store_true", help="print problems too that only follow from others"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let the user choose one of `FORMATS`, by name or with `--json`."""
    parser.add_argument(
        "--format", choices=tuple(FORMATS), default="text", help="how problems are printed (default: text)"
    )
    parser.add_argument(
        "--json",
        dest="format",
        action="store_const",
        const="json",
        default="text",
        help="the same as --format json",
    )
    add_all(parser)
