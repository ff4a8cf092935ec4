"""Order numbers of every form say the same day to Python and the browser."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from kb.replies.order_day import order_day
from tests.fuzz.running import fuzzed
from tests.twins.node import node
from tests.twins.texts import texts

TODAY = date(2026, 11, 26)
numbers = st.from_regex(r"\A[0-9]{6}[0-9A-Za-z]{7,9}\Z") | st.builds(
    lambda day, rest: f"{day:%y%m%d}{rest}", st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.just("ABCD1234")
)


@fuzzed(numbers | texts, few=300)
def test_order_numbers_say_the_same_day(number: str) -> None:
    found = order_day(number, TODAY)
    assert node().call("orderDay", number, TODAY.isoformat()) == (found.isoformat() if found else "")
