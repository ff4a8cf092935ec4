"""Whether a site is what a build would write again, told from stamps alone: nothing of the content is read."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path

from kb.cache.inputs import hash_of, list_inputs
from kb.cache.store import store_for
from kb.editions.selection import EditionName
from kb.website.record.build_record import BuildRecord, load_record, made_by, measure, stamps_below
from kb.website.record.report import BuildReport


def report_unchanged(root: Path, edition: EditionName, live: Path, *, today: date, strict: bool) -> BuildReport | None:
    """The report of a build that need not be made, since `live` is what it would write.

    None where anything is another than in the last build; with `KB_DEBUG` set, it is printed what.
    """
    start = time.monotonic()
    store = store_for(root, edition)
    try:
        record = load_record(store, edition, root, live)
        reason = _why_changed(record, root, live, today=today, strict=strict)
    except OSError as error:
        reason = str(error)
    finally:
        store.close()
    if reason or record.sources is None:
        if os.environ.get("KB_DEBUG"):
            print(f"kb: the {edition} edition is built: {reason}", file=sys.stderr)
        return None
    pages, size = measure((one.name, one.size) for one in record.files.values())
    seconds = time.monotonic() - start
    return BuildReport(edition, pages, size, seconds, record.sources.problems, True, pages, is_live=True)


def _why_changed(last: BuildRecord, root: Path, live: Path, *, today: date, strict: bool) -> str:
    """What is another than in the last build; "" where nothing is."""
    sources = last.sources
    if sources is None:
        return "no build is recorded that depends on its listed files alone"
    if sources.made_by != made_by():
        return "kb, a library or Python is another than in the last build"
    if sources.today != today.isoformat():
        return "the last build judged dates as of another day"
    if any(problem.stops(strict=strict) for problem in sources.problems):
        return "the last build had problems, and this one is strict"
    now = list_inputs(root, sources.tops)
    if now.stamps.keys() != sources.inputs.keys():
        return "a source file is new or gone"
    for path, stamp in now.stamps.items():
        if stamp != sources.inputs[path]:
            return f"{path} changed"
        if path in sources.unsure and hash_of(root / path) != sources.unsure[path]:
            return f"{path} changed within a second of the last build"
    if stamps_below(live) != {name: one.stamp for name, one in last.files.items()}:
        return "the published folder is not as the last build left it"
    return ""
