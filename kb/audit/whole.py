"""A whole audit: internal texts are read and made into marks, and what is found of them is held against public ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.audit.finders import HashFinder, MarkFinder, hash_of
from kb.audit.findings import find_places, unread_files
from kb.audit.internal import internal_pieces
from kb.audit.kept import Document, Kept, stamp_of
from kb.audit.looking import is_same_file, look_through
from kb.audit.marks import Key, make_marks
from kb.audit.public import Explained, explain
from kb.audit.published import PublishedFolder
from kb.audit.sources import read_sources
from kb.content.problem import Problem, sort_problems
from kb.content.project import load_project


class WholeAudit:
    """Everything internal in the project at `root`, ready to be looked for. Raises `NoProjectError` and `OSError`."""

    def __init__(self, root: Path, kept: Kept) -> None:
        self._project = load_project(root, tries_extensions=False)
        self._sources = sources = read_sources(self._project)
        pieces = internal_pieces(self._project, sources.internal, sources.drafts, sources.facts)
        self.marks = make_marks(pieces, sources.fingerprints)
        self._finder = MarkFinder(self.marks)
        self._kept = kept if self.marks.digests.issubset(kept.marks.split()) else Kept()

    def judge(self, folder: PublishedFolder, shown_as: str) -> tuple[tuple[Problem, ...], int, Kept | None]:
        """The problems of a published folder, how many of its files were read, and what to keep where it is clean."""
        sources, marks, project = self._sources, self.marks, self._project
        names = list(folder.stats)
        contents = {name: folder.read(name) for name in names}
        known = {one.sha256 for one in self._kept.cleared.values()}
        unread = [name for name in names if folder.digest(name) not in known]
        hits, closed = look_through(self._finder, contents, names, unread, self._is_brought, marks.tells_in_any_file)
        hits.update({folder.digest(name): (name,) for name in unread if folder.digest(name) in sources.fingerprints})
        problems, refused = unread_files(closed, names, project.options.allowed_files, folder.digest, shown_as)
        asked = hits | {key: () for key in self._once_public() if key not in hits}
        explained = explain(asked, marks, project, sources.public, sources.facts)
        leaked = explained.leaked & hits.keys()
        if leaked:
            problems += find_places(marks.only(leaked), contents, names, shown_as)
        kept = None if leaked else self._keep(folder, refused, asked, explained)
        return tuple(sort_problems(problems)), len(unread), kept

    def _is_brought(self, name: str, data: bytes) -> bool:
        """Whether the file lies, as it is, in `docs/` or in the shop's theme folder."""
        root, own = self._project.root, self._project.custom_dir
        sources = [self._sources.assets[name]] if name in self._sources.assets else []
        sources += [f"{own}/{name}"] if own else []
        return any(is_same_file(root / path, data) for path in sources)

    def _once_public(self) -> list[Key]:
        """The marks that an earlier audit met in files which are not read again, and found to be public."""
        if not self._kept.cleared:
            return []
        finder, marks = self._kept.finder, self.marks
        names: list[Key] = [name for name in (*marks.words, *marks.compounds) if hash_of(name) not in finder.words]
        return names + [run for run in marks.runs if hash_of(run) not in finder.runs]

    def _keep(
        self, folder: PublishedFolder, closed: Iterable[str], asked: Mapping[Key, object], explained: Explained
    ) -> Kept:
        marks, sources, root = self.marks, self._sources, self._project.root
        public = asked.keys() - explained.leaked
        finder = HashFinder(
            frozenset(hash_of(key) for key in (*marks.words, *marks.compounds) if key not in public),
            self._finder.pairs,
            frozenset(hash_of(run) for run in marks.runs if run not in public),
            sources.all_fingerprints,
        )
        documents = {
            path: Document(
                stamp_of((root / path).stat()),
                path in sources.drafts,
                frozenset(hash_of(key) for key in explained.by.get(path, ()) if not isinstance(key, str)),
                path in explained.otherwise,
            )
            for path in (*sources.public, *sources.drafts)
        }
        cleared = folder.cleared(closed)
        return Kept("", "", self._project.docs, " ".join(sorted(marks.digests)), cleared, finder, documents)
