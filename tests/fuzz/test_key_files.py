"""Key files and the public description of a release, damaged or made up: refused with a problem, never half read."""

from __future__ import annotations

import base64
import functools
import json
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kb.locking.key_file import keys_text, parse_keys
from kb.locking.keys import KeyFile, make_agent
from kb.locking.sealing import ReleaseSecret
from kb.locking.wrapping import unwrap_secret, wrap_secret
from tests.fuzz.judging import expect_places
from tests.fuzz.running import fuzzed
from tests.fuzz.texts import as_json, damaged, runs, values

KEYS = (
    "format",
    "kdf",
    "agents",
    "name",
    "added_on",
    "iterations",
    "salt",
    "public_key",
    "private_key",
    "for_tests_only",
    "release",
    "ephemeral",
    "envelopes",
    "wrapped",
)
PASSPHRASE = "thin lantern orbit mango"
RAW_JSON = ("{", "}", "[", "]", '"', ":", ",", "null", "1", "-", "1e999", '"agents":', "\\u0000", "\\ud800", " ", "\n")


@functools.cache
def _keys() -> KeyFile:
    return KeyFile(tuple(make_agent(name, PASSPHRASE, added_on=date(2026, 1, 1)) for name in ("lan", "siti")))


@functools.cache
def _description() -> str:
    return wrap_secret(ReleaseSecret("00" * 16, b"c" * 32, b"n" * 32), _keys())


def _replaced(text: str, place: int, value: object) -> str:
    """The JSON with the value at one of its places replaced."""
    found: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key, inner in list(node.items() if isinstance(node, dict) else enumerate(node)):
            found.append((node, key))
            if isinstance(inner, dict | list):
                walk(inner)

    whole = json.loads(text)
    walk(whole)
    owner, key = found[place % len(found)]
    owner[key] = value
    return as_json(whole)


wrong = st.one_of(
    values(KEYS),
    st.binary(max_size=80).map(lambda data: base64.b64encode(data).decode()),
    st.sampled_from([65, 16, 12]).map(lambda size: base64.b64encode(bytes(size)).decode()),
)
places = st.integers(0, 40)
made_up = st.one_of(values(KEYS).map(as_json), runs(RAW_JSON, 1_500), st.lists(st.sampled_from(RAW_JSON)).map("".join))
key_texts = st.one_of(
    st.builds(lambda place, value: _replaced(keys_text(_keys()), place, value), places, wrong),
    damaged(st.builds(lambda: keys_text(_keys()))),
    made_up,
)


@fuzzed(key_texts, few=120)
def test_a_key_file_is_read_whole_or_refused(text: str) -> None:
    keys, problems = parse_keys(text, path="kb-keys.json")
    expect_places(problems, {"kb-keys.json": text.count("\n") + 1})
    if keys is None:
        assert problems[0].is_error
    else:
        assert parse_keys(keys_text(keys), path="kb-keys.json")[0] == keys


description_texts = st.one_of(
    st.builds(lambda place, value: _replaced(_description(), place, value), places, wrong),
    made_up,
)


@fuzzed(description_texts, st.sampled_from(["lan", "nobody"]), few=60)
def test_a_damaged_release_opens_to_nobody_by_a_wrong_way(text: str, name: str) -> None:
    with suppress(ValueError):
        secret = unwrap_secret(text, name, PASSPHRASE)
        assert secret is None or (name == "lan" and secret.content_key == b"c" * 32)
