"""One script from modules that import one another: what a browser fetches in one request.

Our modules lie in the source tree so that every import resolves as it stands, for editors, the linter, the type check
and Node. A page would ask for each of them by itself, and for what it imports only when it has come; so the script of
a page or a worker is put together here. It has no `import` and no `export`, and is the same whenever the sources are.
Each module keeps a scope of its own; JSON becomes a value. Pages load it as a classic script with `defer`, which runs
when a module would, but also in pages that lie on a disk and in sandboxed frames.

A bundler such as esbuild would need Node, or a program for each system, wherever a site is built. What is asked of it
here fits a page as long as modules keep to the few forms below, and anything else is refused.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "(\.[^"]+\.js)";$', re.MULTILINE)
_IMPORT_JSON = re.compile(r'^import (\w+) from "(\.[^"]+\.json)" with \{ type: "json" \};$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^\s*(?:import|export)\b.*", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*[\s\S]*?\*/[ \t]*\n?|//.*\n)", re.MULTILINE)
_CAST = re.compile(r"/\*\* @type [^*]*\*/ ")
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


@cache
def bundle(door: Path) -> str:
    """The script that the module `door` and all that it imports make; it ends with a line end.

    Raises ValueError for a form of import, export or text that this does not know, and for a circle of modules.
    """
    written: dict[Path, str] = {}
    script = _add(door.resolve(), written, ())
    scopes = (f"const {_name(path, written)}={scope};\n" for path, scope in written.items())
    return "".join(['"use strict";\n{\n', *scopes, script, "}\n"])


def modules_of(door: Path) -> tuple[Path, ...]:
    """The module `door` and every module and JSON file that it needs, by path."""
    seen: dict[Path, None] = {}

    def visit(path: Path) -> None:
        if path not in seen:
            seen[path] = None
            if path.suffix == ".js":
                for match in (*_IMPORT.finditer(text := _read(path)), *_IMPORT_JSON.finditer(text)):
                    visit((path.parent / match[2]).resolve())

    visit(door.resolve())
    return tuple(sorted(seen))


def _add(path: Path, written: dict[Path, str], importers: tuple[Path, ...]) -> str:
    """The text of one module without imports and exports; the scopes that it needs are put into `written` before it."""
    if path in importers:
        raise ValueError(f"{path}: imports itself, by way of {importers[-1]}")
    text = _read(path)
    for match in (*_IMPORT_JSON.finditer(text), *_IMPORT.finditer(text)):
        needed = (path.parent / match[2]).resolve()
        if needed not in written:
            written[needed] = _scope(needed, written, (*importers, path))
    text = _IMPORT.sub(lambda match: f"const{{{_tight(match[1])}}}={_name(path.parent / match[2], written)};", text)
    text = _IMPORT_JSON.sub(lambda match: f"const {match[1]}={_name(path.parent / match[2], written)};", text)
    text = _EXPORT.sub("", text)
    if found := _OTHER.search(text):
        raise ValueError(f"{path}: a form of import or export that bundle.py does not know: {found[0].strip()}")
    return text


def _scope(path: Path, written: dict[Path, str], importers: tuple[Path, ...]) -> str:
    """An expression that gives what a module exports."""
    if path.suffix == ".json":
        return json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
    exported = [match[1] for match in _EXPORT.finditer(_read(path))]
    return f"(()=>{{\n{_add(path, written, importers)}return{{{','.join(exported)}}}}})()"


def _tight(names: str) -> str:
    return names.replace(" ", "")


def _read(path: Path) -> str:
    """A module's text without comments and indents."""
    text = path.read_text("utf-8")
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise ValueError(f"{path}: a text of several lines would lose its indents")
    text = _INDENT.sub("", _CAST.sub("", _COMMENT.sub("", text)))
    return text if text.endswith("\n") or not text else text + "\n"


def _name(path: Path, written: dict[Path, str]) -> str:
    """What a module is called in the script: by its place there."""
    return f"${list(written).index(path.resolve())}"
