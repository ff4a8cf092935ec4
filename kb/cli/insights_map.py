"""`kb insights map FILE`: a first mapping file for a table that no source knows."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, from_project, project_root, start_folder
from kb.cli.insights_project import HOW_TO_INSTALL, make_context
from kb.cli.printing import add_json, print_json, remark
from kb.text.folding import fold_slug


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a table as the shop exports or keeps it")
    parser.add_argument("--name", metavar="NAME", help="name of the mapping (default: the file's)")
    parser.add_argument("--market", metavar="CODE", help="the market whose money and dates it has")
    parser.add_argument("--print", dest="prints", action="store_true", help="print it instead of writing a file")
    parser.add_argument("--force", action="store_true", help="replace a mapping of that name")
    add_json(parser, "print one object: the file written, and fields that it could not fill")


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.reading.files import open_parts
    from kb.insights.reading.parts import ReadError
    from kb.insights.sources.all_sources import recognise
    from kb.insights.sources.mapping import FOLDER
    from kb.insights.sources.mapping_proposal import propose_mapping

    root = project_root(arguments)
    path = start_folder(arguments) / arguments.file
    if not path.is_file():
        raise UsageError(f"there is no file {arguments.file}")
    shown = from_project(arguments, arguments.file, root)
    context = make_context(root, arguments)
    try:
        part = next((part for part in open_parts(path, shown) if part.head), None)
        if part is None:
            raise ReadError("is no table", hint="export it as CSV or Excel")
        known = recognise(part)
        text, missing = propose_mapping(
            part, context.file_name(part.file), context.zone, context.currency, context.redacted
        )
    except ReadError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise UsageError(f"{error.file or shown}:{error.line}: {error.message}{hint}") from None
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("python_calamine"):
            raise UsageError(HOW_TO_INSTALL) from None
        raise
    if known:
        remark(arguments, f"{shown} is known already ({known.what}): a mapping is needed only if that is wrong")
    if arguments.prints:
        print(text, end="")
        return DONE
    stem = Path(arguments.file).stem
    own_name = stem if context.file_name(stem) == stem else ""  # tables are named after customers
    target = root / FOLDER / f"{_name(arguments.name or own_name)}.yml"
    named = target.relative_to(root).as_posix()
    if target.exists() and not arguments.force:
        raise UsageError(f"{named} is there already: name another with --name, or replace it with --force")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    if arguments.json:
        print_json({"mapping": named, "missing": missing})
    else:
        print(f"{named} proposed. Look through it, then: kb insights import {shown}")
        if missing:
            print(f"  still needed: the columns of {', '.join(missing)}")
    return PROBLEMS if missing else DONE


def _name(text: str) -> str:
    """A file's name that says the kind of table and not the week: digits at its end are left out."""
    return fold_slug(re.sub(r"[\d_.\-\s()]+$", "", text)) or "table"


ACTION = Command("map", "propose how a table that kb does not know is read", _add_arguments, _run)
