"""`kb insights learn`: what agents copied for which words → `insights/data/learned.json`, by which the desk ranks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kb.cli.command import DONE, Command, UsageError, add_today, project_root, read_today
from kb.cli.printing import add_json, count_of, print_json, remark

if TYPE_CHECKING:
    from kb.insights.learning.lesson import Lesson

MOST_SHOWN = 10
_WHOLE = 100
"""Hundredths of a choice."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--print", dest="prints", action="store_true", help="show it, and write nothing to insights/data"
    )
    add_json(parser, "print one object: what was learned of each language, and what is no longer there")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.learning.lesson import learn, write_lesson
    from kb.insights.store.database import STORE, StoreError, open_store
    from kb.workspace.desk import open_desk
    from kb.workspace.workspace import open_workspace

    root, today = project_root(arguments), read_today(arguments)
    if not (root / STORE).exists():
        raise UsageError("nothing was imported yet: kb insights import FILE… (what the desk sent or agents copied)")
    workspace = open_workspace(root, "agents", today=today, with_checks=False)
    edition, indexes = workspace.edition, open_desk(workspace).indexes
    titles = {id: page.document.title for (id, _), page in sorted(edition.pages.items())}
    try:
        with open_store(root) as connection:
            words = {code: indexes[code].postings for code in edition.options.languages}
            lesson = learn(connection, today, words, titles.__contains__)
    except StoreError as error:
        raise UsageError(str(error)) from None
    if not lesson.first:
        raise UsageError(
            "no choice of an agent was imported yet. With learning: true below kb in mkdocs.yml the desk counts what "
            "is copied for which words; kb insights import takes what its receiver wrote, and the counts that agents "
            "copied" + _told_gone(lesson.gone)
        )
    path = None if arguments.prints else write_lesson(root, lesson)
    if arguments.json:
        print_json(_as_object(lesson, path))
        return DONE
    for line in _lines(lesson, titles):
        print(line)
    if path:
        remark(arguments, f"{path} written; it holds no text and no customer, and may be committed.")
    if not edition.options.learning:
        remark(arguments, "The desk does not use it yet: mkdocs.yml needs learning: true below kb.")
    return DONE


def _told_gone(gone: Mapping[str, int]) -> str:
    return f" (left out, no longer in the shop: {', '.join(gone)})" if gone else ""


def _lines(lesson: Lesson, titles: Mapping[str, str]) -> Iterator[str]:
    yield f"{lesson.first} to {lesson.last}"
    for language, choices in lesson.choices.items():
        found = lesson.most_chosen(language)
        yield f"\n{language}: {count_of(len(found), 'answer')} by {count_of(len(choices) - 1, 'word')}"
        for id, hundredths in found[:MOST_SHOWN]:
            yield f"{hundredths / _WHOLE:>8.1f}  {id}  {titles.get(id, '')}"
        if len(found) > MOST_SHOWN:
            yield f"          and {len(found) - MOST_SHOWN} more (--json has all)"
    if not lesson.choices:
        yield "Nothing was chosen twice for the same word: there is nothing to learn yet."
    for name, count in lesson.gone.items():
        yield f"left out, since the shop has it no more: {name} ({count_of(count, 'choice')})"


def _as_object(lesson: Lesson, path: str | None) -> dict[str, Any]:
    return {
        "path": path,
        "from": lesson.first,
        "until": lesson.last,
        "languages": [
            {
                "language": language,
                "words": len(choices) - 1,
                "answers": [{"id": id, "choices": n / _WHOLE} for id, n in lesson.most_chosen(language)],
            }
            for language, choices in lesson.choices.items()
        ],
        "gone": [{"name": name, "choices": count} for name, count in lesson.gone.items()],
    }


ACTION = Command("learn", "count what agents copied for which words, so that the desk lifts it", _add_arguments, _run)
