"""`kb import`: articles and saved replies out of what a shop has: helpdesks' exports, tables, documents, pages."""

from __future__ import annotations

import argparse

from kb.cli.command import Command, UsageError, project_root, start_folder
from kb.cli.import_report import tell_import
from kb.cli.import_sources import SOURCES, ImportSource, Reader
from kb.cli.printing import add_json

EXTRA = frozenset({"bs4", "mammoth", "markdownify", "python_calamine"})
"""Modules of the extra `import` (pyproject.toml), which read exports and documents; no other command needs them."""
HOW_TO_INSTALL = (
    "`kb import` needs packages that only it uses: install them with "
    'pip install "mkdocs-kb[import]" (in a copy of the repository: requirements/import.txt)'
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_json(parser, "print one object: files written, findings, what is to be downloaded")
    parser.epilog = 'Needs the extra “import”: pip install "mkdocs-kb[import]".'
    kinds = parser.add_subparsers(dest="source", metavar="KIND", required=True)
    for source in SOURCES:
        kind = kinds.add_parser(
            source.name, help=source.help, description=source.help[:1].upper() + source.help[1:] + "."
        )
        kind.add_argument(
            "files", nargs="+" if source.takes_many else 1, metavar=source.metavar, help=source.files_help
        )
        source.add_options(kind)


def _load(source: ImportSource) -> Reader:
    """The reader of `source`. Raises `UsageError` if the extra is not installed."""
    try:
        return source.load()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in EXTRA:
            raise UsageError(HOW_TO_INSTALL) from None
        raise


def _run(arguments: argparse.Namespace) -> int:
    read = _load(next(source for source in SOURCES if source.name == arguments.source))
    files = [start_folder(arguments) / file for file in arguments.files]
    return tell_import(read(files, project_root(arguments), arguments), arguments)


COMMAND = Command("import", "bring articles and saved replies from elsewhere", _add_arguments, _run)
