"""The few sentences of the desk that belong to a reply rather than to the page around it; they are interface words."""

from __future__ import annotations

from collections.abc import Mapping

CALL = ("greet", "ask", "say", "close")
"""The frame of a call whose script was written for chat: greet, ask for {name}, say {text}, close."""
NOTES = ("no-variant", "not-for-channel", "link-left-out", "no-text", "no-short")
"""Codes of what an agent should know of a reply; each sentence names what it is {about}."""


def call_phrases(words: Mapping[str, str]) -> dict[str, str]:
    """The frame of a call, out of a language's interface words."""
    return {name: words[f"reply_{name}"] for name in CALL}


def note_phrase(words: Mapping[str, str], code: str) -> str:
    """The sentence of a note's code, out of a language's interface words."""
    return words[f"reply_{code}"]
