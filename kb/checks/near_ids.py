"""Ids of articles as people write them: a path, an address, the file's last name, a slip of the keyboard."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable

CLOSE = 0.75
"""As for links: how near an id must be to the one that was written."""


class NearIds:
    """The ids that a list may name, by the forms in which they are written."""

    def __init__(self, ids: Iterable[str], languages: Iterable[str], docs: str = "docs") -> None:
        self._ids = sorted(ids)
        self._folded = {one.casefold(): one for one in self._ids}
        self._last: dict[str, list[str]] = {}
        for one in self._ids:
            self._last.setdefault(posixpath.basename(one).casefold(), []).append(one)
        codes = "|".join(map(re.escape, languages))
        self._tail = re.compile(rf"(?:\.(?:{codes}))?\.(?:md|markdown|html?)$", re.IGNORECASE)
        self._head = re.compile(rf"^(?:\.{{1,2}}/|/|{re.escape(docs)}/|agents/|(?:{codes})/)+", re.IGNORECASE)

    def hint(self, written: str) -> str:
        """“did you mean …?”, or "" if no id is near."""
        plain = re.sub(r"^https?://[^/]+/", "", written.strip()).replace("\\", "/").partition("#")[0]
        plain = self._head.sub("", self._tail.sub("", plain.strip("/"))).strip("/").casefold()
        if plain in self._folded:
            return f"did you mean “{self._folded[plain]}”?"
        same_name = self._last.get(posixpath.basename(plain), [])
        if len(same_name) == 1:
            return f"did you mean “{same_name[0]}”?"
        near = difflib.get_close_matches(plain, self._folded, n=1, cutoff=CLOSE)
        return f"did you mean “{self._folded[near[0]]}”?" if near else ""
