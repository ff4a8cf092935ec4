"""`kb insights`: what comes back from customers, read and kept on the shop's own machine."""

from __future__ import annotations

import argparse

from kb.cli import insights_forget, insights_import, insights_map, insights_receiver
from kb.cli.command import Command

ACTIONS = (insights_import.COMMAND, insights_map.COMMAND, insights_forget.COMMAND, insights_receiver.COMMAND)
"""In the order of `kb insights --help`. What they need is loaded when one runs."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "What is read lies in insights/inbox, what is kept of it in insights/store.db, without names, numbers and "
        "addresses of people; git takes neither, and the public edition cannot open them. "
        'Excel files need the extra “insights”: pip install "mkdocs-kb[insights]".'
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for command in ACTIONS:
        action = actions.add_parser(
            command.name, help=command.help, description=command.help[:1].upper() + command.help[1:] + "."
        )
        command.add_arguments(action)
        action.set_defaults(act=command.run)


def _run(arguments: argparse.Namespace) -> int:
    return int(arguments.act(arguments))


COMMAND = Command(
    "insights", "read what comes back from customers: orders, messages, reviews, votes", _add_arguments, _run
)
