"""`kb search`: what the site's search box answers, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import DONE, Command, UsageError, add_today, project_root, read_today
from kb.editions.selection import EDITIONS

if TYPE_CHECKING:
    from kb.search.indexing.index import Index


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        metavar="QUERY",
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
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    add_today(parser)


def _open_index(arguments: argparse.Namespace) -> Index:
    from kb.search.ranking.query_language import is_field_query

    if arguments.site:
        from kb.cli.published_index import read_published_index

        if is_field_query(arguments.query):
            raise UsageError("a built index answers plain words alone: leave out fields, quotes and stars, or --site")
        return read_published_index(arguments.site, arguments.lang)
    from kb.workspace.indexes import build_index_of
    from kb.workspace.workspace import open_workspace

    workspace = open_workspace(
        project_root(arguments), arguments.edition, today=read_today(arguments), with_checks=False
    )
    options = workspace.edition.options
    language = arguments.lang or options.default_language
    if language not in options.languages:
        raise UsageError(f"no language “{language}”: choose from {', '.join(options.languages)}")
    return build_index_of(workspace, language)


def _run(arguments: argparse.Namespace) -> int:
    from kb.search.ranking.query_language import is_field_query, open_query_index, search_fields
    from kb.search.ranking.scoring import search

    index = _open_index(arguments)
    limit = arguments.limit
    if limit < 1:
        raise UsageError(f"--limit is {limit}: ask for one result at least")
    if is_field_query(arguments.query):
        hits = search_fields(open_query_index(index), arguments.query, limit)
    else:
        hits = search(index, arguments.query, limit)
    rows = [
        {
            "id": hit.document.id,
            "language": hit.document.language,
            "title": hit.document.title,
            "url": hit.document.url + (f"#{hit.anchor}" if hit.anchor else ""),
            "passage": hit.passage,
            "score": hit.score,
        }
        for hit in hits
    ]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in () if arguments.json else rows:
        print(f"{row['title']}\n  {row['url']}\n  {row['passage']}")
    if not rows and not arguments.json:
        print("Nothing found.", file=sys.stderr)
    return DONE


COMMAND = Command("search", "search the content as the site does", _add_arguments, _run)
