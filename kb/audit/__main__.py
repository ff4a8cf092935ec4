"""A process of its own that audits one folder: `python -m kb.audit ROOT FOLDER [SHOWN_AS]`.

It prints its report as one line of JSON, and ends with 1 where something leaked.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from kb.audit.audit import CACHE, audit_folder


def main() -> int:
    root, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    report = audit_folder(folder, root, shown_as=sys.argv[3] if len(sys.argv) > 3 else "", cache=root / CACHE)
    print(json.dumps(asdict(report)))
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
