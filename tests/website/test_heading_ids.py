"""Which headings get a link to themselves."""

from __future__ import annotations

import pytest

from kb.website.html.heading_links import with_heading_links


@pytest.mark.parametrize(
    ("id", "is_linked"),
    [("send", True), ("é&amp;b", True), ("__proto__", True), ("", False), ("two ids", False), ("a\u2028b", False)],
)
def test_a_heading_is_linked_where_its_id_is_one_name(id: str, is_linked: bool) -> None:
    heading = f'<h2 id="{id}">Words</h2>'
    made = with_heading_links(heading, {id})
    assert (f'href="#{id}" aria-labelledby="kb-headinglink {id}"' in made) is is_linked
    assert heading in made
