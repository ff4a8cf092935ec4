"""Whether sites are what a build would write again, told from stamps alone: nothing of the content is read.

What a build published is kept as hashes: of what it may read, as that was before anything was read, and of how the site
lies there. With them stands whether the audit found no leak between the two editions as they are; then even that
need not be asked again. As the audit's own verdicts they are signed with a key that lies outside the project, and count
for nothing where there is none.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.audit.signing_key import trusted_key
from kb.audit.version import judging_version
from kb.cache.inputs import digest_of, hash_of, list_inputs, tops_of
from kb.project.editions import EDITIONS, EditionName
from kb.project.project import Project
from kb.source.private_folders import CACHE, make_private_folder
from kb.source.walk import walk_files
from kb.website.record.build_record import WrittenFile
from kb.website.record.report import BuildReport, report_from

FORMAT = 1


@dataclass(frozen=True)
class Sight:
    """What a build sees before it begins, and what those before it left."""

    root: Path
    place: Path
    """Where that is kept."""
    key: bytes | None
    """What it is signed with; None where it cannot be trusted."""
    made_from: Mapping[EditionName, tuple[Mapping[str, str], Mapping[str, str]]]
    """Edition → what its site is made from → a hash of its state; and the unsure of it (`Inputs`)."""
    kept: Mapping[str, Any]


def look(project: Project, out: Path, editions: Sequence[EditionName], *, today: date) -> Sight:
    """What `editions` of `project`, which lie in `out`, are made from, before anything of it is read."""
    root, tops = project.root, {edition: tops_of(project, edition) for edition in editions}
    inputs = list_inputs(root, [*dict.fromkeys(top for some in tops.values() for top in some)])
    code = f"{judging_version()} {os.environ.get('SOURCE_DATE_EPOCH', '')}"
    beside = {"kb, a library or Python": code, "the day": today.isoformat()}
    of_each = {edition: inputs.of(some) for edition, some in tops.items()}
    made_from = {edition: ({**beside, **one.stamps}, one.unsure) for edition, one in of_each.items()}
    place = root / CACHE / "agents" / f"published-{digest_of([os.path.relpath(out, root)])}.json"
    key = trusted_key(os.environ, root)
    return Sight(root, place, key, made_from, _load(place, key))


def find_unchanged(sight: Sight, lives: Mapping[EditionName, Path], *, strict: bool) -> dict[EditionName, BuildReport]:
    """Those of the editions at `lives` that a build would write again; with `KB_DEBUG`, what changed is printed."""
    found = {}
    for edition, live in lives.items():
        start, row = time.monotonic(), sight.kept.get("sites", {}).get(edition)
        if not (reason := _why_changed(sight, edition, row, live, strict=strict)):
            report = report_from(row["report"])
            found[edition] = replace(report, seconds=time.monotonic() - start, reused=report.pages, is_live=True)
        elif os.environ.get("KB_DEBUG"):
            print(f"kb: the {edition} edition is built: {reason}", file=sys.stderr)
    return found


def is_audited(sight: Sight) -> bool:
    """Whether the audit found no leak between both editions as the last builds published them."""
    return bool(sight.key and sight.kept.get("is_audited"))


def _why_changed(sight: Sight, edition: EditionName, row: Any, live: Path, *, strict: bool) -> str:
    """What is another than in the last build of `edition`; "" where nothing is."""
    if row is None:
        return "no build is recorded that depends on its listed files alone"
    now, last = sight.made_from[edition][0], row["made_from"]
    if changed := sorted(what for what in now.keys() | last.keys() if now.get(what) != last.get(what)):
        return f"{', '.join(changed)} changed"
    for path, digest in row["unsure"].items():
        if hash_of(sight.root / path) != digest:
            return f"{path} changed within a second of the last build"
    report = report_from(row["report"])
    if any(problem.stops(strict=strict) for problem in report.problems):
        return "the last build had problems, and this one is strict"
    site, latest = stamp_site(live)
    if site != report.site or 0 < report.audited <= latest:
        return "the published folder is not as the last build left it"
    return ""


def keep_published(sight: Sight, reports: Sequence[BuildReport]) -> None:
    """Keep what a build published, of which staging `reports` tell, for the next one; a folder that cannot be written
    only costs time.
    """
    sites = dict(sight.kept.get("sites", {}))
    for report in reports:
        made_from, unsure = sight.made_from[report.edition]
        sites[report.edition] = {"made_from": made_from, "unsure": unsure, "report": asdict(report)}
        if not report.site:
            del sites[report.edition]
    waiting = sight.place.with_suffix(f".{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        make_private_folder(waiting.parent)
        row = {"format": FORMAT, "sites": sites, "is_audited": len(reports) == len(EDITIONS)}
        body = json.dumps(row).encode("ascii")
        waiting.write_bytes(_mac_of(body, sight.place, sight.key) + b"\n" + body)
        waiting.replace(sight.place)


def _load(place: Path, key: bytes | None) -> Mapping[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        mac, _, body = place.read_bytes().partition(b"\n")
        if hmac.compare_digest(mac, _mac_of(body, place, key)) and (row := json.loads(body))["format"] == FORMAT:
            return dict(row)
    return {}


def _mac_of(body: bytes, place: Path, key: bytes | None) -> bytes:
    return hmac.digest(key or b"", os.fsencode(os.path.realpath(place)) + b"\0" + body, "sha256").hex().encode("ascii")


def stamp_site(live: Path) -> tuple[str, int]:
    """A hash of the stamps of all files below `live`, and when the entry of one was last changed, in nanoseconds."""
    rows, latest = [], 0
    for name, entry in walk_files(live):
        stat = entry.stat(follow_symlinks=False)
        rows.append(f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {name}")
        latest = max(latest, stat.st_ctime_ns)
    return digest_of(sorted(rows)), latest


def stamp_of_files(files: Iterable[WrittenFile]) -> str:
    """The hash that `stamp_site` gives of a site of these files."""
    return digest_of(sorted(f"{one.inode} {one.size} {one.modified} {one.name}" for one in files))
