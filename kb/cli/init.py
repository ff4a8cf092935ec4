"""`kb init`: a project of one's own, from nothing or from a Markdown site."""

from __future__ import annotations

import argparse

from kb.cli.command import Command, add_today, read_today, start_folder
from kb.cli.import_report import tell_import
from kb.cli.printing import add_json


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="DIR", help="the new project's folder; it must be empty or missing")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FOLDER",
        help="take over the Markdown site in FOLDER (MkDocs, Hugo, GitBook, or plain folders)",
    )
    parser.add_argument("--shop", metavar="NAME", default="", help="the shop's name (default: the folder's)")
    add_json(parser, "print one object: the project, files written, findings")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.importers.scaffold.starter import create_project
    from kb.importers.sites.import_site import import_site

    base = start_folder(arguments)
    target = base / arguments.target
    if arguments.source:
        report = import_site(base / arguments.source, target)
    else:
        report = create_project(target, today=read_today(arguments), shop=arguments.shop)
    code = tell_import(report, arguments, project=arguments.target)
    if not arguments.json:
        print(f"{arguments.target} is ready. Next: cd {arguments.target} && kb build")
    return code


COMMAND = Command("init", "start a help centre, from nothing or from a Markdown site", _add_arguments, _run)
