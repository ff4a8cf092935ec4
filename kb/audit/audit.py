"""One public folder audited: every byte of it, against all that only internal content has."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.audit.containers import ClosedError
from kb.audit.internal import FactsRead, draft_files, fingerprints, internal_files, internal_pieces, read_all_facts
from kb.audit.marks import Key, Marks, collect, fingerprint, settle
from kb.audit.origins import Origin
from kb.audit.public import subtract_public
from kb.audit.scanning import Scanner, places
from kb.audit.verdicts import Verdicts, load_verdicts, write_verdicts
from kb.content.files import find_files
from kb.content.loading import MARKDOWN
from kb.content.problem import Problem, Rule, Severity, sort_problems
from kb.content.project import Project, load_project

LEAKED_TEXT = Rule(
    "KB910", "leaked-text", Severity.ERROR,
    what="Words that only internal content has stand in the public folder.",
    why="Shoppers, rivals and search engines could read what was written for agents.",
    example="a sentence of agents/procedures/refunds.md in site/public/search/en.json",
    mend="find out how it got there before anything is published; where the words are no secret, write them in docs/ too",
)
LEAKED_NAME = Rule(
    "KB911", "leaked-name", Severity.ERROR,
    what="The name of something internal stands in the public folder: a title, slug, placeholder, fact or file name.",
    why="A name tells that the thing exists, and often what it says.",
    example="agents/procedures/chargeback-limits.md, named in site/public/sitemap.xml",
    mend="find out how it got there before anything is published",
)
LEAKED_VALUE = Rule(
    "KB912", "leaked-value", Severity.ERROR,
    what="The value of an internal fact stands in the public folder.",
    why="Limits that agents decide by lose their use once they are known.",
    example="goodwill_voucher, written out on a public page",
    mend="find out how it got there; a value that shoppers may know belongs in facts.yml",
)
LEAKED_FILE = Rule(
    "KB913", "leaked-file", Severity.ERROR,
    what="A file from agents/ lies in the public folder, whole.",
    why="Anyone who guesses or finds its address can open it.",
    example="agents/scripts/box.png as site/public/assets/box.png",
    mend="move the file to docs/ if shoppers may see it; else find out how it got there",
)
CLOSED_FILE = Rule(
    "KB914", "closed-file", Severity.WARNING,
    what="A file in the public folder is encrypted, damaged, or packed in a way that the audit cannot open.",
    why="What cannot be read cannot be judged.",
    example="docs/price-list.zip with a password",
    mend="publish it as a plain file, or as zip or gzip without a password",
)
RULES = (LEAKED_TEXT, LEAKED_NAME, LEAKED_VALUE, LEAKED_FILE, CLOSED_FILE)

CACHE = Path(".kb-cache") / "audit"
MOST_FINDINGS = 50
_RULES = {"fact value": LEAKED_VALUE, "whole file": LEAKED_FILE, **dict.fromkeys(
    ("title", "file name", "id", "path", "placeholder", "name", "team"), LEAKED_NAME)}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found and what it cost."""

    problems: tuple[Problem, ...]
    files: int
    reused: int
    """Files that an earlier audit had cleared and that did not change."""
    bytes: int
    marks: int
    """Words, names, runs of words and files that only internal content has."""
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


def audit_folder(site: Path, root: Path, *, shown_as: str = "", cache: Path | None = None) -> AuditReport:
    """Audit every byte of the folder `site` against the internal content of the project at `root`.

    `shown_as` is how problems name the folder. `cache` is where verdicts are kept; None keeps none.
    Raises `NoProjectError` where `root` is no project and `OSError` where a file cannot be read.
    """
    start = time.monotonic()
    project = load_project(root)
    internal = {path: (root / path).read_bytes() for path in internal_files(root, project.options)}
    found, _ = find_files(root, project.docs)
    documents = {file.path: (root / file.path).read_bytes() for file in found if file.name.lower().endswith(MARKDOWN)}
    config = {path: (root / path).read_bytes() for path in ("mkdocs.yml", "facts.yml", "notices.yml") if (root / path).is_file()}
    sources = fingerprint({**internal, **documents, **config}, _product_version())
    held = load_verdicts(cache) if cache else Verdicts()
    names = _files_below(site)
    contents = {name: (site / name).read_bytes() for name in names}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    is_known = held.sources == sources
    unread = [name for name in names if not (is_known and digests[name] in held.clean)]
    problems: list[Problem] = []
    marks_found = len(held.marks)
    if unread or not is_known:
        marks = _marks(project, internal, {path: _text(data) for path, data in documents.items()})
        marks_found = len(marks)
        if not is_known and marks.digests <= held.marks:
            unread = [name for name in names if digests[name] not in held.clean]
        assets = {file.name: file.path for file in found if file.path not in documents}
        to_scan = [name for name in unread if not _is_public_source(name, contents[name], root, assets)]
        problems = list(_findings(marks, contents, names, to_scan, shown_as or site.as_posix()))
        if cache and not problems:
            write_verdicts(cache, sources, marks.digests, digests.values())
    return AuditReport(sort_problems(problems), len(names), len(names) - len(unread),
                       sum(map(len, contents.values())), marks_found, time.monotonic() - start)


def _product_version() -> str:
    """Changes with the audit's own code, whose verdicts must not outlive it."""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))),
                           digest_size=8).hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _files_below(site: Path) -> list[str]:
    return sorted(Path(folder, name).relative_to(site).as_posix() for folder, _, names in os.walk(site) for name in names)


def _marks(project: Project, internal: Mapping[str, bytes], documents: Mapping[str, str]) -> Marks:
    facts: FactsRead = read_all_facts(project)
    drafts = {path: documents[path] for path in draft_files(documents)}
    candidates, origins = collect(internal_pieces(project, internal, drafts, facts))
    public = {path: text for path, text in documents.items() if path not in drafts}
    subtract_public(candidates, project, public, facts)
    docs = project.root / project.docs
    open_files = {hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()
                  for folder, _, names in os.walk(docs) for name in names}
    files = {digest: origin for digest, origin in fingerprints(internal).items() if digest not in open_files}
    return settle(candidates, origins, files)


def _is_public_source(name: str, data: bytes, root: Path, assets: Mapping[str, str]) -> bool:
    """Whether a published file is, byte for byte, a public source: of `docs/`, or of the product's theme."""
    sources = [root / assets[name]] if name in assets else []
    if name.startswith("assets/"):
        sources += [folder / name for folder in _theme_folders()]
    return any(source.is_file() and source.stat().st_size == len(data) and source.read_bytes() == data for source in sources)


def _theme_folders() -> tuple[Path, ...]:
    package = Path(kb.__file__).parent
    beside = package.parent
    import importlib.util

    spec = importlib.util.find_spec("material")
    material = (Path(spec.origin).parent / "templates",) if spec and spec.origin else ()
    return (package / "website" / "theme", beside / "overrides", *material)


def _findings(marks: Marks, contents: Mapping[str, bytes], names: Iterable[str], unread: Iterable[str],
              shown_as: str) -> Iterator[Problem]:
    scanner = Scanner(marks)
    for key in scanner.scan_text(" \n\x01\n ".join(names).encode("utf-8", "surrogateescape")):
        name = next((name for name in names if key in scanner.scan_text(name.encode("utf-8", "surrogateescape"))), "")
        yield _problem(marks.origin(key), key, f"{shown_as}/{name}", 0, "the file's own name")
    left = MOST_FINDINGS
    for name in unread:
        try:
            hits = scanner.scan_file(contents[name])
            for key in _one_for_each_line(marks, hits)[:left]:
                left -= 1
                offset, how = next(places(contents[name], scanner, key))
                yield _problem(marks.origin(key), key, f"{shown_as}/{name}", offset, how)
        except ClosedError as error:
            yield CLOSED_FILE.at(f"{shown_as}/{name}", 1, f"the audit cannot look into it: {error}")


def _one_for_each_line(marks: Marks, hits: Iterable[Key]) -> list[Key]:
    """Of all marks from one internal line, the longest."""
    best: dict[Origin, Key] = {}
    for key in sorted(hits, key=_weight):
        origin = marks.origin(key)
        best[Origin(origin.path, origin.line, "")] = key
    return list(best.values())


def _weight(key: Key) -> tuple[int, str]:
    return len(_shown(key)), _shown(key)


def _shown(key: Key) -> str:
    if isinstance(key, str):
        return "the whole file"
    return (b" ".join(key) if isinstance(key, tuple) else key).decode("utf-8", "replace")


def _problem(origin: Origin, key: Key, published: str, offset: int, how: str) -> Problem:
    rule = _RULES.get(origin.what, LEAKED_TEXT)
    where = f"{published}, byte {offset}" + (f" ({how})" if how else "")
    return rule.at(origin.path, origin.line, f"“{_shown(key)}” ({origin.what}) is internal and stands in {where}")
