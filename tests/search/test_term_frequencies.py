"""Term counts against the plainest way to make them: every stretch of text read word by word."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.markdown.passages import Passage
from kb.search.indexing.documents import SearchDocument
from kb.search.indexing.term_frequencies import count_terms, term_kind
from kb.search.indexing.terms import CONCEPT, EXACT, expand_token
from kb.search.indexing.token_cache import also_found_by
from kb.search.indexing.weights import SEARCH_FIELDS, TERM_KINDS, WEIGHTS, Weights
from kb.text.languages import FULL, Language, load_language
from kb.text.tokenizer import find_concepts, read, without_noise

EVERYTHING = Weights(exact=(1, 1, 1, 1, 1), concept=(1, 1, 1, 1, 1), pair=(1, 1, 1, 1, 1))
PIECES = [
    "đổi", "trả", "Đổi", "hàng,", "shop", "bn", "ship", "cod", "refund", "refunds?", "item", "brg", "nk", "nak",
    "https://a.example/b?c=1", "me@shop.example", "SS-10234", "#10234", "0912345678", "12345", "it's", "แพง", "中文",
    "can't", "hoàn", "tiền", "cancelled", "dikembalikan", "x", "asap", "…", "size-M", "wi-fi", "E-1042",
    "barang-barang", "1800.6838", "1,5", "a" * 41, "\u00a0", "?",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map(" ".join)


def plain_terms(text: str, language: Language) -> list[str]:
    """Every term of one stretch of text, repeated as often as it occurs."""
    tokens = read(text, language)
    expanded = [part for token in tokens for part in expand_token(token, language)]
    written = {token.with_diacritics for token in tokens}
    return [
        *(token.stem for token in tokens),
        *(stem for piece in without_noise(text).split() for stem in also_found_by(piece, language)),
        *(token.stem for token in expanded if token.with_diacritics not in written),
        *(EXACT + token.with_diacritics for token in tokens if token.with_diacritics != token.stem),
        *(CONCEPT + name for name, _, _ in find_concepts(expanded, language)),
        *(f"{a.stem} {b.stem}" for a, b in itertools.pairwise(expanded)),
    ]


def telling(texts: tuple[str, ...], language: Language) -> set[str]:
    """The pairs that a body is found by: of two significant words, or of one if the pair comes back."""
    weights: dict[str, tuple[bool, bool]] = {}
    occurrences: Counter[str] = Counter()
    kept = set()
    for text in texts:
        words = [part for token in read(text, language) for part in expand_token(token, language)]
        for a, b in itertools.pairwise(words):
            pair = f"{a.stem} {b.stem}"
            occurrences[pair] += 1
            weights[pair] = (a.weight == FULL, b.weight == FULL)
    for pair, significant in weights.items():
        if all(significant) or (any(significant) and occurrences[pair] > 1):
            kept.add(pair)
    return kept


def plain_counts(document: SearchDocument, language: Language, weights: Weights) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for name, texts in document.fields():
        field = SEARCH_FIELDS.index(name)
        kept = {kind for kind in TERM_KINDS if weights.of(kind)[field] > 0}
        for term, count in Counter(term for text in texts for term in plain_terms(text, language)).items():
            is_idle = name == "body" and term_kind(term) == "pair" and term not in telling(tuple(texts), language)
            if term_kind(term) in kept and not is_idle:
                found.setdefault(term, [0] * len(SEARCH_FIELDS))[field] = count
    return {term: tuple(row) for term, row in found.items()}


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS, TEXTS, TEXTS, st.sampled_from(["en", "vi", "ms", "zz"]),
       st.sampled_from([WEIGHTS, EVERYTHING]))  # fmt: skip
def test_terms_are_counted_as_if_each_text_were_read_word_by_word(
    title: str, questions: list[str], answer: str, heading: str, body: str, code: str, weights: Weights
) -> None:
    document = SearchDocument(
        id="a", language=code, title=title, questions=tuple(questions), answer=answer,
        passages=(Passage("", heading, body), Passage("b", "", f"{title}\n{body}")),
    )  # fmt: skip
    language = load_language(code)
    counts = count_terms(document, language, weights)
    assert dict(counts.terms) == plain_counts(document, language, weights)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_lengths_of_fields_are_their_words_and_what_slang_stands_for(body: str) -> None:
    language = load_language("vi")
    document = SearchDocument(id="a", language="vi", answer="a", passages=(Passage("", "", body),))
    words = [term for line in body.split("\n") for term in plain_terms(line, language) if term_kind(term) == "word"]
    compounds = [stem for piece in without_noise(body).split() for stem in also_found_by(piece, language)]
    assert count_terms(document, language).lengths[SEARCH_FIELDS.index("body")] == len(words) - len(compounds)
