"""One public folder audited: every byte of it, against all that only internal content has."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.audit.containers import ClosedError, is_plain_text
from kb.audit.internal import FactsRead, draft_files, fingerprints, internal_files, internal_pieces, read_all_facts
from kb.audit.marks import Key, Marks, make_marks
from kb.audit.origins import Origin
from kb.audit.public import remove_public
from kb.audit.scanning import Scanner, places
from kb.audit.verdicts import Verdicts, load_verdicts, write_verdicts
from kb.content.files import find_files
from kb.content.loading import INTERNAL_FACTS, MARKDOWN
from kb.content.problem import Problem, Rule, Severity, sort_problems
from kb.content.project import CONFIG, Project, load_project

LEAKED_TEXT = Rule(
    "KB910",
    "leaked-text",
    Severity.ERROR,
    what="Words that only internal content has stand in the public folder.",
    why="Shoppers, rivals and search engines could read what was written for agents.",
    example="a sentence of agents/procedures/refunds.md in site/public/search/en.json",
    mend="find out how it got there before anything is published; what is no secret, write in docs/ too",
)
LEAKED_NAME = Rule(
    "KB911",
    "leaked-name",
    Severity.ERROR,
    what="The name of something internal stands in the public folder: a title, slug, placeholder, fact or file name.",
    why="A name tells that the thing exists, and often what it says.",
    example="agents/procedures/chargeback-limits.md, named in site/public/sitemap.xml",
    mend="find out how it got there before anything is published",
)
LEAKED_VALUE = Rule(
    "KB912",
    "leaked-value",
    Severity.ERROR,
    what="The value of an internal fact stands in the public folder.",
    why="Limits that agents decide by lose their use once they are known.",
    example="goodwill_voucher, written out on a public page",
    mend="find out how it got there; a value that shoppers may know belongs in facts.yml",
)
LEAKED_FILE = Rule(
    "KB913",
    "leaked-file",
    Severity.ERROR,
    what="A file from agents/ lies in the public folder, whole.",
    why="Anyone who guesses or finds its address can open it.",
    example="agents/scripts/box.png as site/public/assets/box.png",
    mend="move the file to docs/ if shoppers may see it; else find out how it got there",
)
CLOSED_FILE = Rule(
    "KB914",
    "closed-file",
    Severity.WARNING,
    what="A file in the public folder is encrypted, damaged, or packed in a way that the audit cannot open.",
    why="What cannot be read cannot be judged.",
    example="docs/price-list.zip with a password",
    mend="publish it as a plain file, or as zip or gzip without a password",
)
RULES = (LEAKED_TEXT, LEAKED_NAME, LEAKED_VALUE, LEAKED_FILE, CLOSED_FILE)

CACHE = Path(".kb-cache") / "audit"
MOST_FINDINGS = 50
BATCH = 60_000
"""Bytes of text looked at together."""
_RULES = {
    "fact value": LEAKED_VALUE,
    "whole file": LEAKED_FILE,
    **dict.fromkeys(("title", "file name", "id", "path", "placeholder", "name", "team"), LEAKED_NAME),
}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found and what it cost."""

    problems: tuple[Problem, ...]
    files: int
    reused: int
    """Files that an earlier audit had cleared and that did not change."""
    bytes: int
    marks: int
    """Words, names, runs of words and files that were looked for."""
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
    sources = _read_sources(project)
    version = _product_version()
    held = load_verdicts(cache) if cache else Verdicts()
    names = _files_below(site)
    contents = {name: _read(os.path.join(site, name)) for name in names}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    size = sum(map(len, contents.values()))
    inside = _hash_of(sources, names)
    if (held.version, held.inside) == (version, inside) and held.clean.issuperset(digests.values()):
        return AuditReport((), len(names), len(names), size, len(held.marks), time.monotonic() - start)
    marks = make_marks(internal_pieces(project, sources.internal, sources.drafts, sources.facts), sources.fingerprints)
    holds = held.version == version and marks.digests <= held.marks
    unread = [name for name in names if not (holds and digests[name] in held.clean)]
    shown_as = shown_as or site.as_posix()
    hits, closed = _scan(Scanner(marks), contents, names, unread, sources.assets, root)
    hits.update({digests[name]: (name,) for name in unread if digests[name] in sources.fingerprints})
    problems = [
        CLOSED_FILE.at(f"{shown_as}/{name}", 1, f"the audit cannot look into it: {why}") for name, why in closed.items()
    ]
    leaked = remove_public(hits, marks, project, sources.public, sources.facts) if hits else set()
    if leaked:
        problems += _findings(marks.only(leaked), contents, names, shown_as)
    elif cache:
        clean = (digest for name, digest in digests.items() if name not in closed)
        write_verdicts(cache, Verdicts(version, inside, marks.digests, frozenset(clean)))
    return AuditReport(
        sort_problems(problems),
        len(names),
        len(names) - len(unread),
        size,
        len(marks),
        time.monotonic() - start,
    )


@dataclass(frozen=True)
class _Sources:
    """What was read of the project."""

    config: tuple[bytes, ...]
    internal: Mapping[str, bytes]
    public: Mapping[str, str]
    drafts: Mapping[str, str]
    assets: Mapping[str, str]
    """Path in the site → path of the public file that is copied there."""
    fingerprints: Mapping[str, Origin]
    facts: FactsRead


def _read_sources(project: Project) -> _Sources:
    root = project.root
    internal = {path: (root / path).read_bytes() for path in internal_files(root, project.options)}
    found, _ = find_files(root, project.docs)
    texts = {
        file.path: _text(_read(os.path.join(root, file.path))) for file in found if file.name.lower().endswith(MARKDOWN)
    }
    drafts = {path: texts[path] for path in draft_files(texts)}
    assets = {file.name: file.path for file in found if file.path not in texts}
    open_files = {hashlib.sha256((root / path).read_bytes()).hexdigest() for path in assets.values()}
    files = {digest: origin for digest, origin in fingerprints(internal).items() if digest not in open_files}
    config = tuple(_read(str(root / path)) for path in (CONFIG, INTERNAL_FACTS) if (root / path).is_file())
    return _Sources(
        config,
        internal,
        {path: text for path, text in texts.items() if path not in drafts},
        drafts,
        assets,
        files,
        read_all_facts(project),
    )


def _scan(
    scanner: Scanner,
    contents: Mapping[str, bytes],
    names: Sequence[str],
    unread: Iterable[str],
    assets: Mapping[str, str],
    root: Path,
) -> tuple[dict[Key, tuple[str, ...]], dict[str, str]]:
    """Mark → published files of which one has it; file → why it could not be opened."""
    hits: dict[Key, tuple[str, ...]] = dict.fromkeys(scanner.scan_text(_as_bytes(" \n\x01\n ".join(names))), ())
    closed: dict[str, str] = {}
    waiting: dict[str, tuple[bytes, bytes]] = {}

    def look(least: int) -> None:
        """Many small texts at once: calls cost more than bytes."""
        if sum(len(texts) + len(seams) for texts, seams in waiting.values()) >= least:
            found = scanner.scan_text(b"\n\x01\n".join(texts for texts, _ in waiting.values()))
            found |= scanner.look_at_runs(b"\n\x01\n".join(seams for _, seams in waiting.values()))
            hits.update(dict.fromkeys(found - hits.keys(), tuple(waiting)))
            waiting.clear()

    for name in unread:
        data = contents[name]
        if name.endswith(".gz") and (plain := _unpacked(data)) is not None and plain == contents.get(name[:-3]):
            continue
        if _is_public_source(name, data, root, assets):
            continue
        if is_plain_text(data):
            waiting[name] = scanner.fresh_texts(data), scanner.fresh_seams(data)
            look(BATCH)
            continue
        try:
            hits.update(dict.fromkeys(scanner.scan_whole(data) - hits.keys(), (name,)))
        except ClosedError as error:
            closed[name] = str(error)
    look(0)
    return hits, closed


def _hash_of(sources: _Sources, names: Sequence[str]) -> str:
    """One hash over all that marks are made from, and over the names of the published files."""
    held = hashlib.blake2b(repr([sources.config, names]).encode(), digest_size=16)
    for path, data in (*sources.internal.items(), *((path, text.encode()) for path, text in sources.drafts.items())):
        held.update(f"{path}\0{len(data)}\0".encode() + data)
    return held.hexdigest()


def _product_version() -> str:
    """Changes with the audit's own code, whose verdicts must not outlive it."""
    return hashlib.blake2b(
        b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))), digest_size=8
    ).hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _files_below(site: Path) -> list[str]:
    prefix = len(os.path.join(site, ""))
    return sorted(
        os.path.join(folder, name)[prefix:].replace(os.sep, "/") for folder, _, names in os.walk(site) for name in names
    )


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _is_public_source(name: str, data: bytes, root: Path, assets: Mapping[str, str]) -> bool:
    """Whether a published file is, byte for byte, a public source: of `docs/`, or of the product's theme."""
    sources = [root / assets[name]] if name in assets else []
    if name.startswith("assets/"):
        sources += [folder / name for folder in _theme_folders()]
    return any(
        source.is_file() and source.stat().st_size == len(data) and source.read_bytes() == data for source in sources
    )


def _theme_folders() -> tuple[Path, ...]:
    package = Path(kb.__file__).parent
    beside = package.parent
    import importlib.util

    spec = importlib.util.find_spec("material")
    material = (Path(spec.origin).parent / "templates",) if spec and spec.origin else ()
    return (package / "website" / "theme", beside / "overrides", *material)


def _unpacked(data: bytes) -> bytes | None:
    """What a plain gzip file holds; None for anything else, and where its header says more than its time."""
    try:
        return gzip.decompress(data) if data[:4] == b"\x1f\x8b\x08\0" else None
    except (OSError, EOFError, zlib.error):
        return None


def _findings(marks: Marks, contents: Mapping[str, bytes], names: Sequence[str], shown_as: str) -> list[Problem]:
    """The places of marks that leaked: for each internal and published file, the most telling one."""
    scanner = Scanner(marks)
    problems = []
    for name in names:
        for key in _one_for_each_file(marks, scanner.scan_whole(_as_bytes(name))):
            problems.append(_problem(marks.origin(key), key, f"{shown_as}/{name}", 0, "the file's own name"))
    for name in names:
        if len(problems) >= MOST_FINDINGS:
            break
        with contextlib.suppress(ClosedError):
            for key in _one_for_each_file(marks, scanner.scan_whole(contents[name])):
                offset, how = next(places(contents[name], scanner, key))
                problems.append(_problem(marks.origin(key), key, f"{shown_as}/{name}", offset, how))
    return problems


def _as_bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _one_for_each_file(marks: Marks, hits: Iterable[Key]) -> list[Key]:
    """Of all marks from one internal file, the longest."""
    return list({marks.origin(key).path: key for key in sorted(hits, key=_weight)}.values())


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
