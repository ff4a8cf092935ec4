"""A small desk and everything that may happen to it before it is published: the steps of `test_sequences`."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.locking.key_file import load_keys, write_keys
from kb.locking.keys import KeyFile
from kb.locking.opening import WrongKeyError, open_site
from kb.project.editions import EditionName
from kb.website.output.manifest import MANIFEST, hashes_below, read_manifest
from tests.locking.desk import agent_of

INTERNAL = b"zebracorn"
"""Stands in the agents' edition alone."""
NAMES = ("lan", "mai", "tam")
STAIRS = tuple(f"climbs the {colour} stair" for colour in ("red", "blue", "green"))
"""Passphrases, few for each costs a fifth of a second."""
SHELL = re.compile(
    r"(index\.html|404\.html|kb-worker\.js|robots\.txt|_headers|\.nojekyll|SHA256SUMS"
    r"|kb-lock/[a-z-]+\.(json|js|css)|kb-lock/files/[0-9a-f]{2}/[0-9a-f]{30}\.bin)"
)
FILE_EVENTS = {
    "open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.utime", "os.chmod", "os.scandir",
    "ctypes.dlsym", "shutil.rmtree", "shutil.copytree",
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """What lies in one folder of agents: nothing, a plain edition, or a locked one."""

    words: bytes = b""
    """The version of the text; "" where nothing lies there."""
    keys: Mapping[str, str] | None = None
    """Who can open it, with which passphrase; None for a plain one."""


@dataclass
class Shop:
    """A project, its keys, and what should lie in each folder it publishes into."""

    root: Path
    chance: random.Random
    version: int = 0
    passphrases: dict[str, str] = field(default_factory=dict)
    """Name → the passphrase that counts now."""
    gone: list[tuple[str, str]] = field(default_factory=list)
    """Names and passphrases that no longer open anything new."""
    states: dict[str, State] = field(default_factory=dict)
    """Folder → what should lie there."""
    log: list[str] = field(default_factory=list)

    @property
    def key_path(self) -> Path:
        return self.root / "kb-keys.json"

    def keys(self) -> KeyFile:
        """The key file as it is on the disk."""
        keys, _ = load_keys(self.key_path)
        return keys or KeyFile()

    def state(self, out: str) -> State:
        return self.states.get(out, State())

    def words(self) -> bytes:
        """What the agents' script says in this version."""
        return b"zebracorn %d." % self.version

    def change_keys(self) -> None:
        """Give a key, take one back, or replace one."""
        name = self.chance.choice(NAMES)
        self.log.append(f"keys {name}")
        last = self.passphrases.get(name)
        if name in self.passphrases:
            self.gone.append((name, self.passphrases.pop(name)))
        if self.chance.random() < 0.7:
            self.passphrases[name] = self.chance.choice([one for one in STAIRS if one != last])
        keys = self.keys()
        if name in self.passphrases:
            keys = keys.with_agent(agent_of(name, self.passphrases[name]))
        elif keys.agent(name):
            keys = keys.without_agent(name)
        write_keys(self.key_path, keys)

    def expected(self, out: str, how: str) -> State:
        """What should lie in `out` after a build that was told `how`: "", "--lock" or "--unlocked"."""
        before = self.state(out)
        if how == "--lock":
            return State(self.words(), dict(self.passphrases)) if self.passphrases else before
        if not how and before.keys is not None:
            return before
        return State(self.words())

    def check(self, out: str, expected: Sequence[State]) -> None:
        """What lies in `out` is one of the `expected`, wholly; it is what should lie there from now on."""
        live = self.root / out / "agents"
        told = "\n".join(self.log)
        found = [state for state in expected if not self._why_not(live, state)]
        assert found, (self._why_not(live, expected[-1]), told)
        self.states[out] = found[-1]
        for path in (self.root / out).rglob("*"):
            if path.is_file() and not (self.states[out].keys is None and path.is_relative_to(live)):
                assert INTERNAL not in path.read_bytes(), (f"{path} is in the clear", told)

    def _why_not(self, live: Path, state: State) -> str:
        files = {path.relative_to(live).as_posix() for path in live.rglob("*") if not path.is_dir()}
        if not state.words:
            return "something lies there" if files else ""
        if not files or read_manifest((live / MANIFEST).read_bytes()) != hashes_below(live):
            return "the manifest tells of other files"
        if state.keys is None:
            if "kb-lock/release.json" in files or not any(state.words in (live / name).read_bytes() for name in files):
                return "not the plain edition"
            return ""
        if strangers := [name for name in files if not SHELL.fullmatch(name)]:
            return f"{strangers[0]} is not sealed"
        return self._why_closed(live, state)

    def _why_closed(self, live: Path, state: State) -> str:
        for name, passphrase in (state.keys or {}).items():
            try:
                opened = dict(open_site(live, name, passphrase))
            except WrongKeyError:
                return f"{name} cannot open it"
            if not any(state.words in data for data in opened.values()):
                return f"{name} opens another version"
        for name, passphrase in self.gone:
            if (state.keys or {}).get(name) != passphrase and _opens(live, name, passphrase):
                return f"{name} still opens it"
        return ""


def _opens(live: Path, name: str, passphrase: str) -> bool:
    try:
        return bool(next(open_site(live, name, passphrase)))
    except WrongKeyError:
        return False


def killed_after(events: int, work: Callable[[], Any]) -> bool:
    """Run `work` in a process that kills itself at that many operations on files; whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            die_after(events)
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def die_after(events: int) -> None:
    """Kill this process at that many operations on files from now on."""
    left = events

    def count(event: str, _: tuple[Any, ...]) -> None:
        nonlocal left
        left -= event in FILE_EVENTS
        if left == 0 and event in FILE_EVENTS:  # once: killing is an event too
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def editions_of(chance: random.Random) -> tuple[EditionName, ...]:
    """The agents' edition alone, or both."""
    return ("agents",) if chance.random() < 0.6 else ("public", "agents")
