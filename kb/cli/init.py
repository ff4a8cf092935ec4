"""`kb init`: a project of one's own, from nothing or from a Markdown site."""

from __future__ import annotations

import argparse
import sys

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, add_today, read_today, start_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="DIR", help="the new project's folder; it must be empty or missing")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FOLDER",
        help="take over the Markdown site in FOLDER (MkDocs, Hugo, GitBook, or plain folders)",
    )
    parser.add_argument("--shop", metavar="NAME", default="", help="the shop's name (default: the folder's)")
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
    if report.is_refused:
        raise UsageError(report.refused)
    for line in report.lines():
        print(line, file=sys.stderr)
    print(f"{arguments.target} is ready. Next: cd {arguments.target} && kb build")
    return PROBLEMS if report.is_open else DONE


COMMAND = Command("init", "start a help centre, from nothing or from a Markdown site", _add_arguments, _run)
