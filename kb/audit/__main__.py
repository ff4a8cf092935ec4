"""A process of its own that audits one folder: `python -m kb.audit ROOT HOW`.

HOW is `fresh`, where every file is to be read, or `since` to go on from the last audit; where the environment says
`CI`, whose caches come from elsewhere, it is always `fresh`.
What is internal is read at once; which folder to look through is told later, as one line of JSON on standard input:
`[folder, how problems name it]`. It prints its report as one line of JSON, and ends with 1 where something leaked.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from kb.audit.audit import Audit
from kb.audit.cache import Cache
from kb.audit.signing_key import trusted_key


def main() -> int:
    gc.disable()  # a short life, and millions of words without a cycle among them
    root = Path(sys.argv[1]).resolve()
    key = None if sys.argv[2] == "fresh" else trusted_key(os.environ, root)
    audit = Audit(root, Cache(root, key) if key else None, trusts_stamps=True)  # of a folder that this build made
    asked = sys.stdin.readline()
    if not asked:
        return 0  # the build ended before there was a site
    folder, shown_as = json.loads(asked)
    report = audit.judge(Path(folder), shown_as=shown_as)
    print(json.dumps(asdict(report)))
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
