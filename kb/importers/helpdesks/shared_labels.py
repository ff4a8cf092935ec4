"""Labels and tags: one that a single article carries is a word to find it by; a shared one is a shelf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kb.importers.common.report import ImportFindings
from kb.importers.helpdesks.records import ImportedText


def shared_labels_left(texts: Iterable[ImportedText], name: str, findings: ImportFindings) -> list[ImportedText]:
    """`texts` without the questions that several articles of a language share; those become comments, and are named."""
    texts = list(texts)
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in texts:
        for question in text.questions:
            owners[text.locale, question.casefold()].add(text.key)
    kept = []
    for text in texts:
        shared = [word for word in text.questions if len(owners[text.locale, word.casefold()]) > 1]
        if shared and not text.is_script:
            words = ", ".join(shared)
            message = f"{text.key}: labels that other articles carry too are kept as a comment: {words}"
            findings.add(name, text.line, message, "labels shared by several articles")
            own = tuple(word for word in text.questions if word not in shared)
            text = replace(text, questions=own, comments=(*text.comments, f"labels: {words}"))
        kept.append(text)
    return kept
