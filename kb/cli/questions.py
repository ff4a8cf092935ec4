"""`kb questions`: wordings that do not find an article yet; the writer says which of them it shall list."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.asked_file import add_asked, read_asked_file
from kb.cli.command import (
    DONE,
    PROBLEMS,
    Command,
    UsageError,
    add_today,
    choose,
    project_root,
    read_today,
)
from kb.cli.completion_values import articles, completes, languages
from kb.cli.printing import add_json, count_of, print_json, remark

if TYPE_CHECKING:
    from kb.content.model import Document
    from kb.search.quality.proposals import Proposal

LIMIT = 12
_NUMBERS = re.compile(r"[\d\s,]+")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", help="its id, its path, or its title; a script's too")
    parser.add_argument(
        "--language", "--lang", dest="language", metavar="CODE", help="which of its languages (default: the site's)"
    )
    add_asked(parser, "try what shoppers asked too")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help=f"at most so many (default: {LIMIT})")
    parser.add_argument(
        "--all",
        dest="shows_every",
        action="store_true",
        help="also what others of the list would make found, and what would not come first even if it were listed",
    )
    parser.add_argument(
        "--accept",
        metavar="NUMBERS",
        action="append",
        default=[],
        help="write these into the file: numbers of the list (1,3), or a wording of it as it stands there",
    )
    add_json(parser, "print one object: the page, the proposals, what was written")
    add_today(parser)
    completes(parser, article=articles, language=languages)


def _run(arguments: argparse.Namespace) -> int:
    from kb.search.quality.asked import as_wordings
    from kb.search.quality.proposals import propose
    from kb.workspace.page_to_find import NoSuchPageError, find_page, index_for
    from kb.workspace.workspace import open_workspace

    if arguments.limit < 1:
        raise UsageError(f"--limit is {arguments.limit}: ask for one wording at least")
    root = project_root(arguments)
    workspace = open_workspace(root, "agents", today=read_today(arguments), with_checks=False)
    options = workspace.edition.options
    code = options.aliases.get(arguments.language or "", arguments.language)
    choose("language", code, options.languages)
    try:
        page = find_page(workspace, arguments.article, code or "")
    except NoSuchPageError as error:
        raise UsageError(str(error)) from None
    asked = as_wordings(read_asked_file(arguments, options.languages), page.language)
    index = index_for(workspace, page)
    if page.id not in {one.id for one in index.documents}:
        raise UsageError(f"{page.path} is in no search: there is nothing to find")
    found = propose(index, page.id, asked=asked, shows_all=arguments.shows_every)
    shown = found[: arguments.limit]
    accepted = accepted_numbers(arguments.accept, [one.text for one in shown])
    refusal = _write(root, page, accepted)
    if arguments.json:
        print_json(_as_object(page, shown, accepted if not refusal else (), refusal))
    elif not refusal:
        _print(page, shown, accepted)
    if refusal:
        remark(arguments, f"{page.path}: nothing was written: {refusal}")
        return PROBLEMS
    if len(found) > len(shown) and not accepted:
        remark(arguments, f"And {len(found) - len(shown)} more: --limit {len(found)} shows them.")
    return DONE


def accepted_numbers(named: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """The wordings that `--accept` names, by number or as they stand; each must be one of those shown."""
    chosen: list[str] = []
    for value in named:
        if _NUMBERS.fullmatch(value):
            for number in map(int, re.findall(r"\d+", value)):
                if not 1 <= number <= len(shown):
                    raise UsageError(f"--accept {number}: the list has {count_of(len(shown), 'wording')}")
                chosen.append(shown[number - 1])
        elif value in shown:
            chosen.append(value)
        else:
            raise UsageError(f"--accept: “{value}” is none of the wordings that the list shows")
    return tuple(dict.fromkeys(chosen))


def _write(root: Path, page: Document, accepted: Sequence[str]) -> str:
    """Add the accepted wordings to the page's file; gives why that could not be, or ""."""
    from kb.content.front_matter_edit import UneditableError, with_list_items
    from kb.reports.translations import write_edited

    if not accepted:
        return ""
    path = root / page.path
    try:
        write_edited(path, with_list_items(path.read_bytes(), "questions", list(accepted)))
    except UneditableError as error:
        return str(error)
    return ""


def _print(page: Document, shown: Sequence[Proposal], accepted: Sequence[str]) -> None:
    from kb.search.quality.wordings import KINDS

    if accepted:
        print(f"{page.path}: {count_of(len(accepted), 'question')} added:")
        print("\n".join(f"  {text}" for text in accepted))
        return
    if not shown:
        print(f"{page.path}: every wording that was tried finds it.")
        return
    print(f"{page.path}: {count_of(len(shown), 'wording')} that {'do' if len(shown) > 1 else 'does'} not find it yet")
    for number, one in enumerate(shown, 1):
        print(f"{number:3}  {one.text}\n       {_standing(one)}; {KINDS[one.kind]}, of “{one.source}”")
    print("\nOnly what your readers would write is worth a line. Add some by number:")
    numbers = "1,2" if len(shown) > 1 else "1"
    print(f"  kb questions {page.id} --language {page.language} --accept {numbers}")
    whole = "put this in the place of its field `questions`" if page.questions else "paste this between the lines `---`"
    print(f"or {whole} and strike what nobody says:\n\n{_as_yaml((*page.questions, *(one.text for one in shown)))}")


def _standing(one: Proposal) -> str:
    place = f"comes as number {one.rank}" if one.rank else "is not found"
    first = f", {one.first} first" if one.first else ", and nothing else is"
    then = "" if one.rank_when_listed == 1 else f" (number {one.rank_when_listed} even if it is listed)"
    return f"{place}{first}{then}"


def _as_yaml(questions: Sequence[str]) -> str:
    from kb.content.front_matter_edit import written_as_scalar

    return "\n".join(["questions:", *(f"  - {written_as_scalar(text)}" for text in questions)])


def _as_object(page: Document, shown: Sequence[Proposal], accepted: Sequence[str], refusal: str) -> dict[str, object]:
    rows = [
        {
            "number": number,
            "text": one.text,
            "kind": one.kind,
            "source": one.source,
            "rank": one.rank,
            "first": one.first or None,
            "rank_when_listed": one.rank_when_listed,
        }
        for number, one in enumerate(shown, 1)
    ]
    return {
        "id": page.id,
        "language": page.language,
        "path": page.path,
        "line": page.line_of("questions"),
        "proposals": rows,
        "yaml": _as_yaml([one.text for one in shown]) if shown else "",
        "written": list(accepted),
        "refused": refusal or None,
    }


COMMAND = Command("questions", "propose wordings that do not find an article yet", _add_arguments, _run)
