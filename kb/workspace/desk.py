"""The desk of an opened project: suggestions and replies for the command line and for Python."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from kb.channels.registry import why_no_channel
from kb.content.model import Script
from kb.desk.desk import Desk
from kb.desk.indexes import IndexesOnDemand, desk_of
from kb.replies.order_market import market_of, market_signs
from kb.replies.phrases import note_phrase
from kb.replies.render import Reply, choose_part, render_reply
from kb.text.locales import locale_of
from kb.workspace.as_of import Held, held_on
from kb.workspace.indexes import build_index_of
from kb.workspace.of_market import OfMarket, of_market, written_part
from kb.workspace.workspace import Workspace, link_targets


def open_desk(workspace: Workspace) -> Desk:
    """What suggestions are made from: the same indexes that the agents' search reads."""
    languages = tuple(workspace.edition.options.languages)
    indexes = IndexesOnDemand(languages, lambda code: build_index_of(workspace, code))
    return desk_of(workspace.edition, indexes, workspace.project.shop_names, workspace.learned)


@dataclass(frozen=True, slots=True)
class ReplyOnDay:
    """A reply, and by what it was filled."""

    reply: Reply
    remarks: tuple[str, ...]
    """What the agent should know, as sentences."""
    day: date | None
    """The day whose facts and versions it says."""
    held: tuple[Held, ...]
    """What it says that changes with time; empty where every day would say the same."""
    of_market: OfMarket
    """For which market's order it was filled."""


def reply_for(
    workspace: Workspace,
    name: str,
    *,
    language: str | None,
    channel: str,
    variant: str,
    values: Mapping[str, str],
    is_short: bool = False,
    is_of_order: bool = False,
    market: str = "",
    today: date | None = None,
) -> ReplyOnDay:
    """The reply of the script `name`, filled with what held on the day for which the workspace was opened.

    `is_of_order`: somebody named that day. Otherwise a reply that depends on the day says that it is today's.
    `market` is the order's; "": what `values`, channel and language say, and where they say nothing, the text names
    what holds in each. By `today` a day among `values` is past or far; None: no day is.

    Raises `LookupError` with a sentence where the script, language, channel, class, market or placeholder is unknown.
    """
    options = workspace.edition.options
    code = language or options.default_language
    script = _find_script(workspace, name, code)
    if channel not in workspace.channels:
        raise LookupError(why_no_channel(channel, workspace.channels))
    if variant and variant not in workspace.edition.options.variants:
        raise LookupError(f"no class “{variant}”: choose from {', '.join(workspace.edition.options.variants)}")
    if market and market not in options.markets:
        raise LookupError(f"no market “{market}”: choose from {', '.join(options.markets)}")
    declared = {placeholder.name for placeholder in script.placeholders}
    if unknown := sorted(set(values) - declared):
        raise LookupError(
            f"{script.id} has no placeholder “{unknown[0]}”: it has {', '.join(sorted(declared)) or 'none'}"
        )
    words = options.ui_strings(script.language)
    part = choose_part(script.parts, channel=channel, variant=variant, is_short=is_short)
    text = written_part(workspace.library, script, part)
    held = held_on(workspace, workspace.library.scripts[script.id, script.language], text)

    def render(seen: Workspace) -> Reply:
        return render_reply(
            _find_script(seen, script.id, code),
            channel=workspace.channels[channel],
            variant=variant,
            is_short=is_short,
            values=values,
            links=link_targets(seen.edition, script.language, workspace.project),
            packs=workspace.rule_packs,
            words=words,
            today=today.isoformat() if today else "",
        )

    signs = market_signs(options, workspace.channels)
    found = market_of(signs, named=market, values=values.values(), channel=channel, language=code)
    reply = render(workspace.in_market(found))
    owed = of_market(workspace, found, text, reply, render)
    told = (
        *_remarks(reply, script.language, words),
        *_on_day(held, workspace.library.day, words, script.language, is_of_order),
        *owed.remarks(words, script.language, workspace),
    )
    return ReplyOnDay(reply, told, workspace.library.day, held, owed)


def _on_day(
    held: tuple[Held, ...], day: date | None, words: Mapping[str, str], language: str, is_of_order: bool
) -> Iterator[str]:
    """By which day's facts and versions a reply was filled, where another day would say something else."""

    def said(key: str, named: date) -> str:
        return words[key].replace("{date}", format_date(named, "long", locale=locale_of(language)))

    if not held or day is None:
        return
    began = max((one.first for one in held if one.first and one.is_known), default=None)
    if not all(one.is_known for one in held):
        yield said("desk_no_earlier", day)
    elif is_of_order:
        yield said("desk_as_of", day) + " " + ", ".join(map(str, held))
    elif began:
        yield said("desk_as_of_today", began) + " " + ", ".join(map(str, held))


def _find_script(workspace: Workspace, name: str, language: str) -> Script:
    id = name if name.startswith("scripts/") else f"scripts/{name}"
    page = workspace.edition.page(id, language)
    if page is None or not isinstance(page.document, Script):
        known = [one.id for one in workspace.edition.in_language(language) if isinstance(one.document, Script)]
        near = difflib.get_close_matches(id, known, n=1, cutoff=0.8)
        meant = f"; did you mean “{near[0].removeprefix('scripts/')}”?" if near else ""
        raise LookupError(f"no script “{id}”{meant}")
    return page.document


def _remarks(reply: Reply, language: str, words: Mapping[str, str]) -> tuple[str, ...]:
    remarks = [note_phrase(words, note.code).format(about=note.about) for note in reply.notes]
    remarks += [
        f"not sent, nothing fills it in or shows it: “{reply.text[one.start : one.end]}”" for one in reply.leftovers
    ]
    remarks += [f"to fill: {name}" for name in reply.missing]
    remarks += [f"not sent, there is no such day: {name}" for name in reply.impossible]
    remarks += [f"does not look right: {name}" for name in reply.doubtful]
    remarks += [
        f"{finding.rule.names.get(language, finding.rule.id)}: “{reply.text[finding.start : finding.end]}”"
        for finding in reply.findings
    ]
    if reply.segments is not None:
        remarks.append(f"{reply.length} letters, {reply.segments.segments} SMS ({reply.segments.encoding})")
    if reply.is_too_long:
        remarks.append("too long for this channel")
    remarks += [f"picture to attach: {image}" for image in reply.images]
    return tuple(remarks)
