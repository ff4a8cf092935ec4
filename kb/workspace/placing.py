"""Where a new document belongs, judged by the articles that its title finds: topic, stage, owner, related."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb.search.ranking.scoring import search
from kb.workspace.indexes import build_index_of
from kb.workspace.workspace import Workspace

LOOKED_AT = 5
"""So many results vote on the topic, each with its confidence."""
RELATED = 2
"""So many articles at most are named as related."""
SURE, RELATED_FROM = 20, 40
"""Confidence (%) from which a result votes on the topic of a title, and from which it is named as related."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the fields of a new document may say; "" where nothing tells."""

    topic: str = ""
    stage: str = ""
    owner: str = ""
    related: tuple[str, ...] = ()


def guess_place(workspace: Workspace, title: str, language: str) -> Place:
    """The topic that the best results for `title` are of, the first one's stage, and the team of both."""
    options = workspace.edition.options
    hits = [hit for hit in search(build_index_of(workspace, language), title, LOOKED_AT) if hit.confidence >= SURE]
    pages = [page.document for hit in hits if (page := workspace.edition.page(hit.document.id, language))]
    votes = Counter[str]()
    for hit, document in zip(hits, pages, strict=True):
        if document.topic in options.topics:
            votes[document.topic] += hit.confidence
    topic = votes.most_common(1)[0][0] if votes else ""
    same = [document for document in pages if document.topic == topic]
    team = options.topics[topic].team if topic else ""
    owner = next((document.owner for document in same if document.owner), "") or team
    stage = next((document.stage for document in same if document.stage), "")
    near = (one for hit, one in zip(hits, pages, strict=True) if hit.confidence >= RELATED_FROM)
    related = tuple(document.id for document in near if not document.is_internal)[:RELATED]
    return Place(topic, stage, owner, related)
