"""What the desk shows an agent beside a reply, in one language: internal lines, notes, procedures, notices."""

from __future__ import annotations

from typing import Any

from kb.content.fact_texts import market_name
from kb.project.options import in_language
from kb.reports.beside import as_json, internal_lines
from kb.workspace.workspace import Workspace


def desk_beside(workspace: Workspace, language: str) -> dict[str, Any]:
    """For agents who read `language`; what is empty is there too, so that a shop without internal texts has nothing."""
    edition = workspace.edition
    found = internal_lines(workspace.library, edition, language)
    urls = {page.id: page.url for page in edition.in_language(language)}
    return {**as_json(found, urls), "notices": _notices(workspace, language)}


def _notices(workspace: Workspace, language: str) -> list[dict[str, Any]]:
    """All of them: a customer's market is not always one of the agent's language."""
    options = workspace.edition.options
    rows = []
    for notice in workspace.edition.notices:
        page = workspace.edition.page(notice.link, language) if notice.link else None
        rows.append(
            {
                "first": notice.starts_on.isoformat(),
                "last": notice.ends_on.isoformat(),
                "markets": list(notice.markets),
                "names": [market_name(options.markets[code], language, options) for code in notice.markets],
                "text": in_language(notice.text, language, options.default_language),
                "url": page.url if page else "",
            }
        )
    return rows
