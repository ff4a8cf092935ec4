"""What suggestions are made from. Nothing here reads a message: a build, which has none, need not load what does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kb.desk.candidates import may_answer
from kb.desk.learned import Learned
from kb.desk.nearest import QuestionTable, ReadListed, question_table, read_listed
from kb.desk.phrases import Phrases
from kb.project.options import Topic
from kb.search.indexing.index import Index


@dataclass(frozen=True)
class Desk:
    """What suggestions are made from."""

    indexes: Mapping[str, Index]
    """Language → index of its articles and scripts; the first is the default language's."""
    topics: Mapping[str, Topic]
    articles: Mapping[str, str] = field(default_factory=dict)
    """Script → the article on the same matter, the first of its `related`."""
    moods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Script → the moods that it is for."""
    phrases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What `kb.desk.phrases.phrase_table` gives."""
    short_replies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What `kb.desk.phrases.short_replies` gives."""
    shop_names: tuple[str, ...] = ()
    """What the shop calls itself where its conversations are copied from."""
    learned: Learned = field(default_factory=Learned)
    """What colleagues chose."""
    read_listed: ReadListed = read_listed
    """What reads the questions of documents."""

    @cached_property
    def heard(self) -> Phrases:
        """The phrases, ready for looking them up."""
        return Phrases(self.phrases)

    @cached_property
    def _tables(self) -> dict[str, QuestionTable]:
        return {}

    def questions(self, language: str) -> QuestionTable:
        """What the documents of a language list as questions; made when it is first asked for."""
        if language not in self._tables:
            index = self.indexes[language]
            self._tables[language] = question_table(
                filter(may_answer, index.documents), index.language, self.read_listed
            )
        return self._tables[language]
