"""One public folder audited: every byte of it, against all that only internal content has."""

from __future__ import annotations

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
from kb.audit.findings import CLOSED_FILE, find_places, name_as_bytes
from kb.audit.internal import FactsRead, draft_files, fingerprints, internal_files, internal_pieces, read_all_facts
from kb.audit.marks import Key, make_marks
from kb.audit.origins import Origin
from kb.audit.public import remove_public
from kb.audit.scanning import Scanner
from kb.audit.verdicts import Verdicts, load_verdicts, write_verdicts
from kb.content.files import find_files
from kb.content.loading import INTERNAL_FACTS, MARKDOWN
from kb.content.problem import Problem, sort_problems
from kb.content.project import CONFIG, Project, load_project

CACHE = Path(".kb-cache") / "audit"
BATCH = 2_000_000
"""Bytes of text looked at together."""


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
        problems += find_places(marks.only(leaked), contents, names, shown_as)
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
    hits: dict[Key, tuple[str, ...]] = dict.fromkeys(scanner.scan_text(name_as_bytes(" \n\x01\n ".join(names))), ())
    closed: dict[str, str] = {}
    waiting: dict[str, tuple[bytes, ...]] = {}

    def look() -> None:
        """Many small texts at once: calls cost more than bytes."""
        if waiting:
            *texts, seams = map(b"\n\x01\n".join, zip(*waiting.values(), strict=True))
            found = scanner.look_at_runs(seams).union(*map(scanner.scan_text, texts))
            hits.update(dict.fromkeys(found - hits.keys(), tuple(waiting)))
            waiting.clear()

    size = 0
    for name in unread:
        data = contents[name]
        if name.endswith(".gz") and (plain := _unpacked(data)) is not None and plain == contents.get(name[:-3]):
            continue
        if _is_public_source(name, data, root, assets):
            continue
        if is_plain_text(data):
            waiting[name] = (*scanner.fresh_texts(data), scanner.fresh_seams(data))
            size += sum(map(len, waiting[name]))
            if size >= BATCH:
                look()
                size = 0
            continue
        try:
            hits.update(dict.fromkeys(scanner.scan_whole(data) - hits.keys(), (name,)))
        except ClosedError as error:
            closed[name] = str(error)
    look()
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
