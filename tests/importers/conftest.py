"""Folders of other systems, made from texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.content.load import Loaded, load_library
from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.all_helpdesks import HELPDESKS
from kb.importers.helpdesks.door import import_export
from kb.project.project import load_project
from tests.conftest import MINIMAL_CONFIG, WriteProject

Tree = Mapping[str, str | bytes]


@pytest.fixture
def make_source(tmp_path: Path) -> Callable[[Tree], Path]:
    """Writes `{path: text or bytes}` into `source/` beside the place for the new project."""

    def write(files: Tree) -> Path:
        root = tmp_path / "source"
        root.mkdir(exist_ok=True)
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return root

    return write


@pytest.fixture
def write_export(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a value as JSON, or a text or bytes as they are, into `export.json`, in a folder of its own."""
    folder = tmp_path_factory.mktemp("export")

    def write(value: object, name: str = "export.json") -> Path:
        path = folder / name
        if isinstance(value, bytes):
            path.write_bytes(value)
        else:
            path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
        return path

    return write


FOUR_LANGUAGES = MINIMAL_CONFIG.replace(
    "languages: {en:", "languages: {ms: {name: Melayu, markets: [MY]}, de: {name: Deutsch, markets: [MY]}, en:"
)


@pytest.fixture
def bring(write_project: WriteProject, write_export: Callable[..., Path]) -> Callable[..., ImportReport]:
    """Imports values as files of a helpdesk into one and the same project."""
    project = write_project({"mkdocs.yml": FOUR_LANGUAGES})

    def run(system: str, *values: object, language: str = "", endings: str = "json") -> ImportReport:
        files = [write_export(value, f"file{number}.{endings}") for number, value in enumerate(values)]
        return import_export(HELPDESKS[system], files, project, language)

    return run


def load(project: Path) -> Loaded:
    """The new project as the build reads it, agents included; a project with broken options fails here.

    Words of the interface may be missing (KB811): people import sites in languages that kb does not speak.
    """
    read = load_project(project)
    assert [one for one in read.problems if one.code != "KB811"] == []
    return load_library(project, read.options, docs=read.docs, with_agents=True)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
