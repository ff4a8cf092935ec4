"""A folder with a `mkdocs.yml` → what `kb` needs to know of it, without MkDocs."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.project.folders import AGENTS, INSIGHTS
from kb.project.inheriting import BROKEN_INHERITANCE, with_inherited
from kb.project.intake import Intake, check_patterns, read_intake
from kb.project.option_block import read_options
from kb.project.options import BROKEN_OPTION, COMMONMARK, Options
from kb.project.python_names import REFUSED_NAME, refused_in, with_objects
from kb.source.closed_folders import LEADS_INSIDE, find_links_out, find_ways_in
from kb.source.cut_words import cut_words
from kb.source.fields import WRONG_TYPE
from kb.source.files import read_text_file
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import EMPTY_MAPPING, Node, parse_yaml
from kb.ui_strings import lineage, merged_strings
from kb.ui_strings.missing import check_missing
from kb.ui_strings.own import FOLDER as WORDS_FOLDER
from kb.ui_strings.own import read_own_strings

CONFIG = "mkdocs.yml"
_WORDS = frozenset({"site_name", "site_description", "copyright"})
DECIDING = frozenset({"languages", "default_language", "layout", "aliases", "markets", "topics"})
"""Options that decide what a file is: if one of them is broken, nearly every document would seem to be wrong."""


@dataclass(frozen=True)
class Project:
    """One shop's folder: where it is, its options, and the parts of MkDocs' own settings we rely on."""

    root: Path
    options: Options
    docs: str = "docs"
    custom_dir: str = ""
    """The theme's folder of the shop's own templates, as `theme: custom_dir` names it."""
    site_name: str = ""
    site_url: str = ""
    extensions: tuple[str, ...] = ()
    extension_configs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    docs_line: int = 1
    """The line of `docs_dir`."""
    has_plugin: bool = True
    """False if `kb` is not among the plugins: a MkDocs site, but not one of kb's."""
    is_settled: bool = True
    """False if a setting that decides what the content is could not be read: every other problem may be a
    consequence of that."""
    intake: Intake = field(default_factory=Intake)
    """Which files below `docs` are left out, drafts or in no list."""

    @property
    def shop_names(self) -> tuple[str, ...]:
        """What the shop calls itself: in `shop_names`, as `shop`, as `site_name`."""
        named = (*self.options.shop_names, self.options.shop, self.site_name)
        return tuple(dict.fromkeys(name for name in named if name))


BROKEN_DOCS_DIR = Rule(
    "KB808",
    "broken-docs-dir",
    Severity.ERROR,
    what="The folder of public content is missing, lies outside the project, or has agents' files in it.",
    why="Everything below it is published, and nothing else is.",
    example="docs_dir: agents",
    hint="write a folder beside mkdocs.yml, such as `docs`",
)
RULES = (BROKEN_DOCS_DIR,)


class NoProjectError(Exception):
    """The folder is no project of kb's; the message says which folder, why, and what to do."""


def find_project(folder: Path) -> Path:
    """The nearest folder that has a `mkdocs.yml`, from `folder` upwards, as git looks for its own.

    Raises `NoProjectError` if there is none, or if the file found cannot be one.
    """
    found = next((place for place in (folder, *folder.parents) if os.path.lexists(place / CONFIG)), None)
    if found is None:
        raise NoProjectError(_no_project(folder))
    config = found / CONFIG
    if config.is_dir():
        raise NoProjectError(f"{config} is a folder, so {found} is no project: {CONFIG} must be a file of settings")
    try:
        is_empty = not config.read_bytes().strip()
    except OSError as error:
        raise NoProjectError(f"{config} cannot be read: {error.strerror}; check that it is a readable file") from None
    if is_empty:
        raise NoProjectError(f"{config} is empty, so {found} is no project yet: start one with `kb init DIR`")
    return found


def _no_project(folder: Path) -> str:
    return f"{folder} has no {CONFIG}: run kb inside a project, name one with -C DIR, or start one with `kb init DIR`"


def load_project(root: Path, *, tries_extensions: bool = True) -> Project:
    """Read `root/mkdocs.yml`; raises `NoProjectError` if there is none. Problems come with the value.

    Whether an extension of Markdown can be used shows when it is loaded, and whether interface words are missing when
    all are read. Without `tries_extensions` both are left out, for settings that are judged elsewhere.
    """
    if not (root / CONFIG).is_file():
        raise NoProjectError(_no_project(root))
    node, problems = read_settings(root)
    if node is None:
        return Project(root, Options(), problems=problems, is_settled=False)
    project = project_from(node, root, problems=problems, tries_extensions=tries_extensions)
    unread = {BROKEN_INHERITANCE.code, LEADS_INSIDE.code}
    if any(problem.code in unread or problem.path != CONFIG for problem in problems):
        return replace(project, is_settled=False)
    return project


def read_settings(root: Path) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of `root/mkdocs.yml`, with what it inherits, and what is wrong with it as YAML.

    None if it cannot be read at all; the problems then say why.
    """
    text, problems = read_text_file(root, CONFIG)
    if text is None:
        return None, problems
    node, found = parse_yaml(text, path=CONFIG)
    if node is not None and node.entries is None:
        found = (WRONG_TYPE.at(CONFIG, 1, f"expected settings, found {node.describe()}", "write `site_name: …`"),)
        return None, found
    if node is None:
        return None, found
    node, inherited = with_inherited(node, root)
    return node, (*problems, *found, *inherited)


def project_from(
    node: Node, root: Path, *, problems: tuple[Problem, ...] = (), tries_extensions: bool = True
) -> Project:
    """The project that the root node of a `mkdocs.yml` describes."""
    entries = node.entries or {}
    block, more = _kb_block(entries.get("plugins"), entries)
    cut = [one for name in _WORDS & entries.keys() for one in cut_words(entries[name], path=CONFIG, name=name)]
    options, found = read_options(block, path=CONFIG)
    if _scalar(entries, "strict").lower() == "true":  # MkDocs' own switch means the same
        options = replace(options, strict=True)
    extensions, configs, unloadable = _extensions(entries.get("markdown_extensions"), tries=tries_extensions)
    if options.markdown == COMMONMARK:
        extensions = (*extensions, COMMONMARK)
    docs = (_scalar(entries, "docs_dir") or "docs").strip("/")
    named = _scalar(entries, "docs_dir") or "docs"
    wrong = _why_not_public(root, named, AGENTS) or _why_not_public(root, named, INSIGHTS)
    where = () if not wrong else (BROKEN_DOCS_DIR.at(CONFIG, node.line_of("docs_dir"), f"docs_dir: {wrong}"),)
    options, of_words = _with_own_words(options, root, docs, judges=tries_extensions)
    inside = () if where else _ways_in(node, root, docs)
    custom_dir = _custom_dir(entries.get("theme"))
    if custom_dir and not inside and not where:
        inside = tuple(find_links_out(root, custom_dir, agents=AGENTS))
        inside = inside or tuple(find_links_out(root, custom_dir, agents=INSIGHTS))
    named = "" if (root / docs / docs).is_dir() else docs
    intake, unread = read_intake(entries, docs=named, path=CONFIG)
    line = options.lines.get("publish_files", 1)
    unread = (*unread, *check_patterns("publish_files", options.publish_patterns, docs=named, path=CONFIG, line=line))
    return Project(
        root,
        options,
        docs,
        custom_dir,
        _scalar(entries, "site_name"),
        _scalar(entries, "site_url"),
        extensions,
        configs,
        (*problems, *cut, *found, *where, *inside, *unread, *of_words, *unloadable, *more),
        docs_line=node.line_of("docs_dir"),
        has_plugin=not more,
        is_settled=not (more or where or inside or options.broken & DECIDING),
        intake=intake,
    )


def _with_own_words(options: Options, root: Path, docs: str, *, judges: bool) -> tuple[Options, tuple[Problem, ...]]:
    """The options with the shop's own interface words, and what is wrong or missing in those of each language."""
    if options.broken & DECIDING or WORDS_FOLDER in {docs, AGENTS}:
        return options, ()
    own, problems = read_own_strings(root, options.languages, options.aliases)
    words = {code: merged_strings(code, own) for code in options.languages if own.keys() & {"en", *lineage(code)}}
    has_agents = (root / AGENTS).is_dir()
    line = options.lines.get("languages", options.lines.get("default_language", 1))
    complete = options.complete_languages if judges else ()
    missing = check_missing(complete, own, path=CONFIG, line=line, with_agents=has_agents)
    return replace(options, words=MappingProxyType(words)), (*problems, *missing)


def _ways_in(node: Node, root: Path, docs: str) -> tuple[Problem, ...]:
    """Settings that lead into a closed folder; one that holds both is told once."""
    into = tuple(find_ways_in(node, root, path=CONFIG, docs=docs, agents=AGENTS))
    return into or tuple(find_ways_in(node, root, path=CONFIG, docs=docs, agents=INSIGHTS))


def _why_not_public(root: Path, docs: str, agents: str) -> str:
    """Why what lies in the folder `docs` cannot be the public content; a folder that is not there yet can."""
    base, folder, internal = root.resolve(), (root / docs).resolve(), (root / agents).resolve()
    if folder == base or not folder.is_relative_to(base):
        return f"“{docs}” is not a folder inside the project"
    if folder.is_relative_to(internal) or internal.is_relative_to(folder):
        return f"what lies in “{docs}” is published, and {agents}/ is for agents alone"
    return ""


def _scalar(entries: Mapping[str, Node], name: str) -> str:
    node = entries.get(name)
    return node.text or "" if node is not None and node.is_scalar else ""


def _custom_dir(theme: Node | None) -> str:
    return _scalar(theme.entries or {}, "custom_dir").strip("/") if theme is not None else ""


def _kb_block(plugins: Node | None, entries: Mapping[str, Node]) -> tuple[Node, tuple[Problem, ...]]:
    for name, _, block in named_items(plugins):
        if name == "kb":
            return (EMPTY_MAPPING if block.is_null else block), ()
    line = plugins.line if plugins else 1
    problem = BROKEN_OPTION.at(CONFIG, line, "the plugin `kb` is not among the plugins", "add `- kb` under `plugins:`")
    return EMPTY_MAPPING, (problem,)


def named_items(node: Node | None) -> list[tuple[str, int, Node]]:
    """Name, line and settings of each item of a list such as `[kb, {search: {…}}]`, or of a mapping."""
    found: list[tuple[str, int, Node]] = []
    for item in (node.items or ()) if node else ():
        if item.is_scalar:
            found.append((item.text or "", item.line, EMPTY_MAPPING))
        found += [(name, item.line_of(name), config) for name, config in (item.entries or {}).items()]
    if node and node.entries:
        found += [(name, node.line_of(name), config) for name, config in node.entries.items()]
    return found


def _extensions(
    node: Node | None, *, tries: bool
) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, Any]], tuple[Problem, ...]]:
    """Extensions of Markdown, their settings, and a problem for each that cannot be used and is left out."""
    problems: list[Problem] = []
    names: list[str] = []
    configs: dict[str, Mapping[str, Any]] = {}
    for name, line, config in named_items(node):
        refused = tuple(refused_in(config))
        plain = None if refused else with_objects(config)
        problems += [REFUSED_NAME.at(CONFIG, there, f"markdown_extensions: {name}: {why}") for there, why in refused]
        settings = plain if isinstance(plain, dict) else {}
        if tries and (reason := _why_unusable(name, settings)):
            hint = _near_extension(name) or "correct its name or its settings, or install it"
            problems.append(BROKEN_OPTION.at(CONFIG, line, f"markdown_extensions: “{name}”: {reason}", hint))
            continue
        names.append(name)
        if settings:
            configs[name] = settings
    return tuple(names), MappingProxyType(configs), tuple(problems)


_TRIAL = '# A\n\n=== "B"\n\n    :smile: $c$\n\n```py\nd\n```\n\n!!! note "E"\n    f\n\n- [x] g\n\n++h++ ==i== ~j~\n'
"""Something of much that extensions do: settings such as a `slugify` are used only when a text has need of them."""


def _why_unusable(name: str, settings: Mapping[str, Any]) -> str:
    """The error with which an extension refuses its name or settings; extensions may raise any exception."""
    import markdown

    try:
        made = markdown.Markdown(extensions=[name], extension_configs={name: dict(settings)})
        if settings:
            made.convert(_TRIAL)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _near_extension(name: str) -> str:
    from importlib.metadata import entry_points  # with all of `email`: every command but few mistakes would load it

    known = [entry.name for entry in entry_points(group="markdown.extensions")]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f"did you mean “{near[0]}”?" if near and near[0] != name else ""


def node_of(value: object, line: int = 1) -> Node:
    """Plain Python data as a node, for options that reach us through MkDocs instead of a file."""
    if isinstance(value, Mapping):
        entries = {str(key): node_of(item, line) for key, item in value.items()}
        return Node(line, entries=MappingProxyType(entries), key_lines=MappingProxyType(dict.fromkeys(entries, line)))
    if isinstance(value, list | tuple):
        return Node(line, items=tuple(node_of(item, line) for item in value))
    if value is None:
        return Node(line, tag="null")
    if isinstance(value, bool):
        return Node(line, text=str(value).lower(), tag="bool")
    return Node(line, text=str(value), tag=type(value).__name__ if isinstance(value, int | float) else "str")
