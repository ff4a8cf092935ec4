"""Who opens a file: the shop's own hook or template by path and line, else the package of a plugin or an extension."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import FrameType

from kb.project.project import named_items
from kb.source.package import PACKAGE
from kb.source.yaml_nodes import Node

_OURS = frozenset({"kb", "mkdocs", "markdown", "jinja2", "material", "__main__", "importlib"})
_PACKAGE = os.path.join(PACKAGE.resolve(), "")


@dataclass(frozen=True)
class Asked:
    """Who asked: a file of the project and its line, or a package; neither where nobody else took part."""

    path: str = ""
    line: int = 1
    package: str = ""


def who_asks(frame: FrameType | None, root: Path) -> Asked:
    """The nearest of the shop's own files that calls, else the nearest package that is neither ours nor Python's."""
    package = ""
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        name, line = frame.f_code.co_filename, frame.f_lineno
        if template is not None and "__jinja_template__" in frame.f_globals:
            line = template.get_corresponding_lineno(line)
        if (shown := _shown(name, root)) and not os.path.realpath(name).startswith(_PACKAGE):
            return Asked(shown, line)
        module = str(frame.f_globals.get("__name__") or "")
        top = module.partition(".")[0]
        if not package and top and top not in _OURS and top not in sys.stdlib_module_names:
            package = module
        frame = frame.f_back
    return Asked(package=package)


def _shown(name: str, root: Path) -> str:
    """`name` as seen from the project, where it is a file of the shop's own."""
    path = Path(os.path.realpath(root / name))
    if not path.is_relative_to(root) or not path.is_file():
        return ""
    inside = path.relative_to(root)
    return "" if any(part.startswith(".") or part == "site-packages" for part in inside.parts) else inside.as_posix()


def line_of_package(package: str, node: Node | None) -> int:
    """The line of `mkdocs.yml`, with the root `node`, that brings `package` in; the first where none is known."""
    top = package.partition(".")[0]
    entries = (node.entries or {}) if node else {}
    for key, group in (("markdown_extensions", "markdown.extensions"), ("plugins", "mkdocs.plugins")):
        brought = {one.name: one.value.partition(":")[0] for one in entry_points(group=group)}
        items = named_items(entries.get(key))
        for name, line, _ in items:
            if package and package in {name, brought.get(name, "")}:
                return line
        for name, line, _ in items:
            if top and top in {name.partition(".")[0], brought.get(name, "").partition(".")[0]}:
                return line
    return 1
