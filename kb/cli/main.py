"""The front door: reads the command line, runs one command, turns what went wrong into a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from kb.cli.command import WRONG_USE, Command, UsageError
from kb.content.project import NoProjectError

COMMANDS = (
    "init", "new", "check", "build", "serve", "audit", "verify", "hosting", "search", "suggest", "reply",
    "translations", "facts", "redirects", "import", "export", "evaluate", "keys", "schema",
)  # fmt: skip
"""Every command, in the order of `kb --help`; each is a module of this package."""


def load_command(name: str) -> Command:
    """The command `name`. Only the one that runs is loaded: the others' modules cost a fifth of a second."""
    module = import_module(f"kb.cli.{name}_" if iskeyword(name) else f"kb.cli.{name}")
    command: Command = module.COMMAND
    return command


def make_parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of the command line, or of the commands `names` alone; the manual's page is made from it."""
    parser = argparse.ArgumentParser(
        prog="kb", description="Help centres for shops, from Markdown: a site for shoppers, an edition for agents."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    parser.add_argument(
        "-C", dest="folder", metavar="DIR", default=".", help="run in DIR instead of the current folder"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in map(load_command, names):
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


class _Version(argparse.Action):
    """`--version`; the number is looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("mkdocs-kb")
        except PackageNotFoundError:
            number = "(not installed)"
        print(f"kb {number}")
        parser.exit()


def _named(arguments: Sequence[str]) -> Sequence[str]:
    """The command that `arguments` name, alone; all of them where that does not stand out, for the full help."""
    rest = list(arguments[2:] if arguments[:1] == ["-C"] else arguments)
    return rest[:1] if rest[:1] and rest[0] in COMMANDS else COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 problems in the content, 2 wrong use."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    parsed = make_parser(_named(given)).parse_args(given)
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
