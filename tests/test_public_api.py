"""The public names: what other programs may rely on."""

from __future__ import annotations

import kb

PUBLIC = {
    "HelpCentre", "Hit", "NoProjectError", "Problem", "SuggestedAnswer", "Suggestion", "Turn", "open_help_centre",
    "suggest",
}  # fmt: skip


def test_the_public_names_are_these_and_each_is_documented() -> None:
    assert set(kb.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(kb, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    try:
        kb.nothing_of_the_kind  # noqa: B018
    except AttributeError as error:
        assert "nothing_of_the_kind" in str(error)
    else:
        raise AssertionError("a name that does not exist was found")
