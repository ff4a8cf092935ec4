"""`kb markets`: the countries that the shop sells in; one is added, or taken out of settings, facts and notices."""

from __future__ import annotations

import argparse

from kb.cli.command import DONE, Command, UsageError, project_root
from kb.cli.languages import add_plan_arguments, carry_out
from kb.importers.common.choices import read_currencies, read_markets
from kb.importers.scaffold.places import plan_adding_market, plan_removing_market
from kb.project.project import load_project


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_plan_arguments(parser, "the country, such as DE")
    parser.add_argument("--currency", metavar="CODE", default="", help="of a new market (default: the country's own)")


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    if arguments.action == "list":
        for code, market in project.options.markets.items():
            speaking = [one for one in project.options.languages if code in project.options.markets_of(one)]
            print("  ".join(filter(None, (code, market.currency, ", ".join(speaking)))))
        return DONE
    if not arguments.code:
        raise UsageError(f"name the market: kb markets {arguments.action} CODE")
    if arguments.action == "remove":
        return carry_out(plan_removing_market(project, arguments.code.upper()), root, is_meant=arguments.yes)
    named = read_markets(arguments.code)
    currencies, wrong = read_currencies(arguments.currency, named.value)
    if told := (*named.wrong, *wrong):
        raise UsageError("\nkb: ".join(told))
    code = named.value[0]
    return carry_out(plan_adding_market(project, code, currencies[code]), root, is_meant=True)


COMMAND = Command("markets", "list the markets, add one, or remove one with its facts", _add_arguments, _run)
