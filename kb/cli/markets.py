"""`kb markets`: the countries that the shop sells in; one is added, or taken out of settings, facts and notices."""

from __future__ import annotations

import argparse

from kb.cli.command import DONE, Command, UsageError, project_root
from kb.cli.languages import add_plan_arguments, carry_out
from kb.cli.printing import print_json
from kb.importers.common.choices import read_currencies, read_markets
from kb.importers.scaffold.places import plan_adding_market, plan_removing_market
from kb.project.project import Project, load_project


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_plan_arguments(parser, "the country, such as DE")
    parser.add_argument("--currency", metavar="CODE", default="", help="of a new market (default: the country's own)")


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    if arguments.action == "list":
        _print_list(project, as_json=arguments.json)
        return DONE
    if not arguments.code:
        raise UsageError(f"name the market: kb markets {arguments.action} CODE")
    if arguments.action == "remove":
        return carry_out(plan_removing_market(project, arguments.code.upper()), root, arguments, is_meant=arguments.yes)
    named = read_markets(arguments.code)
    currencies, wrong = read_currencies(arguments.currency, named.value)
    if told := (*named.wrong, *wrong):
        raise UsageError("\nkb: ".join(told))
    code = named.value[0]
    return carry_out(plan_adding_market(project, code, currencies[code]), root, arguments, is_meant=True)


def _print_list(project: Project, *, as_json: bool) -> None:
    options = project.options
    speaking = {
        market: [one for one in options.languages if market in options.markets_of(one)] for market in options.markets
    }
    if as_json:
        rows = [
            {"code": code, "currency": market.currency, "languages": speaking[code]}
            for code, market in options.markets.items()
        ]
        print_json(rows)
        return
    for code, market in options.markets.items():
        print("  ".join(filter(None, (code, market.currency, ", ".join(speaking[code])))))


COMMAND = Command("markets", "list the markets, add one, or remove one with its facts", _add_arguments, _run)
