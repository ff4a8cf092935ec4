"""Fences named `tree`, `quiz` and `video` → HTML, within the text that holds them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import markdown
from markdown.preprocessors import Preprocessor

from kb.markdown.html_places import HtmlPlace, places_in, replace_values
from kb.markdown.letters_alone import in_plain_text
from kb.markdown.numbered_comments import CommentNumbers, convert_without_comments
from kb.markdown.quizzes import Quiz, read_quiz
from kb.markdown.trees import Step, Tree, read_tree
from kb.markdown.videos import read_video, video_html
from kb.source.fences import fences_in

NAMES = ("tree", "quiz", "video")


class DataBlocks(Preprocessor):
    """Fences named `tree`, `quiz` and `video` → HTML, before any other extension sees them."""

    def __init__(self, inner: markdown.Markdown) -> None:
        super().__init__()
        self._inner = inner
        self._comments = CommentNumbers(inner)
        self._words: Mapping[str, str] = {}
        self._count = self._answers = 0

    def register(self, target: markdown.Markdown) -> None:
        self.md = target
        target.preprocessors.register(self, "kb_data_blocks", 27)

    def start(self, words: Mapping[str, str]) -> None:
        self._words, self._count, self._answers = words, 0, 0

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if not any(name in text for name in NAMES):
            return lines
        pieces: list[str] = []
        end = at = 0
        level = 2
        for fence in fences_in(text):
            level = _level_below(text[at : fence.start], level)
            at = fence.end
            block = self._block(fence.name, fence.text, level)
            if block is None:
                continue
            pieces += [text[end : fence.start], "\n", self.md.htmlStash.store(block), "\n"]
            end = fence.end
        return ("".join(pieces) + text[end:]).split("\n")

    def _block(self, name: str, text: str, level: int) -> str | None:
        """The HTML of a data block, or None for any other fence and for one that is broken."""
        self._count += 1
        if name == "tree":
            tree, _ = read_tree(text, path="", line=1)
            prefix = f"tree-{self._count}" if self._count > 1 else "tree"
            return tree_html(tree, prefix, self._inline, self._words, level=level) if tree else None
        if name == "quiz":
            quiz, _ = read_quiz(text, path="", line=1)
            return quiz_html(quiz, self._count, self._words) if quiz else None
        if name == "video":
            video, _ = read_video(text, path="", line=1)
            return video_html(video, self._words, self._inline) if video else None
        return None

    def _inline(self, text: str) -> str:
        def convert(text: str) -> str:
            self._inner.reset()
            return self._inner.convert(text)

        self._answers += 1
        content = convert_without_comments(text, self._comments, convert)
        return with_own_ids(content, f"answer-{self._answers}-")


_HEADING = re.compile(r"^ {0,3}(?:(#{1,6})[ \t]|\S[^\n]*\n {0,3}(=+|-+)[ \t]*$)", re.MULTILINE)


def _level_below(text: str, level: int) -> int:
    """The level of a heading below the last one that `text` has; `level` if it has none."""
    last = max(_HEADING.finditer(text), key=lambda match: match.start(), default=None)
    if last is None:
        return level
    own = len(last[1]) if last[1] else 1 if last[2].startswith("=") else 2
    return min(own + 1, 6)


_GENERATED = ("fn:", "fnref", "__")
"""Prefixes of the ids of footnotes, tabs and numbered lines: every text numbers its own from 1."""


def with_own_ids(content: str, prefix: str) -> str:
    """`content`, rendered by itself, with `prefix` on generated ids and their uses, which makes them unique."""

    def renamed(place: HtmlPlace, value: str) -> str | None:
        sign = "#" if place.is_address and value.startswith("#") else ""
        is_own = (sign or not place.is_address) and value[len(sign) :].startswith(_GENERATED)
        return f"{sign}{prefix}{value[len(sign) :]}" if is_own else None

    places = places_in(content)
    return replace_values(content, places, renamed) if places else content


def tree_html(tree: Tree, prefix: str, to_html: Any, words: Mapping[str, str], *, level: int = 3) -> str:
    """A tree as numbered steps that lead to each other by plain links: it works without JavaScript, and on paper.

    `level` is that of the steps' headings.
    """
    numbers = {step_id: number for number, step_id in enumerate(tree.steps, 1)}
    steps = "".join(_step_html(step, prefix, to_html, words, numbers, level) for step in tree.steps.values())
    return f'<div class="kb-tree" data-kb-tree>{steps}</div>'


def _step_html(
    step: Step, prefix: str, to_html: Any, words: Mapping[str, str], numbers: Mapping[str, int], level: int
) -> str:
    """One step: its heading carries the id, names the step and takes the focus."""
    anchor, number = f"{prefix}-{step.id}", numbers[step.id]
    counted = _said("number", words.get("tree_step", "{n}"), number)
    heading = html.escape(step.ask) if step.ask else _said("end", words.get("tree_answer", "Answer"))
    parts = [f'<h{level} class="kb-tree__ask" id="{anchor}" tabindex="-1">{counted} {heading}</h{level}>']
    if step.ask:
        choices = "".join(
            f'<li><a class="kb-tree__choice" href="#{prefix}-{target}">{html.escape(label)}'
            f"{_said('to', words.get('tree_to', '→ {n}'), numbers[target])}</a></li>"
            for label, target in step.choices.items()
        )
        parts.append(f'<ul class="kb-tree__choices">{choices}</ul>')
    if step.answer:
        parts.append(f'<div class="kb-tree__answer">{to_html(step.answer)}</div>')
    if step.has_contact:
        label = html.escape(words.get("ask_us", "Ask us"))
        parts.append(f'<p class="kb-tree__contact"><a class="md-button" href="#kb-contact">{label}</a></p>')
    kind = " kb-tree__step--first" if number == 1 else ""
    end = " kb-tree__step--end" if step.is_end else ""
    return f'<section class="kb-tree__step{kind}{end}" aria-labelledby="{anchor}">{"".join(parts)}</section>'


def _said(kind: str, text: str, number: int = 0) -> str:
    """Words that the tree did not bring: they are shown, and never searched (`passages.py`)."""
    words = html.escape(text.replace("{n}", str(number)))
    return f'<span class="kb-tree__said kb-tree__{kind}">{words}</span>'


def quiz_html(quiz: Quiz, number: int, words: Mapping[str, str]) -> str:
    """A self-check: the answers in alphabetical order, the right one behind a click."""
    answers = sorted([quiz.right, *quiz.wrong], key=in_plain_text)
    name = f"quiz-{number}"
    items = "".join(
        f'<li><label><input type="radio" name="{name}"{" data-kb-right" if answer == quiz.right else ""}> '
        f"{html.escape(answer)}</label></li>"
        for answer in answers
    )
    stop = "." if quiz.why and not quiz.right.endswith((".", "!", "?")) else ""
    why = f"{stop} {html.escape(quiz.why)}" if quiz.why else ""
    return (
        f'<fieldset class="kb-quiz" data-kb-quiz><legend>{html.escape(quiz.ask)}</legend><ul>{items}</ul>'
        f"<details><summary>{html.escape(words.get('show_answer', 'Show the answer'))}</summary>"
        f"<p><strong>{html.escape(quiz.right)}</strong>{why}</p></details></fieldset>"
    )
