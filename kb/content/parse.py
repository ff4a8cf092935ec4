"""The text of one file → the document it holds, and what is wrong with it. Reads no other file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kb.content.front_matter import Split, first_heading, split_front_matter
from kb.content.markdown_slips import long_fields, markdown_slips
from kb.content.misplaced import misplaced_fields
from kb.content.model import Article, Document, Kind, Note, Script
from kb.content.schema import read_front_matter
from kb.content.script_parts import split_parts
from kb.content.urls import Name
from kb.project.options import Options
from kb.source.comments import without_comments
from kb.source.conflicts import conflicts_in
from kb.source.open_fences import open_fences
from kb.source.problem import Problem, Rule, Severity
from kb.source.templates import unwritten

EMPTY_FILE = Rule(
    "KB108",
    "empty-file",
    Severity.WARNING,
    what="A Markdown file without a word in it.",
    why="Readers would open an empty page.",
    example="(a file of 0 bytes)",
    hint="write the text, mark it `draft: true`, or delete the file",
)
RULES = (EMPTY_FILE,)


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one Markdown file, and what its name says."""

    text: str
    path: str
    name: Name


Parsed = tuple[Document, Sequence[Problem]]


def parse_sources(sources: Sequence[SourceText], options: Options) -> list[Parsed]:
    """Each source's document and what is wrong with it."""
    return [parse_document(one.text, path=one.path, name=one.name, options=options) for one in sources]


def parse_document(text: str, *, path: str, name: Name, options: Options) -> tuple[Document, list[Problem]]:
    """The text of one file → the document it holds, and what is wrong with it. Reads nothing else."""
    split, found = split_front_matter(text, path=path)
    values, more = read_front_matter(split.fields, kind=name.kind, path=path)
    problems = [*found, *more]
    if not without_comments(text).strip():
        problems.append(EMPTY_FILE.at(path, 1, "the file is empty" + (", but for comments" if text.strip() else "")))
    problems += _left_unfinished(text, split, values, path, kind=name.kind, is_read=not found)
    title = str(values.pop("title", "") or first_heading(split.body) or _title_from(name.id))
    common: dict[str, Any] = {
        "id": name.id,
        "language": name.language,
        "kind": name.kind,
        "path": path,
        "title": title,
        "body": split.body,
        "body_line": split.body_line,
        "is_draft": bool(values.pop("draft", False)),
        "lines": split.fields.key_lines or MappingProxyType({}),
        "source_hash": hash_of_words(title, values, split.body),
    }
    build = _BUILDERS.get(name.kind, _build_article)
    document, mistakes = build(common, values, options)
    return document, [*problems, *mistakes]


def _left_unfinished(
    text: str, split: Split, values: Mapping[str, object], path: str, *, kind: Kind, is_read: bool
) -> Iterator[Problem]:
    """What shows that a file is not as its writer means it to be, or not as readers need it."""
    conflicts = conflicts_in(text, path=path)
    yield from conflicts
    if conflicts:  # whatever else is wrong comes of them
        return
    is_draft = bool(values.get("draft"))
    if is_read:
        yield from misplaced_fields(text, split, path=path, is_draft=is_draft)
    yield from open_fences(split.body, path=path, first_line=split.body_line)
    if not is_draft:
        lines = split.fields.key_lines or {}
        yield from unwritten(values, lines, split.body, body_line=split.body_line, path=path)
        yield from long_fields(values, lines, path=path)
        yield from markdown_slips(split.body, kind=kind, path=path, body_line=split.body_line)


Builder = Callable[[dict[str, Any], dict[str, Any], Options], tuple[Document, tuple[Problem, ...]]]


def _build_article(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    renamed = {{"time": "times", "channel": "channels"}.get(name, name): value for name, value in values.items()}
    return Article(**common, **renamed), ()


def _build_script(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    parts, problems = split_parts(
        common["body"], path=common["path"], body_line=common["body_line"], variants=options.variants
    )
    return Script(**common, **values, parts=parts), problems


def _build_note(
    common: dict[str, Any], values: dict[str, Any], options: Options
) -> tuple[Document, tuple[Problem, ...]]:
    return Note(**common, **values, target=common["id"].removeprefix("notes/")), ()


_BUILDERS: Mapping[Kind, Builder] = {Kind.SCRIPT: _build_script, Kind.NOTE: _build_note}


def hash_of_words(title: str, values: Mapping[str, object], body: str) -> str:
    """Ten hexadecimal digits of SHA-256 over what a translator translates: what a translation records of its source.

    A new review date, another owner, or one more question in the source's own language outdates no translation.
    """
    words = "\0".join([title, str(values.get("summary", "")), str(values.get("answer", "")), body])
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def _title_from(page_id: str) -> str:
    words = page_id.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or page_id
