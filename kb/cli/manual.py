"""`kb manual`: the manual in a browser, out of the package; it needs no project and no network."""

from __future__ import annotations

import argparse
import signal
import threading
import webbrowser

from kb.cli.command import DONE, Command, UsageError, nearest


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        metavar="PAGE or WORDS",
        nargs="*",
        help="a page such as publishing, a code such as KB301, or words to search for (default: the first page)",
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the port to listen on (default: a free one)")


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.preview.manual_reader import ManualReader
    from kb.website.preview.manual_server import ManualServer

    words = " ".join(arguments.words)
    reader = ManualReader()
    place = reader.find(words) if words else ""
    if words and not place:
        codes = [code for code in reader.codes if code[:3] == words[:3].upper()]  # a hundred is a subject
        near = nearest(words, (*reader.names, *(codes or reader.codes)))
        more = f"did you mean “{near}”?" if near else "its pages: kb manual"
        raise UsageError(f"the manual has nothing on “{words}”; {more}")
    try:
        server = ManualServer(reader, arguments.port)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen on port {arguments.port}: {error}; choose with --port") from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    address = server.address + place
    threading.Thread(target=server.serve_forever, name="kb-manual", daemon=True).start()
    try:
        print(f"The manual is at {address}. Stop with Ctrl+C.", flush=True)
        if not arguments.no_browser and not webbrowser.open(address):
            print("No browser could be opened: open the address in one yourself.", flush=True)
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.shutdown()
        server.server_close()
    return DONE


COMMAND = Command("manual", "open the manual in a browser, at a page, a code (KB301) or a search", _add_arguments, _run)
