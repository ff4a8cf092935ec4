"""`kb insights receiver`: files with which an nginx or a Cloudflare Worker receives what pages send."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from urllib.parse import urlsplit

from kb.cli.command import DONE, Command, UsageError, project_root, start_folder
from kb.cli.printing import add_json, print_json
from kb.cli.receive import HIGHEST_PORT, sites_of
from kb.project.project import load_project

NEXT = {
    "nginx": "copy them to {folder} on the server, include them as the first lines of kb-events.conf say, and test with"
    " nginx -t",
    "cloudflare": "in that folder: wrangler d1 create kb-events (put its id into wrangler.toml), wrangler d1 execute"
    " kb-events --remote --file schema.sql, wrangler secret put EXPORT_TOKEN, wrangler deploy",
}
_PATH = re.compile(r"/[A-Za-z0-9/._~-]*")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("receiver", choices=("nginx", "cloudflare"), help="for which server")
    parser.add_argument(
        "--out", metavar="DIR", default="", help="the folder to write to (default: insights/receiver-NAME)"
    )
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="a site whose pages may send (repeatable; default: site_url's)",
    )
    parser.add_argument(
        "--config-dir", metavar="DIR", default="/etc/nginx/kb", help="nginx: where the files will lie on the server"
    )
    parser.add_argument(
        "--log", metavar="FILE", default="/var/log/nginx/kb-events.ndjson", help="nginx: where events are written"
    )
    parser.add_argument(
        "--port",
        type=int,
        metavar="N",
        default=8091,
        help="nginx: a free port of its machine for its own use (default: 8091)",
    )
    add_json(parser, "print one object: the files that were written")


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.receivers.ready_files import Places, ready_files

    root = project_root(arguments)
    if not 0 < arguments.port <= HIGHEST_PORT:
        raise UsageError(f"--port is 1 to {HIGHEST_PORT}")
    for name in (arguments.config_dir, arguments.log):
        if not _PATH.fullmatch(name):
            raise UsageError(f"a path on the server is absolute, of letters, digits and / . _ ~ -, not “{name}”")
    options = load_project(root, tries_extensions=False).options
    path = urlsplit(options.feedback_url).path
    places = Places(
        path if _PATH.fullmatch(path) and path != "/" else Places().path,
        arguments.config_dir.rstrip("/"), arguments.log, arguments.port,
    )  # fmt: skip
    texts = ready_files(arguments.receiver, sorted(sites_of(arguments.origin, root)), places)
    out = start_folder(arguments) / arguments.out if arguments.out else root / "insights" / _folder(arguments.receiver)
    _refuse_others(out, texts)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / name).write_text(text, "utf-8", newline="\n")
    if arguments.json:
        print_json({"files": [str(out / name) for name in texts]})
    else:
        print(f"Written to {out}: {', '.join(texts)}")
        print(f"Next: {NEXT[arguments.receiver].format(folder=places.folder)}")
    return DONE


def _folder(receiver: str) -> str:
    return f"receiver-{receiver}"


def _refuse_others(out: Path, texts: dict[str, str]) -> None:
    """Leave alone what somebody changed: settings that a shop filled in are not written over."""
    changed = [
        name for name, text in texts.items() if (out / name).exists() and (out / name).read_bytes() != text.encode()
    ]
    if changed:
        raise UsageError(
            f"{', '.join(changed)} in {out} differs from what would be written; delete it, or name another --out"
        )


ACTION = Command(
    "receiver", "write files with which an nginx or a Cloudflare Worker receives what pages send", _add_arguments, _run
)
