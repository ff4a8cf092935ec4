"""The front door: reads the command line, runs one command, turns what went wrong into a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from kb.cli import (
    audit,
    build,
    check,
    evaluate,
    export,
    facts,
    hosting,
    import_,
    init,
    keys,
    new,
    redirects,
    reply,
    schema,
    search,
    serve,
    suggest,
    translations,
    verify,
)
from kb.cli.command import WRONG_USE, Command, UsageError
from kb.content.project import NoProjectError

COMMANDS: tuple[Command, ...] = (
    init.COMMAND,
    new.COMMAND,
    check.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    audit.COMMAND,
    verify.COMMAND,
    hosting.COMMAND,
    search.COMMAND,
    suggest.COMMAND,
    reply.COMMAND,
    translations.COMMAND,
    facts.COMMAND,
    redirects.COMMAND,
    import_.COMMAND,
    export.COMMAND,
    evaluate.COMMAND,
    keys.COMMAND,
    schema.COMMAND,
)
"""Every command, in the order of `kb --help`."""


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the manual's page of commands is made from it."""
    parser = argparse.ArgumentParser(
        prog="kb", description="Help centres for shops, from Markdown: a site for shoppers, an edition for agents."
    )
    parser.add_argument("--version", action="version", version=f"kb {_version()}")
    parser.add_argument(
        "-C", dest="folder", metavar="DIR", default=".", help="run in DIR instead of the current folder"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name, help=command.help, description=command.help[:1].upper() + command.help[1:] + "."
        )
        sub.add_argument(
            "-C",
            dest="folder",
            metavar="DIR",
            default=argparse.SUPPRESS,
            help="run in DIR instead of the current folder",
        )
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def _version() -> str:
    try:
        return version("mkdocs-kb")
    except PackageNotFoundError:
        return "(not installed)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 problems in the content, 2 wrong use."""
    parsed = make_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except (UsageError, NoProjectError) as error:
        print(f"kb: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("kb: stopped", file=sys.stderr)
        return 130
