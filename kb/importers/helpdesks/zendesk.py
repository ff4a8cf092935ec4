"""Zendesk Guide's articles, sections, translations and macros → articles, topics and scripts.

Every shape in which people save the API is read: one answer of it, all pages in a list, JSON lines, translations beside
or inside the articles, macros and text modules in files of their own. Restricted articles (a `user_segment_id`) go to
`agents/procedures/` and nowhere else; drafts stay drafts.
"""

from __future__ import annotations

from pathlib import Path

from kb.importers.common.report import ImportReport
from kb.importers.helpdesks.door import Helpdesk, import_export
from kb.importers.helpdesks.zendesk_records import SYSTEM, read_zendesk

ZENDESK = Helpdesk(name=SYSTEM, wanted="the articles (Help Center API, /articles.json)", read=read_zendesk)


def import_zendesk(export: Path, project: Path) -> ImportReport:
    """Write what one file of Zendesk holds into `project`, as `import_export` does."""
    return import_export(ZENDESK, [export], project)
