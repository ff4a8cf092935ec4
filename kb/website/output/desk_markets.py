"""What the desk says for an order of one market, and by what it knows the market."""

from __future__ import annotations

from typing import Any

from kb.content.fact_texts import market_name
from kb.replies.order_market import market_signs
from kb.website.output.desk_texts import Links, differing_texts
from kb.workspace.workspace import Workspace, has_market_facts


def texts_by_market(workspace: Workspace, links: Links) -> dict[str, Any]:
    """Market → the texts that are others for its orders; empty where none is. `links` are the workspace's own."""
    markets = workspace.edition.options.markets
    if len(markets) < 2 or not has_market_facts(workspace.library):
        return {}
    texts = {code: differing_texts(workspace, workspace.in_market(code), links, market=code) for code in markets}
    is_needed = any(one["scripts"] or any(one["links"].values()) for one in texts.values())
    return texts if is_needed else {}


def desk_markets(workspace: Workspace, links: Links) -> dict[str, Any]:
    """What today's texts are in each market, the markets' names, and the signs by which an order's market is known."""
    options = workspace.edition.options
    return {
        "texts": texts_by_market(workspace, links),
        "names": {
            code: {language: market_name(one, language, options) for language in options.languages}
            for code, one in options.markets.items()
        },
        "of_languages": {language: list(options.markets_of(language)) for language in options.languages},
        "signs": market_signs(options, workspace.channels).as_json(),
    }
