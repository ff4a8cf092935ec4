"""Which interface words a language lacks, in the package and in the shop's own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel.core import get_global

from kb.source.problem import Problem, Rule, Severity
from kb.text.locales import locale_of
from kb.ui_strings import layers_of, lineage, overlaid
from kb.ui_strings.own import FOLDER, OwnStrings
from kb.ui_strings.plurals import wanted_keys

MISSING_WORDS = Rule(
    "KB811",
    "missing-words",
    Severity.WARNING,
    what="Interface words that neither kb nor the shop has in a language of the site.",
    why="Buttons, labels and notes stand in English among the shop's own words.",
    example="languages: {sv: Svenska}   # without words/sv.yml",
    hint="write them in words/CODE.yml; `kb translations --words CODE` prints what is missing",
)
RULES = (MISSING_WORDS,)

SHOWN = 3
"""Missing words that a message names."""
_FOR_AGENTS = (
    "tool_", "tools", "desk_", "insight_", "small_talk_", "mood_", "stage_", "variant_", "variants", "placeholder",
    "type_", "internal", "for_agents",
    "kind_script", "kind_procedure", "kind_training", "kind_internal", "kind_manual", "note_title", "change_why",
    "changes", "owner", "due", "role", "channels", "channel_for", "search_manual",
    "strength_", "weakness_", "rule_", "reply_", "channel_zalo-", "channel_facebook-", "channel_telesales",
    "channel_membership-site", "channel_loyalty-app",
)  # fmt: skip
"""What keys of the agents' edition begin with."""


def is_for_agents(key: str) -> bool:
    """Whether a word stands on agents' pages alone."""
    return key.startswith(_FOR_AGENTS)


def missing_keys(language: str, own: OwnStrings, *, with_agents: bool = True) -> tuple[str, ...]:
    """The keys that `language` lacks, shoppers' first.

    Words of the language that it is a kind of count (pt-BR has those of pt), but for those in another script.
    """
    codes = lineage(language) if _is_written_alike(language) else (language,)
    known = overlaid(layer for code in codes for layer in layers_of(code, own))
    missing = [key for key in wanted_keys(language) if key not in known and (with_agents or not is_for_agents(key))]
    return tuple(sorted(missing, key=is_for_agents))


def _is_written_alike(language: str) -> bool:
    """Whether a language is written as the one it is a kind of: zh-TW is not."""
    locale = locale_of(language)
    likely = get_global("likely_subtags").get(locale.language, "").split("_")
    return locale.script is None or locale.script in likely


def check_missing(
    languages: Iterable[str], own: OwnStrings, *, path: str, line: int, with_agents: bool
) -> Iterator[Problem]:
    """A warning for each language of the site that lacks words; `line` is where `path` names the languages."""
    for language in languages:
        if missing := missing_keys(language, own, with_agents=with_agents):
            named = ", ".join(missing[:SHOWN]) + (", …" if len(missing) > SHOWN else "")
            count = f"{len(missing)} interface word{'' if len(missing) == 1 else 's'}"
            said = f"languages: {language}: {count} missing, English is shown: {named}"
            hint = f"write them in {FOLDER}/{language}.yml; `kb translations --words {language}` prints them"
            yield MISSING_WORDS.at(path, line, said, hint)
