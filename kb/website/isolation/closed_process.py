"""The public edition's process closed to what only agents may read.

Two locks. Python's audit events tell of each open before it happens: they name who asked, on every system, but know
nothing of other programs nor of C. On Linux the kernel itself closes the folders (`landlock.py`), to hooks, plugins,
templates and the programs that they start alike. What was tried is an error, whether or not who tried it minds.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kb.cache.pool import waiting
from kb.locking import KEY_FILE
from kb.project.folders import AGENTS, INSIGHTS
from kb.project.project import CONFIG, named_items, read_settings
from kb.source.closed_folders import ClosedFolders
from kb.source.private_folders import CACHE, make_private_folder
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node
from kb.website.isolation.file_events import Asked, line_of_package, who_asks
from kb.website.isolation.landlock import close_to_reading, landlock_version

Result = TypeVar("Result")

OPENED_INTERNAL = Rule(
    "KB907",
    "opened-internal-folder",
    Severity.ERROR,
    what="A hook, a plugin, a template or an extension tried to open what only agents may read.",
    why="What it reads there could stand on any public page.",
    example='hooks: [hooks/prices.py]   # with open("agents/prices.csv") in it',
    hint="let it read from docs/ or a folder of its own; what is for agents belongs into agents/ and nowhere else",
)
RULES = (OPENED_INTERNAL,)

_PATHS = {
    "open": 1, "os.listdir": 1, "os.scandir": 1, "os.chdir": 1, "os.link": 2, "os.rename": 2, "os.symlink": 2,
    "shutil.copyfile": 2, "shutil.copytree": 2, "shutil.move": 2, "shutil.make_archive": 3, "glob.glob": 1,
    "sqlite3.connect": 1, "ctypes.dlopen": 1, "os.listxattr": 1, "os.getxattr": 1,
}  # fmt: skip
"""Audit event → how many of its first arguments may be paths. https://docs.python.org/3/library/audit_events.html"""
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile"})
_BETWEEN_WORDS = re.compile(r"[\s'\"=;|&<>()`$]+")
_PLUGINS_FOLDER = ".cache"
"""Where plugins of Material keep files, beside mkdocs.yml."""


class Closing:
    """Folders that are closed, and what was tried on them, by forked processes too."""

    def __init__(
        self,
        root: Path,
        *,
        lives: Path | None = None,
        writes: Path | None = None,
        error: type[OSError] = PermissionError,
    ) -> None:
        """`lives` is the folder in which the editions are published, `writes` where the public one is made, if that is
        not known to be there; `error` is what whoever opens something is given.
        """
        self._error = error
        self.root = Path(os.path.realpath(root))
        site = lives or self.root / "site"
        inner = [
            self.root / AGENTS,
            self.root / INSIGHTS,
            self.root / CACHE / "agents",
            self.root / CACHE / "audit",
            self.root / KEY_FILE,
        ]
        if not (writes and ClosedFolders((writes,)).holds(str(site / "agents"))):
            inner.append(site / "agents")
        self.folders = ClosedFolders(tuple(inner))
        if writes and not self.folders.holds(str(writes)):
            with contextlib.suppress(OSError):  # whoever writes there says so
                writes.mkdir(parents=True, exist_ok=True)
        self._tried = tempfile.TemporaryFile(mode="w+b", buffering=0)  # noqa: SIM115 - as long as the process

    def judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise `PermissionError` where `event` would open something closed."""
        for path in _paths_in(event, arguments):
            for full in dict.fromkeys((path, os.path.join(self.root, path))):
                if self.folders.holds(full):
                    asked = self._note(full)
                    who = f"{asked.path}:{asked.line}" if asked.path else asked.package or "nobody knows who"
                    said = f"closed to the public edition ({OPENED_INTERNAL.code}), opened by {who}"
                    raise self._error(errno.EACCES, said, path)

    def _note(self, path: str) -> Asked:
        asked = who_asks(sys._getframe(), self.root)
        row = json.dumps([os.path.abspath(path), asked.path, asked.line, asked.package])
        with contextlib.suppress(OSError, ValueError):  # closed by a preview that ends
            os.lseek(self._tried.fileno(), 0, os.SEEK_END)
            os.write(self._tried.fileno(), row.encode() + b"\n")
        return asked

    def problems(self) -> tuple[Problem, ...]:
        """What was tried since the last call; the place is who asked."""
        if self._tried.closed:
            return ()
        self._tried.seek(0)
        rows = [json.loads(line) for line in self._tried.read().splitlines()]
        self._tried.truncate(0)
        node = read_settings(self.root)[0] if rows else None
        return tuple(dict.fromkeys(self._problem(path, Asked(*asked), node) for path, *asked in rows))

    def close(self) -> None:
        """Give the note of what was tried back to the system; nothing is asked after it."""
        self._tried.close()

    def _problem(self, path: str, who: Asked, node: Node | None) -> Problem:
        shown = Path(os.path.relpath(os.path.realpath(path), self.root)).as_posix()
        if not who.path and not who.package and not path.startswith(self.folders.paths):
            link = Path(os.path.relpath(path, self.root)).as_posix()
            return OPENED_INTERNAL.at(link, 1, f"a symbolic link leads to {shown}", "put a real file there")
        words = f"{who.package} tried" if who.package else "the code here tried" if who.path else "something tried"
        where = (who.path, who.line) if who.path else (CONFIG, line_of_package(who.package, node))
        return OPENED_INTERNAL.at(*where, f"{words} to open {shown} while the public edition was made")


def _paths_in(event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
    """The paths that `event` names, as given."""
    if event in _PROGRAMS:
        for text in _texts(arguments):
            yield from (word for word in _BETWEEN_WORDS.split(text) if word and len(word) < 1000)
        return
    for argument in arguments[: _PATHS.get(event, 0)]:
        if isinstance(argument, str | bytes | os.PathLike):
            with contextlib.suppress(ValueError, UnicodeDecodeError):
                path = os.fsdecode(argument)
                if event == "sqlite3.connect" and path.startswith("file:"):
                    path = re.sub(r"^file:(//(localhost)?(?=/))?", "", path).partition("?")[0]
                if "\0" not in path:
                    yield path
    if event == "os.symlink" and all(isinstance(one, str) for one in arguments[:2]):
        yield str(Path(arguments[1]).parent / arguments[0])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str | bytes | os.PathLike):
        yield os.fsdecode(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


_everywhere: list[Closing] = []
_here = threading.local()
_is_listening: list[bool] = []


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _PATHS and event not in _PROGRAMS:
        return
    closings = [*_everywhere, *getattr(_here, "closings", ())]
    if closings and not getattr(_here, "is_judging", False):
        _here.is_judging = True
        try:
            for closing in closings:
                closing.judge(event, arguments)
        finally:
            _here.is_judging = False


def _begin_listening() -> None:
    if not _is_listening:
        _is_listening.append(True)
        sys.addaudithook(_listen)  # an audit hook cannot be taken away again: it does nothing while nothing is closed


def close_process(
    root: Path,
    *,
    lives: Path | None = None,
    writes: Path | None = None,
    version: int | None = None,
    error: type[OSError] = PermissionError,
) -> Closing:
    """Close this process, for good, to what only agents of the project at `root` may read.

    `version` is how much of Landlock to use, 0 for Python's own events alone; all that there is where it is left out.
    """
    closing = Closing(root, lives=lives, writes=writes, error=error)
    _prepare(closing.root)
    _move_temporary_folder(closing.root)
    offered = landlock_version()
    close_to_reading(closing.folders.paths, version=offered if version is None else min(version, offered))
    _begin_listening()
    _everywhere.append(closing)
    return closing


def _prepare(root: Path) -> None:
    """Make what will be needed in folders above closed ones: what is made there later cannot be read."""
    make_private_folder(root / CACHE / "public")
    node, _ = read_settings(root)
    plugins = {name for name, _, _ in named_items((node.entries or {}).get("plugins"))} if node else set()
    own = root / _PLUGINS_FOLDER
    if plugins - {"kb", "search"} and not own.exists():
        with contextlib.suppress(OSError):
            own.mkdir()
            atexit.register(_remove_empty, own)


def _move_temporary_folder(root: Path) -> None:
    if root.is_relative_to(os.path.realpath(tempfile.gettempdir())):
        tempfile.tempdir = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="kb-")
        atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def read_closed(work: Callable[[], Result], closing: Closing) -> Result:
    """`run_closed` for work that writes nothing. Raises `PermissionError` with what was tried, whoever minded it."""
    try:
        result = run_closed(work, closing, writes=False)
    except Exception:
        _raise_tried(closing)
        raise
    _raise_tried(closing)
    return result


def _raise_tried(closing: Closing) -> None:
    if tried := closing.problems():
        raise PermissionError(errno.EACCES, "; ".join(str(one) for one in tried)) from None


def run_closed(work: Callable[[], Result], closing: Closing, *, writes: bool = True) -> Result:
    """`work` done in a thread that is closed as `closing` says, while the rest of the process is not.

    Where it `writes`, what it needs in folders above closed ones is made before: nothing made there later can be read.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            close_to_reading(closing.folders.paths, version=landlock_version())
            _here.closings = (closing,)
            results.append(work())
        except BaseException as error:
            errors.append(error)

    _begin_listening()
    if writes:
        _prepare(closing.root)
    thread = threading.Thread(target=run, name="kb-closed")
    with waiting():
        thread.start()
        thread.join()
    if errors:
        raise errors[0]
    return results[0]
