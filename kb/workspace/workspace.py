"""One project, read and judged: the common first half of checking, building and previewing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kb.cache.steps import StepCache
from kb.channels.channel import Channel
from kb.channels.registry import channels_from_options, listed_channels
from kb.channels.rule_packs import RulePack, rule_packs_of
from kb.channels.wording import worded_channels, worded_packs
from kb.checks.channel_sources import check_channel_sources
from kb.checks.docs_files import check_docs_files
from kb.checks.each_document import check_each
from kb.checks.readings import without_links_of_footnotes
from kb.checks.run import check_edition, check_library, without_after_effects, without_repeats
from kb.checks.scripts import check_article_channels, check_inbox_channels, check_scripts
from kb.content.in_time import check_versions, on_day
from kb.content.load import load_library
from kb.content.model import Library, Script
from kb.content.parse import parse_sources
from kb.desk.learned import Learned
from kb.editions.selection import Edition, select, without_files
from kb.editions.shop_channels import with_channels_of
from kb.markdown.rendering import Renderer, Renderings
from kb.project.editions import EditionName
from kb.project.options import Options
from kb.project.project import BROKEN_DOCS_DIR, CONFIG, Project, load_project
from kb.replies.plain_text import LinkTarget
from kb.source.problem import Problem, sort_problems
from kb.workspace.elsewhere_files import check_elsewhere_files
from kb.workspace.learned import load_learned
from kb.workspace.mentions import mentioned
from kb.workspace.severities import Severities, read_severities

if TYPE_CHECKING:
    from kb.reports.facts import FactReport


@dataclass(frozen=True)
class Workspace:
    """A project as one edition sees it, and everything that is wrong with it."""

    project: Project
    library: Library
    edition: Edition
    renderings: Renderings
    channels: Mapping[str, Channel]
    problems: tuple[Problem, ...]
    step_cache: StepCache | None = None
    """What earlier builds kept and this one may use."""
    with_drafts: bool = False
    severities: Severities = field(default_factory=Severities)
    """What the shop says of its rules; every problem passes there before it is told."""
    silenced: tuple[Problem, ...] = ()
    """What the checks found and the shop's `rules` switch off."""
    learned: Learned = field(default_factory=Learned)
    """What colleagues chose at the desk; nothing in the public edition, and where the shop does not want it."""

    @property
    def rule_packs(self) -> Mapping[str, RulePack]:
        """The rules of the marketplaces on which the shop sells, in its languages."""
        return worded_packs(
            rule_packs_of(self.channels.values()), self.edition.options.languages, self.project.options.ui_strings
        )

    @cached_property
    def fact_reports(self) -> tuple[FactReport, ...]:
        """Every fact and where it is used."""
        from kb.reports.facts import fact_reports  # a suggestion needs none

        return fact_reports(self.library, self.project.options)

    def having(self, *found: Problem) -> Workspace:
        """The same with more problems, each as severe as the shop wants it."""
        told, silenced = self.severities.apply((*self.problems, *found))
        return replace(self, problems=sort_problems(told), silenced=sort_problems((*self.silenced, *silenced)))

    def in_market(self, market: str) -> Workspace:
        """The same with facts that say what holds in `market` alone, where they have a value for it; "": as it is."""
        if not market or not has_market_facts(self.library):
            return self
        options, name = self.edition.options, self.edition.name
        edition = select(self.library, options, name, with_drafts=self.with_drafts, market=market)
        return replace(self, edition=with_channels_of(edition, self.channels))

    def stops(self, *, strict: bool, found: Iterable[Problem] | None = None) -> bool:
        """Whether publication must stop; warnings stop it too where the shop or the caller is strict.

        `found` are the problems of a later stage; without them the project's own are judged.
        """
        is_strict = strict or self.project.options.strict
        return any(problem.stops(strict=is_strict) for problem in (self.problems if found is None else found))


def has_market_facts(library: Library) -> bool:
    """Whether a fact is not the same in all markets."""
    return any("" not in fact.values for fact in library.facts.values())


def open_workspace(
    root: Path,
    name: EditionName,
    *,
    today: date,
    with_drafts: bool = False,
    with_checks: bool = True,
    judge_settings: Callable[[Project], Iterable[Problem]] | None = None,
    step_cache: StepCache | None = None,
    on: date | None = None,
) -> Workspace:
    """Read, judge and select. For the public edition nothing below `agents/` is opened.

    Facts and versions are those of the day `on`, without it of `today`; addresses are those of today's site.

    Without checks only what stands in the way of reading is reported. Raises `NoProjectError` where `root` is no
    project; every other mistake is a problem in the result. `judge_settings` says what is wrong with the settings
    that are MkDocs' own, which takes MkDocs to know. `step_cache` is what earlier builds left, by edition.
    """
    project = load_project(root)
    options = project.options
    is_agents = name == "agents"
    parse = step_cache.parse if step_cache else parse_sources
    if with_checks and project.is_settled and not (root / project.docs).is_dir():
        missing = BROKEN_DOCS_DIR.at(CONFIG, project.docs_line, f"docs_dir: there is no folder “{project.docs}”")
        project = replace(project, problems=(*project.problems, missing), is_settled=False)
    settings = judge_settings(project) if judge_settings else ()
    if not project.is_settled:
        return _unsettled(project, name, settings)
    loaded = load_library(root, options, docs=project.docs, intake=project.intake, with_agents=is_agents, parse=parse)
    library = on_day(loaded.library, options, on or today, today=today)
    edition = select(library, options, name, with_drafts=with_drafts)
    drafts = [one for one in library.articles.values() if one.is_draft and not one.is_internal]
    if step_cache:
        wanted = [*texts_of(edition), *((one.body, options.ui_strings(one.language)) for one in drafts)]
        renderings = step_cache.renderings(project, wanted)
    else:
        renderings = Renderings(Renderer(project.extensions, project.extension_configs))
    channels, found = channels_from_options(
        options.channels, markets=options.markets, named=_named_channels(library, options)
    )
    channels = worded_channels(channels, options.languages, options.ui_strings, default=options.default_language)
    workspace = Workspace(
        project,
        library,
        edition,
        renderings,
        channels,
        sort_problems(
            [*project.problems, *settings, *loaded.problems, *check_versions(loaded.library, options), *found]
        ),
        step_cache,
        with_drafts,
    )
    workspace = _judged(_without_unmeant(workspace), today) if with_checks else workspace
    workspace = replace(workspace, edition=with_channels_of(workspace.edition, workspace.channels))
    severities, refused = read_severities(options, library.documents())
    learned, wrong = _learned(workspace)
    return replace(workspace, severities=severities, learned=learned).having(*refused, *wrong)


def _learned(workspace: Workspace) -> tuple[Learned, tuple[Problem, ...]]:
    """What colleagues chose, and what is wrong with the file of it. The public edition never reads it."""
    edition = workspace.edition
    if edition.name != "agents" or not edition.options.learning:
        return Learned(), ()
    ids = {id for id, _ in edition.pages}
    return load_learned(workspace.project.root, edition.options.languages, ids.__contains__)


def _named_channels(library: Library, options: Options) -> set[str]:
    """The channels that the shop's own texts name, its ways to reach a person and its inboxes."""
    scripts, articles = library.scripts.values(), library.articles.values()
    of_documents = (id for named in (scripts, articles) for one in named for id in one.channels)
    of_parts = (part.channel for one in scripts for part in one.parts)
    of_options = (*(one.channel for one in options.contact), *(one.channel for one in options.inboxes))
    return {*of_documents, *of_parts, *of_options}


def _without_unmeant(workspace: Workspace) -> Workspace:
    """The same without files of `docs/` that nobody meant; a preview shows them, and says what is wrong."""
    project, library, edition = workspace.project, workspace.library, workspace.edition
    found = check_docs_files(
        library,
        edition,
        workspace.renderings,
        {code: project.options.ui_strings(code) for code in project.options.languages},
        docs=project.docs,
        site_url=project.site_url,
        mentioned=lambda names: mentioned(names, project, library),
    )
    if not workspace.with_drafts:
        edition = without_files(edition, found.held, docs=project.docs)
    return replace(workspace, edition=edition, problems=sort_problems([*workspace.problems, *found.problems]))


def _unsettled(project: Project, name: EditionName, settings: Iterable[Problem]) -> Workspace:
    """A project whose settings must be mended before its content can be judged: nothing but their problems."""
    none: Mapping[Any, Any] = MappingProxyType({})
    library = Library(none, none, none, none, (), none)
    edition = select(library, project.options, name)
    renderings = Renderings(Renderer(project.extensions, project.extension_configs))
    severities, refused = read_severities(project.options)
    none_yet = Workspace(project, library, edition, renderings, {}, (), severities=severities)
    return none_yet.having(*project.problems, *settings, *refused)


def texts_of(edition: Edition) -> list[tuple[str, Mapping[str, str]]]:
    """Every Markdown text that the edition's pages and its index need as HTML, with its interface words."""
    shown = (*edition.pages.values(), *edition.versions.values())
    documents = [page.document for page in shown if not page.is_fallback]
    strings = edition.options.ui_strings
    found = [(one.body, strings(one.language)) for one in (*documents, *edition.notes.values())]
    for one in documents:
        if isinstance(one, Script):
            found += [(part.text, strings(one.language)) for part in one.parts]
    return found


def _judged(workspace: Workspace, today: date) -> Workspace:
    """The same with every problem that the checks find."""
    edition, options = workspace.edition, workspace.project.options
    words = {code: options.ui_strings(code) for code in options.languages}
    each = workspace.step_cache.check_each if workspace.step_cache else check_each
    problems = [
        *workspace.problems,
        *check_library(workspace.library, options, today=today, extensions=workspace.project.extensions, each=each),
        *check_edition(
            edition,
            workspace.renderings,
            words,
            docs=workspace.project.docs,
            site_url=workspace.project.site_url,
        ),
        *check_elsewhere_files(workspace.project, workspace.library),
    ]
    if edition.name == "agents":
        problems += check_channel_sources(
            workspace.channels,
            workspace.rule_packs.values(),
            path=CONFIG,
            line=options.lines.get("channels", 1),
            today=today,
        )
        given_up = {id for id, entry in listed_channels(options.channels).items() if entry.is_off}
        of_scripts = check_scripts(
            edition.scripts(),
            workspace.channels,
            packs=workspace.rule_packs,
            links=lambda code: link_targets(edition, code, workspace.project),
            given_up=given_up,
            each=each,
        )
        problems += without_repeats(of_scripts, problems)
        procedures = workspace.library.articles.values()
        problems += check_article_channels(procedures, workspace.channels, given_up)
        problems += check_inbox_channels(options.inboxes, workspace.channels, path=CONFIG, given_up=given_up)
    told = without_after_effects(without_links_of_footnotes(problems))
    return replace(workspace, problems=sort_problems(told))


def link_targets(edition: Edition, language: str, project: Project) -> dict[str, LinkTarget]:
    """What a script of `language` may link to: the public articles, by id, with their public addresses."""
    base = project.site_url.rstrip("/") + "/" if project.site_url else ""
    return {
        page.id: LinkTarget(page.document.title, base + page.url, page.document.answer)
        for page in edition.in_language(language)
        if not page.document.is_internal
    }
