"""The front door: reads the command line, runs one command, turns what went wrong into a sentence."""

from __future__ import annotations

import _thread
import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from kb.cli.command import PROBLEMS, WRONG_USE, BrokenProjectError, Command, UsageError, nearest
from kb.cli.parser import KbParser, add_shared_options, refuse_unknown_options
from kb.cli.printing import count_problems, print_json, print_problems, problem_rows
from kb.cli.terminal import finish_output, settle_terminal
from kb.project.project import NoProjectError
from kb.source.problem import Problem

COMMANDS = (
    "init", "new", "languages", "markets", "check", "build", "serve", "audit", "verify", "hosting", "search", "suggest",
    "reply", "questions", "translations", "facts", "redirects", "import", "export", "evaluate", "usage", "insights",
    "receive", "keys", "schema", "manual", "completion",
)  # fmt: skip
"""Every command, in the order of `kb --help`; each is a module of this package."""
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it: 128 and the signal's number."""
COMPLETION = "_ARGCOMPLETE"
"""Set by the shell while it asks what to complete: argcomplete's own name for it."""
DEBUG = "KB_DEBUG"
EXIT_CODES = (
    "The manual: kb manual opens it in your browser. "
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
    parser = KbParser(
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
        command.add_arguments(sub)
        add_shared_options(sub)
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
    if COMPLETION in os.environ:
        _complete()
    settle_terminal()
    sys.unraisablehook = _hear_interrupt
    try:
        code = _run(sys.argv[1:])
    finally:
        is_told = finish_output()
    return code if is_told else code or PROBLEMS


def _hear_interrupt(lost: sys.UnraisableHookArgs) -> None:
    """Raise anew what Ctrl+C raised where Python could not (while it forked, or freed an object), and print nothing."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        _thread.interrupt_main()
    else:
        sys.__unraisablehook__(lost)


def _complete() -> None:
    """Give the shell what may follow the words that stand on its line, and end."""
    from argcomplete import autocomplete

    named = _named(os.environ.get("COMP_LINE", "").split()[1:])
    autocomplete(make_parser(COMMANDS if isinstance(named, str) else named))


def _run(given: list[str]) -> int:
    """Run one command; whatever goes wrong becomes a sentence and an exit code."""
    try:
        return int(_parse(given))
    except (UsageError, NoProjectError) as error:
        usage = getattr(error, "usage", "")
        return _fail(given, str(error), WRONG_USE, before=usage)
    except BrokenProjectError as error:
        message = f"the settings must be mended first: {count_problems(error.problems)}"
        return _fail(given, message, PROBLEMS, problems=error.problems)
    except KeyboardInterrupt:
        return _fail(given, "stopped", INTERRUPTED)
    except OSError as error:
        if os.environ.get(DEBUG):
            raise
        place = f"{error.filename}: " if error.filename else ""
        return _fail(given, f"{place}{error.strerror or error}", PROBLEMS)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        said = " ".join(str(error).split())[:400]
        message = f"{type(error).__name__}: {said} (this is a fault of kb's; {DEBUG}=1 shows where)"
        return _fail(given, message, PROBLEMS)


def _fail(given: Sequence[str], message: str, code: int, *, problems: Sequence[Problem] = (), before: str = "") -> int:
    """Say why there is no result, to people and, where `--json` asks for it, to programs; gives the exit `code`."""
    print(before, end="", file=sys.stderr)
    print_problems(problems)
    print(f"kb: {message}", file=sys.stderr)
    if "--json" in given:
        print_json({"error": message, "exit_code": code, "problems": problem_rows(problems)})
    return code


def _parse(given: list[str]) -> int:
    named = _named(given)
    if isinstance(named, str):
        near = nearest(named, COMMANDS)
        more = f"did you mean `kb {near}`?" if near else "which there are: kb --help"
        raise UsageError(f"there is no command “{named}”; {more}")
    parser = make_parser(named)
    refuse_unknown_options(parser, given)
    parsed = parser.parse_args(given)
    return int(parsed.run(parsed))
