"""What is said although nothing can be filed: the safety text does not wait for a database (IN-19)."""

from __future__ import annotations

from datetime import datetime

from bot.config.site import site_on
from bot.desk.context import DeskContext
from bot.desk.new_conversation import start_conversation
from bot.render.call import Call
from bot.render.messages import View, message
from dialogs.conversation.incoming import Incoming
from dialogs.languages import Language
from dialogs.replies import Say


def urgent_calls(context: DeskContext, incoming: Incoming, language: Language, now: datetime) -> list[Call]:
    """Return the messages for somebody's safety that follow from this, as for somebody new; nothing is read or kept."""
    site = site_on(
        context.place, now, switch=None, override=context.settings.recruitment, trusted=context.settings.loopback
    )
    replies = context.questionnaire_at(site).advance(start_conversation(language), incoming, context.today(now))
    view = View(context.texts, language)
    screens = [reply.screen for reply in replies if isinstance(reply, Say) and reply.urgent]
    return [call for screen in screens for call in message(view, screen, urgent=True)]


def thinned(context: DeskContext, incoming: Incoming, language: Language, album: str) -> str:
    """Return the album of which only the first picture is answered; none where a caption tells of a danger."""
    return "" if album and urgent_calls(context, incoming, language, context.now()) else album
