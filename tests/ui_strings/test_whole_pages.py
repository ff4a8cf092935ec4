"""A site in a language that nobody has written yet: every word that shoppers and agents meet comes from `words/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel import dates
from lxml import html

from kb.ui_strings import shipped_strings
from kb.ui_strings.missing import is_for_agents
from kb.ui_strings.own import FOLDER
from kb.ui_strings.plurals import split_form, wanted_keys
from tests.cli.running import call_kb, said

SHOP = "§"
"""Marks each text of the shop's."""
WORD = "¤"
"""Marks each interface word."""
LANGUAGE = "sw"
"""Babel knows it (`one` and `other`), Material and kb do not speak it."""

BOXES = (
    "note",
    "tip",
    "info",
    "important",
    "warning",
    "caution",
    "danger",
    "success",
    "example",
    "question",
    "details",
)

FILES = {
    "mkdocs.yml": f"""\
site_name: {SHOP}1
site_url: https://help.example.com/
theme: {{name: material}}
plugins:
  - kb:
      shop: {SHOP}2
      default_language: {LANGUAGE}
      markdown: commonmark
      languages: {{{LANGUAGE}: {SHOP}3}}
      markets: {{KE: {{currency: KES, name: {{{LANGUAGE}: {SHOP}4}}}}}}
      featured: [faq/one]
      topics: {{things: {{name: {{{LANGUAGE}: {SHOP}5}}, summary: {{{LANGUAGE}: {SHOP}6}}}}}}
      contact: [{{channel: email, fact: mail, hours: "08:00-21:00"}}, {{channel: hotline, url: "tel:1"}}]
      video: [youtube]
      feedback_url: https://feedback.example/say
      chat: {{script: "https://chat.example/sdk.js"}}
      statistics: {{service: umami, id: 1a, consent: yes}}
""",
    "facts.yml": f"mail: {{unit: text, value: 1@2.3}}\n"
    f"desk: {{unit: text, value: {SHOP}10, since: [{{from: 2090-01-01, value: {SHOP}11}}]}}\n",
    "docs/policies/old@2020-01-01.md": f"---\ntitle: {SHOP}12\n---\n{SHOP}\n",
    "docs/policies/old@2021-01-01.md": f"---\ntitle: {SHOP}12\nchanges: [{{on: 2021-01-01, what: {SHOP}13}}]\n---\n"
    "{{ fact.desk }}\n",
    "docs/policies/old.md": f"---\ntitle: {SHOP}12\neffective_from: 2090-01-01\n---\n{SHOP}\n",
    "notices.yml": f"- {{id: n, from: 2026-01-01, until: 2027-01-01, link: faq/one, text: {{{LANGUAGE}: {SHOP}7}}}}\n",
    "docs/faq/one.md": f"""\
---
title: {SHOP}8
answer: {SHOP}9
topic: things
reviewed_on: 2026-11-01
---
| {SHOP} | {SHOP} |
|---|---|
| 1 | 2 |

```tree
start: a
steps:
  a: {{ask: {SHOP}, choices: {{{SHOP}1: b}}}}
  b: {{answer: {SHOP}, contact: true}}
```
""",
    "docs/faq/two.md": f"""\
---
title: {SHOP}10
topic: things
---
## {SHOP}11
{SHOP}

## {SHOP}12
{SHOP}

## {SHOP}13
{SHOP}

```video
url: https://youtu.be/abcdefghij1
title: {SHOP}16
text: {SHOP}17
transcript: {SHOP}18
```
""",
    "docs/policies/rule.md": f"---\ntitle: {SHOP}14\neffective_from: 2026-09-01\n---\n{SHOP}\n",
    "docs/guides/way.md": f"---\ntitle: {SHOP}15\n---\n{SHOP}[^1]\n\n- [x] {SHOP}\n- [ ] {SHOP}\n\n[^1]: {SHOP}\n\n"
    + "\n\n".join(f":::{name}\n{SHOP}\n:::" for name in BOXES),
}

DAYS = [
    dates.format_date(day, "long", locale=LANGUAGE)
    for day in (
        date(2026, 11, 1),
        date(2026, 9, 1),
        date(2020, 1, 1),
        date(2020, 12, 31),
        date(2021, 1, 1),
        date(2090, 1, 1),
    )
]

SHOWN_ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "data-open", "data-closed", "data-count", "data-none",
                    "data-offer", "data-accept", "data-dismiss", "data-words", "content",
                    "data-until", "data-opens", "data-yours", "data-play", "data-ask", "data-yes",
                    "data-no")  # fmt: skip
_NOT_READ = {"script", "style", "link", "template"}


def own_words() -> str:
    english = shipped_strings("en")
    lines = []
    for key in wanted_keys(LANGUAGE):
        gaps = " ".join(re.findall(r"\{\w+\}", english[split_form(key)[0]]))
        if not is_for_agents(key):
            lines.append(f"{key}: '{WORD}<b>&\" {key.replace('_', '-')} {gaps}'\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("words")
    for path, text in {**FILES, f"{FOLDER}/{LANGUAGE}.yml": own_words()}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    done = call_kb(root, "build", "--edition", "public", "--today", "2026-11-21")
    assert done.returncode == 0, said(done)
    assert "KB811" not in said(done)
    return root / "site/public"


def texts_of(page: html.HtmlElement) -> Iterator[str]:
    """Each text and attribute that a reader may meet."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in _NOT_READ:
            yield element.text or ""
            for name in SHOWN_ATTRIBUTES if element.tag != "meta" else ():
                yield element.get(name) or ""
        yield element.tail or ""


def is_foreign(text: str) -> bool:
    """Whether a text has a word in it and is neither the shop's, nor of the interface, nor an address or a code."""
    if re.fullmatch(r"https?://\S+", text.strip()):
        return False
    return bool(re.search(r"[^\W\d_]{2}", text)) and WORD not in text and SHOP not in text


def test_every_word_on_every_public_page_is_the_shops_own(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) >= 8
    for path in pages:
        page = html.fromstring(path.read_text("utf-8"))
        foreign = {text.strip() for text in texts_of(page) if is_foreign(text)}
        assert not {text for text in foreign if text not in (LANGUAGE, LANGUAGE.upper(), *DAYS)}, path.relative_to(site)
        assert not page.xpath("//b"), f"{path.relative_to(site)}: a word became markup"


def test_pages_show_most_of_the_words(site: Path) -> None:
    """So that the test above cannot pass by looking at nothing."""
    everything = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    wanted = [key for key in wanted_keys(LANGUAGE) if not is_for_agents(key) and not key.startswith("channel_")]
    shown = [key for key in wanted if re.search(rf" {key.replace('_', '-')}\b", everything)]
    assert len(shown) > len(wanted) * 0.7, sorted(set(wanted) - set(shown))
