"""The front door: reads the command line, runs one command, turns what went wrong into a sentence."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from kb.cli.command import PROBLEMS, WRONG_USE, BrokenProjectError, Command, UsageError
from kb.cli.printing import as_text, count_problems
from kb.cli.terminal import finish_output, settle_terminal
from kb.project.project import NoProjectError

COMMANDS = (
    "init", "new", "languages", "markets", "check", "build", "serve", "audit", "verify", "hosting", "search", "suggest",
    "reply", "translations", "facts", "redirects", "import", "export", "evaluate", "keys", "schema",
)  # fmt: skip
"""Every command, in the order of `kb --help`; each is a module of this package."""
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it: 128 and the signal's number."""
DEBUG = "KB_DEBUG"
EXIT_CODES = (
    "Exit codes: 0 done, nothing wrong; 1 problems were found, or something was refused; 2 the command was used "
    "wrongly, or the folder is in no project; 130 interrupted. Run from any folder of a project: the project is "
    "the nearest folder upwards with a mkdocs.yml. Paths given to a command begin where you are; paths in "
    "problems begin at the project."
)
"""What stands under `kb --help`."""


def load_command(name: str) -> Command:
    """The command `name`. Only the one that runs is loaded: the others' modules cost a fifth of a second."""
    module = import_module(f"kb.cli.{name}_" if iskeyword(name) else f"kb.cli.{name}")
    command: Command = module.COMMAND
    return command


def make_parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of the command line, or of the commands `names` alone; the manual's page is made from it."""
    parser = argparse.ArgumentParser(
        prog="kb",
        description="Help centres for shops, from Markdown: a site for shoppers, an edition for agents.",
        epilog=EXIT_CODES,
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
        sub.set_defaults(run=command.run, parser=sub)
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


def _named(arguments: Sequence[str]) -> Sequence[str] | str:
    """The command that `arguments` name, alone; all of them for the full help; a word that names none, as it is."""
    rest = list(arguments)
    while rest[:1] == ["-C"]:
        rest = rest[2:]
    if rest and rest[0] in COMMANDS:
        return rest[:1]
    return COMMANDS if not rest or rest[0].startswith("-") else rest[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 problems in the content, 2 wrong use, 130 interrupted.

    Without `arguments` those of the process are taken, and its output is made ready for any terminal.
    """
    if arguments is not None:
        return _run(list(arguments))
    settle_terminal()
    try:
        code = _run(sys.argv[1:])
    finally:
        is_told = finish_output()
    return code if is_told else code or PROBLEMS


def _run(given: list[str]) -> int:
    """Run one command; whatever goes wrong becomes a sentence and an exit code."""
    try:
        return int(_parse(given))
    except (UsageError, NoProjectError) as error:
        print(f"kb: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenProjectError as error:
        print(as_text(error.problems), file=sys.stderr)
        print(f"kb: the settings must be mended first: {count_problems(error.problems)}", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        print("kb: stopped", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        if os.environ.get(DEBUG):
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"kb: {place}{error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        said = " ".join(str(error).split())[:400]
        print(f"kb: {type(error).__name__}: {said} (this is a fault of kb's; {DEBUG}=1 shows where)", file=sys.stderr)
        return PROBLEMS


def _parse(given: list[str]) -> int:
    named = _named(given)
    if isinstance(named, str):
        near = difflib.get_close_matches(named, COMMANDS, n=1)
        more = f"did you mean `kb {near[0]}`?" if near else "which there are: kb --help"
        raise UsageError(f"there is no command “{named}”; {more}")
    parser = make_parser(named)
    parsed, unknown = parser.parse_known_args(given)
    if unknown:
        parsed.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return int(parsed.run(parsed))
