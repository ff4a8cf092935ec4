"""Generated manual pages cover every row."""

from __future__ import annotations

import argparse
import re

from kb.channels.registry import shipped_channels
from kb.cli.main import COMMANDS, make_parser
from kb.content.schema import FIELDS
from kb.markdown.rendering import Renderer
from kb.project.option_table import OPTIONS
from kb.reports.discovery import command_line
from kb.reports.reference import commands_pages, reference_pages, subcommands


def test_every_field_option_and_channel_has_its_heading() -> None:
    pages = reference_pages()
    for names, page in (
        ([field.name for field in FIELDS], "reference-fields.md"),
        ([option.name for option in OPTIONS], "reference-options.md"),
        (list(shipped_channels()), "reference-channels.md"),
    ):
        for name in names:
            assert f"## `{name}`" in pages[page]


def test_every_example_of_a_field_and_an_option_is_shown_whole() -> None:
    pages = reference_pages()
    for field in FIELDS:
        assert f"```yaml\n{field.example}\n```" in pages["reference-fields.md"]
    for option in OPTIONS:
        assert f"```yaml\n{option.example}\n```" in pages["reference-options.md"]


def test_every_command_and_every_argument_is_described() -> None:
    pages = {name: text for name, text in reference_pages().items() if name.startswith("reference-commands-")}
    assert "reference-commands-more.md" not in pages, "a new command belongs into one of the groups"
    page = "\n".join(pages.values())
    overview = reference_pages()["reference-commands.md"]
    assert all(f"]({name})" in overview for name in pages)
    parsers = subcommands(make_parser())
    assert all(page.count(f"## `kb {name}`\n") == 1 and f"`kb {name}`" in overview for name in parsers)
    assert [name for name in parsers if " " not in name] == list(COMMANDS)
    for name, parser in parsers.items():
        section = page.partition(f"## `kb {name}`\n")[2].partition("\n## `kb")[0]
        assert section, name
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                assert all(f"{name} {inner}" in parsers for inner in action.choices)
                continue
            for option in action.option_strings:
                assert option in section or option in ("-h", "--help")
            if not action.option_strings:
                assert str(action.metavar or ",".join(map(str, action.choices or ())) or action.dest) in section


def test_the_command_line_is_found_by_name() -> None:
    assert isinstance(command_line(), argparse.ArgumentParser)
    assert commands_pages(command_line()) == commands_pages(make_parser())


def test_help_with_defaults_and_bars_fits_a_table_cell() -> None:
    parser = argparse.ArgumentParser(prog="kb", description="D.")
    sub = parser.add_subparsers().add_parser("go", description="G.")
    sub.add_argument("--mode", choices=("a", "b"), default="a", help="a|b (default: %(default)s)")
    assert "| `--mode {a,b}` | a\\|b (default: a) |" in commands_pages(parser)["reference-commands-more.md"]


def test_pages_render_with_their_headings_and_tables() -> None:
    renderer = Renderer(["attr_list", "tables", "pymdownx.superfences"])
    for name, text in reference_pages().items():
        html = renderer.render(text).html
        outside = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert html.count("<h2") == outside.count("\n## "), name
        assert ("<table>" in html) == ("|---|" in outside), name
