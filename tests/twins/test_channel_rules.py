"""The browser counts SMS, drops accents and judges texts exactly as Python does."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from kb.channels.registry import channels_as_json, shipped_channels
from kb.channels.rule_matching import check_text
from kb.channels.rule_packs import LANGUAGES, load_rule_packs, rule_packs_as_json
from kb.channels.sms import count_segments
from kb.replies.plain_text import drop_accents
from tests.twins.desk import run_in_node

CASES = Path(__file__).parents[1] / "cases"
PACKS = load_rule_packs()
CHANNELS = shipped_channels()
SENTENCES = [
    text
    for rule in PACKS["shopee"].rules
    for rows in (rule.breaks, rule.keeps)
    for language in LANGUAGES
    for text in rows[language]
]


def test_the_browser_counts_sms_by_the_same_vectors() -> None:
    cases = json.loads((CASES / "channels-sms.json").read_text("utf-8"))
    results = run_in_node([["countSegments", case["text"]] for case in cases])
    for case, result in zip(cases, results, strict=True):
        counted = [result["encoding"], result["units"], result["segments"], result["room"], "".join(result["costly"])]
        assert counted == case["expected"]
        assert result["segments"] == count_segments(case["text"]).segments


def test_the_browser_drops_the_same_accents() -> None:
    texts = [*SENTENCES, "ĐƠN Đặt – “x” … 12.000 ₫ • → ×", "Ａ ﬁ ½ ạ\u0323 e\u0301", "İı ß Ñ ç 你好 🙂"]
    assert run_in_node([["dropAccents", text] for text in texts]) == [drop_accents(text) for text in texts]


def test_the_browser_finds_the_same_words_at_fault() -> None:
    rows = json.loads((CASES / "channels-rules.json").read_text("utf-8"))
    cases = [(row["text"], row["channel"], "") for row in rows]
    cases += [(text, channel, one) for text in SENTENCES for channel in ("shopee", "tiki") for one in ("", "vi")]
    cases += [(text, "lazada", "") for text in _mixtures()]
    channels = channels_as_json(CHANNELS)
    calls: list[list[Any]] = [["book", rule_packs_as_json(PACKS)]]
    calls += [["checkText", text, channels[channel], language] for text, channel, language in cases]
    for (text, channel, language), result in zip(cases, run_in_node(calls)[1:], strict=True):
        found = check_text(text, CHANNELS[channel], language, packs=PACKS)
        assert result == [[f.rule.id, f.start, f.end] for f in found], (text, channel, language)


def _mixtures() -> list[str]:
    """Sentences cut, joined and strewn with odd letters, the same on every run."""
    dice = random.Random(4)
    odd = ["😀", "\u200b", "\n", "\t", "\u00a0", "\u2028", "\x85", "\x1c", "０", "ﬁ", "İ", "\u0301"]
    odd += ["...", "!?", "{{ x }}", "\ufeff", "ß", "ς"]
    texts = []
    for _ in range(400):
        words = [word for _ in range(dice.randint(1, 4)) for word in dice.choice(SENTENCES).split(" ")]
        for _ in range(dice.randint(0, 4)):
            words.insert(dice.randrange(len(words) + 1), dice.choice(odd))
        texts.append(dice.choice([" ", " ", ""]).join(words))
    return texts
