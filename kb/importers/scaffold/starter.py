"""`kb init my-shop`: a small, complete help centre to change, in three languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kb.importers.common.project_files import STARTER, common_files, refusal_of_target, write_project
from kb.importers.common.report import ImportReport, refuse

PROJECT = "project"
TEXT_ENDINGS = (".md", ".yml")


def create_project(target: Path, *, today: date, shop: str = "") -> ImportReport:
    """Write the starter into `target`, which must be empty or missing; `shop` is its name, else the folder's.

    `today` dates the sample policy.
    """
    if refusal := refusal_of_target(target):
        return refuse(refusal)
    name = " ".join(shop.split()) or _name_from(target.resolve().name)
    texts: dict[str, str | bytes] = {path: text for path, text in common_files().items() if path != "facts.yml"}
    for path, text in _starter_files(files("kb.importers").joinpath(STARTER, PROJECT), ""):
        texts[path] = _filled(text, path, name, today)
    write_project(target, texts)
    pages = sum(path.endswith(".md") and "/" in path for path in texts)
    return ImportReport(pages=pages, written=tuple(sorted(texts)))


def _starter_files(folder: Traversable, below: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _starter_files(entry, f"{below}{entry.name}/")
        elif entry.name.endswith(TEXT_ENDINGS):
            yield below + entry.name, entry.read_text("utf-8")


def _filled(text: str, path: str, name: str, today: date) -> str:
    """The name inside YAML's double quotes in settings, as it is in prose."""
    quoted = json.dumps(name, ensure_ascii=False)[1:-1] if path.endswith(".yml") else name
    return text.replace("@TODAY@", today.isoformat()).replace("@SHOP@", quoted)


def _name_from(folder: str) -> str:
    words = " ".join(folder.replace("-", " ").replace("_", " ").split())
    return words.title() or "My Shop"
