"""How many examples of a published suite come out as it says, section by section, in both readings.

    KB_SPEC=FILE.json python -m bench.commonmark [SECTION …]     with -v: the examples that do not

`KB_SPEC` is a list of `{markdown, html, section, example}`, as CommonMark and GFM publish their examples; without it
the package `commonmark-spec` in node_modules is read (`make test` fetches it).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from kb.markdown.rendering import Renderer

ROOT = Path(__file__).parent.parent
SECTIONS = (
    *("List items", "Lists", "Tables (extension)", "Emphasis and strong emphasis", "Task list items (extension)"),
    *("Strikethrough (extension)", "Autolinks (extension)", "Tabs", "Thematic breaks", "Hard line breaks"),
)
BASE = ("admonition", "attr_list", "tables", "pymdownx.superfences")
READINGS = {"python-markdown": BASE, "commonmark": (*BASE, "commonmark")}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset({"id", "class", "style", "rel", "title_", "role", "aria-label"})


class _Normal(HTMLParser):
    """An HTML text as a list of tags and words, without what no reader sees."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Any] = []
        self._pre = 0
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"div", "span"}:
            return
        self._pre += tag == "pre"
        self._trim(tag)
        kept = sorted((name, value or "") for name, value in attrs if name not in _DROPPED)
        self.parts.append((tag, tuple(kept)))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"div", "span", "br", "hr", "img", "input"}:
            return
        self._pre -= tag == "pre"
        self._trim(tag)
        self.parts.append("/" + tag + "/")

    def handle_data(self, data: str) -> None:
        if not self._pre:
            data = " ".join(data.replace("\n", " ").split(" ")) if data.strip() else " "
            if self.parts and isinstance(self.parts[-1], tuple | str) and _is_block(self.parts[-1]):
                data = data.lstrip()
        if not data:
            return
        if self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] += data
        else:
            self.parts.append([data])

    def _trim(self, tag: str) -> None:
        if tag in _BLOCKS and self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] = self.parts[-1][0].rstrip()
            if not self.parts[-1][0]:
                self.parts.pop()


def _is_block(part: Any) -> bool:
    name = part[0] if isinstance(part, tuple) else part.strip("/")
    return name in _BLOCKS


def normal(content: str) -> list[Any]:
    """What two HTML texts that read alike have in common."""
    for sign, checked in (("☐", ""), ("☑", 'checked=""')):  # what stands for GitHub's boxes that cannot be ticked
        content = re.sub(f"<span[^>]*>{sign}</span>", f'<input {checked} disabled="" type="checkbox">', content)
    return _Normal(content).parts


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
