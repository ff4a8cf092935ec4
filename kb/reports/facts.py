"""Where each fact is used, and what a change of it would touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.content.fact_texts import AS_OF, SOURCE, render_fact
from kb.content.model import Document, Fact, Kind, Library
from kb.project.options import Options
from kb.project.project import CONFIG
from kb.source.substitution import uses_in


@dataclass(frozen=True, slots=True)
class FactUse:
    """One place that names a fact."""

    path: str
    line: int
    market: str = ""
    """Set if the place asks for one market's value: `{{ fact.NAME.VN }}`."""
    id: str = ""
    """The document; "" for `mkdocs.yml` and `notices.yml`."""
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FactReport:
    """One fact and everything that depends on it."""

    fact: Fact
    texts: Mapping[str, str]
    """Language → how a page of that language says it; languages whose markets lack it are left out."""
    uses: tuple[FactUse, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """Ids of the articles and notes that a change touches."""
        return tuple(sorted({use.id for use in self.uses if use.id and use.kind != Kind.SCRIPT}))

    @property
    def scripts(self) -> tuple[str, ...]:
        return tuple(sorted({use.id for use in self.uses if use.kind == Kind.SCRIPT}))

    @property
    def files(self) -> tuple[str, ...]:
        """Every file to be read again, translations among them."""
        return tuple(sorted({use.path for use in self.uses}))


def fact_reports(library: Library, options: Options) -> tuple[FactReport, ...]:
    """Every fact by name, with its uses sorted by file and line."""
    uses: dict[str, list[FactUse]] = {name: [] for name in library.facts}
    for document in library.documents():
        for name, use in _uses_of(document):
            uses.setdefault(name, []).append(use)
    for name, use in _uses_outside(library, options):
        uses.setdefault(name, []).append(use)
    return tuple(
        FactReport(fact, _texts(fact, options), tuple(sorted(uses[name], key=lambda use: (use.path, use.line))))
        for name, fact in library.facts.items()
    )


def _texts(fact: Fact, options: Options) -> dict[str, str]:
    texts = {code: render_fact(fact, language=code, options=options) for code in options.languages}
    return {code: text for code, text in texts.items() if text is not None}


def _uses_of(document: Document) -> Iterator[tuple[str, FactUse]]:
    fields = (
        ("title", document.title),
        ("summary", document.summary),
        ("answer", document.answer),
        ("questions", "\n".join(document.questions)),
    )
    for field, text in fields:
        yield from _uses_in(text, document, document.line_of(field), is_field=True)
    yield from _uses_in(document.body, document, document.body_line, is_field=False)


def _uses_in(text: str, document: Document, first_line: int, *, is_field: bool) -> Iterator[tuple[str, FactUse]]:
    for use in uses_in(text):
        if use.space == "fact":
            name, market = _name_and_market(use.name)
            line = first_line if is_field else first_line + use.line - 1
            yield name, FactUse(document.path, line, market, document.id, document.language, document.kind.value)


def _name_and_market(written: str) -> tuple[str, str]:
    """`return_days.VN.as_of` → `return_days`, `VN`."""
    name, *more = written.split(".")
    return name, next((part for part in more if part not in (AS_OF, SOURCE)), "")


def _uses_outside(library: Library, options: Options) -> Iterator[tuple[str, FactUse]]:
    """Contacts in the options and dated notices."""
    for contact in options.contact:
        if contact.fact:
            yield contact.fact, FactUse(CONFIG, options.lines.get("contact", 1))
    for notice in library.notices:
        for language, text in notice.text.items():
            for use in uses_in(text):
                if use.space == "fact":
                    name, market = _name_and_market(use.name)
                    yield name, FactUse("notices.yml", notice.line, market, "", language)
