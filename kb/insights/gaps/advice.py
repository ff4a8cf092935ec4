"""What to do about a group: write, add the readers' words, look a page through."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from kb.insights.gaps.model import (
    ADD_WORDINGS,
    ANSWERED,
    NOT_FOUND,
    POORLY_ANSWERED,
    REVIEW,
    TELL_ON_SITE,
    UNANSWERED,
    WRITE_ARTICLE,
    WRITE_SCRIPT,
    Action,
    Standing,
)

Owners = Mapping[str, Mapping[str, str]]
"""Language → id of a text → who keeps it right."""


def advise(
    site: Standing, desk: Standing, public: Container[str], owners: Mapping[str, str], *, writes: bool
) -> tuple[Action, ...]:
    """What a writer can do, the most useful first; nothing where all is answered.

    `public` are the ids of the site's texts. `writes`: more write to the shop than search, so that a reply is wanted.
    """
    found = dict.fromkeys(_wanted(site, desk, public, writes=writes))
    return tuple(Action(kind, document, owners.get(document, "")) for kind, document in found)


def _wanted(site: Standing, desk: Standing, public: Container[str], *, writes: bool) -> Iterator[tuple[str, str]]:
    """(kind, text) of each action."""
    for standing in (site, desk):
        if standing.state == POORLY_ANSWERED:
            yield REVIEW, standing.document
    if site.state == NOT_FOUND:
        yield ADD_WORDINGS, site.document
    if site.state == UNANSWERED:
        if desk.state == UNANSWERED:
            yield WRITE_ARTICLE, ""
        elif desk.document not in public:
            yield TELL_ON_SITE, desk.document
        elif desk.state == ANSWERED:
            yield ADD_WORDINGS, desk.document  # the desk reads messages more kindly than the search box
    if desk.state == NOT_FOUND and desk.document != site.document:
        yield ADD_WORDINGS, desk.document
    if desk.state == UNANSWERED and writes:
        yield WRITE_SCRIPT, ""
