"""A process of its own that audits one folder: `python -m kb.audit ROOT`.

What is internal is read at once; which folder to look through is told later, as one line of JSON on standard input:
`[folder, how problems name it]`. It prints its report as one line of JSON, and ends with 1 where something leaked.
"""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import asdict
from pathlib import Path

from kb.audit.audit import CACHE, Audit


def main() -> int:
    gc.disable()  # a short life, and millions of words without a cycle among them
    root = Path(sys.argv[1]).resolve()
    audit = Audit(root, root / CACHE, trusts_stamps=True)  # of a folder that this build made itself
    asked = sys.stdin.readline()
    if not asked:
        return 0  # the build ended before there was a site
    folder, shown_as = json.loads(asked)
    report = audit.judge(Path(folder), shown_as=shown_as)
    print(json.dumps(asdict(report)))
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
