"""Records of any make-up: nothing crashes, nothing written is broken, and a second run changes nothing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.chatwoot import import_chatwoot
from kb.importers.helpdesks.zendesk import import_zendesk
from tests.conftest import MINIMAL_CONFIG
from tests.importers.conftest import load, snapshot

# fmt: off
KEYS = [
    "id", "title", "name", "body", "content", "locale", "source_locale", "draft", "status", "section_id",
    "category_id", "category", "section", "user_segment_id", "label_names", "meta", "translations", "html_url",
    "slug", "description", "actions", "short_code", "keywords", "created_at", "edited_at", "associated_article_id",
    "source_id", "portal", "active", "access_policy", "outdated", "vote_sum", "position", "views",
]
# fmt: on
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(allow_nan=False)
    | st.sampled_from(["en-us", "vi", "xx", "<p>{{x}} <b>a</b>", "2024-02-30", "published", "../x", "---", "| y", "ế"])
    | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=9), min_size=1, max_size=4)
LISTS = st.dictionaries(
    st.sampled_from(["articles", "sections", "translations", "macros", "text_modules", "categories", "payload"]),
    RECORDS,
    min_size=1,
)


@pytest.mark.parametrize("take_in", [import_zendesk, import_chatwoot])
@settings(max_examples=40, deadline=None)
@given(value=LISTS | RECORDS)
def test_no_export_crashes_the_import(take_in: Callable[[Path, Path], ImportReport], value: object) -> None:
    with tempfile.TemporaryDirectory() as place:
        project, export = Path(place, "project"), Path(place, "export.json")
        project.mkdir()
        (project / "mkdocs.yml").write_text(MINIMAL_CONFIG, "utf-8")
        export.write_text(json.dumps(value), "utf-8")
        take_in(export, project)
        assert [str(problem) for problem in load(project).problems if problem.is_error] == []
        before = snapshot(project)
        rerender = take_in(export, project)
        assert snapshot(project) == before
        assert (rerender.written, rerender.updated, rerender.kept) == ((), (), ())
        assert sorted(path.name for path in Path(place).iterdir()) == ["export.json", "project"]
