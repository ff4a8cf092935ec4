"""`kb new KIND "Title"`: a well-formed file to fill in, one a kind, in the language that it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb.content.model import Kind
from kb.content.urls import slug as address_slug
from kb.importers.common.front_matter import render_front_matter
from kb.project.folders import AGENTS
from kb.project.project import load_project
from kb.source.sample_texts import SampleTexts, samples_for

SLUG_LENGTH = 80
RESERVED = frozenset({"index", "readme"})
REVIEW_DAYS = 180
OTHER_NAMES: Mapping[str, str] = {"tree": "guide", "question": "faq", "reply": "script", "article": "faq"}
"""What people call a kind → the kind."""

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """What a new document of one kind starts with."""

    folder: str
    is_internal: bool
    fields: Callable[[SampleTexts, date], Fields]
    body: Callable[[SampleTexts], str]


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a new document beside its title; what is empty is left out."""

    topic: str = ""
    stage: str = ""
    owner: str = ""
    related: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    """Where a script is sent; nothing is written where there are none."""
    questions: tuple[str, ...] = ()
    """Readers' own wordings, in place of the sample, where the kind has `questions`."""

    def as_fields(self, kind: Kind) -> Fields:
        """The fields that a document of `kind` may have."""
        known: Fields = {"topic": self.topic, "stage": self.stage, "related": list(self.related)}
        held: Fields = {} if kind is Kind.NOTE else {name: value for name, value in known.items() if value}
        sent: Fields = {"channels": list(self.channels)} if kind is Kind.SCRIPT and self.channels else {}
        return held | ({"owner": self.owner} if self.owner else {}) | sent


def _reviewed(today: date) -> Fields:
    return {"reviewed_on": today, "review_every_days": REVIEW_DAYS}


def _article_fields(texts: SampleTexts, today: date) -> Fields:
    return {
        "summary": texts.article_summary,
        "answer": texts.article_answer,
        "questions": [texts.article_question],
    } | _reviewed(today)


def _policy_fields(texts: SampleTexts, today: date) -> Fields:
    first = {"on": today, "what": texts.first_version}
    return _article_fields(texts, today) | {"effective_from": today, "changes": [first]}


def _script_fields(texts: SampleTexts, today: date) -> Fields:
    return {
        "summary": texts.script_summary,
        "questions": [texts.script_question],
        "placeholders": {"customer_name": {"type": "name", "example": "Mai"}},
    } | _reviewed(today)


def _procedure_fields(texts: SampleTexts, today: date) -> Fields:
    return {"summary": texts.procedure_summary, "time": "08:00", "role": "agent"} | _reviewed(today)


FORMS: dict[Kind, DocumentForm] = {
    Kind.FAQ: DocumentForm("faq", False, _article_fields, lambda texts: texts.steps),
    Kind.GUIDE: DocumentForm("guides", False, _article_fields, lambda texts: f"{texts.guide_start}\n\n{texts.tree}"),
    Kind.POLICY: DocumentForm(
        "policies", False, _policy_fields, lambda texts: f"{texts.heading}\n\n{texts.write_here}\n"
    ),
    Kind.PAGE: DocumentForm("", False, _article_fields, lambda texts: f"{texts.write_here}\n"),
    Kind.SCRIPT: DocumentForm("scripts", True, _script_fields, lambda texts: texts.script),
    Kind.PROCEDURE: DocumentForm("procedures", True, _procedure_fields, lambda texts: texts.steps),
    Kind.TRAINING: DocumentForm(
        "training",
        True,
        lambda texts, today: {"summary": texts.training_summary} | _reviewed(today),
        lambda texts: f"{texts.write_here}\n\n{texts.check_heading}\n\n{texts.quiz}",
    ),
    Kind.NOTE: DocumentForm("notes", True, lambda texts, today: {}, lambda texts: f"{texts.note}\n"),
}
KINDS = tuple(kind.value for kind in FORMS)
"""What `kb new` takes, beside a notice."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The files that were made, relative to the project folder, or why none was."""

    paths: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make: a document of `kind`, in the shop's language or in `languages`."""

    kind: str
    title: str
    details: Details = field(default_factory=Details)
    languages: tuple[str, ...] = ()
    """Translations to start beside the default language's file."""
    language: str = ""
    """The one language to write in; "" for the default language and `languages`."""
    name: str = ""
    """The file's name; "" for one that is made from the title."""


def new_document(root: Path, kind: str, title: str, *, today: date, languages: tuple[str, ...] = ()) -> NewDocument:
    """As `make_document`, of a kind and a title alone."""
    return make_document(root, Wanted(kind, title, languages=languages), today=today)


def make_document(root: Path, wanted: Wanted, *, today: date) -> NewDocument:
    """Make a draft in the project at `root`, with sample texts in each file's own language.

    The file's name is the title folded: "Đổi trả thế nào?" → `doi-tra-the-nao.md`. A note's title may be the id of
    the article it lies over (`faq/track-order`). Nothing that exists is overwritten. Raises `NoProjectError` outside
    a project.
    """
    kind = OTHER_NAMES.get(wanted.kind, wanted.kind)
    if kind not in KINDS:
        return NewDocument(refused=f"“{kind}” is no kind of document: choose one of {', '.join((*KINDS, 'notice'))}")
    words = one_line(wanted.title)
    project = load_project(root)
    options = project.options
    form = FORMS[Kind(kind)]
    name = slug_for(kind, wanted.name or words)
    if not name:
        return NewDocument(refused="the title needs a letter or a digit that a file name can be made of")
    both = dict.fromkeys((options.default_language, *wanted.languages))
    codes = (wanted.language,) if wanted.language else tuple(both)
    if unknown := [code for code in codes if code not in options.languages]:
        choices = ", ".join(options.languages)
        return NewDocument(refused=f"mkdocs.yml declares no language {', '.join(unknown)}: choose from {choices}")
    top = AGENTS if form.is_internal else project.docs
    paths = {code: _path(top, form.folder, name, code, options.default_language, options.layout) for code in codes}
    for path in paths.values():
        place = root / path
        if place.exists() or place.is_symlink():
            return NewDocument(refused=f"{path} exists already: choose another title, or edit it")
        if not place.parent.resolve().is_relative_to(root.resolve()):
            return NewDocument(refused=f"{path} would lie outside the project")
    for code, path in paths.items():
        texts = samples_for(code)
        known: Fields = {} if kind == Kind.NOTE and "/" in words else {"title": words}
        own = form.fields(texts, today)
        if wanted.details.questions and "questions" in own:
            own["questions"] = list(wanted.details.questions)
        fields = known | {"draft": True} | wanted.details.as_fields(Kind(kind)) | own
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(render_front_matter(fields) + "\n" + form.body(texts), "utf-8", newline="\n")
    return NewDocument(tuple(paths.values()))


def one_line(title: str) -> str:
    """A title as it may stand in a field: printable, on one line."""
    return " ".join("".join(char for char in title if char.isprintable() or char.isspace()).split())


def slug_for(kind: str, words: str) -> str:
    """The file's name without its ending; with folders where it may have some. "" if no letter is left."""
    if "/" in words and kind == Kind.NOTE:
        return "/".join(filter(None, map(address_slug, words.split("/"))))
    name = address_slug(words)[:SLUG_LENGTH].strip("-")
    return f"{name}-page" if name in RESERVED else name


def _path(top: str, folder: str, slug: str, code: str, default: str, layout: str) -> str:
    below = f"{folder}/{slug}" if folder else slug
    if layout == "folder":
        return f"{top}/{code}/{below}.md"
    return f"{top}/{below}.md" if code == default else f"{top}/{below}.{code}.md"
