"""Sections of other people's navigation, or their folders, as topics of ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.importers.sites.navigation import Navigation
from kb.importers.sites.plan import SitePlan
from kb.text.folding import fold_slug

NOT_TOPICS = frozenset({"faq", "guides", "policies", "assets", "images", "img", "media", "static"})


@dataclass(frozen=True, slots=True)
class ChosenTopics:
    """Topics to declare in mkdocs.yml, and which page belongs to which."""

    names: Mapping[str, Mapping[str, str]]
    """Topic id → name in each language, in the order of the navigation."""
    of: Mapping[str, str]
    """Page (below `docs/`, without language) → topic id."""


def choose_topics(
    plan: SitePlan,
    navigation: Navigation,
    titles: Mapping[tuple[str, str], str],
    categories: Mapping[tuple[str, str], str],
    default: str,
) -> ChosenTopics:
    """The navigation's sections; else the pages' own categories; else the top folders.

    `titles` and `categories`: (page below `docs/`, language) → what the page calls itself and its subject.
    """
    sections = {
        page.relative: navigation.sections[page.source]
        for page in plan.pages
        if page.language == default and page.source in navigation.sections
    }
    if sections:
        chosen = _from_sections(sections, navigation.sections.values(), default)
        others = {
            (page.relative, page.language): navigation.sections[page.source]
            for page in plan.pages
            if page.language != default and page.source in navigation.sections
        }
        names = _with_translations(chosen, others)
        for (section, language), name in navigation.translations.items():
            for known in names.values():
                if known[default] == section:
                    known.setdefault(language, name)
        return ChosenTopics(names, chosen.of)
    if own := {page: name for (page, language), name in categories.items() if name and language == default}:
        spelled = {name.casefold(): name for name in sorted(own.values(), reverse=True)}
        own = {page: spelled[name.casefold()] for page, name in own.items()}
        chosen = _from_sections(own, sorted(set(own.values())), default)
        return ChosenTopics(_with_translations(chosen, categories), chosen.of)
    return _from_folders(plan, titles, navigation.labels, default)


def _with_translations(chosen: ChosenTopics, categories: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """What the translations of a topic's pages call their subject most often."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (page, language), name in sorted(categories.items()):
        if name and page in chosen.of:
            counts[chosen.of[page], language][name] += 1
    names = {id: dict(known) for id, known in chosen.names.items()}
    for (id, language), counted in counts.items():
        names[id].setdefault(language, counted.most_common(1)[0][0])
    return names


def _from_folders(
    plan: SitePlan, titles: Mapping[tuple[str, str], str], labels: Mapping[tuple[str, str], str], default: str
) -> ChosenTopics:
    names: dict[str, dict[str, str]] = {}
    of: dict[str, str] = {}
    ids = _Ids()
    by_folder: dict[str, str] = {}
    for page in sorted(plan.pages, key=lambda page: (page.relative, page.language)):
        folder, _, rest = page.relative.partition("/")
        if not rest or folder.lower() in NOT_TOPICS:
            continue
        if folder not in by_folder:
            by_folder[folder] = ids.make(folder)
        id = by_folder[folder]
        of[page.relative] = id
        labelled = {language: label for (name, language), label in labels.items() if name == folder}
        entry = names.setdefault(id, {default: _humanise(folder)} | labelled)
        if rest.lower() in {"index.md", "readme.md"} and (title := titles.get((page.relative, page.language))):
            if page.language in labelled:
                continue
            entry[page.language] = title
    return ChosenTopics(names, of)


def _from_sections(sections: Mapping[str, str], ordered: Iterable[str], default: str) -> ChosenTopics:
    ids = _Ids()
    id_of: dict[str, str] = {}
    for name in dict.fromkeys(ordered):
        if name in sections.values():
            id_of[name] = ids.make(name)
    return ChosenTopics(
        {id: {default: name} for name, id in id_of.items()}, {page: id_of[name] for page, name in sections.items()}
    )


class _Ids:
    """Topic ids: folded, never twice."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def make(self, name: str) -> str:
        base = fold_slug(name)[:50].strip("-") or "topic"
        id = base
        number = 1
        while id in self.taken:
            number += 1
            id = f"{base}-{number}"
        self.taken.add(id)
        return id


def _humanise(folder: str) -> str:
    words = " ".join(folder.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or folder
