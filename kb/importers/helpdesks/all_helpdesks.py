"""Every helpdesk whose exports can be read, by the name that the command has for it."""

from __future__ import annotations

from kb.importers.helpdesks.chatwoot import CHATWOOT
from kb.importers.helpdesks.freshdesk import FRESHDESK
from kb.importers.helpdesks.gorgias import GORGIAS
from kb.importers.helpdesks.help_scout import HELP_SCOUT
from kb.importers.helpdesks.intercom import INTERCOM
from kb.importers.helpdesks.zendesk import ZENDESK

HELPDESKS = {one.name: one for one in (ZENDESK, CHATWOOT, INTERCOM, FRESHDESK, HELP_SCOUT, GORGIAS)}
