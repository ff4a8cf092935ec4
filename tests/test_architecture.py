"""Imports go one way: a stage knows only the stages before it. MkDocs stays at the edge."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kb"

STAGES = (
    "text", "content", "channels", "editions", "search", "desk", "checks", "audit", "reports", "locking", "website",
)  # fmt: skip
"""The way data flows, as DESIGN.md says it."""
FRONT_DOORS = {"cli", "plugin", "help_centre", "__main__", "__init__"}
BESIDE_CONTENT = "importers"
"""Importers stand beside content: they know text and content, and only the front doors know them."""
MAY_USE_MKDOCS = {"website", "plugin"}


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "starter_project" not in path.parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def _stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    stage = _stage(path)
    if stage in FRONT_DOORS:
        return
    allowed = {"text", "content", BESIDE_CONTENT} if stage == BESIDE_CONTENT else set(STAGES[: STAGES.index(stage) + 1])
    used = {name.split(".")[1] for name in _imports(path) if name.startswith("kb.")}
    assert used <= allowed, f"{path.name} reaches forward to {sorted(used - allowed)}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_mkdocs_is_known_to_the_website_and_the_plugin_alone(path: Path) -> None:
    if _stage(path) not in MAY_USE_MKDOCS:
        assert not {name for name in _imports(path) if name.split(".")[0] in {"mkdocs", "material", "properdocs"}}


def test_every_folder_is_a_stage_a_front_door_or_an_importer() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders <= {*STAGES, *FRONT_DOORS, BESIDE_CONTENT}
