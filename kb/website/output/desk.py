"""The desk over one inspected project: suggestions and replies for the command line, data for the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from kb.browser_code.bundle import PACKAGE, bundle
from kb.cache.steps import StepCache, cached_map, code_version, files_version
from kb.cache.store import Store, key_of
from kb.content.urls import url_of
from kb.desk.desk import Desk
from kb.desk.export import desk_data, suggestion_data
from kb.desk.indexes import desk_of
from kb.desk.nearest import ListedTerms, read_listed
from kb.project.contact_hours import schedules_as_data, shop_zone
from kb.project.options import Options
from kb.project.working_days import working_days
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.indexing.terms import EXACT
from kb.search.shards.postings import join_terms, repack_terms, unpack_terms
from kb.search.shards.write import (
    FIRST_TERMS,
    HASH_LETTERS,
    index_hash,
    listed_shards,
    shard_name,
)
from kb.text.languages import Language, load_language
from kb.website.output.desk_beside import desk_beside
from kb.website.output.desk_days import desk_days, first_day_of_texts
from kb.website.output.desk_markets import desk_markets
from kb.website.output.desk_texts import Links, articles_as_json, in_brief, links_of
from kb.website.output.search_index import FOLDER as SEARCH_FOLDER
from kb.workspace.workspace import Workspace

FOLDER = "desk"
"""Beside the desk's page: what it loads. The page itself is `kb/tools/desk.html`."""
MANIFEST = "desk.json"
WORKER = "worker.js"
SCRIPT = "page.js"
ANSWERING = "answering.js"
"""The page's worker, which finds the answers."""
EARLY = "early.js"
"""Asks for files before the page's script is there."""
PAIR = " "
"""Between the words of a pair."""
ONE_HASH = "0" * HASH_LETTERS
"""In the name of the only shard of words: it lies in a file whose name has the hash."""


def desk_code(workspace: Workspace) -> Mapping[str, str]:
    """File name → text of what the desk's page loads and of its offline worker."""
    steps = workspace.step_cache
    made: Mapping[str, str] = (
        steps.kept("desk-code", files_version(PACKAGE), _put_together) if steps else _put_together()
    )
    return made


def _put_together() -> dict[str, str]:
    page = PACKAGE / "desk" / "page"
    styles = {one.name: one.read_text("utf-8") for one in sorted(page.glob("*.css"))}
    return {**styles, **{name: bundle(page / name) for name in (SCRIPT, EARLY, ANSWERING, WORKER)}}


def desk_code_folder(code: Mapping[str, str]) -> str:
    """Where the code lies: a name that changes with the code, so that no browser mixes two builds."""
    return f"{FOLDER}/code-{index_hash(_dump(code))}"


def write_desk(workspace: Workspace, site: Path) -> None:
    """Write `desk/` below the rendered folder `site`: code, data, and each language's whole index in few files.

    The desk loads all of them, whatever the messages are: a shard fetched for the words of a message would tell the
    host what those words were, and could not be fetched without a network. The parts come in the order of need.
    """
    options = workspace.edition.options
    folder = site / FOLDER
    code = desk_code(workspace)
    place = site / desk_code_folder(code)
    place.mkdir(parents=True, exist_ok=True)
    for name, text in code.items():
        if name != WORKER:
            _write(place / name, text)
    links = links_of(workspace)
    steps = workspace.step_cache or StepCache(Store(None))
    desk = replace(documents_desk(workspace), read_listed=partial(_read_listed, steps))
    suggestions = suggestion_data(desk)
    questions, characters = suggestions.pop("questions"), suggestions.pop("characters")
    choices = suggestions["choices"] or {}
    if choices:
        suggestions["choices"] = {}  # each language's come with what else makes its answers sure
    data = _data(workspace, links)
    scripts, articles = data.pop("scripts"), data.pop("links")
    replies = {name: data.pop(name) for name in ("rules", "leftovers", "days")} | {
        "markets": data["markets"].pop("texts")
    }
    data |= {"characters": characters, "short_replies": suggestions["short_replies"]}
    indexes = {
        language: _index_parts(
            site / SEARCH_FOLDER / language, questions[language], choices.get(language) if choices else None, steps
        )
        for language in options.languages
    }
    names = {
        "data": _write_hashed(folder, "data", data),
        "replies": _write_hashed(folder, "replies", replies),
        "suggestions": _write_hashed(folder, "suggestions", suggestions),
        "texts": {
            language: _write_hashed(
                folder,
                f"texts-{language}",
                {"scripts": [one for one in scripts if one["language"] == language], "links": articles[language]},
            )
            for language in options.languages
        },
        **{
            kind: {code: _write_hashed(folder, f"{kind}-{code}", parts[kind]) for code, parts in indexes.items()}
            for kind in ("index", "rest", "spelling")
        },
        "beside": {
            language: _write_hashed(folder, f"beside-{language}", desk_beside(workspace, language))
            for language in options.languages
        },
    }
    _write(folder / MANIFEST, _dump(names))
    for language in options.languages:
        # A worker serves what lies below its own place: each language's page needs one beside it.
        place = site / url_of(FOLDER, language, options)
        place.mkdir(parents=True, exist_ok=True)
        _write(place / WORKER, code[WORKER])


def _data(workspace: Workspace, links: Links) -> dict[str, Any]:
    """What desk_data gives, and of every public article what may be sent: its address and its answer."""
    data = desk_data(
        workspace.edition.scripts(),
        workspace.channels,
        packs=workspace.rule_packs,
        substitute=lambda _: str,
        links=lambda language: links[language],
        url=lambda script: url_of(script.id, script.language, workspace.edition.options),
        languages=workspace.edition.options.languages,
        words=workspace.edition.options.ui_strings,
    )
    zone, since = shop_zone(workspace.edition.options), first_day_of_texts(workspace)
    brief = in_brief(workspace)
    return {
        **data,
        "links": articles_as_json(links),
        "days": desk_days(brief, links),
        "since": since,
        "zone": zone,
        "markets": desk_markets(brief, links),
        "calendars": _calendars(workspace.edition.options),
    }


def _calendars(options: Options) -> dict[str, Any]:
    """Market → its working days; "" for an order of which no market is known."""
    return {code: schedules_as_data([working_days(options, code)])[0] for code in ("", *options.markets)}


def documents_desk(workspace: Workspace) -> Desk:
    """The desk with the list of its documents and their questions: the browser has the rest from the shards."""
    edition = workspace.edition
    indexes = {
        language: Index(
            load_language(language),
            tuple(
                SearchDocument(id=page.id, language=page.words_language, kind=page.document.kind.value,
                               title=page.document.title, questions=page.document.questions,
                               topic=page.document.topic, stage=page.document.stage, channels=page.document.channels)
                for page in edition.in_language(language)
            ),
            {},
            (),
        )
        for language in edition.options.languages
    }  # fmt: skip
    return desk_of(edition, indexes, learned=workspace.learned)


def _read_listed(steps: StepCache, documents: Sequence[SearchDocument], language: Language) -> Sequence[ListedTerms]:
    """As `read_listed`; what a document lists is read again when it lists something else."""
    settings = key_of(code_version(), language.code)
    keys = [key_of(settings, one.title, *one.questions) for one in documents]
    found: Sequence[ListedTerms] = cached_map(
        steps.store, "listed", documents, keys, lambda part: read_listed(part, language)
    )
    return found


def _index_parts(folder: Path, questions: object, choices: object, steps: StepCache) -> dict[str, Any]:
    """What the desk reads of the search's shards in `folder`, in three: `index` finds by words and has the titles,
    `rest` is what finding surely needs too (`questions`, `choices`, pairs, exact forms: most of it), and `spelling`
    what repairs unknown words. Texts are left out. All terms are one shard, of which each shard of the search made a
    stretch."""

    def texts(kind: str) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in sorted(folder.glob(f"{kind}-*.json"))}

    def shards(kind: str) -> dict[str, Any]:
        return {name: json.loads(text) for name, text in texts(kind).items()}

    terms = [text for name, text in texts("terms").items() if not name.startswith(FIRST_TERMS)]
    version = code_version()
    split = cached_map(steps.store, "desk-terms", terms, [key_of(version, one) for one in terms], _split_terms)
    (core,) = shards("core").values()
    listed = listed_shards([""], [ONE_HASH])
    del core["letters"]
    core.pop("strongest", None)
    if "titles" in core:
        core["titles"] = {**core["titles"], "texts": ""}
    words, rest = (join_terms([stretches[part] for stretches in split]) for part in (0, 1))
    return {
        "index": {
            "core": {**core, "terms": listed},
            "shards": {shard_name("terms", 0, listed["hashes"]): words, **shards("titles")},
        },
        "rest": {"terms": rest, "questions": questions, **({"choices": choices} if choices else {})},
        "spelling": {**shards("words"), **shards("dictionary")},
    }


def _split_terms(shards: Sequence[str]) -> list[list[dict[str, str]]]:
    """Of each shard of terms the words, and the pairs and exact forms."""
    made = []
    for shard in shards:
        postings = unpack_terms(json.loads(shard))
        rest = {term for term in postings if PAIR in term or term.startswith(EXACT)}
        made.append([repack_terms({one: postings[one] for one in some}) for some in (postings.keys() - rest, rest)])
    return made


def _write_hashed(folder: Path, stem: str, content: object) -> str:
    text = _dump(content)
    name = f"{stem}-{index_hash(text)}.json"
    _write(folder / name, text)
    return name


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
