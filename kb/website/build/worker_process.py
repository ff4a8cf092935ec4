"""A process of its own that stages one edition.

`python -m kb.website.build.worker_process ROOT EDITION FOLDER DAY STRICTNESS LIVE [LOOK]`

It prints its report as one line of JSON. That the public edition is rendered by a process that cannot
open `agents/` is what makes a leak through memory or a shared cache impossible (`closed_process.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import cast

from kb.cache.pool import gc_paused
from kb.cache.progress import Progress
from kb.locking.key_copies import find_key_copies
from kb.project.editions import EditionName
from kb.project.project import CONFIG
from kb.website.isolation.closed_process import Closing, close_process
from kb.website.record.recycled_folder import delete_empty_folders
from kb.website.record.report import RENDERER_FAILED, BuildReport


def stage(
    root: Path,
    edition: EditionName,
    staged: Path,
    *,
    strict: bool,
    today: date,
    live: Path,
    progress: Progress | None = None,
) -> BuildReport:
    """Build `edition` into the folder `staged`; what `live` has and would come out the same is taken over.

    Whatever lies in `staged`, of an older build, is replaced. Never raises: what went wrong is a problem of the report,
    as is a copy of a key file in the folder.
    """
    try:
        return _stage(root, edition, staged, strict=strict, today=today, live=live, progress=progress)
    except Exception as error:  # a full disk, a fault of ours: a sentence for the command that waits
        if os.environ.get("KB_DEBUG"):
            traceback.print_exc()
        said = f"{type(error).__name__}: {error} (KB_DEBUG=1 shows where)"
        return BuildReport(edition, 0, 0, 0.0, (RENDERER_FAILED.at(CONFIG, 1, said),), False)


def _stage(
    root: Path,
    edition: EditionName,
    staged: Path,
    *,
    strict: bool,
    today: date,
    live: Path,
    progress: Progress | None,
) -> BuildReport:
    from kb.website.mkdocs.render import stage_edition

    is_fresh = not any(staged.iterdir())
    with gc_paused():
        report = stage_edition(root, edition, staged, strict=strict, today=today, live=live, progress=progress)
        if not is_fresh and any(problem.code == RENDERER_FAILED.code for problem in report.problems):
            shutil.rmtree(staged)  # a folder that was left may stand where a file must be
            staged.mkdir()
            report = stage_edition(root, edition, staged, strict=strict, today=today, live=live, progress=progress)
    delete_empty_folders(staged)
    return _without_keys(report, staged, known=live) if report.is_whole else report


def _without_keys(report: BuildReport, staged: Path, *, known: Path | None = None) -> BuildReport:
    """`report`, not whole where keys lie in the folder; files that are one with those of `known` were looked at."""
    found = tuple(find_key_copies(staged, known=known))
    return replace(report, problems=(*report.problems, *found), is_whole=report.is_whole and not found)


def main() -> None:
    root, name, folder, day, strictness, live, *how = sys.argv[1:]
    edition = cast(EditionName, name)
    closing = close_process(Path(root), lives=Path(live).parent) if edition == "public" else None
    report = stage(
        Path(root),
        edition,
        Path(folder),
        strict=strictness == "strict",
        today=date.fromisoformat(day),
        live=Path(live),
        progress=Progress(edition) if "bar" in how else None,
    )
    print(json.dumps(asdict(_with_tried(report, closing))))


def _with_tried(report: BuildReport, closing: Closing | None) -> BuildReport:
    """`report`, not whole where something closed was tried; what broke by that is not told apart."""
    tried = closing.problems() if closing else ()
    if not tried:
        return report
    told = [one for one in report.problems if one.code != RENDERER_FAILED.code]
    return replace(report, problems=(*told, *tried), is_whole=False, is_live=False)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # the command that began this process says so
        sys.exit(130)
