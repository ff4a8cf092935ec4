"""`kb insights draft GROUP`: a first text for a group of questions, or its wordings for a text that is there."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, add_today, choose, project_root, read_today
from kb.cli.completion_values import articles, completes, gap_groups, languages
from kb.cli.printing import add_json, count_of, print_json, remark
from kb.cli.questions import accepted_numbers

if TYPE_CHECKING:
    from kb.content.model import Document
    from kb.insights.gaps.model import Gap
    from kb.workspace.workspace import Workspace

KINDS = ("faq", "guide", "script")
SHORTEST_ID = 4
"""Signs of a group's id that are enough, where no other begins so."""
OF_THE_GROUP = "-"
"""What `--add-questions` holds where it names no page."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", metavar="GROUP", help="its id, as kb insights gaps prints it, or how it begins")
    parser.add_argument("--week", metavar="WEEK", help="of which week's list (default: the newest that has it)")
    parser.add_argument("--kind", choices=KINDS, default="faq", help="what to write (default: faq)")
    parser.add_argument("--title", metavar="TITLE", help="its title (default: the most typical wording)")
    parser.add_argument(
        "--language", "--lang", dest="language", metavar="CODE", help="its language (default: the group's)"
    )
    parser.add_argument(
        "--add-questions",
        dest="page",
        metavar="ARTICLE",
        nargs="?",
        const=OF_THE_GROUP,
        help="show a patch that adds the wordings to a text that is there (default: the one that comes closest)",
    )
    parser.add_argument(
        "--accept", metavar="NUMBERS", action="append", default=[], help="write these into its file, such as 1,3"
    )
    add_json(parser, "print one object: the paths of the draft; or the page, the wordings, the patch, what was written")
    add_today(parser)
    completes(parser, group=gap_groups, page=articles, language=languages)


def _run(arguments: argparse.Namespace) -> int:
    from kb.workspace.workspace import open_workspace

    if arguments.accept and not arguments.page:
        raise UsageError("--accept belongs to --add-questions: kb insights draft GROUP --add-questions --accept 1,3")
    root = project_root(arguments)
    gap = _find_group(root, arguments.group, arguments.week)
    workspace = open_workspace(root, "agents", today=read_today(arguments), with_checks=False)
    options = workspace.edition.options
    code = options.aliases.get(arguments.language or "", arguments.language)
    choose("language", code, options.languages)
    if gap.language not in options.languages:
        raise UsageError(
            f"the group is in {gap.language}, which the shop has no more: kb insights gaps makes a new list"
        )
    if arguments.page:
        return _add_questions(arguments, root, workspace, gap, code or gap.language)
    return _make(arguments, root, workspace, gap, code or gap.language)


def _find_group(root: Path, named: str, week: str | None) -> Gap:
    """The group that `named` is, or begins, in the newest list that has it. Raises `UsageError`."""
    from kb.cli.insights_gaps import read_week
    from kb.insights.gaps.saved import SavedGapsError, read_report, saved_weeks
    from kb.insights.gaps.trend import week_of

    weeks = saved_weeks(root)
    if week:
        wanted = week_of(read_week(week, "monday"))
        if wanted not in weeks:
            raise UsageError(f"there is no list of {wanted}: kb insights gaps --week {wanted}")
        weeks = [wanted]
    if not weeks:
        raise UsageError("there is no list of groups yet: kb insights gaps")
    name = named.strip().lower()
    newest: tuple[Gap, ...] | None = None
    for one in weeks:
        try:
            gaps = read_report(root, one).gaps
        except SavedGapsError as error:
            raise UsageError(str(error)) from None
        newest = gaps if newest is None else newest
        found = [gap for gap in gaps if gap.id == name]
        found = found or [gap for gap in gaps if len(name) >= SHORTEST_ID and gap.id.startswith(name)]
        if len(found) > 1:
            raise UsageError(f"“{named}” begins {len(found)} groups: choose from {', '.join(gap.id for gap in found)}")
        if found:
            return found[0]
    ids = [gap.id for gap in newest or ()]
    of = f"{weeks[0]} has {', '.join(ids[:12])}" if ids else f"{weeks[0]} has none"
    raise UsageError(f"there is no group “{named}”: {of} (kb insights gaps lists them)")


def _make(arguments: argparse.Namespace, root: Path, workspace: Workspace, gap: Gap, language: str) -> int:
    """Write a draft with the buyers' wordings."""
    from kb.cli.new import usual_channel
    from kb.importers.scaffold.new_document import Details, Wanted, make_document
    from kb.insights.gaps.wordings import as_questions
    from kb.workspace.placing import guess_place

    options = workspace.edition.options
    title = arguments.title or _as_title(gap.examples)
    is_own = language == gap.language
    questions = as_questions(gap.examples, language, known=(title,)) if is_own else ()
    place = guess_place(workspace, title, language)
    topic = gap.topic if gap.topic in options.topics else place.topic
    team = options.topics[topic].team if topic in options.topics else ""
    details = Details(
        topic=topic,
        stage=place.stage,
        owner=team or place.owner,
        related=place.related,
        channels=usual_channel(workspace.channels),
        questions=questions,
    )
    made = make_document(root, Wanted(arguments.kind, title, details, language=language), today=read_today(arguments))
    if made.refused:
        raise UsageError(f"{made.refused} (--title names another)" if "exists" in made.refused else made.refused)
    if arguments.json:
        print_json({"group": gap.id, "paths": list(made.paths), "title": title, "questions": list(questions)})
        return DONE
    print("\n".join(made.paths))
    said = f"with {count_of(len(questions), 'wording')} of buyers" if questions else "without buyers' wordings"
    other = "" if is_own else f", which are in {gap.language}"
    remark(arguments, f"A draft {said}{other}: nobody sees it until you write the answer and take `draft: true` out.")
    return DONE


def _as_title(wordings: Sequence[str]) -> str:
    """The most typical wording that is no story, begun with a capital."""
    from kb.insights.gaps.wordings import LONGEST_QUESTION

    short = next((one for one in wordings if len(one) <= LONGEST_QUESTION), wordings[0][:LONGEST_QUESTION])
    return short[:1].upper() + short[1:]


def _add_questions(arguments: argparse.Namespace, root: Path, workspace: Workspace, gap: Gap, language: str) -> int:
    """Show what the wordings would change in a page, and write those that were accepted."""
    from kb.content.front_matter_edit import UneditableError, with_list_items
    from kb.insights.gaps.wordings import as_questions, not_found_yet
    from kb.reports.translations import write_edited
    from kb.workspace.page_to_find import NoSuchPageError, find_page, index_for

    closest = gap.site.document or gap.desk.document
    if arguments.page == OF_THE_GROUP and not closest:
        raise UsageError(f"no text comes close to group {gap.id}: name one, or write it (kb insights draft {gap.id})")
    try:
        page = find_page(workspace, closest if arguments.page == OF_THE_GROUP else arguments.page, language)
    except NoSuchPageError as error:
        raise UsageError(str(error)) from None
    if page.language != gap.language:
        raise UsageError(
            f"the group is in {gap.language}, and {page.path} is in {page.language}: its readers say other words"
        )
    index = index_for(workspace, page)
    wordings = as_questions(gap.examples, page.language, known=(page.title, *page.questions))
    if page.id in {one.id for one in index.documents}:
        wordings = tuple(not_found_yet(wordings, page.id, index))
    accepted = accepted_numbers(arguments.accept, wordings)
    before = (root / page.path).read_bytes()
    try:
        after = with_list_items(before, "questions", list(accepted or wordings))
        if accepted:
            write_edited(root / page.path, after)
    except UneditableError as error:
        remark(arguments, f"{page.path}: nothing was written: {error}")
        return PROBLEMS
    patch = "".join(_patch(page.path, before, after))
    if arguments.json:
        print_json(
            {
                "group": gap.id,
                "page": page.id,
                "path": page.path,
                "wordings": list(wordings),
                "patch": patch,
                "written": list(accepted),
            }
        )
        return DONE
    _tell(arguments, gap, page, wordings, accepted)
    print(patch, end="")
    return DONE


def _tell(
    arguments: argparse.Namespace, gap: Gap, page: Document, wordings: Sequence[str], accepted: Sequence[str]
) -> None:
    """What the patch that follows on standard output is, beside it."""
    if accepted:
        remark(arguments, f"{page.path}: {count_of(len(accepted), 'question')} added.")
        return
    if not wordings:
        remark(arguments, f"{page.path}: every short wording of group {gap.id} finds it, or stands there already.")
        return
    remark(arguments, f"{page.path}: nothing was written. Wordings that do not find it yet:")
    for number, text in enumerate(wordings, 1):
        remark(arguments, f"{number:3}  {text}")
    remark(arguments, f"Write some: kb insights draft {gap.id} --add-questions {page.id} --accept 1")


def _patch(path: str, before: bytes, after: bytes) -> Iterable[str]:
    """A unified diff that `git apply` and `patch -p1` take."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8")) for data in (before, after))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


ACTION = Command("draft", "begin the text that a group of questions lacks, or add its wordings", _add_arguments, _run)
