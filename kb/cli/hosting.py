"""`kb hosting`: settings for one's own server, with the headers that the editions need."""

from __future__ import annotations

import argparse
from pathlib import Path

from kb.cli.command import DONE, Command, project_root
from kb.editions.selection import EDITIONS

SERVERS = ("nginx", "caddy")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("server", choices=SERVERS, help="which server's settings are printed")
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="for which edition (default: public)")
    parser.add_argument("--site", metavar="DIR", help="the folder on the server (default: site/EDITION here)")
    parser.add_argument("--host", metavar="NAME", default="help.example.com", help="the name it is served under")
    parser.add_argument("--listen", metavar="ADDRESS", default="", help="where it listens (default: the server's own)")


def _run(arguments: argparse.Namespace) -> int:
    from kb.content.project import load_project
    from kb.website.host_samples import SAMPLES

    root = project_root(arguments)
    folder = arguments.site or (Path(root) / "site" / arguments.edition).as_posix()
    more = {"listen": arguments.listen} if arguments.listen else {}
    options = load_project(root).options
    print(SAMPLES[arguments.server](options, arguments.edition, folder=folder, host=arguments.host, **more), end="")
    return DONE


COMMAND = Command("hosting", "print settings for nginx or Caddy", _add_arguments, _run)
