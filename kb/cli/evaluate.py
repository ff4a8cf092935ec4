"""`kb evaluate`: how well search finds what a project's own questions ask, or the labelled ones of a folder."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from kb.cli.asked_file import add_asked, read_asked_file
from kb.cli.command import DONE, Command, UsageError, add_today, project_root, read_today, start_folder
from kb.cli.printing import print_json, print_problems, problem_rows


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data",
        metavar="DIR",
        nargs="?",
        help="corpus.jsonl, queries.jsonl, qrels/test.tsv and dataset.json (default: the project's own questions)",
    )
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--no-accents", action="store_true", help="with DIR: strip the queries of accents")
    parser.add_argument("--nfd", action="store_true", help="with DIR: decompose the queries' letters (NFD)")
    parser.add_argument(
        "--typos", metavar="SEED", type=int, help="with DIR: a slip in each word of four letters or more"
    )
    add_asked(parser, "of the project: name words that shoppers use and no page has")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.data is None:
        return _of_project(arguments)
    if arguments.asked is not None:
        raise UsageError("--asked is for the project's own questions: leave out DIR")
    return _of_folder(arguments)


def _of_project(arguments: argparse.Namespace) -> int:
    """Ask every question of the project; what is found wrong stands at its path and line, and stops nothing."""
    from kb.search.quality.asked import words_of_no_page
    from kb.workspace.indexes import build_index_of
    from kb.workspace.question_checks import figures_of, try_all
    from kb.workspace.workspace import open_workspace

    if arguments.no_accents or arguments.nfd or arguments.typos is not None:
        raise UsageError("--no-accents, --nfd and --typos change the queries of a folder: name DIR")
    root = project_root(arguments)
    today = read_today(arguments)
    workspace = open_workspace(root, "agents", today=today, with_checks=False)
    asked = read_asked_file(arguments, workspace.edition.options.languages)
    tried = try_all(workspace)
    found = [problem for group in tried for problem in group.problems()]
    if asked:
        public = open_workspace(root, "public", today=today, with_checks=False)
        indexes = {code: build_index_of(public, code) for code in {one.language for one in asked}}
        found += words_of_no_page(asked, indexes, _name_of(root, start_folder(arguments) / arguments.asked))
    told, _ = workspace.severities.apply(found)
    figures = figures_of(tried)
    if arguments.json:
        print_json({"languages": figures, "problems": problem_rows(told)})
        return DONE
    print_problems(told, to=sys.stdout)
    for code, row in figures.items():
        print(f"{code}: " + ", ".join(f"{name.replace('_', ' ')} {'-' if n is None else n}" for name, n in row.items()))
    return DONE


def _name_of(root: Path, path: Path) -> str:
    """A file as problems name it: from the project, where it lies there."""
    return Path(os.path.relpath(path.resolve(), root)).as_posix()


def _of_folder(arguments: argparse.Namespace) -> int:
    from kb.search.quality.evaluation import evaluate

    folder = start_folder(arguments) / arguments.data
    try:
        figures = evaluate(folder, no_accents=arguments.no_accents, nfd=arguments.nfd, typos_seed=arguments.typos)
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{folder} cannot be evaluated: {error}") from error
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name:16} {value}")
    return DONE


COMMAND = Command(
    "evaluate", "measure search: on the project's own questions, or on labelled ones", _add_arguments, _run
)
