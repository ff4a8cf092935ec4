"""The parser of the command line: argparse, with mistakes told in sentences and by the command that was meant."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NoReturn

from kb.cli.command import UsageError, nearest, no_such


class KbParser(argparse.ArgumentParser):
    """As argparse's, but what is wrong is raised as a `UsageError` that holds the usage of this very command.

    The front door then says it in its one way, in JSON too; argparse would print and exit by itself.
    """

    def error(self, message: str) -> NoReturn:
        """Raises `UsageError`."""
        raise UsageError(f"{message}; more: {self.prog} --help", usage=self.format_usage())

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """A value that is none of the choices: argparse's own words name no near one."""
        if action.choices is not None and value not in action.choices:
            what = action.option_strings[-1] if action.option_strings else (action.dest or "command")
            raise argparse.ArgumentError(
                None, no_such(_NAMES.get(what, f"value of {what}"), str(value), list(action.choices))
            )


_NAMES = {
    "--edition": "edition",
    "--format": "format",
    "--kind": "kind",
    "action": "action",
    "server": "server",
    "source": "kind of import",
    "shell": "shell",
}
"""Option or argument → what its values are."""


def add_shared_options(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes, to it and to the commands below it, which take its `--json` too."""
    nested = [one for action in parser._actions if isinstance(action, argparse._SubParsersAction)
              for one in action.choices.values()]  # fmt: skip
    for one in (parser, *nested):
        has = one._option_string_actions
        if "-C" not in has:
            one.add_argument("-C", dest="folder", metavar="DIR", default=argparse.SUPPRESS, help=FOLDER_HELP)
        one.add_argument("-q", "--quiet", action="store_true", default=argparse.SUPPRESS, help=QUIET_HELP)
        if "--json" in parser._option_string_actions and "--json" not in has:
            one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_json_help(parser))
    parser.set_defaults(quiet=False)


def _json_help(parser: argparse.ArgumentParser) -> str:
    return parser._option_string_actions["--json"].help or ""


FOLDER_HELP = "run in DIR instead of the current folder"
QUIET_HELP = "print problems and what was asked for, and no remarks beside it"


def refuse_unknown_options(parser: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """Raise `UsageError` for the first option in `given` that its command does not have, with the one that was meant.

    argparse would first miss what a mistyped option should have given, or show the usage of `kb` as a whole.
    """
    for at, word in enumerate(given):
        if word == "--":
            return
        name = word.partition("=")[0]
        if not name.startswith("--") or " " in name:
            continue
        chain = list(_chain(parser, given[:at]))
        known = [option for one in chain for option in one._option_string_actions if option.startswith("--")]
        if not any(option.startswith(name) for option in known):
            near = nearest(name, known)
            meant = f"; did you mean {near}?" if near else f"; which there are: {chain[-1].prog} --help"
            raise UsageError(f"{chain[-1].prog} has no option {name}{meant}", usage=chain[-1].format_usage())


def _chain(parser: argparse.ArgumentParser, words: Sequence[str]) -> Iterator[argparse.ArgumentParser]:
    """The parser, and those of the commands that `words` name: `kb`, `kb keys`, `kb keys add`."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            at = next((at for at, word in enumerate(words) if word in action.choices), None)
            if at is not None:
                yield from _chain(action.choices[words[at]], words[at + 1 :])
