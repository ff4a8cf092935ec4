"""E-mails with what they quote, signatures and all. The twin is `browser/transcript_mail.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.desk.transcript_lines import SHARED, Line, pattern, plain
from kb.desk.transcript_parts import Part, Read
from kb.desk.transcript_speakers import CUSTOMER, OWN, ShopNames, is_shop, without_address
from kb.text.letters import SPACES

_FROM = pattern(SHARED["mail_from"])
_DATED = pattern(SHARED["mail_dated"])
_OTHER = pattern(SHARED["mail_other"])
_RULE = pattern(SHARED["mail_rule"])
_FORWARD = pattern(SHARED["mail_forward"])
_ATTRIBUTION = pattern(SHARED["attribution"])
_ATTRIBUTION_START = pattern(SHARED["attribution_start"])
_SHOP_BOX = pattern(SHARED["shop_box"])
_CLOSING = pattern(SHARED["closing"])
_DEVICE = pattern(SHARED["device"])
_DISCLAIMER = pattern(SHARED["disclaimer"])
_CLOCK_WORDS = frozenset(SHARED["clock_words"])
_MOST_HEADERS: int = SHARED["mail_headers"]


@dataclass(slots=True)
class _Mail:
    """One message of a thread."""

    sender: str = ""
    """Plain, with the address; "" where nothing names it."""
    name: str = ""
    """The sender's name as written."""
    lines: list[Line] = field(default_factory=list)


def read_mail(lines: Sequence[Line], shop: ShopNames) -> Read | None:
    """An e-mail and what it quotes, the oldest first; None where nothing shows an e-mail."""
    thread = _thread(lines)
    if thread is None:
        return _read_inline(lines)
    mails, is_forward = thread
    sides = _sides(mails, shop, is_forward=is_forward)
    named = next((mail.name for mail, side in zip(mails, sides, strict=True) if side == CUSTOMER and mail.name), "")
    names = {CUSTOMER: named, OWN: ""}
    parts: list[Part] = []
    for mail, side in zip(reversed(mails), reversed(sides), strict=True):
        quoted, answers = ([], mail.lines) if mail is mails[0] else _split_quotes(mail.lines)
        parts.append(Part(side, _clean(quoted or mail.lines, mail.name or names[side]), name=names[side]))
        if quoted and answers:
            parts.append(Part(sides[0], _clean(answers, names[sides[0]]), name=names[sides[0]]))
    return Read("email", parts, "email", agents={OWN})


def _thread(lines: Sequence[Line]) -> tuple[list[_Mail], bool] | None:
    """The messages, the newest first, and whether one was forwarded; None where there is only one without a sender."""
    mails = [_Mail()]
    is_forward = False
    place = 0
    while place < len(lines):
        held = _unquoted(lines[place])
        if _RULE.fullmatch(held.plain):
            is_forward = is_forward or bool(_FORWARD.fullmatch(held.plain))
            place += 1
            continue
        sender, end = _attribution(lines, place)
        if end == place:
            sender, end = _headers(lines, place)
        if end > place:
            mails.append(_Mail(plain(sender), _name_of(sender)))
            place = end
            continue
        mails[-1].lines.append(lines[place])
        place += 1
    if not any(not line.is_blank for line in mails[0].lines):
        mails = mails[1:]
    return (mails, is_forward) if any(mail.sender for mail in mails) else None


def _unquoted(line: Line) -> Line:
    """The line without the signs of a quotation."""
    text = line.text.lstrip(">" + SPACES)
    return line if text == line.text else Line(text, plain(text))


def _attribution(lines: Sequence[Line], place: int) -> tuple[str, int]:
    """Sender and end of “On …, Lan <…> wrote:”, on one line or two."""
    first = _unquoted(lines[place])
    if _ATTRIBUTION.fullmatch(first.plain):
        return _of_attribution(first.text), place + 1
    if place + 1 < len(lines) and _ATTRIBUTION_START.fullmatch(first.plain):
        text = f"{first.text} {_unquoted(lines[place + 1]).text}"
        if _ATTRIBUTION.fullmatch(plain(text)):
            return _of_attribution(text), place + 2
    return "", place


def _of_attribution(text: str) -> str:
    """The sender: what stands before the verb, behind the last comma, number or “PM”."""
    address = text.rfind("<")
    before = text[:address] if address > 0 else " ".join(text.split(" ")[:-1])
    words = before.replace(",", " , ").replace(":", " : ").split(" ")
    name: list[str] = []
    for word in reversed([word for word in words if word]):
        if word == "," or word == ":" or any("0" <= letter <= "9" for letter in word) or plain(word) in _CLOCK_WORDS:
            break
        name.insert(0, word)
    end = text.find(">", address) if address > 0 else -1
    return " ".join(name) + (f" {text[address : end + 1]}" if 0 < address < end else "")


def _headers(lines: Sequence[Line], place: int) -> tuple[str, int]:
    """Sender and end of the lines “From: … Sent: … To: … Subject: …”, in any order."""
    sender = ""
    dated = others = 0
    end = place
    while end < len(lines) and end - place < _MOST_HEADERS:
        held = _unquoted(lines[end])
        bare = held.plain.replace("*", "")
        if _FROM.fullmatch(bare) and not sender:
            sender = held.text[held.text.replace("：", ":").index(":") + 1 :].strip(f"*{SPACES}")
        elif _DATED.fullmatch(bare):
            dated += 1
        elif _OTHER.fullmatch(bare):
            others += 1
        else:
            break
        end += 1
    is_mail = (dated and others) or ("@" in sender and dated + others)
    return (sender, end) if sender and is_mail else ("", place)


def _name_of(sender: str) -> str:
    """A sender's name as written: without its address, and "" where there is nothing else."""
    name = sender.partition("<")[0].strip("\"' " + SPACES)
    return "" if "@" in name else name


def _sides(mails: Sequence[_Mail], shop: ShopNames, *, is_forward: bool) -> list[str]:
    """Whose each message is. Without any sign, an answer quotes the other side."""
    sides = [_side(mail, shop) for mail in mails]
    sides[0] = sides[0] or CUSTOMER
    if is_forward and not mails[0].sender and len(mails) > 1 and not sides[1]:
        sides[:2] = OWN, CUSTOMER  # somebody of the shop hands a customer's message on
    customers = {mail.name for mail, side in zip(mails, sides, strict=True) if side == CUSTOMER and mail.name}
    for place in range(1, len(mails)):
        if not sides[place]:
            is_theirs = mails[place].name in customers or sides[place - 1] == OWN
            sides[place] = CUSTOMER if is_theirs else OWN
    return sides


def _side(mail: _Mail, shop: ShopNames) -> str:
    if not mail.sender:
        return ""
    name = without_address(mail.sender)
    if is_shop(name, shop) or _SHOP_BOX.search(mail.sender):
        return OWN
    return ""


def _split_quotes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines behind “>” and, where there are such, those between them: answers in their place."""
    quoted = [line for line in lines if line.plain.startswith(">")]
    if not quoted:
        return [], []
    return quoted, [line for line in lines if not line.plain.startswith(">")]


def _read_inline(lines: Sequence[Line]) -> Read | None:
    """Answers below each quoted line, without a word about whose these are."""
    is_quote = [line.plain.startswith(">") for line in lines if not line.is_blank]
    begins = sum(now and not before for before, now in zip([False, *is_quote], is_quote, strict=False))
    if begins < 2 or not is_quote[0] or is_quote[-1]:
        return None
    kept = lines[: len(without_signature([line.text for line in lines]))]
    parts: list[Part] = []
    for line in kept:
        if not line.is_blank:
            label = OWN if line.plain.startswith(">") else CUSTOMER
            if not parts or parts[-1].label != label:
                parts.append(Part(label, []))
            parts[-1].lines.append(_unquoted(line).text)
    return Read("email", sorted(parts, key=lambda part: part.label == CUSTOMER), "email", agents={OWN})


def _clean(lines: Sequence[Line], name: str) -> list[str]:
    return without_signature([_unquoted(line).text for line in lines], plain(name))


def without_signature(lines: Sequence[str], name: str = "") -> list[str]:
    """The lines up to where somebody signs: “Regards”, “-- ”, “Sent from my phone”, `name` on a line of its own."""
    held = [plain(line) for line in lines]
    has_words = False
    for place, line in enumerate(held):
        if _is_foot(line) and has_words:
            return list(lines[:place])
        if has_words and (_CLOSING.fullmatch(line) or _signs(line, name)) and _is_signature(held, place):
            return list(lines[:place])
        has_words = has_words or bool(line)
    return list(lines)


def _is_foot(line: str) -> bool:
    """“Sent from my phone”, “This e-mail is confidential …”."""
    return bool(_DEVICE.fullmatch(line) or _DISCLAIMER.fullmatch(line))


def _signs(line: str, name: str) -> bool:
    """Is `line` the name, or a part of it?"""
    return bool(name) and bool(line) and all(word in name.split(" ") for word in line.rstrip(".").split(" "))


def _is_signature(held: Sequence[str], place: int) -> bool:
    """Do only a few short lines follow, none of them a question?"""
    count = 0
    for following in range(place + 1, len(held)):
        line = held[following]
        if _is_foot(line):
            return True
        if len(line) > SHARED["closing_letters"] or "?" in line or count > SHARED["closing_most"]:
            return False
        count += bool(line)
    return count <= int(SHARED["closing_most"])
