"""`INHERIT: ../base.yml` in a `mkdocs.yml`: another file's settings under this one's own, as MkDocs merges them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kb.project.folders import AGENTS, INSIGHTS
from kb.source.closed_folders import LEADS_INSIDE, ClosedFolders
from kb.source.files import read_text_file
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node, parse_yaml

KEY = "INHERIT"
MOST_PARENTS = 10
"""A longer chain of files is treated as a circle."""

BROKEN_INHERITANCE = Rule(
    "KB803",
    "broken-inheritance",
    Severity.ERROR,
    what="The file whose settings `mkdocs.yml` inherits is missing, or inherits from itself.",
    why="The site would be built without settings that were asked for.",
    example="INHERIT: ../bsae.yml",
    hint="write the path of the file, as seen from mkdocs.yml, or take the line out",
)
RULES = (BROKEN_INHERITANCE,)


def with_inherited(node: Node, root: Path, *, path: str = "mkdocs.yml", depth: int = 0) -> tuple[Node, list[Problem]]:
    """`node`, the settings in `root/path`, over those that it inherits, and what is wrong with the others' files.

    Values from another file have the line of `INHERIT`, which brings them into this file.
    """
    entries = dict(node.entries or {})
    named = entries.pop(KEY, None)
    if named is None:
        return node, []
    line = node.line_of(KEY)
    there = (root / path).parent / (named.text or "")
    if ClosedFolders((root / AGENTS, root / INSIGHTS)).holds(str(there)):
        said = f"INHERIT: “{named.text}” leads into {AGENTS}/ or {INSIGHTS}/, which the public edition must not read"
        hint = "put the file beside mkdocs.yml"
        return replace(node, entries=MappingProxyType(entries)), [LEADS_INSIDE.at(path, line, said, hint)]
    if depth >= MOST_PARENTS or not there.is_file():
        said = f"INHERIT: “{named.text or ''}” " + ("inherits from itself" if there.is_file() else "is no file")
        return replace(node, entries=MappingProxyType(entries)), [BROKEN_INHERITANCE.at(path, line, said)]
    shown = Path(os.path.relpath(there, root)).as_posix()
    text, problems = read_text_file(root, shown)
    parent, found = parse_yaml(text, path=shown) if text is not None else (None, ())
    problems += found
    if parent is None or parent.entries is None:
        return replace(node, entries=MappingProxyType(entries)), list(problems)
    parent, more = with_inherited(parent, root, path=shown, depth=depth + 1)
    return _merged(_at_line(parent, line), replace(node, entries=MappingProxyType(entries))), [*problems, *more]


def _merged(parent: Node, child: Node) -> Node:
    """The child's values over the parent's; mappings are merged, all else is replaced, as MkDocs does it."""
    if parent.entries is None or child.entries is None:
        return child
    entries = dict(parent.entries)
    for key, value in child.entries.items():
        entries[key] = _merged(entries[key], value) if key in entries else value
    lines = {**(parent.key_lines or {}), **(child.key_lines or {})}
    return replace(child, entries=MappingProxyType(entries), key_lines=MappingProxyType(lines))


def _at_line(node: Node, line: int) -> Node:
    """The same with every line set to `line`."""
    entries: Mapping[str, Node] | None = None
    if node.entries is not None:
        entries = MappingProxyType({key: _at_line(value, line) for key, value in node.entries.items()})
    items = tuple(_at_line(item, line) for item in node.items) if node.items is not None else None
    lines = MappingProxyType(dict.fromkeys(entries, line)) if entries is not None else None
    return replace(node, line=line, entries=entries, items=items, key_lines=lines)
