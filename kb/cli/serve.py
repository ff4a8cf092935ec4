"""`kb serve`: a preview of one edition that follows every saved file."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from kb.cli.command import DONE, Command, UsageError, add_today, project_root, read_today
from kb.cli.printing import count_problems, print_problems
from kb.project.editions import EDITIONS
from kb.project.folders import AGENTS, REPORTS
from kb.project.project import load_project
from kb.source.problem import Problem
from kb.ui_strings.own import FOLDER as WORDS_FOLDER

OPEN_TO_THE_NETWORK = (
    "kb: warning: everyone in this network can read the agents' edition while this runs, without a key;"
    " leave out --host to keep it on this computer"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="what to show (default: public)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME",
        help="another name or address of this computer by which browsers ask it, as behind Docker (repeatable)",
    )
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="another site whose pages may read and frame the public edition, such as https://cms.example.com"
        " (repeatable)",
    )
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.preview.preview import Preview, Settler, Shown
    from kb.website.preview.server import PreviewServer
    from kb.website.preview.visitors import EVERYWHERE, is_alone
    from kb.website.preview.watcher import Watcher

    if arguments.edition == "agents" and arguments.allow_origin:
        raise UsageError("no other site may read the agents' edition: --allow-origin is for the public one")
    root = project_root(arguments, judges=True)
    project = load_project(root)
    preview = Preview(root, arguments.edition, today=read_today(arguments))
    try:
        server = PreviewServer(
            preview,
            arguments.host,
            arguments.port,
            mount=urlsplit(project.site_url).path or "/",
            names=arguments.name,
            origins=arguments.allow_origin,
        )
    except (OSError, OverflowError, UnicodeError) as error:
        preview.close()
        raise UsageError(f"cannot listen on {arguments.host}:{arguments.port}: {error}; choose with --port") from error
    except ValueError as error:
        preview.close()
        raise UsageError(str(error)) from None
    signal.signal(signal.SIGTERM, _stop)
    told: tuple[Problem, ...] = ()

    def report(shown: Shown, seconds: float) -> None:
        nonlocal told
        _say(f"built in {seconds:.1f} s, {count_problems(shown.problems)}")
        if shown.problems and shown.problems != told:
            print_problems(shown.problems)
        told = shown.problems

    settler = Settler(preview, report)

    def changed(paths: list[str]) -> None:
        start = time.monotonic()
        shown = settler.take(paths)
        for path in paths:
            _say(f"{path}: shown in {time.monotonic() - start:.2f} s" if path in shown else f"{path}: changed")

    watcher = Watcher(root, _folders(root, project.docs, AGENTS, arguments.edition), changed)
    try:
        start = time.monotonic()
        report(preview.build(), time.monotonic() - start)  # before any thread, so that it may use every processor
        watcher.start()
        settler.start()
        threading.Thread(target=server.serve_forever, name="kb-serve", daemon=True).start()
        if arguments.edition == "agents" and not is_alone(str(server.server_address[0])):
            print(OPEN_TO_THE_NETWORK, file=sys.stderr, flush=True)
        name = "localhost" if arguments.host in {"127.0.0.1", *EVERYWHERE} else arguments.host
        name = f"[{name.strip('[]')}]" if ":" in name else name
        print(
            f"The {arguments.edition} edition is at http://{name}:{server.server_address[1]}{server.mount}"
            " and follows what you save. Stop with Ctrl+C.",
            flush=True,
        )
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        watcher.stop()
        settler.stop()
        server.server_close()
        preview.close()
    return DONE


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _folders(root: Path, docs: str, agents: str, edition: str) -> list[str]:
    """What to watch; for the public edition nothing below `agents/` and `insights/`."""
    return [docs, "overrides", WORDS_FOLDER, *([agents, REPORTS] if edition == "agents" else [])]


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


COMMAND = Command("serve", "show one edition in the browser and follow every saved file", _add_arguments, _run)
