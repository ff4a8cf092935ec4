"""What stands for a fact in a file: as its language writes it, or in the words that the text still waits in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kb.audit.texts.split_document import split_document
from kb.content.fact_texts import render_facts
from kb.content.facts import change_days, facts_on
from kb.content.model import Fact
from kb.project.options import Options


class FactTexts(dict[str, Mapping[str, str]]):
    """`facts_key` of a file → facts in its words, once it is asked for: few edits need every language.

    Pages say what holds, what held and what will hold. So all days count: `de@2026-10-15` are the facts of that day,
    `de` those before any of them changes.
    """

    def __init__(self, facts: Mapping[str, Fact], options: Options) -> None:
        self._facts, self._options = facts, options
        self.days: tuple[str, ...] = ("", *(f"@{day}" for day in change_days(facts.values())))
        """What follows the key for each time at which facts differ."""
        super().__init__()

    def every(self) -> Iterable[Mapping[str, str]]:
        """Of every language, and behind them of the texts that wait and were asked for."""
        of_languages = {key: self[key] for code in self._options.languages for key in self.keys_of(code)}
        return {**of_languages, **self}.values()

    def keys_of(self, key: str) -> Iterable[str]:
        """`key` at each of the days."""
        return (key + day for day in self.days)

    def __missing__(self, key: str) -> Mapping[str, str]:
        file_key, _, day = key.partition("@")
        language, _, written_in = file_key.partition("/")
        facts = facts_on(self._facts, date.fromisoformat(day) if day else date.min)
        texts = render_facts(facts, language=language, options=self._options, written_in=written_in)
        self[key] = texts
        return texts


def facts_key(text: str, path: str, language: str) -> str:
    """Whose words a file of `language` says its facts in: `Document.facts_key`, from the file alone."""
    if "untranslated" not in text:
        return language
    field = (split_document(text, path).fields.entries or {}).get("untranslated")
    return f"{language}/{field.text}" if field is not None and field.text else language
