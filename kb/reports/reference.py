"""The manual's generated pages: rules, front-matter fields, options, commands, channels.

Made at build time from the same tables that the program runs on, so they cannot fall behind.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kb.channels.channel import LIMITS, Channel, Counting
from kb.channels.registry import shipped_channels
from kb.channels.wording import worded_channels
from kb.content.facts import UNITS
from kb.content.model import Kind
from kb.content.schema import FIELDS, Field
from kb.project.option_table import OPTIONS, Option
from kb.project.python_names import CALLED
from kb.project.setting_table import GROUPS
from kb.reports.discovery import all_rules, command_line
from kb.reports.rules import fenced, rules_pages
from kb.ui_strings import ui_strings

_FOLDERS: Mapping[Kind, str] = {
    Kind.FAQ: "docs/faq",
    Kind.GUIDE: "docs/guides",
    Kind.POLICY: "docs/policies",
    Kind.PAGE: "docs, elsewhere",
    Kind.SCRIPT: "agents/scripts",
    Kind.PROCEDURE: "agents/procedures",
    Kind.TRAINING: "agents/training",
    Kind.NOTE: "agents/notes",
    Kind.INTERNAL: "agents, elsewhere",
}

COMMAND_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "writing",
        "starting and writing",
        (
            *("init", "new", "languages", "markets", "import", "check", "serve", "translations", "facts", "redirects"),
            *("questions", "schema", "manual"),
        ),
    ),
    ("publishing", "building and publishing", ("build", "audit", "verify", "hosting", "keys")),
    (
        "answering",
        "searching and answering",
        ("search", "suggest", "reply", "export", "evaluate", "usage", "insights", "receive", "completion"),
    ),
)
"""(id of the page, its title, its commands): one page of all would be a heavy one."""


@cache
def reference_pages() -> Mapping[str, str]:
    """File name within the manual → Markdown of every generated page."""
    return {
        "reference-channels.md": channels_page(worded_channels(shipped_channels(), ["en"], ui_strings).values()),
        **commands_pages(command_line()),
        "reference-fields.md": fields_page(FIELDS),
        "reference-options.md": options_page(OPTIONS),
        "reference-settings.md": settings_page(),
        **rules_pages(all_rules()),
    }


def fields_page(fields: Sequence[Field]) -> str:
    """Markdown: every front-matter field, and which kind of file takes it."""
    lines = [
        "# Front-matter fields",
        "",
        "Fields stand at the top of a file, between two lines of `---`. Every one may be left out. "
        "`kb schema` gives the same as JSON Schema, for editors.",
        "",
        "| Folder | What it holds |",
        "|---|---|",
        *(f"| `{folder}` | {kind.value} |" for kind, folder in _FOLDERS.items()),
        "",
    ]
    for field in fields:
        kinds = (
            "every kind of file"
            if field.kinds == frozenset(Kind)
            else ", ".join(kind.value for kind in Kind if kind in field.kinds)
        )
        lines += [
            f"## `{field.name}`",
            "",
            f"{field.what}",
            "",
            f"Type: {field.form}. In: {kinds}.",
            "",
            fenced(field.example, "yaml"),
            "",
        ]
    lines += [
        "## Units of facts",
        "",
        "A fact in `facts.yml` has one of these units: " + ", ".join(f"`{unit}`" for unit in UNITS) + ".",
        "",
    ]
    return "\n".join(lines).rstrip() + "\n"


def options_page(options: Sequence[Option]) -> str:
    """Markdown: every option of the `kb` block in `mkdocs.yml`."""
    lines = [
        "# Options",
        "",
        "All options stand in `mkdocs.yml`, in the block of the plugin `kb`:",
        "",
        fenced("plugins:\n  - kb:\n      default_language: en", "yaml"),
        "",
    ]
    for option in options:
        lines += [f"## `{option.name}`", "", option.what, "", fenced(option.example, "yaml"), ""]
    return "\n".join(lines).rstrip() + "\n"


def settings_page() -> str:
    """Markdown: what becomes of each setting of MkDocs, of Material and of other plugins."""
    lines = [
        "# MkDocs and Material settings",
        "",
        "`mkdocs.yml` takes what MkDocs and Material for MkDocs take. Some of it has no effect on the pages of a help "
        "centre: `kb check`, `kb build`, `kb serve` and `mkdocs build` tell each such setting with its line (KB820), "
        "and a plugin that cannot stand beside kb (KB821). kb's own are [Options](reference-options.md); how to give "
        "the pages your own look is a page of its own: [Your look](look.md).",
        "",
    ]
    for heading, _, rows in GROUPS:
        lines += [f"## {heading}", "", "| Setting | | What kb does | What to do |", "|---|---|---|---|"]
        for row in rows:
            what, instead = (_sentence(text) for text in (row.what, row.instead))
            lines.append(f"| `{row.name.removeprefix('theme.')}` | {row.verdict.value} | {what} | {instead} |")
        lines.append("")
    lines += [
        "## Python in `mkdocs.yml`",
        "",
        "Tags such as these work as Material's manual gives them:",
        "",
        fenced(_TAGS, "yaml"),
        "",
        "A tag may name what an installed extension of Markdown, or Material, defines itself; only functions of "
        f"{', '.join(f'`{one}`' for one in CALLED)} are called by a tag. Anything else is refused (KB822): otherwise "
        "whoever sends you a project could run a program on your computer, as soon as you look at it with `kb check`.",
        "",
    ]
    return "\n".join(lines).rstrip() + "\n"


_TAGS = """\
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.tabbed:
      alternate_style: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds: {case: lower}"""


def _sentence(text: str) -> str:
    start = text[:1].upper() + text[1:]
    return (start if start.endswith((".", "…")) else f"{start}.").replace("|", "\\|") if text else ""


def commands_pages(parser: argparse.ArgumentParser) -> dict[str, str]:
    """File name → Markdown: an overview, and pages that describe each command with its arguments."""
    lines = [
        "# Commands",
        "",
        f"{parser.description} Each command answers `--help`.",
        "",
        parser.epilog or "",
        "",
        *_arguments_table(parser),
        "| Page | Its commands |",
        "|---|---|",
    ]
    found = subcommands(parser)
    placed = {name for _, _, names in COMMAND_GROUPS for name in names}
    others = tuple(name for name in found if name.partition(" ")[0] not in placed)
    pages = {}
    for id, heading, names in (*COMMAND_GROUPS, ("more", "More", others)):
        held = {name: sub for name, sub in found.items() if name in names or name.partition(" ")[0] in names}
        if held:
            file = f"reference-commands-{id}.md"
            lines.append(f"| [{heading}]({file}) | {', '.join(f'`kb {name}`' for name in held)} |")
            page = [
                f"# Commands: {heading}",
                "",
                "All commands: [Commands](reference-commands.md).",
                "",
                *(line for name, sub in held.items() for line in _command_lines(name, sub)),
            ]
            pages[file] = "\n".join(page).rstrip() + "\n"
    return {"reference-commands.md": "\n".join(lines).rstrip() + "\n", **pages}


def _command_lines(name: str, parser: argparse.ArgumentParser) -> list[str]:
    usage = parser.format_usage().removeprefix("usage: ")
    return [
        f"## `kb {name}`",
        "",
        parser.description or "",
        "",
        fenced(" ".join(usage.split())),
        "",
        *_arguments_table(parser),
        *([parser.epilog, ""] if parser.epilog else []),
    ]


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Name → parser of every command and, after it, of its own commands (`keys add`), in the order of `--help`."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                found[name] = sub
                found.update({f"{name} {inner}": one for inner, one in subcommands(sub).items()})
    return found


def _arguments_table(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = [
        action
        for action in parser._actions
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction)
        and action.help != argparse.SUPPRESS
    ]
    if rows:
        yield from ("| Argument | What it does |", "|---|---|")
        for action in rows:
            yield f"| {_argument(action)} | {_cell((action.help or '') % _defaults(parser, action))} |"
        yield ""


def _defaults(parser: argparse.ArgumentParser, action: argparse.Action) -> dict[str, object]:
    return {"default": action.default, "prog": parser.prog, "dest": action.dest}


def _argument(action: argparse.Action) -> str:
    value = action.metavar or ("{" + ",".join(map(str, action.choices)) + "}" if action.choices else "")
    if isinstance(value, tuple):
        value = " ".join(value)
    if not action.option_strings:
        return f"`{_cell(str(value or action.dest))}`"
    takes = action.nargs != 0
    shown = ", ".join(action.option_strings)
    return f"`{_cell(shown + (f' {value or action.dest.upper()}' if takes else ''))}`"


def channels_page(channels: Iterable[Channel]) -> str:
    """Markdown: the shipped channels, their limits, links and fall-backs."""
    lines = [
        "# Channels",
        "",
        "The register that ships with `kb`. A shop has those of them that `channels` in `mkdocs.yml` lists, may change "
        "any, and may add its own. A limit without a source is a cautious value of ours.",
        "",
    ]
    for channel in channels:
        heading = f"## `{channel.id}`: {channel.name('en')}"
        lines += [heading, "", *(f"- {line}" for line in _channel_lines(channel)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _channel_lines(channel: Channel) -> Iterator[str]:
    unit = "SMS segments" if channel.counting is Counting.SEGMENTS else "characters"
    limit = "none known" if channel.limit is None else f"{channel.limit} {unit}"
    yield f"Form: {channel.form.value}. Limit: {limit}."
    hosts = f" ({', '.join(channel.link_hosts)})" if channel.link_hosts else ""
    yield f"Links: {channel.links.value}{hosts}. Accents: {channel.accents.value}."
    if channel.markets:
        yield f"Markets: {', '.join(channel.markets)}."
    if channel.usual_in:
        yield f"Without a list of channels, only shops in {', '.join(channel.usual_in)} have it."
    if channel.hours:
        yield f"Hours: {channel.hours}."
    if channel.reply_within_minutes is not None:
        yield f"Reply within: {channel.reply_within_minutes} minutes."
    if channel.window_hours is not None:
        yield f"A free reply may be sent within {channel.window_hours} hours of the customer's last message."
    if channel.strengths.get("en"):
        yield f"Strength: {channel.strengths['en']}."
    if channel.weaknesses.get("en"):
        yield f"Weakness: {channel.weaknesses['en']}."
    if channel.fallback:
        yield f"Falls back to: `{channel.fallback}`."
    if channel.rule_packs:
        yield f"Rule packs: {', '.join(channel.rule_packs)}."
    if channel.in_a_row is not None:
        yield f"At most {channel.in_a_row} messages in a row before the customer answers."
    for limit in LIMITS:
        if known := channel.known.get(limit):
            read_on = f", read on {known.checked.isoformat()}" if known.checked else ""
            yield f"Source of `{limit}`: {known.source or 'not said'}{read_on}."


def _cell(text: str) -> str:
    """`text` inside a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
