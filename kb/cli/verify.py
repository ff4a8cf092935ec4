"""`kb verify`: is what lies in a folder, or is live at an address, what was built?"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, start_folder

if TYPE_CHECKING:
    from kb.website.fetching import Visit

SECONDS = 30
WHOLE = 40
"""The whole may take as many times the seconds of one file."""
MOST_LINES = 1_000
_SECRET = re.compile(r"[^/\s]*@")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("where", metavar="URL-or-DIR", help="an address such as https://help.example.com/, or a folder")
    parser.add_argument(
        "--manifest",
        metavar="FILE",
        help="compare with this kb-manifest.json, for example that of your own build (default: the one found there)",
    )
    parser.add_argument(
        "--seconds",
        type=int,
        default=SECONDS,
        metavar="N",
        help=f"the most that a host may take for one file; {WHOLE} times as long for all (default: {SECONDS})",
    )


def _run(arguments: argparse.Namespace) -> int:
    from kb.locking.outside import is_locked_list
    from kb.website.fetching import Limits, Visit, is_address, read_site
    from kb.website.verifying import HOST_FILES, differences, hashes_at, hashes_in, printable

    root = start_folder(arguments)
    if arguments.seconds < 1:
        raise UsageError("--seconds is a whole number above 0")
    site = None
    if is_address(arguments.where):
        try:
            site = read_site(arguments.where)
        except ValueError as error:
            raise UsageError(str(error)) from None
    elif not (root / arguments.where).is_dir():
        raise UsageError(f"there is no folder {printable(_SECRET.sub('…@', arguments.where))}")
    visit = Visit(Limits(file_seconds=arguments.seconds, all_seconds=arguments.seconds * WHOLE))
    expected = _expected(arguments, root, visit)
    if not expected:
        raise UsageError("the manifest names no file, so there is nothing that it could prove")
    if site is not None:
        found, may_lack = hashes_at(site, expected, visit), HOST_FILES
    else:
        found, may_lack = hashes_in(root / arguments.where), frozenset[str]()
    wrong = differences(expected, found, may_lack=may_lack)
    for line in wrong[:MOST_LINES]:
        print(line)
    if len(wrong) > MOST_LINES:
        print(f"… and {len(wrong) - MOST_LINES} more")
    locked = ", of a locked edition with this version's sign-in page" if is_locked_list(expected) and not wrong else ""
    print(f"{len(expected)} files in the manifest{locked}, {len(wrong) or 'none'} different.", file=sys.stderr)
    return PROBLEMS if wrong else DONE


def _expected(arguments: argparse.Namespace, root: Path, visit: Visit) -> Mapping[str, str]:
    """The manifest to compare with. What is told of a place holds no name, password or query of it."""
    from kb.website.fetching import FetchError, Site, is_address, read_site
    from kb.website.manifest import MANIFEST, read_manifest
    from kb.website.verifying import MOST_MANIFEST_BYTES, printable

    given = arguments.manifest or arguments.where
    name = "" if arguments.manifest else MANIFEST
    shown = printable(_SECRET.sub("…@", given))
    try:
        if is_address(given):
            shown = "that address"
            site = read_site(given)
            if arguments.manifest:
                folder, _, name = site.base.rstrip("/").rpartition("/")
                name, site = unquote(name), Site(f"{folder}/", site.login, site.query)
            shown = site.address(name).partition("?")[0]
            return read_manifest(visit.read(site, name, MOST_MANIFEST_BYTES))
        place = root / given / name
        shown = printable(_SECRET.sub("…@", f"{given.rstrip('/')}/{name}" if name else given))
        with place.open("rb") as file:
            data = file.read(MOST_MANIFEST_BYTES + 1)
        if len(data) > MOST_MANIFEST_BYTES:
            raise ValueError(f"larger than {MOST_MANIFEST_BYTES:,} bytes")
        return read_manifest(data)
    except ValueError as error:
        raise UsageError(f"{shown}: {error}") from None
    except FetchError as error:
        raise UsageError(f"{shown} cannot be read: {error}") from None
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror or 'no such file'}") from None


COMMAND = Command("verify", "check that a folder, or what is live, is what was built", _add_arguments, _run)
