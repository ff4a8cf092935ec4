"""What a host answers for each file of a list, and what it means where that is not the file."""

from __future__ import annotations

import http.client
import secrets
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kb.locking.outside import RELEASE
from kb.website.verify.compare import MOST_RELEASE_BYTES, Found
from kb.website.verify.fetch import Answer, FetchError, HostedSite, OutOfTimeError, Visit
from kb.website.verify.host_changes import MOST_TEXT_BYTES, explain

AT_ONCE = 8
MOST_TIMEOUTS = 3
"""So many files of one host may run out of time; then it is asked no more."""
HOST_FILES = frozenset({"_headers", "_redirects", ".nojekyll", "CNAME"})
"""Hosts read these and do not hand them out."""
_GONE = frozenset({http.client.NOT_FOUND, http.client.GONE})
_STATUSES: Mapping[int, str] = {
    401: "it asks for a name and password, https://name:password@…",
    403: "it lets this computer not read it",
    429: "it was asked too often; try again later",
}


def hashes_at(site: HostedSite, expected: Mapping[str, str], visit: Visit, *, built: Path | None = None) -> Found:
    """What the host answers for each of the `expected` files; files that it does not have are left out.

    `built` is the folder as it was built, if it is at hand: then more can be told of what a host changed.
    """
    asking = _Asking(site, expected, visit, built)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(asking.look, sorted(expected)))
    return Found(asking.hashes, asking.unread, asking.release, asking.reasons)


class _Asking:
    """One list of files, asked for by several threads."""

    def __init__(self, site: HostedSite, expected: Mapping[str, str], visit: Visit, built: Path | None) -> None:
        self.site, self.expected, self.visit, self.built = site, expected, visit, built
        self.hashes: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.release: bytes | None = None
        self._late = 0
        self._lock = threading.Lock()
        self._nowhere: Answer | None = None

    def look(self, path: str) -> None:
        """Ask for one file and note what came."""
        if self._late >= MOST_TIMEOUTS:
            self.unread[path] = "not asked for any more: the host takes too long"
            return
        try:
            answer = self.visit.hash(self.site, _shown_path(path), most_kept=_most_kept(path))
        except OutOfTimeError as error:
            self._late += 1
            self.unread[path] = str(error)
        except FetchError as error:
            self.unread[path] = str(error)
        else:
            self._note(path, answer)

    def _note(self, path: str, answer: Answer) -> None:
        if answer.status == http.client.OK or (path == "404.html" and answer.status == http.client.NOT_FOUND):
            is_packed_file = path.endswith(".gz") and answer.packed == self.expected[path]  # some hosts send these so
            self.hashes[path] = digest = answer.packed if is_packed_file else answer.digest
            if path == RELEASE:
                self.release = answer.body
            if digest != self.expected[path] and (why := self._why_changed(path, answer)):
                self.reasons[path] = why
        elif path not in HOST_FILES and answer.status not in _GONE:
            more = _STATUSES.get(answer.status)
            self.unread[path] = f"the host answers {answer.status}{f': {more}' if more else ''}"

    def _why_changed(self, path: str, answer: Answer) -> str:
        if path != "404.html" and self._is_page_for_all(answer):
            return "missing: the host sends the page that it sends for every unknown address"
        led = f"a redirect leads to {answer.led_to[:200]}" if answer.led_to else ""
        why = explain(path, answer.body, self.expected[path], self._original(path)) if answer.body is not None else ""
        return "; ".join(one for one in (led, why) if one)

    def _is_page_for_all(self, answer: Answer) -> bool:
        """Whether an address that nobody made gets the same answer; asked once."""
        if answer.digest == self.expected.get("404.html"):
            return True
        with self._lock:
            if self._nowhere is None:
                try:
                    self._nowhere = self.visit.hash(self.site, f"{secrets.token_hex(12)}/")
                except FetchError:
                    self._nowhere = Answer(0, "")
        return self._nowhere.digest == answer.digest

    def _original(self, path: str) -> bytes | None:
        if self.built is None:
            return None
        try:
            file = self.built / path
            return file.read_bytes() if file.stat().st_size <= MOST_TEXT_BYTES else None
        except (OSError, ValueError):
            return None


def _most_kept(path: str) -> int:
    return MOST_RELEASE_BYTES if path == RELEASE else MOST_TEXT_BYTES


def _shown_path(path: str) -> str:
    return path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
