"""`kb schema`: the fields of front matter, as a list or as JSON Schema for editors."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kb.cli.command import DONE, Command, UsageError, start_folder
from kb.content.model import Kind
from kb.content.schema import FIELDS
from kb.reports.schema import all_schemas, front_matter_schema


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="only the fields of one kind of file")
    parser.add_argument("--json", action="store_true", help="print JSON Schema")
    parser.add_argument("--out", metavar="DIR", help="write one KIND.schema.json for each kind into DIR")


def _run(arguments: argparse.Namespace) -> int:
    kinds = [Kind(arguments.kind)] if arguments.kind else list(Kind)
    if arguments.out:
        _write(start_folder(arguments) / arguments.out, kinds)
    elif arguments.json:
        print(_as_json(front_matter_schema(kinds[0]) if arguments.kind else all_schemas()))
    else:
        for field in FIELDS:
            if field.kinds & set(kinds):
                print(f"{field.name}: {field.form}. {field.what}")
    return DONE


def _write(folder: Path, kinds: list[Kind]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            (folder / f"{kind.value}.schema.json").write_text(f"{_as_json(front_matter_schema(kind))}\n", "utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    print(f"{len(kinds)} schemas → {folder}", file=sys.stderr)


def _as_json(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2)


COMMAND = Command("schema", "show the fields of front matter, or their JSON Schema for editors", _add_arguments, _run)
