"""What several tests of the desk share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.website.build.editions import build_editions
from tests.conftest import TODAY
from tests.desk.test_panel import CONFIG, SCRIPT
from tests.visitors import Host, serve_folder


@pytest.fixture(scope="session")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agent edition of a small shop, whose options name the helpdesk."""
    root = tmp_path_factory.mktemp("small")
    for name, text in {"mkdocs.yml": CONFIG, "agents/scripts/late.md": SCRIPT, "docs/index.md": "Hello."}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    return root / "site" / "agents"


TWO_LANGUAGES = {
    "mkdocs.yml": """\
site_name: Zwei Sprachen
site_url: https://help.zwei.example/
theme: {name: material}
plugins:
  - kb:
      default_language: de
      languages: {de: {name: Deutsch, markets: [DE]}, en: {name: English, markets: [DE]}}
      markets: {DE: {currency: EUR, name: {de: Deutschland, en: Germany}}}
      topics: {delivery: {team: Versand, severity: high, name: {de: Lieferung, en: Delivery}}}
      channels: [livechat, email, sms]
""",
    "docs/index.md": "Hallo.",
    "agents/scripts/late.md": """\
---
title: Paket kommt spät
topic: delivery
questions: [wo ist mein Paket, Paket kommt zu spät]
placeholders:
  title: {type: honorific}
  customer_name: {type: name, example: Weber, required: false}
  order_id: {type: code, example: A1}
---
Guten Tag {{ title }} {{ customer_name }}, Ihre Bestellung {{ order_id }} ist verspätet, das tut uns leid.

## short
{{ title }} {{ customer_name }}, {{ order_id }} kommt später.
""",
    "agents/scripts/late.en.md": """\
---
title: Late parcel
topic: delivery
questions: [where is my parcel, my parcel is late, parcel has not come]
placeholders:
  customer_name: {type: name, example: Weber, required: false}
  order_id: {type: code, example: A1}
---
Hello {{ customer_name }}, order {{ order_id }} is late, and we are sorry.

## channel: email
Hello {{ customer_name }},

we are sorry that order {{ order_id }} is late.

Kind regards

## short
Order {{ order_id }} is late, sorry.
""",
    "agents/procedures/escalation.md": """\
---
title: Beschwerden weitergeben
moods: [angry, legal]
---
1. Sofort an die Teamleitung.
""",
    "agents/scripts/angry.md": """\
---
title: Der Kunde ist wütend
topic: delivery
moods: [angry, legal]
questions: [das ist unverschämt, niemand antwortet mir]
---
Das tut uns leid.
""",
    "agents/scripts/invoice.en.md": """\
---
title: Invoice by e-mail
topic: delivery
questions: [please send me an invoice, I need the invoice for my company]
---
Your invoice is on its way.
""",
}


@pytest.fixture(scope="session")
def two_languages_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The agent edition of a shop that writes German and English; not every reply is translated."""
    root = tmp_path_factory.mktemp("two")
    for name, text in TWO_LANGUAGES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (report,) = build_editions(root, ("agents",), root / "site", today=TODAY)
    assert report.is_whole, report.problems
    yield from serve_folder(root / "site" / "agents")
