"""`kb import`: articles and saved replies out of another helpdesk's export."""

from __future__ import annotations

import argparse
import sys

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, project_root, start_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("system", choices=("zendesk", "chatwoot"), help="where the export comes from")
    parser.add_argument("export", metavar="EXPORT.json", help="the exported file")


def _run(arguments: argparse.Namespace) -> int:
    from kb.importers.helpdesks.chatwoot import import_chatwoot
    from kb.importers.helpdesks.zendesk import import_zendesk

    importers = {"zendesk": import_zendesk, "chatwoot": import_chatwoot}
    report = importers[arguments.system](start_folder(arguments) / arguments.export, project_root(arguments))
    if report.is_refused:
        raise UsageError(report.refused)
    for line in report.lines():
        print(line, file=sys.stderr)
    return PROBLEMS if report.is_open else DONE


COMMAND = Command("import", "bring articles and saved replies from Zendesk or Chatwoot", _add_arguments, _run)
