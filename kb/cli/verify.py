"""`kb verify`: is what lies in a folder, or is live at an address, what was built?"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, start_folder

AT_ONCE = 8
SECONDS = 30
HOST_FILES = frozenset({"_headers", "_redirects", ".nojekyll"})
"""Hosts read these and do not hand them out."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("where", metavar="URL-or-DIR", help="an address such as https://help.example.com/, or a folder")
    parser.add_argument(
        "--manifest",
        metavar="FILE",
        help="compare with this kb-manifest.json, for example that of your own build (default: the one found there)",
    )


def _run(arguments: argparse.Namespace) -> int:
    root = start_folder(arguments)
    is_url = arguments.where.startswith(("https://", "http://"))
    expected = _expected(arguments, root)
    if not expected:
        raise UsageError("the manifest names no file, so there is nothing that it could prove")
    found = _hashes_at(arguments.where, expected) if is_url else _hashes_in(root / arguments.where)
    wrong = compare(expected, found, may_lack=HOST_FILES if is_url else frozenset())
    for line in wrong:
        print(line)
    print(f"{len(expected)} files in the manifest, {len(wrong) or 'none'} different.", file=sys.stderr)
    return PROBLEMS if wrong else DONE


def compare(expected: Mapping[str, str], found: Mapping[str, str], *, may_lack: frozenset[str]) -> list[str]:
    """`changed`, `missing` or `added` and a path, for every file that is not as the manifest says."""
    lines = []
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            lines += [] if path in may_lack else [f"missing  {path}"]
        elif path not in expected:
            lines.append(f"added    {path}")
        elif found[path] != expected[path]:
            lines.append(f"changed  {path}")
    return lines


def _expected(arguments: argparse.Namespace, root: Path) -> Mapping[str, str]:
    from kb.website.manifest import MANIFEST, read_manifest

    place = arguments.manifest or f"{arguments.where.rstrip('/')}/{MANIFEST}"
    try:
        if place.startswith(("https://", "http://")):
            return read_manifest(_fetch(place))
        return read_manifest((root / place).read_bytes())
    except ValueError as error:
        raise UsageError(f"{place}: {error}") from None
    except OSError as error:
        raise UsageError(f"{place} cannot be read: {error}") from None


def _hashes_in(folder: Path) -> Mapping[str, str]:
    from kb.website.manifest import hashes_below

    return hashes_below(folder)


def _hashes_at(url: str, paths: Mapping[str, str]) -> Mapping[str, str]:
    """Path → SHA-256 of what the host answers; paths that it does not answer are left out."""

    def look(path: str) -> tuple[str, str]:
        address = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
        try:
            return path, hashlib.sha256(_fetch(f"{url.rstrip('/')}/{quote(address)}")).hexdigest()
        except urllib.error.HTTPError as error:
            with error:
                is_404_page = path == "404.html" and error.code == 404
                return path, hashlib.sha256(error.read()).hexdigest() if is_404_page else ""
        except OSError:
            return path, ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {path: digest for path, digest in pool.map(look, sorted(paths)) if digest}


def _fetch(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "kb verify", "Accept-Encoding": "identity"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return bytes(answer.read())
    except (http.client.HTTPException, UnicodeError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from None


COMMAND = Command("verify", "check that a folder, or what is live, is what was built", _add_arguments, _run)
