"""`kb new`: a well-formed draft to fill in."""

from __future__ import annotations

import argparse

from kb.cli.command import DONE, Command, UsageError, add_today, project_root, read_today
from kb.cli.printing import add_json, print_json


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from kb.importers.scaffold.new_document import KINDS

    parser.add_argument("kind", metavar="KIND", help="one of " + ", ".join(KINDS))
    parser.add_argument("title", metavar="TITLE", help="the title; the file's name is made from it")
    parser.add_argument("--languages", metavar="CODES", default="", help="translations to start too, such as vi,ms")
    add_json(parser, "print one object: the paths of the files")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.importers.scaffold.new_document import new_document

    languages = tuple(filter(None, (code.strip() for code in arguments.languages.split(","))))
    made = new_document(
        project_root(arguments), arguments.kind, arguments.title, today=read_today(arguments), languages=languages
    )
    if made.refused:
        raise UsageError(made.refused)
    if arguments.json:
        print_json({"paths": list(made.paths)})
    else:
        print("\n".join(made.paths))
    return DONE


COMMAND = Command("new", 'make a draft: kb new faq "How do I return an item?"', _add_arguments, _run)
