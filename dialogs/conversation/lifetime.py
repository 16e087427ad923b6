"""How long a conversation is held, by where it stands (the table of what is kept is privacy.retention)."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.conversation.conversation import Conversation
from dialogs.conversation.states import State
from dialogs.privacy.retention import UNLIKELY_STAYS_OPEN
from dialogs.replies import Purpose
from dialogs.screening.facts import facts_of
from dialogs.screening.screening import Outcome, screen
from dialogs.site import Site
from dialogs.study.study import Study


def held_for(study: Study, site: Site, c: Conversation, today: date) -> timedelta | None:
    """How long the conversation stays without another word; None: until it is erased or its referral ends."""
    if c.referral_state:
        return None
    if c.state == State.RESULT:  # judged only where it is shown
        screening = screen(study, facts_of(study, c.answers, today), today)
        if screening.outcome == Outcome.UNLIKELY:
            return UNLIKELY_STAYS_OPEN
    days = timedelta(days=site.keep_days)
    if (on := c.recheck_on) and (not c.answers or c.consents.get(Purpose.KEEP)):
        return max(date.fromisoformat(on) - today, timedelta()) + days
    return days
