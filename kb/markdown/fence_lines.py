"""The opening lines of code fences, written so that Python-Markdown's readers of fences know them.

They look for a fence at the beginning of a line; with words behind the language that they do not know it is none.
Docusaurus, VitePress and GitHub let a fence begin an item (“- ```”), and let words of their own follow the language.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_OPENING = re.compile(
    r"(?P<lead>(?: |> ?)*)(?P<item>(?:[-*+]|[0-9]{1,9}[.)]) +)?(?P<mark>`{3,}(?=[^`]*$)|~{3,}) *(?P<info>.*)$"
)
_LANGUAGE = re.compile(r"[\w#.+-]*")
_KNOWN = re.compile(r"""(?:title|hl_lines|linenums)=(?:"[^"]*"|'[^']*')""")
_LINES = re.compile(r"\{([0-9, -]+)\}")
"""Lines to be marked: `{1,3-5}`."""


class FenceLines(Preprocessor):
    """Rewrites the opening line of each fence, and nothing inside one."""

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        mark = ""
        for line in lines:
            if mark:
                inside = line.lstrip(" >").rstrip()
                if len(inside) >= len(mark) and not inside.strip(mark[0]):
                    mark = ""
                made.append(line)
                continue
            opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
            if not opening:
                made.append(line)
                continue
            mark, item = opening["mark"], opening["item"] or ""
            if item:
                made.append((opening["lead"] + item).rstrip())
            made.append(opening["lead"] + " " * len(item) + mark + _known(opening["info"]))
        return made


def _known(info: str) -> str:
    """What follows the mark, without words that only other systems know."""
    if info.startswith("{"):
        return info
    found = _LANGUAGE.match(info)
    language = found[0] if found else ""
    rest = info[len(language) :]
    options = _KNOWN.findall(rest)
    marked = _LINES.search(rest)
    if marked and "hl_lines" not in rest:
        options.append(f'hl_lines="{" ".join(marked[1].replace(",", " ").split())}"')
    return " ".join([language, *options])
