"""Whether the sentences of a script stay whole without optional values: each one alone, and all together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from kb.channels.channel import Channel
from kb.content.model import Script, ScriptPart
from kb.replies.gaps import GAP
from kb.replies.html_tags import without_html_comments
from kb.replies.message_markdown import REPLY_PLACEHOLDER, Block, placeholders_in
from kb.replies.plain_text import Writing, fill_blocks, inlines_letters, write_text
from kb.source.problem import Problem, Rule, Severity

BROKEN_WITHOUT_VALUE = Rule(
    "KB515",
    "broken-without-value",
    Severity.ERROR,
    what="A sentence is broken where an optional placeholder is left empty.",
    why="The customer would read “Dear,”, “your reference: .” or “the order for is ready”.",
    example="placeholders: {name: {required: false}}\n---\nDear {{ name }},",
    hint="set it apart by commas (“Hello {{ name }},”), give it a `default`, or make it required",
)
RULES = (BROKEN_WITHOUT_VALUE,)

MOST_SUBSETS = 5
"""Optional placeholders of one paragraph up to which every subset of them is left empty."""
_CHANNEL = Channel(id="any")
_FAULTS: Mapping[str, re.Pattern[str]] = {
    "a blank before": re.compile(r"\S +[,.;!?](?=\s|$)"),
    "signs doubled": re.compile(r"[,;:،、，][ ]*[,;:.!?،、，。]|(?<!\.)\.[ ]*[,;:]|(?<!\.)\.[ ]?\.(?!\.)|[!?][ ]*,"),
    "nothing in": re.compile(r"\([ ]*\)|\[[ ]*\]|\"\"|“[ ]*”|‘[ ]*’|«[ ]*»|（[ ]*）"),
    "a line begins with": re.compile(r"(?:^|\n)[ ]*[,.;:!?)](?![.:)])"),
    "two blanks in": re.compile(r"\S  +\S"),
    "nothing after": re.compile(r"[:=#](?=[ ]*(?:\n|$)|[ ]*[.,;!?](?:\s|$)|[)\]”\"])"),
}
"""Fault → pattern that finds it. A fault counts only if the text without the value has it more often."""

_WANTS_NEXT: Mapping[str, str] = {
    "en": "for to from with of by at on in about mr mrs ms dear the a an your our order number no code case mx dr",
    "vi": "cho của đến từ với bởi lúc ngày số gửi kính thưa tên là",
    "ms": "untuk kepada dari daripada dengan oleh pada di yth bernombor encik puan",
    "id": "untuk kepada dari dengan oleh pada di yth",
    "de": "für an von vom mit bei zu zum zur am um im in der die das den dem ihr ihre herr herrn frau liebe lieber "
          "geehrte geehrter nr nummer werte werter",
    "fr": "pour à de du avec par chez le la les votre monsieur madame m mme cher chère n° numéro",
    "es": "para a de del con por el la su sr sra señor señora estimado estimada querido querida número",
    "it": "per a di del con da il la signor signora gentile caro cara egregio numero",
    "pt": "para a de do da com por o seu sr sra prezado prezada caro cara estimado estimada número",
    "nl": "voor aan van met bij op de het uw beste geachte heer mevrouw nummer",
    "pl": "dla do od z przez szanowny szanowna panie pani drogi droga nr",
    "sv": "för till från med av kära nr",
    "tr": "sayın sevgili",
    "fil": "para kay sa ng mahal",
    "tl": "para kay sa ng mahal",
}  # fmt: skip
"""Language → words that something must follow: prepositions, articles, titles, greetings that need a name."""
_ANYWHERE = frozenset({"dear", "mr", "mrs", "herr", "herrn", "frau", "monsieur", "madame", "mme", "señor", "señora"})
_WORD_BEFORE = re.compile(r"([^\W\d_]+[°.]?) +$")
_LABEL_IN_BRACKETS = re.compile(rf"[(\[][^()\[\]{GAP}0-9,]{{1,40}} {GAP} *[)\]]")


def check_gaps(script: Script, written: Mapping[ScriptPart, list[Block]]) -> Iterator[Problem]:
    """A problem for each part of `script` that has a broken sentence without an optional value."""
    optional = {one.name for one in script.placeholders if not one.is_required and not one.default}
    if not optional:
        return
    examples = {one.name: one.default or one.example or one.name for one in script.placeholders}
    for part, blocks in written.items():
        lines = _lines_of_placeholders(part)
        seen: Counter[str] = Counter()
        for block in blocks:
            names = [name for name in placeholders_in([block]) if name in optional]
            for empty in _subsets(names):
                if fault := _fault(block, examples, set(empty), script.language):
                    places = lines.get(empty[0], [])
                    line = places[min(seen[empty[0]], len(places) - 1)] if places else part.line
                    without = " and ".join(empty)
                    yield BROKEN_WITHOUT_VALUE.at(script.path, line, f"without {without} it reads “{fault}”")
                    break
            seen.update(_count_placeholders(block))


def _subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    if len(names) > MOST_SUBSETS:
        yield from ((name,) for name in names)
        yield tuple(names)
        return
    for size in range(1, len(names) + 1):
        yield from combinations(names, size)


def _lines_of_placeholders(part: ScriptPart) -> dict[str, list[int]]:
    """Placeholder → the line of each of its places, in order."""
    source = without_html_comments(part.text, keep_places=True)
    lines: dict[str, list[int]] = {}
    for match in REPLY_PLACEHOLDER.finditer(source):
        lines.setdefault(match["placeholder"], []).append(part.line + source.count("\n", 0, match.start()))
    return lines


def _count_placeholders(block: Block) -> Counter[str]:
    letters = str(block[1]) if block[0] == "code" else inlines_letters(block[-1])
    return Counter(match["placeholder"] for match in REPLY_PLACEHOLDER.finditer(letters))


def _fault(block: Block, examples: Mapping[str, str], empty: set[str], language: str) -> str:
    """A few words of `block` that are broken if the placeholders `empty` have no value; "" if none are."""
    values = {name: "" if name in empty else value for name, value in examples.items()}
    required = set(placeholders_in([block])) - empty
    text = write_text(fill_blocks([block], values, required), Writing(_CHANNEL, {}))
    if word := _word_left_alone(block, values, empty, language):
        return word
    whole = write_text(fill_blocks([block], examples, required), Writing(_CHANNEL, {}))
    for pattern in _FAULTS.values():
        found = list(pattern.finditer(text))
        before = Counter(match[0] for match in pattern.finditer(whole))
        for match in found:
            if sum(one[0] == match[0] for one in found) > before[match[0]]:
                return _around(text, match.start(), match.end())
    return ""


def _word_left_alone(block: Block, values: Mapping[str, str], empty: set[str], language: str) -> str:
    """The word before a gap that needs a word after it ("Dear", "for", "(case"), or a "'s" after the gap."""
    if block[0] == "code":
        return ""
    letters = inlines_letters(block[-1])
    text = REPLY_PLACEHOLDER.sub(
        lambda match: GAP if match["placeholder"] in empty else values.get(match["placeholder"]) or match[0], letters
    )
    wanting = frozenset(_WANTS_NEXT.get(language.split("-")[0].lower(), "").split()) | _ANYWHERE
    if match := _LABEL_IN_BRACKETS.search(text):
        return match[0].replace(" " + GAP, "").replace(GAP, "")
    for match in re.finditer(GAP, text):
        before, after = text[: match.start()], text[match.end() :]
        if re.match(r"['’][^\W\d_]{1,2}\b", after):
            return _around(text.replace(GAP, ""), len(before.replace(GAP, "")), len(before.replace(GAP, "")) + 2)
        word = _WORD_BEFORE.search(before.rstrip(GAP + " ") + " ")
        if word and before[-1:] in (" ", GAP) and word[1].lower().rstrip(".") in wanting:
            return f"{word[1]}{after[:1] if after[:1] in ',.:!' else ''}{_next_words(after)}"
    return ""


def _next_words(after: str) -> str:
    following = after.replace(GAP, "").lstrip(",.:! ").split()
    return " " + " ".join(following[:3]) if following else ""


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 20) : end + 12].split())
