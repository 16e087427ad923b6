"""What may be offered to this person, and what it is then called (study-facts 2)."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.replies import Heading
from dialogs.screening.adults import is_surely_adult
from dialogs.screening.screening import Outcome, Screening
from dialogs.site import Recruitment
from dialogs.study.rules import Truth, VerdictNote


def is_adult(screening: Screening, turn: Turn) -> bool:
    """Is the age known to be that of an adult? Otherwise no contact is ever offered.

    A criterion that keeps minors out says it; where a study has none, the age itself does."""
    study = turn.study
    keeping = [f.verdict for f in screening.findings if study.criterion(f.criterion).ends_below]
    if not keeping:
        return is_surely_adult(study, turn.facts())
    return all(verdict.truth is Truth.MET or VerdictNote.ABOVE in verdict.notes for verdict in keeping)


def heading_of_result(turn: Turn, screening: Screening) -> Heading | None:
    """Return what a referral with this result would be called; None where nothing may be offered."""
    if not is_adult(screening, turn):
        return None
    if screening.outcome == Outcome.UNLIKELY:
        return Heading.REVIEW
    if turn.site.standing(turn.today) is Recruitment.RECRUITING:
        return Heading.REFERRAL
    return Heading.INTEREST if turn.site.interest_list else None


def heading_of(turn: Turn, asked: Heading | None) -> Heading | None:
    """Return what a way to reach the person is for, where they asked for this; None where nothing may be offered."""
    if turn.c.called_from:
        return Heading.CALLBACK  # asked for before the end, or another contact for what was sent
    screening = turn.screening()
    # Whoever may be offered anything may ask that a person look at the result, whatever it is (CL-14).
    if asked == Heading.REVIEW and is_adult(screening, turn):
        return Heading.REVIEW
    return heading_of_result(turn, screening)
