"""`kb hosting`: settings for one's own server, with the headers that the editions need."""

from __future__ import annotations

import argparse
from pathlib import Path

from kb.cli.command import DONE, Command, project_root
from kb.editions.selection import EDITIONS

SERVERS = ("nginx", "caddy")
NOT_LOCKED = (
    "# Warning: {folder} does not lie here locked; whoever reaches the server reads all that agents read."
    " Build with --lock first."
)
"""The first line of settings for an agents' edition in the clear, or for one that is not here to be looked at."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("server", choices=SERVERS, help="which server's settings are printed")
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="for which edition (default: public)")
    parser.add_argument("--site", metavar="DIR", help="the folder on the server (default: site/EDITION here)")
    parser.add_argument("--host", metavar="NAME", default="help.example.com", help="the name it is served under")
    parser.add_argument("--listen", metavar="ADDRESS", default="", help="where it listens (default: the server's own)")


def _run(arguments: argparse.Namespace) -> int:
    from kb.project.project import load_project
    from kb.website.output.server_configs import SAMPLES
    from kb.website.verify.compare import printable

    root = project_root(arguments)
    folder = arguments.site or (Path(root) / "site" / arguments.edition).as_posix()
    more = {"listen": arguments.listen} if arguments.listen else {}
    options = load_project(root).options
    if arguments.edition == "agents" and not _is_locked(Path(root, folder)):
        print(NOT_LOCKED.format(folder=printable(folder)))
    print(SAMPLES[arguments.server](options, arguments.edition, folder=folder, host=arguments.host, **more), end="")
    return DONE


def _is_locked(folder: Path) -> bool:
    """Whether nothing lies in `folder` but a locked edition."""
    from kb.locking.outside import find_foreign
    from kb.website.output.manifest import MANIFESTS
    from kb.website.verify.compare import hashes_in

    found = hashes_in(folder)
    hashes = {path: digest for path, digest in found.hashes.items() if path not in MANIFESTS}
    return not found.unread and not find_foreign(hashes, found.release)


COMMAND = Command("hosting", "print settings for nginx or Caddy", _add_arguments, _run)
