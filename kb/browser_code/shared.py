"""Numbers, tables and patterns that Python and the browser both need: one JSON file of each stage, read by both.

`kb/<stage>/shared/<name>.json` belongs to `kb/<stage>/<name>.py` and its twin `kb/<stage>/browser/<name>.js`, which
imports it (`bundle.py` puts it into the script, so a browser asks for nothing more). Patterns must mean the same to
both engines: no `\\s`, `\\w`, `\\d` or `$` where Unicode or a last line end would part them.
"""

from __future__ import annotations

import json
from typing import Any

from kb.browser_code.bundle import PACKAGE


def shared_data(stage: str, name: str) -> dict[str, Any]:
    """What `kb/<stage>/shared/<name>.json` holds; `stage` is a folder of `kb/`."""
    data: dict[str, Any] = json.loads((PACKAGE / stage / "shared" / f"{name}.json").read_text("utf-8"))
    return data
