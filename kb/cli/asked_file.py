"""The option `--asked`: a file of what shoppers asked, which the shop keeps outside of kb."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.cli.command import UsageError, start_folder

if TYPE_CHECKING:
    from kb.search.quality.asked import Asked


def add_asked(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the option; `what` says what the command does with the messages."""
    parser.add_argument(
        "--asked",
        metavar="FILE",
        help=f"{what}: a message a line, or JSON lines with `text`, such as the answers to “Did this help?”",
    )


def read_asked_file(arguments: argparse.Namespace, languages: Iterable[str]) -> tuple[Asked, ...]:
    """The messages of the file; none where the option was not given."""
    from kb.search.quality.asked import read_asked

    if arguments.asked is None:
        return ()
    try:
        return read_asked(start_folder(arguments) / arguments.asked, languages)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise UsageError(f"{arguments.asked} cannot be read: {said}") from None
