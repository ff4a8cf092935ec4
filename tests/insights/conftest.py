"""A shop that `kb init` made in Germany, with an inbox, and what its store holds."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import call_kb, run_kb, said
from tests.insights.exports.sheets import WORKBOOKS

FILES = Path(__file__).parent / "exports" / "files"


@pytest.fixture(scope="session")
def new_shops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shop in Germany (`de`) and one in Vietnam and Malaysia (`vn`)."""
    folder = tmp_path_factory.mktemp("shops")
    for name, options in {
        "de": ("--languages", "de,en", "--markets", "DE"),
        "vn": ("--languages", "vi,en,ms", "--markets", "VN,MY"),
    }.items():
        done = run_kb(folder, "init", name, "--shop", "Sen & Serai", *options)
        assert done.returncode == 0, said(done)
    return folder


class Shop:
    """A project, commands run in it, and its store."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inbox = root / "insights/inbox"
        self.inbox.mkdir(parents=True)

    def put(self, name: str, data: str | bytes | None = None) -> str:
        """A file in the inbox: `data`, else the export of that name; its path from the project."""
        path = self.inbox / name
        if data is None:
            data = WORKBOOKS[name] if name in WORKBOOKS else (FILES / name).read_bytes()
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return f"insights/inbox/{name}"

    def insights(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """The JSON of `kb insights ARGUMENTS`, which must end with `code`."""
        done = call_kb(self.root, "insights", *arguments, "--json")
        assert done.returncode == code, said(done)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def take(self, *names: str, code: int = 0) -> list[dict[str, Any]]:
        """Import files of the inbox; what was said of each."""
        files: list[dict[str, Any]] = self.insights("import", *[self.put(name) for name in names], code=code)["files"]
        return files

    def refusal(self, name: str, data: str | bytes) -> str:
        """The sentence with which a file is refused; nothing of it may be kept."""
        path = self.put(name, data)
        before = self.dump()
        (file,) = self.insights("import", path, code=1)["files"]
        assert file["status"] == "refused"
        assert self.dump() == before
        error: str = file["error"]
        assert error.startswith(path), error
        return error

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.root / "insights/store.db")) as connection:
            return connection.execute(query, values).fetchall()

    def dump(self) -> list[str]:
        """Every row of the store as text, none where there is no store."""
        if not (self.root / "insights/store.db").exists():
            return []
        with closing(sqlite3.connect(self.root / "insights/store.db")) as connection:
            return [line for line in connection.iterdump() if line.startswith("INSERT")]


@pytest.fixture
def german(new_shops: Path, tmp_path: Path) -> Shop:
    return Shop(shutil.copytree(new_shops / "de", tmp_path / "de"))


@pytest.fixture
def vietnamese(new_shops: Path, tmp_path: Path) -> Shop:
    return Shop(shutil.copytree(new_shops / "vn", tmp_path / "vn"))


MakeShop = Callable[[], Shop]
