"""Numbers typed by hand that a fact already states: the way in which languages and scripts drift apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.checks.each_document import EachDocument, Judge
from kb.content.amounts import render_value
from kb.content.fact_texts import in_words_of
from kb.content.model import Document, Fact, Library
from kb.project.options import Options
from kb.source.fences import mask_code
from kb.source.problem import Problem, Rule, Severity
from kb.source.substitution import BRACES, PLACEHOLDER

STRAY = Rule(
    "KB303",
    "stray-literal",
    Severity.WARNING,
    what="A text repeats by hand what a fact states.",
    why="When the fact changes, this sentence will not.",
    example="You have 7 days.   # while return_days is 7 days",
    hint="write the fact in braces, or silence the line with <!-- kb: literal -->",
)
RULES = (STRAY,)

SILENCED = "<!-- kb: literal -->"
_CHECKED_UNITS = frozenset({"days", "business_days", "hours", "minutes", "months", "years", "percent", "money", "text"})
_MIN_TEXT = 6
"""Shorter texts (“GHN”) occur in sentences that have nothing to do with the fact."""


def literal_check(library: Library, options: Options) -> EachDocument:
    """Every place where a document writes a fact's value out, with the fact's name."""
    facts = library.facts.values()
    said = [(one.name, one.unit, sorted(one.values.items()), one.is_internal) for one in facts]

    def begin() -> Judge:
        known = {code: _literals(library, options, code) for code in options.languages}
        patterns = {code: _pattern(literals) for code, literals in known.items()}
        return lambda document: _check(document, patterns[document.language], known[document.language])

    return EachDocument("literals", repr((said, options)), begin)


def _literals(library: Library, options: Options, language: str) -> dict[str, list[Fact]]:
    """Written value, folded for comparison → the facts that say it."""
    found: dict[str, list[Fact]] = {}
    served = set(options.markets_of(language))
    for fact in library.facts.values():
        if fact.unit not in _CHECKED_UNITS:
            continue
        for market, value in fact.values.items():
            if market and market not in served:
                continue
            currency = options.markets[market].currency if market else ""
            if fact.unit == "money" and not currency:
                continue
            said = render_value(
                in_words_of(value, language, options),
                fact.unit,
                language=language,
                currency=currency,
                words=options.unit_words,
            )
            written = _normal(said)
            if fact.unit == "text" and not _is_unmistakable(written, is_label=isinstance(value, Mapping)):
                continue
            if fact not in found.setdefault(written, []):
                found[written].append(fact)
    return found


def _is_unmistakable(written: str, *, is_label: bool) -> bool:
    """Can these words hardly stand in a text without meaning the fact? A number or an address; a label with a slash."""
    return len(written) >= _MIN_TEXT and re.search(r"\d{4}|@|/" if is_label else r"\d{4}|@", written) is not None


def _normal(text: str) -> str:
    return text.replace("\u00a0", " ").casefold()


def _pattern(literals: dict[str, list[Fact]]) -> re.Pattern[str] | None:
    if not literals:
        return None
    words = "|".join(re.escape(text) for text in sorted(literals, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,–-])(?:{words})(?![\w–])")


def _check(document: Document, pattern: re.Pattern[str] | None, literals: dict[str, list[Fact]]) -> Iterator[Problem]:
    if pattern is None:
        return
    texts = [
        (document.line_of("answer"), document.answer),
        (document.line_of("summary"), document.summary),
        (document.body_line, document.body),
    ]
    for first_line, text in texts:
        masked = _normal(mask_code(text))
        if "{{" in masked:
            masked = BRACES.sub(_blank, PLACEHOLDER.sub(_blank, masked))
        lines = text.split("\n")
        for match in pattern.finditer(masked):
            index = masked.count("\n", 0, match.start())
            if any(SILENCED in line for line in lines[max(index - 1, 0) : index + 1]):
                continue
            facts = [fact for fact in literals[match[0]] if document.is_internal or not fact.is_internal]
            if facts:
                names = " or ".join(f"{{{{ fact.{fact.name} }}}}" for fact in facts[:3])
                yield STRAY.at(
                    document.path,
                    first_line + index,
                    f"“{match[0]}” is written by hand",
                    f"if it is the same thing, write {names}; if not, add {SILENCED}",
                )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
