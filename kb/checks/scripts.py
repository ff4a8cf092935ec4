"""What can be wrong with a script on its channels, found at build time in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from kb.channels.channel import Accents, Channel, Counting, Form
from kb.channels.registry import near_channel, shipped_channels, why_no_channel
from kb.channels.rule_matching import check_text
from kb.channels.rule_packs import RulePack
from kb.channels.sms import count_segments
from kb.checks.each_document import CheckEach, EachDocument, check_each
from kb.checks.script_gaps import check_gaps
from kb.checks.template_leftovers import check_leftovers, nearest_placeholder
from kb.checks.whole_replies import BROKEN_REPLY, broken_words, line_of_gap, readings_of
from kb.content.model import Article, Document, Script, ScriptPart
from kb.project.options import Inbox
from kb.replies.html_tags import read_entities, without_html_comments
from kb.replies.message_markdown import REPLY_PLACEHOLDER, Block, parse_markup, placeholders_in
from kb.replies.placeholders import PLACEHOLDER_TYPES, looks_like
from kb.replies.plain_text import ARTICLE, LinkTarget, Writing, drop_accents, fill_blocks, write_text
from kb.replies.render import choose_part
from kb.source.problem import Problem, Rule, Severity, sort_problems

UNKNOWN_CHANNEL = Rule(
    "KB501",
    "unknown-channel",
    Severity.ERROR,
    what="A script, one of its parts, a procedure or an inbox names a channel by what looks like a slip.",
    why="The text would never be offered to anyone.",
    example="channels: [shoppe, sms]",
    hint="write the channel's id as `channels` in mkdocs.yml has it",
)
BREAKS_CHANNEL_RULE = Rule(
    "KB502",
    "breaks-channel-rule",
    Severity.ERROR,
    what="A script says what its channel forbids, such as asking the buyer to cancel.",
    why="The marketplace gives penalty points for it, or closes the shop.",
    example="channels: [shopee]\n---\nBạn hủy đơn giúp shop nhé.",
    hint="say it another way, or write a part of its own for that channel",
)
TOO_LONG = Rule(
    "KB503",
    "too-long",
    Severity.ERROR,
    what="A script is longer than its channel carries.",
    why="The message is cut, refused, or paid for several times.",
    example="## channel: sms\n\n(a text of 700 letters)",
    hint="shorten it, or add a shorter `## channel: …` part",
)
UNKNOWN_PLACEHOLDER = Rule(
    "KB504",
    "unknown-placeholder",
    Severity.ERROR,
    what="A script uses a placeholder that it does not declare.",
    why="The customer would be sent the braces.",
    example="Your order {{ order_no }} has left. (declared: order_id)",
    hint="declare it under `placeholders`, or correct its name",
)
UNUSED_PLACEHOLDER = Rule(
    "KB505",
    "unused-placeholder",
    Severity.WARNING,
    what="A script declares a placeholder that none of its parts uses.",
    why="The agent is asked for something that goes nowhere.",
    example="placeholders: {order_id: {type: code}}\n---\nThank you for waiting.",
    hint="use it, or take it out of `placeholders`",
)
BROKEN_PLACEHOLDER = Rule(
    "KB506",
    "broken-placeholder",
    Severity.ERROR,
    what="A placeholder has a type that does not exist, or an example that its own type would refuse.",
    why="The desk would ask for the wrong thing.",
    example="placeholders: {day: {type: date, example: soon}}",
    hint="use text, name, honorific, code, number, money, date, time or url, and an example of that type",
)
LINK_NOT_PERMITTED = Rule(
    "KB507",
    "link-not-permitted",
    Severity.ERROR,
    what="A script holds an address that one of its channels does not let a shop send.",
    why="The link would be missing from the sentence that leads to it.",
    example="channels: [shopee]\n---\nSee https://example.com/sizes",
    hint="link an article with {{ link.ID }} (its answer is sent instead), or write a part for the channel",
)
UNREACHABLE_PART = Rule(
    "KB508",
    "unreachable-part",
    Severity.WARNING,
    what="A script has a part for a channel that its `channels` do not name.",
    why="Nobody will see it.",
    example="channels: [email]\n---\n…\n## channel: sms",
    hint="add the channel to `channels`, or delete the part",
)
NOT_OF_SHOP = Rule(
    "KB516",
    "channel-not-of-shop",
    Severity.HINT,
    what="A script, one of its parts, a procedure or an inbox names a channel that the shop does not have.",
    why="Nobody is offered that text there; the rest of the script is used as ever.",
    example="Hello.\n\n## channel: shopee\n\nHi.      (the shop: channels: [email, hotline])",
    hint="delete it, or add the channel under `channels` in mkdocs.yml",
)
UNHEARD_OF = Rule(
    "KB517",
    "channel-unheard-of",
    Severity.WARNING,
    what="A script, one of its parts, a procedure or an inbox names a channel that neither shop nor register has.",
    why="Nobody is offered that text.",
    example="channels: [pigeon]",
    hint="add it under `channels` in mkdocs.yml, where `NAME: off` is for one that was given up; or delete it",
)
RULES = (
    UNKNOWN_CHANNEL, NOT_OF_SHOP, UNHEARD_OF, BREAKS_CHANNEL_RULE, TOO_LONG, UNKNOWN_PLACEHOLDER, UNUSED_PLACEHOLDER,
    BROKEN_PLACEHOLDER, LINK_NOT_PERMITTED, UNREACHABLE_PART,
)  # fmt: skip


def check_scripts(
    scripts: Sequence[Script],
    channels: Mapping[str, Channel],
    *,
    packs: Mapping[str, RulePack],
    links: Callable[[str], Mapping[str, LinkTarget]] = lambda language: {},
    given_up: Collection[str] = (),
    each: CheckEach = check_each,
) -> tuple[Problem, ...]:
    """Every problem of the scripts, facts and links filled in, with the shop's channels, sorted.

    `links` gives, for a language, what its articles are. A script without `channels` is for every channel of the shop
    and is judged on all of them. `given_up` are channels of the shop's own that its options say are off. `each` may
    take what was found in a script before from a cache.
    """
    articles = cache(links)

    def linked(script: Document) -> dict[str, LinkTarget]:
        """The articles that a script may link to: the ids that stand in it as an address has them."""
        texts = (read_entities(part.text) for part in _parts(script))
        ids = dict.fromkeys(id for text in texts for id in _LINKED.findall(text))
        return {id: target for id in ids if (target := articles(script.language).get(id))}

    def reads(script: Document) -> str:
        return repr(([part.text for part in _parts(script)], linked(script)))

    def judge(script: Document) -> Iterable[Problem]:
        assert isinstance(script, Script)
        return _check(script, channels, linked(script), packs, given_up)

    of_each = EachDocument("scripts", repr((channels, packs, sorted(given_up))), lambda: judge, reads)
    return sort_problems(each([of_each], scripts))


_LINKED = re.compile(rf"{re.escape(ARTICLE)}([^\s()<>#\"']+)")


def _parts(script: Document) -> tuple[ScriptPart, ...]:
    return script.parts if isinstance(script, Script) else ()


def _check(
    script: Script,
    channels: Mapping[str, Channel],
    links: Mapping[str, LinkTarget],
    packs: Mapping[str, RulePack],
    given_up: Collection[str],
) -> Iterator[Problem]:
    yield from _check_names(script, channels, given_up)
    yield from _check_placeholders(script)
    held = [channels[channel_id] for channel_id in script.channels or tuple(channels) if channel_id in channels]
    written = {part: parse_markup(part.text) for part in script.parts}
    yield from check_leftovers(script, written)
    gaps = list(check_gaps(script, written))
    yield from gaps
    readings = {part: readings_of(script, blocks, with_gaps=not gaps) for part, blocks in written.items()}
    breaches: dict[_Breach, list[str]] = {}
    for channel in held:
        for part in _parts_sent(script, channel):
            for breach in _check_part(script, part, written[part], channel, links, packs):
                breaches.setdefault(breach, []).append(channel.id)
            for empty, words in broken_words(readings[part], channel, links):
                line = line_of_gap(part, empty) if empty else _line_of(part, words)
                without = f" without {' and '.join(empty)}" if empty else ""
                breach = BROKEN_REPLY, line, f"the reply reads “{words}”{without}"
                breaches.setdefault(breach, []).append(channel.id)
    for (rule, line, message), on in breaches.items():
        yield rule.at(script.path, line, f"on {', '.join(dict.fromkeys(on))}: {message}")


_Breach = tuple[Rule, int, str]
"""What is wrong with one part, apart from the channel: rule, line, message."""


def check_article_channels(
    articles: Iterable[Article], channels: Mapping[str, Channel], given_up: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Procedures and articles that name a channel which the shop does not have."""
    return sort_problems(
        _not_held(article.path, max(map(article.line_of, ("channel", "channels"))), id, channels, given_up)
        for article in articles
        for id in article.channels
        if id not in channels
    )


def check_inbox_channels(
    inboxes: Iterable[Inbox], channels: Mapping[str, Channel], *, path: str, given_up: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Inboxes of the helpdesk (option `inboxes`) whose channel the shop does not have."""
    return sort_problems(
        _not_held(path, inbox.line, inbox.channel, channels, given_up)
        for inbox in inboxes
        if inbox.channel not in channels
    )


def _check_names(script: Script, channels: Mapping[str, Channel], given_up: Collection[str]) -> Iterator[Problem]:
    """Channels that the shop does not have, each once, and parts that nobody will see."""
    lines = {id: script.line_of("channels") for id in script.channels}
    for part in script.parts:
        if part.channel not in channels:
            lines.setdefault(part.channel, part.line)
        elif part.channel and script.channels and part.channel not in script.channels:
            message = f"a part is for “{part.channel}”, but `channels` does not name it"
            yield UNREACHABLE_PART.at(script.path, part.line, message)
    for id, line in lines.items():
        if id and id not in channels:
            yield _not_held(script.path, line, id, channels, given_up)


def _not_held(path: str, line: int, id: str, channels: Mapping[str, Channel], given_up: Collection[str]) -> Problem:
    """What is said of a channel that the shop does not have: a slip is an error, for its writer meant another."""
    message = why_no_channel(id, channels)
    if id in given_up or id in shipped_channels():
        return NOT_OF_SHOP.at(path, line, message)
    if near_channel(id, (*channels, *shipped_channels())):
        return UNKNOWN_CHANNEL.at(path, line, message)
    return UNHEARD_OF.at(path, line, message)


def _check_placeholders(script: Script) -> Iterator[Problem]:
    declared = {placeholder.name: placeholder for placeholder in script.placeholders}
    line = script.line_of("placeholders")
    used: set[str] = set()
    for part in script.parts:
        source = without_html_comments(part.text, keep_places=True)
        for match in REPLY_PLACEHOLDER.finditer(source):
            used.add(match["placeholder"])
            if match["placeholder"] not in declared:
                at = part.line + source.count("\n", 0, match.start())
                near = nearest_placeholder(match["placeholder"], script)
                hint = f"did you mean {{{{ {near} }}}}?" if near else ""
                yield UNKNOWN_PLACEHOLDER.at(
                    script.path, at, f"the placeholder “{match['placeholder']}” is not declared", hint
                )
    for name, placeholder in declared.items():
        if name not in used:
            yield UNUSED_PLACEHOLDER.at(script.path, line, f"the placeholder “{name}” is not used")
        if placeholder.type not in PLACEHOLDER_TYPES:
            yield BROKEN_PLACEHOLDER.at(script.path, line, f"{name}: there is no type “{placeholder.type}”")
        elif placeholder.example and not looks_like(placeholder.type, placeholder.example):
            message = f"{name}: the example “{placeholder.example}” is no {placeholder.type}"
            yield BROKEN_PLACEHOLDER.at(script.path, line, message)


def _parts_sent(script: Script, channel: Channel) -> list[ScriptPart]:
    """The parts that some class of customer may be sent on a channel."""
    variants = sorted({part.variant for part in script.parts} | {""})
    chosen = (
        choose_part(script.parts, channel=channel.id, variant=variant, is_short=is_short)
        for is_short in (False, True)
        for variant in variants
    )
    return list(dict.fromkeys(part for part in chosen if part is not None))


def _check_part(
    script: Script,
    part: ScriptPart,
    written: list[Block],
    channel: Channel,
    links: Mapping[str, LinkTarget],
    packs: Mapping[str, RulePack],
) -> Iterator[_Breach]:
    examples = {one.name: one.example or one.name for one in script.placeholders}
    blocks = fill_blocks(written, examples, placeholders_in(written))
    writing = Writing(channel, links)
    text = write_text(blocks, writing)
    if channel.accents is Accents.DROP:
        text = drop_accents(text)
    is_meant = channel.form is not Form.CALL or channel.id in (*script.channels, part.channel)
    for address in writing.left_out if is_meant else ():  # a script for every channel is spoken on a call, not sent
        if not address.startswith(ARTICLE):
            yield LINK_NOT_PERMITTED, _line_of(part, address), f"{address} may not be sent there"
    for finding in check_text(text, channel, packs=packs):
        words = text[finding.start : finding.end]
        message = f"“{words}” ({finding.rule.names['en'].lower()})"
        yield BREAKS_CHANNEL_RULE, _line_of(part, words), message
    if channel.limit is not None and channel.form is not Form.CALL:
        yield from _check_length(part, text, channel)


def _check_length(part: ScriptPart, text: str, channel: Channel) -> Iterator[_Breach]:
    limit = channel.limit or 0
    if channel.counting is Counting.SEGMENTS:
        count = count_segments(text)
        size, unit = count.segments, f"messages ({count.encoding}, {count.units} units)"
    else:
        size, unit = len(text), "letters"
    if size > limit:
        which = f" for {part.variant}" if part.variant else ""
        yield TOO_LONG, part.line, f"the text{which} makes {size} {unit}; the channel carries {limit}"


def _line_of(part: ScriptPart, words: str) -> int:
    """The line of `words` in the file; the part's first line if facts or values made them."""
    for piece in (words, *re.split(r"\s*\n\s*", words), *words.split()):
        place = part.text.find(piece)
        if piece and len(piece) > 3 and place >= 0:
            return part.line + part.text.count("\n", 0, place)
    return part.line
