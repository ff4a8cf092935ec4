"""`kb init my-shop`: a small, complete help centre to change, in the shop's own languages and for its own countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kb.content.parse import parse_document
from kb.content.urls import parse_name
from kb.importers.common.choices import Choices
from kb.importers.common.new_folder import new_folder, refusal_of_target, remarks_on
from kb.importers.common.project_files import write_project
from kb.importers.common.report import ImportFinding, ImportReport, refuse
from kb.importers.common.starter_files import common_files, copies_for
from kb.importers.common.starter_words import STARTER, StarterWords, content_language, is_translated
from kb.importers.scaffold.facts_text import render_agents_facts, render_facts_file
from kb.importers.scaffold.settings_text import render_settings
from kb.project.folders import AGENTS
from kb.project.options import Options


def create_project(target: Path, *, today: date, choices: Choices | None = None) -> ImportReport:
    """Write the starter into `target`, which must be new or as empty as a repository that was just made.

    `today` dates the sample policy. If anything fails, `target` is left as it was.
    """
    if refusal := refusal_of_target(target):
        return refuse(refusal)
    choices = choices or Choices()
    choices = replace(choices, name=" ".join(choices.name.split()) or name_from(target))
    remarks = remarks_on(target)
    texts = _texts(choices, today)
    copies = copies_for(choices.kb_source)
    with new_folder(target) as folder:
        write_project(folder, texts, copies)
    pages = sum(path.endswith(".md") and "/" in path for path in texts)
    findings = tuple(ImportFinding(remark.partition(" ")[0], 1, remark) for remark in remarks)
    return ImportReport(pages=pages, written=tuple(sorted({*texts, *copies})), findings=findings)


def _texts(choices: Choices, today: date) -> dict[str, str | bytes]:
    words, first = StarterWords(), choices.languages[0]
    texts: dict[str, str | bytes] = dict(common_files(words.site_name(first, choices.name), first, choices.kb_source))
    texts["mkdocs.yml"] = render_settings(choices, words)
    texts["facts.yml"] = render_facts_file(choices, words)
    texts["agents/facts.yml"] = render_agents_facts(choices, words)
    hashes: dict[str, str] = {}
    for language in choices.languages:
        folder = files("kb.importers").joinpath(STARTER, "content", content_language(language))
        for path, text in _files_below(folder, ""):
            filled = _filled(text, choices, today)
            if not is_translated(language):
                filled = _with_field(filled, f"untranslated: {content_language(language)}")
            elif language == first:
                hashes[path] = _hash_of(path, filled)
            elif path in hashes:
                filled = _with_field(filled, f"translates: {hashes[path]}")
            texts[path if language == first else f"{path.removesuffix('.md')}.{language}.md"] = filled
    return texts


def _files_below(folder: Traversable, below: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files_below(entry, f"{below}{entry.name}/")
        elif entry.name.endswith(".md"):
            yield below + entry.name, entry.read_text("utf-8")


def _filled(text: str, choices: Choices, today: date) -> str:
    """One article of the starter for a shop."""
    written = [channel.id for channel in choices.channels if not channel.is_call and channel.id != "sms"]
    values = {"TODAY": today.isoformat(), "CHANNELS": ", ".join(written or [one.id for one in choices.channels])}
    return re.sub("@([A-Z]+)@", lambda match: values[match[1]], text)


def _with_field(text: str, field: str) -> str:
    return text.replace("---\n", f"---\n{field}\n", 1)


def _hash_of(path: str, text: str) -> str:
    """What a translation of the file records of it, so that it is told when the file changes."""
    top, _, below = path.partition("/")
    name = parse_name(below, is_internal=top == AGENTS, options=Options())
    return parse_document(text, path=path, name=name, options=Options())[0].source_hash


def name_from(target: Path) -> str:
    """A shop's name from its folder's."""
    words = " ".join(target.resolve().name.replace("-", " ").replace("_", " ").split())
    return words.title() or "My Shop"
