"""Checks that judge one document at a time: what they find can be kept with the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.content.model import Document
from kb.source.problem import Problem

Judge = Callable[[Document], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class EachDocument:
    """One such check over a library."""

    name: str
    depends_on: str
    """Everything but the document and our code on which the result depends, as text."""
    begin: Callable[[], Judge]
    """What judges a document. Called only where there is one to judge, since getting ready may take a while."""
    reads: Callable[[Document], str] = lambda document: ""
    """What of other documents and facts the result for a document depends on, as text."""


def check_each(checks: Sequence[EachDocument], documents: Sequence[Document]) -> Iterator[Problem]:
    """What `checks` find in `documents`, every one judged anew."""
    for check in checks:
        judge = check.begin()
        for document in documents:
            yield from judge(document)


CheckEach = Callable[[Sequence[EachDocument], Sequence[Document]], Iterable[Problem]]
"""What does as `check_each` does."""
