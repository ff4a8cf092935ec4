"""Rules of redaction: read from the files of countries and from the shop's own, and made ready for use.

A file of a country has these keys, all optional:
- `also`: other countries' files to read with it;
- `keep`: patterns of what is never personal (dates, prices, firms' hotlines);
- `patterns`: rows of `kind` and `pattern` (its group `value` is what goes, else all of it), with `near` (words that
  stand before it), `within` (how many letters before), `check` (`checks.py`), `case`; `last`: the same, read last;
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
from kb.insights.redaction.patterns import PatternError, any_of, compile_rule, either_of, refuse_unbounded
from kb.insights.redaction.reading import bare
from kb.source.near_words import near_word
from kb.source.yaml_nodes import Node, parse_yaml

KINDS = ("phone", "email", "id", "account", "address", "name", "order")
"""What personal details are called where they stood: `[phone]`."""
SHOP_FILE = "insights/redaction.yml"
_FOLDER = Path(__file__).parent / "rules"
_EVERYWHERE = "international"
_WHOSE = r"(?:\s(?:của\s)?(?:mình|em|e|mk|tôi|saya|sy|is|là)(?![^\W_]))?"
"""What may stand between “username” and the name itself."""
_WITHIN = 30
"""Letters between a word and the number that it announces."""
_SHORTEST_KEPT, _SHORTEST_NUMBER = 3, 7
_MOST_LETTERS, _MOST_ROWS = 500, 200
"""Of a shop's pattern; of its patterns and of its kept values."""


class RulesError(Exception):
    """The shop's file cannot be used: a sentence with path and line, and how to mend it."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """What a pattern finds is personal."""

    kind: str
    pattern: re.Pattern[str]
    near: re.Pattern[str] | None = None
    within: int = _WITHIN
    check: str = ""
    needs_digit: bool = False


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
    intro: re.Pattern[str] | None
    intro_if_known: re.Pattern[str] | None
    greetings: re.Pattern[str] | None
    titles: re.Pattern[str] | None
    kin: re.Pattern[str] | None
    closings: re.Pattern[str] | None
    title_words: frozenset[str]
    small_parts: frozenset[str]
    not_names: frozenset[str]
    marked_not_names: frozenset[str]
    """Those that have marks, without them: they count where the text itself is written without."""
    also_words: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddressWords:
    """The words of addresses, of all countries together."""

    labels: re.Pattern[str] | None
    hints: re.Pattern[str] | None
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    """`whole`, `house`, `street`, `area`, `place`, and the pattern of each."""
    places: frozenset[str]
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
    own, kept = _read_shop_file(shop_file)
    return replace(rules, patterns=(*own, *rules.patterns)).keeping(kept)


def known_countries() -> tuple[str, ...]:
    """The countries that have a file."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml") if path.stem != _EVERYWHERE))


@cache
def _of_countries(countries: tuple[str, ...]) -> Rules:
    data = [_data(name) for name in (*_with_others(countries), _EVERYWHERE)]
    return Rules(
        countries=countries,
        keep=tuple(compile_rule(one) for one in _listed(data, "keep")),
        patterns=tuple(_pattern_rule(row) for row in _listed(data, "patterns")),
        last=tuple(_pattern_rule(row) for row in _listed(data, "last")),
        plans=tuple(_plan(one["phones"]) for one in data if "phones" in one),
        phone_words=any_of(_listed(data, "phone_words")),
        digits=MappingProxyType(
            {bare(word): digit for one in reversed(data) for word, digit in one.get("digits", {}).items()}
        ),
        names=_name_words([one.get("names", {}) for one in data]),
        address=_address_words([one.get("address", {}) for one in data]),
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
        int(row.get("within", _WITHIN)),
        check,
        needs_digit=row["kind"] in ("id", "account", "order"),
    )


def _plan(row: Mapping[str, str]) -> NumberPlan:
    sure, likely = (re.compile(row[key]) if row.get(key) else None for key in ("sure", "likely"))
    return NumberPlan(row["code"], row.get("trunk", ""), sure, likely, tuple(row.get("shapes", "").split()))


def _either(patterns: Sequence[str], form: str) -> re.Pattern[str] | None:
    """Any of `patterns`, longest first, in the place of the braces of `form`."""
    listed = sorted(dict.fromkeys(patterns), key=lambda one: (-len(one), one))
    return compile_rule(form.replace("{}", f"(?:{'|'.join(listed)})")) if listed else None


def _both_ways(words: Iterable[str]) -> frozenset[str]:
    """`words` in small letters, with their marks and without: a word that is written with marks must have the same."""
    listed = [unicodedata.normalize("NFC", one).lower() for one in words]
    return frozenset((*listed, *map(bare, listed)))


def _name_words(data: list[Mapping[str, Any]]) -> NameWords:
    def words(key: str) -> frozenset[str]:
        return _both_ways(_listed(data, key))

    start, known = r"(?<![^\W_])", [one.replace(" ", r"\s")
                                    for one in _listed(data, "intro_if_known")]  # fmt: skip
    handles = [*_listed(data, "handles"), *_listed(data, "handles_plain")]
    titles, kin = _listed(data, "titles"), _listed(data, "kin")
    return NameWords(
        labels=_either(_listed(data, "labels"), start + r"{}(?:\s{0,2}[:=]\s{0,3}|(?![^\W_])\s)"),
        handles=_either(handles, start + r"{}" + _WHOSE + r"\s{0,2}[:=]?\s{0,2}"),
        intro=_either(_listed(data, "intro"), start + r"{}(?![^\W_])\s{0,2}[:=,]?\s{0,2}"),
        intro_if_known=_either(known, start + r"{}(?![^\W_])\s{1,2}"),
        greetings=any_of(_listed(data, "greetings")),
        titles=_either([either_of(titles)] if titles else [], r"{}\.?\s{1,2}"),
        kin=_either(kin, start + r"{}(?![^\W_])\s{1,2}"),
        closings=_either([r"\s".join(map(re.escape, one.split())) for one in _listed(data, "closings")],
                         r"(?:^|(?<=[.!?,] )|(?<=\n))[ ]{0,4}{}(?![^\W_])"),
        title_words=_both_ways(titles),
        small_parts=words("small_parts"),
        not_names=words("not_names"),
        marked_not_names=words("not_names") - {one.lower() for one in _listed(data, "not_names")},
        also_words=words("also_words"),
        given=words("given"),
        family=words("family"),
    )  # fmt: skip


def _address_words(data: list[Mapping[str, Any]]) -> AddressWords:
    places = _listed(data, "places")
    parts = [(key, [compile_rule(one) for one in _listed(data, key)]) for key in ("whole", "house", "street", "area")]
    place = any_of(places)
    return AddressWords(
        labels=_either(_listed(data, "labels"), r"(?<![^\W_]){}(?![^\W_])\s{0,2}[:=\-]?\s{0,3}"),
        hints=_either(_listed(data, "hints"), r"(?<![^\W_]){}(?![^\W_])\s{0,2}[:=]?\s{0,2}"),
        parts=(*((key, one) for key, many in parts for one in many), *((("place", place),) if place else ())),
        places=frozenset(bare(one) for one in places),
        stops=_both_ways(_listed(data, "stops")),
        unless_marked=frozenset(_listed(data, "unless_marked")),
    )


def _read_shop_file(path: Path) -> tuple[list[PatternRule], list[str]]:
    """The shop's patterns, and the values that it keeps."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise RulesError(f"{SHOP_FILE}:1: is not UTF-8 text; save the file as UTF-8") from None
    node, problems = parse_yaml(text, path=SHOP_FILE)
    if problems:
        raise RulesError(str(problems[0]))
    if node is None or node.is_null:
        return [], []
    _expect_keys(node, ("patterns", "keep"))
    rows = _items(node, "patterns")
    return [_shop_pattern(row) for row in rows], [_text(row, "keep") for row in _items(node, "keep")]


def _refuse(line: int, message: str) -> RulesError:
    return RulesError(f"{SHOP_FILE}:{line}: {message}")


def _expect_keys(node: Node, keys: Sequence[str]) -> None:
    if node.entries is None:
        raise _refuse(node.line, f"is {node.describe()}; write the keys {' and '.join(keys)}")
    for key in node.entries:
        if key not in keys:
            meant = near_word(key, keys)
            hint = f"write {meant}" if meant else f"write one of {', '.join(keys)}"
            raise _refuse(node.line_of(key), f"there is no key “{key}”; {hint}")


def _items(node: Node, key: str) -> tuple[Node, ...]:
    value = (node.entries or {}).get(key)
    if value is None or value.is_null:
        return ()
    if value.items is None:
        raise _refuse(value.line, f"{key} is {value.describe()}; write a list, each item behind a dash")
    if len(value.items) > _MOST_ROWS:
        raise _refuse(value.line, f"{key} has {len(value.items)} items; write {_MOST_ROWS} at most")
    return value.items


def _text(node: Node, what: str) -> str:
    if not node.is_scalar or not (node.text or "").strip():
        raise _refuse(node.line, f"{what} has {node.describe()} where a text belongs; write it in quotes")
    return node.text or ""


def _shop_pattern(node: Node) -> PatternRule:
    _expect_keys(node, ("kind", "pattern", "why"))
    fields = node.entries or {}
    if "pattern" not in fields or "kind" not in fields:
        raise _refuse(node.line, "a pattern needs a kind and a pattern, as in {kind: order, pattern: 'SR-\\d{6}'}")
    kind, pattern = _text(fields["kind"], "kind"), _text(fields["pattern"], "pattern")
    line = fields["pattern"].line
    if kind not in KINDS:
        raise _refuse(fields["kind"].line, f"there is no kind “{kind}”; write one of {', '.join(KINDS)}")
    if len(pattern) > _MOST_LETTERS:
        raise _refuse(line, f"the pattern has {len(pattern)} letters; write {_MOST_LETTERS} at most")
    try:
        refuse_unbounded(pattern)
        found = compile_rule(pattern)
    except PatternError as error:
        raise _refuse(line, f"the pattern {error}") from None
    if found.match(""):
        raise _refuse(line, "the pattern finds empty text; write at least one letter or digit that must stand there")
    return PatternRule(kind, found)
