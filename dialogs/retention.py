"""What is kept about a person, what for, and for how long: the one table (CL-08).

The notice prints it, `tamiz check` prints it, and the clock erases by it. Lifetimes that the site sets (`keep_days`,
`keep_months`) are read from the site; the rest stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.conversation import Conversation
from dialogs.screening import facts_of, screen
from dialogs.site import Site
from dialogs.study import Study

#: An `unlikely` result stays open this long, so that she can see why, mend an answer, or ask that a person look.
UNLIKELY_STAYS_OPEN = timedelta(hours=1)
#: She is told this long before unfinished answers are erased.
NOTICE_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the table."""

    what: str
    why: str
    how_long: str


TABLE: tuple[Kept, ...] = (
    Kept("answers of an open conversation", "to go on where she was", "keep_days after the last word; then erased"),
    Kept("answers of a minor", "none", "erased in the same transaction"),
    Kept("answers with an unlikely result", "why, correction, a person's look", "one hour, or until she ends"),
    Kept("answers until a re-check date", "to look again on that day, if she agreed", "that day and keep_days"),
    Kept(
        "code, contact, first name, answers she agreed to send", "the team's call", "keep_months, or until she erases"
    ),
    Kept("number of the chat, language", "to answer her", "as long as anything above is kept"),
    Kept("consent record: purpose, text hash, language, time, action", "proof of consent", "after erasure, no name"),
    Kept("number of an update", "not to take it twice", "seven days"),
    Kept("counts by week, language and campaign", "the funnel", "no person in them"),
)


def held_for(study: Study, site: Site, c: Conversation, today: date) -> timedelta | None:
    """How long the conversation stays from now on without another word; None: until she erases it or its case ends."""
    if c.case:
        return None
    screening = screen(study, facts_of(study, c.answers, today), today)
    if c.state == "result" and screening.outcome == "unlikely":
        return UNLIKELY_STAYS_OPEN
    days = timedelta(days=site.keep_days)
    if on := c.recheck_on:
        return max(date.fromisoformat(on) - today, timedelta()) + days
    return days
