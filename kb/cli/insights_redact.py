"""`kb insights redact`: a text as it would be kept, and what was taken out of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, project_root, start_folder
from kb.cli.printing import add_json, count_of, print_json, remark

_FROM_INPUT = "-"
_MOST_BYTES = 20_000_000


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "What is taken out becomes [phone], [email], [id], [account], [address], [name] or [order]. The file is not "
        "changed, and nothing is stored. Own patterns and what is to stay: insights/redaction.yml."
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default=_FROM_INPUT,
        help="a text in UTF-8; - reads what is typed or piped in (default)",
    )
    parser.add_argument(
        "--name",
        dest="names",
        metavar="NAME",
        action="append",
        default=[],
        help="a sender's name, taken out wherever it stands, also in part; may be repeated",
    )
    parser.add_argument(
        "--country",
        dest="countries",
        metavar="CODE",
        action="append",
        default=[],
        help="rules of this country too, such as DE (default: the shop's markets and languages)",
    )
    add_json(parser, "print one object: the text, what was found of each kind, the countries")


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.redaction.redact import redact
    from kb.insights.redaction.rules import known_countries
    from kb.insights.redaction.shop import load_shop_rules
    from kb.insights.redaction.shop_file import RulesError
    from kb.project.project import load_project

    root = project_root(arguments)
    known = known_countries()
    options = load_project(root, tries_extensions=False).options
    more = [_country(code, known) for code in arguments.countries]
    try:
        rules = load_shop_rules(root, options, more)
    except RulesError as error:
        print(error, file=sys.stderr)
        if arguments.json:
            print_json({"error": str(error), "exit_code": PROBLEMS, "problems": []})
        return PROBLEMS
    done = redact(_read(arguments), rules, arguments.names)
    if arguments.json:
        print_json({"text": done.text, "found": dict(sorted(done.found.items())), "countries": list(rules.countries)})
        return DONE
    sys.stdout.write(done.text if done.text.endswith("\n") or not done.text else f"{done.text}\n")
    rows = [f"  {kind:<8} {number}" for kind, number in sorted(done.found.items())]
    total = count_of(sum(done.found.values()), "personal detail")
    remark(arguments, "\n".join([f"{total} taken out, by the rules of {', '.join(rules.countries)}", *rows]))
    if missing := [one for one in rules.countries if one not in known]:
        remark(arguments, f"No rules of their own for {', '.join(missing)}: only what holds everywhere is known there.")
    return DONE


def _country(code: str, known: Sequence[str]) -> str:
    if code.upper() not in known:
        raise UsageError(f"there are no rules for the country “{code}”; choose from {', '.join(known)}")
    return code.upper()


def _read(arguments: argparse.Namespace) -> str:
    name = arguments.file
    if name == _FROM_INPUT:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        path = start_folder(arguments) / name
        if not path.is_file():
            raise UsageError(f"{name} is no file" if path.exists() else f"there is no file {name}")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{name} has more than {_MOST_BYTES // 1_000_000} MB; give a part of it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: is not UTF-8 text; save the file as UTF-8") from None


ACTION = Command("redact", "show a text as it would be kept, and what was taken out of it", _add_arguments, _run)
