"""Limits of channels and rules of marketplaces that somebody must look up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kb.channels.channel import Channel
from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import RulePack
from kb.source.problem import Problem, Rule, Severity

LIMIT_DUE = Rule(
    "KB316",
    "channel-check-due",
    Severity.WARNING,
    what="The day by which a channel's limit, as the shop set it, was to be looked up again has passed.",
    why="Replies are judged by a limit that may no longer hold.",
    example="channels: {sms: {limit: 2, source: our contract, checked: 2026-01-10, check_every_days: 90}}",
    hint="open the source, mend the limit if it changed, and set `checked`",
)
SHIPPED_DUE = Rule(
    "KB317",
    "shipped-check-due",
    Severity.HINT,
    what="The day by which a limit or a rule that kb ships was to be looked up again has passed.",
    why="The platform may have changed it since this version of kb was made.",
    example="channels: [shopee]   # more than 90 days after kb last read Shopee's rules",
    hint="update kb, or set the limit in mkdocs.yml with a `source` and `checked` of your own",
)
RULES = (LIMIT_DUE, SHIPPED_DUE)


def check_channel_sources(
    channels: Mapping[str, Channel], packs: Iterable[RulePack], *, path: str, line: int, today: date
) -> Iterator[Problem]:
    """What of the shop's channels and packs is due on the day `today`; `path` and `line` are those of `channels`."""
    for channel in channels.values():
        shipped = shipped_channels().get(channel.id)
        for limit, known in channel.known.items():
            if known.is_due(today):
                is_own = shipped is None or shipped.known.get(limit) != known
                where = f"channel {channel.id}: `{limit}` was to be looked up again by {known.due_on}"
                yield (LIMIT_DUE if is_own else SHIPPED_DUE).at(path, known.line if is_own else line, where)
    for pack in packs:
        due = {known.due_on for rule in pack.rules if (known := pack.known_by(rule.id)).is_due(today)} - {None}
        if due:
            message = f"the rules of {pack.name} were to be looked up again by {min(filter(None, due))}"
            yield SHIPPED_DUE.at(path, line, message)
