"""Which files of a project a writer has saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

SETTLE_SECONDS = 0.03
"""Editors save in several steps; what comes this soon after is the same save."""
_CHANGES = {"created", "modified", "moved", "deleted", "closed"}
_ROOT_FILES = {"mkdocs.yml", "facts.yml", "notices.yml"}


class Watcher(FileSystemEventHandler):
    """Calls `report` with the changed files, relative to `root`, a moment after the last of them."""

    def __init__(self, root: Path, folders: list[str], report: Callable[[list[str]], None]) -> None:
        self._root, self._folders, self._report = root, folders, report
        self._paths: set[str] = set()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._observer: BaseObserver | None = None

    def start(self) -> None:
        """Watch; where the system's own way has no room left, look every second."""
        for make in (Observer, PollingObserver):
            observer = make()
            try:
                observer.schedule(self, str(self._root), recursive=False)
                for folder in self._folders:
                    if (self._root / folder).is_dir():
                        observer.schedule(self, str(self._root / folder), recursive=True)
                observer.start()
            except OSError:
                continue
            self._observer = observer
            return

    def stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(timeout=5)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory:
            self._watch_new(event)
            return
        if event.event_type not in _CHANGES:
            return
        found = set()
        for path in (event.src_path, event.dest_path):
            if path:
                relative = os.path.relpath(os.fsdecode(path), self._root).replace(os.sep, "/")
                if self._matters(relative):
                    found.add(relative)
        self._note(found)

    def _note(self, found: set[str]) -> None:
        if found:
            with self._lock:
                self._paths |= found
                if self._timer is not None:
                    self._timer.cancel()
                self._timer = threading.Timer(SETTLE_SECONDS, self._tell)
                self._timer.daemon = True
                self._timer.start()

    def _watch_new(self, event: FileSystemEvent) -> None:
        """Watch a folder that was not there at the start; what lies in it already is told at once."""
        path = os.path.relpath(os.fsdecode(event.dest_path or event.src_path), self._root).replace(os.sep, "/")
        if event.event_type in {"created", "moved"} and path in self._folders and self._observer is not None:
            self._observer.schedule(self, str(self._root / path), recursive=True)
            self._note({f"{path}/{one.name}" for one in (self._root / path).iterdir() if one.is_file()})

    def _matters(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        if name.startswith(".") or name.endswith(("~", ".swp", ".tmp")):
            return False
        return path in _ROOT_FILES or any(path.startswith(f"{folder}/") for folder in self._folders)

    def _tell(self) -> None:
        with self._lock:
            paths, self._paths = sorted(self._paths), set()
        if paths:
            self._report(paths)
