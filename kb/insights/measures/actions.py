"""`insights/actions.csv`: what was decided, and for which measure.

Columns: decided_on, action, measure, and channel and shop where it is for one of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.project.folders import INSIGHTS

FILE = f"{INSIGHTS}/actions.csv"
NEEDED = ("decided_on", "action", "measure")


class ActionsError(Exception):
    """A row of `insights/actions.csv` cannot be read: `path:line`, what is wrong, how to mend it."""


@dataclass(frozen=True, slots=True)
class Decision:
    decided_on: date
    what: str
    measure: str
    shop: str
    channel: str


def load_decisions(root: Path, redacted: Callable[[str], str]) -> tuple[Decision, ...]:
    """Decisions, the oldest first, each text as `redacted` leaves it; none where there is no such file.

    What was decided stands in reports that may be committed, and people write whom they called. Raises `ActionsError`.
    """
    path = root / FILE
    if not path.is_file():
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ActionsError(f"{FILE}:1: cannot be read as UTF-8: save it again as UTF-8") from None
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    names = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if missing := [name for name in NEEDED if name not in names]:
        raise ActionsError(f"{FILE}:1: has no column {missing[0]}: it needs {', '.join(NEEDED)}")
    found = []
    try:
        for row in reader:
            cells = {key: (value or "").strip() for key, value in row.items() if key and not isinstance(value, list)}
            if not any(cells.values()):
                continue
            try:
                day = date.fromisoformat(cells["decided_on"])
            except ValueError:
                told = redacted(cells["decided_on"])
                raise ActionsError(
                    f"{FILE}:{reader.line_num}: decided_on: “{told}” is no day: write it as 2026-01-31"
                ) from None
            if not cells["action"]:
                raise ActionsError(f"{FILE}:{reader.line_num}: has no action: say what was decided")
            found.append(
                Decision(
                    day,
                    redacted(cells["action"]),
                    cells["measure"],
                    redacted(cells.get("shop", "")),
                    redacted(cells.get("channel", "")),
                )
            )
    except csv.Error as error:
        raise ActionsError(f"{FILE}:{reader.line_num}: {error}: look for a quote that is never closed") from None
    return tuple(sorted(found, key=lambda one: one.decided_on))
