"""What a shop's settings, interface words, facts and notices give to everybody: names, contacts, announcements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from babel import Locale, UnknownLocaleError

from kb.audit.texts.articles import written_out
from kb.audit.texts.internal import FactsRead
from kb.content.notices import NOTICES, read_notices
from kb.editions.page_policy import allowed_origins
from kb.project.contact_hours import hours_sentence, schedules_of, special_rows, week_rows
from kb.project.options import Contact, in_language
from kb.project.project import Project, named_items, read_settings
from kb.source.comments import without_comments
from kb.source.yaml_nodes import EMPTY_MAPPING, Node

_SHOWN = (
    "site_name", "site_description", "site_author", "site_url", "repo_url", "repo_name", "copyright", "extra_css",
    "extra_javascript", "extra_templates",
)  # fmt: skip
_SHOWN_OF_THEME = ("logo", "favicon", "icon", "palette", "font")
_SHOWN_OF_KB = (
    "shop", "languages", "markets", "topics", "contact", "unit_words", "allow_hosts", "holidays", "look", "statistics",
    "chat",
)  # fmt: skip
_NEVER_SHOWN = frozenset({"team", "severity"})
"""Of a topic."""
_EXTRA_OF_THE_THEME = frozenset({"homepage", "social", "alternate", "analytics", "consent", "version", "generator"})
"""What Material itself shows of `extra`."""
_EXTRA_USED = re.compile(r"\bextra\s*(?:\.\s*(?:get\(\s*[\"'])?|\[\s*[\"'])([A-Za-z_]\w*)")


def settings_texts(project: Project, facts: FactsRead, templates: str) -> Iterator[str]:
    """Everything that pages show of `mkdocs.yml` and what it inherits, of public facts and of notices.

    `templates` are the shop's own ones: they say which entries of `extra` are shown.
    """
    for texts in facts.public.every():
        yield from texts
        yield from texts.values()
    for day in filter(None, facts.public.days):
        yield from written_out(date.fromisoformat(day.removeprefix("@")), project.options)
    yield from _notices(project)
    yield from _shop(project)
    for language in project.options.languages:
        yield from _calendar_words(language)
        yield from _language_names(language, project)
        yield from _contact_rows(language, project, facts)
    node, _ = read_settings(project.root)
    shown = _of_mkdocs(node, templates) if node is not None else ()
    yield from (without_comments(one.text or "") for one in shown)


def _notices(project: Project) -> Iterator[str]:
    file = project.root / NOTICES
    if file.is_file():
        text = file.read_text("utf-8-sig", "replace")
        for notice in read_notices(text, path=NOTICES, options=project.options)[0]:
            yield from (notice.id, notice.level, notice.link)
            yield from (without_comments(one) for one in notice.text.values())


def shown_settings(project: Project, templates: str) -> Iterator[Node]:
    """Each text of `mkdocs.yml`, the plugin's options among them, that pages show, with its line."""
    node, _ = read_settings(project.root)
    if node is not None:
        yield from _of_mkdocs(node, templates)
        blocks = [block for name, _, block in named_items((node.entries or {}).get("plugins")) if name == "kb"]
        entries = (blocks[0] if blocks else EMPTY_MAPPING).entries or {}
        for name in _SHOWN_OF_KB:
            yield from _scalars(entries[name], but=_NEVER_SHOWN) if name in entries else ()


def _of_mkdocs(root: Node, templates: str) -> Iterator[Node]:
    entries = root.entries or {}
    for name in _SHOWN:
        if name in entries:
            yield from _scalars(entries[name])
    if "nav" in entries:
        yield from _with_names(entries["nav"])
    for name, value in (entries["theme"].entries or {} if "theme" in entries else {}).items():
        if name in _SHOWN_OF_THEME:
            yield from _scalars(value)
    used = _EXTRA_OF_THE_THEME.union(_EXTRA_USED.findall(templates))
    for name, value in (entries["extra"].entries or {} if "extra" in entries else {}).items():
        if name in used:
            yield from _with_names(value)


def _scalars(node: Node, *, but: frozenset[str] = frozenset()) -> Iterator[Node]:
    for name, value in (node.entries or {}).items():
        yield from _scalars(value, but=but) if name not in but else ()
    for item in node.items or ():
        yield from _scalars(item, but=but)
    if node.text:
        yield node


def _with_names(node: Node) -> Iterator[Node]:
    for name, value in (node.entries or {}).items():
        yield Node(node.line_of(name), name)
        yield from _with_names(value)
    for item in node.items or ():
        yield from _with_names(item)
    if node.text:
        yield node


def _shop(project: Project) -> Iterator[str]:
    options = project.options
    yield from (options.shop, options.shop_url, options.feedback_url)
    for origins in allowed_origins(options, "public").values():
        yield from origins
    yield from options.look.texts()
    for service in (options.statistics, options.chat):
        if service is not None:
            yield from (service.script, *service.attributes, *service.attributes.values(), service.integrity)
    if options.statistics is not None:
        yield options.statistics.id
    for words in options.words.values():
        yield from words.values()
    for language in options.languages.values():
        yield from (language.code, language.name)
    for market in options.markets.values():
        yield from (market.code, market.currency, *market.name.values())
    for topic in options.topics.values():
        yield from (topic.id, topic.icon, *topic.name.values(), *topic.summary.values())
        yield from (f"{in_language(topic.name, code)} {in_language(topic.summary, code)}" for code in options.languages)


def _calendar_words(language: str) -> Iterator[str]:
    """Months and days of the week, as Babel (CLDR) writes them."""
    locale = _locale(language)
    if locale is not None:
        for table in (locale.months, locale.days):
            for widths in table.values():
                for names in widths.values():
                    yield from map(str, names.values())


def _language_names(language: str, project: Project) -> Iterator[str]:
    """What the shop's languages and countries are called in `language`, as where an article has no translation."""
    locale = _locale(language)
    if locale is not None:
        for code in project.options.languages:
            yield locale.languages.get(code.replace("-", "_"), "")
            yield locale.languages.get(code.split("-")[0], "")
        for market in project.options.markets:
            yield locale.territories.get(market, "")


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _contact_rows(language: str, project: Project, facts: FactsRead) -> Iterator[str]:
    """Each way to reach a person as its row reads: the channel, the market, the number, the hours."""
    words = project.options.ui_strings(language)
    for contact in project.options.contact:
        yield contact.url
        said = [facts.public[key] for key in facts.public.keys_of(language)]
        values = [""] if not contact.fact else [one for texts in said for one in _values_of(contact, texts)]
        hours = hours_sentence(contact.hours, words)
        places = tuple(project.options.markets)
        yield from (one.zone for one in schedules_of(contact, project.options, places))
        for days, times in [] if hours else week_rows(contact.hours, language, words):
            yield " ".join((days, *times))
        for served in (places, *((one,) for one in places)):
            for days, times, _ in special_rows(contact, project.options, served, language):
                yield " ".join((days, *times))
        name = in_language(contact.name, language, project.options.default_language)
        name = name or words.get(f"channel_{contact.channel}", contact.channel)
        markets = [in_language(one.name, language) or code for code, one in project.options.markets.items()]
        for value in values:
            for market in ("", ", ".join(markets), *markets):
                yield " ".join((name, market, value, hours))


def _values_of(contact: Contact, texts: Mapping[str, str]) -> list[str]:
    return [text for name, text in texts.items() if name.split(".")[0] == contact.fact]
