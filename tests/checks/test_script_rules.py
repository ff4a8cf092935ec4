"""Scripts are judged on their channels at build time, with path and line, in every language."""

from __future__ import annotations

import pytest

from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import load_rule_packs
from kb.checks.scripts import check_article_channels, check_scripts
from kb.content.model import Article, Kind, Script
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.project.options import Options
from kb.replies.plain_text import LinkTarget
from kb.source.problem import Problem

LINKS = {
    "vi": {"faq/goi": LinkTarget("Gọi shop", "https://help.shop.example/", "Gọi 0912345678 nhé")},
    "en": {"faq/ok": LinkTarget("Fine", "https://help.shop.example/", "All is well")},
}


FILLED = {
    "{{ fact.hotline }}": "1900 0199",
    "{{ link.faq/goi }}": "[Gọi shop](kb:faq/goi)",
    "{{ link.faq/ok }}": "[Fine](kb:faq/ok)",
}


def check(text: str, language: str = "en") -> list[Problem]:
    for braces, filled in FILLED.items():
        text = text.replace(braces, filled)
    document, _ = parse_document(
        text, path="agents/scripts/x.md", name=Name("scripts/x", language, Kind.SCRIPT), options=Options()
    )
    assert isinstance(document, Script)
    return list(
        check_scripts(
            [document],
            shipped_channels(),
            packs=load_rule_packs(),
            links=lambda language: LINKS.get(language, {}),
        )
    )


HEAD = "---\nchannels: [{channels}]\n---\n\n"


@pytest.mark.parametrize(
    ("language", "channels", "body", "code", "line", "words"),
    [
        ("en", "shoppe", "Hello", "KB501", 2, "shoppe"),
        ("en", "email", "Hello\n\n## channel: fax\n\nHello", "KB517", 9, "fax"),
        ("en", "email", "Hello\n\n## channel: sms\n\nHello", "KB508", 9, "sms"),
        ("vi", "shopee, email", "Chào bạn.\n\nBạn hủy đơn giúp shop nhé.", "KB502", 7, "on shopee: “Bạn hủy đơn giúp"),
        ("vi", "tiki, shopee", "Gọi {{{{ fact.hotline }}}} nhé", "KB502", 5, "1900 0199"),
        ("vi", "shopee", "Xem: {{{{ link.faq/goi }}}}", "KB502", 5, "0912345678"),
        ("ms", "lazada", "Hai.\n\n## variant: vip\n\nTolong batalkan pesanan ya", "KB502", 9, "batalkan"),
        ("en", "sms", "a" * 460, "KB503", 5, "4 messages"),
        ("en", "instagram", "a" * 1001, "KB503", 5, "1001 letters"),
        ("en", "email", "Hello\n{{{{ order }}}}", "KB504", 6, "order"),
        ("en", "shopee", "See\nhttps://example.com/size ok", "KB507", 6, "https://example.com/size"),
    ],
)
def test_a_mistake_is_one_problem_with_its_line(
    language: str, channels: str, body: str, code: str, line: int, words: str
) -> None:
    (problem,) = check(HEAD.format(channels=channels) + body.replace("{{{{", "{{").replace("}}}}", "}}"), language)
    assert (problem.code, problem.line) == (code, line), problem
    assert words in problem.message


@pytest.mark.parametrize(
    ("placeholders", "body", "codes"),
    [
        ("{a: {type: code, example: SS1}}", "Hello", ["KB505"]),
        ("{a: {type: code, example: two words}}", "Hello {{ a }}", ["KB506"]),
        ("{a: {type: number, example: '12'}}", "Hello {{ a }}", []),
        ("{a: {type: url, example: shop}}", "Hello {{ a }}", ["KB506"]),
    ],
)
def test_placeholders_are_used_and_look_like_their_type(placeholders: str, body: str, codes: list[str]) -> None:
    found = check(f"---\nchannels: [email]\nplaceholders: {placeholders}\n---\n{body}")
    assert [problem.code for problem in found] == codes
    assert all(problem.line == 3 for problem in found)


def test_a_text_of_its_own_keeps_a_channel_from_the_default() -> None:
    body = "Call 0912345678.\n\n## channel: shopee\n\nWrite to us here."
    assert check("---\nchannels: [shopee, email]\n---\n" + body) == []


def test_a_link_to_an_article_is_permitted_everywhere_because_its_answer_is_sent() -> None:
    assert check("---\nchannels: [shopee, sms, email, hotline]\n---\nMore: {{ link.faq/ok }}") == []


def test_a_script_without_channels_is_judged_on_all_of_them() -> None:
    (problem,) = check("---\ntitle: X\n---\nPlease cancel the order for us.")
    assert problem.message.startswith("on shopee, lazada, tiktok, tiki:")


def test_a_procedure_for_an_unknown_channel_is_a_problem() -> None:
    article = Article(id="procedures/x", language="en", kind=Kind.PROCEDURE, path="agents/procedures/x.md",
                      title="X", body="", channels=("shopee", "fax"), lines={"channel": 4})  # fmt: skip
    (problem,) = check_article_channels([article], shipped_channels())
    assert (problem.code, problem.line) == ("KB517", 4)
