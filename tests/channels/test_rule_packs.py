"""Each rule finds what it forbids and leaves alone what is permitted, in each language."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from kb.channels.registry import shipped_channels
from kb.channels.rule_matching import check_text
from kb.channels.rule_packs import LANGUAGES, load_rule_packs
from kb.text.fold_offsets import fold_with_positions

PACKS = load_rule_packs()
RULES = PACKS["shopee"].rules
SHOPEE = shipped_channels()["shopee"]
CASES = json.loads((Path(__file__).parents[1] / "cases" / "channels-rules.json").read_text("utf-8"))
BREAKS = [(rule.id, language, text) for rule in RULES for language in LANGUAGES for text in rule.breaks[language]]
KEEPS = [(language, text) for rule in RULES for language in LANGUAGES for text in rule.keeps[language]]


@pytest.mark.parametrize(("rule", "language", "text"), BREAKS)
def test_a_sentence_that_breaks_a_rule_is_found(rule: str, language: str, text: str) -> None:
    assert rule in {finding.rule.id for finding in check_text(text, SHOPEE, packs=PACKS)}
    assert rule in {finding.rule.id for finding in check_text(text, SHOPEE, language, packs=PACKS)}


@pytest.mark.parametrize(("language", "text"), KEEPS)
def test_a_permitted_sentence_breaks_no_rule_of_any_language(language: str, text: str) -> None:
    assert [text[f.start : f.end] for f in check_text(text, SHOPEE, packs=PACKS)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_sentences_written_without_sight_of_the_patterns_are_judged_rightly(case: dict[str, object]) -> None:
    channel = shipped_channels()[str(case["channel"])]
    found = {finding.rule.id for finding in check_text(str(case["text"]), channel, packs=PACKS)}
    assert set(case["breaks"]) <= found  # type: ignore[arg-type, call-overload]
    assert bool(case["breaks"]) == bool(found)


def test_a_finding_points_at_the_words_in_the_original() -> None:
    text = "Dạ 😀 Gọi 0912\u200b 345 678 nhé"
    (finding,) = check_text(text, SHOPEE, packs=PACKS)
    assert text[finding.start : finding.end] == "0912\u200b 345 678"


def test_a_word_in_decomposed_letters_is_covered_with_its_marks() -> None:
    folded = fold_with_positions("hu\u0309y")
    assert folded.text == "huy"
    assert folded.original_span(1, 2) == (1, 3)


def test_a_name_without_tones_is_not_the_word_for_cancel() -> None:
    assert check_text("Chào anh Huy, anh Huy giúp shop với nhé", SHOPEE, packs=PACKS) == ()
    assert check_text("anh huy giup shop voi nhe", SHOPEE, packs=PACKS) != ()


def test_each_pack_says_where_and_when_it_was_read() -> None:
    assert set(PACKS) == {"shopee", "lazada", "tiktok", "tiki"}
    for pack in PACKS.values():
        assert pack.sources and pack.checked_on >= date(2026, 11, 1)
        for rule in pack.rules:
            known = pack.known_by(rule.id)
            assert known.source and known.checked is not None and known.due_on is not None
            assert rule.names["en"] and rule.reasons["en"]
            for language in LANGUAGES:
                assert len(rule.breaks[language]) >= 3 and len(rule.keeps[language]) >= 3


def test_patterns_keep_to_what_python_and_javascript_read_alike() -> None:
    for rule in RULES:
        for pattern in rule.patterns:
            for expression in (pattern.find, pattern.unless, pattern.before):
                assert not re.search(r"\(\?P|\(\?[aiLmsux]|\\[AZzGK]|\(\?>|[*+?}]\+", expression), expression


def test_a_channel_without_rules_is_never_blamed() -> None:
    channels = shipped_channels()
    for id in ("zalo", "sms", "email", "livechat"):
        assert check_text("Bạn hủy đơn giúp shop, gọi 0912345678", channels[id], packs=PACKS) == ()


@pytest.mark.parametrize("text", ["không chín ", "0 ", "a.", "a-", "vui lòng bạn ", "{{", "tặng ", "\u0301", "😀"])
def test_a_huge_text_is_read_to_a_bound_and_judged(text: str) -> None:
    """A pattern that runs away would keep this from ending: each text took seconds to minutes once."""
    phone = "gọi 0912345678 nhé. "
    found = check_text(phone + text * 100_000, SHOPEE, packs=PACKS)
    assert "contact-details" in {finding.rule.id for finding in found}
    assert all(finding.end <= 20_000 for finding in found)


def test_a_shop_can_replace_a_pack_and_add_a_rule(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(
        "rules:\n  no-exclamation:\n    name: {en: Shouts}\n    reason: {en: Calm}\n"
        "    patterns:\n      any:\n        - find: '!!'\n",
        "utf-8",
    )
    (tmp_path / "tiki.yml").write_text(
        "name: Tiki\nchecked_on: 2027-01-02\nsources: [us]\nrules: [no-exclamation]\n", "utf-8"
    )
    packs = load_rule_packs(tmp_path)
    assert packs["tiki"].checked_on == date(2027, 1, 2)
    assert packs["tiki"].known_by("no-exclamation").source == "us"
    (finding,) = check_text("Gọi 0912345678!!", shipped_channels()["tiki"], packs=packs)
    assert finding.rule.id == "no-exclamation"
    assert len(packs["shopee"].rules) == 6


def test_a_pack_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "tiki.yml").write_text("name: Tiki\nchecked_on: 2027-01-02\nsources: []\nrules: [nonsense]\n", "utf-8")
    with pytest.raises(ValueError, match=r"tiki\.yml"):
        load_rule_packs(tmp_path)
