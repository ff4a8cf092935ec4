"""From a buyer's message to the right script or article."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb import open_help_centre
from kb.desk.certainty import OFFERED
from kb.desk.clauses import split_questions
from kb.desk.desk import Desk
from kb.desk.export import desk_data, suggestion_data
from kb.desk.model import Turn
from kb.desk.nearest import nearest, question_table, table_as_json
from kb.desk.suggest import suggest
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.ranking.scoring import plan_query
from kb.search.shards.write import write_shards
from kb.text.languages import load_language
from kb.website.output.desk import documents_desk
from kb.workspace.workspace import open_workspace
from tests.conftest import ROOT
from tests.sites import FROZEN
from tests.twins.desk import run_in_node

MESSAGES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("messages.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The desk of the frozen shop: what is said of single answers holds whatever this repository's writers do."""
    return open_help_centre(FROZEN).desk


@pytest.fixture(scope="module")
def own_desk() -> Desk:
    return open_help_centre(ROOT).desk


def test_the_labelled_set_is_as_large_and_even_as_it_must_be() -> None:
    fitting = [message for message in MESSAGES if message["right"]]
    assert len(MESSAGES) - len(fitting) >= 60
    for language in ("vi", "en", "ms"):
        own = [message for message in fitting if message["language"] == language]
        assert len(own) >= 100
        assert abs(2 * sum(message["split"] in SHUT for message in own) - len(own)) <= 4


SHUT = ("unseen", "blind-shut")
"""Halves that nothing is tuned on."""


def test_every_right_answer_exists(own_desk: Desk) -> None:
    ids = {document.id for document in own_desk.indexes["en"].documents}
    assert {id for message in MESSAGES for id in (*message["right"], *message.get("may", ()))} <= ids


LEAST = 0.8
"""Far below what `python -m bench.desk_quality` measures (0.9 is the aim there): a text said anew may cost a message or
two, a fault in the ranking costs many."""


def test_most_unseen_messages_have_a_right_answer_among_the_first_three(own_desk: Desk) -> None:
    unseen = [message for message in MESSAGES if message["right"] and message["split"] == "unseen"]
    right = [message for message in unseen if _first_three(message, own_desk) & set(message["right"])]
    assert len(right) >= LEAST * len(unseen)


def test_nothing_is_offered_for_most_messages_that_nothing_fits(own_desk: Desk) -> None:
    foreign = [message for message in MESSAGES if not message["right"]]
    silent = [m for m in foreign if not _first_three(m, own_desk) or _first(m, own_desk) in m.get("may", ())]
    assert len(silent) >= LEAST * len(foreign)


def _first(message: dict[str, Any], desk: Desk) -> str:
    return suggest(message["text"], desk, language=message["language"]).answers[0].id


def _first_three(message: dict[str, Any], desk: Desk) -> set[str]:
    made = suggest(message["text"], desk, language=message["language"])
    return {answer.id for answer in made.answers[:3]}


def test_the_json_is_the_documented_one(desk: Desk) -> None:
    made = suggest("hang giao bi vo het roi shop oi", desk, language="vi").as_json()
    assert list(made) == ["language", "languages", "topic", "severity", "team", "small_talk", "short_reply", "mood",
                          "confidence", "answers", "closest"]  # fmt: skip
    assert (made["language"], made["topic"], made["severity"], made["team"]) == ("vi", "returns", "high", "after-sales")
    first = made["answers"][0]
    assert list(first) == ["kind", "id", "language", "title", "url", "confidence", "certainty", "matched",
                           "chosen_by_colleagues"]  # fmt: skip
    assert first["kind"] == "script" and first["certainty"] in ("sure", "likely")
    assert OFFERED <= first["confidence"] <= 100
    assert json.loads(json.dumps(made)) == made


def test_no_answer_is_surer_than_the_one_above_it_of_the_same_question(desk: Desk) -> None:
    messages = (
        "hang giao bi vo het roi shop oi",
        "where is my order",
        "my parcel is very late, how do i use my points?",
    )
    for message in messages:
        made = suggest(message, desk, limit=20)
        assert made.answers and not made.closest
        for part in range(len(made.parts)):
            sure = [answer.confidence for answer in made.answers if answer.part == part]
            assert sure == sorted(sure, reverse=True)


def test_reasons_are_the_customers_words_as_written_each_once(desk: Desk) -> None:
    message = "HÀNG giao bị Vỡ r shop ơi, hàng vỡ hết x"
    (first, *_) = suggest(message, desk, language="vi").answers
    assert "Vỡ" in first.matched
    assert all(word in message and len(word) > 1 for word in first.matched)
    assert len({word.casefold() for word in first.matched}) == len(first.matched)


@pytest.mark.parametrize(
    "detail",
    ["129.00", "18/11/2026", "RM 59.90", "250k", "1.200.000đ", "0912 345 678", "me@example.com",
     "https://shop.example/p/12?x=1", "20-11"],
)  # fmt: skip
def test_numbers_dates_prices_and_addresses_change_nothing(desk: Desk, detail: str) -> None:
    plain = suggest("where is my parcel", desk, language="en")
    made = suggest(f"where is my parcel {detail}", desk, language="en")
    assert [(one.id, one.confidence) for one in made.answers] == [(one.id, one.confidence) for one in plain.answers]


@pytest.mark.parametrize("word", ["giá", "ib", "shop ơi", "hàng", "arrived", "price", "barang", "order"])
def test_one_common_word_is_never_sure(desk: Desk, word: str) -> None:
    made = suggest(word, desk)
    assert all(answer.certainty != "sure" for answer in made.answers)


def test_what_is_not_sure_enough_is_shown_apart(desk: Desk) -> None:
    made = suggest("do you sell car tyres", desk, language="en")
    assert made.answers == () and made.confidence < OFFERED
    assert (made.topic, made.severity, made.team) == ("", "", "")
    assert 1 <= len(made.closest) <= 3 and {one.certainty for one in made.closest} == {"closest"}


TALK = {
    "thanks": ("thanks a lot!", "cảm ơn shop nha", "baik tq", "cảm ơn shop nha, nhận được hàng rồi, đẹp lắm"),
    "greeting": ("hi", "shop ơi", "Assalamualaikum", "alo"),
    "noted": ("ok shop", "dạ vâng ạ", "okkkk", "noted"),
    "nothing": ("?", "👍👍", "[Sticker]", "..."),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TALK.items() for text in texts])
def test_small_talk_is_answered_shortly_and_with_nothing_else(own_desk: Desk, kind: str, text: str) -> None:
    made = suggest(text, own_desk)
    assert (made.small_talk, made.answers, made.closest, made.team) == (kind, (), (), "")


@pytest.mark.parametrize(
    "text", ["ok where is my parcel", "tq, refund bila masuk", "cảm ơn shop, cho hỏi phí ship bao nhiêu"]
)
def test_a_question_after_thanks_is_a_question(own_desk: Desk, text: str) -> None:
    made = suggest(text, own_desk)
    assert made.small_talk == "" and made.answers


MOODS = {
    "legal": (
        "I will go to my lawyer, where is my refund",
        "không hoàn tiền tôi gửi đơn lên công an",
        "saya buat aduan kpdn",
    ),
    "review": ("refund me or it is 1 star", "không giao thì tui đánh giá 1 sao", "nak bagi bintang satu, barang pecah"),
    "angry": ("worst shop ever, my parcel is late", "hàng vỡ, làm ăn kiểu gì vậy", "PENIPU! barang tak sampai"),
}


@pytest.mark.parametrize(("mood", "text"), [(mood, text) for mood, texts in MOODS.items() for text in texts])
def test_anger_and_threats_lift_a_script_for_such_a_customer(own_desk: Desk, mood: str, text: str) -> None:
    made = suggest(text, own_desk)
    assert made.mood == mood
    first = [answer.id for answer in made.answers[:2]]
    assert any(mood in own_desk.moods.get(id, ()) for id in first), first
    assert not any("calm" in own_desk.moods.get(answer.id, ()) for answer in made.answers)


def test_two_questions_in_one_message_are_answered_apart(desk: Desk) -> None:
    message = "my parcel is very late, where is it? also how do i use my points, do they expire?"
    made = suggest(message, desk, language="en")
    assert len(made.parts) >= 2
    first = {answer.part: answer.topic for answer in reversed(made.answers)}
    assert first[0] == "delivery" and "account" in first.values()


def test_nothing_fits_names_no_team(desk: Desk) -> None:
    for text in ("xyzzy plugh", "", "????", "😀😀", "\x00\x01"):
        made = suggest(text, desk, language="en")
        assert made.answers == () and made.team == made.topic == made.severity == "" and made.confidence < OFFERED


def test_a_channel_leaves_out_scripts_that_may_not_be_sent_there(desk: Desk) -> None:
    text = "i want to cancel my order"
    assert "scripts/cancel-own-site" in {answer.id for answer in suggest(text, desk, language="en").answers}
    on_shopee = {answer.id for answer in suggest(text, desk, language="en", channel="shopee").answers}
    assert "scripts/cancel-shopee" in on_shopee
    assert not on_shopee & {"scripts/cancel-own-site", "scripts/cancel-lazada", "scripts/cancel-tiki"}


def test_a_short_follow_up_is_read_with_the_turn_before_it(desk: Desk) -> None:
    turns = [Turn("can I pay by cash on delivery?"), Turn("Yes you can.", is_customer=False), Turn("what is the limit")]
    made = suggest(turns, desk, language="en")
    assert (made.answers or made.closest)[0].topic == "payment"
    told = Turn("On its way.", is_customer=False)
    latest = [Turn("where is my parcel"), told, Turn("I forgot my password and cannot log in")]
    assert suggest(latest, desk, language="en").answers[0].id in ("faq/forgot-password", "guides/cannot-sign-in")


def test_a_number_alone_is_in_the_language_of_the_turn_before_it(desk: Desk) -> None:
    made = suggest("Siti: bila sampai pesanan saya?\nShop: boleh bagi no pesanan?\nSiti: SS104900", desk)
    assert made.languages == ("ms",)
    assert made.answers


def test_what_the_customer_wrote_in_a_row_is_one_message(desk: Desk) -> None:
    row = [Turn("where is my parcel"), Turn("I forgot my password and cannot log in")]
    found = [answer.id for answer in suggest(row, desk, language="en").answers]
    assert "faq/track-order" in found and "faq/forgot-password" in found


def test_the_question_that_is_asked_tells_documents_apart_that_share_its_words() -> None:
    """One lists many questions and has all the words, apart; the other lists the very question."""
    language = load_language("en")
    scattered = SearchDocument(
        id="faq/a", language="en", kind="faq", title="Parcels",
        questions=("where is the courier", "a late refund", "parcel label", "my size"),
    )  # fmt: skip
    exact = SearchDocument(id="faq/b", language="en", kind="faq", title="Times", questions=("parcel late", "how long"))
    table = question_table([scattered, exact], language)
    plan = plan_query(build_index([scattered, exact], language), "is my parcel late")
    near = nearest(table, [term for term, _ in plan.terms])
    assert 100 >= near["faq/b"] > near["faq/a"] > 0


def test_a_text_in_another_language_lists_no_questions() -> None:
    foreign = SearchDocument(id="faq/a", language="vi", kind="faq", title="Đơn", questions=("đơn",), is_fallback=True)
    table = question_table([foreign], load_language("en"))
    assert table.questions == [] and nearest(table, []) == {}


def test_the_browser_gets_the_questions_that_the_command_line_reads(own_desk: Desk) -> None:
    sent = documents_desk(open_workspace(ROOT, "agents", today=date.today(), with_checks=False))
    for language in own_desk.indexes:
        assert table_as_json(sent.questions(language)) == table_as_json(own_desk.questions(language))


OWN_SITE = [("ms", "boleh COD tak"), ("en", "I forgot my password"), ("vi", "gói quà giúp mình được không shop")]


@pytest.mark.parametrize(("language", "text"), OWN_SITE)
def test_articles_of_the_own_site_are_not_for_a_marketplace(own_desk: Desk, language: str, text: str) -> None:
    own_site = {one.id for one in own_desk.indexes[language].documents if one.channels and "lazada" not in one.channels}
    here = {one.id for one in suggest(text, own_desk, language=language, channel="whatsapp").answers}
    made = suggest(text, own_desk, language=language, channel="lazada")
    assert here & own_site and not {one.id for one in (*made.answers, *made.closest)} & own_site


def test_a_long_story_is_answered_as_a_whole_and_its_other_question_below(own_desk: Desk) -> None:
    story = "Card payment failed so I pressed again. Now the bank shows two charges for one order. How do I use points?"
    made = suggest(story, own_desk, language="en")
    first = [answer.id for answer in made.answers if answer.part == 0]
    assert first[0] in ("scripts/charged-twice", "faq/charged-twice")
    assert any("points" in answer.id for answer in made.answers if answer.part)
    assert len({answer.id for answer in made.answers}) == len(made.answers)


MENDED = [
    ("en", "one pillow case missing", "scripts/missing-item"),
    ("en", "I ordered two. Only one arrived.", "scripts/missing-item"),
    ("ms", "diffuser sampai retak", "scripts/damaged-item"),
    ("vi", "đơn trễ quá chưa thấy giao SS104829 20/11 giá 250k", "scripts/delivery-delay"),
    ("en", "where is my parcel SS104829, 129.00, 18/11/2026", "scripts/shipping-notice"),
    ("vi", "nhận đơn thiếu 1 vỏ gối, mã SS104829", "scripts/missing-item"),
    ("ms", "PENIPU! saya report KPDN", "scripts/complaint"),
]


@pytest.mark.parametrize(("language", "text", "right"), MENDED)
def test_what_agents_met_is_answered(own_desk: Desk, language: str, text: str, right: str) -> None:
    first = suggest(text, own_desk, language=language).answers[0]
    assert first.id == right and first.certainty in ("sure", "likely")


def test_a_chain_message_about_a_prize_gets_no_answer(own_desk: Desk) -> None:
    text = "Tahniah! Anda menang hadiah, forward mesej ni kat 10 kawan"
    assert suggest(text, own_desk, language="ms").answers == ()


@pytest.mark.parametrize("text", ["a" * 100_000, "đổi trả " * 20_000, "<b>" * 30_000, "{{ 7*7 }}", "\ud800 return"])
def test_any_text_is_a_message(desk: Desk, text: str) -> None:
    made = suggest(text, desk, language="vi")
    assert made.language == "vi" and len(made.answers) <= 6


def test_questions_are_split_where_one_ends() -> None:
    texts = [clause.text for clause in split_questions("Hi shop. Đơn mình đâu rồi? Với lại cho mình hỏi đổi size. ok")]
    assert texts == ["Đơn mình đâu rồi", "cho mình hỏi đổi size"]
    assert len(split_questions("một hai ba? " * 500)) == 6


def test_the_browser_suggests_exactly_the_same(desk: Desk, tmp_path: Path) -> None:
    cores = {}
    for language, index in desk.indexes.items():
        folder = tmp_path / language
        cores[language] = f"{folder}/{write_shards(index, folder)}"
    cases: list[tuple[Any, dict[str, Any]]] = [(m["text"], {"language": m["language"]}) for m in MESSAGES]
    cases += [(text, {"language": dice.choice(list(cores)), **options}) for text, options, dice in _mixtures()]
    cases += [(message["text"], {}) for message in MESSAGES[::3]]
    given = {"data": desk_data_of_nothing(), "suggestions": suggestion_data(desk), "cores": cores}
    calls: list[list[Any]] = [["open", given], ["loaded"]]
    calls += [["suggest", message, options] for message, options in cases]
    opened, before, *results = run_in_node(calls)
    assert opened is None and before == 0
    for (message, options), result in zip(cases, results, strict=True):
        turns = message if isinstance(message, str) else [Turn(turn["text"], turn["is_customer"]) for turn in message]
        made = suggest(turns, desk, **options)
        assert result == {**made.as_json(), "parts": list(made.parts), "words": []}, message


def desk_data_of_nothing() -> dict[str, Any]:
    return desk_data([], {}, packs={}, substitute=lambda _: str, links=lambda _: {})


def _mixtures() -> list[tuple[Any, dict[str, Any], random.Random]]:
    """Messages joined, with channels and stages, and as conversations; the same on every run."""
    dice = random.Random(20)
    joins = ["? ", ". ", " also ", "\n", " với lại ", ", ", " 😀 "]
    made: list[tuple[Any, dict[str, Any], random.Random]] = []
    for _ in range(60):
        texts = [message["text"] for message in dice.sample(MESSAGES, 2)]
        message: Any = dice.choice(joins).join(texts)
        if dice.random() < 0.3:
            message = [{"text": text, "is_customer": dice.random() < 0.8} for text in texts]
        options: dict[str, Any] = {}
        if dice.random() < 0.4:
            options["channel"] = dice.choice(["shopee", "sms", "email"])
        if dice.random() < 0.4:
            options["stage"] = dice.choice(["paying", "return"])
        made.append((message, options, dice))
    return made
