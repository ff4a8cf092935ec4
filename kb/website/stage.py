"""A process of its own that stages one edition: `python -m kb.website.stage ROOT EDITION FOLDER DAY STRICTNESS LIVE`.

It prints its report as one line of JSON. That the public edition is rendered by a process that has
never opened `agents/` is what makes a leak through memory or a shared cache impossible.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import cast

from kb.editions.selection import EditionName
from kb.website.staging import stage_edition


def main() -> None:
    root, edition, folder, day, strictness, live = sys.argv[1:]
    report = stage_edition(
        Path(root),
        cast(EditionName, edition),
        Path(folder),
        strict=strictness == "strict",
        today=date.fromisoformat(day),
        live=Path(live),
    )
    print(json.dumps(asdict(report)))


if __name__ == "__main__":
    main()
