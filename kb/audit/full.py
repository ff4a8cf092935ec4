"""A whole audit: reads internal texts, makes signatures of them, and asks which of those found public texts have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.audit.cache import AuditCache, CachedDocument, Marks
from kb.audit.incremental import Inputs
from kb.audit.matching.folding import words_of
from kb.audit.matching.matchers import HashMatcher, SignatureMatcher, strong_hash
from kb.audit.matching.model import Piece
from kb.audit.matching.recorder import Recorder
from kb.audit.matching.signatures import make_signatures, unguarded_values
from kb.audit.published_folder import PublishedFolder
from kb.audit.report import find_places, unread_files
from kb.audit.scan_files import is_same_file, scan_files
from kb.audit.texts.code_names import find_code_names, words_in_code
from kb.audit.texts.copies import find_copies, internal_sentences
from kb.audit.texts.internal import internal_pieces
from kb.audit.texts.public import Explained, explain
from kb.audit.texts.sentences import SourceSentences
from kb.audit.texts.sources import read_sources
from kb.audit.texts.theme_texts import used_templates
from kb.source.problem import Problem, sort_problems


@dataclass(frozen=True)
class Kept:
    """What a whole audit that found nothing leaves for the next one."""

    cached: AuditCache
    marks: Marks
    said: bytes
    """All that the published files say, as `Recorder` has it."""


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
        self._named_by = frozenset(self._origins_of_values(pieces))

    def _origins_of_values(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """The files that have a word of a fact's value before the fact: without them it would tell in any file."""
        words = self.signatures.words
        for piece in pieces:
            if piece.origin.what == "fact value":
                yield from (words[word].path for word in words_of(piece.text) if word in words)

    def judge(self, folder: PublishedFolder, shown_as: str, *, keeps: bool) -> tuple[tuple[Problem, ...], Kept | None]:
        """The problems of a published folder; and, where it `keeps` something, what to keep of one that has none: a
        warning is told every time."""
        sources, signatures, project = self._sources, self.signatures, self._inputs.project
        names = list(folder.stats)
        contents = {name: folder.read(name) for name in names}
        recorder = Recorder(self._matcher) if keeps else None
        matcher = recorder or self._matcher
        own = folder.own_words(contents)
        hits, closed = scan_files(matcher, own, names, names, self._is_brought, signatures.tells_in_any_file)
        hits.update({folder.digest(name): (name,) for name in names if folder.digest(name) in sources.fingerprints})
        problems = unread_files(closed, names, project.options.allowed_files, folder.digest, shown_as)
        explained = explain(hits, signatures, project, sources.public, sources.facts, sources.assets)
        templates = used_templates(project)
        inside = internal_sentences(project, sources, hits)
        problems += find_copies(project, sources, templates, inside)
        told = words_in_code(project, sources, signatures, contents)
        problems += find_code_names(project, sources, signatures, templates, told)
        if explained.leaked:
            problems += find_places(signatures.only(explained.leaked), contents, names, shown_as)
        if recorder is None or problems:
            return tuple(sort_problems(problems)), None
        marks = Marks(HashMatcher.of(signatures, sources.all_fingerprints, hits), frozenset(map(strong_hash, hits)))
        cached = AuditCache(
            self._inputs.inside,
            folder.cleared(),
            self._documents(explained),
            self._agents(inside, has_names=bool(told)),
        )
        return (), Kept(cached, marks, recorder.said)

    def _is_brought(self, name: str, data: bytes) -> bool:
        """Whether the file lies, as it is, in `docs/` or in the shop's theme folder."""
        project, assets = self._inputs.project, self._sources.assets
        sources = [assets[name]] if name in assets else []
        sources += [f"{project.custom_dir}/{name}"] if project.custom_dir else []
        return any(is_same_file(project.root / path, data) for path in sources)

    def _documents(self, explained: Explained) -> dict[str, CachedDocument]:
        """The files of `docs/`. Of drafts, of what excused a signature otherwise than by its own words, and of files
        that say whom they may be shown to, only a whole audit can judge a change."""
        sources = self._sources
        entangled = {*sources.drafts, *explained.otherwise, *sources.twins}
        entangled.update(path for path, text in sources.public.items() if "also_public" in text)
        return {
            path: CachedDocument(stamp, frozenset(map(strong_hash, explained.by.get(path, ()))), path in entangled)
            for path, stamp in self._inputs.documents.items()
        }

    def _agents(self, inside: Iterable[SourceSentences], *, has_names: bool) -> dict[str, CachedDocument]:
        """Agents' Markdown. All of it together tells which words are names: if the shop's code has any that could be
        (`has_names`), only a whole audit can judge a change."""
        sentences = {one.path: frozenset(map(strong_hash, one.places)) for one in inside}
        internal, named_by = self._sources.internal, self._named_by
        return {
            key: CachedDocument(
                stamp,
                sentences.get(path, frozenset()),
                has_names or path in named_by or b"also_public" in internal.get(path, b"also_public"),
            )
            for key, (path, stamp) in self._inputs.agents.items()
        }
