"""Problems in the three forms that people, editors and GitHub read."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from kb.source.problem import Problem, Severity


def as_text(problems: Sequence[Problem]) -> str:
    """One problem a line, `path:line: KB### message (how to mend it)`."""
    return "\n".join(
        f"{problem.path}:{problem.line}: {problem.severity.value} {problem.code} {problem.message}"
        + (f" ({problem.hint})" if problem.hint else "")
        for problem in problems
    )


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with path, line, code, name, severity, message, hint, and `mend`, its former name."""
    rows = [
        {
            "path": one.path,
            "line": one.line,
            "code": one.code,
            "name": one.name,
            "severity": one.severity.value,
            "message": one.message,
            "hint": one.hint,
            "mend": one.hint,
        }
        for one in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
"""Severity → GitHub's own word for it."""


def as_github(problems: Sequence[Problem]) -> str:
    """GitHub's workflow commands, which show up beside the lines of a pull request."""
    return "\n".join(
        f"::{_GITHUB[one.severity]} file={_property(one.path)},line={one.line}"
        f",title={_property(f'{one.code} {one.name}')}"
        f"::{_data(one.message + (f' ({one.hint})' if one.hint else ''))}"
        for one in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}


def count_problems(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    counts = Counter(problem.severity for problem in problems)
    parts = [
        f"{counts[severity]} {severity.value}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) or "no problems"


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
