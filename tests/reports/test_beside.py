"""Which internal lines belong beside which reply."""

from __future__ import annotations

import pytest

from kb.content.in_time import on_day
from kb.editions.selection import select
from kb.reports.beside import Beside, InternalLines, internal_lines
from tests.conftest import WriteProject
from tests.reports.projects import FILES, TODAY, library_of

MORE = {
    "docs/policies/returns.md": "---\ntitle: Returns\ntopic: returns\n---\nSend it.\n",
    "docs/faq/late.md": "---\ntitle: Late parcel\ntopic: delivery\nanswer: Wait.\n---\nWait.\n",
    "agents/facts.yml": "goodwill: {unit: money, markets: {VN: 50000, MY: 10}}\nlead: {unit: hours, value: 24}\n",
    "agents/notes/policies/returns.md": (
        "---\ntitle: Note on returns\n---\n## Limits\n\nA voucher of\nup to {{ fact.goodwill }}.\n\n- Within "
        "{{ fact.return_days.VN }}, see {{ link.faq/late }}.\n\n```\n{{ fact.lead }}\n```\n"
    ),
    "agents/notes/policies/returns.vi.md": "---\ntitle: Ghi chú\n---\nVoucher tới **{{ fact.goodwill }}**.\n",
    "agents/scripts/delay.md": (
        "---\ntitle: Delay\ntopic: returns\nrelated: [policies/returns]\nchannels: [shopee]\n---\nHello.\n"
    ),
    "agents/scripts/other.md": "---\ntitle: Other\ntopic: delivery\nchannels: [shopee]\n---\nHello.\n",
    "agents/scripts/alone.md": "---\ntitle: Alone\nchannels: [shopee]\n---\nHello.\n",
    "agents/procedures/refunds.md": (
        "---\ntitle: Refunds\ntopic: returns\n---\n| Case | Who |\n|---|---|\n| after {{ fact.lead }} | the lead |\n\n"
        "Again {{ fact.goodwill }}.\n\nOf another reply: {{ fact.lead }}, [Other](../scripts/other.md).\n"
    ),
    "agents/procedures/morning.md": (
        '---\ntitle: Morning\ntopic: returns\ntime: "08:00"\nrole: Agent\n---\nAnswer within {{ fact.lead }}.\n'
    ),
}


def found(write_project: WriteProject, language: str = "en", **changes: str) -> InternalLines:
    library, options = library_of(write_project({**FILES, **MORE, **changes}))
    read = on_day(library, options, TODAY)
    return internal_lines(read, select(read, options, "agents"), language)


def test_notes_on_related_articles_and_procedures_of_the_topic_stand_beside_a_reply(
    write_project: WriteProject,
) -> None:
    lines = found(write_project)
    voucher = "A voucher of up to ₫50,000 in Vietnam and RM10 in Malaysia."
    assert lines.answers["scripts/delay"] == Beside(
        limits=(("note:policies/returns", voucher), ("procedures/refunds", "after 24 hours · the lead")),
        notes=("note:policies/returns",),
        procedures=("procedures/refunds",),
    )
    assert [line.text for line in lines.texts["note:policies/returns"].lines] == [
        voucher, "Within 7 days, see Late parcel.",
    ]  # fmt: skip
    assert lines.answers["policies/returns"].notes == ("note:policies/returns",)
    assert lines.answers["scripts/other"].limits == (
        ("procedures/refunds", "after 24 hours · the lead"),
        ("procedures/refunds", "Again ₫50,000 in Vietnam and RM10 in Malaysia."),
    )
    assert "scripts/alone" not in lines.answers


def test_each_language_reads_its_own_words_else_those_of_the_first(write_project: WriteProject) -> None:
    limits = found(write_project, "vi").answers["scripts/delay"].limits
    assert limits[0] == ("note:policies/returns", "Voucher tới 50.000\u00a0₫.")
    assert limits[1][0] == "procedures/refunds"


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_round_says_something_only_of_replies_that_it_names(is_listed: bool, write_project: WriteProject) -> None:
    text = MORE["agents/procedures/morning.md"]
    if is_listed:
        text = text.replace("hours", "") + "\nWithin {{ fact.lead }}: [Alone](../scripts/alone.md).\n"
    lines = found(write_project, **{"agents/procedures/morning.md": text})
    expected = Beside((("procedures/morning", "Within 24 hours: Alone."),), (), ("procedures/morning",))
    assert lines.answers.get("scripts/alone") == (expected if is_listed else None)
    assert "procedures/morning" not in lines.answers["scripts/delay"].procedures


def test_a_shop_without_internal_texts_has_none(write_project: WriteProject) -> None:
    files = {name: MORE[name] for name in ("docs/faq/late.md", "agents/scripts/other.md")}
    library, options = library_of(write_project(files))
    assert internal_lines(library, select(library, options, "agents"), "en") == InternalLines({}, {})
