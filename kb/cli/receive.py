"""`kb receive`: takes votes, searches and counts of the desk from pages, on a server of one's own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import signal
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from kb.cli.command import DONE, Command, UsageError, project_root, start_folder
from kb.project.project import NoProjectError, load_project

OUT = "insights/inbox/events.ndjson"
LISTEN = "127.0.0.1:8090"
_LISTEN = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/\[\]]*)):(\d{1,5})")
_ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?")
HIGHEST_PORT = 65_535


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Each event becomes one line of JSON in a file of its day, readable by its owner alone; no address is kept or "
        "logged. kb insights import reads the files. Stand a server with https before it; the manual's page "
        "“Events from pages” shows how. Outside a project --origin and --out must be given."
    )
    parser.add_argument("--listen", metavar="HOST:PORT", default=LISTEN, help=f"where to listen (default: {LISTEN})")
    parser.add_argument(
        "--out", metavar="FILE", default="", help=f"FILE-DAY is appended to, a file for each day (default: {OUT})"
    )
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="the site whose pages may send, such as https://help.shop.example (repeatable; default: site_url's)",
    )
    parser.add_argument(
        "--proxies",
        type=int,
        metavar="N",
        help="how many servers of your own stand before this one and add to X-Forwarded-For (default: 1 where it "
        "listens to this machine alone, else 0)",
    )
    parser.add_argument(
        "--per-minute", type=int, default=600, metavar="N", help="events a minute in all (default: 600)"
    )
    parser.add_argument(
        "--per-sender", type=int, default=30, metavar="N", help="events a minute from one sender (default: 30)"
    )


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.receivers.day_files import DayFiles, TakenError
    from kb.insights.receivers.server import Receiver, Settings

    host, port = _place(arguments.listen)
    proxies = arguments.proxies if arguments.proxies is not None else int(_is_this_machine(host))
    if min(arguments.per_minute, arguments.per_sender) < 1 or proxies < 0:
        raise UsageError("--per-minute and --per-sender are 1 or more, --proxies is 0 or more")
    origins, path = _project_says(arguments)
    settings = Settings(host, port, origins, proxies, arguments.per_minute, arguments.per_sender)

    def say(message: str) -> None:
        print(f"kb: {message}", file=sys.stderr, flush=True)

    def listening(at: int) -> None:
        if not arguments.quiet:
            shown = f"[{host}]" if ":" in host else host
            say(f"receiving on http://{shown}:{at} from {', '.join(sorted(origins))}; Ctrl+C ends it")

    async def receive() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C ends it without more ado
                loop.add_signal_handler(number, stop.set)
        await Receiver(settings, DayFiles(path), say).run(stop, listening)

    try:
        asyncio.run(receive())
    except TakenError as error:
        raise UsageError(str(error)) from None
    except (OSError, UnicodeError) as error:
        if getattr(error, "filename", None):
            raise
        raise UsageError(f"cannot listen on {arguments.listen}: {error}; choose with --listen") from None
    return DONE


def _place(text: str) -> tuple[str, int]:
    match = _LISTEN.fullmatch(text)
    if match is None or int(match[3]) > HIGHEST_PORT:
        raise UsageError(f"--listen takes a host and a port such as {LISTEN} or [::1]:8090, not “{text}”")
    return match[1] or match[2] or "127.0.0.1", int(match[3])


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _project_says(arguments: argparse.Namespace) -> tuple[frozenset[str], Path]:
    """The sites whose pages may send, and the file, from the options or else from the project. Raises `UsageError`."""
    from kb.insights.redaction.private_folder import make_insights_folder

    origins = frozenset(map(_origin, arguments.origin))
    out = start_folder(arguments) / arguments.out if arguments.out else None
    if origins and out is not None:
        return origins, out
    try:
        root = project_root(arguments)
    except NoProjectError:
        raise UsageError("outside a project both must be given: --origin URL --out FILE") from None
    if out is None:
        make_insights_folder(root)
        out = root / OUT
    return sites_of(arguments.origin, root), out


def sites_of(given: Sequence[str], root: Path) -> frozenset[str]:
    """The origins that are `given`, else that of the project's `site_url`. Raises `UsageError`."""
    if given:
        return frozenset(map(_origin, given))
    match = re.match(r"https?://[^/?#\s]+", load_project(root, tries_extensions=False).site_url or "")
    if match is None:
        raise UsageError("mkdocs.yml has no site_url: name the site whose pages may send with --origin")
    return frozenset([_origin(match[0])])


def _origin(text: str) -> str:
    small = text.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(small):
        raise UsageError(f"--origin takes a site such as https://help.shop.example, without a path, not “{text}”")
    return small.removesuffix(":443") if small.startswith("https:") else small.removesuffix(":80")


COMMAND = Command("receive", "take votes, searches and counts of the desk from pages", _add_arguments, _run)
