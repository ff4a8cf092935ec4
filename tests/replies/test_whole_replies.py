"""What is sent is whole: no other system's marks, no tags, no broken sentence; the browser sees the very same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kb.channels.registry import shipped_channels
from kb.channels.rule_packs import load_rule_packs
from kb.cli import main
from kb.content.model import Kind, Script
from kb.content.parse import parse_document
from kb.content.urls import Name
from kb.desk.export import desk_data
from kb.project.options import Options
from kb.replies.leftovers import find_leftovers, leftovers_as_json
from kb.replies.render import render_reply
from tests.conftest import WriteProject
from tests.twins.desk import run_in_node

CASES = Path(__file__).parents[1] / "cases"
LEFTOVERS: dict[str, list[str]] = json.loads((CASES / "channels-leftovers.json").read_text("utf-8"))
GAPS: list[list[str]] = json.loads((CASES / "channels-gaps.json").read_text("utf-8"))["texts"]
CHANNELS = shipped_channels()
FIELDS = (
    "---\nchannels: [livechat, email, sms, hotline]\nplaceholders:\n"
    "  n: {type: name, required: false}\n  m: {type: name, required: false}\n  r: {type: code}\n"
    "  d: {type: name, example: Mai, default: friend}\n---\n"
)
MARKUP = [
    ("Bank: VCB<br>Name: T<br/><b>Thanks</b>", "Bank: VCB\nName: T\nThanks"),
    ("A<BR />\nB</br>C", "A\nB\nC"),
    ("- one<br>more\n- two", "- one\nmore\n- two"),
    ("<p>Hello,</p><p>Tom &amp; Jerry&nbsp;&lt;3 it&#39;s &#x2713;</p>", "Hello,\n\nTom & Jerry <3 it's ✓"),
    ("<div>One\n  line</div>\n<div>Two</div>", "One line\n\nTwo"),
    ("<ul>\n<li>a</li>\n<li>b<ol start='3'><li>c</li></ol></li></ul>", "- a\n- b\n  3. c"),
    ("<h2>Head</h2>Text <strong>s</strong> <em>e</em> <i>i</i> <u>u</u>", "Head\n\nText s e i u"),
    ('<a href="https://a.de/?x=1&amp;y=2" target="_blank">See <b>this</b></a>', "See this: https://a.de/?x=1&y=2"),
    ("<span style='color: red'>Red</span> <font size=2>small</font>", "Red small"),
    ("AT&T &copy=1 R&notes &unknown;", "AT&T &copy=1 R&notes &unknown;"),
    ("A<!-- only for us -->B <!--\nand\nus --> C", "AB  C"),
    ("Write to <lan@shop.de>", "Write to lan@shop.de"),
    ("Code `{{ r }}` and <code>{{ r }}</code>", "Code 7 and 7"),
    ("```\nCode {{ r }}\nend\n```", "Code 7\nend"),
    ("Dear {{ d }},", "Dear friend,"),
    ("[Track it](https://a.de/?o={{ r }}&x=1)", "Track it: https://a.de/?o=7&x=1"),
]
REFUSED = [
    '<img src="a.png">', "<script>alert(1)</script>", "<table><tr><td>1</td></tr></table>",
    "<iframe src=x></iframe>", "<style>p{}</style>", "<b>open", "closed</b>", "10<sup>3</sup>",
    "<del>5</del> 4", "<p hidden>secret</p>", '<span style="display:none">secret</span>',
    "<b style='visibility: hidden'>secret</b>", "<!-- for us", "<pre>x</pre>", "<input name=x>",
    "<svg><path/></svg>", "<video src=x>", "&lt;b&gt;x&lt;/b&gt;", "<a name=x>y</a>", "&#123;&#123; x }}",
    "{{ticket.id}}", "{% if vip %}x{% endif %}", "[[x]]", "#{x.y}", "%%x%%", "<<x>>", "{{ undeclared }}",
    "{{{ r }}}", "[Your name]", "__NAME__", "{name}", "`{{ Name }}`", "[a](https://a.de/{{Order}})",
    "## {{ x.y }}", "- {{ x.y }}",
]  # fmt: skip


def script_of(number: int, body: str) -> Script:
    name = f"s{number}"
    document, problems = parse_document(
        FIELDS + body, path=f"agents/scripts/{name}.md", name=Name(f"scripts/{name}", "en", Kind.SCRIPT),
        options=Options(),
    )  # fmt: skip
    assert isinstance(document, Script) and not problems
    return document


def gap_body(text: str) -> str:
    return re.sub(r"(?<![A-Za-z])([NMR])(?![A-Za-z])", lambda match: "{{ " + match[1].lower() + " }}", text)


BODIES = [*(gap_body(text) for text, _ in GAPS), *(body for body, _ in MARKUP), *REFUSED]
SCRIPTS = [script_of(number, body) for number, body in enumerate(BODIES)]
VALUES = {"r": "7"}


@pytest.mark.parametrize(("text", "expected"), GAPS, ids=lambda value: str(value)[:40])
def test_an_empty_value_leaves_a_whole_sentence(text: str, expected: str) -> None:
    reply = render_reply(script_of(0, gap_body(text)), channel=CHANNELS["livechat"], values=VALUES)
    assert (reply.text, reply.missing) == (expected, ())
    assert "\ue000" not in reply.html and "<strong></strong>" not in reply.html and "<p></p>" not in reply.html


@pytest.mark.parametrize(("body", "expected"), MARKUP, ids=lambda value: str(value)[:40])
def test_what_the_page_shows_is_what_is_sent(body: str, expected: str) -> None:
    reply = render_reply(script_of(0, body), channel=CHANNELS["livechat"], values=VALUES)
    assert (reply.text, reply.leftovers) == (expected, ())


@pytest.mark.parametrize("body", REFUSED)
@pytest.mark.parametrize("channel", ["livechat", "email", "sms", "hotline"])
def test_what_no_message_can_hold_is_told_on_every_channel(body: str, channel: str) -> None:
    reply = render_reply(script_of(0, body if body[0] in "#-" else f"Hello, {body}"), channel=CHANNELS[channel])
    is_left_out = any(note.code == "link-left-out" for note in reply.notes)
    assert reply.leftovers or is_left_out


@pytest.mark.parametrize("value", ["{{x}}", "{{ r }}", "[[x]]", "{% x %}", "<<x>>"])
def test_a_value_is_no_way_around_it(value: str) -> None:
    reply = render_reply(script_of(0, "Order {{ r }}"), channel=CHANNELS["livechat"], values={"r": value})
    assert [one.is_sure for one in reply.leftovers] == [True]
    assert reply.text == f"Order {value}"


@pytest.mark.parametrize("text", LEFTOVERS["found"])
@pytest.mark.parametrize("around", ["{}", "Hello {}, thank you.", "Xin chào\n{}\nHẹn gặp lại"])
def test_a_leftover_is_found_wherever_it_stands(text: str, around: str) -> None:
    whole = around.replace("{}", text)
    assert [whole[one.start : one.end] for one in find_leftovers(whole)] == [text]


@pytest.mark.parametrize("text", LEFTOVERS["nothing"])
def test_what_customers_are_written_every_day_is_none(text: str) -> None:
    assert find_leftovers(text) == find_leftovers(f"Hello, {text} and more") == ()


def test_a_hole_of_ours_is_no_leftover_but_only_as_we_write_it() -> None:
    text = "{{ r }} {{r}} {{ x }}"
    assert [text[one.start : one.end] for one in find_leftovers(text, placeholders=["r"])] == ["{{r}}", "{{ x }}"]


def test_the_browser_finds_the_very_same() -> None:
    texts = [f"😀 {text} 😀" for text in (*LEFTOVERS["found"], *LEFTOVERS["nothing"])] + [" ".join(LEFTOVERS["found"])]
    results = run_in_node([["findLeftovers", text, leftovers_as_json(), ["r"]] for text in texts])
    for text, result in zip(texts, results, strict=True):
        found = [[one.kind, one.start, one.end, one.is_sure] for one in find_leftovers(text, placeholders=["r"])]
        assert result == found, text


def test_the_browser_writes_the_very_same() -> None:
    data = desk_data(SCRIPTS, CHANNELS, packs=load_rule_packs(), substitute=lambda _: str, links=lambda _: {})
    values: list[dict[str, str]] = [{}, VALUES, {"n": "Lan", "m": "ß", "r": "{{ r }} & /", "d": "<b>"}]
    cases = [
        (script, channel, given)
        for script in SCRIPTS
        for channel in ("livechat", "email", "sms", "hotline")
        for given in values
    ]
    calls: list[list[Any]] = [["data", data]]
    calls += [["renderReply", one.id, "en", {"channelId": channel, "values": given}] for one, channel, given in cases]
    for (script, channel, given), result in zip(cases, run_in_node(calls)[1:], strict=True):
        made = render_reply(script, channel=CHANNELS[channel], values=given)
        expected = {
            "text": made.text, "html": made.html, "missing": list(made.missing), "steps": list(made.steps),
            "leftovers": [[one.kind, one.start, one.end, one.is_sure] for one in made.leftovers],
        }  # fmt: skip
        assert {name: result[name] for name in expected} == expected, (script.body, channel, given)


@pytest.mark.parametrize(
    ("body", "given", "cause"),
    [
        ("Hello {{ticket.id}}", [], "“{{ticket.id}}”"),
        ("Hello {{ nobody }}", [], "“{{ nobody }}”"),
        ("Hello <img src=a.png>", [], "“<img src=a.png>”"),
        ("Hello {{ r }}", ["--set", "r=[[x]]"], "“[[x]]”"),
        ("## variant: vip\nHello [Your name]", ["--class", "vip"], "“[Your name]”"),
    ],
)
@pytest.mark.parametrize("html", [[], ["--html"]])
def test_kb_reply_prints_nothing_that_is_not_whole(
    write_project: WriteProject, capsys: pytest.CaptureFixture[str], body: str, given: list[str], cause: str,
    html: list[str],
) -> None:  # fmt: skip
    root = write_project({"agents/scripts/s.md": FIELDS + body})
    assert main(["-C", str(root), "reply", "s", "--channel", "livechat", *given, *html]) == 1
    out, error = capsys.readouterr()
    assert out == "" and cause in error


def test_kb_reply_prints_what_is_whole(write_project: WriteProject, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project({"agents/scripts/s.md": FIELDS + "Bank: VCB<br>Hi {{ n }}, <b>{{ r }}</b>"})
    assert main(["-C", str(root), "reply", "s", "--channel", "email", "--html", "--set", "r=7"]) == 0
    assert capsys.readouterr().out == "<p>Bank: VCB<br>Hi, <strong>7</strong></p>\n"
