"""`kb new KIND "Title"`: a well-formed file to fill in, one a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.model import Kind
from kb.content.urls import slug as address_slug
from kb.importers.common.front_matter import render_front_matter
from kb.project.folders import AGENTS
from kb.project.project import load_project
from kb.source.templates import (
    ARTICLE_ANSWER,
    ARTICLE_QUESTION,
    ARTICLE_SUMMARY,
    GUIDE_START,
    NOTE,
    PROCEDURE_SUMMARY,
    QUIZ,
    REPLY,
    SCRIPT_QUESTION,
    SCRIPT_SUMMARY,
    STEPS,
    TRAINING_SUMMARY,
    TREE,
    WRITE_HERE,
)

SLUG_LENGTH = 80
RESERVED = frozenset({"index", "readme"})


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """What a new document of one kind starts with."""

    folder: str
    is_internal: bool
    fields: Callable[[date], dict[str, object]]
    body: str


def _article_fields(today: date) -> dict[str, object]:
    return {
        "summary": ARTICLE_SUMMARY,
        "answer": ARTICLE_ANSWER,
        "questions": [ARTICLE_QUESTION],
        "reviewed_on": today,
        "review_every_days": 180,
    }


def _policy_fields(today: date) -> dict[str, object]:
    return _article_fields(today) | {"effective_from": today, "changes": [{"on": today, "what": "First version"}]}


def _script_fields(today: date) -> dict[str, object]:
    return {
        "summary": SCRIPT_SUMMARY,
        "questions": [SCRIPT_QUESTION],
        "channels": ["livechat"],
        "placeholders": {"customer_name": {"type": "name", "example": "Mai"}},
        "reviewed_on": today,
        "review_every_days": 180,
    }


def _procedure_fields(today: date) -> dict[str, object]:
    return {
        "summary": PROCEDURE_SUMMARY,
        "time": "08:00",
        "role": "agent",
        "reviewed_on": today,
        "review_every_days": 180,
    }


def _training_fields(today: date) -> dict[str, object]:
    return {"summary": TRAINING_SUMMARY, "reviewed_on": today, "review_every_days": 180}


FORMS: dict[Kind, DocumentForm] = {
    Kind.FAQ: DocumentForm("faq", False, _article_fields, STEPS),
    Kind.GUIDE: DocumentForm("guides", False, _article_fields, f"{GUIDE_START}\n\n{TREE}"),
    Kind.POLICY: DocumentForm("policies", False, _policy_fields, f"## Who it is for\n\n{WRITE_HERE}\n"),
    Kind.PAGE: DocumentForm("", False, _article_fields, f"{WRITE_HERE}\n"),
    Kind.SCRIPT: DocumentForm("scripts", True, _script_fields, REPLY),
    Kind.PROCEDURE: DocumentForm("procedures", True, _procedure_fields, STEPS),
    Kind.TRAINING: DocumentForm(
        "training", True, _training_fields, f"## What matters\n\n{WRITE_HERE}\n\n## Check yourself\n\n{QUIZ}"
    ),
    Kind.NOTE: DocumentForm("notes", True, lambda today: {}, NOTE),
}
KINDS = tuple(kind.value for kind in FORMS)
"""What `kb new` takes."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The files that were made, relative to the project folder, or why none was."""

    paths: tuple[str, ...] = ()
    refused: str = ""


def new_document(root: Path, kind: str, title: str, *, today: date, languages: tuple[str, ...] = ()) -> NewDocument:
    """Make a draft of `kind` in the project at `root`: in the default language, and in `languages` as well.

    The file's name is the title folded: "Đổi trả thế nào?" → `doi-tra-the-nao.md`. A note's title may be the id of
    the article it lies over (`faq/track-order`). Nothing that exists is overwritten. Raises `NoProjectError` outside
    a project.
    """
    if kind not in KINDS:
        return NewDocument(refused=f"“{kind}” is no kind of document: choose one of {', '.join(KINDS)}")
    words = " ".join("".join(char for char in title if char.isprintable() or char.isspace()).split())
    project = load_project(root)
    form = FORMS[Kind(kind)]
    slug = address_slug(words)[:SLUG_LENGTH].strip("-")
    if kind == Kind.NOTE and "/" in words:
        slug = "/".join(filter(None, map(address_slug, words.split("/"))))
    if not slug:
        return NewDocument(refused="the title needs a letter or a digit that a file name can be made of")
    slug = f"{slug}-page" if slug in RESERVED else slug
    unknown = [code for code in languages if code not in project.options.languages]
    if unknown:
        return NewDocument(
            refused=f"mkdocs.yml declares no language {', '.join(unknown)}: "
            f"choose from {', '.join(project.options.languages)}"
        )
    top = AGENTS if form.is_internal else project.docs
    default = project.options.default_language
    paths = [
        _path(top, form.folder, slug, code, default, project.options.layout)
        for code in dict.fromkeys((default, *languages))
    ]
    for path in paths:
        place = root / path
        if place.exists() or place.is_symlink():
            return NewDocument(refused=f"{path} exists already: choose another title, or edit it")
        if not place.parent.resolve().is_relative_to(root.resolve()):
            return NewDocument(refused=f"{path} would lie outside the project")
    text = render_front_matter({"title": words, "draft": True} | form.fields(today)) + "\n" + form.body
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
    return NewDocument(tuple(paths))


def _path(top: str, folder: str, slug: str, code: str, default: str, layout: str) -> str:
    below = f"{folder}/{slug}" if folder else slug
    if layout == "folder":
        return f"{top}/{code}/{below}.md"
    return f"{top}/{below}.md" if code == default else f"{top}/{below}.{code}.md"
