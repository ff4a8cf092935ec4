"""`kb search`: what the site's search box answers, from the command line; and more questions of an index."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    Command,
    UsageError,
    add_day,
    add_today,
    choose,
    named_day,
    project_root,
    read_today,
)
from kb.cli.completion_values import articles, completes, languages
from kb.cli.printing import remark
from kb.project.editions import EDITIONS

if TYPE_CHECKING:
    from kb.search.indexing.documents import SearchDocument
    from kb.search.indexing.index import Index
    from kb.search.ranking.scoring import Hit

FEW, SURE = 3, 50
"""A correction is suggested for fewer results than `FEW`, and for a first one of less confidence (%) than `SURE`."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        metavar="QUERY",
        nargs="?",
        default="",
        help='words as a customer types them, or fields: topic:returns channel:shopee "exact words" refund*',
    )
    parser.add_argument("--lang", metavar="CODE", help="the language to search (default: the default language)")
    parser.add_argument("--edition", choices=EDITIONS, default="public", help="what to search (default: public)")
    parser.add_argument(
        "--site",
        type=Path,
        metavar="DIR",
        help="search the index in this built folder, such as site/public, as its pages do; needs no project",
    )
    parser.add_argument("--limit", type=int, default=8, metavar="N", help="at most so many results (default: 8)")
    parser.add_argument("--related", metavar="ID", help="the articles most like this one, in place of a query")
    parser.add_argument(
        "--facets",
        action="store_true",
        help="count what is found by kind, topic, stage, channel and language; without a query, everything",
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects, with --facets one object")
    add_day(parser, "--on", "search what held on this day, with the addresses of today's site")
    add_today(parser)
    completes(parser, lang=languages, related=articles)


def _run(arguments: argparse.Namespace) -> int:
    from kb.cli.published_index import read_published_index

    _refuse_mixtures(arguments)
    site: Path | None = arguments.site
    indexes = _Indexes(arguments) if site is None else None
    index = indexes.of(arguments.lang) if indexes else read_published_index(site or Path(), arguments.lang)
    if arguments.related:
        related = _related(index, arguments.related, arguments.limit)
        _print_hits(related, as_json=arguments.json, is_judged=False)
        return DONE
    limit = len(index.documents) if arguments.facets else max(arguments.limit, FEW)
    hits, correction = _search(index, arguments.query, limit, corrects=site is None)
    if arguments.facets:
        found = [hit.document for hit in hits] if arguments.query.strip() else index.documents
        _print_facets(found, as_json=arguments.json)
    else:
        _print_hits(hits[: arguments.limit], as_json=arguments.json)
    if indexes and indexes.is_small_talk(arguments.query):
        remark(arguments, "This is small talk: shoppers are shown no list for it, but topics and the way to a person")
        return DONE
    if correction:
        print(f"Did you mean: {correction}", file=sys.stderr)
    sure = hits[0].confidence if hits else 0
    if indexes and sure < SURE and not arguments.lang and arguments.query.strip():
        _remark_on_languages(arguments, indexes, more_than=sure)
    return DONE


def _remark_on_languages(arguments: argparse.Namespace, indexes: _Indexes, *, more_than: int) -> None:
    """Where the default language finds little: the others in which the same words find something surer."""
    for code in indexes.others:
        hits, _ = _search(indexes.of(code), arguments.query, FEW, corrects=False)
        if any(hit.document.language == code and hit.confidence > more_than for hit in hits[:1]):
            remark(arguments, f"In {code} there is “{hits[0].document.title}”: add --lang {code}")


def _refuse_mixtures(arguments: argparse.Namespace) -> None:
    if arguments.limit < 1:
        raise UsageError(f"--limit is {arguments.limit}: ask for one result at least")
    if arguments.related and (arguments.query or arguments.facets):
        raise UsageError("--related takes the id of an article and neither a query nor --facets")
    if arguments.site:
        _refuse_what_needs_texts(arguments)
    if not arguments.related and not arguments.facets and not arguments.query.strip():
        raise UsageError("name what to search: a query, --related ID, or --facets")


def _refuse_what_needs_texts(arguments: argparse.Namespace) -> None:
    from kb.search.ranking.query_language import is_field_query

    if arguments.on:
        raise UsageError("a built index holds one day alone: leave out --on, or --site")
    if arguments.related or arguments.facets or is_field_query(arguments.query):
        left_out = "leave out fields, quotes, stars, --facets and --related, or --site"
        raise UsageError(f"a built index answers plain words alone: {left_out}")


class _Indexes:
    """The indexes of the project around the command, each made when it is asked for."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from kb.workspace.workspace import open_workspace

        root = project_root(arguments)
        self._workspace = open_workspace(
            root, arguments.edition, today=read_today(arguments), with_checks=False, on=named_day(arguments.on)
        )
        self._options = self._workspace.edition.options
        choose("language", arguments.lang, self._options.languages)

    @property
    def others(self) -> Sequence[str]:
        """The languages beside the default one."""
        return self._options.other_languages

    def is_small_talk(self, query: str) -> bool:
        """Whether the site takes `query` for a greeting, thanks or agreement."""
        from kb.text.small_talk import small_talk_in, talk_finder
        from kb.workspace.indexes import talk_of

        return bool(small_talk_in(query, talk_finder(talk_of(self._workspace.edition))))

    def of(self, language: str | None) -> Index:
        """The index of `language`, of the default one without it."""
        from kb.workspace.indexes import build_index_of

        return build_index_of(self._workspace, language or self._options.default_language)


def _search(index: Index, query: str, limit: int, *, corrects: bool) -> tuple[tuple[Hit, ...], str]:
    """The best `limit` results, and what may have been meant if there are few; empty if nothing better is known.

    Corrections need the articles' texts, which a built index does not have whole.
    """
    from kb.search.ranking.close_words import close_query
    from kb.search.ranking.correction import correct_query
    from kb.search.ranking.query_language import is_field_query, open_query_index, search_fields
    from kb.search.ranking.scoring import search

    if not query.strip():
        return (), ""
    is_plain = not is_field_query(query)
    library = None if is_plain else open_query_index(index)
    hits = search_fields(library, query, limit) if library else search(index, query, limit)
    if is_plain and not hits:
        return hits, close_query(index, query)
    if not corrects or (len(hits) >= FEW and (not is_plain or hits[0].confidence >= SURE)):
        return hits, ""
    library = library or open_query_index(index)
    corrected = correct_query(library, query)
    if corrected == query:
        return hits, ""
    found = search(index, corrected, 1) if is_plain else search_fields(library, corrected, 1)
    return hits, corrected if found else ""


def _related(index: Index, id: str, limit: int) -> tuple[Hit, ...]:
    from kb.search.ranking.query_language import find_related, open_query_index

    ids = [document.id for document in index.documents]
    if id not in ids:
        near = difflib.get_close_matches(id, ids, n=1, cutoff=0.5)
        raise UsageError(f"there is no article “{id}”" + (f"; did you mean “{near[0]}”?" if near else ""))
    return find_related(open_query_index(index), id, limit)


def _print_hits(hits: Iterable[Hit], *, as_json: bool, is_judged: bool = True) -> None:
    """One title a hit, with its certainty if the hits were `is_judged`: what is like an article answers nothing.

    What stands in another language than its readers' says in which.
    """
    from kb.search.ranking.confidence import certainty_of

    found = list(hits)
    rows = [
        {
            "id": hit.document.id,
            "language": hit.document.language,
            "title": hit.document.title,
            "url": hit.document.url + (f"#{hit.anchor}" if hit.anchor else ""),
            "passage": hit.passage,
            "score": hit.score,
            "confidence": hit.confidence,
            "certainty": certainty_of(hit.confidence),
        }
        for hit in found
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for hit, row in zip(found, rows, strict=True):
        certainty = f" ({row['certainty']})" if is_judged and row["confidence"] else ""
        language = f" [{row['language']}]" if hit.document.is_fallback else ""
        print(f"{row['title']}{language}{certainty}\n  {row['url']}\n  {row['passage']}")
    if not rows:
        print("Nothing found.", file=sys.stderr)


def _print_facets(documents: Sequence[SearchDocument], *, as_json: bool) -> None:
    from kb.search.ranking.facets import count_facets

    facets = count_facets(documents)
    if as_json:
        print(json.dumps({"found": len(documents), "facets": facets}, ensure_ascii=False, indent=2))
        return
    print(f"{len(documents)} found")
    for name, counts in facets.items():
        print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in counts.items()))


COMMAND = Command("search", "search the content as the site does", _add_arguments, _run)
