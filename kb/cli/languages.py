"""`kb languages`: the languages of the project; one is added, or taken out with all that belongs to it."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from kb.cli.command import DONE, Command, UsageError, project_root
from kb.cli.printing import add_json, print_json
from kb.content.load import load_library
from kb.importers.common.choices import read_languages, read_markets
from kb.importers.scaffold.places import Plan, plan_adding_language, plan_removing_language
from kb.project.project import Project, load_project


def add_plan_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """The arguments of the two commands that add and take out."""
    parser.add_argument("action", choices=("list", "add", "remove"), nargs="?", default="list", help="default: list")
    parser.add_argument("code", metavar="CODE", nargs="?", default="", help=what)
    parser.add_argument("--yes", action="store_true", help="remove it; without it, only what would go is shown")
    add_json(parser, "print what there is, or the files that change, are deleted, and what is left to do")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_plan_arguments(parser, "the language, such as de or pt-BR")
    parser.add_argument("--markets", metavar="CODES", default="", help="markets that a new language speaks for")


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    project = load_project(root)
    if arguments.action == "list":
        _print_list(project, as_json=arguments.json)
        return DONE
    needed = f"name the language: kb languages {arguments.action} CODE"
    if arguments.action == "remove":
        code = arguments.code or _refuse(needed)
        return carry_out(plan_removing_language(project, code), root, arguments, is_meant=arguments.yes)
    language, markets = read_languages(arguments.code), read_markets(arguments.markets)
    if wrong := (*language.wrong, *markets.wrong):
        raise UsageError("\nkb: ".join(wrong))
    if unknown := [market for market in markets.value if market not in project.options.markets]:
        raise UsageError(f"{unknown[0]} is not among the markets: kb markets add {unknown[0]}")
    if len(language.value) != 1:
        raise UsageError(needed)
    return carry_out(plan_adding_language(project, language.value[0], markets.value), root, arguments, is_meant=True)


def _refuse(message: str) -> str:
    raise UsageError(message)


def carry_out(plan: Plan, root: Path, arguments: argparse.Namespace, *, is_meant: bool) -> int:
    """Do what is planned, or only show it."""
    if plan.refused:
        raise UsageError(plan.refused)
    if not arguments.json:
        print("\n".join(plan.lines()))
    if is_meant:
        plan.carry_out(root)
    if arguments.json:
        changed = [path for path, _ in plan.texts]
        print_json({"changed": changed, "deleted": list(plan.deleted), "left": list(plan.left), "done": is_meant})
        return DONE
    for line in plan.left:
        print(f"left to do: {line}")
    print("Done." if is_meant else "Nothing was changed yet: the same with --yes does it.")
    return DONE


def _print_list(project: Project, *, as_json: bool) -> None:
    options = project.options
    loaded = load_library(project.root, options, docs=project.docs, intake=project.intake, with_agents=True)
    counts = Counter(one.language for one in loaded.library.documents() if not one.untranslated)
    if as_json:
        print_json(
            [
                {
                    "code": code,
                    "name": language.name,
                    "markets": list(options.markets_of(code)),
                    "documents": counts[code],
                    "default": code == options.default_language,
                    "in_translation": language.in_translation,
                }
                for code, language in options.languages.items()
            ]
        )
        return
    for code, language in options.languages.items():
        notes = ["default"] if code == options.default_language else []
        notes += ["in translation"] if language.in_translation else []
        files = f"{counts[code]} document" + ("" if counts[code] == 1 else "s")
        markets = ", ".join(options.markets_of(code))
        print("  ".join(filter(None, (code, language.name, markets, files, ", ".join(notes)))))


COMMAND = Command("languages", "list the languages, add one, or remove one with all its files", _add_arguments, _run)
