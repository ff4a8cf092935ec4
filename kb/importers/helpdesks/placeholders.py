"""Placeholders of other helpdesks (`{{ticket.requester.first_name}}`, `#{ticket.customer.firstname}`) → ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kb.text.folding import fold_slug

OTHER_PLACEHOLDER = re.compile(
    r"\{\{-?\s*(?P<liquid>[A-Za-z_][\w.\[\]'\"-]*)\s*(?P<filter>\|[^{}]*)?-?\}\}|#\{(?P<zammad>[A-Za-z_][\w.-]*)\}"
)
TAG = re.compile(r"\{%.{0,1000}?%\}", re.DOTALL)
OPEN, CLOSE = "\ue000", "\ue001"
"""Marks that no conversion touches; the names go back in afterwards."""

NAMES = {
    "customer_name": (
        "ticket.requester.first_name",
        "ticket.requester.name",
        "ticket.requester.details",
        "requester.first_name",
        "requester.name",
        "contact.name",
        "contact.first_name",
        "ticket.customer.firstname",
        "ticket.customer.fullname",
        "ticket.customer.name",
        "customer.first_name",
        "customer.name",
        "ticket.customer.first_name",
        "ticket.customer.full_name",
        "ticket.requester.firstname",
        "ticket.contact.name",
        "ticket.contact.first_name",
        "ticket.contact.firstname",
        "customer.firstname",
        "customer.fullname",
        "user.first_name",
        "user.name",
        "first_name",
        "name",
    ),
    "customer_last_name": (
        "ticket.requester.last_name",
        "contact.last_name",
        "ticket.customer.lastname",
        "ticket.requester.lastname",
        "ticket.customer.last_name",
        "customer.lastname",
        "user.last_name",
        "last_name",
    ),
    "customer_email": (
        "ticket.requester.email",
        "contact.email",
        "ticket.customer.email",
        "customer.email",
        "user.email",
        "email",
        "ticket.sender.email",
    ),
    "customer_phone": (
        "ticket.requester.phone",
        "contact.phone",
        "contact.phone_number",
        "ticket.customer.phone",
        "ticket.customer.mobile",
        "customer.phone",
        "user.phone",
        "phone",
    ),
    "agent_name": (
        "current_user.name",
        "current_user.first_name",
        "current_user.signature",
        "ticket.assignee.name",
        "ticket.assignee.first_name",
        "agent.name",
        "agent.first_name",
        "user.firstname",
        "user.fullname",
        "ticket.owner.firstname",
        "ticket.owner.fullname",
        "current_user.firstname",
        "ticket.agent.name",
        "ticket.agent.firstname",
        "ticket.assignee_user.name",
        "ticket.assignee_user.firstname",
        "teammate.first_name",
        "teammate.name",
        "admin.first_name",
        "admin.name",
        "author.first_name",
        "author.name",
    ),
    "ticket_id": (
        "ticket.id",
        "ticket.number",
        "conversation.id",
        "conversation.display_id",
        "ticket.encoded_id",
        "conversation.number",
    ),
    "ticket_subject": ("ticket.title", "ticket.subject", "conversation.subject"),
    "ticket_url": ("ticket.url", "ticket.link", "ticket.url_with_protocol"),
    "company": (
        "ticket.organization.name",
        "ticket.requester.organization.name",
        "ticket.organization",
        "ticket.requester.company_name",
        "company.name",
        "customer.company",
    ),
    "shop_name": (
        "ticket.brand.name",
        "ticket.account",
        "inbox.name",
        "account.name",
        "config.fqdn",
        "helpdesk_name",
        "ticket.portal_name",
        "mailbox.name",
        "workspace.name",
        "app.name",
    ),
    "order_id": (
        "ticket.customer.integrations.shopify.orders[0].name",
        "ticket.customer.integrations.shopify.orders[0].order_number",
        "ticket.customer.integrations.shopify.orders[0].id",
    ),
    "tracking_url": (
        "ticket.customer.integrations.shopify.orders[0].fulfillments[0].tracking_url",
        "ticket.customer.integrations.shopify.orders[0].fulfillments[0].tracking_urls[0]",
    ),
}
KNOWN = {foreign: ours for ours, others in NAMES.items() for foreign in others}
TYPES = {
    "customer_name": "name",
    "customer_last_name": "name",
    "agent_name": "name",
    "ticket_id": "code",
    "ticket_url": "url",
    "order_id": "code",
    "tracking_url": "url",
}
EXAMPLES = {
    "customer_name": "Mai",
    "customer_last_name": "Tan",
    "agent_name": "Linh",
    "ticket_id": "48213",
    "customer_email": "mai@example.com",
    "customer_phone": "0900000000",
    "ticket_url": "https://shop.example/t/48213",
    "order_id": "A-10234",
    "tracking_url": "https://carrier.example/t/48213",
}


@dataclass(slots=True)
class Placeholders:
    """The placeholders of one script, collected while its text is read."""

    declared: dict[str, dict[str, object]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Other systems' names that have no meaning here; each became a placeholder named after it."""
    remarks: list[str] = field(default_factory=list)

    def hide(self, text: str) -> str:
        """`text` with every placeholder behind marks, so that a conversion leaves it alone."""
        if TAG.search(text):
            self.remarks.append("holds conditions ({% … %}): kept as written; make variants of them")
        return OTHER_PLACEHOLDER.sub(self._take, text.replace(OPEN, "").replace(CLOSE, ""))

    def _take(self, match: re.Match[str]) -> str:
        foreign = (match["liquid"] or match["zammad"]).strip()
        if foreign.startswith(("fact.", "link.")) or foreign in {"fact", "link"}:
            return match[0]
        name = KNOWN.get(foreign.lower())
        if name is None:
            name = fold_slug(foreign, "_")[:60] or "field"
            name = name if name[0].isalpha() else f"field_{name}"
            if foreign not in self.unknown:
                self.unknown.append(foreign)
        if match["filter"]:
            self.remarks.append(f"has a filter on a placeholder (“{foreign}{match['filter'].strip()}”): left out")
        self.declared.setdefault(
            name, {"type": TYPES.get(name, "text"), "example": EXAMPLES.get(name, name.replace("_", " "))}
        )
        return f"{OPEN}{list(self.declared).index(name)}{CLOSE}"

    def show(self, text: str) -> str:
        """The marks of `hide` as placeholders of ours."""
        names = list(self.declared)
        return re.sub(f"{OPEN}([0-9]+){CLOSE}", lambda match: f"{{{{ {names[int(match[1])]} }}}}", text)

    def through(self, text: str, convert: Callable[[str], str]) -> str:
        """`convert` applied to `text` with its placeholders safe."""
        return self.show(convert(self.hide(text)))
