"""Front matter of other systems (YAML `---`, TOML `+++`, JSON `{`) in, ours out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import yaml

from kb.importers.common.settings import (
    SettingsFile,
    is_oversized,
    parse_json_settings,
    parse_toml_settings,
    parse_yaml_settings,
)

FENCED = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.*?)(?:^\1|^\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
LOOKS_LIKE_FIELDS = re.compile(r"\s*[\w.-]+[ \t]*[:=]")
RULE_LINE = re.compile(r"---[ \t]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file taken apart. `body` is what stood after the block, unchanged to the last space."""

    body: str
    body_line: int = 1
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Field → its line in the file."""
    block: str = ""
    """The text between the fences, as written."""
    error: str = ""
    error_line: int = 1
    repeated: tuple[str, ...] = ()


def split_foreign_page(text: str) -> FrontMatter:
    """A block that is no set of fields (two thematic breaks, say) belongs to the body."""
    if text.startswith("{"):
        return _split_json(text)
    match = FENCED.match(text)
    if not match:
        return FrontMatter(text)
    block = match[2]
    settings = parse_toml_settings(block) if match[1] == "+++" else parse_yaml_settings(block)
    is_block = settings.is_mapping and not settings.error
    is_block = is_block or not block.strip() or bool(settings.error and LOOKS_LIKE_FIELDS.match(block))
    return _taken_apart(text, match.end(), block, settings, first_line=2) if is_block else FrontMatter(text)


def _split_json(text: str) -> FrontMatter:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter(text)
    if not isinstance(value, dict) or not re.match(r"[ \t]*(\r?\n|\Z)", text[end:]):
        return FrontMatter(text)
    end += len(text[end:]) - len(text[end:].lstrip(" \t\r").removeprefix("\n"))
    return _taken_apart(text, end, text[:end], parse_json_settings(text[:end]), first_line=1)


def _taken_apart(text: str, end: int, block: str, settings: SettingsFile, *, first_line: int) -> FrontMatter:
    return FrontMatter(
        text[end:],
        text.count("\n", 0, end) + 1,
        settings.values,
        {key: line + first_line - 1 for key, line in settings.lines.items()},
        block,
        settings.error,
        settings.error_line + first_line - 1,
        settings.repeated,
    )


class _Dumper(yaml.SafeDumper):
    """Lists indented under their field, as writers expect."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """The same date in two fields is written twice: writers do not read `*id001`."""
        return True


def dump_yaml(value: object) -> str:
    """`value` as YAML in the order given; letters stay letters."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)


def render_front_matter(fields: Mapping[str, object], comments: Sequence[str] = ()) -> str:
    """Our block: the fields, then each comment on lines of its own that start with `#`.

    Comments in front matter never reach a page, so what has no field of ours is kept there.
    """
    if not fields and not comments:
        return ""
    block = dump_yaml(_without_comment_signs(dict(fields))).replace("  - 'on': ", "  - on: ") if fields else ""
    lines = [
        f"# {line}".rstrip() for comment in comments for line in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", comment)
    ]
    return "---\n" + block + "".join(map(_printable, lines)) + "---\n"


def _without_comment_signs(value: object) -> object:
    """What other systems show as it stands must not begin a comment here, which readers never see."""
    if isinstance(value, str):
        return value.replace("<!--", "<! --")
    if isinstance(value, Mapping):
        return {name: _without_comment_signs(one) for name, one in value.items()}
    return [_without_comment_signs(one) for one in value] if isinstance(value, list | tuple) else value


def _printable(line: str) -> str:
    """YAML refuses control characters even in a comment."""
    return "".join(char if char == "\t" or char.isprintable() else "?" for char in line) + "\n"


def join_document(front_matter: str, body: str) -> str:
    """One file; a body that starts with a rule never passes for front matter."""
    if not front_matter and RULE_LINE.match(body):
        return "---\n# Imported\n---\n" + body
    return front_matter + body


def comment_for(name: str, value: object) -> str:
    """A field we have no place for, as YAML on one or more lines."""
    if is_oversized(value):
        return f"{name}: (too large or endless: left out)"
    return dump_yaml({name: value}).rstrip("\n")
