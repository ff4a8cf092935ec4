"""Options of `kb import` for single kinds of files."""

from __future__ import annotations

import argparse

from kb.cli.command import UsageError
from kb.importers.documents.language_names import language_named
from kb.importers.documents.page_options import PageOptions
from kb.importers.documents.table_options import TableOptions

COLUMNS = {
    "question": "question",
    "answer": "answer",
    "topic_column": "topic",
    "language_column": "language",
    "audience_column": "audience",
    "id_column": "id",
}
"""Option → what the column that it names holds."""


def add_audience(parser: argparse.ArgumentParser) -> None:
    """The option --audience, for what does not say itself who may read it."""
    parser.add_argument(
        "--audience",
        choices=("public", "internal"),
        default="",
        help="who may read what does not say so itself: public goes to docs/, internal to agents/",
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option --language, for what does not say itself which language it is in."""
    parser.add_argument("--language", metavar="CODE", default="", help="the language of what names none")


def language_of(arguments: argparse.Namespace) -> str:
    """The code that --language names, by code or by name. Raises `UsageError` for what is no language."""
    if arguments.language and not language_named(arguments.language):
        raise UsageError(f"--language {arguments.language}: there is no such language; write a code such as en or vi")
    return language_named(arguments.language) if arguments.language else ""


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """The options of `kb import table`."""
    for name, words in (
        ("--question", "with the questions"),
        ("--answer", "with the answers"),
        ("--topic-column", "with the topics"),
        ("--language-column", "with the languages"),
        ("--audience-column", "that says who may read a row"),
        ("--id-column", "with an id that never changes"),
    ):
        parser.add_argument(
            name,
            metavar="COLUMN",
            action="append",
            default=[],
            help=f"the column {words}, by letter or by name; vi=COLUMN for one language, and again for another",
        )
    parser.add_argument("--header", metavar="ROW", type=int, help="the row with the columns' names; 0 if there is none")
    parser.add_argument("--sheet", metavar="NAME", action="append", default=[], help="import this sheet alone")
    parser.add_argument(
        "--replies", metavar="SHEET", action="append", default=[], help="this sheet (or file) holds saved replies"
    )
    parser.add_argument("--topic", metavar="NAME", default="", help="the topic of rows that name none")
    parser.add_argument("--encoding", metavar="NAME", default="", help="of a text file, such as utf-8 or cp1258")
    add_language(parser)
    add_audience(parser)


def table_options(arguments: argparse.Namespace) -> TableOptions:
    """What the command line says about the tables."""
    return TableOptions(
        columns={role: getattr(arguments, option) for option, role in COLUMNS.items() if getattr(arguments, option)},
        header=arguments.header,
        language=language_of(arguments),
        audience=arguments.audience,
        topic=arguments.topic,
        replies=tuple(arguments.replies),
        sheets=tuple(arguments.sheet),
        encoding=arguments.encoding,
    )


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """The options of `kb import docx` and `kb import html`."""
    levels = ("heading1", "heading2", "heading3")
    parser.add_argument("--split-at", choices=levels, help="one article for each such heading, not for each file")
    parser.add_argument(
        "--topic", metavar="NAME", default="", help="the topic of all; by default that of the sub-folder"
    )
    add_language(parser)
    add_audience(parser)


def page_options(arguments: argparse.Namespace) -> PageOptions:
    """What the command line says about documents and pages."""
    return PageOptions(
        split_at=int((arguments.split_at or "heading0").removeprefix("heading")),
        language=language_of(arguments),
        audience=arguments.audience,
        topic=arguments.topic,
    )
