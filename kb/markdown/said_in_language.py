"""What Python-Markdown's extensions write in English, said in the page's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kb.markdown.boxes import NAMED


class SaidInLanguage(Treeprocessor):
    """Says in the page's language what extensions say in English: ways back from footnotes, titles of `!!! note`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.words: Mapping[str, str] = {}

    def run(self, root: Element) -> None:
        for element in root.iter() if self.words else ():
            kind = element.get("class") or ""
            if kind == "footnote-backref":
                number = re.sub(r"[^0-9]", "", element.get("title") or "")
                label = self.words.get("footnote_back", "").replace("{n}", number)
                element.set("title", label)
                element.set("aria-label", label)
            elif element.tag in ("div", "details") and len(element) and _is_title(element[0]):
                name = kind.removeprefix("admonition ").partition(" ")[0]
                if name in NAMED and element[0].text == name.capitalize():
                    element[0].text = self.words.get("box_" + NAMED[name], element[0].text)


def _is_title(element: Element) -> bool:
    return element.tag == "summary" or element.get("class") == "admonition-title"
