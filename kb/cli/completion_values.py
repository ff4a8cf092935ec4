"""What the shell completes beside commands and options: names that the project around has.

Each function gives names and may fail in any way: the shell then completes nothing. No content is parsed for it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kb.project.folders import AGENTS
from kb.project.project import Project, find_project, load_project

Names = Callable[[Project], Iterable[str]]


def completes(parser: argparse.ArgumentParser, **names: Names) -> None:
    """Let the shell complete the arguments of `parser` by names of the project in which they are typed.

    Each keyword is an argument's name in the namespace (`lang`), its value what gives the names.
    """
    for action in parser._actions:
        if action.dest in names:
            action.completer = _completer(names[action.dest])  # type: ignore[attr-defined]  # argcomplete looks for it


def _completer(names: Names) -> Callable[..., list[str]]:
    def complete(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
        try:
            project = load_project(find_project(Path(parsed_args.folder or ".").resolve()), tries_extensions=False)
            return [name for name in names(project) if name.startswith(prefix)]
        except Exception:  # whatever is wrong with the project is told by commands, not by the shell's Tab key
            return []

    return complete


def languages(project: Project) -> Iterable[str]:
    """Codes of the shop's languages."""
    return project.options.languages


def channels(project: Project) -> Iterable[str]:
    """Ids of the channels that the shop has."""
    from kb.channels.registry import channels_from_options

    return channels_from_options(project.options.channels)[0]


def markets(project: Project) -> Iterable[str]:
    """Codes of the shop's markets."""
    return project.options.markets


def customer_classes(project: Project) -> Iterable[str]:
    """Names of the shop's classes of customers."""
    return project.options.variants


def scripts(project: Project) -> Iterable[str]:
    """Ids of the saved replies, without `scripts/` in front."""
    return _ids(project, f"{AGENTS}/scripts")


def articles(project: Project) -> Iterable[str]:
    """Ids of the public articles."""
    return _ids(project, project.docs)


def _ids(project: Project, folder: str) -> list[str]:
    """Ids of the documents below `folder`, from their files' names, without those of languages at the end."""
    endings = tuple(f".{code}" for code in (*project.options.languages, *project.options.aliases))
    top = project.root / folder
    names = (path.relative_to(top).with_suffix("").as_posix() for path in top.rglob("*.md"))
    return sorted({name.rpartition(".")[0] if name.endswith(endings) else name for name in names})


def facts(project: Project) -> Iterator[str]:
    """Names of the facts."""
    import yaml

    for name in ("facts.yml", f"{AGENTS}/facts.yml"):
        if (project.root / name).is_file():
            yield from map(str, yaml.safe_load((project.root / name).read_text("utf-8")) or ())


def gap_groups(project: Project) -> Iterator[str]:
    """Ids of groups of questions in the newest list of gaps."""
    from kb.insights.gaps.saved import read_report, saved_weeks

    for week in saved_weeks(project.root)[:1]:
        yield from (gap.id for gap in read_report(project.root, week).gaps)
