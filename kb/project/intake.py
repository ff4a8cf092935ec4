"""Which files of `docs/` are published: MkDocs' own settings, read as MkDocs reads them.

`exclude_docs`, `draft_docs` and `not_in_nav` are lists of patterns as in `.gitignore`, relative to the folder of
articles; MkDocs leaves out hidden files and `/templates/` unless a pattern takes them back (mkdocs/structure/files.py,
MkDocs 1.6). `publish_files` of the plugin has the same patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from kb.project.options import BROKEN_OPTION
from kb.source.files import FoundFile
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import Node

if TYPE_CHECKING:
    from pathspec.gitignore import GitIgnoreSpec

PATTERN_WITH_FOLDER = Rule(
    "KB120",
    "pattern-with-folder",
    Severity.ERROR,
    what="A pattern for files begins with the name of the folder of articles.",
    why="Patterns are relative to that folder: this one matches nothing, and what it should hold back is published.",
    example="exclude_docs: docs/private/",
    hint="leave the folder's own name out: /private/",
)
RULES = (PATTERN_WITH_FOLDER,)

EXCLUDE, DRAFTS, NOT_IN_NAV = PATTERN_SETTINGS = ("exclude_docs", "draft_docs", "not_in_nav")
ALWAYS_EXCLUDED = (".*", "/templates/")
"""What MkDocs excludes unasked."""


@cache
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec.gitignore import GitIgnoreSpec  # most commands have no pattern to ask

    return GitIgnoreSpec.from_lines(lines)


def matches(patterns: tuple[str, ...], name: str) -> bool:
    """Whether `name`, relative to the folder of articles, is among what `patterns` choose."""
    return bool(patterns) and _spec(patterns).match_file(name)


def idle_patterns(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of `patterns` that match none of `names`; negated patterns (`!…`) are ignored."""
    every = tuple(names)
    return [
        pattern for pattern in patterns
        if not pattern.startswith("!") and not any(matches((pattern,), name) for name in every)
    ]  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """The patterns in `mkdocs.yml` for the files below the folder of articles."""

    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Setting → its lines."""

    @property
    def asks_for_hidden(self) -> bool:
        """Whether hidden files may be taken back."""
        return any(line.startswith("!") for line in self.patterns.get(EXCLUDE, ()))

    def excludes(self, name: str) -> bool:
        """Whether the file is in no edition and in no preview."""
        own = self.patterns.get(EXCLUDE, ())
        if not own and not name.startswith((".", "templates/")) and "/." not in name:
            return False
        return matches((*ALWAYS_EXCLUDED, *own), name)

    def is_draft(self, name: str) -> bool:
        """Whether the file is shown by `kb serve` alone."""
        return matches(self.patterns.get(DRAFTS, ()), name)

    def is_unlisted(self, name: str) -> bool:
        """Whether the page is published and searchable, but in no list."""
        return matches(self.patterns.get(NOT_IN_NAV, ()), name)


def held_back_paths(files: Iterable[FoundFile], intake: Intake) -> frozenset[str]:
    """Paths of those files of `docs/` that are not public: excluded, or drafts by `draft_docs`."""
    return frozenset(file.path for file in files if intake.excludes(file.name) or intake.is_draft(file.name))


PUBLISH_ALL = Intake()
"""No setting at all."""


def read_intake(entries: Mapping[str, Node], *, docs: str, path: str) -> tuple[Intake, tuple[Problem, ...]]:
    """The settings among the entries of a `mkdocs.yml`; one that cannot be read is a problem."""
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name in PATTERN_SETTINGS:
        node = entries.get(name)
        if node is None or node.is_null:
            continue
        if not node.is_scalar:
            hint = f"write `{name}: |` and the patterns below it, one a line, as MkDocs does"
            message = f"{name}: expected a text, found {node.describe()}"
            problems.append(BROKEN_OPTION.at(path, node.line, message, hint))
            continue
        lines = tuple((node.text or "").splitlines())
        problems += check_patterns(name, lines, docs=docs, path=path, line=node.line)
        if is_readable(lines):
            found[name] = lines
    return Intake(MappingProxyType(found)), tuple(problems)


def is_readable(lines: tuple[str, ...]) -> bool:
    """Whether `pathspec` can read the patterns."""
    try:
        _spec(lines)
    except ValueError:
        return False
    return True


def check_patterns(setting: str, lines: Iterable[str], *, docs: str, path: str, line: int) -> list[Problem]:
    """What is wrong with patterns as written."""
    problems = []
    for pattern in lines:
        if not is_readable((pattern,)):
            message = f"{setting}: “{pattern}” is no pattern"
            problems.append(BROKEN_OPTION.at(path, line, message, "write it as in .gitignore"))
        elif pattern.lstrip("!/").startswith(f"{docs}/"):
            rest = pattern.lstrip("!/").removeprefix(docs)
            problems.append(
                PATTERN_WITH_FOLDER.at(path, line, f"{setting}: “{pattern}” begins with {docs}/", f"write {rest}")
            )
    return problems
