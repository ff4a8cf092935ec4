"""What stands for a fact in a file: as its language writes it, or in the words that the text still waits in."""

from __future__ import annotations

from collections.abc import Mapping

from kb.audit.texts.split_document import split_document
from kb.content.facts import render_facts
from kb.content.model import Fact
from kb.project.options import Options


class FactTexts(dict[str, Mapping[str, str]]):
    """`facts_key` of a file → facts in its words: every language at once, a text that waits when it is asked for."""

    def __init__(self, facts: Mapping[str, Fact], options: Options) -> None:
        self._facts, self._options = facts, options
        super().__init__({code: self[code] for code in options.languages})

    def __missing__(self, key: str) -> Mapping[str, str]:
        language, _, written_in = key.partition("/")
        texts = render_facts(self._facts, language=language, options=self._options, written_in=written_in)
        self[key] = texts
        return texts


def facts_key(text: str, path: str, language: str) -> str:
    """Whose words a file of `language` says its facts in: `Document.facts_key`, from the file alone."""
    if "untranslated" not in text:
        return language
    field = (split_document(text, path).fields.entries or {}).get("untranslated")
    return f"{language}/{field.text}" if field is not None and field.text else language
