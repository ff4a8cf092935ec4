"""Who speaks in a copied conversation: the shop or the customer; the twin is `browser/transcript_speakers.js`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.desk.transcript_lines import LONGEST_NAME, SHARED, pattern, plain

_CUSTOMER = frozenset(plain(word) for word in SHARED["customer"])
_AGENT = frozenset(plain(word) for word in SHARED["agent"])
CUSTOMER: str = SHARED["sides"][0]
OWN: str = SHARED["sides"][1]
"""The customer and the shop, where a paste has no name for it."""
_OWN = frozenset(plain(word) for word in SHARED["own"])
_FORM_LABELS = frozenset(plain(word) for word in SHARED["form_labels"])
_OFFICIAL = pattern(f"(?: ?[|·–-])? ?(?:{SHARED['official']})(?: (?:{SHARED['official']}))?")
_HANDLE = pattern(f"(?:{SHARED['official']})*".replace(" ", ""))
_BREAK = re.compile(SHARED["break_behind"])
_SIGNS = re.compile(SHARED["signs"])
_ROLE = pattern(f".{{1,40}}?{SHARED['roles']}")
_NUMBER_BEHIND = re.compile(SHARED["number_behind"])
_EXACT_AGENTS = frozenset(SHARED["exact_agents"])
_MOST_WORDS: int = SHARED["shop_words"]
_INSIDE = pattern(SHARED["inside"])
_ADDRESS = pattern(SHARED["address"])
_NAME_LIKE = pattern(SHARED["name_like"])
_NUMBERED = pattern(SHARED["numbered"])
_LETTER = re.compile(SHARED["letter_first"])
_LONG_NAME: int = SHARED["long_name"]


@dataclass(frozen=True, slots=True)
class ShopNames:
    """What the shop calls itself, in plain letters."""

    names: tuple[str, ...]

    @staticmethod
    def of(names: Iterable[str]) -> ShopNames:
        """From names as the shop writes them."""
        return ShopNames(tuple(dict.fromkeys(name for name in map(plain, names) if name)))

    def has(self, label: str, *, is_alone: bool = False) -> bool:
        """Is the plain `label` the shop, or somebody of the shop: “Senlai Official Store”, “Mai (Senlai)”?

        `is_alone`: it is a line of its own, which could be a product's name: “Kettle Senlai 1.8L”.
        """
        return any(_names(label, name, is_alone=is_alone) for name in self.names)


def _names(label: str, name: str, *, is_alone: bool) -> bool:
    if label == name or _is_handle(label, name):
        return True
    place = label.find(name)
    if place < 0:
        return False
    before, after = label[:place], label[place + len(name) :]
    is_long = len(name) >= _LONG_NAME and not is_alone
    if not before:
        return bool(_OFFICIAL.fullmatch(after)) or bool(_BREAK.match(after)) or (is_long and after[0] == " ")
    if _INSIDE.fullmatch(before) and not _LETTER.match(after):
        return True
    return is_long and before[-1] == " " and (not after or after[0] == " ")


def _is_handle(label: str, name: str) -> bool:
    """“senlai_official.my” for “Senlai”."""
    held, wanted = _SIGNS.sub("", label), _SIGNS.sub("", name)
    return bool(wanted) and held.startswith(wanted) and bool(_HANDLE.fullmatch(held[len(wanted) :]))


def without_address(label: str) -> str:
    """“Lan <lan@mail.example>” → “Lan”."""
    return _ADDRESS.sub("", label).strip(" ")


def is_shop(label: str, shop: ShopNames, *, is_alone: bool = False) -> bool:
    """Does the plain `label` stand for the shop: its name, “You sent”, “Agent Mei”? `is_alone`: see `has`."""
    return label in _OWN or shop.has(label, is_alone=is_alone) or _is_agent(label)


def _is_agent(label: str) -> bool:
    """“Agent Mei”, “Mei (agent)”."""
    return label in _AGENT or any(start in _AGENT - _EXACT_AGENTS for start in _starts(label)) or _role(label) in _AGENT


def _role(label: str) -> str:
    """What stands behind a name, in brackets or after a dash: “Lan (customer)”."""
    found = _ROLE.fullmatch(label)
    return found[1] if found else ""


def _starts(label: str) -> list[str]:
    """The first word, the first two words …"""
    words = label.split(" ")
    return [" ".join(words[:count]) for count in range(1, min(len(words), _MOST_WORDS) + 1)]


def is_own(label: str) -> bool:
    """“You sent” and its like."""
    return label in _OWN


def is_customer(label: str) -> bool:
    """Does the plain `label` stand for the customer: “Khách”, “Customer Lan”, “Lan (customer)”, “Visitor 12”?"""
    if _is_agent(label):
        return False
    numbered = _NUMBER_BEHIND.sub("", label)
    return numbered in _CUSTOMER or any(start in _CUSTOMER for start in _starts(label)) or _role(label) in _CUSTOMER


def is_field(label: str) -> bool:
    """Is `label` what stands before a colon in a form (“Address: …”), rather than a name?"""
    return label in _FORM_LABELS


def is_name_like(label: str) -> bool:
    """May a line that says only `label` be a speaker's name?"""
    if not label or len(label) > LONGEST_NAME or len(label.split(" ")) > SHARED["name_words"]:
        return False
    return bool(_NAME_LIKE.fullmatch(label)) and not _NUMBERED.match(label)


@dataclass(frozen=True, slots=True)
class Sides:
    """Which labels are the customer's."""

    customers: frozenset[str]
    is_guess: bool
    """Nothing but the order of the turns says so."""


def sides_of(labels: Sequence[str], shop: ShopNames, agents: Iterable[str] = (), *, is_ticket: bool = False) -> Sides:
    """Whose the plain `labels` are, in the order in which they first speak. `agents` are the shop's for sure.

    Where the shop's people are unknown, the one who begins is the customer, and that is said to be a guess. In a ticket
    (`is_ticket`) people of the shop have names of their own, so only the first stranger is the customer.
    """
    surely_shop = {label for label in labels if is_shop(label, shop)} | set(agents)
    surely_customer = {label for label in labels if label not in surely_shop and is_customer(label)}
    unknown = [label for label in dict.fromkeys(labels) if label not in surely_shop | surely_customer]
    if surely_customer:
        return Sides(frozenset(surely_customer), False)
    if surely_shop:
        first = unknown[:1] if is_ticket else unknown
        return Sides(frozenset(first), len(unknown) > 1)
    return Sides(frozenset(unknown[:1]), len(unknown) > 1)
