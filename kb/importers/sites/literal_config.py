"""Configurations that are programs (`docusaurus.config.js`, `astro.config.mjs`), read for their literals; never run.

Strings, numbers, lists and objects are read where they stand in the text. Whatever would have to be computed (a call,
a name, a template with `${…}`) is `UNREAD`. A name counts as what the same file sets it to, once, by `const x = …`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.importers.common.settings import SettingsFile

UNREAD = object()
"""Stands for what only running the program would tell."""
MAX_DEPTH = 60
MOST_NAMES = 200
"""So many names are looked up; each costs a search of the whole file."""
_BLANK = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_NAME = re.compile(r"[A-Za-z_$][\w$]*+(?:\??\.[A-Za-z_$][\w$]*+)*+")
_NUMBER = re.compile(r"-?(?:\d[\d_]*+(?:\.\d++)?|\.\d++)")
_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|`(?:[^`\\]|\\.)*+`", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<wide>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})|(?P<one>.))", re.DOTALL
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_EXPORT = re.compile(r"^[ \t]*(?:export\s+default\b|module\.exports\s*=)", re.MULTILINE)
_SETTING = r"^[ \t]*(?:export\s+)?(?:const|let|var)\s+{name}\s*(?::[^=\n]+)?=(?!=)"
_CAST = re.compile(r"\s*(?:as|satisfies)\s+[\w.<>\[\]| ]+")


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)` as written: many configurations are one call of `defineConfig`."""

    name: str
    arguments: tuple[Any, ...]


def parse_literal_settings(text: str) -> SettingsFile:
    """What a program exports, as far as it is written out; an error where nothing of it is."""
    for export in _EXPORT.finditer(text):
        reader = _Reader(text)
        value = reader.value(export.end(), 0)
        while isinstance(value, Call) and value.arguments:
            value = value.arguments[-1]
        if isinstance(value, dict):
            return SettingsFile({str(key): entry for key, entry in value.items()}, reader.lines)
    return SettingsFile(error="is a program whose settings are not written out")


def find_call(value: object, name: str) -> Call | None:
    """The first call of `name` within a literal."""
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Call):
            if one.name == name:
                return one
            waiting += one.arguments
        elif isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return None


@dataclass(slots=True)
class _Reader:
    """One pass over a text; `at` is where the next sign is read."""

    text: str
    at: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    """Key of the outermost object → its line."""
    _outermost: int | None = None
    """How deep the first object stands: 1 within `defineConfig({…})`."""
    looked_up: set[str] = field(default_factory=set)

    def value(self, at: int, depth: int) -> Any:
        self.at = at
        self._skip_blank()
        value = self._literal(depth)
        if cast := _CAST.match(self.text, self.at):
            self.at = cast.end()
        self._skip_blank()
        if self.at < len(self.text) and self.text[self.at] not in ",]});:" and not self._is_at_line_start():
            self._skip_rest()
            return UNREAD
        return value

    def _is_at_line_start(self) -> bool:
        return (
            not self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at].strip() and self.text[self.at] not in ".?+|&"
        )

    def _skip_blank(self) -> None:
        if match := _BLANK.match(self.text, self.at):
            self.at = match.end()

    def _literal(self, depth: int) -> Any:
        sign = self.text[self.at : self.at + 1]
        if depth > MAX_DEPTH or not sign:
            return self._skip_rest()
        if match := _STRING.match(self.text, self.at):
            self.at = match.end()
            return UNREAD if sign == "`" and "${" in match[0] else _unescape(match[0][1:-1])
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._items("]", depth)
        if sign == "(":
            inner = self._items(")", depth)
            return inner[0] if len(inner) == 1 else UNREAD
        if match := _NUMBER.match(self.text, self.at):
            self.at = match.end()
            return float(match[0].replace("_", "")) if "." in match[0] else int(match[0].replace("_", ""))
        if match := _NAME.match(self.text, self.at):
            return self._name(match, depth)
        return self._skip_rest()

    def _name(self, match: re.Match[str], depth: int) -> Any:
        self.at = match.end()
        name = match[0]
        if name in _WORDS:
            return _WORDS[name]
        if self.text[self.at : self.at + 1] == "(":
            return Call(name, tuple(self._items(")", depth)))
        return self._constant(name, depth)

    def _constant(self, name: str, depth: int) -> Any:
        """What the file sets `name` to; looked up once, so that no name can lead to itself."""
        if name in self.looked_up or len(self.looked_up) >= MOST_NAMES:
            return UNREAD
        found = list(re.finditer(_SETTING.format(name=re.escape(name)), self.text, re.MULTILINE))
        self.looked_up.add(name)
        if len(found) != 1:
            return UNREAD
        back = self.at
        value = self.value(found[0].end(), depth)
        self.at = back
        return value

    def _items(self, end: str, depth: int) -> list[Any]:
        items = []
        self.at += 1
        while self._is_before(end):
            items.append(self._skip_rest() if self.text.startswith("...", self.at) else self.value(self.at, depth + 1))
        return items

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._outermost = depth if self._outermost is None else self._outermost
        self.at += 1
        while self._is_before("}"):
            key = (
                _STRING.match(self.text, self.at)
                or _NAME.match(self.text, self.at)
                or _NUMBER.match(self.text, self.at)
            )
            if key is None:
                self._skip_rest()
                continue
            name = _unescape(key[0][1:-1]) if key[0][0] in "'\"`" else key[0]
            if depth == self._outermost:
                self.lines.setdefault(name, self.text.count("\n", 0, key.start()) + 1)
            self.at = key.end()
            self._skip_blank()
            if self.text[self.at : self.at + 1] == ":":
                found[name] = self.value(self.at + 1, depth + 1)
            elif self.text[self.at : self.at + 1] in {",", "}"}:
                found[name] = self._constant(name, depth + 1)
            else:
                found[name] = self._skip_rest()
        return found

    def _is_before(self, end: str) -> bool:
        """Whether a list goes on; passes over commas, and over `end` if it does not."""
        start = self.at
        self._skip_blank()
        while self.text[self.at : self.at + 1] in {",", ";"}:
            self.at += 1
            self._skip_blank()
        if self.at >= len(self.text):
            return False
        if self.text[self.at] == end:
            self.at += 1
            return False
        if self.text[self.at] in ")]}" or (self.at == start and self.text[self.at] == ":"):
            self.at += 1
        return self.at < len(self.text)

    def _skip_rest(self) -> Any:
        """To the comma or bracket that ends this entry."""
        depth = 0
        while self.at < len(self.text):
            sign = self.text[self.at]
            if match := _STRING.match(self.text, self.at):
                self.at = match.end()
                continue
            if sign == "/" and self.text[self.at : self.at + 2] in {"//", "/*"}:
                self._skip_blank()
                continue
            if not depth and sign in ",)]};":
                break
            depth += (sign in "([{") - (sign in ")]}")
            self.at += 1
        return UNREAD


def _unescape(text: str) -> str:
    def sign(match: re.Match[str]) -> str:
        code = match["wide"] or match["four"] or match["two"]
        if code is None:
            return _SIGNS.get(match["one"], match["one"])
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

    return _ESCAPE.sub(sign, text)
