"""The agent edition as the desk searches it: the index of each language that its search reads too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kb.content.rendering import Renderer, Renderings
from kb.desk.suggest import Desk
from kb.editions.selection import Edition
from kb.search.edition_documents import documents_in
from kb.search.index import Index, build_index


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


def desk_of(edition: Edition, index_of: Callable[[str], Index] | None = None) -> Desk:
    """The desk over an edition.

    `index_of` gives the index of a language as the edition's search has it, so that the desk page, the
    command and Python read the same; without it one is made from the edition alone.
    """
    renderings = Renderings(Renderer())
    words: dict[str, Mapping[str, str]] = {code: {} for code in edition.options.languages}

    def plain_index(language: str) -> Index:
        return build_index(documents_in(edition, language, renderings, words), language)

    indexes = IndexesOnDemand(tuple(edition.options.languages), index_of or plain_index)
    return Desk(indexes, edition.options.topics)
