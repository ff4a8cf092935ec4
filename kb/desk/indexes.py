"""The agent edition as the desk searches it: the index of each language that its search reads too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kb.desk.desk import Desk
from kb.desk.learned import Learned
from kb.desk.phrases import phrase_table, short_replies
from kb.editions.selection import Edition
from kb.search.indexing.index import Index


class IndexesOnDemand(Mapping[str, Index]):
    """Language → index, made when a message in that language first asks for it."""

    def __init__(self, languages: tuple[str, ...], index_of: Callable[[str], Index]) -> None:
        self._languages = languages
        self._index_of = index_of
        self._made: dict[str, Index] = {}

    def __getitem__(self, language: str) -> Index:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._made:
            self._made[language] = self._index_of(language)
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


def desk_of(
    edition: Edition, indexes: Mapping[str, Index], shop_names: tuple[str, ...] = (), learned: Learned | None = None
) -> Desk:
    """The desk over an edition: `indexes` are those of its languages, as its search has them.

    `shop_names` are those of `Project.shop_names`; `learned` is what colleagues chose.
    """
    options = edition.options
    scripts = {script.id: script for script in reversed(edition.scripts())}
    words = {code: options.ui_strings(code) for code in options.languages}
    return Desk(
        indexes,
        options.topics,
        articles={id: script.related[0] for id, script in sorted(scripts.items()) if script.related},
        moods={id: script.moods for id, script in sorted(scripts.items()) if script.moods},
        phrases=phrase_table(words),
        short_replies=short_replies(words),
        shop_names=shop_names,
        learned=learned or Learned(),
    )
