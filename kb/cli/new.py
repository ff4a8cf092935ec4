"""`kb new`: a well-formed draft to fill in, or one more notice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import DONE, Command, UsageError, add_today, choose, project_root, read_today
from kb.cli.printing import add_json, print_json
from kb.content.model import STAGES
from kb.source.near_words import date_meant, near_word

if TYPE_CHECKING:
    from kb.importers.scaffold.new_document import Details, NewDocument
    from kb.workspace.workspace import Workspace

NOTICE = "notice"
NOTICE_DAYS = 7
"""How long a notice is shown if nobody says until when."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from kb.importers.scaffold.new_document import KINDS

    parser.add_argument("kind", metavar="KIND", help="one of " + ", ".join((*KINDS, NOTICE)) + "; tree is a guide")
    parser.add_argument(
        "title", metavar="TITLE", nargs="?", default="", help="the title; of a note, its article; of a notice, its text"
    )
    parser.add_argument("--topic", metavar="ID", help="a topic of mkdocs.yml (default: of the articles most like it)")
    parser.add_argument("--stage", metavar="STAGE", help="where in the journey: " + ", ".join(STAGES))
    parser.add_argument("--owner", metavar="TEAM", help="who keeps it right (default: the topic's team)")
    parser.add_argument("--related", metavar="IDS", help="articles shown at its end, such as faq/size,policies/returns")
    parser.add_argument("--lang", metavar="CODE", default="", help="the language to write in (default: the shop's)")
    parser.add_argument("--languages", metavar="CODES", default="", help="translations to start too, such as vi,ms")
    parser.add_argument("--name", metavar="NAME", default="", help="the file's name (default: made from the title)")
    parser.add_argument("--from", dest="starts_on", metavar="DAY", help="a notice's first day (default: today)")
    parser.add_argument("--until", dest="ends_on", metavar="DAY", help="its last day (default: a week later)")
    parser.add_argument("--yes", action="store_true", help="ask nothing, also on a terminal")
    add_json(parser, "print one object: the paths of the files")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    root = project_root(arguments)
    ask = _Questions(is_asking=not arguments.yes and sys.stdin.isatty() and sys.stdout.isatty())
    arguments.title = arguments.title or ask.text("Text" if arguments.kind == NOTICE else "Title", "")
    if not arguments.title:
        raise UsageError(f'say what it is about: kb new {arguments.kind} "…"')
    made = _notice(root, arguments, ask) if arguments.kind == NOTICE else _document(root, arguments, ask)
    if made.refused:
        raise UsageError(made.refused)
    if arguments.json:
        print_json({"paths": list(made.paths)})
    else:
        print("\n".join(made.paths))
    return DONE


@dataclass(frozen=True, slots=True)
class _Questions:
    """Asks on a terminal; elsewhere the default is the answer."""

    is_asking: bool

    def text(self, what: str, default: str, known: Collection[str] = ()) -> str:
        """An answer that is one of `known`, if there are any; Enter takes the default, “-” leaves it out."""
        while self.is_asking:
            hint = f" ({', '.join(known)})" if known else ""
            try:
                said = input(f"{what}{hint} [{default or '-'}]: ").strip()
            except EOFError:
                break
            if said in {"", "-"}:
                return "" if said else default
            if not known or said in known:
                return said
            near = near_word(said, known)
            print(f"  there is no “{said}”" + (f"; did you mean “{near}”?" if near else ""))
        return default


def _document(root: Path, arguments: argparse.Namespace, ask: _Questions) -> NewDocument:
    from kb.content.model import Kind
    from kb.importers.scaffold.new_document import KINDS, OTHER_NAMES, Details, Wanted, make_document, slug_for
    from kb.workspace.workspace import open_workspace

    kind = OTHER_NAMES.get(arguments.kind, arguments.kind)
    if kind not in KINDS:
        near = near_word(kind, (*KINDS, NOTICE))
        meant = f"did you mean “{near}”? " if near else ""
        raise UsageError(f"“{kind}” is no kind of document: {meant}choose one of {', '.join((*KINDS, NOTICE))}")
    workspace = open_workspace(root, "agents", today=read_today(arguments), with_checks=False)
    options = workspace.edition.options
    choose("language", arguments.lang, options.languages)
    wanted = Wanted(
        kind,
        arguments.title,
        languages=tuple(filter(None, (code.strip() for code in arguments.languages.split(",")))),
        language=arguments.lang,
        name=arguments.name,
    )
    if kind == Kind.NOTE:
        wanted = replace(wanted, title=_article_of_note(arguments.title, workspace))
        wanted = replace(wanted, details=Details(owner=arguments.owner or ""))
        return make_document(root, wanted, today=read_today(arguments))
    name = slug_for(kind, arguments.name or arguments.title)
    if not name.isascii():
        wanted = replace(wanted, name=ask.text("File name", name))
    wanted = replace(wanted, details=_details(kind, workspace, arguments, ask))
    return make_document(root, wanted, today=read_today(arguments))


def _details(kind: str, workspace: Workspace, arguments: argparse.Namespace, ask: _Questions) -> Details:
    """What was given, or is asked for, or is likely by the articles that the title finds."""
    from kb.importers.scaffold.new_document import Details
    from kb.workspace.placing import Place, guess_place

    options = workspace.edition.options
    ids = sorted({page_id for page_id, _ in workspace.edition.pages})
    choose_near("topic", arguments.topic, options.topics)
    choose_near("stage", arguments.stage, STAGES)
    given = None if arguments.related is None else _ids(arguments.related, ids)
    is_sorted = kind not in {"procedure", "training"}  # what the team does belongs to no topic of shoppers
    language = arguments.lang or options.default_language
    place = guess_place(workspace, arguments.title, language) if is_sorted else Place()
    topic = arguments.topic
    if topic is None:
        topic = ask.text("Topic", place.topic, tuple(options.topics)) if is_sorted else ""
    stage = arguments.stage
    if stage is None:
        stage = ask.text("Stage", place.stage, STAGES) if is_sorted else ""
    team = options.topics[topic].team if topic in options.topics else ""
    owner = arguments.owner if arguments.owner is not None else ask.text("Owner", team or place.owner)
    related = given
    if related is None:
        related = _ids(ask.text("Related", ", ".join(place.related)), ids) if is_sorted else ()
    return Details(topic, stage, owner, related, usual_channel(workspace.channels))


def usual_channel(channels: Collection[str]) -> tuple[str, ...]:
    """The channel that a new script starts with: the chat, where the shop has one, else its first."""
    return ("livechat",) if "livechat" in channels else tuple(channels)[:1]


def choose_near(what: str, given: str | None, known: Iterable[str]) -> None:
    """As `choose`, with the nearest name."""
    names = tuple(known)
    if given and given not in names and (near := near_word(given, names)):
        raise UsageError(f"there is no {what} “{given}”: did you mean “{near}”?")
    choose(what, given, names)


def _ids(written: str, known: Collection[str]) -> tuple[str, ...]:
    ids = tuple(filter(None, (one.strip() for one in written.split(","))))
    for one in ids:
        choose_near("article", one, known)
    return ids


def _article_of_note(written: str, workspace: Workspace) -> str:
    """The id of the public article that a note lies over: by its id, its path, its last name or its title."""
    from kb.checks.near_ids import NearIds

    options = workspace.edition.options
    public = {one.id: one for one in workspace.library.articles.values() if not one.is_internal}
    if written in public:
        return written
    titled = [one.id for one in workspace.library.articles.values() if one.title.casefold() == written.casefold()]
    if titled and titled[0] in public:
        return titled[0]
    hint = NearIds(public, options.languages, workspace.project.docs).hint(written)
    raise UsageError(
        f"a note lies over a public article, and “{written}” is none: "
        + (hint or "name one by its id, such as kb new note faq/track-order")
    )


def _notice(root: Path, arguments: argparse.Namespace, ask: _Questions) -> NewDocument:
    from kb.importers.scaffold.new_notice import add_notice

    today = read_today(arguments)
    starts_on = _asked_day("--from", arguments.starts_on, ask.text, "First day", today)
    ends_on = _asked_day("--until", arguments.ends_on, ask.text, "Last day", starts_on + timedelta(days=NOTICE_DAYS))
    return add_notice(root, arguments.title, starts_on=starts_on, ends_on=ends_on, language=arguments.lang)


def _asked_day(option: str, given: str | None, ask: Callable[[str, str], str], what: str, default: date) -> date:
    written = given or ask(what, default.isoformat()) or default.isoformat()
    try:
        return date.fromisoformat(written)
    except ValueError:
        hint = date_meant(written) or "write a date such as 2026-11-21"
        raise UsageError(f"{option}: “{written}” is no date: {hint}") from None


COMMAND = Command("new", 'make a draft: kb new faq "How do I return an item?"', _add_arguments, _run)
