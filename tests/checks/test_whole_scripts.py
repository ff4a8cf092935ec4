"""A script that is not whole stops the build: what it holds, its line, and how to mend it."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

import pytest

from kb.channels.channel import Form
from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import load_rule_packs
from kb.checks.scripts import check_scripts
from kb.content.model import Kind, Script
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.project.options import Options
from kb.replies.render import choose_part, render_reply
from kb.source.problem import Problem
from kb.workspace.workspace import link_targets, open_workspace
from tests.conftest import ROOT

HEAD = (
    "---\nchannels: [livechat, email]\nplaceholders:\n  name: {type: name, example: Lan, required: false}\n"
    "  order_id: {type: code, example: S1}\n  code: {type: code, example: C1, required: false}\n---\n"
)
FIRST = HEAD.count("\n") + 1
USES = "\n\n## variant: vip\n{{ order_id }}. {{ name }}, hello ({{ code }})."


def check(body: str, language: str = "en", channels: str = "[livechat, email]") -> list[Problem]:
    head = HEAD.replace("[livechat, email]", channels)
    document, found = parse_document(
        head + body + USES, path="agents/scripts/x.md", name=Name("scripts/x", language, Kind.SCRIPT), options=Options()
    )
    assert isinstance(document, Script) and not found
    return list(check_scripts([document], shipped_channels(), packs=load_rule_packs()))


@pytest.mark.parametrize(
    ("body", "code", "line", "words"),
    [
        ("Hi {{ticket.requester.first_name}}", "KB512", 0, "{{ticket.requester.first_name}}"),
        ("A\nB {{ order-id }}", "KB512", 1, "did you mean {{ order_id }}?"),
        ("A\n\n- {{ Order_ID | upcase }}", "KB512", 2, "did you mean {{ order_id }}?"),
        ("A {{ ordr_id }}", "KB504", 0, "did you mean {{ order_id }}?"),
        ("A {{{ order_id }}}", "KB512", 0, "{{{ order_id }}}"),
        ("A `{{ Name.x }}`", "KB512", 0, "{{ Name.x }}"),
        ("A\n```\nx {%if y%}\n```", "KB512", 2, "{%if y%}"),
        ("A\n\n## channel: email\nB\n[[C]]", "KB512", 4, "[[C]]"),
        ("A\n\n## variant: new\nB [Your name]", "KB512", 3, "[Your name]"),
        ("Link [words](https://a.de/{{Order}})", "KB512", 0, "{{Order}}"),
        ("__NAME__, hello", "KB512", 0, "__NAME__"),
        ("A\n\n<!-- for us: {{ nobody }} -->\n#{x.y}", "KB512", 3, "#{x.y}"),
        ("A <b>b", "KB513", 0, "<b>"),
        ("A\n<table><tr><td>x</td></tr></table>", "KB513", 1, "<table>"),
        ("A\n\nB <img src='https://a.de/*x*.png'>", "KB513", 2, "<img"),
        ("A <!-- open", "KB512", 0, "<!--"),
        ("A\n![alt](a.png)", "KB514", 1, "picture"),
        ("A\n\n| a | b |\n|---|---|\n| 1 | 2 |", "KB514", 3, "table"),
        ("A\n\n!!! note\n    B", "KB514", 2, "box"),
        ("A[^1]", "KB514", 0, "footnote"),
        ("A [b][c]\n\n[c]: https://a.de", "KB514", 2, "reference link"),
        ("A\n\nDear {{ name }},", "KB515", 2, "Dear,"),
        ("Order for {{ name }} is ready.", "KB515", 0, "for is ready"),
        ("Your {{ order_id }} (code {{ code }}) left.", "KB515", 0, "(code)"),
        ("Hi {{ name }},\nyour code is here: {{ code }}.", "KB515", 1, "here:."),
        ("Hello,\nthis is {{ name }}'s order.", "KB515", 1, "'s order"),
        ("Code: {{ code }}\nNext", "KB515", 0, "Code:"),
    ],
)
def test_what_is_not_whole_is_one_error_with_its_line(body: str, code: str, line: int, words: str) -> None:
    (problem,) = check(body)
    assert (problem.code, problem.line, problem.is_error) == (code, FIRST + line, True), problem
    assert words in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("de", "Sehr geehrte Frau {{ name }},", "Frau,"),
        ("de", "Liebe {{ name }},", "Liebe,"),
        ("fr", "Cher {{ name }},", "Cher,"),
        ("es", "Estimado {{ name }}:", "Estimado:"),
        ("vi", "Kính gửi {{ name }},", "gửi,"),
        ("ms", "Kepada {{ name }},", "Kepada,"),
        ("pl", "Szanowna Pani {{ name }},", "Pani,"),
    ],
)
def test_a_greeting_that_wants_a_name_is_known_in_its_language(language: str, body: str, words: str) -> None:
    (problem,) = check(body, language)
    assert problem.code == "KB515" and words in problem.message


@pytest.mark.parametrize(
    "body",
    [
        "Hi {{ name }}, we …", "Hallo {{ name }}!", "Thanks, {{ name }}.", "Kind regards,\n{{ name }}",
        "Your order ({{ code }}) left.", "[words](https://a.de) - [x] done, 50% off, then 20%: I <3 it",
        "A<br>B &amp; C <b>d</b>\n\n<p>E</p>", "The dispute {{ code }} stays open.", "Say: {{ order_id }}: x",
        "Two:\n\n- {{ order_id }}\n- b", "<https://a.de/b> <a@b.de>", "`{{ order_id }}` and\n```\n{{ order_id }}\n```",
        "[Track](https://a.de/{{ order_id }}) A --> B", "A <!-- {{ whatever }} [Your name] -->", "---\n\nA",
        "Hi {{ name }} {{ code }}, hello", "**{{ name }}**, hello",
    ],
)  # fmt: skip
def test_what_is_whole_is_no_problem(body: str) -> None:
    assert check(body) == []


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("Hi Mai , we are on it.", 0, "Mai ,"),
        ("A\n\nWe are sorry,, and look.", 2, "sorry,,"),
        ("A\n\n## channel: email\nWe are sorry,. We look.", 3, "sorry,."),
        ('He said "" and left.', 0, "said"),
        ("Xin lỗi bạn , mình xem ngay.", 0, "bạn ,"),
        ("Es tut uns leid („“), wir prüfen.", 0, "leid"),
    ],
)
def test_broken_punctuation_of_a_whole_reply_is_said_with_its_channels(body: str, line: int, words: str) -> None:
    (problem,) = [one for one in check(body) if one.code == "KB720"]
    assert problem.line == FIRST + line and words in problem.message and "on " in problem.message


def test_what_a_channel_leaves_out_may_break_its_sentence() -> None:
    found = [
        one
        for one in check("Look at https://carrier.example/track.", channels="[email, shopee]")
        if one.code == "KB720"
    ]
    assert ["on shopee" in one.message for one in found] == [True], found


@pytest.mark.parametrize(
    "body",
    [
        "Wait … 1,5 kg, 10.000 ₫ .. no, “so”, (yes), e.g. 3.5.", "Kính gửi anh,\n\nĐơn đã giao.",
        "Bonjour !\n\nÇa va : oui ; non.",
        "1. One, two\n2. Three", "He asked: \"when?\", we said \"today\".", "Say ,5 or .5; :) and ;-)", "a, b, … and c",
    ],
)  # fmt: skip
def test_odd_but_whole_punctuation_is_no_problem(body: str) -> None:
    assert [one for one in check(body) if one.code == "KB720"] == []


def test_a_default_makes_any_place_whole() -> None:
    text = "---\nplaceholders: {name: {type: name, example: Lan, default: customer}}\n---\nDear {{ name }},"
    document, found = parse_document(
        text, path="agents/scripts/x.md", name=Name("scripts/x", "en", Kind.SCRIPT), options=Options()
    )
    assert isinstance(document, Script) and not found
    assert check_scripts([document], shipped_channels(), packs={}) == ()
    assert render_reply(document, channel=shipped_channels()["email"]).text == "Dear customer,"
    assert render_reply(document, channel=shipped_channels()["email"], values={"name": "Mai"}).text == "Dear Mai,"


def test_a_default_of_what_must_be_filled_in_is_a_contradiction() -> None:
    text = "---\nplaceholders:\n  name: {required: true, default: you}\n---\nHi {{ name }}"
    _, found = parse_document(
        text, path="agents/scripts/x.md", name=Name("scripts/x", "en", Kind.SCRIPT), options=Options()
    )
    assert [problem.line for problem in found] == [3]


BROKEN = re.compile(
    r" [,.;:!?](?:\s|$)|,[ ]*[,.;:!?]|(?<!\.)\.\.(?!\.)|\([ ]*\)|\"\"|“”|(?:^|\n)[ ]*(?:\d+\. )?[\"“]?[,.;:!?]"
    r"|:[ ]*[.,;]|\bDear[,.!]|\S  +\S|[^\s/]\.(?=https?)|https?://\S+\.(?:\s|$)|\ue000|\|",
)


def test_every_reply_of_the_shop_is_whole_whatever_is_left_empty() -> None:
    workspace = open_workspace(ROOT, "agents", today=date(2026, 11, 21), with_checks=False)
    count, broken = 0, []
    targets = {code: link_targets(workspace.edition, code, workspace.project) for code in ("en", "vi", "ms")}
    for script in workspace.edition.scripts():
        optional = [one.name for one in script.placeholders if not one.is_required]
        empties = [set(some) for size in range(len(optional) + 1) for some in combinations(optional, size)]
        channels = [workspace.channels[id] for id in script.channels or workspace.channels]
        for channel in channels:
            # A class of customers that a script has no text for gets the default's: one of them says it all.
            written = {choose_part(script.parts, channel=channel.id, variant=variant): variant
                       for variant in reversed(("", *workspace.edition.options.variants))}  # fmt: skip
            for variant in written.values():
                for empty in empties:
                    values = {one.name: one.example for one in script.placeholders if one.name not in empty}
                    reply = render_reply(
                        script, channel=channel, variant=variant, values=values, links=targets[script.language]
                    )
                    count += 1
                    text = reply.text
                    if channel.form is Form.CALL:
                        text = re.sub(r"https?://\S+", "", text)
                    if (match := BROKEN.search(text)) or reply.leftovers or reply.missing:
                        around = text[max(0, match.start() - 30) : match.end() + 20] if match else reply.leftovers
                        broken.append((script.id, script.language, channel.id, variant, sorted(empty), around))
    assert not broken, broken[:10]
    assert count > 1_000
