"""Numbers, channels and languages of every form say the same market to Python and the browser."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from kb.replies.order_market import MarketSigns, market_of
from tests.fuzz.running import fuzzed
from tests.twins.node import node
from tests.twins.texts import texts

SIGNS = MarketSigns(
    prefixes={"MY": "MY", "MYV": "VN", "01": "MY", "SSV": "VN"},
    calling_codes={"+84": "VN", "+60": "MY", "+6": "SG"},
    channels={"zalo": "VN", "whatsapp": "MY"},
    languages={"vi": "VN", "ms": "MY"},
)
numbers = st.from_regex(r"\A(\+?84|\+60|my[- ]?v?|SSV|01)[0-9 ._/()#-]{3,14}[0-9A-Za-z]{0,4}\Z") | texts
said = st.tuples(
    st.sampled_from(["", "SG"]),
    st.lists(numbers, max_size=3),
    st.sampled_from(["zalo", "whatsapp", "email", "toString"]),
    st.sampled_from(["vi", "ms", "en", "__proto__"]),
)


def of_browser(named: str, values: list[str], channel: str, language: str) -> object:
    given = {"named": named, "values": values, "channel": channel, "language": language}
    return node().call("marketOf", SIGNS.as_json(), given)


@fuzzed(said, few=300)
def test_all_signs_say_the_same_market(given: tuple[str, list[str], str, str]) -> None:
    named, values, channel, language = given
    found = market_of(SIGNS, named=named, values=values, channel=channel, language=language)
    assert of_browser(named, values, channel, language) == found


@pytest.mark.parametrize(
    ("values", "channel", "language", "market"),
    [
        (["MY-1001"], "zalo", "vi", "MY"),  # the order's own number goes before all else
        (["myv 1001"], "email", "en", "VN"),  # the longest beginning
        (["my size is 1001"], "email", "en", "MY"),  # one word as far as separators go
        (["my-ſ1001"], "email", "en", ""),  # a letter that becomes an S in capitals
        (["MY-100"], "email", "en", ""),
        (["+60 12-345 6789"], "email", "en", "MY"),
        (["60 12-345 6789"], "email", "en", ""),
        (["+84 12"], "email", "en", ""),
        (["+6512345678"], "email", "en", "SG"),
        (["MY-1001", "+84912345678"], "email", "vi", ""),
        ([], "zalo", "en", "VN"),
        ([], "email", "ms", "MY"),
        ([], "zalo", "ms", ""),
        ([], "zalo", "vi", "VN"),
        ([], "email", "en", ""),
    ],
)
def test_both_say_what_is_right(values: list[str], channel: str, language: str, market: str) -> None:
    assert market_of(SIGNS, values=values, channel=channel, language=language) == market
    assert of_browser("", values, channel, language) == market
