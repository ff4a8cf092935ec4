"""Markdown files: whatever the text, a page and its passages come out."""

from __future__ import annotations

from hypothesis import strategies as st

from kb.channels.registry import channels_from_options
from kb.content.model import Script
from kb.content.parse import parse_document
from kb.content.urls import parse_name
from kb.markdown.rendering import Renderer
from kb.project.options import Options
from kb.replies.render import render_reply
from kb.source.fences import fences_in, mask_code
from kb.source.substitution import substitute
from kb.source.yaml_nodes import EMPTY_MAPPING
from tests.fuzz.judging import judge
from tests.fuzz.running import fuzzed
from tests.fuzz.test_front_matter import PATHS
from tests.fuzz.texts import markdown, words

EXTENSIONS = ("admonition", "attr_list", "tables", "footnotes", "def_list", "md_in_html", "abbr")
_RENDERER = Renderer(EXTENSIONS)
CHANNELS, _ = channels_from_options(EMPTY_MAPPING)


@fuzzed(markdown, st.sampled_from(PATHS), few=40)
def test_any_markdown_file_is_judged(text: str, path: str) -> None:
    judge({path: text.replace("\0", "") + "\n"})


@fuzzed(markdown, few=120)
def test_any_text_is_rendered_as_often_as_one_likes(text: str) -> None:
    rendered = _RENDERER.render(text)
    assert _RENDERER.render(text) == rendered
    for passage in rendered.passages:
        assert passage.text or passage.heading


@fuzzed(markdown, few=120)
def test_code_is_masked_letter_for_letter(text: str) -> None:
    masked = mask_code(text)
    assert len(masked) == len(text)
    assert all(new in (old, " ") for new, old in zip(masked, text, strict=True))
    for fence in fences_in(text):
        assert text[fence.start : fence.end].count(fence.text) > 0


@fuzzed(markdown, words, few=120)
def test_braces_are_only_ever_what_was_asked_for(text: str, value: str) -> None:
    filled = substitute(text, facts={"days": value, "days.VN": value}, link=lambda id: f"[{id}](kb:{id})")
    if "{{ fact.days" not in text and "{{ link." not in text:
        assert filled == text


@fuzzed(markdown, words, st.sampled_from(sorted(CHANNELS)), st.sampled_from(["", "vip", "nobody"]), few=60)
def test_any_script_makes_a_reply_on_every_channel(text: str, value: str, channel: str, variant: str) -> None:
    options = Options()
    name = parse_name("scripts/two.md", is_internal=True, options=options)
    document, _ = parse_document(text, path="agents/scripts/two.md", name=name, options=options)
    assert isinstance(document, Script)
    reply = render_reply(document, channel=CHANNELS[channel], variant=variant, values={"order_id": value})
    assert "<script" not in reply.html.lower()
    assert "<img" not in reply.html.lower()
