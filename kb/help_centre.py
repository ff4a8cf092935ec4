"""The Python door: a project opened once, then asked as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from kb.desk.suggest import Desk
from kb.desk.suggest import suggest as suggest_from_desk
from kb.desk.suggestion import Suggestion, Turn
from kb.editions.selection import EditionName
from kb.search.index import Index
from kb.search.scoring import Hit
from kb.search.scoring import search as search_index
from kb.website.desk_of_project import open_desk
from kb.website.indexes import build_index_of
from kb.website.inspection import inspect


class HelpCentre:
    """A project's content in memory; made by `open_help_centre`."""

    def __init__(self, root: Path, edition: EditionName) -> None:
        self._inspected = inspect(root, edition, today=date.today(), with_checks=False)
        self._indexes: dict[str, Index] = {}

    @cached_property
    def desk(self) -> Desk:
        """What `suggest` answers from: the index of each language, made when it is first asked, and the topics."""
        return open_desk(self._inspected)

    def search(self, query: str, *, language: str | None = None, limit: int = 8) -> tuple[Hit, ...]:
        """What the site's search box answers, best first. `language` None: the default language.

        Raises `ValueError` for a language that the project does not have.
        """
        options = self._inspected.edition.options
        code = language or options.default_language
        if code not in options.languages:
            raise ValueError(f"no language {code!r}: choose from {', '.join(options.languages)}")
        if code not in self._indexes:
            self._indexes[code] = build_index_of(self._inspected, code)
        return search_index(self._indexes[code], query, limit)

    def suggest(
        self,
        message: str | Sequence[Turn],
        *,
        language: str | None = None,
        channel: str | None = None,
        customer_class: str | None = None,
        stage: str | None = None,
    ) -> Suggestion:
        """What answers a customer's message, as the desk says it; no answers where nothing fits."""
        return suggest_from_desk(
            message, self.desk, language=language, channel=channel, customer_class=customer_class, stage=stage
        )


def open_help_centre(project: str | Path = ".", *, edition: EditionName = "agents") -> HelpCentre:
    """Read the project in the folder `project`. Raises `NoProjectError` where there is none."""
    return HelpCentre(Path(project).resolve(), edition)


@lru_cache(maxsize=4)
def _opened(project: Path, edition: EditionName) -> HelpCentre:
    return HelpCentre(project, edition)


def suggest(
    message: str | Sequence[Turn],
    *,
    project: str | Path = ".",
    language: str | None = None,
    channel: str | None = None,
    customer_class: str | None = None,
    stage: str | None = None,
) -> Suggestion:
    """`HelpCentre.suggest` on the project in `project`, which is read at the first call and then kept."""
    centre = _opened(Path(project).resolve(), "agents")
    return centre.suggest(message, language=language, channel=channel, customer_class=customer_class, stage=stage)
