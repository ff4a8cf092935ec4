"""The agent's desk: from a customer's message to the reply that may be sent."""

from kb.desk.data import browser_modules, desk_data, suggestion_data
from kb.desk.documents import desk_of
from kb.desk.reply import Reply, ReplyNote, render_reply
from kb.desk.suggest import Desk, suggest
from kb.desk.suggestion import SuggestedAnswer, Suggestion, Turn
from kb.desk.sureness import ENOUGH

__all__ = [
    "ENOUGH",
    "Desk",
    "Reply",
    "ReplyNote",
    "SuggestedAnswer",
    "Suggestion",
    "Turn",
    "browser_modules",
    "desk_data",
    "desk_of",
    "render_reply",
    "suggest",
    "suggestion_data",
]
