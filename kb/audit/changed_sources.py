"""Changed sources, read as a whole audit would: what agents' files have that is new, and what public ones still excuse.

Each function gives None where only a whole audit can judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.audit.cache import AuditCache, Cache, CachedDocument, Marks, load_marks, load_said
from kb.audit.incremental import Changes, Inputs
from kb.audit.matching.folding import BREAK, RUN, WordReader, runs_of, words_of
from kb.audit.matching.matchers import HashMatcher, strong_hash
from kb.audit.matching.recorder import could_have
from kb.audit.matching.signatures import Key, Signatures, make_signatures
from kb.audit.texts.articles import texts_of
from kb.audit.texts.copies import internal_document, met_sentences
from kb.audit.texts.internal import FactsRead, draft_files, file_pieces, fingerprints, read_all_facts
from kb.audit.texts.sources import as_text
from kb.project.project import Project
from kb.source.files import is_markdown


def read_changes(inputs: Inputs, changes: Changes, cached: AuditCache, cache: Cache) -> tuple[AuditCache, Marks] | None:
    """`cached` with the sources as they are now, which together excuse all that was excused before; and the signatures,
    those among them that are new, which no file has that was cleared before."""
    if (marks := load_marks(cache, cached)) is None:
        return None
    facts = read_all_facts(inputs.project)
    agents = {key: one for key, one in cached.agents.items() if key in inputs.agents}
    documents = {path: one for path, one in cached.documents.items() if path in inputs.documents}
    files: dict[str, bytes] = {}
    for key, (path, stamp) in inputs.agents.items():
        if key not in changes.agents:
            continue
        files[path] = data = (inputs.project.root / path).read_bytes()
        keys = _sentences_met(path, data, inputs.project, facts, marks)
        if b"also_public" in data or not keys <= changes.agents[key].keys:
            return None
        agents[key] = CachedDocument(stamp, keys)
    fresh = _fresh_signatures(files, inputs.project, facts, marks)
    if fresh:
        said = load_said(cache, cached)
        digests = {digest for _, digest in cached.cleared.values()}
        if said is None or could_have(said, fresh) or not digests.isdisjoint(fresh.files):
            return None
        marks = Marks(marks.matcher | HashMatcher.of(fresh, fresh.files), marks.excused)
    for path, before in changes.documents.items():
        if path in inputs.documents:
            document = _read_document(path, inputs, before, facts, marks)
            if document is None:
                return None
            documents[path] = document
    lost = {key for one in changes.documents.values() for key in one.keys}
    if not lost.issubset(key for one in documents.values() for key in one.keys):
        return None
    return replace(cached, documents=documents, agents=agents), marks


def _sentences_met(path: str, data: bytes, project: Project, facts: FactsRead, marks: Marks) -> frozenset[int]:
    """Strong hashes of an agents' document's sentences that could be copies, as `find_copies` looks for them."""
    said = internal_document(path, data, project, facts)
    met = met_sentences(said, lambda run: strong_hash(run) in marks.excused) if said else ()
    return frozenset(map(strong_hash, met))


def _fresh_signatures(files: Mapping[str, bytes], project: Project, facts: FactsRead, marks: Marks) -> Signatures:
    """The signatures of agents' documents that were none before."""
    pieces = (piece for path, data in files.items() for piece in file_pieces(path, data, project, facts))
    every = make_signatures(pieces, fingerprints(files))
    known = marks.matcher.strong | marks.excused
    return every.only(key for key in every.keys if strong_hash(key) not in known)


def _read_document(
    path: str, inputs: Inputs, before: CachedDocument, facts: FactsRead, marks: Marks
) -> CachedDocument | None:
    """A file of `docs/` as it is now: no draft, and without a run of words that agents' texts have too and that it did
    not have before. Of what it excused it keeps what it still says."""
    stamp = inputs.documents[path]
    if not is_markdown(path):
        return None if before.keys else CachedDocument(stamp)
    text = as_text((inputs.project.root / path).read_bytes())
    if "also_public" in text or draft_files({path: text}):
        return None
    said = f"\n{BREAK}\n".join(texts_of(path, text, inputs.project, facts)).encode("utf-8", "replace")
    reader = WordReader()
    words = reader.words(said)
    runs = set(runs_of(words, RUN)).difference(runs_of(words_of(path), RUN))
    shared = {key for run in runs if (key := strong_hash(run)) in marks.matcher.strong or key in marks.excused}
    kept = before.keys.intersection(map(strong_hash, _keys_in(words, reader.compounds(said))))
    return CachedDocument(stamp, kept) if shared <= before.keys else None


def _keys_in(words: list[bytes], names: set[bytes]) -> Iterator[Key]:
    yield from {*words, *names}
    for length in range(2, RUN + 1):
        yield from runs_of(words, length)
