"""“Did you mean …?” for a link that leads nowhere: the file that its writer most probably meant."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection
from functools import cached_property
from urllib.parse import unquote

from kb.content.model import Document
from kb.editions.selection import Edition
from kb.project.folders import AGENTS

_CLOSE = 0.7
_HOST = re.compile(r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/|$)", re.IGNORECASE)
_FILE = re.compile(r"\.(md|markdown|html?|png|jpe?g|gif|webp|svg|pdf|docx?|xlsx?|mp4|zip|txt|css|js)$", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@/]+@[^\s@/]+\.[a-z]{2,}", re.IGNORECASE)


def near_anchor(anchor: str, anchors: Collection[str]) -> str:
    """How to mend a link to an anchor that is not there; "" if nothing is near."""
    near = difflib.get_close_matches(anchor, sorted(anchors), n=1, cutoff=_CLOSE)
    return f"did you mean “#{near[0]}”?" if near else ""


class NearLinks:
    """The files of one edition, by their names."""

    def __init__(self, edition: Edition, docs: str) -> None:
        self._edition, self._docs = edition, docs

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The last part of a path in small letters, without `.md` → paths."""
        found: dict[str, list[str]] = {}
        documents = (page.document.path for page in self._edition.pages.values())
        for path in sorted({*documents, *self._edition.assets.values()}):
            found.setdefault(_name(path), []).append(path)
        return found

    def hint(self, written: str, document: Document) -> str:
        """How to mend the link `written` of `document`; "" if no file is near."""
        if _MAIL.fullmatch(written):
            return f"did you mean “mailto:{written}”?"
        if _HOST.match(written) and not _FILE.search(written.partition("/")[0]):
            return f"did you mean “https://{written}”?"
        path = unquote(re.split(r"[?#]", written)[0].replace("\\", "/"))
        name = _name(path)
        names = [name] if name in self._by_name else difflib.get_close_matches(name, self._by_name, n=1, cutoff=_CLOSE)
        start = self._docs if path.startswith("/") else posixpath.dirname(document.path)
        meant = posixpath.normpath(f"{start}/{path}")
        files = [
            file
            for one in names
            for file in self._by_name[one]
            if document.is_internal or not file.startswith(f"{AGENTS}/")
        ]
        if not name or not files:
            return ""
        near = max(files, key=lambda file: difflib.SequenceMatcher(None, meant, file).ratio())
        return f"did you mean “{posixpath.relpath(near, posixpath.dirname(document.path))}”?"


def _name(path: str) -> str:
    return posixpath.basename(path.rstrip("/")).lower().removesuffix(".md")
