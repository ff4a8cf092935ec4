"""An index patched after an edit is the index written from nothing: the same names, the same bytes."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.index import build_index
from kb.search.indexing.term_frequencies import count_terms
from kb.search.shards.patch import Edit, index_state, patch_index, plan_patch
from kb.search.shards.write import FEW, FIRST_FILE, INLINE_TITLES, TEXTS_WITH_ONE_HASH
from kb.text.languages import load_language
from kb.website.output.search_index import write_index

WORDS = {
    "vi": "đổi trả hàng phí giao vận chuyển đơn mật khẩu tiền hoàn lại shop địa chỉ màu cỡ áo giặt bảo hành thẻ",
    "en": "return returns returned refund order orders shipping delivery address wash washing bed beds size was",
    "ms": "pulang pulangkan dipulangkan pemulangan hantar menghantar barang bayaran membayar rosak kerosakan tukar",
}


def some_words(language: str, dice: random.Random, most: int) -> str:
    """Words of the language, and made-up ones that few documents share."""
    made = ["".join(dice.choices("abdeghiknotu", k=dice.randint(2, 6))) for _ in range(3)]
    return " ".join(dice.choices([*WORDS[language].split(), *made], k=dice.randint(1, most)))


def a_document(language: str, number: int, dice: random.Random) -> SearchDocument:
    text = "\n".join(some_words(language, dice, 30) for _ in range(dice.randint(0, 3)))
    return SearchDocument(
        id=f"{dice.choice(('faq', 'guides'))}/d{number:04}",
        language=language,
        kind="faq",
        title=some_words(language, dice, 5).capitalize(),
        url=f"{language}/d{number:04}/",
        questions=tuple(some_words(language, dice, 6) for _ in range(dice.randint(0, 3))),
        answer=some_words(language, dice, 12) if dice.random() < 0.7 else "",
        passages=(Passage("", "", text), Passage("a", some_words(language, dice, 3), some_words(language, dice, 40))),
    )


def edited(document: SearchDocument, language: str, dice: random.Random) -> SearchDocument:
    """One edit, mostly of the body."""
    more = some_words(language, dice, 4)
    first, second = document.passages
    kind = dice.random()
    if kind < 0.4:
        return replace(document, passages=(first, replace(second, text=f"{second.text} {more}")))
    if kind < 0.6:
        return replace(document, passages=(first, replace(second, text=second.text.partition(" ")[2])))
    if kind < 0.7:
        return replace(document, title=more)
    if kind < 0.8:
        return replace(document, questions=(*document.questions[1:], more))
    if kind < 0.9:
        return replace(document, answer=more if document.answer else "", passages=(replace(first, text=more), second))
    return replace(document, url="elsewhere/", kind="guide", is_fallback=not document.is_fallback)


def edit_of(old: SearchDocument, new: SearchDocument, language: str) -> Edit:
    tongue = load_language(language)
    return Edit(count_terms(old, tongue), new, count_terms(new, tongue))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_whole(documents: dict[str, SearchDocument], language: str, folder: Path) -> tuple[Path, dict[str, object]]:
    index = build_index(tuple(documents.values()), language)
    return write_index(index, folder), json.loads(json.dumps(index_state(index)))


@pytest.mark.parametrize(("language", "seed"), [("vi", 0), ("en", 1), ("ms", 0)])
def test_after_each_edit_of_a_series_the_patched_folder_is_the_one_from_nothing(
    language: str, seed: int, tmp_path: Path
) -> None:
    dice = random.Random(f"{language} {seed}")
    documents = {document.id: document for document in (a_document(language, n, dice) for n in range(170))}
    last, state = write_whole(documents, language, tmp_path / "0")
    patched = 0
    for step in range(1, 16):
        old = dice.sample([*documents.values()], dice.choice((1, 1, 2, 5)))
        changed = {one.id: edited(one, language, dice) for one in old}
        documents |= changed
        whole, right = write_whole(documents, language, tmp_path / f"whole{step}")
        new = tmp_path / f"patched{step}"
        after = patch_index(state, last, new, [edit_of(one, changed[one.id], language) for one in old])
        if after is None:
            assert not new.exists()
            last, state = whole, right
            continue
        patched += 1
        assert bytes_in(new) == bytes_in(whole)
        assert after == right
        last, state = new, after
    assert patched >= 8


def test_titles_apart_from_the_core_are_patched_too(tmp_path: Path) -> None:
    dice = random.Random(5)
    documents = {document.id: document for document in (a_document("en", n, dice) for n in range(INLINE_TITLES + 60))}
    last, state = write_whole(documents, "en", tmp_path / "0")
    old = documents[sorted(documents)[-3]]
    passages = (replace(old.passages[0], text="quite"), old.passages[1])
    changed = replace(old, title="Nothing like it was", passages=passages)
    whole, right = write_whole(documents | {old.id: changed}, "en", tmp_path / "1")
    after = patch_index(state, last, tmp_path / "2", [edit_of(old, changed, "en")])
    assert after == right
    assert bytes_in(tmp_path / "2") == bytes_in(whole)


def test_an_edit_of_one_body_leaves_most_files_alone(tmp_path: Path) -> None:
    dice = random.Random(6)
    documents = {document.id: document for document in (a_document("vi", n, dice) for n in range(300))}
    last, state = write_whole(documents, "vi", tmp_path)
    old = next(document for document in documents.values() if len(document.passages[1].text.split()) > 20)
    changed = replace(old, passages=(old.passages[0], replace(old.passages[1], text=old.passages[1].text + " hàng")))
    patch = plan_patch(state, last, [edit_of(old, changed, "vi")])
    assert patch is not None
    assert len(patch.written) < len(patch.kept) / 4
    renamed = [name for name, before in patch.kept.items() if name != before]
    assert all(name.startswith("texts-") for name in renamed)
    assert len(renamed) < TEXTS_WITH_ONE_HASH


def test_in_the_folder_of_an_older_index_the_links_to_what_stays_are_left_alone(tmp_path: Path) -> None:
    dice = random.Random(7)
    documents = {document.id: document for document in (a_document("en", n, dice) for n in range(FEW + 30))}
    last, state = write_whole(documents, "en", tmp_path / "0")
    old = documents[sorted(documents)[0]]
    changed = replace(old, passages=(replace(old.passages[0], text="Quite other words"), old.passages[1]))
    whole, _ = write_whole(documents | {old.id: changed}, "en", tmp_path / "1")
    before, new = bytes_in(last), tmp_path / "2"
    new.mkdir()
    for name in before:
        os.link(last / name, new / name)
    (new / "terms-999-abc.json").write_text("of an older index")
    kept = sorted(before.keys() & bytes_in(whole).keys() - {FIRST_FILE})
    damaged, linked = new / kept[0], new / kept[1]
    damaged.unlink()
    damaged.write_bytes(before[kept[0]].replace(b"e", b"a"))
    changed_at = linked.stat().st_ctime_ns
    assert patch_index(state, last, new, [edit_of(old, changed, "en")])
    assert bytes_in(new) == bytes_in(whole)
    assert bytes_in(last) == before
    assert linked.stat().st_ctime_ns == changed_at


def test_what_a_patch_cannot_do_is_left_to_a_whole_index(tmp_path: Path) -> None:
    dice = random.Random(7)
    documents = {document.id: document for document in (a_document("en", n, dice) for n in range(FEW + 20))}
    last, state = write_whole(documents, "en", tmp_path)
    old, other = list(documents.values())[:2]
    same = [edit_of(old, old, "en")]
    longer = replace(old, passages=tuple(replace(one, text=one.text + " word" * 9_000) for one in old.passages))
    not_there = replace(old, title="Zebras zoom")
    another = replace(other, id="faq/not-there")
    assert plan_patch(state, last, same) is not None
    assert plan_patch(state, last, [edit_of(old, longer, "en")]) is None, "every impact changes"
    assert plan_patch(state, last, [edit_of(other, another, "en")]) is None, "another document"
    assert plan_patch(state, last, [edit_of(not_there, old, "en")]) is None, "not what was indexed"
    assert plan_patch(state | {"format": 0}, last, same) is None
    assert plan_patch(state, tmp_path / "nowhere", same) is None
    for path in last.glob("terms-*"):
        path.write_text("{}", "utf-8")
    assert plan_patch(state, last, [edit_of(old, not_there, "en")]) is None, "damaged"
