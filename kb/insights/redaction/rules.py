"""Rules of redaction: read from the files of countries and from the shop's own, and made ready for use.

A file of a country has these keys, all optional:
- `also`: other countries' files to read with it;
- `keep`: patterns of what is never personal (dates, prices, firms' hotlines);
- `patterns`: rows of `kind` and `pattern` (its group `value` is what goes, else all of it), with `near` (words that
  stand before it), `within` (how many letters before), `check` (`checks.py`), `case`; `last`: the same, read last;
- `references`: words that a number follows, `id` and `order` (“customer number”), `id_words` and `order_words` (“case”,
  whose number needs a letter, “#” or seven digits);
- `phones`: `code`, `trunk`, and patterns of the national number, `sure` or `likely` (needs a sign more), `shapes`;
- `phone_words`, `digits`, `names`, `address`: the words that `numbers.py`, `names.py` and `addresses.py` read by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from kb.insights.redaction.checks import CHECKS
from kb.insights.redaction.pattern_rule import WITHIN, PatternRule
from kb.insights.redaction.patterns import any_of, compile_rule, either_of
from kb.insights.redaction.reading import bare, one_tone_place
from kb.insights.redaction.shop_file import read_shop_file

_FOLDER = Path(__file__).parent / "rules"
_EVERYWHERE = "international"
_WHOSE = r"(?:\s(?:của\s)?(?:mình|em|e|mk|tôi|saya|sy|is|là)(?![^\W_]))?"
"""What may stand between “username” and the name itself."""
_OF_MINE = r"(?:\s(?:của\s)?(?:mình|em|e|mk|tôi|saya|sy|aku|chị|anh)(?![^\W_]))?"
_NUMBER_WORD = r"(?:\s?(?:numbers?|no|nr|id|code|số|mã|nomor|nombor|nummer|ref)\.?(?![^\W_]))?"
_IS = r"(?:\s(?:của\s)?(?:mình|em|tôi|saya|sy|aku|is|là|ist|lautet|adalah|ialah)(?![^\W_])){0,2}"
_CODE = r"#?(?=[A-Z0-9./\-]{0,30}\d)[A-Z0-9](?:[A-Z0-9]|[./\-](?=[A-Z0-9])){2,33}"
_REFERENCE = (
    rf"(?![^\W_])\.?{_NUMBER_WORD}{_IS}\s{{0,2}}[:=\-]?\s{{0,2}}"
    rf"(?P<value>#?\d{{2,6}}(?:[ \-]\d{{2,6}}){{1,5}}|{_CODE}|#\d{{2,12}})(?![^\W_])"
)
"""What may stand between a word such as “customer number” and the number, and the number itself."""
_SHORTEST_KEPT, _SHORTEST_NUMBER = 3, 7


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How a country writes its phone numbers."""

    code: str
    trunk: str
    sure: re.Pattern[str] | None
    likely: re.Pattern[str] | None
    shapes: tuple[str, ...] = ()
    """How long its groups are, `3-3-4`, where that alone makes a number sure."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words round names, of all languages together."""

    labels: re.Pattern[str] | None
    handles: re.Pattern[str] | None
    sites: re.Pattern[str] | None
    """Sites behind which a user's name stands, if it is of two words or more, or has a sign of users' names."""
    intro: re.Pattern[str] | None
    intro_if_known: re.Pattern[str] | None
    greetings: re.Pattern[str] | None
    calls: re.Pattern[str] | None
    """What stands behind a name that is called: “Ngà ơi”."""
    speaks: re.Pattern[str] | None
    """A name at the start of a sentence, and what says that he speaks: “Oanh đây”."""
    titles: re.Pattern[str] | None
    kin: re.Pattern[str] | None
    closings: re.Pattern[str] | None
    title_words: frozenset[str]
    phrases: frozenset[str]
    """What is written as names are and is none, in small letters without marks: places, and words of trade."""
    small_parts: frozenset[str]
    not_names: frozenset[str]
    marked_not_names: frozenset[str]
    """Those that have marks, without them: they count where the text itself is written without."""
    also_words: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    exact: frozenset[str]
    """Given and family names with their marks."""


@dataclass(frozen=True, slots=True)
class AddressWords:
    """The words of addresses, of all countries together."""

    labels: re.Pattern[str] | None
    hints: re.Pattern[str] | None
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    """`whole`, `house`, `street`, `landmark`, `area`, `place`, and the pattern of each."""
    stops: frozenset[str]
    unless_marked: frozenset[str]
    """Words that begin a part only in a text without marks: “cho” is “chợ” there."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All that `redact` looks for."""

    countries: tuple[str, ...]
    keep: tuple[re.Pattern[str], ...]
    patterns: tuple[PatternRule, ...]
    last: tuple[PatternRule, ...]
    plans: tuple[NumberPlan, ...]
    phone_words: re.Pattern[str] | None
    digits: Mapping[str, str]
    names: NameWords
    address: AddressWords
    kept: frozenset[str] = field(default_factory=frozenset)
    """The shop's own values: letters and digits alone, small, without marks."""

    def keeping(self, values: Iterable[str]) -> Rules:
        """These rules, with more `values` of the shop's own that stay: its hotline, its address, its names."""
        forms = {
            form for one in values for form in (kept_form(one), *self._numbers(one)) if len(form) >= _SHORTEST_KEPT
        }
        return replace(self, kept=self.kept | forms)

    def _numbers(self, value: str) -> Iterator[str]:
        """The ways in which a phone number to keep may be written: with the country's code, with the trunk's 0."""
        digits = "".join(one for one in value if one.isdigit())
        if any(map(str.isalpha, value.removeprefix("tel:"))) or len(digits) < _SHORTEST_NUMBER:
            return
        for plan in self.plans:
            for start in (plan.code, plan.trunk):
                if start and digits.startswith(start):
                    national = digits.removeprefix(start).removeprefix(plan.trunk)
                    yield from (plan.trunk + national, plan.code + national, plan.code + plan.trunk + national)


def kept_form(value: str) -> str:
    """A kept value as it is compared: without blanks, separators, marks and capitals."""
    return "".join(one for one in bare(value) if one.isalnum())


def load_rules(countries: Collection[str], shop_file: Path | None = None) -> Rules:
    """The rules of `countries` (ISO 3166 codes; one without a file has what holds everywhere) and of the shop's file.

    Raises `RulesError` if the shop's file cannot be used, OSError if it cannot be read.
    """
    rules = _of_countries(tuple(sorted({one.upper() for one in countries})))
    if shop_file is None or not shop_file.exists():
        return rules
    own, kept = read_shop_file(shop_file)
    return replace(rules, patterns=(*own, *rules.patterns)).keeping(kept)


def known_countries() -> tuple[str, ...]:
    """The countries that have a file."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml") if path.stem != _EVERYWHERE))


@cache
def _of_countries(countries: tuple[str, ...]) -> Rules:
    data = [_data(name) for name in (*_with_others(countries), _EVERYWHERE)]
    addresses = [one.get("address", {}) for one in data]
    return Rules(
        countries=countries,
        keep=tuple(compile_rule(one) for one in _listed(data, "keep")),
        patterns=(*(_pattern_rule(row) for row in _listed(data, "patterns")), *_references(data)),
        last=tuple(_pattern_rule(row) for row in _listed(data, "last")),
        plans=tuple(_plan(one["phones"]) for one in data if "phones" in one),
        phone_words=any_of(_listed(data, "phone_words")),
        digits=MappingProxyType(
            {bare(word): digit for one in reversed(data) for word, digit in one.get("digits", {}).items()}
        ),
        names=_name_words([one.get("names", {}) for one in data], _listed(addresses, "places")),
        address=_address_words(addresses),
    )


def _with_others(countries: Sequence[str]) -> list[str]:
    known = set(known_countries())
    names = [one for one in countries if one in known]
    return list(dict.fromkeys(name for one in names for name in (one, *_data(one).get("also", ()))))


@cache
def _data(name: str) -> Mapping[str, Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all words stay words: “no”, “null”, “on”
    data: Mapping[str, Any] = yaml.load((_FOLDER / f"{name}.yml").read_text("utf-8"), loader)
    return data


def _listed(data: Iterable[Mapping[str, Any]], key: str) -> list[Any]:
    """The items below `key` of all `data`: of lists, and of texts with commas or blanks between them."""
    found: list[Any] = []
    for one in data:
        value = one.get(key) or []
        found += value if isinstance(value, list) else [word.strip() for word in _split(value) if word.strip()]
    return found


def _split(text: str) -> list[str]:
    return text.split(",") if "," in text else text.split()


def _pattern_rule(row: Mapping[str, Any]) -> PatternRule:
    check = row.get("check", "")
    if check and check not in CHECKS:
        raise KeyError(check)
    return PatternRule(
        row["kind"],
        compile_rule(row["pattern"], keeps_case=row.get("case") == "true"),
        any_of(row["near"]) if row.get("near") else None,
        int(row.get("within", WITHIN)),
        check,
        needs_digit=row["kind"] in ("id", "account", "order"),
    )


def _references(data: Iterable[Mapping[str, Any]]) -> Iterator[PatternRule]:
    """A word such as “customer number” or “RMA”, and the number behind it."""
    listed = [one.get("references", {}) for one in data]
    for kind in ("id", "order"):
        for key, check in ((kind, "reference"), (f"{kind}_words", "order_like")):
            if words := [r"\s".join(map(re.escape, one.split())) for one in _listed(listed, key)]:
                pattern = _either(words, r"(?<![^\W_]){}" + _REFERENCE)
                assert pattern is not None
                yield PatternRule(kind, pattern, check=check, needs_digit=True)


def _plan(row: Mapping[str, str]) -> NumberPlan:
    sure, likely = (re.compile(row[key]) if row.get(key) else None for key in ("sure", "likely"))
    return NumberPlan(row["code"], row.get("trunk", ""), sure, likely, tuple(row.get("shapes", "").split()))


def _either(patterns: Sequence[str], form: str) -> re.Pattern[str] | None:
    """Any of `patterns`, longest first, in the place of the braces of `form`."""
    listed = sorted(dict.fromkeys(patterns), key=lambda one: (-len(one), one))
    return compile_rule(form.replace("{}", f"(?:{'|'.join(listed)})")) if listed else None


def _both_ways(words: Iterable[str]) -> frozenset[str]:
    """`words` in small letters, with their marks and without: a word that is written with marks must have the same."""
    listed = [one_tone_place(unicodedata.normalize("NFC", one).lower()) for one in words]
    return frozenset((*listed, *map(bare, listed)))


def _name_words(data: list[Mapping[str, Any]], places: Iterable[str]) -> NameWords:
    def words(key: str) -> frozenset[str]:
        return _both_ways(_listed(data, key))

    start, known = r"(?<![^\W_])", [one.replace(" ", r"\s")
                                    for one in _listed(data, "intro_if_known")]  # fmt: skip
    handles = [*_listed(data, "handles"), *_listed(data, "handles_plain")]
    titles, kin = _listed(data, "titles"), _listed(data, "kin")
    return NameWords(
        labels=_either(_listed(data, "labels"), start + r"{}(?:\s{0,2}[:=]\s{0,3}|\s-\s|(?![^\W_])\s)"),
        handles=_either(handles, start + r"{}" + _WHOSE + r"\s{0,2}[:=]?\s{0,2}"),
        sites=_either(_listed(data, "sites"), start + r"{}(?![^\W_])" + _OF_MINE + r"\s{1,2}"),
        intro=_either(_listed(data, "intro"), start + r"{}(?![^\W_])\s{0,2}[:=,]?\s{0,2}"),
        intro_if_known=_either(known, start + r"{}(?![^\W_])\s{1,2}"),
        greetings=any_of(_listed(data, "greetings")),
        calls=_either(_listed(data, "calls"), r"\s{}(?![^\W_])"),
        speaks=_either(_listed(data, "speaks"),
                       r"(?:\A|[\n,.!]\s?)(?P<name>(?-i:<UP>)[^\W\d_]{1,20}(?:\s(?-i:<UP>)[^\W\d_]{1,20}){0,2})\s{}(?![^\W_])"),
        titles=_either([either_of(titles)] if titles else [], r"{}\.?\s{1,2}"),
        kin=_either(kin, start + r"{}(?![^\W_])\s{1,2}"),
        closings=_either([r"\s".join(map(re.escape, one.split())) for one in _listed(data, "closings")],
                         r"(?:^|(?<=[.!?,] )|(?<=\n))[ ]{0,4}{}(?![^\W_])"),
        title_words=_both_ways(titles),
        phrases=frozenset(map(bare, (*_listed(data, "phrases"), *places))),
        small_parts=words("small_parts"),
        not_names=words("not_names"),
        marked_not_names=words("not_names") - {one_tone_place(one.lower()) for one in _listed(data, "not_names")},
        also_words=words("also_words"),
        given=words("given"),
        family=words("family"),
        exact=frozenset(one_tone_place(one.lower()) for key in ("given", "family") for one in _listed(data, key)),
    )  # fmt: skip


_LEVELS = ("whole", "house", "street", "landmark", "area")


def _address_words(data: list[Mapping[str, Any]]) -> AddressWords:
    places = _listed(data, "places")
    parts = [(key, [compile_rule(one) for one in _listed(data, key)]) for key in _LEVELS]
    place = any_of(places)
    return AddressWords(
        labels=_either(_listed(data, "labels"), r"(?<![^\W_]){}(?![^\W_])\s{0,2}[:=\-]?\s{0,3}"),
        hints=_either(_listed(data, "hints"), r"(?<![^\W_]){}(?![^\W_])\s{0,2}[:=]?\s{0,2}"),
        parts=(*((key, one) for key, many in parts for one in many), *((("place", place),) if place else ())),
        stops=_both_ways(_listed(data, "stops")),
        unless_marked=frozenset(_listed(data, "unless_marked")),
    )
