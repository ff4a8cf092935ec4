"""A small project with scripts, procedures, facts and translations in every state."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.content.load import load_library
from kb.content.model import Library
from kb.content.parse import parse_document
from kb.content.urls import parse_name
from kb.project.options import Options
from kb.project.project import load_project

TODAY = date(2026, 11, 21)

RETURNS = """\
---
title: Returns
topic: returns
stage: return
owner: after-sales
reviewed_on: 2026-01-01
review_every_days: 30
changes:
  - {on: 2026-11-01, what: The window is longer, why: Buyers asked}
  - {on: 2026-05-01, what: Photos are enough}
---
You have {{ fact.return_days }}.

## By post

Send it within {{ fact.return_days.VN }}, see {{ link.faq/late }}.
"""

FILES = {
    "facts.yml": "return_days: {about: Days to return, unit: days, markets: {VN: 7, MY: 14}}\n"
    "unused: {unit: days, value: 3}\n",
    "agents/facts.yml": "goodwill: {about: Voucher, unit: money, markets: {VN: 50000, MY: 10}}\n",
    "notices.yml": (
        '- {id: a, from: 2026-12-01, until: 2026-12-02, text: {en: "Now {{ fact.return_days }}", vi: Nay}}\n'
    ),
    "docs/policies/returns.md": RETURNS,
    "docs/policies/returns.vi.md": (
        "---\ntitle: Đổi trả\ntopic: returns\nreviewed_on: 2026-06-01\ntranslates: 0000000000\n---\n"
        "Bạn có {{ fact.return_days }}.\n"
    ),
    "docs/faq/late.md": (
        "---\ntitle: Late parcel\nanswer: Wait {{ fact.return_days }}.\ntopic: returns\nstage: delivery\n---\nWait.\n"
    ),
    "docs/faq/late.vi.md": "---\ntitle: Hàng chậm\n---\nBạn chờ nhé.\n",
    "docs/faq/size.md": "---\ntitle: Size\n---\nMeasure.\n",
    "docs/faq/draft.md": "---\ntitle: Draft\ndraft: true\n---\nNot yet.\n",
    "agents/scripts/delay.md": (
        "---\ntitle: Delay\ntopic: returns\nstage: delivery\nchannels: [shopee, email, sms, hotline]\n"
        "placeholders: {order_id: {type: code, example: A1}}\n---\n"
        "Order {{ order_id }}: up to {{ fact.goodwill }} off.\n\n## variant: vip\n\nDear VIP {{ order_id }}.\n"
    ),
    "agents/procedures/morning.md": (
        '---\ntitle: Morning\ntime: ["08:00", "Fri 16:00"]\nrole: Agent\nchannel: shopee\n---\nAnswer all.\n'
    ),
    "agents/procedures/noon.md": (
        '---\ntitle: Noon\ntime: "12:30"\nrole: Lead\nchannel: [hotline, sms]\n---\nCall back.\n'
    ),
    "agents/notes/faq/late.md": "Offer {{ fact.goodwill }}.\n",
}


def library_of(root: Path) -> tuple[Library, Options]:
    """The whole library of a project folder, and its options; a project with errors fails the test."""
    project = load_project(root)
    loaded = load_library(root, project.options, docs=project.docs, with_agents=True)
    assert [problem for problem in (*project.problems, *loaded.problems) if problem.is_error] == []
    return loaded.library, project.options


def with_current(files: dict[str, str]) -> dict[str, str]:
    """`files` with the translation of `faq/late` marked as up to date."""
    name = parse_name("faq/late.md", is_internal=False, options=Options())
    source, _ = parse_document(files["docs/faq/late.md"], path="docs/faq/late.md", name=name, options=Options())
    current = source.source_hash
    return {**files, "docs/faq/late.vi.md": f"---\ntitle: Hàng chậm\ntranslates: {current}\n---\nBạn chờ nhé.\n"}
