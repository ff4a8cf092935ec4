"""What channels and marketplace rules are called in each language of a site.

The shop's own texts come first, then the interface words of that language (`channel_ID`, `strength_ID`, `weakness_ID`,
`rule_ID`, `rule_ID_why`), which a shop completes in `words/CODE.yml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kb.channels.channel import Channel
from kb.channels.rule_packs import RulePack

Words = Callable[[str], Mapping[str, str]]
"""Language → its interface words."""


def worded_channels(
    channels: Mapping[str, Channel], languages: Iterable[str], words: Words, *, default: str = ""
) -> Mapping[str, Channel]:
    """`channels` with a name in each of `languages`, and a strength and a weakness where anybody has written one.

    `default` is the language whose text stands in for one that is missing.
    """
    codes = tuple(languages)

    def in_each(own: Mapping[str, str], key: str, otherwise: str = "") -> dict[str, str]:
        found = {code: own.get(code) or own.get("") or words(code).get(key) or own.get(default) for code in codes}
        return {code: text or next(iter(own.values()), otherwise) for code, text in found.items()}

    return {
        id: replace(
            channel,
            names=in_each(channel.names, f"channel_{id}", id),
            strengths=in_each(channel.strengths, f"strength_{id}"),
            weaknesses=in_each(channel.weaknesses, f"weakness_{id}"),
        )
        for id, channel in channels.items()
    }


def worded_packs(packs: Mapping[str, RulePack], languages: Iterable[str], words: Words) -> Mapping[str, RulePack]:
    """`packs` whose rules have a name and a reason in each of `languages`; English stays, for problems."""
    codes = tuple(languages)

    def in_each(own: Mapping[str, str], key: str) -> dict[str, str]:
        return {**own, **{code: text for code in codes if (text := words(code).get(key))}}

    return {
        id: replace(
            pack,
            rules=tuple(
                replace(
                    rule,
                    names=in_each(rule.names, f"rule_{rule.id}"),
                    reasons=in_each(rule.reasons, f"rule_{rule.id}_why"),
                )
                for rule in pack.rules
            ),
        )
        for id, pack in packs.items()
    }
