"""Other people's configuration, read as data: YAML, TOML and JSON. Nothing in it is ever executed.

`!!python/name:…`, `!ENV …` and other tags stand for a program's behaviour; here a tagged value is its plain text,
list or mapping, and no name is looked up, no variable read, no file opened.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import yaml

MAX_DEPTH = 200
EPOCH_FROM, EPOCH_TO = 10**8, 10**11
"""Numbers between these are seconds since 1970: 1973 to 5138."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The top-level entries of one file, the line of each, and what was wrong with it."""

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Key → its line within the text, counted from 1; the last one where a key stands twice."""
    error: str = ""
    error_line: int = 1
    repeated: tuple[str, ...] = ()
    is_mapping: bool = True
    """False when the text is sound but no mapping: a sentence, a list, nothing."""

    def line_of(self, key: str) -> int:
        return self.lines.get(key, 1)


class DataLoader(yaml.SafeLoader):
    """YAML as data: unknown tags are dropped, impossible dates stay text."""


def _construct_as_data(loader: DataLoader, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return None


def _construct_date(loader: DataLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


def _construct_number(loader: DataLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_int(node)
    except ValueError:  # more digits than Python reads
        return node.value


DataLoader.add_constructor(None, _construct_as_data)
DataLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)
DataLoader.add_constructor("tag:yaml.org,2002:int", _construct_number)


def parse_yaml_settings(text: str) -> SettingsFile:
    """A mapping as `SettingsFile`; anything else, or broken YAML, says so."""
    if _depth(text) > MAX_DEPTH:
        return SettingsFile(error="nested too deep")
    try:
        loader = DataLoader(text)
        try:
            node = loader.get_single_node()
            value = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return SettingsFile(error=error.problem or "broken YAML", error_line=line)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError) as error:
        return SettingsFile(error=f"not readable as YAML: {str(error) or type(error).__name__}")
    if not isinstance(value, dict) or not isinstance(node, yaml.MappingNode):
        return SettingsFile(is_mapping=False)
    keys = [str(key.value) for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    repeated = tuple(sorted({key for key in keys if keys.count(key) > 1})) if len(keys) != len(set(keys)) else ()
    return SettingsFile({str(key): entry for key, entry in value.items()}, lines, repeated=repeated)


def _depth(text: str) -> int:
    """The most brackets open at one place; PyYAML's time grows with its square."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def parse_toml_settings(text: str) -> SettingsFile:
    """TOML, with the line of each top-level key or table."""
    try:
        values = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return SettingsFile(error=f"broken TOML: {error}")
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.strip().lstrip("[").split("=")[0].split("]")[0].split(".")[0].strip().strip("\"'")
        if name in values:
            lines.setdefault(name, number)
    return SettingsFile(values, lines)


def parse_json_settings(text: str) -> SettingsFile:
    """A JSON object; its keys have no lines of their own."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return SettingsFile(error=f"broken JSON: {error}", error_line=getattr(error, "lineno", 1))
    return (
        SettingsFile({str(key): entry for key, entry in value.items()})
        if isinstance(value, dict)
        else SettingsFile(is_mapping=False)
    )


def parse_settings(path: str, text: str) -> SettingsFile:
    """By the file's ending: .toml, .json, else YAML."""
    if path.endswith(".toml"):
        return parse_toml_settings(text)
    return parse_json_settings(text) if path.endswith(".json") else parse_yaml_settings(text)


def plain_text(value: object) -> str:
    """A scalar as one line of text; empty for lists, mappings and nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def plain_texts(value: object) -> tuple[str, ...]:
    """A list of scalars as texts, empty ones left out; one scalar counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return tuple(word for word in map(plain_text, values) if word)


def plain_table(value: object) -> Mapping[str, Any]:
    """A mapping with text keys; empty for anything else."""
    return {str(key): entry for key, entry in value.items()} if isinstance(value, Mapping) else {}


def plain_day(value: object) -> date | None:
    """A date, also from `2024-02-15T16:00:00Z` or seconds since 1970 (UTC); None if there is none."""
    if isinstance(value, int) and not isinstance(value, bool) and EPOCH_FROM < value < EPOCH_TO:
        return datetime.fromtimestamp(value, UTC).date()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def is_oversized(value: object, limit: int = 20_000) -> bool:
    """Whether writing `value` out would take more than `limit` parts: YAML's references can make it endless."""
    waiting, count = [value], 0
    while waiting and count <= limit:
        one = waiting.pop()
        count += 1
        if isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set):
            waiting += one
    return count > limit
