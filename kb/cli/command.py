"""What every command is: a row with a name, its words for --help, its arguments and a function."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

DONE, PROBLEMS, WRONG_USE = 0, 1, 2
"""Exit codes: done; problems in the content; wrong use of the command."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table of commands."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    """Returns an exit code."""


class UsageError(Exception):
    """The command was used wrongly; the message says how to use it rightly."""


def project_root(arguments: argparse.Namespace) -> Path:
    """The folder named by -C, made absolute."""
    root = Path(arguments.folder).resolve()
    if not root.is_dir():
        raise UsageError(f"{arguments.folder} is not a folder")
    return root


def read_today(arguments: argparse.Namespace) -> date:
    """`--today`, else SOURCE_DATE_EPOCH, else the clock."""
    if getattr(arguments, "today", None):
        return date.fromisoformat(arguments.today)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()


def add_today(parser: argparse.ArgumentParser) -> None:
    """The option --today, for commands whose checks depend on the day."""
    parser.add_argument(
        "--today",
        metavar="YYYY-MM-DD",
        type=_day,
        help="judge review dates as of this day (default: SOURCE_DATE_EPOCH, else today)",
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-21") from None
