"""Articles and scripts of another helpdesk into a project: where each goes, what may be overwritten, what must not.

A file that was imported before and not touched since follows the export. One that a writer has edited is left alone. An
article that became restricted leaves `docs/` at once, edited or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kb.importers.common.build_refusals import report_refused_texts
from kb.importers.common.project_files import leads_out, write_project
from kb.importers.common.report import ImportFindings, ImportReport, refuse
from kb.importers.helpdesks.changes import Changes
from kb.importers.helpdesks.conversion import Conversion
from kb.importers.helpdesks.convert import render_text
from kb.importers.helpdesks.earlier_imports import EarlierImports, settle_audiences
from kb.importers.helpdesks.provenance import ImportedFile, find_imported_files, with_provenance
from kb.importers.helpdesks.records import Imported, ImportedText, ImportedTopic, text_key
from kb.importers.helpdesks.target_paths import (
    SET_ASIDE,
    allocate_places,
    distinct_addresses,
    distinct_texts,
    is_script_path,
    language_of,
    may_stay,
)
from kb.importers.helpdesks.topics_file import add_topics, render_topics
from kb.importers.helpdesks.withdrawing import join_translations, move_away, report_dead_links, withdraw
from kb.project.folders import AGENTS
from kb.project.options import Options
from kb.project.project import load_project
from kb.text.folding import fold_slug


def place_imported(imported: Imported, project: Path, export: str, findings: ImportFindings) -> ImportReport:
    """Write `imported` into `project` and nowhere else. `export` is the file's name, for findings."""
    loaded = load_project(project)
    errors = [problem for problem in loaded.problems if problem.is_error]
    if errors:
        return refuse(f"mkdocs.yml has to be mended first: {errors[0]}")
    options, docs = loaded.options, loaded.docs
    for folder in (docs, AGENTS, SET_ASIDE):
        if leads_out(project, folder):
            return refuse(f"{folder}/ leads out of the project: nothing was imported")
    imported_files = find_imported_files(project, (docs, AGENTS, SET_ASIDE))
    earlier = EarlierImports.of(imported_files, docs, AGENTS)
    texts = distinct_texts(settle_audiences(imported.texts, earlier, export, findings), options, export, findings)
    texts = distinct_addresses(texts, earlier, export, findings)
    texts = _kept_where_they_are(texts, imported_files, options, export, findings)
    changes = Changes()
    held = _topics_held(imported, texts, earlier, options)
    topics = _declare_topics(imported, texts, held, options, project, export, findings, changes)
    places = allocate_places(texts, options, docs, project, imported_files, earlier)
    conversion = Conversion(
        texts,
        places,
        topics,
        options,
        docs,
        export,
        findings,
        project=project,
        earlier=earlier,
        keeps_anchors=reads_attributes(loaded.extensions),
    )
    for text in texts:
        _settle(text, conversion, imported_files, changes)
    withdraw(conversion, imported_files, changes)
    join_translations(conversion, earlier, changes)
    for path in changes.carry_pictures(project, (docs, AGENTS)):
        findings.add(
            export, 1, f"{path} stays public: another page shows it", "picture that stays public", is_open=True
        )
    report_dead_links(conversion, changes)
    for path, data in conversion.pictures.items():
        if not (project / path).exists() and path not in changes.writes:
            changes.writes[path] = data
            changes.written.append(path)
    if outside := [path for path in changes.writes if leads_out(project, path)]:
        return refuse(f"{outside[0]} leads out of the project: nothing was imported")
    write_project(project, changes.writes)
    for path in changes.removals:
        (project / path).unlink(missing_ok=True)
    report_refused_texts(project, {*changes.written, *changes.updated, *changes.unchanged}, findings)
    return ImportReport(
        pages=len(texts),
        written=tuple(sorted(changes.written)),
        updated=tuple(sorted(changes.updated)),
        unchanged=tuple(sorted(changes.unchanged)),
        kept=tuple(sorted(changes.kept)),
        findings=findings.sorted(),
        downloads=tuple(sorted({one for one in conversion.downloads if not (project / one.path).exists()})),
    )


def reads_attributes(extensions: Iterable[str]) -> bool:
    """Whether `{ #id }` behind a heading is read as its id."""
    return any(name.rpartition(".")[2] in {"attr_list", "extra"} for name in extensions)


def _kept_where_they_are(
    texts: list[ImportedText],
    imported_files: Mapping[str, list[ImportedFile]],
    options: Options,
    export: str,
    findings: ImportFindings,
) -> list[ImportedText]:
    """Replies that were kept inside before stay there, also when the export says now that they may be sent."""
    kept = []
    for text in texts:
        files = imported_files.get(text_key(text), []) if text.is_script else []
        if files and not any(is_script_path(file.path, options) for file in files):
            why = "it was kept inside before; delete that file and import again if it may be sent"
            findings.add(
                export,
                text.line,
                f"{text.key} may be sent by the export, and stays in {files[0].path}: {why}",
                "reply that became public",
                is_open=True,
            )
            text = replace(text, is_script=False, is_reply_kept_inside=True, why_inside=why)
        kept.append(text)
    return kept


def _topics_held(
    imported: Imported, texts: list[ImportedText], earlier: EarlierImports, options: Options
) -> dict[str, str]:
    """Section → topic of an article of it that is here already, where the export does not name the section."""
    held: dict[str, str] = {}
    for text in texts:
        key = text.topic_key
        if key and key not in held and not imported.topics.get(key, ImportedTopic(key)).names:
            topic = earlier.topic_of(text.key)
            held |= {key: topic} if topic in options.topics else {}
    return held


def _declare_topics(
    imported: Imported,
    texts: list[ImportedText],
    held: Mapping[str, str],
    options: Options,
    project: Path,
    export: str,
    findings: ImportFindings,
    changes: Changes,
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
        id = (
            held.get(key)
            or by_name.get(word.casefold())
            or fold_slug(word)[:50].strip("-")
            or f"section-{fold_slug(key) or 'x'}"
        )
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
    for key, topic in sorted(imported.topics.items()):
        id = f"section-{fold_slug(key) or 'x'}"
        if key not in ids and id in options.topics and topic.names:
            message = (
                f"section {key} is called “{next(iter(topic.names.values()))}”: name the topic “{id}” so in mkdocs.yml"
            )
            findings.add(export, 1, message, "topic to name", is_open=True)
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
    text: ImportedText, conversion: Conversion, imported_files: Mapping[str, list[ImportedFile]], changes: Changes
) -> None:
    """Decide what becomes of one text, given what is on disk."""
    findings, key = conversion.findings, text_key(text)
    place = conversion.places[key]
    if text.is_reply_kept_inside:
        findings.add(
            conversion.export,
            text.line,
            f"{text.key} “{text.title}” is not for customers ({text.why_inside}): "
            f"kept for agents in {place.path}, not as a script",
            "reply kept inside",
        )
    if not place.language:
        where = "kept out of both editions" if not text.is_internal else "kept beside the others"
        findings.add(
            conversion.export,
            text.line,
            f"{text.key} is in “{text.locale}”, which mkdocs.yml does not declare: {where} in "
            f"{place.path}; declare the language and import again",
            "language not declared",
            is_open=True,
        )
    rendered = with_provenance(render_text(text, conversion), key)
    before = imported_files.get(key, [])
    here = next((file for file in before if file.path == place.path), None)
    for file in before:
        if file.path != place.path and not may_stay(file, text, conversion.options):
            rendered = move_away(file, text, place, here, rendered, conversion, changes)
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
                is_open=True,
            )
    else:
        changes.writes[place.path] = rendered
        changes.updated.append(place.path)
    if not text.is_internal and place.path.startswith(AGENTS + "/"):
        findings.add(
            conversion.export,
            text.line,
            f"{text.key} is public in the export, but stays internal in {place.path}: move it "
            "yourself if shoppers may read it",
            "article that became public",
            is_open=True,
        )
