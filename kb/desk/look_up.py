"""The file by which the desk knows customers' classes: its format. `kb.insights.classes.look_up` writes it.

What is hashed of an order's number or a customer's name, `kb.insights.sources.context` says; `browser/look_up.js` makes
the same of what stands in a message.
"""

from __future__ import annotations

from typing import Final

from kb.browser_code.shared import shared_data

_SHARED = shared_data("desk", "look_up")
FORMAT: Final[str] = _SHARED["format"]
VERSION: Final[int] = _SHARED["version"]
HASH_BYTES: Final[int] = _SHARED["hash_bytes"]
"""Kept of each hash: of a million entries and a thousand look-ups one in 10¹⁰ meets another's."""
