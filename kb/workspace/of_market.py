"""For which market's order a reply is filled, and whether one of another market would be answered otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kb.content.fact_texts import market_name
from kb.content.model import Library, Script, ScriptPart
from kb.replies.render import Reply
from kb.source.substitution import uses_in
from kb.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OfMarket:
    """What a reply owes to the market of its order."""

    market: str
    """Its code; "" where nothing says it."""
    is_dependent: bool = False
    """Whether an order of another market would be answered otherwise."""
    lacking: tuple[str, ...] = ()
    """Facts that the reply names and that have no value for the market: it says those of the others."""

    def remarks(self, words: Mapping[str, str], language: str, workspace: Workspace) -> Iterator[str]:
        """What the agent must know of it, in the interface `words` of `language`."""
        if not self.is_dependent:
            return
        if not self.market:
            yield words["desk_no_market"]
            return
        options = workspace.edition.options
        name = market_name(options.markets[self.market], language, options)
        yield words["desk_for_market"].replace("{market}", name)
        written_for = options.markets_of(language)
        if self.market not in written_for:
            names = (market_name(options.markets[code], language, options) for code in written_for)
            yield words["desk_other_market"].replace("{markets}", ", ".join(names))
        if self.lacking:
            yield words["desk_not_in_market"].replace("{market}", name).replace("{names}", ", ".join(self.lacking))


def of_market(
    workspace: Workspace, market: str, text: str, reply: Reply, render: Callable[[Workspace], Reply]
) -> OfMarket:
    """What `reply` owes to `market`, for which it was filled ("": for none).

    `text` is the script's part as written, `render` writes the reply that a workspace of one market would give.
    """
    markets = workspace.edition.options.markets
    is_named = _names_markets_fact(workspace.library, text)
    if len(markets) < 2 or not (is_named or any(use.space == "link" for use in uses_in(text))):
        return OfMarket(market)
    lacking = {code: facts_without(workspace.library, text, code) for code in markets}
    others = (render(workspace.in_market(code)) for code in markets if code != market)
    is_dependent = any(lacking.values()) or any((one.text, one.html) != (reply.text, reply.html) for one in others)
    return OfMarket(market, is_dependent, lacking.get(market, ()))


def written_part(library: Library, script: Script, part: ScriptPart | None) -> str:
    """The text of `part` of a filled script as it is written, with its braces; else that of the whole script."""
    written = library.scripts[script.id, script.language]
    own = [one.text for one in written.parts if part and _case(one) == _case(part)]
    return own[0] if own else written.body


def _case(part: ScriptPart) -> tuple[str, str, bool]:
    return part.variant, part.channel, part.is_short


def facts_without(library: Library, text: str, market: str) -> tuple[str, ...]:
    """Facts that `text` names, of whichever market, and that have no value for `market`: each once, in order."""
    uses = (use.name for use in uses_in(text) if use.space == "fact" and "." not in use.name)
    named = (library.facts.get(name) for name in uses)
    return tuple(dict.fromkeys(fact.name for fact in named if fact and fact.values and not fact.holds_in(market)))


def _names_markets_fact(library: Library, text: str) -> bool:
    named = (library.facts.get(use.name.partition(".")[0]) for use in uses_in(text) if use.space == "fact")
    return any(fact is not None and "" not in fact.values for fact in named)
