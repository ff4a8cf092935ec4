"""The table of options, from which reading, problems and the manual come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.project.allowed_hosts import read_allowed_hosts
from kb.project.look import read_look
from kb.project.opening_hours import read_holidays
from kb.project.option_readers import (
    SEVERITIES,
    read_address,
    read_aliases,
    read_contact,
    read_feedback_events,
    read_inboxes,
    read_language_code,
    read_languages,
    read_markets,
    read_node,
    read_origins,
    read_publish_files,
    read_topics,
    read_video_services,
)
from kb.project.options import CLASS_SOURCES, COMMONMARK, PYTHON_MARKDOWN
from kb.project.rule_settings import read_rules
from kb.project.services import STATISTICS, read_chat, read_statistics
from kb.project.time_zones import read_zones
from kb.project.unit_words import read_unit_words
from kb.source.fields import (
    read_few_texts,
    read_one_of,
    read_text,
    read_texts,
    read_whole_number,
    read_yes_no,
)
from kb.source.yaml_nodes import Node


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
        read_address,
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
        "default_language",
        read_language_code,
        "The language of files without a suffix, and of `/`.",
        "default_language: en",
    ),
    Option(
        "languages",
        read_languages,
        "Code → name and the markets it speaks for; the order is the menu's. `in_translation: true`: what the language "
        "still lacks is no problem yet.",
        "languages: {en: {name: English, markets: [VN, MY]}, vi: {name: Tiếng Việt, markets: [VN]}}",
    ),
    Option("aliases", read_aliases, "Codes that other people's files use → ours.", "aliases: {my: ms}"),
    Option(
        "markets",
        read_markets,
        "Code → currency and name in each language; `number_prefixes`: how the numbers of its orders begin, by which "
        "`kb reply` and the desk know the market, and the desk finds them in a message.",
        "markets: {VN: {currency: VND, name: {en: Vietnam, vi: Việt Nam}}}",
    ),
    Option(
        "topics",
        read_topics,
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
        read_contact,
        "How to reach a person: channel, `url` or a `fact` (phone, e-mail), markets, name, hours (every day, or by "
        "weekday with breaks), and holidays or timezone where they are not the shop's.",
        'contact: [{channel: hotline, fact: hotline, hours: {mon-fri: "08:00-12:00, 13:00-17:30", sat: closed}}]',
    ),
    Option(
        "timezone",
        read_zones,
        "The time zone of the opening hours (IANA): one, or one for each market. Without it the market's own, where it "
        "has but one.",
        "timezone: Europe/Berlin",
    ),
    Option(
        "holidays",
        read_holidays,
        "Days with hours of their own for every contact: a date of each year (`12-25`), of one year, or from one to "
        "another (`..`) → closed, times, a name, or `{name, hours}`; below a market's code for that market alone.",
        'holidays: {12-25: {name: {en: Christmas Day}}, 2026-12-24: "08:00-12:00"}',
    ),
    Option(
        "look",
        read_look,
        "The shop's own look: `logo`, `favicon`, `accent` (a colour), `font`, `home_picture`, `share_picture` (files "
        "in `docs/`), `header_links`, `footer_links`, `social`, `copyright`: see [Your look](look.md).",
        'look: {logo: img/logo.svg, accent: {light: "#9b1d54", dark: "#f2a1c4"}, font: fonts/lora.woff2}',
    ),
    Option(
        "variants",
        read_texts,
        "The classes of customers that scripts may have a variant for.",
        "variants: [vip, returning, new, at-risk]",
    ),
    Option(
        "channels",
        read_node,
        "The shop's channels, in its order: a list of names, or names with settings of your own; `off` is for one "
        "that was given up. Left out: those usual in your markets, and those that your scripts name.",
        "channels: {email: {}, sms: {accents: drop}, telegram: {names: {en: Telegram}}}",
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
        read_address,
        "Where “did this help?” is sent; left out, it stays in the browser.",
        "feedback_url: https://shop.example/feedback",
    ),
    Option(
        "feedback_events",
        read_feedback_events,
        "What is sent to feedback_url beside votes: searches (that led nowhere, as a few words), desk (which replies "
        "agents copy and that none fitted, as counts; not from a locked edition). Nothing, if left out.",
        "feedback_events: [searches, desk]",
    ),
    Option(
        "learning",
        read_yes_no,
        "Yes: the desk counts which answers are copied for which of the shop's own words, and lifts a little what "
        "colleagues chose (`kb insights learn` makes insights/data/learned.json).",
        "learning: true",
    ),
    Option(
        "allow_hosts",
        read_allowed_hosts,
        "Other hosts that pages may load from: a list is for pictures; or by purpose: images, media (sound, film), "
        "frames, scripts, styles, fonts, connect (what scripts ask), forms. `editions: [public, agents]` allows them "
        "for agents too; a locked edition loads nothing from elsewhere.",
        "allow_hosts: {images: [cdn.example.com], frames: [maps.example.com]}",
    ),
    Option(
        "video",
        read_video_services,
        "Services whose videos play on the page once they are clicked: youtube, vimeo. Those of others, and in the "
        "agents' edition unless `allow_hosts` names it in `editions`, are links.",
        "video: [youtube, vimeo]",
    ),
    Option(
        "statistics",
        read_statistics,
        "Counts visits of the public edition: `service` ("
        + ", ".join(STATISTICS)
        + "), `id` (what it calls your site), `host` where it is your own, `consent: yes` to ask readers first (for "
        "ga4 unless told otherwise). Who sends Do Not Track is not counted.",
        "statistics: {service: plausible, id: help.example.com}",
    ),
    Option(
        "chat",
        read_chat,
        "A chat widget on public pages, loaded when its button is pressed: `script`, other `hosts` that it takes, "
        "`attributes` of the script, `integrity`, `inline_styles: yes` where it needs them.",
        "chat: {script: https://widget.example.com/chat.js, hosts: [api.example.com], attributes: {data-id: abc}}",
    ),
    Option(
        "frame_ancestors",
        read_origins,
        "Helpdesks that may show the agents' desk in a frame.",
        "frame_ancestors: [https://app.chatwoot.com]",
    ),
    Option(
        "shop_names",
        read_few_texts,
        "Other names of the shop, as marketplaces and chats show them: the desk tells the shop's words in a copied "
        "conversation from the customer's by these, by `shop` and by `site_name`.",
        "shop_names: [Senlai Official Store, senlai.my]",
    ),
    Option(
        "inboxes",
        read_inboxes,
        "Which channel an inbox of the helpdesk is, for the desk in its frame: the inbox's name, its number, or its "
        "type in Chatwoot (`Channel::Api`) → one of `channels`.",
        'inboxes: {"Channel::Api": shopee, Zalo OA: zalo}',
    ),
    Option(
        "lock",
        read_yes_no,
        "Yes: the agents' edition is built locked, as with `--lock`; `--unlocked` builds it in the clear all the same.",
        "lock: true",
    ),
    Option(
        "customer_classes",
        read_one_of(CLASS_SOURCES),
        "Lets the desk pick a customer's class by their orders: `edition` puts what `kb insights classes --look-up` "
        "wrote into the agents' edition, which must be locked; with `file` the agent opens that file at the desk.",
        "customer_classes: file",
    ),
    Option(
        "publish_files",
        read_publish_files,
        "Files in `docs/` that are no pictures, fonts, styles or scripts and that no page links, and are published "
        "all the same: patterns as in `.gitignore`, relative to `docs/`. With its SHA-256, a file that the leak audit "
        "cannot read.",
        'publish_files: ["/catalogue.xlsx", "/feeds/*.json", '
        '{"/app.7z": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]',
    ),
    Option(
        "markdown",
        read_one_of((COMMONMARK, PYTHON_MARKDOWN)),
        "How lists, emphasis, boxes and bare addresses in pages are read: `commonmark`, as GitHub and most editors; "
        "`python-markdown`, as MkDocs alone does, which is the default of projects without this option.",
        "markdown: commonmark",
    ),
    Option("raw_html", read_yes_no, "No: HTML in Markdown is refused, with path and line.", "raw_html: false"),
    Option(
        "stale_grace_days",
        read_whole_number,
        "So many days after its review date a stale page is an error; 0: never.",
        "stale_grace_days: 60",
    ),
    Option(
        "rules",
        read_rules,
        "Code of a rule → `off`, `hint`, `warning` or `error`, or a mapping of `severity`, `reason` and `files` "
        "(patterns as in `.gitignore`, from the project's folder). Rules that guard what is published stay.",
        'rules: {KB702: off, KB603: {severity: hint, reason: "read each January", files: [docs/guides/]}}',
    ),
)
