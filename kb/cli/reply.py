"""`kb reply`: a script as it is sent on one channel."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.cli.command import DONE, PROBLEMS, Command, UsageError, add_today, choose, project_root, read_today
from kb.cli.completion_values import channels, completes, customer_classes, languages, scripts
from kb.cli.printing import add_json, print_json

if TYPE_CHECKING:
    from kb.replies.render import Reply


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
    parser.add_argument("--html", action="store_true", help="print the rich text")
    add_json(parser, "print one object: text, html, what is missing, remarks")
    add_today(parser)
    completes(parser, script=scripts, channel=channels, lang=languages, variant=customer_classes)


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
    workspace = open_workspace(project_root(arguments), "agents", today=read_today(arguments), with_checks=False)
    choose("language", arguments.lang, workspace.edition.options.languages)
    if arguments.channel not in workspace.channels:
        raise UsageError(why_no_channel(arguments.channel, workspace.channels))
    choose("class of customers", arguments.variant, workspace.edition.options.variants)
    try:
        reply, remarks = reply_for(
            workspace,
            arguments.script,
            language=arguments.lang,
            channel=arguments.channel,
            variant=arguments.variant,
            values=values,
        )
    except LookupError as error:
        raise UsageError(str(error.args[0])) from error
    if arguments.json:
        print_json(_as_json(reply, remarks))
        return PROBLEMS if reply.leftovers or reply.missing or reply.findings or reply.is_too_long else DONE
    if reply.leftovers:
        print("Not printed: this text is not fit for a customer.", file=sys.stderr)
    else:
        print(reply.html if arguments.html else reply.text)
    for remark in remarks:
        print(remark, file=sys.stderr)
    return PROBLEMS if reply.leftovers or reply.missing or reply.findings or reply.is_too_long else DONE


def _as_json(reply: Reply, remarks: Sequence[str]) -> dict[str, object]:
    """The reply, and what an agent must know; no text where it is not fit for a customer."""
    is_fit = not reply.leftovers
    return {
        "script": reply.script,
        "language": reply.language,
        "channel": reply.channel,
        "class": reply.variant or None,
        "text": reply.text if is_fit else None,
        "html": reply.html if is_fit else None,
        "length": reply.length,
        "too_long": reply.is_too_long,
        "missing": list(reply.missing),
        "remarks": list(remarks),
    }


COMMAND = Command("reply", "print a script as one channel carries it", _add_arguments, _run)
