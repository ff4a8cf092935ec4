"""How many examples of a published suite come out as it says, section by section, in both readings.

    KB_SPEC=FILE.json python -m bench.commonmark [SECTION …]     with -v: the examples that do not

`KB_SPEC` is a list of `{markdown, html, section, example}`, as CommonMark and GFM publish their examples; without it
the package `commonmark-spec` in node_modules is read (`make test` fetches it).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kb.markdown.rendering import Renderer
from tests.markdown.same_html import normal

ROOT = Path(__file__).parent.parent
SECTIONS = (
    *("List items", "Lists", "Tables (extension)", "Emphasis and strong emphasis", "Task list items (extension)"),
    *("Strikethrough (extension)", "Autolinks (extension)", "Tabs", "Thematic breaks", "Hard line breaks"),
)
BASE = ("admonition", "attr_list", "tables", "pymdownx.superfences")
READINGS = {"python-markdown": BASE, "commonmark": (*BASE, "commonmark")}


def examples() -> list[dict[str, Any]]:
    """The examples of the suite, sections by name."""
    if path := os.environ.get("KB_SPEC"):
        found = json.loads(Path(path).read_text("utf-8"))
        found = found["testCases"] if isinstance(found, dict) else found
    else:
        script = "console.log(JSON.stringify(require('commonmark-spec').tests))"
        done = subprocess.run([ROOT / ".venv/bin/node", "-e", script], cwd=ROOT, capture_output=True, check=True)
        found = json.loads(done.stdout.decode().replace("→", "\\t"))
    return [{**one, "section": one["section"].lstrip("0123456789. ")} for one in found]


def main() -> None:
    """Print the counts."""
    wanted = [one for one in sys.argv[1:] if one != "-v"] or SECTIONS
    cases = [one for one in examples() if one["section"] in wanted or wanted == ["all"]]
    totals = Counter(one["section"] for one in cases)
    passed: dict[str, Counter[str]] = {}
    for reading, extensions in READINGS.items():
        renderer = Renderer(extensions)
        passed[reading] = Counter()
        for one in cases:
            made = renderer.render(one["markdown"]).html
            is_same = normal(made) == normal(one["html"])
            passed[reading][one["section"]] += is_same
            if not is_same and reading == "commonmark" and "-v" in sys.argv:
                print("-----", one["section"], repr(one["markdown"]))
                print(" want", repr(one["html"]))
                print(" made", repr(made))
    for section, total in totals.items():
        print(f"{section:34}", *(f"{reading} {passed[reading][section]:3}/{total}" for reading in READINGS), sep="  ")


if __name__ == "__main__":
    main()
