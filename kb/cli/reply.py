"""`kb reply`: a script as it is sent on one channel."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, add_today, choose, project_root, read_today
from kb.cli.completion_values import channels, completes, customer_classes, languages, markets, scripts
from kb.cli.printing import add_json, print_json
from kb.replies.order_day import order_day

if TYPE_CHECKING:
    from kb.workspace.desk import ReplyOnDay


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("script", metavar="SCRIPT", help="the script's id, with or without scripts/ in front")
    parser.add_argument("--channel", metavar="ID", required=True, help="where it is sent, such as sms or shopee")
    parser.add_argument("--lang", metavar="CODE", help="its language (default: the default language)")
    parser.add_argument("--class", dest="variant", metavar="NAME", default="", help="the customer's class, such as vip")
    parser.add_argument(
        "--set",
        dest="values",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="fill a placeholder; may be given again",
    )
    parser.add_argument("--short", action="store_true", help="its short form, where the script has one")
    parser.add_argument("--html", action="store_true", help="print the rich text")
    parser.add_argument(
        "--ordered-on",
        metavar="DAY",
        help="say what held on the day of the customer's order: YYYY-MM-DD, or a Shopee order number, which carries it",
    )
    parser.add_argument(
        "--market",
        metavar="CODE",
        help="say what holds in the market of the order, such as VN (default: as its number, a phone number with its "
        "country code, the channel or the language says; else the text names each)",
    )
    add_json(parser, "print one object: text, html, what is missing, remarks")
    add_today(parser)
    completes(parser, script=scripts, channel=channels, lang=languages, variant=customer_classes, market=markets)


def _run(arguments: argparse.Namespace) -> int:
    from kb.channels.registry import why_no_channel
    from kb.workspace.desk import reply_for
    from kb.workspace.workspace import open_workspace

    values = {}
    for pair in arguments.values:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"--set takes NAME=VALUE, not “{pair}”")
        values[name.strip()] = value
    root = project_root(arguments)
    today = read_today(arguments)
    ordered_on = _ordered_on(arguments, values, today)
    workspace = open_workspace(root, "agents", today=today, with_checks=False, on=ordered_on)
    choose("language", arguments.lang, workspace.edition.options.languages)
    if arguments.channel not in workspace.channels:
        raise UsageError(why_no_channel(arguments.channel, workspace.channels))
    choose("class of customers", arguments.variant, workspace.edition.options.variants)
    choose("market", arguments.market, workspace.edition.options.markets)
    try:
        filled = reply_for(
            workspace,
            arguments.script,
            language=arguments.lang,
            channel=arguments.channel,
            variant=arguments.variant,
            values=values,
            is_short=arguments.short,
            is_of_order=ordered_on is not None,
            market=arguments.market or "",
        )
    except LookupError as error:
        raise UsageError(str(error.args[0])) from error
    reply = filled.reply
    if arguments.json:
        print_json(_as_json(filled))
        return PROBLEMS if reply.leftovers or reply.missing or reply.findings or reply.is_too_long else DONE
    if reply.leftovers:
        print("Not printed: this text is not fit for a customer.", file=sys.stderr)
    else:
        print(reply.html if arguments.html else reply.text)
    for remark in filled.remarks:
        print(remark, file=sys.stderr)
    return PROBLEMS if reply.leftovers or reply.missing or reply.findings or reply.is_too_long else DONE


def _ordered_on(arguments: argparse.Namespace, values: Mapping[str, str], today: date) -> date | None:
    """The day of the order: as named, else as an order number of Shopee among the `values` carries it."""
    named = arguments.ordered_on
    if named is None:
        numbers = values.values() if arguments.channel == "shopee" else ()
        return next((day for one in numbers if (day := order_day(one.strip(), today))), None)
    try:
        day = order_day(named.strip(), today) or date.fromisoformat(named)
    except ValueError:
        raise UsageError(
            f"--ordered-on takes a day such as 2025-06-01 or a Shopee order number, not “{named}”"
        ) from None
    if day > today:
        raise UsageError(f"--ordered-on {day} is still to come: today is {today}")
    return day


def _as_json(filled: ReplyOnDay) -> dict[str, object]:
    """The reply, and what an agent must know; no text where it is not fit for a customer."""
    reply = filled.reply
    is_fit = not reply.leftovers
    return {
        "script": reply.script,
        "language": reply.language,
        "channel": reply.channel,
        "class": reply.variant or None,
        "short": reply.is_short,
        "text": reply.text if is_fit else None,
        "html": reply.html if is_fit else None,
        "length": reply.length,
        "too_long": reply.is_too_long,
        "missing": list(reply.missing),
        "remarks": list(filled.remarks),
        "market": filled.of_market.market or None,
        "depends_on_market": filled.of_market.is_dependent,
        "as_of": filled.day.isoformat() if filled.day else None,
        "depends_on": [
            {"name": one.name, "from": one.first and one.first.isoformat(), "until": one.last and one.last.isoformat()}
            for one in filled.held
        ],
    }


COMMAND = Command("reply", "print a script as one channel carries it", _add_arguments, _run)
