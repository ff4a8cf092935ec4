"""Imported files that may not stay where they lie: restricted articles, private replies, translations that waited."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace

from kb.importers.helpdesks.changes import Changes
from kb.importers.helpdesks.conversion import Conversion, TargetPlace
from kb.importers.helpdesks.earlier_imports import EarlierImports, topic_in
from kb.importers.helpdesks.provenance import PROVENANCE, ImportedFile
from kb.importers.helpdesks.records import ImportedText
from kb.importers.helpdesks.relocating import Folders, targets_in
from kb.importers.helpdesks.target_paths import SET_ASIDE, is_script_path, may_stay, place_beside, place_in
from kb.project.folders import AGENTS

DRAFT = re.compile(r"^draft:.*\n", re.MULTILINE)


def folders_of(conversion: Conversion) -> Folders:
    return Folders(conversion.docs, AGENTS, SET_ASIDE)


def withdraw(conversion: Conversion, imported_files: Mapping[str, list[ImportedFile]], changes: Changes) -> None:
    """Languages of restricted articles that this export lacks leave the public folder too."""
    restricted = {text.key: text for text in conversion.texts if text.is_internal and not text.waits_for_article}
    done = set(conversion.places)
    for key, files in imported_files.items():
        text = restricted.get(key.rpartition(" ")[0])
        for file in files if text is not None and key not in done else ():
            if text is None or may_stay(file, text, conversion.options):
                continue
            if file.is_waiting:
                continue  # `join_translations` takes it
            place = f"{posixpath.dirname(conversion.place_of(text).path)}/{posixpath.basename(file.path)}"
            changes.move(file, place, folders_of(conversion))
            report_restricted(file, text, place, conversion)


def join_translations(conversion: Conversion, earlier: EarlierImports, changes: Changes) -> None:
    """Translations that came before their article go beside it, get its topic, and are read by whoever may read it."""
    by_key = {text.key: text for text in reversed(conversion.texts) if not text.waits_for_article}
    for key, main in sorted(by_key.items()):
        topic = conversion.topics.get(main.topic_key, "")
        for file in earlier.articles.get(key, ()):
            found = PROVENANCE.match(file.text)
            if found is None or found["key"] in conversion.places or file.path in changes.removals:
                continue
            has_news = bool(topic) and not topic_in(file) and (file.is_waiting or not file.is_edited)
            changed = file.with_field(f"topic: {topic}") if has_news else file
            if file.is_waiting:
                _join(changed, found["key"], main, conversion, changes)
            elif has_news and file.path.partition("/")[0] == conversion.place_of(main).path.partition("/")[0]:
                changes.writes[file.path] = changed.text
                changes.updated.append(file.path)


def _join(file: ImportedFile, key: str, main: ImportedText, conversion: Conversion, changes: Changes) -> None:
    locale = key.rpartition(" ")[2]
    text = replace(main, locale="" if locale == "-" else locale)
    place = place_in(text, *place_beside(conversion.place_of(main).path, conversion.options), conversion.options)
    if place.path in changes.writes or (conversion.project / place.path).exists():
        return
    changes.move(file, place.path, folders_of(conversion))
    conversion.findings.add(
        conversion.export,
        main.line,
        f"{file.path}, a translation of {main.key}, joined its article: {place.path}",
        "translation that joined its article",
    )


def move_away(
    file: ImportedFile,
    text: ImportedText,
    place: TargetPlace,
    here: ImportedFile | None,
    rendered: str,
    conversion: Conversion,
    changes: Changes,
) -> str:
    """Take `file` from where it may no longer be, a writer's changes with it; returns the text for the new place."""
    options = conversion.options
    if text.is_reply_kept_inside and is_script_path(file.path, options):
        return _withdraw_script(file, text, place, rendered, conversion, changes)
    changes.removals.append(file.path)
    if text.is_internal and not file.path.startswith(AGENTS + "/"):
        report_restricted(file, text, place.path, conversion)
    spare = place.path if here is None else f"{place.path.removesuffix('.md')}-edited.md"
    moved = Changes()
    moved.move(file, spare, folders_of(conversion))
    changes.pictures |= moved.pictures
    if not file.is_edited:
        return rendered
    carried = str(moved.writes[spare])
    if here is None:
        return carried
    changes.writes[spare] = carried
    changes.written.append(spare)
    return rendered


def _withdraw_script(
    file: ImportedFile, text: ImportedText, place: TargetPlace, rendered: str, conversion: Conversion, changes: Changes
) -> str:
    """A script that turned out to be for colleagues alone: gone, or, where a writer edited it, a draft."""
    message = f"{text.key} “{text.title}” is not for customers: {file.path} is no script any more"
    if file.is_edited:
        body = PROVENANCE.sub(r"\g<fence>", file.text, count=1)
        changes.writes[file.path] = (
            body.replace("\n", "\ndraft: true\n", 1)
            if "draft:" not in body
            else DRAFT.sub("draft: true\n", body, count=1)
        )
        changes.updated.append(file.path)
        message += f"; you had edited it, so it stays there as a draft: take your words to {place.path} and delete it"
    else:
        changes.removals.append(file.path)
    conversion.findings.add(conversion.export, text.line, message, "script that may not be sent", is_open=True)
    return rendered


def report_restricted(file: ImportedFile, text: ImportedText, place: str, conversion: Conversion) -> None:
    """Say that a page left the public folder, and which public pages still link it."""
    message = f"{text.key} is restricted now: {file.path} was moved to {place}; publish the site again"
    folder = folders_of(conversion).of(file.path, "img")
    pictures = sorted(path for path in targets_in(file.path, file.text) if path.startswith(f"{folder}/"))
    here = [path for path in pictures if (conversion.project / path).is_file()]
    if here:
        message += f"; its pictures go with it: {', '.join(map(posixpath.basename, here))}"
    if gone := [posixpath.basename(path) for path in pictures if path not in here]:
        message += f"; if you have them elsewhere, delete its pictures from {folder}: {', '.join(gone)}"
    conversion.findings.add(conversion.export, text.line, message, "article that became restricted", is_open=True)
    conversion.withdrawn[file.path] = place


def report_dead_links(conversion: Conversion, changes: Changes) -> None:
    """Name the public pages that link what was just taken from the public folder."""
    if not conversion.withdrawn:
        return
    for path, text in sorted(changes.pages_after(conversion.project, conversion.docs).items()):
        for target in sorted(targets_in(path, text) & conversion.withdrawn.keys()):
            conversion.findings.add(
                conversion.export,
                1,
                f"{path} links {target}, which is restricted now: take the link out",
                "link to an article that became restricted",
                is_open=True,
            )
