"""Names of files and folders that are almost a translation's, or almost Markdown's: `returns.vn.md`, `faq.mdx`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from kb.content.urls import parse_name
from kb.project.language_codes import is_code, is_country, language_meant
from kb.project.options import Options
from kb.source.files import FoundFile
from kb.source.problem import Problem, Rule, Severity

NEAR_LANGUAGE = Rule(
    "KB127",
    "near-language",
    Severity.WARNING,
    what="A file or folder is named almost as a translation is: a country's code, capitals, or another sign before it.",
    why="It becomes an article of its own in the default language, and readers of the other one do not find it.",
    example="docs/faq/returns.vn.md   # vn is a country, vi the language; also returns_vi.md, returns.VI.md",
    hint="write the language's code as mkdocs.yml does, behind a dot",
)
NEAR_MARKDOWN = Rule(
    "KB137",
    "near-markdown",
    Severity.WARNING,
    what="A file in `agents/` is named almost as Markdown is.",
    why="It becomes no page, and no script: agents never find it.",
    example="agents/scripts/refund.md.txt",
    hint="let its name end in `.md`",
)
RULES = (NEAR_LANGUAGE, NEAR_MARKDOWN)

_CODE = r"(?P<code>[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)"
_DOTTED = re.compile(rf"(?P<stem>.+)\.{_CODE}")
_JOINED = re.compile(rf"(?P<stem>.+)[-_ ]\(?{_CODE}\)?")
_NEAR_MARKDOWN = re.compile(r"(?P<stem>.+?)(?:\.(?:md|markdown))?\.(?:mdx|rmd|qmd|mdwn|mdtxt|mdtext|markdn|text)", re.I)
_MARKDOWN_TEXT = re.compile(r"(?P<stem>.+)\.(?:md|markdown)\.txt", re.I)


def markdown_name(name: str) -> str:
    """`returns.md` for a name that is almost Markdown's (`returns.mdx`, `returns.md.txt`); "" for any other."""
    found = _MARKDOWN_TEXT.fullmatch(name) or _NEAR_MARKDOWN.fullmatch(name)
    return f"{found['stem']}.md" if found else ""


def check_names(
    markdown: Sequence[FoundFile], others: Sequence[FoundFile], options: Options, *, is_internal: bool
) -> Iterator[Problem]:
    """Slips in the names of one top folder's files: `markdown` ones, and the `others`."""
    names = {file.name for file in markdown}
    for file in markdown:
        yield from _near_language(file, names, options, is_internal)
    yield from _folders(markdown, options)
    for file in others if is_internal else ():
        if meant := markdown_name(PurePosixPath(file.name).name):
            yield NEAR_MARKDOWN.at(file.path, 1, "the file is no Markdown by its name", f"call it {meant}")


def undeclared_hint(name: str, code: str, options: Options) -> str:
    """How to mend a file whose name carries the undeclared `code`; "" if nothing is known of it."""
    meant = language_meant(code, options.languages)
    if not meant or meant == options.default_language:
        return ""
    what = "is a country's code" if is_country(code) else "stands for another language"
    return f"“{code}” {what}: call it {_renamed(name, code, meant, options)}"


def _near_language(file: FoundFile, names: Collection[str], options: Options, is_internal: bool) -> Iterator[Problem]:
    path = PurePosixPath(file.name)
    if options.layout == "folder":
        return
    parsed = parse_name(file.name, is_internal=is_internal, options=options)
    dotted = _DOTTED.fullmatch(path.stem)
    if dotted and parsed.id.endswith(path.stem) and is_code(dotted["code"]):
        if meant := language_meant(dotted["code"], options.languages):
            hint = f"call it {_renamed(path.name, dotted['code'], meant, options)}"
        elif parsed.undeclared:
            hint = "declare the language under `languages`, or take the dot out of the name"
        else:
            return
        yield NEAR_LANGUAGE.at(file.path, 1, f"“{dotted['code']}” in the name is no language of the site", hint)
        return
    joined = _JOINED.fullmatch(path.stem)
    if joined is None or not (meant := language_meant(joined["code"], options.languages)):
        return
    sibling = path.with_name(joined["stem"] + path.suffix).as_posix()
    if sibling in names:
        new = _renamed(f"{joined['stem']}.{joined['code']}{path.suffix}", joined["code"], meant, options)
        yield NEAR_LANGUAGE.at(file.path, 1, f"the file looks like a translation of {sibling}", f"call it {new}")


def _renamed(name: str, code: str, meant: str, options: Options) -> str:
    head, _, tail = name.rpartition(f".{code}.")
    return f"{head}.{tail}" if meant == options.default_language else f"{head}.{meant}.{tail}"


def _folders(markdown: Sequence[FoundFile], options: Options) -> Iterator[Problem]:
    """One warning for each folder at the top that is almost a language's, or is one where names carry it."""
    told: set[str] = set()
    for file in markdown:
        folder, _, below = file.name.partition("/")
        if not below or folder in told or not re.fullmatch(_CODE, folder):
            continue
        told.add(folder)
        meant = language_meant(folder, options.languages)
        if options.layout == "suffix" and meant and len(options.languages) > 1:
            hint = f"call the files as {below.removesuffix('.md')}.{meant}.md, or set `layout: folder`"
            yield NEAR_LANGUAGE.at(file.path, 1, f"the folder “{folder}/” is no language with `layout: suffix`", hint)
        elif options.layout == "folder" and meant and folder not in {*options.languages, *options.aliases}:
            hint = f"call the folder {meant}/"
            yield NEAR_LANGUAGE.at(file.path, 1, f"the folder “{folder}/” is no language of the site", hint)
