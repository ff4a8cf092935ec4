"""A shop of one's own, and `kb import` as its user runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.cli.main import main
from tests.importers.conftest import snapshot

MKDOCS = """site_name: {name}
theme: {{name: material, custom_dir: overrides, font: false}}
plugins:
  - kb:
      shop: {name}
      default_language: {first}
      languages: {{{languages}}}
markdown_extensions: [admonition, attr_list, tables, footnotes, pymdownx.superfences]
"""


@dataclass(frozen=True)
class Told:
    code: int
    text: str


@dataclass(frozen=True)
class Shop:
    """A project, and what an import said."""

    root: Path
    capture: pytest.CaptureFixture[str]

    def run(self, kind: str, *arguments: str) -> Told:
        code = main(["-C", str(self.root), "import", kind, *arguments])
        return Told(code, self.capture.readouterr().err)

    def put(self, name: str, data: str | bytes) -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return name

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def body(self, path: str) -> str:
        return self.read(path).split("---\n", 2)[2].strip()

    def files(self, folder: str = "") -> list[str]:
        made = {path for path in snapshot(self.root) if path.startswith(("docs/", "agents/", "imported/"))}
        return sorted(path for path in made if path.startswith(folder))

    def errors(self) -> list[str]:
        main(["-C", str(self.root), "check"])
        said = self.capture.readouterr()
        return [line for line in (said.out + said.err).splitlines() if ": error " in line]


@pytest.fixture
def make_shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Shop]:
    """A shop in the languages given; the first is its default one."""

    def make(*languages: str) -> Shop:
        root = tmp_path / "shop"
        (root / "docs").mkdir(parents=True)
        (root / "overrides").mkdir()
        names = ", ".join(f"{code}: {{name: {code}}}" for code in languages)
        text = MKDOCS.format(name="Shop", first=languages[0], languages=names)
        (root / "mkdocs.yml").write_text(text, "utf-8")
        return Shop(root, capsys)

    return make
