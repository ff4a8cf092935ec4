"""What one document holds: trees and self-checks that work, topics that exist, HTML if it is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checks.plain_fields import check_plain_fields
from kb.content.model import Document, Library, Script
from kb.markdown.quizzes import read_quiz
from kb.markdown.trees import read_tree
from kb.markdown.videos import read_video
from kb.project.options import Options
from kb.source.fences import fences_in, mask_code
from kb.source.near_words import near_word
from kb.source.problem import Problem, Rule, Severity

UNKNOWN_TOPIC = Rule(
    "KB405",
    "unknown-topic",
    Severity.ERROR,
    what="A document names a topic that mkdocs.yml does not declare.",
    why="It would stand on no topic page, and its questions would reach no team.",
    example="topic: retruns",
    hint="choose a topic that mkdocs.yml declares, or declare it there",
)
RAW_HTML = Rule(
    "KB407",
    "raw-html",
    Severity.ERROR,
    what="HTML in Markdown, while the shop says `raw_html: false`.",
    why="HTML can carry scripts and styles that the site's security policy refuses.",
    example='<div onclick="…">Refunds</div>',
    hint="write it in Markdown, or allow HTML with `raw_html: true`",
)
MISSING_IMAGE = Rule(
    "KB408",
    "missing-image",
    Severity.ERROR,
    what="A script names a picture that is not there.",
    why="The agent would send the reply without it.",
    example="images: [img/retrun-button.png]",
    hint="correct the path: it is relative to the script's file",
)
RULES = (UNKNOWN_TOPIC, RAW_HTML, MISSING_IMAGE)

_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:[\s/][^<>]*)?>")


def check_structure(library: Library, options: Options) -> Iterator[Problem]:
    """Trees, self-checks, plain fields, topics, script pictures and raw HTML of every document."""
    assets = set(library.assets.values())
    for document in library.documents():
        yield from _check_fences(document)
        yield from check_plain_fields(document)
        if document.topic and document.topic not in options.topics:
            declared = ", ".join(options.topics) or "none yet"
            near = _topic_meant(document.topic, options)
            yield UNKNOWN_TOPIC.at(
                document.path,
                document.line_of("topic"),
                f"the topic “{document.topic}” is not declared",
                f"did you mean “{near}”?" if near else f"declared in mkdocs.yml: {declared}",
            )
        if not options.raw_html:
            yield from _check_html(document)
        if isinstance(document, Script):
            folder = document.path.rpartition("/")[0]
            for image in document.images:
                if f"{folder}/{image}" not in assets:
                    yield MISSING_IMAGE.at(document.path, document.line_of("images"), f"no picture “{image}”")


def _topic_meant(written: str, options: Options) -> str:
    """The id of the topic that is meant by a slip of it, or by its name in some language; "" if none is near."""
    names = {name: topic.id for topic in options.topics.values() for name in topic.name.values()}
    return near_word(written, options.topics) or names.get(near_word(written, names), "")


def _check_fences(document: Document) -> Iterator[Problem]:
    for fence in fences_in(document.body):
        line = document.body_line + fence.line - 1
        if fence.name == "tree":
            yield from read_tree(fence.text, path=document.path, line=line)[1]
        elif fence.name == "quiz":
            yield from read_quiz(fence.text, path=document.path, line=line)[1]
        elif fence.name == "video":
            yield from read_video(fence.text, path=document.path, line=line)[1]


def _check_html(document: Document) -> Iterator[Problem]:
    yield from _tags_in(mask_code(document.body), document, document.body_line)
    for fence in fences_in(document.body):
        if fence.name in {"tree", "video"}:  # its answers, what is said of it, are Markdown
            yield from _tags_in(mask_code(fence.text), document, document.body_line + fence.line - 1)


def _tags_in(text: str, document: Document, first_line: int) -> Iterator[Problem]:
    line, at = first_line, 0
    for match in _HTML.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield RAW_HTML.at(document.path, line, f"HTML is not allowed here: {match[0][:40]}")
