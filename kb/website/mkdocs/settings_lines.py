"""Where in `mkdocs.yml` each setting stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kb.project.project import named_items
from kb.source.yaml_nodes import EMPTY_MAPPING, Node


class SettingLines:
    """The root node of a `mkdocs.yml`, asked for lines."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.keys = frozenset(root.entries or {})

    def node(self, *keys: str) -> Node:
        """The node at `keys`, from the root; an empty mapping where there is none."""
        found = self.root
        for key in keys:
            found = (found.entries or {}).get(key, EMPTY_MAPPING)
        return found

    def line_of(self, key: str) -> int:
        """The line of the setting `key`; the first where it is not given."""
        return (self.root.key_lines or {}).get(key, 1)

    def of_item(self, key: str, name: str, option: str = "") -> int:
        """The line of the item `name` in the list `key`, or of that item's own `option`."""
        short = name.rpartition("/")[2].partition(" #")[0]
        for found, line, config in named_items(self.node(key)):
            if found in {name, short} or found.rpartition("/")[2] == short:
                return (config.key_lines or {}).get(option.partition(".")[0], line)
        return self.line_of(key)

    def of_option(self, *keys: str) -> int:
        """The line of an option of the plugin `kb`, or of a part of it; items of lists are named by their place."""
        found = next((config for name, _, config in named_items(self.node("plugins")) if name == "kb"), EMPTY_MAPPING)
        line = self.of_item("plugins", "kb")
        for key in keys:
            if found.items is not None and key.isdecimal() and int(key) < len(found.items):
                found = found.items[int(key)]
                line = found.line
            elif found.entries is not None and key in found.entries:
                line, found = found.line_of(key), found.entries[key]
        return line

    def option(self, name: str) -> Node:
        """The node of an option of the plugin `kb`; an empty mapping where there is none."""
        found = next((config for one, _, config in named_items(self.node("plugins")) if one == "kb"), EMPTY_MAPPING)
        return (found.entries or {}).get(name, EMPTY_MAPPING)

    def of_part(self, key: str, text: str) -> int:
        """The line of the part of the setting `key` that `text` quotes, as a name or as a value."""
        quoted = set(re.findall(r"'([^']+)'|\"([^\"]+)\"", text))
        words = {one for pair in quoted for one in pair if one} | set(re.findall(r"\b[a-z]+_[a-z_]+\b", text))
        return _find(self.node(key), words - {key}) or self.line_of(key)


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.7) -> str:
    """A mend that names the nearest of `known`; nothing where none is near."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=cutoff)
    return f"did you mean “{near[0]}”?" if near else ""


def _find(node: Node, words: set[str]) -> int:
    for name, value in (node.entries or {}).items():
        if name in words:
            return node.line_of(name)
        if line := _find(value, words):
            return line
    for item in node.items or ():
        if line := _find(item, words):
            return line
    return node.line if node.is_scalar and node.text in words else 0
