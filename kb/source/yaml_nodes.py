"""YAML as nodes that know their line, so that every problem can name one.

PyYAML's own loaders throw positions away and turn `Yes` into a truth value. Here a scalar keeps the
words that the author wrote, and the reader of a field decides what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import yaml

from kb.source.conflicts import conflicts_in
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_slips import explain

BROKEN_YAML = Rule(
    "KB102",
    "broken-yaml",
    Severity.ERROR,
    what="The YAML cannot be read.",
    why="Guessing would publish a page without its topic, its dates or its draft mark.",
    example="---\ntitle: Returns: how\n---",
    hint="put quotes around a value that holds a colon, a hash or braces",
)
DUPLICATE_KEY = Rule(
    "KB105",
    "duplicate-key",
    Severity.ERROR,
    what="A key stands twice in one mapping.",
    why="YAML readers differ on which of the two counts.",
    example="title: Returns\ntitle: Refunds",
    hint="keep one of the two",
)
LONG_YAML = Rule(
    "KB117",
    "long-yaml",
    Severity.ERROR,
    what="Front matter of more than 64,000 letters, or another YAML text of more than a million.",
    why="A slip made by a program, such as a list that repeats itself, would keep every command waiting.",
    example="---\ntitle: Returns\nquestions: [ …   (two hundred thousand of them)",
    hint="shorten the list, or write what it holds as pages",
)
JOINED_ITEMS = Rule(
    "KB138",
    "joined-items",
    Severity.WARNING,
    what="Items of a list are not below each other: YAML joins them to one text.",
    why="Two questions become one that nobody asks.",
    example="questions:\n- can i return it\n - return policy",
    hint="begin every item of the list at the same column",
)
RULES = (BROKEN_YAML, DUPLICATE_KEY, LONG_YAML, JOINED_ITEMS)

MAX_YAML_DEPTH = 50
"""Deeper nesting than any document of ours needs; it keeps hostile input away from the C stack."""

MOST_YAML_LETTERS = 1_000_000
"""Of one YAML text: libyaml and our nodes take about three seconds of one core for it."""
MOST_FRONT_MATTER_LETTERS = 64_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXOTIC_BREAK = re.compile("[\x85\u2028\u2029]")
_PLAIN_LINES = re.compile(
    r"(?: {0,8}+(?:- )?+(?![ \t!&%?]|[-:](?:[ \t\n]|\Z)|---|\.\.\.)[^\n\r]*+(?:\n|\Z)|[ ]*+\n)*+[ ]*+"
)
"""Lines that begin at most eight columns deep, with one dash at most, as a person writes them."""
_COMMENT = re.compile(r"[ \t]+(#.*)")
_BREAK = re.compile("[\n\x85\u2028\u2029]")
_TAG = "tag:yaml.org,2002:"
_TAB_HINT = "put spaces in place of the tab"


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML value and its line, counted from 1 in the file."""

    line: int
    text: str | None = None
    """The words of a scalar; None for null, a list or a mapping."""
    tag: str = "str"
    """What YAML takes a scalar for: str, int, float, bool, null, timestamp; else the tag that was written."""
    items: tuple[Node, ...] | None = None
    entries: Mapping[str, Node] | None = None
    key_lines: Mapping[str, int] | None = None
    is_quoted: bool = False
    """Whether a scalar stands in quotes, or below a `|` or `>`."""
    cut: str = ""
    """The rest of the line after a scalar without quotes, if YAML reads it as a comment: “#2 mean?”."""

    @property
    def is_scalar(self) -> bool:
        return self.items is None and self.entries is None

    @property
    def is_null(self) -> bool:
        return self.is_scalar and self.tag == "null"

    def line_of(self, key: str) -> int:
        """The line of `key` in this mapping; this node's own line if it has no such key."""
        return (self.key_lines or {}).get(key, self.line)

    def describe(self) -> str:
        """What this is, for a message."""
        if self.entries is not None:
            return "a mapping"
        if self.items is not None:
            return "a list"
        return "nothing" if self.is_null else f"“{self.text}”"

    def plain(self) -> object:
        """The same as PyYAML's safe loader gives, without dates: str, int, float, bool, None, list, dict."""
        if self.entries is not None:
            return {key: node.plain() for key, node in self.entries.items()}
        if self.items is not None:
            return [node.plain() for node in self.items]
        return _plain_scalar(self)


def _plain_scalar(node: Node) -> object:
    text = node.text or ""
    if node.tag == "null":
        return None
    if node.tag == "bool":
        return text.lower() in {"yes", "true", "on"}
    if node.tag in {"int", "float"}:
        try:
            return int(text.replace("_", "")) if node.tag == "int" else float(text.replace("_", ""))
        except ValueError:
            return text
    return text


EMPTY_MAPPING = Node(1, entries=MappingProxyType({}), key_lines=MappingProxyType({}))


class _Unreadable(Exception):
    def __init__(self, line: int, message: str, *, is_of_author: bool = False) -> None:
        """`is_of_author`: the line may well show a slip of its own, which says more than `message`."""
        super().__init__(message)
        self.line, self.is_of_author = line, is_of_author


def parse_yaml(
    text: str, *, path: str, first_line: int = 1, most: int = MOST_YAML_LETTERS
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of `text`, or None with the problems that say why not.

    `first_line` is the line of the file on which `text` starts. An empty text is an empty mapping; one of more
    than `most` letters is not read.
    """
    if len(text) > most:
        return None, (LONG_YAML.at(path, first_line, f"{len(text)} letters of YAML; kb reads {most} at most"),)
    if "<<<<<<<" in text and (conflicts := conflicts_in(text, path=path, first_line=first_line)):
        return None, conflicts
    problems: list[Problem] = []
    line_at = _line_counter(text, first_line)
    try:
        _refuse_depth(text)
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            return Node(first_line, entries=MappingProxyType({}), key_lines=MappingProxyType({})), ()
        lines = _BREAK.split(text) if " #" in text or "\t#" in text or "\n " in text else ()
        node = _Conversion(line_at, path, problems, lines).of(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and _is_at_tab(text, mark):
            line = line_at(mark.line)
            return None, (BROKEN_YAML.at(path, line, "broken YAML: a tab where YAML takes only spaces", _TAB_HINT),)
        opened = error.context_mark.line if error.context_mark else -1
        said = error.problem or error.context or ""
        return None, (_explained(text, mark.line if mark else 0, said, opened, path, line_at),)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        return None, (BROKEN_YAML.at(path, line, "broken YAML: a control character", "delete the character"),)
    except _Unreadable as error:
        if error.is_of_author:
            return None, (_explained(text, error.line, str(error), -1, path, line_at),)
        return None, (BROKEN_YAML.at(path, line_at(error.line), f"broken YAML: {error}"),)
    except (RecursionError, ValueError) as error:
        return None, (BROKEN_YAML.at(path, first_line, f"broken YAML: {error}"),)
    return node, tuple(problems)


def _explained(text: str, at: int, said: str, opened: int, path: str, line_at: Callable[[int], int]) -> Problem:
    """The problem for YAML that stopped on its line `at`, in plain words where the slip can be told."""
    slip = explain(_BREAK.split(text), at, said, opened)
    return BROKEN_YAML.at(path, line_at(slip.line), f"broken YAML: {slip.what}", slip.hint)


def _is_at_tab(text: str, mark: yaml.Mark) -> bool:
    """Whether YAML stopped at a tab, or on a line that a tab indents."""
    lines = _BREAK.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    return "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t"


def _line_counter(text: str, first_line: int) -> Callable[[int], int]:
    """YAML's line, counted from 0, → the file's: YAML also breaks lines at signs that no editor counts."""
    if text.isascii() or not _EXOTIC_BREAK.search(text):
        last = text.count("\n")
        return lambda line: first_line + min(line, last)  # what is missing at the end is missed one line later
    lines = [first_line]
    for found in _BREAK.finditer(text):
        lines.append(lines[-1] + (found[0] == "\n"))
    return lambda line: lines[min(line, len(lines) - 1)]


def is_shallow(text: str) -> bool:
    """Whether a quick test proves that `text` nests less than `MAX_YAML_DEPTH` deep and has no alias.

    Each level needs a deeper column or a bracket, so eleven columns and twenty brackets are 42 levels at most.
    """
    return (
        "*" not in text
        and text.count("[") + text.count("{") <= 20
        and not _EXOTIC_BREAK.search(text)
        and _PLAIN_LINES.fullmatch(text) is not None
    )


def _refuse_depth(text: str) -> None:
    if is_shallow(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.events.CollectionStartEvent):
            depth += 1
            if depth > MAX_YAML_DEPTH:
                raise _Unreadable(_line(event), f"nested more than {MAX_YAML_DEPTH} deep")
        elif isinstance(event, yaml.events.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.events.AliasEvent):
            raise _Unreadable(_line(event), f"the alias *{event.anchor} is not supported", is_of_author=True)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _own_tag(node: yaml.Node) -> str:
    """The tag that somebody wrote before a list or a mapping."""
    return "str" if node.tag in {f"{_TAG}seq", f"{_TAG}map"} else str(node.tag).removeprefix(_TAG)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """PyYAML's nodes → ours, for one text."""

    line_at: Callable[[int], int]
    path: str
    problems: list[Problem]
    lines: Sequence[str]
    """The text's lines as YAML counts them; none if it has no comments."""

    def of(self, node: yaml.Node) -> Node:
        line = self.line_at(node.start_mark.line)
        if isinstance(node, yaml.ScalarNode):
            tag = node.tag.removeprefix(_TAG)
            self._tell_joined(node)
            return Node(
                line,
                text=None if tag == "null" else node.value,
                tag=tag,
                is_quoted=bool(node.style),
                cut=self._cut(node),
            )
        if isinstance(node, yaml.SequenceNode):
            return Node(line, tag=_own_tag(node), items=tuple(map(self.of, node.value)))
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key_line = self.line_at(key_node.start_mark.line)
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Unreadable(key_node.start_mark.line, "a key must be one word or phrase")
            key = key_node.value
            if key in entries:
                self.problems.append(DUPLICATE_KEY.at(self.path, key_line, f"the key “{key}” stands twice"))
                continue
            entries[key] = self.of(value_node)
            key_lines[key] = key_line
        return Node(line, tag=_own_tag(node), entries=MappingProxyType(entries), key_lines=MappingProxyType(key_lines))

    def _tell_joined(self, node: yaml.ScalarNode) -> None:
        """A problem for a text without quotes whose later lines look like items of a list."""
        first, last = node.start_mark.line, node.end_mark.line
        if node.style or first == last or not self.lines:
            return
        for number in range(first + 1, min(last + 1, len(self.lines))):
            if self.lines[number].lstrip().startswith("- ") and " - " in f" {node.value}":
                message = f"“{self.lines[number].strip()[:80]}” is joined to the text above it"
                self.problems.append(JOINED_ITEMS.at(self.path, self.line_at(number), message))
                return

    def _cut(self, node: yaml.ScalarNode) -> str:
        """The comment behind a scalar that has neither quotes nor a `|` or `>` (PyYAML in C calls its style “”)."""
        mark = node.end_mark
        if node.style or not self.lines or mark.line >= len(self.lines):
            return ""
        comment = _COMMENT.match(self.lines[mark.line], mark.column)
        return comment[1].rstrip() if comment else ""
