"""`kb translations`: which translation is up to date, outdated, missing or untracked; `--accept` records it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, no_such, project_root, start_folder
from kb.cli.completion_values import completes, languages
from kb.cli.printing import print_json, print_problems
from kb.content.load import load_library
from kb.project.project import Project, load_project
from kb.reports.translations import State, Translation, TranslationRow, accept_translations, translation_table
from kb.source.problem import Problem
from kb.ui_strings import shipped_strings
from kb.ui_strings.missing import missing_keys
from kb.ui_strings.own import read_own_strings
from kb.ui_strings.plurals import split_form


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the table as a list; with --accept one object; with --words one object",
    )
    parser.add_argument("--all", action="store_true", help="show also what is up to date in every language")
    parser.add_argument(
        "--words",
        metavar="CODE",
        help="print the interface words that CODE lacks, in English, as they are to be written in words/CODE.yml",
    )
    parser.add_argument(
        "--accept",
        nargs="*",
        metavar="FILE",
        help="record in each FILE (all translations, when none is named) that it follows its source as it is now",
    )
    completes(parser, words=languages)


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    if arguments.words is not None:
        return _print_words(project, arguments.words, as_json=arguments.json)
    loaded = load_library(root, project.options, docs=project.docs, intake=project.intake, with_agents=True)
    errors = [problem for problem in (*project.problems, *loaded.problems) if problem.is_error]
    table = translation_table(loaded.library, project.options)
    if arguments.accept is not None:
        return _accept(arguments, root, table, errors)
    if errors:
        print_problems(errors)
    languages = project.options.other_languages
    print(_as_json(table) if arguments.json else _as_table(table, languages, show_all=arguments.all))
    waiting = [row for row in table if row.untranslated]
    if waiting and not arguments.json:
        print(
            f"{project.options.default_language}: {len(waiting)} untranslated: "
            + ", ".join(row.path for row in waiting)
        )
    return PROBLEMS if errors else DONE


def _print_words(project: Project, code: str, *, as_json: bool) -> int:
    options = project.options
    code = options.aliases.get(code, code)
    if code not in options.languages:
        raise UsageError(no_such("language", code, list(options.languages)))
    own, _ = read_own_strings(project.root, options.languages, options.aliases)
    english = shipped_strings("en")
    words = {key: english.get(key) or english[split_form(key)[0]] for key in missing_keys(code, own)}
    if as_json:
        print_json(words)
        return DONE
    for key, word in words.items():
        print(yaml.safe_dump({key: word}, allow_unicode=True, width=1000), end="")
    return DONE


def _accept(arguments: argparse.Namespace, root: Path, table: Sequence[TranslationRow], errors: list[Problem]) -> int:
    start, named = start_folder(arguments), arguments.accept
    if errors:
        print_problems(errors)
        print("Nothing was recorded: mend these errors first.", file=sys.stderr)
        return PROBLEMS
    only = {_inside(root, start, name) for name in named} if named else None
    held = [one for row in table for one in row.translations if one.path]
    known = {one.path for one in held if only or one.state is not State.UNTRANSLATED}
    if only and (strange := sorted(only - known)):
        raise UsageError(f"{strange[0]} is not a translation of a document in the default language")
    done = accept_translations(root, table, only=only)
    for path, why in done.refused:
        print(f"{path}: not recorded: {why}", file=sys.stderr)
    if arguments.json:
        refused = [{"path": path, "why": why} for path, why in done.refused]
        print_json({"recorded": list(done.written), "refused": refused})
    else:
        print(f"Recorded in {len(done.written)} of {len(known if only is None else only)} translations.")
    return PROBLEMS if done.refused else DONE


def _inside(root: Path, start: Path, name: str) -> str:
    """A file named on the command line, relative to the project; it may be named from here or from there."""
    for path in (start / name, Path(name), root / name):
        if path.is_file() and path.resolve().is_relative_to(root.resolve()):
            return path.resolve().relative_to(root.resolve()).as_posix()
    raise UsageError(f"there is no file {name} in this project")


def _as_json(table: Sequence[TranslationRow]) -> str:
    rows = [
        {
            "id": row.id,
            "kind": row.kind.value,
            "title": row.title,
            "path": row.path,
            "hash": row.source_hash,
            "untranslated": row.untranslated or None,
            "translations": {one.language: _cell_json(one) for one in row.translations},
        }
        for row in table
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _cell_json(one: Translation) -> dict[str, object]:
    return {
        "state": one.state.value,
        "path": one.path or None,
        "since": [{"on": change.on.isoformat(), "what": change.what} for change in one.since],
    }


def _as_table(table: Sequence[TranslationRow], languages: Sequence[str], *, show_all: bool) -> str:
    shown = [row for row in table if show_all or any(one.state is not State.CURRENT for one in row.translations)]
    width = max([len("document"), *(len(row.id) for row in shown)])
    lines = []
    if shown and languages:
        lines.append("  ".join(["document".ljust(width), *(code.ljust(11) for code in languages)]).rstrip())
    for row in shown if languages else ():
        cells = [row.id.ljust(width), *(one.state.value.ljust(11) for one in row.translations)]
        lines.append("  ".join(cells).rstrip())
        for one in row.translations:
            lines += [f"    {one.language}: since {change.on}: {change.what}" for change in one.since]
            if one.state is State.OUTDATED and not one.since:
                lines.append(f"    {one.language}: the source changed without a line in `changes`")
    for place, code in enumerate(languages):
        counts = Counter(row.translations[place].state for row in table)
        lines.append(f"{code}: " + ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state]))
    return "\n".join(lines) or "The project has one language."


COMMAND = Command("translations", "show which translations are up to date, outdated or missing", _add_arguments, _run)
