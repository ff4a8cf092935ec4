"""What the commands of `kb insights` share: the project's zone, money, languages, its key and rules."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.command import UsageError, choose
from kb.project.contact_hours import shop_zone
from kb.project.project import load_project
from kb.project.time_zones import zone_of_market

if TYPE_CHECKING:
    from kb.insights.sources.context import Context

HOW_TO_INSTALL = (
    "Excel files are read by a package that only `kb insights` uses: install it with "
    'pip install "mkdocs-kb[insights]", or export as CSV'
)


def make_context(root: Path, arguments: argparse.Namespace) -> Context:
    """The surroundings of an import in the project at `root`. Raises `UsageError`."""
    from zoneinfo import ZoneInfo

    from kb.insights.redaction.private_folder import KeyFileError, load_or_make_key
    from kb.insights.redaction.shop import load_shop_rules
    from kb.insights.redaction.shop_file import RulesError
    from kb.insights.sources.context import Context

    project = load_project(root, tries_extensions=False)
    options = project.options
    market = getattr(arguments, "market", None) or ""
    choose("market", market, options.markets)
    markets = tuple(sorted(options.markets, key=lambda code: code != market))
    zone = (zone_of_market(market) if market else "") or shop_zone(options) or "UTC"
    try:
        rules = load_shop_rules(root, options, ())
        key = load_or_make_key(root)
    except (RulesError, KeyFileError) as error:
        raise UsageError(str(error)) from None
    return Context(
        key=key,
        rules=rules,
        zone=ZoneInfo(zone),
        markets=markets,
        currencies={code: options.markets[code].currency for code in markets if options.markets[code].currency},
        languages=tuple(options.languages),
        shop_names=project.shop_names,
        shop=getattr(arguments, "shop", None) or "",
        channel=getattr(arguments, "channel", None) or "",
        dates=getattr(arguments, "dates", None) or "",
        inboxes={inbox.name: inbox.channel for inbox in options.inboxes},
    )
