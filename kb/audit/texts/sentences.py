"""Sources taken apart into sentences, each with its line and its folded words: what copies are found by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.audit.matching.folding import words_of
from kb.audit.texts.articles import scalars_in
from kb.audit.texts.markdown_pieces import blocks_in, without_markers
from kb.audit.texts.sources import Sources
from kb.audit.texts.split_document import split_document
from kb.content.field_readers import read_also_public
from kb.source.comments import without_comments
from kb.source.fences import mask_code
from kb.source.fields import WrongTypeError
from kb.source.files import MARKDOWN
from kb.source.substitution import substitute
from kb.source.yaml_nodes import Node

_FEWEST_WORDS = 6
_FEWEST_LETTERS = 22
"""Letters and digits of a sentence; shorter ones are phrases of the trade: “Ask for the order number.”"""
_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)*_]*\s+")
_ONLY_A_LINK = re.compile(r"\W*\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\W*")
_LABELS = ("title", "questions")
_BODIES = ("summary", "answer")

Words = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its line, its folded words, whether it is quoted (`>`), and how it is written."""

    line: int
    words: Words
    written: str
    is_quoted: bool = False

    @property
    def text(self) -> str:
        """Its beginning on one line, as problems show it."""
        plain = " ".join(self.written.split()).strip("*_ ")
        return plain if len(plain) <= 80 else plain[:79].rstrip() + "…"

    @property
    def is_telling(self) -> bool:
        return len(self.words) >= _FEWEST_WORDS and sum(map(len, self.words)) >= _FEWEST_LETTERS


@dataclass(frozen=True)
class SourceSentences:
    """What one source says, sentence by sentence."""

    path: str
    id: str
    sentences: tuple[Sentence, ...]
    labels: frozenset[Words] = frozenset()
    """Titles, headings and questions: who quotes them points to the document."""
    also_public: tuple[str, ...] = ()
    places: Mapping[Words, list[int]] = field(default_factory=dict)
    """Telling sentence → where it stands among the sentences."""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One Markdown file with its facts filled in."""

    labels: tuple[str, ...]
    fields: tuple[tuple[int, str], ...]
    """(line, text)."""
    body: str
    body_line: int
    also_public: tuple[str, ...]

    def has_words_of(self, sentences: Iterable[Words]) -> bool:
        """Whether all the words of one of `sentences` stand here: of most articles that is enough to know."""
        words = set(words_of("\n".join((self.body, *(text for _, text in self.fields)))))
        return any(map(words.issuperset, sentences))


def read_article(text: str, path: str, facts: Mapping[str, str]) -> ArticleText:
    split = split_document(text, path)
    entries = split.fields.entries or {}

    def fill(text: str) -> str:
        return substitute(text, facts=facts, link=lambda _: None)

    def values(names: Iterable[str]) -> Iterator[tuple[int, str]]:
        present = (name for name in names if name in entries)
        return ((split.fields.line_of(name), one) for name in present for one in scalars_in(entries[name]))

    return ArticleText(
        tuple(fill(one) for _, one in values(_LABELS)),
        tuple((line, fill(without_comments(one))) for line, one in values(_BODIES)),
        mask_code(without_comments(fill(split.body))),
        split.body_line,
        _meant(entries),
    )


def document_sentences(path: str, id: str, article: ArticleText) -> SourceSentences:
    sentences = [one for line, text in article.fields for one in sentences_in(text, line)]
    labels = {tuple(words_of(label)) for label in article.labels}
    for line, block in blocks_in(article.body, article.body_line):
        shown = without_markers(block)
        if block.lstrip().startswith("#"):
            labels.add(tuple(words_of(shown)))
        elif not _ONLY_A_LINK.fullmatch(block):
            sentences += sentences_in(shown, line, is_quoted=block.lstrip().startswith(">"))
    return source_sentences(path, id, sentences, frozenset(labels), article.also_public)


def answers_in(path: str, sources: Sources) -> tuple[str, ...]:
    """What the field `also_public` of an internal file says."""
    data = sources.internal.get(path, b"")
    if not path.lower().endswith(MARKDOWN) or b"also_public" not in data:
        return ()
    return _meant(split_document(data.decode("utf-8-sig", "replace"), path).fields.entries or {})


def _meant(entries: Mapping[str, Node]) -> tuple[str, ...]:
    try:
        return read_also_public(entries["also_public"]) if "also_public" in entries else ()
    except WrongTypeError:
        return ()


def sentences_in(text: str, line: int, *, is_quoted: bool = False) -> Iterator[Sentence]:
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        said = text[start:end]
        words = tuple(words_of(said))
        if words:
            at = line + text.count("\n", 0, start + len(said) - len(said.lstrip()))
            yield Sentence(at, words, said, is_quoted)
        start = end


def source_sentences(
    path: str, id: str, sentences: list[Sentence], labels: frozenset[Words] = frozenset(), meant: tuple[str, ...] = ()
) -> SourceSentences:
    places: dict[Words, list[int]] = {}
    for place, one in enumerate(sentences):
        if one.is_telling:
            places.setdefault(one.words, []).append(place)
    return SourceSentences(path, id, tuple(sentences), labels, meant, places)
