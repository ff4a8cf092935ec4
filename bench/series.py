"""The builds of ours that are measured, one after another on one copy of a corpus.

Every build, edits included, begins right after the file was saved, as a script or a machine does it, and every result
is looked at: a build counts only if what was edited can be read where it must be published.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import SHARED_FACT
from bench.places import environment_of, prepare_ours

BUILD = (sys.executable, "-m", "kb", "build")
STEPS: Mapping[str, str] = {
    "public-cold": "whole, nothing kept, public edition alone (`--edition public`)",
    "cold": "whole, nothing kept, both editions",
    "unchanged": "nothing changed",
    "body": "one article's body edited",
    "title": "one article's title edited",
    "fact": "a fact edited that stands on 20 pages",
    "script": "one script edited",
    "note": "one note edited",
    "again": "nothing changed, right after an edit",
    "restored": "`.kb-cache` and `site` restored: other folder, other times, another user; `CI` unset",
    "restored-ci": "`.kb-cache` and `site` restored: other folder, other times, another user; `CI=true`",
    "audit": "`kb audit` of that site, which keeps nothing",
}
"""Step → what it is; in the order in which they are run."""
WHOLE = ("public-cold", "cold")
_NEEDS_NOTHING = WHOLE
_NEEDS_RESTORED = ("audit",)


@dataclass(frozen=True)
class Order:
    """One command, and where its work must be seen."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    out: Path
    shown: tuple[tuple[Path, str], ...] = ()
    """(page, words that it must have afterwards)."""

    def failure(self) -> str:
        """What is not as it must be after the command; empty if all is."""
        for page, words in self.shown:
            if not page.is_file() or words not in page.read_text("utf-8"):
                return f"{page.relative_to(self.folder)} has no “{words}”"
        return "" if any(self.out.iterdir()) else f"{self.out} is empty"


class Series:
    """The steps of one run, on copies of `corpus` below `folder`."""

    def __init__(self, corpus: Path, folder: Path, run: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._corpus, self._folder, self._run = corpus, folder, run
        self._project, self._restored = folder / "shop", folder / "elsewhere"
        self._home = folder / "home"
        prepare_ours(corpus, self._project)

    def needs_a_build(self, step: str) -> bool:
        """Whether another build must come before this step, since none was asked for."""
        return step not in _NEEDS_NOTHING and not (self._project / "site/agents").exists()

    def order(self, step: str) -> Order:
        """Make everything ready for `step`; what is then to be run."""
        if step in WHOLE:
            return self._whole(is_public=step == "public-cold")
        if step.startswith("restored"):
            return self._restore({"CI": "true"} if step == "restored-ci" else {})
        if step == "audit":
            folder = self._restored if self._restored.exists() else self._project
            command = (sys.executable, "-m", "kb", "audit")
            return Order(command, folder, environment_of(self._home), folder / "site/public")
        shown = _EDITS[step](self._project, self._run) if step in _EDITS else ()
        return Order(BUILD, self._project, environment_of(self._home), self._project / "site", shown)

    def _whole(self, *, is_public: bool) -> Order:
        """Neither site nor caches, of the project or of the user."""
        for name in ("site", ".kb-cache"):
            shutil.rmtree(self._project / name, ignore_errors=True)
        shutil.rmtree(self._home, ignore_errors=True)
        environment = environment_of(self._home)
        if is_public:
            out = self._project / "site/public"
            return Order((*BUILD, "--edition", "public"), self._project, environment, out)
        return Order(BUILD, self._project, environment, self._project / "site")

    def _restore(self, more: Mapping[str, str]) -> Order:
        """Project, `.kb-cache` and `site` in another folder, as the workflow of `kb init` has them that clones the one
        and restores the others: every time another, nothing in the user's home."""
        shutil.rmtree(self._restored, ignore_errors=True)
        shutil.copytree(self._project, self._restored, copy_function=shutil.copy)
        now = time.time()
        for path in self._restored.rglob("*"):
            os.utime(path, (now, now))
        home = self._folder / "other-home"
        shutil.rmtree(home, ignore_errors=True)
        return Order(BUILD, self._restored, environment_of(home, **more), self._restored / "site")

    def end(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _nth(folder: Path, pattern: str, run: int) -> Path:
    """Another file in each run, out of those in the default language."""
    found = sorted(path for path in folder.rglob(pattern) if path.name.count(".") == 1)
    return found[(run * 37 + 3) % len(found)]


def _page(project: Path, edition: str, path: Path, folder: str) -> Path:
    return project / "site" / edition / path.relative_to(project / folder).with_suffix("") / "index.html"


def _edit_body(project: Path, run: int) -> tuple[tuple[Path, str], ...]:
    path, words = _nth(project / "docs", "article-*.md", run), f"One more sentence about body number {run}"
    path.write_text(f"{path.read_text('utf-8')}\n{words}.\n", "utf-8")
    return tuple((_page(project, edition, path, "docs"), words) for edition in ("public", "agents"))


def _edit_title(project: Path, run: int) -> tuple[tuple[Path, str], ...]:
    path, words = _nth(project / "docs", "article-*.md", run + 1), f"Another name with number {run}"
    head, _, tail = path.read_text("utf-8").partition("title: ")
    path.write_text(f"{head}title: {words}\n{tail.partition(chr(10))[2]}", "utf-8")
    return tuple((_page(project, edition, path, "docs"), words) for edition in ("public", "agents"))


def _edit_fact(project: Path, run: int) -> tuple[tuple[Path, str], ...]:
    facts, value = project / "facts.yml", 700 + run
    head, name, tail = facts.read_text("utf-8").partition(f"\n{SHARED_FACT}:")
    before, _, after = tail.partition("value: ")
    facts.write_text(f"{head}{name}{before}value: {value}\n{after.partition(chr(10))[2]}", "utf-8")
    said = [
        path
        for path in sorted((project / "docs").rglob("article-*.md"))
        if path.name.count(".") == 1 and f"fact.{SHARED_FACT}" in path.read_text("utf-8")
    ]
    return tuple((_page(project, edition, path, "docs"), f"{value} days")
                 for path in said for edition in ("public", "agents"))  # fmt: skip


def _edit_script(project: Path, run: int) -> tuple[tuple[Path, str], ...]:
    path, words = _nth(project / "agents/scripts", "*.md", run), f"One more sentence about reply number {run}"
    head, mark, tail = path.read_text("utf-8").partition("\n---\n")
    path.write_text(f"{head}{mark}\n{words}. {tail.lstrip()}", "utf-8")
    return ((_page(project, "agents", path, "agents"), words),)


def _edit_note(project: Path, run: int) -> tuple[tuple[Path, str], ...]:
    path, words = _nth(project / "agents/notes", "*.md", run), f"One more sentence about note number {run}"
    path.write_text(f"{path.read_text('utf-8')}\n{words}.\n", "utf-8")
    return ((_page(project, "agents", path, "agents/notes"), words),)


_EDITS: Mapping[str, Callable[[Path, int], tuple[tuple[Path, str], ...]]] = {
    "body": _edit_body, "title": _edit_title, "fact": _edit_fact, "script": _edit_script, "note": _edit_note,
}  # fmt: skip
