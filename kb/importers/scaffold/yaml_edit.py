"""Entries taken out of YAML, or put into it, by places in the text: comments and every other line stay as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

Collection = yaml.MappingNode | yaml.SequenceNode


@dataclass(frozen=True, slots=True)
class Entry:
    """One pair of a mapping (`key` and `value`), or one item of a list (`value`), and what holds it."""

    holder: Collection
    index: int

    @property
    def key(self) -> str:
        held = self.holder.value[self.index]
        return str(held[0].value) if isinstance(self.holder, yaml.MappingNode) else ""

    @property
    def value(self) -> yaml.Node:
        held = self.holder.value[self.index]
        node: yaml.Node = held[1] if isinstance(self.holder, yaml.MappingNode) else held
        return node

    @property
    def start(self) -> int:
        held = self.holder.value[self.index]
        first: yaml.Node = held[0] if isinstance(self.holder, yaml.MappingNode) else held
        return int(first.start_mark.index)

    @property
    def line(self) -> int:
        return int(self.value.start_mark.line) + 1


def entries_of(node: yaml.Node | None) -> Iterator[Entry]:
    """The entries of a mapping or a list, in order; none of anything else."""
    if isinstance(node, Collection):
        yield from (Entry(node, index) for index in range(len(node.value)))


def entry_at(node: yaml.Node | None, *keys: str) -> Entry | None:
    """The entry below `node` that `keys` lead to."""
    entry: Entry | None = None
    for key in keys:
        entry = next((one for one in entries_of(node) if one.key == key), None)
        if entry is None:
            return None
        node = entry.value
    return entry


def below(entry: Entry) -> Iterator[Entry]:
    """Every entry below `entry`, however deep."""
    for one in entries_of(entry.value):
        yield one
        yield from below(one)


@dataclass(slots=True)
class YamlText:
    """One file's text and its nodes; `drop` and `insert` mark changes, `changed` gives the new text."""

    text: str
    root: yaml.Node | None = None
    dropped: set[tuple[int, int]] = field(default_factory=set)
    _entries: list[Entry] = field(default_factory=list)
    _inserted: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = yaml.compose(self.text, Loader=yaml.SafeLoader)

    def drop(self, entry: Entry) -> None:
        """Take `entry` out; a mapping or list whose last entry goes is taken out of what holds it."""
        if (id(entry.holder), entry.index) in self.dropped:
            return
        self.dropped.add((id(entry.holder), entry.index))
        self._entries.append(entry)
        if all((id(entry.holder), index) in self.dropped for index in range(len(entry.holder.value))):
            for one in _everything(self.root):
                if one.value is entry.holder:
                    self.drop(one)

    def is_dropped(self, entry: Entry) -> bool:
        return (id(entry.holder), entry.index) in self.dropped

    def insert(self, holder: Collection, words: str) -> None:
        """Put `words` (`key: value`, or an item) behind the last entry of `holder`, which must have one."""
        last = Entry(holder, len(holder.value) - 1)
        if holder.flow_style:
            self._inserted.append((_end_of(last.value), f", {words}"))
            return
        end = self._line_end(_end_of(last.value))
        margin = " " * (last.start - (self.text.rfind("\n", 0, last.start) + 1))
        newline = "" if end and self.text[end - 1] == "\n" else "\n"
        self._inserted.append((end, f"{newline}{margin}{words}\n"))

    def changed(self) -> str:
        """The text with all that was marked."""
        changes = [(start, end, "") for start, end in self._spans()]
        changes += [(at, at, words) for at, words in self._inserted]
        text = self.text
        for start, end, words in sorted(changes, reverse=True):
            text = text[:start] + words + text[end:]
        return text

    def _spans(self) -> list[tuple[int, int]]:
        """From where to where the dropped entries stand, joined where they touch."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(map(self._span, self._entries)):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def _span(self, entry: Entry) -> tuple[int, int]:
        end = _end_of(entry.value)
        if not entry.holder.flow_style:
            return self.text.rfind("\n", 0, entry.start) + 1, self._line_end(end)
        if entry.index + 1 < len(entry.holder.value):
            return entry.start, Entry(entry.holder, entry.index + 1).start
        if entry.index:
            return _end_of(Entry(entry.holder, entry.index - 1).value), end
        return entry.start, end

    def _line_end(self, at: int) -> int:
        """The start of the line after the one that `at` ends in; a block of text ends at a line's start."""
        if at and self.text[at - 1] == "\n":
            return at
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1


def _everything(root: yaml.Node | None) -> Iterator[Entry]:
    for one in entries_of(root):
        yield one
        yield from below(one)


def _end_of(node: yaml.Node) -> int:
    """Where the words of `node` end: a block's own mark stands behind the comments that follow it."""
    if isinstance(node, Collection) and not node.flow_style and node.value:
        return _end_of(Entry(node, len(node.value) - 1).value)
    return int(node.end_mark.index)
