"""Sentences that stand in both a public source and an internal one: what is published because somebody copied it.

Such words are no leak of the build, as a public source has them; but it may be that nobody meant to publish them.
Scripts are written for customers and may say what public pages say. Of all else one sentence is a warning; a whole
document, or three sentences in a row, is an error. A writer who means it says so in one of the two: `also_public`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from itertools import chain

from kb.audit.matching.folding import RUN, WordReader, runs_of
from kb.audit.matching.signatures import Key
from kb.audit.texts.fact_texts import facts_key
from kb.audit.texts.internal import FactsRead
from kb.audit.texts.sentences import (
    Sentence,
    SourceSentences,
    Words,
    document_sentences,
    read_article,
    sentences_in,
    source_sentences,
)
from kb.audit.texts.settings_texts import shown_settings
from kb.audit.texts.sources import Sources, as_text
from kb.content.facts import read_facts
from kb.content.load import INTERNAL_FACTS
from kb.content.model import EVERYTHING, Kind
from kb.content.notices import NOTICES, read_notices
from kb.content.urls import parse_name
from kb.project.folders import AGENTS
from kb.project.project import CONFIG, Project
from kb.source.comments import without_comments
from kb.source.files import MARKDOWN
from kb.source.problem import Problem, Rule, Severity
from kb.source.substitution import substitute
from kb.ui_strings.own import own_lines

SAID_IN_BOTH = Rule(
    "KB916",
    "said-in-both",
    Severity.WARNING,
    what="A sentence of a procedure, note, training page or internal fact stands in a public source too.",
    why="Whatever public sources say is published: perhaps somebody copied it without meaning to.",
    example="docs/faq/returns.md: “Send the parcel back within seven days.”, as in agents/procedures/returns.md",
    hint="write `also_public: true` at the top of one of the two files if shoppers may read it; else take it out of "
    "the public one",
)
COPIED_TEXT = Rule(
    "KB917",
    "copied-text",
    Severity.ERROR,
    what="A whole internal document, or three of its sentences in a row, stand in a public source.",
    why="So much in common is a copy, and what was written for agents would be published.",
    example="cp agents/procedures/refunds.md docs/faq/",
    hint="take it out of the public source; if shoppers may read all of it, write `also_public: true` at the top of "
    "one of the two files",
)
RULES = (SAID_IN_BOTH, COPIED_TEXT)

SHORTEST_PIECE = 3
"""Words of a text between two facts that is a signature."""
IN_A_ROW = 3
"""Sentences that are no coincidence any more."""


def internal_sentences(project: Project, sources: Sources, published: Collection[Key]) -> list[SourceSentences]:
    """What internal sources say of which the published folder has a run of words that is a signature: `published` are
    those that it has. What it has none of was not copied and need not be searched for."""
    met = (replace(said, places=met_sentences(said, published.__contains__)) for said in _internal(project, sources))
    return [one for one in met if one.places]


def find_copies(
    project: Project, sources: Sources, templates: Mapping[str, str], inside: Sequence[SourceSentences]
) -> list[Problem]:
    """A problem for each internal and each public source that say the same.

    `templates` are the shop's own, `inside` is what `internal_sentences` gave.
    """
    if not inside:
        return []
    wanted = frozenset(words for one in inside for words in one.places)
    problems: list[Problem] = []
    labels: frozenset[Words] | None = None
    public = _public(project, sources, wanted)
    for said in chain(public, _others(project, sources.facts, templates), [_settings(project, templates)]):
        if wanted.isdisjoint(said.places):
            continue
        if labels is None:
            labels = frozenset[Words]().union(*(one.labels for one in _public(project, sources)))
        for other in inside:
            if not _is_meant(said, other) and (found := _compare(said, other, labels)):
                problems.append(found)
    return problems


def met_sentences(said: SourceSentences, is_published: Callable[[Words], bool]) -> dict[Words, list[int]]:
    """The places of those sentences that have a run of words which `is_published`."""

    def has_run(words: Words) -> bool:
        return any(map(is_published, chain(*(runs_of(words, size) for size in range(RUN, SHORTEST_PIECE - 1, -1)))))

    return {words: places for words, places in said.places.items() if has_run(words)}


def _is_meant(public: SourceSentences, internal: SourceSentences) -> bool:
    pairs = ((public, internal), (internal, public))
    return any({EVERYTHING, other.id, other.path}.intersection(one.also_public) for one, other in pairs)


def _compare(public: SourceSentences, internal: SourceSentences, labels: frozenset[Words]) -> Problem | None:
    both = [words for words in internal.places if words in public.places and words not in labels]
    if not both:
        return None
    own, theirs, advice = internal.sentences, public.sentences, _advice(public, internal)
    copied = [place for place in range(len(own)) if _runs_from(own, place, theirs)]
    whole = [one for one in own if one.is_telling]
    is_whole = len({one.words for one in whole}) > 1 and all(
        one.words in public.places and not one.is_quoted for one in whole
    )
    if copied or is_whole:
        start = own[copied[0] if copied else next(at for at, one in enumerate(own) if one.is_telling)]
        line = theirs[public.places[start.words][0]].line if start.words in public.places else 1
        what = "all of" if is_whole else "three sentences in a row or more of"
        return COPIED_TEXT.at(public.path, line, f"has {what} {internal.path}:{start.line}: “{start.text}”", advice)
    first = own[min(internal.places[words][0] for words in both)]
    line = theirs[public.places[first.words][0]].line
    more = f", and {len(both) - 1} more" if len(both) > 1 else ""
    said = f"says the same as {internal.path}:{first.line}: “{first.text}”{more}"
    return SAID_IN_BOTH.at(public.path, line, said, advice)


def _advice(public: SourceSentences, internal: SourceSentences) -> str:
    """How to mend it where the public source has no front matter to answer in; else the rule's own advice."""
    if public.path.lower().endswith(MARKDOWN):
        return ""
    if not internal.path.lower().endswith(MARKDOWN):
        return f"take it out of {public.path}; what shoppers may know belongs in facts.yml"
    hint = f"write `also_public: true` at the top of {internal.path}"
    return f"take it out of {public.path}; if shoppers may read it, {hint}"


def _runs_from(own: tuple[Sentence, ...], start: int, theirs: tuple[Sentence, ...]) -> bool:
    """Whether as many sentences of `own` as are no coincidence, from `start` on, stand in `theirs` in a row."""
    row = own[start : start + IN_A_ROW]
    if len(row) < IN_A_ROW or any(one.is_quoted for one in row) or sum(one.is_telling for one in row) < IN_A_ROW - 1:
        return False
    words = [one.words for one in row]
    return any([one.words for one in theirs[at : at + IN_A_ROW]] == words for at in range(len(theirs) - IN_A_ROW + 1))


def _internal(project: Project, sources: Sources) -> Iterator[SourceSentences]:
    """Internal documents that are not written for customers, and internal facts."""
    yield from filter(
        None, (internal_document(path, data, project, sources.facts) for path, data in sources.internal.items())
    )
    path = f"{AGENTS}/{INTERNAL_FACTS}"
    lines = dict.fromkeys(
        (fact.line, text)
        for texts in sources.facts.all.every()
        for fact in sources.facts.internal
        for name, text in texts.items()
        if name.split(".")[0] == fact.name
    )
    yield source_sentences(path, "facts", [one for line, text in lines for one in sentences_in(text, line)])


def internal_document(path: str, data: bytes, project: Project, facts: FactsRead) -> SourceSentences | None:
    """What an internal document says; None if it is none, or a script: those are written for customers."""
    name = path.removeprefix(f"{AGENTS}/")
    if name == path or not name.lower().endswith(MARKDOWN):
        return None
    where = parse_name(name, is_internal=True, options=project.options)
    if where.kind == Kind.SCRIPT:
        return None
    text = as_text(data)
    return document_sentences(
        path, where.id, read_article(text, path, facts.all[facts_key(text, path, where.language)])
    )


def _public(project: Project, sources: Sources, wanted: Collection[Words] | None = None) -> Iterator[SourceSentences]:
    """What public articles say; where sentences are `wanted`, of those alone that have all the words of one."""
    reader = WordReader()
    for path, text in sources.public.items():
        where = parse_name(path.removeprefix(f"{project.docs}/"), is_internal=False, options=project.options)
        if not where.undeclared:
            facts = sources.facts.public[facts_key(text, path, where.language)]
            if wanted is not None and not _could_say(wanted, text, facts, reader):
                continue
            article = read_article(text, path, facts)
            if wanted is None or article.has_words_of(wanted):
                yield document_sentences(path, where.id, article)


def _could_say(sentences: Collection[Words], text: str, facts: Mapping[str, str], reader: WordReader) -> bool:
    """Whether a Markdown file, not yet parsed, could have all the words of a sentence: parsing costs more."""
    filled = substitute(text, facts=facts, link=lambda _: None)
    if "\\" in filled or "<!--" in filled:
        return True  # an escape of YAML, or a comment within a word, may write a word otherwise
    return any(map(set(reader.words(filled.encode("utf-8", "replace"))).issuperset, sentences))


def _others(project: Project, facts: FactsRead, templates: Mapping[str, str]) -> Iterator[SourceSentences]:
    """Public facts, notices, the shop's interface words, and its templates."""
    root, options = project.root, project.options
    if (file := root / INTERNAL_FACTS).is_file():
        text = file.read_text("utf-8-sig", "replace")
        read, _ = read_facts(text, path=INTERNAL_FACTS, options=options, is_internal=False)
        made = [item for texts in facts.public.every() for item in texts.items()]
        texts = dict.fromkeys((read[name.split(".")[0]].line, one) for name, one in made)
        sentences = [one for line, text in texts for one in sentences_in(text, line)]
        yield source_sentences(INTERNAL_FACTS, "facts", sentences)
    if (file := root / NOTICES).is_file():
        notices, _ = read_notices(file.read_text("utf-8-sig", "replace"), path=NOTICES, options=options)
        told = [(notice.line, text) for notice in notices for text in notice.text.values()]
        yield source_sentences(NOTICES, "notices", [one for line, text in told for one in sentences_in(text, line)])
    coded = {*options.words, *(one.split("-")[0] for one in options.words), *options.aliases}
    for path, words in own_lines(root, coded):
        yield source_sentences(path, "words", [one for line, text in words for one in sentences_in(text, line)])
    for path, text in templates.items():
        lines = re.sub(r"<[^<>]*>", "\n", re.sub(r"<[^<>]*\n[^<>]*>", _blank_lines, text)).split("\n")
        sentences = [one for number, line in enumerate(lines, 1) for one in sentences_in(line, number)]
        yield source_sentences(path, path, sentences)


def _settings(project: Project, templates: Mapping[str, str]) -> SourceSentences:
    """What pages show of `mkdocs.yml`, and of what it inherits."""
    shown = shown_settings(project, "\n".join(templates.values()))
    texts = [(one.line, re.sub(r"<[^<>]*>", " ", without_comments(one.text or ""))) for one in shown]
    return source_sentences(CONFIG, CONFIG, [one for line, text in texts for one in sentences_in(unescape(text), line)])


def _blank_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
