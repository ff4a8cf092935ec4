"""A new project's folder: all of it, or nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.importers.common.starter_files import OUR_README, README

STAGING = ".kb-init"
"""Where the files are made, within the new folder, so that they are put in their places by renaming alone."""
_IGNORES = ".gitignore"
_WELCOME = re.compile(r"\.git|\.gitignore|\.gitattributes|(LICEN[CS]E|COPYING|README)([.-].*)?", re.IGNORECASE)
"""What a repository that was just made holds: it may be there."""


def refusal_of_target(target: Path) -> str:
    """Why a new project cannot be made in `target`; empty when it can."""
    if target.is_symlink() and not target.exists():
        return f"{target} is a symbolic link to nothing: choose another folder"
    if target.exists() and not target.is_dir():
        return f"{target} is a file: choose another folder"
    others = sorted(name for name in _names_in(target) if not _WELCOME.fullmatch(name) and name != STAGING)
    if not others:
        return ""
    named = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
    return (
        f"{target} is not empty (it has {named}): choose a new folder, or one with nothing but .git, .gitignore, "
        "a README and a LICENSE, so that nothing of yours is overwritten"
    )


def _names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write the new project into; left without an exception, all of it is put into `target`.

    Otherwise `target` is as it was. A README that is there stays, ours gets another name; our lines are added to a
    `.gitignore` that is there.
    """
    made = [folder for folder in (target, *target.parents) if not folder.exists()]
    staging = target / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)  # of a run that was killed
        staging.mkdir(parents=True)
        yield staging
        _put_in_place(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        for folder in made:
            folder.rmdir()
        raise
    staging.rmdir()


def _put_in_place(staging: Path, target: Path) -> None:
    if any(name.casefold() == README.casefold() for name in _names_in(target)) and (staging / README).exists():
        (staging / README).rename(staging / OUR_README)
    ignores = target / _IGNORES
    before = ignores.read_bytes() if ignores.is_file() else None
    if before is not None and (staging / _IGNORES).is_file():
        (staging / _IGNORES).write_bytes(_with_our_lines(before, (staging / _IGNORES).read_bytes()))
    placed: list[Path] = []
    try:
        for entry in sorted(staging.iterdir(), key=lambda entry: entry.name == "mkdocs.yml"):
            placed.append(target / entry.name)
            entry.replace(placed[-1])
    except BaseException:
        for path in placed:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        if before is not None:
            ignores.write_bytes(before)
        raise


def _with_our_lines(theirs: bytes, ours: bytes) -> bytes:
    known = set(theirs.splitlines())
    missing = [line for line in ours.splitlines() if line not in known]
    return (
        theirs + (b"" if not theirs or theirs.endswith(b"\n") else b"\n") + b"".join(line + b"\n" for line in missing)
    )


def remarks_on(target: Path) -> tuple[str, ...]:
    """What a new project does to files that are in `target` already, in sentences; asked before it is made."""
    names = _names_in(target)
    readme = next((name for name in names if name.casefold() == README.casefold()), "")
    found = [f"{readme} is yours and stays; what kb has to say is in {OUR_README}"] if readme else []
    if _IGNORES in names:
        found.append(f"{_IGNORES} is yours and stays; what kb makes is added to it")
    return tuple(found)
