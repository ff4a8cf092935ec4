"""What the desk's page is given in one language: names to show, words, and where the desk's files lie."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.content.model import STAGES, Article
from kb.content.urls import url_of
from kb.editions.page_policy import events_address
from kb.text.small_talk import phrases_in
from kb.ui_strings import lineage
from kb.ui_strings.plurals import split_form
from kb.website.agent_pages.labels import PageLabels
from kb.website.output.desk import ANSWERING, FOLDER, MANIFEST, SCRIPT, desk_code, desk_code_folder

if TYPE_CHECKING:
    from kb.project.options import Options
    from kb.website.views.site_views import SiteViews
    from kb.workspace.workspace import Workspace

PREFIX = "desk_"
"""Interface words that the desk's script needs are those that begin so."""


CHANNEL_WORDS = ("hours", "reply_within", "minutes", "window", "window_hours", "in_a_row")
"""What the page of channels says of one, and the desk too."""


_NOT_FOR_THE_SCRIPT = frozenset({"message_hint", "needs_scripts", "on_channel", "by_channel"})
"""Words of the desk that stand in its page, or are read with those of other languages (`channel_phrases`)."""


_CLASS = re.compile(r"(?:^|_)class(?:es)?(?:_|$)")
"""What words have that only a desk with `customer_classes` says."""


def _own_words(words: Mapping[str, str], options: Options) -> dict[str, str]:
    own = {name.removeprefix(PREFIX): word for name, word in words.items() if name.startswith(PREFIX)}
    is_sending = bool(events_address(options, "agents", "desk"))
    unsaid = {name for name, is_said in (("learns", options.learning), ("sent", is_sending)) if not is_said}
    unsaid |= {name for name in own if _CLASS.search(name) and not options.customer_classes}
    return {name: word for name, word in own.items() if name not in _NOT_FOR_THE_SCRIPT | unsaid}


def _words_of_channels(words: Mapping[str, str]) -> dict[str, str]:
    """`channel_minutes`, and its plural forms, from those of the page of channels."""
    return {
        f"channel_{name}{form.removeprefix(f'tool_{name}')}": word
        for name in CHANNEL_WORDS
        for form, word in words.items()
        if split_form(form)[0] == f"tool_{name}"
    }


def _rules_for_moods(workspace: Workspace, language: str) -> list[dict[str, object]]:
    """The procedures that say what to do with a customer in a mood: `moods`, title and address from the site's root."""
    options = workspace.edition.options
    return [
        {"moods": list(page.document.moods), "title": page.document.title, "url": url_of(page.id, language, options)}
        for page in workspace.edition.in_language(language)
        if isinstance(page.document, Article) and page.document.moods
    ]


def _channel_phrases(workspace: Workspace) -> dict[str, list[str]]:
    """What customers say around the name of a channel, in the site's languages: `on` a marketplace, `by` others."""
    options = workspace.edition.options
    words = {code: options.ui_strings(code) for code in sorted({"en", *options.languages})}
    return {kind: phrases_in(words, f"desk_{kind}_channel") for kind in ("on", "by")}


def _address_forms(workspace: Workspace) -> dict[str, list[str]]:
    """Language → how its customers may be called; none in a language that has no words of its own for it."""
    options = workspace.edition.options
    key = f"{PREFIX}address_forms"
    english = options.ui_strings("en")[key]
    said = {code: options.ui_strings(code)[key] for code in options.languages}
    return {
        code: [form.strip() for form in forms.split("|") if form.strip()]
        for code, forms in said.items()
        if forms != english or "en" in lineage(code)
    }


def desk_page(workspace: Workspace, views: SiteViews, language: str) -> Mapping[str, object]:
    """Settings for the script as JSON, and the addresses of its files from the site's root."""
    shown = PageLabels(workspace, views, language)
    options = shown.options
    code = desk_code_folder(desk_code(workspace))
    settings = {
        "language": language,
        "languages": {code: one.name for code, one in options.languages.items()},
        "channels": list(shown.served) or list(shown.channels),
        "variants": {id: shown.variant(id).name for id in options.variants},
        "stages": {id: shown.stage(id).name for id in STAGES},
        "topics": {id: shown.topic(id).name for id in options.topics},
        "address_forms": _address_forms(workspace),
        "escalation": _rules_for_moods(workspace, language),
        "origins": list(options.frame_ancestors),
        "shop_names": list(workspace.project.shop_names),
        "channel_phrases": _channel_phrases(workspace),
        "events": events_address(options, "agents", "desk"),
        "learns": options.learning,
        "customer_classes": options.customer_classes,
        "inboxes": {inbox.name: inbox.channel for inbox in options.inboxes},
        "manifest": f"{FOLDER}/{MANIFEST}",
        "answering": f"{code}/{ANSWERING}",
        "words": {**_own_words(shown.words, options), **_words_of_channels(shown.words)},
    }
    return {
        # Within <script>, where quotation marks need no escapes of five letters each, and no tag may begin.
        "settings": json.dumps(settings, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "code": f"{code}/",
        "language": language,
        "script": f"{code}/{SCRIPT}",
    }
