"""What is kept about a person, what for, and for how long: the one table (CL-08).

The notice prints it, /mydata prints it, `tamiz check` prints it, and the clock erases by it. Lifetimes that the site
sets (`days`, `months`) are fields; the rest stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from dialogs.screens import N_, NP_, Field, Text
from dialogs.site import Site

#: An `unlikely` result stays open this long: the person can see why, correct an answer, or ask for a second look.
UNLIKELY_STAYS_OPEN = timedelta(hours=1)
#: The person is told this long before unfinished answers are erased.
NOTICE_BEFORE = timedelta(days=1)
#: The platform lets a bot delete messages that are younger than this (TG-23).
DELETABLE_FOR = timedelta(hours=48)
#: The platform delivers an update for a day; after this long its number cannot come again.
SEEN_FOR = timedelta(days=7)
#: A person of whom nothing is kept is forgotten after this long without a word.
IDLE_FOR = timedelta(days=1)
#: A message that could not be handled is looked into within this time.
PUT_ASIDE_FOR = timedelta(days=30)

#: What a member of the team began to write and did not send is dropped after this long.
DRAFTS_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One line of the table. Each text is a cell of its own, with the fields {days}, {months} and {years}."""

    what: str
    why: str
    how_long: str
    #: The tables of the store that hold it.
    tables: tuple[str, ...] = ()

    def text(self, fields: Mapping[str, Field]) -> Text:
        """Return the line as it is told."""
        cells = {name: Text(getattr(self, name), fields) for name in ("what", "why", "how_long")}
        return Text(N_("{what}: {why}. {how_long}."), cells)


TABLE: tuple[RetentionRow, ...] = (
    RetentionRow(
        N_("Answers not finished"),
        N_("so that you can go on"),
        NP_(
            "{days} day after your last message. We tell you the day before",
            "{days} days after your last message. We tell you the day before",
        ),
        ("conversations",),
    ),
    RetentionRow(N_("Answers of minors"), N_("not kept"), N_("Erased at once")),
    RetentionRow(
        N_("Answers where the study does not seem to be for you"), N_("so that you can see why"), N_("One hour")
    ),
    RetentionRow(
        N_("Answers until a day that you agreed to, and that day"),
        N_("to write to you and look again"),
        NP_("Until that day, and {days} day more", "Until that day, and {days} days more"),
        ("due",),
    ),
    RetentionRow(
        N_("What you send: your code, Telegram name, contact and answers"),
        N_("so that the team can contact you"),
        NP_("{months} month, or until you erase it", "{months} months, or until you erase it"),
        ("referrals", "referral_events"),
    ),
    RetentionRow(
        N_("An appointment with the team, and whether you want a reminder"),
        N_("to tell you of it, and to remind you if you agreed"),
        N_("As long as what you sent; the reminder until its day"),
        ("due",),
    ),
    RetentionRow(
        N_("Your own notes"),
        N_("so that you find them again"),
        NP_(
            "{months} month after the last one, or until you delete them",
            "{months} months after the last one, or until you delete them",
        ),
        ("notes",),
    ),
    RetentionRow(
        N_("A page that you or the team share, and who is asked for its passcode"),
        N_("so that others can read it"),
        N_("7 days, or until you close it; a quarter of an hour"),
        ("shares", "share_readers"),
    ),
    RetentionRow(
        N_("What you and the team write to each other here"),
        N_("so that the team can answer you"),
        N_("As long as what you sent, or until you erase it"),
        ("letters", "staff_drafts"),
    ),
    RetentionRow(
        N_("If you erase something already sent: your code and how it ended, without your name"),
        N_("so that the team can see that it was erased"),
        NP_("{months} month", "{months} months"),
    ),
    RetentionRow(
        N_("The number of this chat and of its messages"),
        N_("to answer you, and to delete them if you ask"),
        N_("As long as we keep something of the above, and a day more"),
        ("persons", "prompts"),
    ),
    RetentionRow(
        N_("Messages that wait to be sent"),
        N_("to send them"),
        N_("Until they are sent, or until you erase them"),
        ("outbox", "holds"),
    ),
    RetentionRow(
        N_("The number of each message, and each message that we could not read"),
        N_("so as not to take it twice, and to mend the program"),
        N_("A week; a month for one that we could not read"),
        ("quarantine", "updates", "albums"),
    ),
    RetentionRow(
        N_("If you block this bot in Telegram: what is open here"),
        N_("in case you come back"),
        NP_("{days} day", "{days} days"),
    ),
    RetentionRow(
        N_("Each consent you gave or refused: the day, the language and a fingerprint of the text"),
        N_("to be able to prove it. It has no name and no health data"),
        NP_("{years} year, also after you erase", "{years} years, also after you erase"),
        ("consents",),
    ),
    RetentionRow(
        N_(
            "Who of the team looked at what you sent or did something with it, and each right you used: "
            "the day and your code"
        ),
        N_("to be able to find misuse and to show that we answered. It has no name and no health data"),
        NP_("{years} year, also after you erase", "{years} years, also after you erase"),
        ("audit",),
    ),
    RetentionRow(
        N_("Counts by week, language and poster"),
        N_("to know how many people come"),
        N_("They name no person, and they stay"),
        ("counts",),
    ),
)


def lifetimes(site: Site) -> tuple[Text, ...]:
    """Return the whole table in words, with the days, months and years of this site."""
    fields: dict[str, Field] = {"days": site.keep_days, "months": site.keep_months, "years": site.keep_consent_years}
    return tuple(row.text(fields) for row in TABLE)
