"""What was found in a script is kept, and found again once what it links to says something else."""

from __future__ import annotations

from dataclasses import replace

from kb.cache.steps import StepCache
from kb.cache.store import Store
from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import load_rule_packs
from kb.checks.scripts import check_scripts
from kb.content.model import Kind, Script, ScriptPart
from kb.replies.plain_text import LinkTarget
from kb.source.problem import Problem


def script(id: str, text: str) -> Script:
    part = ScriptPart("", "", text, 1)
    path = f"agents/{id}.md"
    return Script(
        id=id, language="vi", kind=Kind.SCRIPT, path=path, title=id, body=text, channels=("shopee",), parts=(part,)
    )


def judged(steps: StepCache, scripts: list[Script], answer: str) -> list[Problem]:
    links = {"faq/goi": LinkTarget("Gọi shop", "https://help.shop.example/", answer)}
    return list(
        check_scripts(
            scripts, shipped_channels(), packs=load_rule_packs(), links=lambda _: links, each=steps.check_each
        )
    )


def test_a_kept_finding_follows_the_answer_that_a_script_sends_in_place_of_a_link() -> None:
    steps = StepCache(Store(None))
    scripts = [script("scripts/links", "Xem: [Gọi shop](kb:faq/goi)"), script("scripts/none", "Chào bạn.")]
    assert judged(steps, scripts, "Gọi shop nhé.") == []
    assert [one.code for one in judged(steps, scripts, "Gọi 0912345678 nhé.")] == ["KB502"]
    assert judged(steps, scripts, "Gọi shop nhé.") == []


def test_a_kept_finding_follows_the_text_that_facts_give_a_script() -> None:
    steps = StepCache(Store(None))
    written = script("scripts/a", "Gọi {{ fact.hotline }}.")
    said = replace(written, parts=(ScriptPart("", "", "Gọi 0912345678 nhé.", 1),))
    assert judged(steps, [written], "") != judged(steps, [said], "") == judged(StepCache(Store(None)), [said], "")
