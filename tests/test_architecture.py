"""Folders are stages and imports go one way: a package knows only the packages before it, and MkDocs is known in one.

Every import counts: those for types alone, those inside functions, and modules that are named in a text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "kb"

STAGES = (
    "browser_code", "text", "source", "ui_strings", "project", "content", "markdown", "channels", "editions", "replies",
    "search.indexing", "search.ranking", "search.shards", "search.quality", "desk", "checks",
    "audit.formats", "audit.matching", "audit.texts", "audit", "cache", "reports", "locking",
    "workspace",
    "insights.redaction", "insights.records", "insights.receivers", "insights.reading", "insights.sources",
    "insights.store", "insights.measures", "insights.charts", "insights.report", "insights.gaps",
    "insights.classes", "insights.samples", "insights.learning",
    "website.views", "website.html", "website.record", "website.output", "website.agent_pages", "website.mkdocs",
    "website.isolation", "website.build", "website.preview", "website.verify",
)  # fmt: skip
"""The way data flows, as DESIGN.md draws it."""
IMPORTERS = (
    "importers.common", "importers.sites", "importers.sites.syntax", "importers.helpdesks", "importers.documents",
    "importers.scaffold",
)  # fmt: skip
"""They stand beside the stages: they know what is written and what it means, and only the front doors know them."""
KNOWN_TO_IMPORTERS = ("browser_code", "text", "source", "ui_strings", "project", "content", "markdown", *IMPORTERS)
NO_MODULES = {"search", "website", "importers", "insights"}
"""Folders of packages."""
FRONT_DOORS = {"", "__main__", "cli", "help_centre", "plugin"}
MAY_USE_MKDOCS = {"website.mkdocs", "plugin"}
MKDOCS = {"mkdocs", "material", "properdocs"}
EXPORT_READERS = {"bs4", "mammoth", "markdownify", "python_calamine"}
"""Packages of the extras `import` and `insights`, which only those who run these commands install."""
MAY_READ_EXPORTS = {"importers.helpdesks", "importers.documents", "insights.reading"}
MAY_HOLD_MORE = {"", "cli", "locking", "ui_strings"}
"""Packages whose own file holds a door, a name or all there is."""
MAY_IMPORT_BY_NAME = {"", "cli.insights", "cli.main", "project.python_names", "reports.discovery"}
"""The door that loads public names when they are asked for, the commands, functions of extensions that `mkdocs.yml`
names, the rule book that describes all stages."""


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


@cache
def modules() -> Mapping[str, Path]:
    """Name below `kb` → file."""
    return {_module_name(path): path for path in sorted(PACKAGE.rglob("*.py")) if "starter_project" not in path.parts}


def _package_of(name: str) -> str:
    """The stage or the door that the module `name` belongs to."""
    if name.split(".")[0] in FRONT_DOORS:
        return name.split(".")[0]
    return name if modules()[name].name == "__init__.py" else name.rpartition(".")[0]


@cache
def _imports(name: str) -> frozenset[str]:
    """Every module that the module `name` imports, those of ours by their names below `kb`."""
    return frozenset(_imported(ast.parse(modules()[name].read_text("utf-8"))))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own_imports(name: str) -> set[str]:
    ours = {one.removeprefix("kb").removeprefix(".") for one in _imports(name) if re.match(r"kb(\.|$)", one)}
    return {one for one in ours if one in modules() and one != name}


def _stages_of(name: str) -> set[str]:
    """The packages of ours that the module `name` imports from."""
    return {_package_of(one) for one in _own_imports(name)}


def test_a_module_imports_only_what_stands_before_it() -> None:
    reached = []
    for name in modules():
        package = _package_of(name)
        if package in FRONT_DOORS or package in NO_MODULES:
            continue
        allowed = KNOWN_TO_IMPORTERS if package in IMPORTERS else STAGES[: STAGES.index(package) + 1]
        reached += [f"{name} reaches forward to {one}" for one in sorted(_stages_of(name) - {*allowed, *NO_MODULES})]
    assert not reached


def test_mkdocs_is_known_to_one_package_and_the_plugin_alone() -> None:
    outside = [name for name in modules() if _package_of(name) not in MAY_USE_MKDOCS]
    assert not [name for name in outside if {one.split(".")[0] for one in _imports(name)} & MKDOCS]


def test_what_the_extra_import_installs_is_known_to_the_importers_of_exports_alone() -> None:
    outside = [name for name in modules() if _package_of(name) not in MAY_READ_EXPORTS]
    assert not [name for name in outside if {one.split(".")[0] for one in _imports(name)} & EXPORT_READERS]


def test_modules_are_imported_by_their_names_in_the_code() -> None:
    others = [path for name, path in modules().items() if name not in MAY_IMPORT_BY_NAME]
    assert not [path for path in others if re.search(r"\bimport_module\b|\b__import__\b", path.read_text("utf-8"))]


def test_files_import_one_another_in_no_circle() -> None:
    waiting, done = {name: _own_imports(name) for name in modules()}, set[str]()
    while free := {name for name, needs in waiting.items() if needs <= done}:
        done |= free
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert not waiting, f"in a circle, or behind one: {sorted(waiting)}"


def test_packages_say_what_they_are_and_hold_nothing_else() -> None:
    """A package's own file is its description: who wants a name says which module has it."""
    for name, path in modules().items():
        if path.name == "__init__.py" and name not in MAY_HOLD_MORE:
            tree = ast.parse(path.read_text("utf-8"))
            assert ast.get_docstring(tree), f"{name} does not say what it is"
            assert len(tree.body) == 1, f"{name} holds more than its description"


def test_every_folder_is_a_stage_a_front_door_or_an_importer() -> None:
    assert {_package_of(name) for name in modules()} == {*STAGES, *IMPORTERS, *FRONT_DOORS, *NO_MODULES}
