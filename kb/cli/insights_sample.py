"""`kb insights sample FOLDER`: invented exports to try the other commands on."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import (
    DONE,
    Command,
    UsageError,
    add_day,
    add_today,
    named_day,
    project_root,
    read_today,
    start_folder,
)
from kb.cli.printing import add_json, count_of, print_json, remark
from kb.project.contact_hours import shop_zone

if TYPE_CHECKING:
    from kb.insights.samples.shop import SampleShop

MOST_WEEKS = 104
WEEKS = 12


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("into", metavar="FOLDER", help="an empty folder, such as insights/inbox of a shop to try")
    parser.add_argument("--weeks", type=int, default=WEEKS, metavar="N", help=f"how many (default: {WEEKS})")
    add_day(parser, "--until", "the last week ends on or before this day (default: yesterday)")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="another number, another shop")
    parser.add_argument(
        "--all-formats",
        action="store_true",
        help="exports of every marketplace, not of those in the shop's markets alone",
    )
    add_json(parser, "print one object: the files, and the days that they are of")
    add_today(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kb.insights.samples.exports import SampleError, sample_files, write_sample
    from kb.insights.samples.world import SEED, make_world

    root, today = project_root(arguments), read_today(arguments)
    if not 1 <= arguments.weeks <= MOST_WEEKS:
        raise UsageError(f"--weeks is 1 to {MOST_WEEKS}")
    seed = SEED if arguments.seed is None else arguments.seed
    until = named_day(arguments.until) or today - timedelta(1)
    world = make_world(_shop(root, today, has_all_formats=arguments.all_formats), until, arguments.weeks, seed)
    files = sample_files(world, seed)
    folder = start_folder(arguments) / arguments.into
    try:
        written = write_sample(folder, files, world)
    except SampleError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{arguments.into} cannot be written: {error.strerror or error}") from None
    first, last = world.weeks[0].first, world.until
    if arguments.json:
        told = {"folder": str(folder), "files": sorted(files), "from": first.isoformat(), "until": last.isoformat()}
        print_json({**told, "written": written})
        return DONE
    if not written:
        print(f"{arguments.into} has all {len(files)} files already: nothing to do")
    else:
        print(f"{count_of(written, 'file')} written to {arguments.into}: {first} to {last}, all of it invented")
        remark(arguments, f"Next: kb insights import {arguments.into}")
    return DONE


def _shop(root: Path, today: date, *, has_all_formats: bool) -> SampleShop:
    from zoneinfo import ZoneInfo

    from kb.content.model import Article, Script
    from kb.insights.measures.goals import load_week_start
    from kb.insights.samples.shop import SampleShop
    from kb.workspace.workspace import open_workspace

    workspace = open_workspace(root, "agents", today=today, with_checks=False)
    options = workspace.edition.options
    documents = [page.document for page in workspace.edition.pages.values()]
    markets = {code: market.currency or "EUR" for code, market in options.markets.items()} or {"": "EUR"}
    public = open_workspace(root, "public", today=today, with_checks=False)
    return SampleShop(
        name=options.shop or "Shop",
        languages=(options.default_language, *(one for one in options.languages if one != options.default_language)),
        currencies=markets,
        zone=ZoneInfo(shop_zone(options) or "UTC"),
        pages=tuple(sorted({page.id for page in public.edition.pages.values() if isinstance(page.document, Article)})),
        scripts=tuple(sorted({one.id for one in documents if isinstance(one, Script)})),
        topics=tuple(options.topics),
        has_all_formats=has_all_formats,
        week_starts=load_week_start(root),
    )


ACTION = Command("sample", "write invented exports, to try import, report and gaps on", _add_arguments, _run)
