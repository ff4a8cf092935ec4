"""`kb insights`: what comes back from customers, read on this machine. Each action is a module `insights_NAME`."""

from __future__ import annotations

import argparse
from importlib import import_module

from kb.cli.command import Command

ACTIONS = (*("import", "map", "redact", "report", "gaps", "draft", "classes", "learn", "receiver", "forget", "sample"),)
"""In the order of `kb insights --help`; each is a module of this package with an `ACTION`."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Nothing is sent anywhere: files are read and kept on this machine, without personal details. Git takes "
        "neither insights/inbox nor insights/store.db, and the public edition cannot open them. "
        'Excel files need the extra “insights”: pip install "mkdocs-kb[insights]".'
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name in ACTIONS:
        command: Command = import_module(f"kb.cli.insights_{name}").ACTION
        action = actions.add_parser(
            command.name, help=command.help, description=command.help[:1].upper() + command.help[1:] + "."
        )
        command.add_arguments(action)
        action.set_defaults(run_action=command.run)


def _run(arguments: argparse.Namespace) -> int:
    return int(arguments.run_action(arguments))


COMMAND = Command("insights", "read what comes back from customers, freed of personal details", _add_arguments, _run)
