"""One public Markdown file → what readers get of it, read quickly: the words of its page before it is rendered.

What only its writers see excuses nothing: comments, fields that no page shows, and files in a language that the shop
does not declare, which become no page.
"""

from __future__ import annotations

import contextlib
import glob
import html
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import chain

from babel import UnknownLocaleError, dates

from kb.audit.matching.folding import BREAK
from kb.audit.texts.fact_texts import facts_key
from kb.audit.texts.internal import FactsRead
from kb.audit.texts.markdown_pieces import targets_in, without_markers
from kb.audit.texts.split_document import split_document
from kb.content.in_time import version_name
from kb.content.urls import parse_name, slug, url_of
from kb.markdown.quizzes import read_quiz
from kb.markdown.trees import read_tree
from kb.markdown.videos import read_video
from kb.project.options import Options
from kb.project.project import Project
from kb.source.comments import without_comments
from kb.source.fences import fences_in
from kb.source.fields import WrongTypeError, read_date
from kb.source.substitution import substitute
from kb.source.yaml_nodes import Node

SHOWN = ("title", "summary", "answer", "questions", "topic", "stage", "related", "redirect_from")
"""Fields whose words stand on pages, in addresses or in the search index."""
_OF_VERSIONS = ("changes", "effective_from")
_DATES = ("reviewed_on", "effective_from")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?(?:[ \t]*\{[^{}]*\})?[ \t]*$", re.MULTILINE)
_FORMATS = ("long", "medium")


def texts_of(path: str, text: str, project: Project, facts: FactsRead) -> Iterator[str]:
    """The texts that a public Markdown file gives to readers; none if it becomes no page."""
    options = project.options
    name = parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=options)
    if name.undeclared:
        return
    yield path.removeprefix(f"{project.docs}/")
    yield url_of(name.id, name.language, options)
    split = split_document(text, path)
    yield from _of_versions(path, split.fields, name.id, project)
    for texts in _facts_of(path, text, name.language, facts):
        yield from _fields(split.fields, texts, options)
        filled = substitute(split.body, facts=texts, link=lambda _: None) if "{{" in text else split.body
        body = without_comments(filled)
        body = html.unescape(body) if "&" in body else body
        yield without_markers(body)
        yield f"\n{BREAK}\n".join(targets_in(body))
        yield f"\n{BREAK}\n".join(slug(match[1]) for match in _HEADING.finditer(body))


def _facts_of(path: str, text: str, language: str, facts: FactsRead) -> list[Mapping[str, str]]:
    """What facts say in a file: once for each time at which they differ, since pages of any may be published."""
    key = facts_key(text, path, language)
    return [facts.public[one] for one in (facts.public.keys_of(key) if "{{" in text else (key,))]


def _of_versions(path: str, fields: Node, page_id: str, project: Project) -> Iterator[str]:
    """Of an article with several versions: its history, which its pages show, and the last days of the others."""
    entries = fields.entries or {}
    named = version_name(page_id)
    if not named and entries.keys().isdisjoint(_OF_VERSIONS):
        return
    folder, _, file = path.rpartition("/")
    if not named and not any((project.root / folder).glob(f"{glob.escape(file.split('.')[0])}@*")):
        return
    if "changes" in entries:
        yield from scalars_in(entries["changes"])
    for day in [named[1]] if named else []:
        yield from written_out(day, project.options)
    for node in [entries["effective_from"]] if "effective_from" in entries else []:
        with contextlib.suppress(WrongTypeError, OverflowError):
            yield from written_out(read_date(node) - timedelta(days=1), project.options)
    for day in [named[1]] if named else []:
        with contextlib.suppress(OverflowError):
            yield from written_out(day - timedelta(days=1), project.options)


def blocks_of(path: str, text: str, project: Project, facts: FactsRead) -> Iterator[str]:
    """What the trees and self-checks of a public article say, in the order of its page."""
    name = parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options)
    for said in _facts_of(path, text, name.language, facts):
        yield from _blocks(path, substitute(split_document(text, path).body, facts=said, link=lambda _: None))


def _blocks(path: str, body: str) -> Iterator[str]:
    for fence in fences_in(body):
        if fence.name == "tree" and (tree := read_tree(fence.text, path=path, line=fence.line)[0]):
            steps = ((one.ask, *one.choices, without_comments(one.answer)) for one in tree.steps.values())
            yield without_markers(" ".join(chain.from_iterable(steps)))
        elif fence.name == "quiz" and (quiz := read_quiz(fence.text, path=path, line=fence.line)[0]):
            yield " ".join((quiz.ask, *sorted((quiz.right, *quiz.wrong)), quiz.right, quiz.why))
        elif fence.name == "video" and (video := read_video(fence.text, path=path, line=fence.line)[0]):
            yield without_markers(" ".join((video.title, without_comments(f"{video.text} {video.transcript}"))))
            yield " ".join((video.source.watch, video.source.embed, video.poster, *video.captions.values()))


def _fields(fields: Node, facts: Mapping[str, str], options: Options) -> Iterator[str]:
    entries = fields.entries or {}
    shown = {
        name: [substitute(without_comments(one), facts=facts, link=lambda _: None) for one in scalars_in(entries[name])]
        for name in SHOWN
        if name in entries
    }
    for values in shown.values():
        yield from values
    # Cards and lists of links show these in a row.
    told = [" ".join(shown.get(name, ())) for name in ("title", "summary", "answer")]
    yield " ".join(told)
    yield f"{told[0]} {told[2]}"
    for name in _DATES:
        if name in entries:
            try:
                yield from written_out(read_date(entries[name]), options)
            except WrongTypeError:
                continue


def scalars_in(node: Node) -> Iterator[str]:
    """Every text in a node, in order; names of fields are left out."""
    for value in (*(node.entries or {}).values(), *(node.items or ())):
        yield from scalars_in(value)
    if node.text:
        yield node.text


def written_out(day: date, options: Options) -> tuple[str, ...]:
    """The date as pages of each language write it, and as machines do."""
    return _written_out(day, tuple(options.languages))


@cache
def _written_out(day: date, languages: tuple[str, ...]) -> tuple[str, ...]:
    written = [day.isoformat()]
    for code in languages:
        for form in _FORMATS:
            with contextlib.suppress(UnknownLocaleError, ValueError):
                written.append(dates.format_date(day, form, locale=code.replace("-", "_")))
    return tuple(written)
