"""The options: the `kb` block under `plugins:` in `mkdocs.yml`, their only home.

`OPTIONS` is the table from which reading, problems and the manual come. MkDocs hands us the same block
when it runs by itself, so nothing here imports MkDocs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kb.project.unit_words import UnitWords, read_unit_words
from kb.source.cut_words import cut_words
from kb.source.fields import (
    WrongTypeError,
    read_mapping,
    read_one_of,
    read_text,
    read_texts,
    read_texts_by_language,
    read_whole_number,
    read_yes_no,
)
from kb.source.problem import Problem, Rule, Severity
from kb.source.yaml_nodes import EMPTY_MAPPING, Node
from kb.ui_strings import ui_strings

BROKEN_OPTION = Rule(
    "KB801",
    "broken-option",
    Severity.ERROR,
    what="An option has a value that it does not take.",
    why="The site would be built with something else than was asked for.",
    example="plugins:\n  - kb:\n      default_language: english",
    mend="write the value as the manual's page of options shows it",
)
UNKNOWN_OPTION = Rule(
    "KB802",
    "unknown-option",
    Severity.WARNING,
    what="An option that nothing reads.",
    why="Mostly a slip of the keyboard: the option never takes effect.",
    example="plugins:\n  - kb:\n      langauges: {en: English}",
    mend="correct the name, or delete the line",
)
RULES = (BROKEN_OPTION, UNKNOWN_OPTION)

SEVERITIES = ("low", "normal", "high", "urgent")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """A language of the site, and the markets it speaks for."""

    code: str
    name: str
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Market:
    """A country the shop sells in."""

    code: str
    currency: str = ""
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: a card on the home page, a page of its own, and the team that answers."""

    id: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    icon: str = ""
    team: str = ""
    severity: str = "normal"


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person, shown under every article."""

    channel: str
    url: str = ""
    fact: str = ""
    hours: str = ""
    markets: tuple[str, ...] = ()
    name: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PublishFile:
    """One entry of `publish_files`."""

    pattern: str
    """As in `.gitignore`."""
    name: str = ""
    """The file's path in the site, where the entry allows one file alone."""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every option of a shop, with its default."""

    shop: str = ""
    shop_url: str = ""
    strict: bool = False
    layout: str = "suffix"
    default_language: str = "en"
    languages: Mapping[str, SiteLanguage] = field(default_factory=lambda: {"en": SiteLanguage("en", "English")})
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    markets: Mapping[str, Market] = field(default_factory=lambda: MappingProxyType({}))
    topics: Mapping[str, Topic] = field(default_factory=lambda: MappingProxyType({}))
    featured: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()
    variants: tuple[str, ...] = ("vip", "returning", "new", "at-risk")
    channels: Node = EMPTY_MAPPING
    unit_words: UnitWords = field(default_factory=lambda: MappingProxyType({}))
    feedback_url: str = ""
    frame_ancestors: tuple[str, ...] = ()
    lock: bool = False
    publish_files: tuple[PublishFile, ...] = ()
    """Files below `docs/` that are meant though no page links them, or though the audit cannot read them."""
    raw_html: bool = True
    stale_grace_days: int = 0
    agents_dir: str = "agents"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Language → every interface word, where the shop has some of its own."""
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Option → its line in mkdocs.yml, for problems found later."""
    broken: frozenset[str] = frozenset()
    """Options that could not be read; their defaults stand in for them."""

    def ui_strings(self, language: str) -> Mapping[str, str]:
        """Every interface word in `language`: the shop's own, the package's, English; the same mapping each time."""
        return self.words.get(language) or ui_strings(language)

    def markets_of(self, language: str) -> tuple[str, ...]:
        """The markets a language speaks for; all of them where it names none."""
        named = self.languages[language].markets if language in self.languages else ()
        return named or tuple(self.markets)

    @property
    def publish_patterns(self) -> tuple[str, ...]:
        """The patterns of `publish_files`, as in `.gitignore`."""
        return tuple(one.pattern for one in self.publish_files)

    @property
    def allowed_files(self) -> Mapping[str, str]:
        """Path in the site → SHA-256 of the file that may lie there although the audit cannot read it."""
        return {one.name: one.sha256 for one in self.publish_files if one.sha256}

    @property
    def other_languages(self) -> tuple[str, ...]:
        return tuple(code for code in self.languages if code != self.default_language)


def in_language(texts: Mapping[str, str], language: str, default: str = "") -> str:
    """The text for `language`, else the default language's, else whatever there is."""
    return texts.get(language) or texts.get(default) or texts.get("") or next(iter(texts.values()), "")


def _read_languages(node: Node) -> Mapping[str, SiteLanguage]:
    if node.items:  # a plain list of codes
        return {code: SiteLanguage(code, code) for code in map(_read_code, node.items)}
    languages = {}
    for code, entry in read_mapping(node).items():
        if not LANGUAGE_CODE.fullmatch(code):
            raise WrongTypeError(entry.line, "language codes such as en, vi or pt-BR", f"“{code}”")
        if entry.is_scalar:
            languages[code] = SiteLanguage(code, read_text(entry) or code)
            continue
        part = _entries(entry, {"name", "markets"})
        languages[code] = SiteLanguage(code, _text(part, "name") or code, _texts(part, "markets"))
    if not languages:
        raise WrongTypeError(node.line, "at least one language", node.describe())
    return MappingProxyType(languages)


def _read_code(node: Node) -> str:
    code = read_text(node)
    if not LANGUAGE_CODE.fullmatch(code):
        raise WrongTypeError(node.line, "a language code such as en, vi or pt-BR", node.describe())
    return code


def _entries(node: Node, allowed: set[str]) -> Mapping[str, Node]:
    entries = read_mapping(node)
    if unknown := sorted(set(entries) - allowed):
        raise WrongTypeError(node.line_of(unknown[0]), " or ".join(sorted(allowed)), f"“{unknown[0]}”")
    return entries


def _text(entries: Mapping[str, Node], name: str) -> str:
    return read_text(entries[name]) if name in entries else ""


def _texts(entries: Mapping[str, Node], name: str) -> tuple[str, ...]:
    return read_texts(entries[name]) if name in entries else ()


def _by_language(entries: Mapping[str, Node], name: str) -> Mapping[str, str]:
    return MappingProxyType(dict(read_texts_by_language(entries[name]))) if name in entries else MappingProxyType({})


def _read_markets(node: Node) -> Mapping[str, Market]:
    markets = {}
    for code, entry in read_mapping(node).items():
        part = _entries(entry, {"currency", "name"})
        markets[code] = Market(code, _text(part, "currency").upper(), _by_language(part, "name"))
    return MappingProxyType(markets)


def _read_topics(node: Node) -> Mapping[str, Topic]:
    topics = {}
    for id, entry in read_mapping(node).items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
            raise WrongTypeError(entry.line, "a topic id of a-z, 0-9 and hyphens", f"“{id}”")
        part = _entries(entry, {"name", "summary", "icon", "team", "severity"})
        severity = read_one_of(SEVERITIES)(part["severity"]) if "severity" in part else "normal"
        topics[id] = Topic(
            id,
            _by_language(part, "name") or {"": id},
            _by_language(part, "summary"),
            _text(part, "icon"),
            _text(part, "team"),
            severity,
        )
    return MappingProxyType(topics)


def _read_contact(node: Node) -> tuple[Contact, ...]:
    if node.is_null:
        return ()
    if node.items is None:
        raise WrongTypeError(node.line, "a list of {channel, url or fact, hours}", node.describe())
    contacts = []
    for entry in node.items:
        part = _entries(entry, {"channel", "url", "fact", "hours", "markets", "name"})
        if not _text(part, "channel"):
            raise WrongTypeError(entry.line, "a channel", entry.describe())
        hours = _text(part, "hours")
        if hours and not re.fullmatch(r"\d{2}:\d{2}-\d{2}:\d{2}", hours):
            raise WrongTypeError(part["hours"].line, 'hours such as "08:00-21:00"', part["hours"].describe())
        url = _text(part, "url")
        if url and not re.match(r"(https?://|mailto:|tel:|/)", url):
            raise WrongTypeError(part["url"].line, "an address with https://, mailto: or tel:", part["url"].describe())
        contacts.append(
            Contact(
                _text(part, "channel"),
                url,
                _text(part, "fact"),
                hours,
                _texts(part, "markets"),
                _by_language(part, "name"),
            )
        )
    return tuple(contacts)


def _read_aliases(node: Node) -> Mapping[str, str]:
    return MappingProxyType({alias: _read_code(code) for alias, code in read_mapping(node).items()})


def _read_address(node: Node) -> str:
    text = read_text(node)
    if text and not re.match(r"https://|http://(localhost|127\.0\.0\.1)", text):
        raise WrongTypeError(node.line, "an address that starts with https://", node.describe())
    return text


def _read_origins(node: Node) -> tuple[str, ...]:
    origins = read_texts(node)
    for origin in origins:
        if not re.fullmatch(r"https://[A-Za-z0-9.*-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?", origin):
            raise WrongTypeError(node.line, "origins such as https://app.chatwoot.com", f"“{origin}”")
    return origins


def _read_publish_files(node: Node) -> tuple[PublishFile, ...]:
    """Patterns, and files with their SHA-256: `{path: sha256}` or `{file: path, sha256: …}`."""
    if node.is_null or node.is_scalar:
        return tuple(map(PublishFile, read_texts(node)))
    rows = [node] if node.entries is not None else node.items or ()
    found: list[PublishFile] = []
    for row in rows:
        if row.entries is None:
            found += map(PublishFile, filter(None, [read_text(row)]))
        elif row.entries.keys() == {"file", "sha256"}:
            found.append(_allowed(read_text(row.entries["file"]), row.entries["sha256"]))
        else:
            found += (_allowed(path, value) for path, value in row.entries.items())
    return tuple(found)


def _allowed(path: str, value: Node) -> PublishFile:
    sha256, name = read_text(value).lower(), path.lstrip("/")
    if not name or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise WrongTypeError(value.line, "a file and its SHA-256, of 64 hexadecimal digits", f"“{path}: {sha256}”")
    return PublishFile("/" + re.sub(r"([\\*?\[\]!# ])", r"\\\1", name), name, sha256)


def _read_node(node: Node) -> Node:
    read_mapping(node)
    return node


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the table of options."""

    name: str
    read: Callable[[Node], object]
    what: str
    example: str


OPTIONS: tuple[Option, ...] = (
    Option("shop", read_text, "The shop's name, as shown on the pages; without it `site_name`.", "shop: Sen & Serai"),
    Option(
        "shop_url",
        _read_address,
        "Where the shop itself is; links on the shop's name lead there.",
        "shop_url: https://shop.example/",
    ),
    Option("strict", read_yes_no, "Warnings count as errors, as with `--strict`.", "strict: true"),
    Option(
        "layout",
        read_one_of(("suffix", "folder")),
        "`suffix`: returns.vi.md; `folder`: vi/returns.md.",
        "layout: suffix",
    ),
    Option(
        "default_language", _read_code, "The language of files without a suffix, and of `/`.", "default_language: en"
    ),
    Option(
        "languages",
        _read_languages,
        "Code → name and the markets it speaks for; the order is the menu's.",
        "languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}",
    ),
    Option("aliases", _read_aliases, "Codes that other people's files use → ours.", "aliases: {my: ms}"),
    Option(
        "markets",
        _read_markets,
        "Code → currency and name in each language.",
        "markets: {VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}}",
    ),
    Option(
        "topics",
        _read_topics,
        "Id → name and summary in each language, icon, team and severity "
        "(" + ", ".join(SEVERITIES) + "); the order is the home page's.",
        "topics: {returns: {icon: return, team: after-sales, name: {en: Returns}}}",
    ),
    Option(
        "featured",
        read_texts,
        "Ids of the most-needed articles, shown on the home page.",
        "featured: [faq/track-order]",
    ),
    Option(
        "contact",
        _read_contact,
        "How to reach a person: channel, `url` or a `fact` (phone, e-mail), hours, markets.",
        'contact: [{channel: hotline, fact: hotline, hours: "08:00-21:00"}]',
    ),
    Option(
        "variants",
        read_texts,
        "The classes of customers that scripts may have a variant for.",
        "variants: [vip, returning, new, at-risk]",
    ),
    Option(
        "channels",
        _read_node,
        "Changes to the shipped register of channels, and channels of your own.",
        "channels: {sms: {accents: drop}}",
    ),
    Option(
        "unit_words",
        read_unit_words,
        "Words for a fact's unit where a language has none, or in the shop's own manner: unit → language → a text "
        "with `{0}` for the number, or one for each plural form (one, two, few, many, other).",
        'unit_words: {business_days: {sv: {one: "{0} vardag", other: "{0} vardagar"}}}',
    ),
    Option(
        "feedback_url",
        _read_address,
        "Where “did this help?” is sent; left out, it stays in the browser.",
        "feedback_url: https://shop.example/feedback",
    ),
    Option(
        "frame_ancestors",
        _read_origins,
        "Helpdesks that may show the agents' desk in a frame.",
        "frame_ancestors: [https://app.chatwoot.com]",
    ),
    Option(
        "lock",
        read_yes_no,
        "Yes: the agents' edition is built locked, as with `--lock`; `--unlocked` builds it in the clear all the same.",
        "lock: true",
    ),
    Option(
        "publish_files",
        _read_publish_files,
        "Files in `docs/` that are no pictures, fonts, styles or scripts and that no page links, and are published "
        "all the same: patterns as in `.gitignore`, relative to `docs/`. With its SHA-256, a file that the leak audit "
        "cannot read.",
        'publish_files: ["/catalogue.xlsx", "/feeds/*.json", '
        '{"/app.7z": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]',
    ),
    Option("raw_html", read_yes_no, "No: HTML in Markdown is refused, with path and line.", "raw_html: false"),
    Option(
        "stale_grace_days",
        read_whole_number,
        "So many days after its review date a stale page is an error; 0: never.",
        "stale_grace_days: 60",
    ),
)

_WORDS = frozenset({"shop", "languages", "markets", "topics", "contact"})
"""Options with names and sentences in them, and the keys below them that hold neither."""
_NO_WORDS = frozenset({"markets", "currency", "icon", "team", "severity", "channel", "url", "fact", "hours"})
_BY_NAME = {option.name: option for option in OPTIONS}


def read_options(node: Node, *, path: str) -> tuple[Options, tuple[Problem, ...]]:
    """The options that could be read (defaults for the others), and what is wrong with the rest."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    broken: set[str] = set()
    for name, value in (node.entries or {}).items():
        option = _BY_NAME.get(name)
        if option is None:
            near = difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.6)
            mend = f"did you mean “{near[0]}”?" if near else ""
            problems.append(UNKNOWN_OPTION.at(path, node.line_of(name), f"unknown option “{name}”", mend))
            continue
        if name in _WORDS:
            problems += cut_words(value, path=path, name=name, passing=_NO_WORDS)
        if value.is_null:
            continue
        try:
            values[name] = option.read(value)
        except WrongTypeError as error:
            broken.add(name)
            problems.append(BROKEN_OPTION.at(path, error.line, f"{name}: {error}", f"for example `{option.example}`"))
    lines = MappingProxyType(dict(node.key_lines or {}))
    options = Options(**values, lines=lines, broken=frozenset(broken))  # type: ignore[arg-type]
    return _reconcile(options, path, problems), tuple(problems)


def _reconcile(options: Options, path: str, problems: list[Problem]) -> Options:
    """Checks that span options; the result can always be worked with."""
    if options.default_language not in options.languages:
        if "languages" in options.lines:
            problems.append(
                BROKEN_OPTION.at(
                    path,
                    options.lines.get("default_language", options.lines["languages"]),
                    f"default_language “{options.default_language}” is not among the languages",
                    "add it to `languages`, or choose one of " + ", ".join(options.languages),
                )
            )
            options = replace(
                options,
                default_language=next(iter(options.languages)),
                broken=options.broken | {"default_language"},
            )
        else:
            only = {options.default_language: SiteLanguage(options.default_language, options.default_language)}
            options = replace(options, languages=MappingProxyType(only))
    for language in options.languages.values():
        for market in language.markets:
            if market not in options.markets:
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get("languages", 1),
                        f"languages: {language.code} names the market “{market}”, which is not declared",
                        "add it to `markets`",
                    )
                )
    for name, wanted in (("contact", [code for contact in options.contact for code in contact.markets]),):
        for market in wanted:
            if market not in options.markets:
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get(name, 1),
                        f"{name}: the market “{market}” is not declared",
                        "add it to `markets`",
                    )
                )
    for unit, languages in options.unit_words.items():
        for code in languages:
            if not any(one == code or one.startswith(f"{code}-") for one in options.languages):
                problems.append(
                    BROKEN_OPTION.at(
                        path,
                        options.lines.get("unit_words", 1),
                        f"unit_words: {unit}: “{code}” is not among the languages",
                        "choose from " + ", ".join(options.languages),
                    )
                )
    for alias, code in options.aliases.items():
        if code not in options.languages:
            problems.append(
                BROKEN_OPTION.at(
                    path,
                    options.lines.get("aliases", 1),
                    f"aliases: {alias} stands for “{code}”, which is not among the languages",
                )
            )
    return options
