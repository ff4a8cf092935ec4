"""A pasted conversation → turns, as `desk_page/turns.js` reads it on the desk's page."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.desk.suggestion import Turn

_CUSTOMER = "customer|buyer|client|guest|khách hàng|khách|người mua|pelanggan|pembeli"
_AGENT = "agent|shop|seller|support|me|us|nhân viên|người bán|cskh|ejen|penjual|kedai"
_LINE = re.compile(
    rf"\s*(?:\[?\d{{1,2}}:\d{{2}}(?::\d{{2}})?\]?\s*)?(?:({_CUSTOMER})|(?:{_AGENT}))\s*[:：]\s*(.*)",
    re.IGNORECASE,
)


def read_turns(text: str) -> str | tuple[Turn, ...]:
    """The turns of `text` where at least two lines say who speaks, and one of them the customer; else `text` itself."""
    turns: list[Turn] = []
    for line in text.split("\n"):
        said = _LINE.fullmatch(line)
        if said:
            turns.append(Turn(said[2], is_customer=said[1] is not None))
        elif turns:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{line}")
        elif line.strip():
            return text
    return tuple(turns) if len(turns) > 1 and any(turn.is_customer for turn in turns) else text
