"""A folder with a `mkdocs.yml` → what `kb` needs to know of it, without MkDocs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.content.fields import WRONG_TYPE
from kb.content.files import read_text_file
from kb.content.intake import Intake, check_patterns, read_intake
from kb.content.options import BROKEN_OPTION, Options, read_options
from kb.content.problem import Problem
from kb.content.yaml_nodes import EMPTY_MAPPING, Node, parse_yaml

CONFIG = "mkdocs.yml"


@dataclass(frozen=True)
class Project:
    """One shop's folder: where it is, its options, and the parts of MkDocs' own settings we rely on."""

    root: Path
    options: Options
    docs: str = "docs"
    site_name: str = ""
    site_url: str = ""
    extensions: tuple[str, ...] = ()
    extension_configs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    intake: Intake = field(default_factory=Intake)
    """Which files below `docs` are left out, drafts or in no list."""


class NoProjectError(Exception):
    """The folder has no readable `mkdocs.yml`; the message says which folder and what to do."""


def load_project(root: Path, *, tries_extensions: bool = True) -> Project:
    """Read `root/mkdocs.yml`; raises `NoProjectError` where there is none. Problems come with the value.

    Whether an extension of Markdown can be used shows when it is loaded. `tries_extensions` leaves that out, for
    settings that were tried before.
    """
    if not (root / CONFIG).is_file():
        raise NoProjectError(
            f"{root} has no {CONFIG}: run kb inside a project, name one with -C DIR, or start one with `kb init DIR`"
        )
    text, problems = read_text_file(root, CONFIG)
    if text is None:
        return Project(root, Options(), problems=problems)
    node, found = parse_yaml(text, path=CONFIG)
    if node is None or node.entries is None:
        if node is not None:
            found = (WRONG_TYPE.at(CONFIG, 1, f"expected settings, found {node.describe()}", "write `site_name: …`"),)
        return Project(root, Options(), problems=found)
    return project_from(node, root, problems=(*problems, *found), tries_extensions=tries_extensions)


def project_from(
    node: Node, root: Path, *, problems: tuple[Problem, ...] = (), tries_extensions: bool = True
) -> Project:
    """The project that the root node of a `mkdocs.yml` describes."""
    entries = node.entries or {}
    block, more = _kb_block(entries.get("plugins"), entries)
    options, found = read_options(block, path=CONFIG)
    extensions, configs, unloadable = _extensions(entries.get("markdown_extensions"), tries=tries_extensions)
    docs = (_scalar(entries, "docs_dir") or "docs").strip("/")
    named = "" if (root / docs / docs).is_dir() else docs
    intake, unread = read_intake(entries, docs=named, path=CONFIG)
    line = options.lines.get("publish_files", 1)
    unread = (*unread, *check_patterns("publish_files", options.publish_files, docs=named, path=CONFIG, line=line))
    return Project(
        root,
        options,
        docs,
        _scalar(entries, "site_name"),
        _scalar(entries, "site_url"),
        extensions,
        configs,
        (*problems, *more, *found, *unread, *unloadable),
        intake,
    )


def _scalar(entries: Mapping[str, Node], name: str) -> str:
    node = entries.get(name)
    return node.text or "" if node is not None and node.is_scalar else ""


def _kb_block(plugins: Node | None, entries: Mapping[str, Node]) -> tuple[Node, tuple[Problem, ...]]:
    named: list[tuple[str, Node]] = []
    for item in (plugins.items or ()) if plugins else ():
        named += [(item.text or "", EMPTY_MAPPING)] if item.is_scalar else list((item.entries or {}).items())
    if plugins and plugins.entries:
        named += list(plugins.entries.items())
    for name, block in named:
        if name == "kb":
            return (EMPTY_MAPPING if block.is_null else block), ()
    line = plugins.line if plugins else 1
    problem = BROKEN_OPTION.at(CONFIG, line, "the plugin `kb` is not among the plugins", "add `- kb` under `plugins:`")
    return EMPTY_MAPPING, (problem,)


def _extensions(
    node: Node | None, *, tries: bool
) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, Any]], tuple[Problem, ...]]:
    """Extensions of Markdown, their settings, and a problem for each that cannot be used and is left out."""
    problems: list[Problem] = []
    names: list[str] = []
    configs: dict[str, Mapping[str, Any]] = {}
    pairs: list[tuple[str, Node | None]] = []
    for item in (node.items or ()) if node else ():
        pairs += [(item.text or "", None)] if item.is_scalar else list((item.entries or {}).items())
    if node and node.entries:
        pairs += list(node.entries.items())
    for name, config in pairs:
        plain = config.plain() if config is not None else None
        settings = plain if isinstance(plain, dict) and "tag:" not in str(plain) else {}
        if tries and (reason := _why_unusable(name, settings)):
            line = config.line if config is not None else node.line if node else 1
            mend = "correct its name or its settings, or install it"
            problems.append(BROKEN_OPTION.at(CONFIG, line, f"markdown_extensions: “{name}”: {reason}", mend))
            continue
        names.append(name)
        if settings:
            configs[name] = settings
    return tuple(names), MappingProxyType(configs), tuple(problems)


def _why_unusable(name: str, settings: Mapping[str, Any]) -> str:
    """What an extension says against its name or settings; extensions raise whatever they like."""
    import markdown

    try:
        markdown.Markdown(extensions=[name], extension_configs={name: dict(settings)})
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


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
