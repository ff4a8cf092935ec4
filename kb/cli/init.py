"""`kb init`: a project of one's own, from nothing or from a Markdown site."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import Command, UsageError, add_today, read_today, start_folder
from kb.cli.import_report import tell_import
from kb.cli.printing import add_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.importers.common.choices import ChannelForm
    from kb.importers.scaffold.questions import NewShop, Question


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="DIR",
        help="the new project's folder: missing, empty, or with nothing in it but .git, a README and a LICENSE (`.`)",
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FOLDER",
        help="take over the Markdown site in FOLDER (MkDocs, Hugo, GitBook, or plain folders)",
    )
    for name, metavar, words in (
        ("--name", "NAME", "the shop's name (default: the folder's)"),
        ("--languages", "CODES", "such as de,en; the first is that of `/` (default: en,vi,ms, or by --markets)"),
        ("--markets", "CODES", "countries that you sell in, such as DE,AT (default: by --languages)"),
        ("--currency", "CODE", "such as EUR, or DE=EUR,CH=CHF (default: each country's own)"),
        ("--channels", "NAMES", "where you answer customers (default: livechat,email,hotline)"),
        ("--timezone", "NAME", "such as Europe/Berlin (default: the country's, if it has one alone)"),
        ("--shop-url", "ADDRESS", "where the shop itself is, such as https://shop.example/"),
        (
            "--kb-source",
            "SOURCE",
            "where the workflows install kb from: a wheel, https://….whl#sha256=…, or git+https://…@COMMIT",
        ),
    ):
        parser.add_argument(*([name, "--shop"] if name == "--name" else [name]), metavar=metavar, help=words)
    add_json(parser, "print one object: the project, files written, findings")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.importers.common.new_folder import refusal_of_target
    from kb.importers.scaffold.questions import QUESTIONS, NewShop
    from kb.importers.scaffold.starter import create_project
    from kb.importers.sites.import_site import import_site

    base = start_folder(arguments)
    target = base / arguments.target
    if refusal := refusal_of_target(target):
        raise UsageError(refusal)
    given = {one.name: text for one in QUESTIONS if (text := getattr(arguments, one.name)) is not None}
    shop = NewShop(base, target, _register(), given)
    is_asked = _somebody_is_there() and not arguments.source
    wrong: list[str] = []
    for one in QUESTIONS:
        if is_asked and one.name not in given:
            _ask(shop, one)
            continue
        wrong += [f"{one.option}: {why}" for why in shop.answer(one, given.get(one.name))]
        if wrong and is_asked:
            break
    if wrong:
        raise UsageError("\nkb: ".join(wrong))
    if arguments.source:
        report = import_site(base / arguments.source, target, shop.choices)
    else:
        report = create_project(target, today=read_today(arguments), choices=shop.choices)
    code = tell_import(report, arguments, project=arguments.target)
    if not arguments.json:
        print(_next_step(arguments.target))
    return code


def _next_step(target: str) -> str:
    """What to do now, as a shell takes it."""
    if Path(target) == Path():
        return "The project is ready. Next: kb build"
    word = shlex.quote(f"./{target}" if target.startswith("-") else target)
    return f"{target} is ready. Next: cd {word} && kb build"


def _register() -> Mapping[str, ChannelForm]:
    from kb.channels.channel import Form
    from kb.channels.registry import shipped_channels
    from kb.importers.common.choices import ChannelForm

    return {
        id: ChannelForm(id, one.form is Form.CALL, one.markets, bool(one.rule_packs))
        for id, one in shipped_channels().items()
    }


def _somebody_is_there() -> bool:
    """Whether a question can be read and answered: both ends are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _ask(shop: NewShop, question: Question) -> None:
    """Ask until the answer can be read; Enter takes what is shown, the end of the input stops all."""
    while True:
        default = question.default(shop)
        print(f"{question.words}" + (f" [{default}]" if default else "") + ": ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            print(file=sys.stderr)
            raise KeyboardInterrupt
        wrong = shop.answer(question, line.strip() or None)
        if not wrong:
            return
        for why in wrong:
            print(f"  {why}", file=sys.stderr)


COMMAND = Command("init", "start a help centre, from nothing or from a Markdown site", _add_arguments, _run)
