"""A whole audit: reads internal texts, makes signatures of them, and asks which of those found public texts have."""

from __future__ import annotations

from collections.abc import Collection

from kb.audit.cache import AuditCache, CachedPublicDocument
from kb.audit.incremental import Inputs, strong_hash
from kb.audit.matching.matchers import HashMatcher, SignatureMatcher, hash_of
from kb.audit.matching.signatures import Key, make_signatures, unguarded_values
from kb.audit.published_folder import PublishedFolder
from kb.audit.report import find_places, unread_files
from kb.audit.scan_files import is_same_file, scan_files
from kb.audit.texts.code_names import find_code_names
from kb.audit.texts.copies import find_copies
from kb.audit.texts.internal import internal_pieces
from kb.audit.texts.public import Explained, explain
from kb.audit.texts.sources import read_sources
from kb.audit.texts.theme_texts import used_templates
from kb.source.problem import Problem, sort_problems


class WholeAudit:
    """Everything internal in a project, ready to be looked for. Raises `OSError`."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._sources = sources = read_sources(inputs.project)
        pieces = [*internal_pieces(inputs.project, sources.internal, sources.drafts, sources.facts)]
        self.signatures = make_signatures(pieces, sources.fingerprints)
        self.unguarded = unguarded_values(pieces)
        """Values of internal facts that are too short to be looked for."""
        self._matcher = SignatureMatcher(self.signatures)

    def judge(
        self, folder: PublishedFolder, shown_as: str, *, keeps: bool
    ) -> tuple[tuple[Problem, ...], AuditCache | None]:
        """The problems of a published folder; and, where it `keeps` something, what to keep of one that has none: a
        warning is told every time."""
        sources, signatures, project = self._sources, self.signatures, self._inputs.project
        names = list(folder.stats)
        contents = {name: folder.read(name) for name in names}
        hits, closed = scan_files(self._matcher, contents, names, names, self._is_brought, signatures.tells_in_any_file)
        hits.update({folder.digest(name): (name,) for name in names if folder.digest(name) in sources.fingerprints})
        problems = unread_files(closed, names, project.options.allowed_files, folder.digest, shown_as)
        explained = explain(hits, signatures, project, sources.public, sources.facts, sources.assets)
        templates = used_templates(project)
        problems += find_copies(project, sources, templates, hits)
        problems += find_code_names(project, sources, signatures, templates, contents)
        if explained.leaked:
            problems += find_places(signatures.only(explained.leaked), contents, names, shown_as)
        cached = self._keep(folder, hits.keys(), explained) if keeps and not problems else None
        return tuple(sort_problems(problems)), cached

    def _is_brought(self, name: str, data: bytes) -> bool:
        """Whether the file lies, as it is, in `docs/` or in the shop's theme folder."""
        project, assets = self._inputs.project, self._sources.assets
        sources = [assets[name]] if name in assets else []
        sources += [f"{project.custom_dir}/{name}"] if project.custom_dir else []
        return any(is_same_file(project.root / path, data) for path in sources)

    def _keep(self, folder: PublishedFolder, public: Collection[Key], explained: Explained) -> AuditCache:
        """`public` are the signatures that were found and excused: only these depend on a public source."""
        signatures, sources = self.signatures, self._sources
        matcher = HashMatcher(
            frozenset(hash_of(key) for key in (*signatures.singles, *signatures.heads) if key not in public),
            self._matcher.pairs,
            frozenset(hash_of(run) for run in signatures.runs if run not in public),
            sources.all_fingerprints,
        )
        documents = {
            path: CachedPublicDocument(
                stamp,
                path in sources.drafts,
                frozenset(map(strong_hash, explained.by.get(path, ()))),
                path in explained.otherwise or path in sources.twins,
            )
            for path, stamp in self._inputs.documents.items()
        }
        shared = frozenset(hash_of(run) for run in signatures.runs if run in public)
        return AuditCache("", self._inputs.inside, folder.cleared(), matcher, shared, documents)
