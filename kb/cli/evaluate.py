"""`kb evaluate`: search quality on a folder of questions with known answers (BEIR layout)."""

from __future__ import annotations

import argparse
import json

from kb.cli.command import DONE, Command, UsageError, start_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv and dataset.json")
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--no-accents", action="store_true", help="strip the queries of accents")
    parser.add_argument("--nfd", action="store_true", help="decompose the queries' letters (NFD)")
    parser.add_argument("--typos", metavar="SEED", type=int, help="one slip in each word of four letters or more")


def _run(arguments: argparse.Namespace) -> int:
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


COMMAND = Command("evaluate", "measure search on questions with known answers", _add_arguments, _run)
