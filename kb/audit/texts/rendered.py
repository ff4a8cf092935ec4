"""A process of its own that renders public articles: `python -m kb.audit.texts.rendered ROOT`.

It reads a JSON list of paths from standard input and prints, for each, its path and what its page says: the words, the
anchors, and what tags carry, as the extensions of Markdown make them. It cannot open anything below `agents/`: so
nothing that an extension draws in from there becomes an excuse.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from kb.audit.matching.folding import BREAK
from kb.audit.texts.fact_texts import FactTexts, facts_key
from kb.audit.texts.split_document import split_document
from kb.content.facts import read_facts
from kb.content.front_matter import first_heading
from kb.content.load import INTERNAL_FACTS
from kb.content.urls import parse_name
from kb.markdown.passages import plain_text
from kb.markdown.rendering import Renderer, is_pure
from kb.project.folders import AGENTS
from kb.project.project import Project, load_project
from kb.source.substitution import substitute

_ATTRIBUTE = re.compile(r"=\s*\"([^\"]*)\"|=\s*'([^']*)'")
_TAG = re.compile(r"<[^<>]*>")


def render_public(project: Project, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, text) for each of the public Markdown files `paths`: in a process apart where an extension could read
    other files. Where that process fails there is nothing, which excuses nothing.
    """
    if is_pure(project.extensions):
        yield from _texts(project, paths)
        return
    root = project.root
    asked = json.dumps(list(paths))
    command = [sys.executable, "-m", "kb.audit.texts.rendered", str(root)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf-8", check=False, cwd=root)
    for line in done.stdout.splitlines() if done.returncode == 0 else ():
        path, text = json.loads(line)
        yield path, text


def refuse_below(folder: Path) -> Callable[[str, tuple[object, ...]], None]:
    """A hook for `sys.addaudithook` that refuses to open or list anything in `folder`."""
    closed = os.path.realpath(folder)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in {"open", "os.listdir", "os.scandir"} and isinstance(arguments[0], str | bytes | os.PathLike):
            place = os.path.realpath(os.fsdecode(arguments[0]))
            if place == closed or place.startswith(closed + os.sep):
                raise PermissionError(f"{place} is internal")
        elif event in {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}:
            raise PermissionError("no other process is started while excuses are looked for")

    return refuse


def _texts(project: Project, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    root = project.root
    renderer = Renderer(project.extensions, project.extension_configs)
    facts = _public_facts(project)
    link = _titles(project, {path: _read(root / path) for path in _markdown_below(root, project)}, facts)
    for path in paths:
        text = _read(root / path)
        name = parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options)
        key = facts_key(text, path, name.language)
        said = [facts[one] for one in (facts.keys_of(key) if "{{" in text else (key,))]
        written = split_document(text, path).body
        bodies = dict.fromkeys(substitute(written, facts=one, link=partial(link, name.language)) for one in said)
        for body in bodies:
            page = renderer.render(body, words=project.options.ui_strings(name.language)).html
            tags = [one for tag in _TAG.findall(page) for match in _ATTRIBUTE.findall(tag) for one in match if one]
            yield path, f"\n{BREAK}\n".join((plain_text(page), *dict.fromkeys(tags)))


def _markdown_below(root: Path, project: Project) -> Iterator[str]:
    for path in sorted((root / project.docs).rglob("*.md")):
        yield path.relative_to(root).as_posix()


def _read(path: Path) -> str:
    return path.read_text("utf-8-sig", "replace").replace("\r\n", "\n")


def _public_facts(project: Project) -> FactTexts:
    file = project.root / INTERNAL_FACTS
    text = file.read_text("utf-8-sig", "replace") if file.is_file() else ""
    facts, _ = read_facts(text, path=INTERNAL_FACTS, options=project.options, is_internal=False)
    return FactTexts(facts, project.options)


def _titles(
    project: Project, documents: Mapping[str, str], facts: Mapping[str, Mapping[str, str]]
) -> Callable[[str, str], str | None]:
    """(language, id) → the title that stands where an article is linked by its id."""
    if not any("{{" in text and "link." in text for text in documents.values()):
        return lambda _language, _id: None
    places: dict[tuple[str, str], str] = {}
    for path in documents:
        name = parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options)
        places[name.id, name.language] = path

    @cache
    def title(path: str, language: str) -> str:
        split = split_document(documents[path], path)
        field = (split.fields.entries or {}).get("title")
        said = (field.text if field else "") or first_heading(split.body) or ""
        return substitute(said, facts=facts[facts_key(documents[path], path, language)], link=lambda _: None)

    def find(language: str, id: str) -> str | None:
        codes = (code for code in (language, project.options.default_language) if (id, code) in places)
        return next((found for code in codes if (found := title(places[id, code], code))), None)

    return find


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    paths = json.loads(sys.stdin.read())
    project = load_project(root, tries_extensions=False)
    sys.addaudithook(refuse_below(root / AGENTS))
    for row in _texts(project, paths):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
