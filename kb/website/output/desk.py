"""The desk over one inspected project: suggestions and replies for the command line, data for the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from functools import cache
from pathlib import Path
from typing import Any

from kb.browser_code.bundle import PACKAGE, bundle
from kb.cache.steps import files_version
from kb.cache.store import key_of
from kb.content.urls import url_of
from kb.desk.export import desk_data, suggestion_data
from kb.desk.indexes import desk_of
from kb.desk.suggest import Desk
from kb.project.contact_hours import schedules_as_data, shop_zone
from kb.project.options import Options
from kb.project.working_days import working_days
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import Index
from kb.search.indexing.terms import EXACT
from kb.search.shards.postings import repack_terms, unpack_terms
from kb.search.shards.write import (
    FIRST_FILE,
    FIRST_TERMS,
    HASH_LETTERS,
    index_hash,
    listed_shards,
    shard_name,
)
from kb.text.languages import load_language
from kb.website.output.desk_beside import desk_beside
from kb.website.output.desk_days import desk_days, first_day_of_texts
from kb.website.output.desk_markets import desk_markets
from kb.website.output.desk_texts import Links, articles_as_json, links_of
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


@cache
def desk_code() -> Mapping[str, str]:
    """File name → text of what the desk's page loads and of its offline worker."""
    page = PACKAGE / "desk" / "page"
    styles = {one.name: one.read_text("utf-8") for one in sorted(page.glob("*.css"))}
    return {**styles, **{name: bundle(page / name) for name in (SCRIPT, EARLY, ANSWERING, WORKER)}}


@cache
def desk_code_folder() -> str:
    """Where the code lies: a name that changes with the code, so that no browser mixes two builds."""
    return f"{FOLDER}/code-{index_hash(_dump(desk_code()))}"


def write_desk(workspace: Workspace, site: Path) -> None:
    """Write `desk/` below the rendered folder `site`: code, data, and each language's whole index in few files.

    The desk loads all of them, whatever the messages are: a shard fetched for the words of a message would tell the
    host what those words were, and could not be fetched without a network. The parts come in the order of need.
    """
    options = workspace.edition.options
    folder = site / FOLDER
    code = site / desk_code_folder()
    code.mkdir(parents=True, exist_ok=True)
    for name, text in desk_code().items():
        if name != WORKER:
            _write(code / name, text)
    links = links_of(workspace)
    suggestions = suggestion_data(documents_desk(workspace))
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
        language: _kept_parts(
            workspace, site / SEARCH_FOLDER / language, questions[language], choices.get(language) if choices else None
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
            kind: {code: _write_text(folder, f"{kind}-{code}", parts[kind]) for code, parts in indexes.items()}
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
        _write(place / WORKER, desk_code()[WORKER])


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
    return {
        **data,
        "links": articles_as_json(links),
        "days": desk_days(workspace, links),
        "since": since,
        "zone": zone,
        "markets": desk_markets(workspace, links),
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


def _kept_parts(workspace: Workspace, folder: Path, questions: object, choices: object) -> Mapping[str, str]:
    """`_index_parts` as JSON; those of a language in which nothing changed are kept from an earlier build."""

    def make() -> dict[str, str]:
        return {name: _dump(part) for name, part in _index_parts(folder, questions, choices).items()}

    if workspace.step_cache is None:
        return make()
    [core] = folder.glob("core-*.json")  # its name is a hash of a text that names all other files by theirs
    key = key_of(files_version(PACKAGE), core.name, folder.name, _dump([questions, choices]))
    kept: Mapping[str, str] = workspace.step_cache.kept("desk-index", key, make)
    return kept


def _index_parts(folder: Path, questions: object, choices: object) -> dict[str, Any]:
    """What the desk reads of the search's shards in `folder`, in three: `index` finds by words and has the titles,
    `rest` is what finding surely needs too (`questions`, `choices`, pairs, exact forms: most of it), and `spelling`
    what repairs unknown words. Texts are left out."""
    found = [path for path in sorted(folder.glob("*.json")) if not _repeats_others(path.name)]
    shards = {path.name: json.loads(path.read_text("utf-8")) for path in found}

    def of(*kinds: str) -> dict[str, Any]:
        return {name: shard for name, shard in shards.items() if name.partition("-")[0] in kinds}

    def packed(terms: Set[str]) -> dict[str, str]:
        return repack_terms({term: postings[term] for term in terms})

    (core,) = of("core").values()
    postings = {term: posting for shard in of("terms").values() for term, posting in unpack_terms(shard).items()}
    rest = {term for term in postings if PAIR in term or term.startswith(EXACT)}
    terms = listed_shards([""], [ONE_HASH])
    del core["letters"]
    core.pop("strongest", None)
    if "titles" in core:
        core["titles"] = {**core["titles"], "texts": ""}
    return {
        "index": {
            "core": {**core, "terms": terms},
            "shards": {shard_name("terms", 0, terms["hashes"]): packed(postings.keys() - rest), **of("titles")},
        },
        "rest": {"terms": packed(rest), "questions": questions, **({"choices": choices} if choices else {})},
        "spelling": of("words", "dictionary"),
    }


def _repeats_others(name: str) -> bool:
    """Whether a file of the search only repeats what other files have, for a first search on a slow line."""
    return name == FIRST_FILE or name.startswith(FIRST_TERMS)


def _write_hashed(folder: Path, stem: str, content: object) -> str:
    return _write_text(folder, stem, _dump(content))


def _write_text(folder: Path, stem: str, text: str) -> str:
    name = f"{stem}-{index_hash(text)}.json"
    _write(folder / name, text)
    return name


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
