"""`kb hosting`: settings for one's own server, with the headers that the editions need, and a script that publishes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import DONE, Command, add_today, project_root, read_today, start_folder
from kb.cli.printing import add_json, print_json, remark
from kb.project.editions import EDITIONS

if TYPE_CHECKING:
    from kb.website.output.redirects import RedirectRule
    from kb.website.output.server_configs import Place
    from kb.workspace.workspace import Workspace

SCRIPT = "publish"
PRINTED = ("nginx", "caddy", SCRIPT)
NOT_LOCKED = (
    "# Warning: {folder} does not lie here locked; whoever reaches the server reads all that agents read."
    " Build with --lock first."
)
"""The first line of settings for an agents' edition in the clear, or for one that is not here to be looked at."""
NO_ADDRESS = "mkdocs.yml has no site_url, from which host and path are taken: {host} stands for it"
NO_AGENTS_ADDRESS = "site_url is the public edition's; name the agents' host with --host: {host} stands for it"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "server",
        choices=PRINTED,
        metavar="{" + ",".join(PRINTED) + "}",
        help="the server whose settings are printed; publish: a shell script that publishes to one by exchange",
    )
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="for which edition (default: public)")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--root",
        metavar="DIR",
        default="",
        help="where releases are published on the server (default: /srv/help, of the agents' edition /srv/help-agents);"
        " DIR/current is the one shown",
    )
    place.add_argument("--site", metavar="DIR", default="", help="serve this very folder, in place of DIR/current")
    parser.add_argument(
        "--host", metavar="NAME", default="", help="the name it is served under (default: that of site_url)"
    )
    parser.add_argument("--listen", metavar="ADDRESS", default="", help="where it listens (default: the server's own)")
    add_json(parser, "print one object")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.output.redirects import redirects_of
    from kb.website.output.server_configs import SAMPLES, place_of, publish_script
    from kb.website.verify.compare import printable
    from kb.workspace.workspace import open_workspace

    root = project_root(arguments)
    workspace = open_workspace(root, arguments.edition, today=read_today(arguments), with_checks=False)
    site_url = workspace.project.site_url
    place = place_of(
        site_url,
        arguments.edition,
        folder=arguments.site.rstrip("/"),
        root=arguments.root,
        host=arguments.host,
        listen=arguments.listen,
    )
    redirects = redirects_of(workspace.edition)
    local = start_folder(arguments) / arguments.site if arguments.site else root / "site" / arguments.edition
    warning = ""
    if arguments.edition == "agents" and not _is_locked(local):
        warning = NOT_LOCKED.format(folder=printable(arguments.site or f"site/{arguments.edition}"))
    if arguments.server == SCRIPT:
        text = publish_script(arguments.edition, site=f"site/{arguments.edition}", root=arguments.root)
    else:
        text = SAMPLES[arguments.server](workspace.project.options, arguments.edition, place, redirects)
    if arguments.json:
        print_json(_as_json(arguments, place, redirects, warning, text))
        return DONE
    if warning:
        print(warning, file=sys.stderr if arguments.server == SCRIPT else sys.stdout)
    if arguments.server != SCRIPT:
        _remark_on_host(arguments, workspace, place)
    print(text, end="")
    return DONE


def _remark_on_host(arguments: argparse.Namespace, workspace: Workspace, place: Place) -> None:
    if arguments.host:
        return
    if arguments.edition == "agents":
        remark(arguments, NO_AGENTS_ADDRESS.format(host=place.host))
    elif not workspace.project.site_url:
        remark(arguments, NO_ADDRESS.format(host=place.host))


def _as_json(
    arguments: argparse.Namespace, place: Place, redirects: tuple[RedirectRule, ...], warning: str, text: str
) -> dict[str, object]:
    return {
        "server": arguments.server,
        "edition": arguments.edition,
        "host": place.host,
        "base": place.base,
        "folder": place.folder,
        "redirects": [{"old": place.base + one.old, "new": place.base + one.new} for one in redirects],
        "warning": warning.removeprefix("# ") or None,
        "text": text,
    }


def _is_locked(folder: Path) -> bool:
    """Whether nothing lies in `folder` but a locked edition."""
    from kb.locking.outside import find_foreign
    from kb.website.output.manifest import MANIFESTS
    from kb.website.verify.compare import hashes_in

    found = hashes_in(folder)
    hashes = {path: digest for path, digest in found.hashes.items() if path not in MANIFESTS}
    return not found.unread and not find_foreign(hashes, found.release)


COMMAND = Command(
    "hosting", "print settings for nginx or Caddy, or a script that publishes to a server", _add_arguments, _run
)
