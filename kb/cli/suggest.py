"""`kb suggest`: what answers a customer's message, as the desk says it."""

from __future__ import annotations

import argparse
import json
import sys

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
from kb.cli.completion_values import channels, completes, customer_classes, languages, markets
from kb.content.model import STAGES

_MOST_SHOWN = 120


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "message",
        metavar="MESSAGE",
        help="what the customer wrote, or a copied conversation; - reads it from standard input",
    )
    parser.add_argument(
        "--as-text", action="store_true", help="read it as one message, even if it looks like a conversation"
    )
    parser.add_argument("--lang", metavar="CODE", help="the message's language (default: guessed)")
    parser.add_argument("--channel", metavar="ID", help="where the answer will be sent")
    parser.add_argument("--class", dest="customer_class", metavar="NAME", help="the customer's class, such as vip")
    parser.add_argument("--stage", metavar="STAGE", help="where in the journey the customer is")
    parser.add_argument("--json", action="store_true", help="print one object")
    add_day(parser, "--ordered-on", "answer by what held on the day of the customer's order")
    parser.add_argument("--market", metavar="CODE", help="answer by what holds in the market of the order, such as VN")
    add_today(parser)
    completes(
        parser,
        channel=channels,
        lang=languages,
        customer_class=customer_classes,
        stage=lambda _: STAGES,
        market=markets,
    )


def _run(arguments: argparse.Namespace) -> int:
    from kb.channels.registry import why_no_channel
    from kb.desk.clauses import LONGEST_MESSAGE
    from kb.desk.model import Turn
    from kb.desk.suggest import suggest
    from kb.desk.transcript import read_transcript
    from kb.desk.transcript_parts import Transcript
    from kb.replies.order_market import market_of, market_signs
    from kb.workspace.desk import open_desk
    from kb.workspace.workspace import open_workspace

    message = sys.stdin.read() if arguments.message == "-" else arguments.message
    root = project_root(arguments)
    workspace = open_workspace(
        root, "agents", today=read_today(arguments), with_checks=False, on=named_day(arguments.ordered_on)
    )
    options = workspace.edition.options
    choose("language", arguments.lang, options.languages)
    if arguments.channel and arguments.channel not in workspace.channels:
        raise UsageError(why_no_channel(arguments.channel, workspace.channels))
    choose("class of customers", arguments.customer_class, options.variants)
    choose("stage", arguments.stage, STAGES)
    choose("market", arguments.market, options.markets)
    read = (
        Transcript(turns=(Turn(message),))
        if arguments.as_text
        else read_transcript(message[:LONGEST_MESSAGE], workspace.project.shop_names)
    )
    channel = arguments.channel or (read.channel if read.channel in workspace.channels else None)
    found = suggest(
        read.turns,
        open_desk(workspace.in_market(arguments.market or "")),
        language=arguments.lang,
        channel=channel,
        customer_class=arguments.customer_class,
        stage=arguments.stage,
    )
    market = market_of(
        market_signs(options, workspace.channels),
        named=arguments.market or "",
        channel=channel or "",
        language=found.language,
    )
    if arguments.json:
        print(
            json.dumps(
                {**found.as_json(), "market": market or None, "read": read.as_json()}, ensure_ascii=False, indent=2
            )
        )
        return DONE
    if read.form:
        print(f"read as: {read.form} · channel {channel or '—'} · {_short(read.latest)}")
    facts = {
        "language": " or ".join(found.languages),
        "topic": found.topic,
        "severity": found.severity,
        "team": found.team,
    }
    if len(options.markets) > 1:
        facts["market"] = market
    print(" · ".join(f"{name} {value or '—'}" for name, value in facts.items()))
    if found.mood:
        print(f"The customer's mood: {found.mood}.")
    if found.small_talk:
        print(
            f"Small talk ({found.small_talk}): nothing is asked."
            + (f" Short reply: {found.short_reply}" if found.short_reply else "")
        )
    elif not found.answers:
        print("Nothing fits. Ask your team lead." + (" These come closest:" if found.closest else ""))
    for answer in found.answers or found.closest:
        because = f"  ({', '.join(answer.matched)})" if answer.matched else ""
        chosen = "  chosen by colleagues" if answer.is_chosen else ""
        print(f"{answer.certainty:7}  {answer.kind:8} {answer.id}  {answer.title}{because}{chosen}")
    return DONE


def _short(text: str) -> str:
    held = " ".join(text.split())
    return f"“{held[:_MOST_SHOWN]}{'…' if len(held) > _MOST_SHOWN else ''}”"


COMMAND = Command("suggest", "find the script and article that answer a message", _add_arguments, _run)
