"""Renames that git knows → old addresses that keep working. Reads git; never looks at `agents/`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.content.front_matter_edit import UneditableError, with_list_items
from kb.content.model import Document, Library
from kb.content.urls import parse_name, slug_of
from kb.project.options import Options
from kb.reports.translations import Accepted, write_edited
from kb.source.files import MARKDOWN


class NoHistoryError(Exception):
    """There is no git, or no repository; the message says which."""


@dataclass(frozen=True, slots=True)
class Rename:
    """One file that got another name; paths below the project's `docs` folder, without it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ProposedRedirect:
    """An old address, and the page it should lead to."""

    old: str
    new: str
    """The id of the page."""
    path: str
    """The file whose front matter takes the old address."""


def read_renames(root: Path, docs: str = "docs") -> tuple[Rename, ...]:
    """Every rename below `docs` that git knows, the newest first: uncommitted ones, then the history.

    Raises `NoHistoryError`.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree").strip() != "true":
        raise NoHistoryError(f"{root} is not in a git repository, so no renames are known")
    shape = ["-M", "--diff-filter=R", "--name-status", "-z", "--relative"]
    found: list[Rename] = []
    if _git(root, "rev-list", "-n1", "--all").strip():
        found += _parse(_git(root, "diff", *shape, "HEAD", "--", docs), docs)
        found += _parse(_git(root, "log", *shape, "--format=", "--", docs), docs)
    return tuple(found)


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks part of its history, and with it older renames."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise NoHistoryError("the program git is not installed, so no renames are known") from None
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip().splitlines()
        if any("not a git repository" in line for line in words):
            raise NoHistoryError(f"{root} is not in a git repository, so no renames are known") from None
        raise NoHistoryError(f"git could not be asked: {words[0] if words else 'it gave no reason'}") from None
    return done.stdout.decode("utf-8", "surrogateescape")


def _parse(output: str, docs: str) -> list[Rename]:
    """`R100 NUL old NUL new NUL …`; with -z git quotes nothing."""
    parts = [part.strip("\n") for part in output.split("\0")]
    renames = []
    top = f"{docs}/"
    for status, old, new in zip(parts, parts[1:], parts[2:], strict=False):
        if status[:1] == "R" and status[1:].isdigit() and old.startswith(top) and new.startswith(top):
            renames.append(Rename(old[len(top) :], new[len(top) :]))
    return renames


def propose_redirects(renames: Iterable[Rename], library: Library, options: Options) -> tuple[ProposedRedirect, ...]:
    """Old addresses that lead nowhere now and that no page claims yet, sorted. `renames`: newest first."""
    public = [article for article in library.articles.values() if not article.is_internal]
    homes: dict[str, Document] = {}
    for article in public:
        if article.id not in homes or article.language == options.default_language:
            homes[article.id] = article
    taken = {slug_of(id) for id in homes}
    taken |= {slug_of(old.strip("/")) for article in public for old in article.redirect_from}
    targets = _follow(renames, options)
    found = []
    for old, new in sorted(targets.items()):
        if new in homes and slug_of(old) and slug_of(old) not in taken:
            found.append(ProposedRedirect(slug_of(old), new, homes[new].path))
    return tuple(found)


def _follow(renames: Iterable[Rename], options: Options) -> dict[str, str]:
    """Old id → the id it has now, through every later rename."""
    targets: dict[str, str] = {}
    for rename in renames:
        if not (rename.old.lower().endswith(MARKDOWN) and rename.new.lower().endswith(MARKDOWN)):
            continue
        old = parse_name(rename.old, is_internal=False, options=options).id
        new = parse_name(rename.new, is_internal=False, options=options).id
        if old != new:
            targets.setdefault(old, targets.get(new, new))
    return {old: new for old, new in targets.items() if old != new}


def write_redirects(root: Path, redirects: Iterable[ProposedRedirect]) -> Accepted:
    """Add each old address to the `redirect_from` of its page; what stands there already stays."""
    by_path: dict[str, list[str]] = {}
    for redirect in redirects:
        by_path.setdefault(redirect.path, []).append(redirect.old)
    return _write(root, by_path)


def _write(root: Path, by_path: Mapping[str, list[str]]) -> Accepted:
    written: list[str] = []
    refused: list[tuple[str, str]] = []
    for path, olds in sorted(by_path.items()):
        try:
            if write_edited(root / path, with_list_items((root / path).read_bytes(), "redirect_from", olds)):
                written.append(path)
        except (OSError, UneditableError) as error:
            refused.append((path, str(error)))
    return Accepted(tuple(written), tuple(refused))
