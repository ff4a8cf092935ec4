"""`kb new notice "Text"`: one more entry in notices.yml, with its dates."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from kb.content.notices import NOTICES, read_notices
from kb.content.urls import slug
from kb.importers.scaffold.new_document import NewDocument, one_line
from kb.project.project import load_project
from kb.source.files import read_text_file

HEAD = "# Each is shown on every page from its first to its last day: id, from, until, level, markets, text, link.\n"
ID_LENGTH = 40


def add_notice(root: Path, text: str, *, starts_on: date, ends_on: date, language: str = "") -> NewDocument:
    """Append a notice to `notices.yml` in the project at `root`; what stands there already stays as it is.

    `text` is in `language`, by default the shop's. Refused where the file cannot be read, or is no list of lines
    that begin with `-`. Raises `NoProjectError` outside a project.
    """
    options = load_project(root).options
    words = one_line(text)
    code = language or options.default_language
    if not words:
        return NewDocument(refused="a notice needs a text")
    if code not in options.languages:
        choices = ", ".join(options.languages)
        return NewDocument(refused=f"mkdocs.yml declares no language {code}: choose from {choices}")
    if code != options.default_language:
        return NewDocument(
            refused=f"write the notice in {options.default_language} first, which is shown where a language has none; "
            f"then add {code} to it in {NOTICES}"
        )
    if ends_on < starts_on:
        return NewDocument(refused=f"the notice would end on {ends_on}, before it starts on {starts_on}")
    place = root / NOTICES
    held: str | None = HEAD
    if place.exists():
        held, problems = read_text_file(root, NOTICES)
        if held is None:
            return NewDocument(refused=str(problems[0]))
    before, found = read_notices(held or "", path=NOTICES, options=options)
    if broken := [problem for problem in found if problem.is_error]:
        return NewDocument(refused=f"mend this first: {broken[0]}")
    notice_id = _free(slug(words)[:ID_LENGTH].strip("-") or "notice", {one.id for one in before})
    entry = (
        f"- id: {notice_id}\n  from: {starts_on}\n  until: {ends_on}\n  level: info\n"
        f"  text:\n    {code}: {json.dumps(words, ensure_ascii=False)}\n"
    )
    lines = (held or "").rstrip()
    new = f"{lines}\n{entry}" if lines else entry
    after, found = read_notices(new, path=NOTICES, options=options)
    if len(after) != len(before) + 1 or any(problem.is_error for problem in found):
        return NewDocument(refused=f"{NOTICES} is no list of lines that begin with “-”; add this yourself:\n{entry}")
    place.write_text(new, "utf-8", newline="\n")
    return NewDocument((NOTICES,))


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
