"""Articles and scripts of another helpdesk into a project: where each goes, what may be overwritten, what must not.

A file that was imported before and not touched since follows the export. One that a writer has edited is left alone. An
article that became restricted leaves `docs/` at once, edited or not.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.content.options import Options
from kb.content.project import load_project
from kb.importers.allocating import SET_ASIDE, allocate_places, distinct_texts, language_of, may_stay
from kb.importers.converting import Conversion, Place, render_text
from kb.importers.marks import MarkedFile, find_marked, mark
from kb.importers.project_files import leads_out, write_project
from kb.importers.records import Imported, ImportedText, ImportedTopic, text_key
from kb.importers.report import ImportFindings, ImportReport, refuse
from kb.importers.topics_file import add_topics, render_topics
from kb.text import fold_slug

PUBLIC_PICTURE = re.compile(r"img/imported/([\w.-]+)")


@dataclass(slots=True)
class _Changes:
    """What has to happen on disk, gathered before anything is written."""

    writes: dict[str, str | bytes] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def place_imported(imported: Imported, project: Path, export: str, findings: ImportFindings) -> ImportReport:
    """Write `imported` into `project` and nowhere else. `export` is the file's name, for findings."""
    loaded = load_project(project)
    errors = [problem for problem in loaded.problems if problem.is_error]
    if errors:
        return refuse(f"mkdocs.yml has to be mended first: {errors[0]}")
    options, docs = loaded.options, loaded.docs
    for folder in (docs, options.agents_dir, SET_ASIDE):
        if leads_out(project, folder):
            return refuse(f"{folder}/ leads out of the project: nothing was imported")
    marked = find_marked(project, (docs, options.agents_dir, SET_ASIDE))
    texts = distinct_texts(imported.texts, options, export, findings)
    changes = _Changes()
    topics = _declare_topics(imported, texts, options, project, export, findings, changes)
    conversion = Conversion(
        texts, allocate_places(texts, options, docs, project, marked), topics, options, docs, export, findings
    )
    for text in texts:
        _settle(text, conversion, marked, changes)
    _withdraw(conversion, marked, changes)
    for path, data in conversion.pictures.items():
        if not (project / path).exists():
            changes.writes[path] = data
            changes.written.append(path)
    if outside := [path for path in changes.writes if leads_out(project, path)]:
        return refuse(f"{outside[0]} leads out of the project: nothing was imported")
    write_project(project, changes.writes)
    for path in changes.removals:
        (project / path).unlink(missing_ok=True)
    return ImportReport(
        pages=len(texts),
        written=tuple(sorted(changes.written)),
        updated=tuple(sorted(changes.updated)),
        unchanged=tuple(sorted(changes.unchanged)),
        kept=tuple(sorted(changes.kept)),
        findings=findings.sorted(),
        downloads=tuple(sorted(one for one in conversion.downloads if not (project / one.path).exists())),
    )


def _declare_topics(
    imported: Imported,
    texts: list[ImportedText],
    options: Options,
    project: Path,
    export: str,
    findings: ImportFindings,
    changes: _Changes,
) -> dict[str, str]:
    """Section → topic id. Sections of restricted articles alone are not declared: their names would be public."""
    public = [text.topic_key for text in texts if text.topic_key and not text.is_internal]
    ids: dict[str, str] = {}
    new: dict[str, Mapping[str, str]] = {}
    by_name = {name.casefold(): id for id, topic in options.topics.items() for name in topic.name.values()}
    for key in dict.fromkeys([*public, *(text.topic_key for text in texts if text.topic_key)]):
        topic = imported.topics.get(key, ImportedTopic(key))
        names = {language: word for locale, word in topic.names.items() if (language := language_of(locale, options))}
        word = (
            names.get(options.default_language)
            or next(iter(names.values()), "")
            or next(iter(topic.names.values()), "")
        )
        id = by_name.get(word.casefold()) or fold_slug(word)[:50].strip("-") or f"section-{fold_slug(key) or 'x'}"
        if id in options.topics or id in new:
            ids[key] = id
        elif key in public:
            ids[key] = id
            new[id] = names or {options.default_language: f"Section {key}"}
            if not names:
                findings.add(
                    export,
                    1,
                    f"does not name section {key}: it became the topic “{id}”; name it in mkdocs.yml",
                    "section without a name",
                )
    if new:
        config = project / "mkdocs.yml"
        text = add_topics(config.read_text("utf-8-sig"), new)
        if text is None:
            findings.add(
                "mkdocs.yml",
                1,
                "topics could not be added by themselves; add under `topics:`: "
                + " ".join(render_topics(new, 0).split()),
                "topics to add by hand",
            )
        else:
            changes.writes["mkdocs.yml"] = text
            changes.updated.append("mkdocs.yml")
    return ids


def _settle(
    text: ImportedText, conversion: Conversion, marked: Mapping[str, list[MarkedFile]], changes: _Changes
) -> None:
    """Decide what becomes of one text, given what is on disk."""
    findings, key = conversion.findings, text_key(text)
    place = conversion.places[key]
    if not place.language:
        where = "kept out of both editions" if not text.is_internal else "kept beside the others"
        findings.add(
            conversion.export,
            text.line,
            f"{text.key} is in “{text.locale}”, which mkdocs.yml does not declare: {where} in "
            f"{place.path}; declare the language and import again",
            "language not declared",
        )
    rendered = mark(render_text(text, conversion), key)
    before = marked.get(key, [])
    here = next((file for file in before if file.path == place.path), None)
    for file in before:
        if file.path != place.path and not may_stay(file.path, text, conversion.options):
            rendered = _move(file, text, place, here, rendered, conversion, changes)
    if here is None:
        changes.writes[place.path] = rendered
        (changes.updated if before else changes.written).append(place.path)
    elif here.is_same(rendered):
        changes.unchanged.append(place.path)
    elif here.is_edited:
        changes.kept.append(place.path)
        if f"| {here.recorded}\n" not in rendered:
            findings.add(
                conversion.export,
                text.line,
                f"{text.key} changed in the export, and {place.path} was edited here: left as it is; compare the two",
                "article changed on both sides",
            )
    else:
        changes.writes[place.path] = rendered
        changes.updated.append(place.path)
    if not text.is_internal and place.path.startswith(conversion.options.agents_dir + "/"):
        findings.add(
            conversion.export,
            text.line,
            f"{text.key} is public in the export, but stays internal in {place.path}: move it "
            "yourself if shoppers may read it",
            "article that became public",
        )


def _withdraw(conversion: Conversion, marked: Mapping[str, list[MarkedFile]], changes: _Changes) -> None:
    """Languages of restricted articles that this export lacks leave the public folder too."""
    restricted = {text.key: text for text in conversion.texts if text.is_internal}
    done = set(conversion.places)
    for key, files in marked.items():
        text = restricted.get(key.rpartition(" ")[0])
        for file in files if text is not None and key not in done else ():
            if text is not None and not may_stay(file.path, text, conversion.options):
                name = posixpath.basename(file.path)
                place = f"{posixpath.dirname(conversion.place_of(text).path)}/{name}"
                changes.writes[place] = file.text
                changes.updated.append(place)
                changes.removals.append(file.path)
                _report_restricted(file, text, place, conversion)


def _move(
    file: MarkedFile,
    text: ImportedText,
    place: Place,
    here: MarkedFile | None,
    rendered: str,
    conversion: Conversion,
    changes: _Changes,
) -> str:
    """Take `file` from where it may no longer be, a writer's changes with it; returns the text for the new place."""
    changes.removals.append(file.path)
    if text.is_internal and not file.path.startswith(conversion.options.agents_dir + "/"):
        _report_restricted(file, text, place.path, conversion)
    if not file.is_edited:
        return rendered
    if here is None:
        return file.text
    spare = f"{place.path.removesuffix('.md')}-edited.md"
    changes.writes[spare] = file.text
    changes.written.append(spare)
    return rendered


def _report_restricted(file: MarkedFile, text: ImportedText, place: str, conversion: Conversion) -> None:
    """Say that a page left the public folder, and which of its pictures did not."""
    message = f"{text.key} is restricted now: {file.path} was moved to {place}; publish the site again"
    if pictures := sorted(set(PUBLIC_PICTURE.findall(file.text))):
        message += f"; delete its pictures from {conversion.docs}/img/imported: {', '.join(pictures)}"
    conversion.findings.add(conversion.export, text.line, message, "article that became restricted")
