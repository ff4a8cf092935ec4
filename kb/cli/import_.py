"""`kb import`: articles and saved replies out of another helpdesk's export."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from kb.cli.command import Command, UsageError, project_root, start_folder
from kb.cli.import_report import tell_import
from kb.cli.printing import add_json
from kb.importers.common.report import ImportReport

EXTRA = frozenset({"bs4", "markdownify"})
"""Modules of the extra `import` (pyproject.toml), which read the HTML of an export; no other command needs them."""
HOW_TO_INSTALL = (
    "`kb import` needs packages that only it uses: install them with "
    'pip install "mkdocs-kb[import]" (in a copy of the repository: requirements/import.txt)'
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("system", choices=("zendesk", "chatwoot"), help="where the export comes from")
    parser.add_argument("export", metavar="EXPORT.json", help="the exported file")
    add_json(parser, "print one object: files written, findings, what is to be downloaded")
    parser.epilog = 'Needs the extra “import”: pip install "mkdocs-kb[import]".'


def _load_importers() -> Mapping[str, Callable[[Path, Path], ImportReport]]:
    """System → the function that imports its export. Raises `UsageError` if the extra is not installed."""
    try:
        from kb.importers.helpdesks.chatwoot import import_chatwoot
        from kb.importers.helpdesks.zendesk import import_zendesk
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in EXTRA:
            raise UsageError(HOW_TO_INSTALL) from None
        raise
    return {"zendesk": import_zendesk, "chatwoot": import_chatwoot}


def _run(arguments: argparse.Namespace) -> int:
    importers = _load_importers()
    report = importers[arguments.system](start_folder(arguments) / arguments.export, project_root(arguments))
    return tell_import(report, arguments)


COMMAND = Command("import", "bring articles and saved replies from Zendesk or Chatwoot", _add_arguments, _run)
