"""What the core must know of the place that runs the bot. The shell reads it from the site's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from dialogs.fixed import fixed
from dialogs.values import Value, add_months

#: Days after which a confirmation of the recruitment state no longer counts (study-facts 2).
CONFIRMATION_LASTS_DAYS = 90


class Role(StrEnum):
    """What a member of the study team is, by the invitation."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    INVESTIGATOR = "investigator"
    OBSERVER = "observer"


#: Who reads a person's case, and who moves it on; an observer sees counts and nobody's case.
READS = (Role.OWNER, Role.COORDINATOR, Role.INVESTIGATOR)
MOVES = (Role.OWNER, Role.COORDINATOR)


class Recruitment(StrEnum):
    """The three states of study-facts 2."""

    NOT_RECRUITING = "not_recruiting"
    RECRUITING = "recruiting"
    CLOSED = "closed"


#: What the recruitment switch says beside the states: an owner stopped it, or let it go on.
SUSPENDED, RESUMED = "suspended", "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCard:
    """One of several studies of the site, as whoever chooses sees it, and what is there of them."""

    id: str
    #: What it is called, by language.
    title: Mapping[str, str]
    recruitment: Recruitment
    #: Is that state confirmed?
    confirmed: bool
    #: Is the chat about it now?
    here: bool = False
    #: Of what the person sent to its team; empty where nothing was sent.
    code: str = ""
    #: Is there a talk that was begun and not ended?
    begun: bool = False
    #: Who answered there: the person, or somebody who helps.
    who: str = ""
    #: What was answered there and may be the same in another study, by what it is (`dialogs.study.shared`).
    told: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Is anything of the person there?"""
        return bool(self.code) or self.begun


@fixed(frozen=True, slots=True, kw_only=True)
class Site:
    """The site, as far as what is said depends on it."""

    recruitment: Recruitment = Recruitment.NOT_RECRUITING
    #: When a named person last confirmed that state; None: never.
    confirmed_on: date | None = None
    #: May an interest list be kept (approved by team and committee)?
    interest_list: bool = False
    #: By when somebody of the team will have written, counted from today in working days.
    contact_by: date | None = None
    #: Days that unfinished answers are held.
    keep_days: int = 7
    #: Months that an interest-list entry or a referral is kept.
    keep_months: int = 12
    #: Years that the record of a consent is kept.
    keep_consent_years: int = 5
    #: Texts of the site by language, for the fields of the notice and the verification: "controller", "phone", …
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What the bot is called on the platform; empty: the program's own name.
    bot_name: str = ""
    campaigns: frozenset[str] = frozenset()
    #: Does the team write to people in this chat? Only then it is offered as a way to be reached.
    writes_here: bool = True
    #: Is somebody there at this moment (working hours)? For "a person".
    staffed_now: bool = False
    #: Is nothing asked and nothing new kept: an approval has ended, other texts were approved, or an owner stopped it
    #: (RE-16)? What was sent, what a person has a right to and the safety texts go on.
    information_only: bool = False
    #: When working hours begin next; None where unknown.
    opens_on: date | None = None
    #: All studies, this one too, where the site has several; empty where it has one.
    studies: tuple[StudyCard, ...] = ()
    #: What a link says that leads to this very study, beside its id.
    links: frozenset[str] = frozenset()

    def informing_only(self) -> Site:
        """Return the site where nothing is asked, whatever is wanted; an end stays an end.

        Whether a study that took people still does is not known then."""
        ended = self.recruitment is Recruitment.CLOSED
        confirmed = None if self.recruitment is Recruitment.RECRUITING else self.confirmed_on
        state = Recruitment.CLOSED if ended else Recruitment.NOT_RECRUITING
        return replace(self, recruitment=state, confirmed_on=confirmed, interest_list=False, information_only=not ended)

    def fact(self, name: str, language: str) -> str:
        """Return a text of the site in this language, or in any; empty where the site gives none."""
        values = self.facts.get(name, {})
        return values.get(language) or next(filter(None, values.values()), "")

    def standing(self, today: date) -> Recruitment:
        """Return the state to behave by: an old confirmation counts as not recruiting; `closed` stays closed."""
        if self.recruitment is Recruitment.RECRUITING and not self.is_confirmed(today):
            return Recruitment.NOT_RECRUITING
        return self.recruitment

    def is_confirmed(self, today: date) -> bool:
        """Was the state confirmed by a named person within the last 90 days?"""
        return self.confirmed_on is not None and 0 <= (today - self.confirmed_on).days <= CONFIRMATION_LASTS_DAYS

    def kept_until(self, today: date) -> date:
        """Return the day on which what is filed today will be erased."""
        return add_months(today, self.keep_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruitmentSwitch:
    """One turn of the recruitment switch."""

    state: str
    confirmed_by: str
    confirmed_on: date
    source: str
    at: datetime
