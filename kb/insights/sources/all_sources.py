"""Every source, and which of them a part belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from kb.insights.reading.parts import Part, ReadError
from kb.insights.sources.chatwoot import CHATWOOT
from kb.insights.sources.context import Certainty, Source
from kb.insights.sources.desk_counts import DESK_COUNTS
from kb.insights.sources.events import EVENTS
from kb.insights.sources.facebook import FACEBOOK
from kb.insights.sources.goatcounter import GOATCOUNTER
from kb.insights.sources.marketplaces import MARKETPLACES
from kb.insights.sources.pasted import PASTED
from kb.insights.sources.returns import RETURNS
from kb.insights.sources.typed_tables import TYPED
from kb.insights.sources.whatsapp import WHATSAPP
from kb.insights.sources.zalo import ZALO
from kb.insights.sources.zendesk import ZENDESK

SOURCES: tuple[Source, ...] = (
    *(table.source() for table in MARKETPLACES), *RETURNS, *CHATWOOT, ZENDESK, FACEBOOK, WHATSAPP, ZALO, EVENTS,
    DESK_COUNTS, GOATCOUNTER, *(table.source() for table in TYPED), PASTED,
)  # fmt: skip


def source_named(name: str) -> Source:
    """Raises KeyError."""
    return {source.name: source for source in SOURCES}[name]


def recognise(part: Part, sources: Sequence[Source] = SOURCES) -> Source | None:
    """The source that `part` belongs to; None if it is of no kind that is known.

    Raises `ReadError` where two kinds fit equally well.
    """
    sure = {source: certainty for source in sources if (certainty := source.claims(part))}
    best = max(sure.values(), default=Certainty.NO)
    found = [source for source, certainty in sure.items() if certainty == best]
    if len(found) > 1:
        kinds = " or ".join(f"{source.what} ({source.name})" for source in found)
        raise ReadError(f"may be {kinds}", file=part.file, hint="say which it is: --source NAME")
    return found[0] if found else None
