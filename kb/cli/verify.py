"""`kb verify`: is what lies in a folder, or is live at an address, what was built?"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, start_folder
from kb.cli.passphrase import PASSPHRASE_VARIABLE, given_passphrase
from kb.cli.printing import add_json, print_json, remark

if TYPE_CHECKING:
    from kb.locking.sealed_hashes import SealedHashes
    from kb.website.verify.compare import Found
    from kb.website.verify.fetch import HostedSite, Visit

SECONDS = 30
WHOLE = 40
"""The whole may take as many times the seconds of one file."""
MOST_LINES = 1_000
_SECRET = re.compile(r"[^/\s]*@")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Of a locked edition, --agent NAME opens the hashes that were sealed with the release and compares every "
        f"published file with them; the passphrase is asked for, or taken from {PASSPHRASE_VARIABLE}. Without --agent, "
        "sealed files are compared with the manifest alone, and the sign-in page with this version's."
    )
    parser.add_argument("where", metavar="URL-or-DIR", help="an address such as https://help.example.com/, or a folder")
    parser.add_argument(
        "--manifest",
        metavar="FILE",
        help="compare with this SHA256SUMS, for example that of your own build (default: the one found there)",
    )
    parser.add_argument("--edition", choices=("public", "agents"), help="what must lie there; agents: a locked edition")
    parser.add_argument("--agent", metavar="NAME", help="compare a locked edition with what this agent's key opens")
    parser.add_argument(
        "--seconds",
        type=int,
        default=SECONDS,
        metavar="N",
        help=f"the most that a host may take for one file; {WHOLE} times as long for all (default: {SECONDS})",
    )
    add_json(parser, "print one object: whether all is the same, the differences, notes")


def _run(arguments: argparse.Namespace) -> int:
    from kb.website.output.manifest import manifest_bytes, sha256
    from kb.website.verify.compare import differences, printable
    from kb.website.verify.fetch import Limits, Visit, is_address, read_site
    from kb.website.verify.hosts import HOST_FILES

    root = start_folder(arguments)
    if arguments.seconds < 1:
        raise UsageError("--seconds is a whole number above 0")
    agent, passphrase = _agent(arguments)
    site = None
    if is_address(arguments.where):
        try:
            site = read_site(arguments.where)
        except ValueError as error:
            raise UsageError(str(error)) from None
    elif not (root / arguments.where).is_dir():
        raise UsageError(f"there is no folder {printable(_SECRET.sub('…@', arguments.where))}")
    visit = Visit(Limits(file_seconds=arguments.seconds, all_seconds=arguments.seconds * WHOLE))
    place = site or root / arguments.where
    sealed, lines = _sealed(place, visit, agent, passphrase) if agent else (None, [])
    name, listed = _listed(arguments, root, visit, may_lack=sealed is not None)
    if not listed and sealed is None:
        raise UsageError("the manifest names no file, so there is nothing that it could prove")
    proved = {**sealed.files, name: sha256(manifest_bytes(sealed.files, name))} if sealed else {}
    found = _found(arguments, root, place, {**listed, **proved}, visit)
    may_lack = HOST_FILES if site else frozenset[str]()
    for expected in (proved, listed if arguments.manifest or not sealed else {}):
        lines += differences(expected, found, may_lack=may_lack) if expected else []
    lines = [*_wrong_edition(arguments, {**listed, **proved}, found), *dict.fromkeys(lines)]
    notes = _summary(arguments, listed, proved, sealed, found, len(lines), is_host=site is not None)
    if arguments.json:
        rows = [{"what": line.partition(" ")[0], "text": line} for line in lines]
        print_json({"same": not lines, "differences": rows, "notes": notes})
        return PROBLEMS if lines else DONE
    for line in lines[:MOST_LINES]:
        print(line)
    if len(lines) > MOST_LINES:
        print(f"… and {len(lines) - MOST_LINES} more")
    for line in notes:
        remark(arguments, line)
    return PROBLEMS if lines else DONE


def _agent(arguments: argparse.Namespace) -> tuple[str, str]:
    """A name and a passphrase; empty if none is asked for."""
    if arguments.agent is None:
        return "", ""
    from kb.locking.keys import AGENT_NAME

    if arguments.edition == "public":
        raise UsageError("the public edition is not locked: leave --agent out")
    name = arguments.agent.strip().lower()
    if not AGENT_NAME.match(name):
        raise UsageError(f"{arguments.agent!r} is no name of an agent: kb keys list shows who has a key")
    return name, given_passphrase(name, otherwise="")[0]


def _sealed(
    place: HostedSite | Path, visit: Visit, agent: str, passphrase: str
) -> tuple[SealedHashes | None, list[str]]:
    """The hashes that the release seals, or why there are none."""
    from kb.locking.sealed_hashes import NoHashesError, NotOpenedError
    from kb.website.verify.locked import open_hashes

    try:
        return open_hashes(place, visit, agent, passphrase), []
    except NoHashesError as error:
        return None, [f"unproved {error.path}: {error}"]
    except NotOpenedError:
        raise UsageError(
            f"{agent} and this passphrase do not open the release that lies there: one of them is wrong, it is a "
            "release for others, or kb-lock/release.json was replaced"
        ) from None


def _found(
    arguments: argparse.Namespace, root: Path, place: HostedSite | Path, expected: Mapping[str, str], visit: Visit
) -> Found:
    from kb.website.verify.compare import hashes_in
    from kb.website.verify.fetch import is_address
    from kb.website.verify.hosts import hashes_at

    if isinstance(place, Path):
        return hashes_in(place)
    own = arguments.manifest if arguments.manifest and not is_address(arguments.manifest) else None
    return hashes_at(place, expected, visit, built=(root / own).parent if own else None)


def _wrong_edition(arguments: argparse.Namespace, expected: Mapping[str, str], found: Found) -> list[str]:
    from kb.locking.outside import is_locked_list

    is_locked = is_locked_list(expected) or is_locked_list(found.hashes)
    if arguments.edition == "agents" and not is_locked:
        return ["unlocked .: this is no locked edition; whoever reaches it can read it"]
    if arguments.edition == "public" and is_locked:
        return ["locked   .: this is a locked agents' edition, not the public one"]
    return []


def _summary(
    arguments: argparse.Namespace,
    listed: Mapping[str, str],
    proved: Mapping[str, str],
    sealed: SealedHashes | None,
    found: Found,
    wrong: int,
    *,
    is_host: bool,
) -> list[str]:
    """What was compared with what, and what was not."""
    from kb.locking.outside import is_locked_list

    count = wrong or "none"
    if sealed is not None:
        when = sealed.locked_at.strftime("%Y-%m-%d %H:%M %Z")
        lines = [
            f"{len(proved)} files compared, byte by byte, with the hashes sealed in release {sealed.release[:8]} of "
            f"{when}, {count} different.",
            "An older release, served whole, proves itself too: see that this is the day when you last published.",
        ]
        return [*lines, *(["A host cannot be asked for files that no list names."] if is_host else [])]
    is_locked = is_locked_list(listed)
    locked = ", of a locked edition with this version's sign-in page" if is_locked and not wrong else ""
    lines = [f"{len(listed)} files in the manifest{locked}, {count} different."]
    if is_locked and not arguments.manifest:
        lines.append(
            "Not compared: the sealed files with what was locked. Their list lay beside them, and who changes the one "
            "can change the other: --agent NAME opens the release's own hashes, --manifest takes your build's list."
        )
    return lines


class _NoManifestError(UsageError):
    """What should be a manifest is none, or is not there."""


def _listed(
    arguments: argparse.Namespace, root: Path, visit: Visit, *, may_lack: bool
) -> tuple[str, Mapping[str, str]]:
    """The name of the manifest that lies there, and the manifest to compare with; an empty one if that which was
    found there cannot be read, and something better was.
    """
    from kb.website.output.manifest import MANIFEST, OLD_MANIFEST

    if arguments.manifest:
        listed = _manifest_at(arguments.manifest, "", root, visit)
        folder = root / arguments.where
        is_old = (folder / OLD_MANIFEST).is_file() and not (folder / MANIFEST).is_file()
        return OLD_MANIFEST if is_old else MANIFEST, listed
    try:
        return MANIFEST, _manifest_at(arguments.where, MANIFEST, root, visit)
    except UsageError as error:
        try:
            if not isinstance(error, _NoManifestError):
                raise error
            return OLD_MANIFEST, _manifest_at(arguments.where, OLD_MANIFEST, root, visit)
        except UsageError:
            if may_lack:
                return MANIFEST, {}
            raise error from None


def _manifest_at(given: str, name: str, root: Path, visit: Visit) -> Mapping[str, str]:
    """The manifest `name` in the folder, or at the address, `given`; without a name, `given` is the manifest itself.

    What is told of a place holds no name, password or query of it.
    """
    from kb.website.output.manifest import MOST_MANIFEST_BYTES, read_manifest
    from kb.website.verify.compare import printable
    from kb.website.verify.fetch import FetchError, HostedSite, MissingError, is_address, read_site

    shown = printable(_SECRET.sub("…@", given))
    try:
        if is_address(given):
            shown = "that address"
            site = read_site(given)
            if not name:
                folder, _, name = site.base.rstrip("/").rpartition("/")
                name, site = unquote(name), HostedSite(f"{folder}/", site.login, site.query)
            shown = site.address(name).partition("?")[0]
            return read_manifest(visit.read(site, name, MOST_MANIFEST_BYTES))
        place = root / given / name
        shown = printable(_SECRET.sub("…@", f"{given.rstrip('/')}/{name}" if name else given))
        with place.open("rb") as file:
            data = file.read(MOST_MANIFEST_BYTES + 1)
        if len(data) > MOST_MANIFEST_BYTES:
            raise ValueError(f"larger than {MOST_MANIFEST_BYTES:,} bytes")
        return read_manifest(data)
    except (ValueError, FetchError, OSError) as error:
        if isinstance(error, ValueError):
            raise _NoManifestError(f"{shown}: {error}") from None
        kind = _NoManifestError if isinstance(error, MissingError | FileNotFoundError) else UsageError
        why = (error.strerror or "no such file") if isinstance(error, OSError) else str(error)
        raise kind(f"{shown} cannot be read: {why}") from None


COMMAND = Command("verify", "check that a folder, or what is live, is what was built", _add_arguments, _run)
