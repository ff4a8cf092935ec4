"""The Python door: a project opened once, then asked as often as one likes."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar, cast

from kb.desk.desk import Desk
from kb.desk.model import Suggestion, Turn
from kb.desk.suggest import suggest as suggest_from_desk
from kb.project.editions import EditionName
from kb.search.indexing.index import Index
from kb.search.ranking.scoring import Hit
from kb.search.ranking.scoring import search as search_index
from kb.workspace.desk import open_desk
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import open_workspace

Result = TypeVar("Result")


class HelpCentre:
    """A project's content in memory; made by `open_help_centre`.

    Of the public edition everything is read by a thread that cannot open `agents/`, whatever settings and extensions
    of Markdown want; what was tried is a `PermissionError` that says where.
    """

    def __init__(self, root: Path, edition: EditionName) -> None:
        self._closed: Callable[[Callable[[], object]], object] | None = None
        if edition == "public":
            from kb.website.isolation.closed_process import Closing, read_closed

            closing = Closing(root)
            weakref.finalize(self, closing.close)
            self._closed = lambda work: read_closed(work, closing)
        self._inspected = self._read(lambda: open_workspace(root, edition, today=date.today(), with_checks=False))
        self._indexes: dict[str, Index] = {}

    def _read(self, work: Callable[[], Result]) -> Result:
        """`work`, which may read files of the project, done where nothing closed can be opened."""
        return cast(Result, self._closed(work)) if self._closed else work()

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
            self._indexes[code] = self._read(lambda: build_index_of(self._inspected, code))
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
        return self._read(
            lambda: suggest_from_desk(
                message, self.desk, language=language, channel=channel, customer_class=customer_class, stage=stage
            )
        )


def open_help_centre(project: str | Path = ".", *, edition: EditionName = "agents") -> HelpCentre:
    """Read the project in the folder `project`. Raises `NoProjectError` where there is none.

    With `edition="public"` nothing below `agents/` is opened, and the key file is not either; raises `PermissionError`
    where a setting, a link or an extension of Markdown tried to.
    """
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
