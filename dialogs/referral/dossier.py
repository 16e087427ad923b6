"""What goes to the study team about one person, once they agreed to send it. Sealed when filed.

Only answers that still apply are in it (hidden means unknown). An interest-list entry holds none of them unless the
person agreed to that too (study-facts 2): then the team sees outcome, contact and consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dialogs.conversation.conversation import Conversation
from dialogs.languages import Language, language_of
from dialogs.replies import Refer
from dialogs.screening.facts import facts_of, relevant, still_fitting
from dialogs.screening.screening import Outcome, Screening, screen
from dialogs.study.rules import Truth
from dialogs.study.study import Study
from dialogs.values import Value, decode, encode, member


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One person's case as it was sent."""

    #: First name, as the platform gives it.
    name: str
    #: `self` or `helper`.
    who: str
    language: Language
    #: Channel, address, hours.
    contact: Mapping[str, str]
    #: As of `judged_on`; None where a call was asked for before the end.
    outcome: Outcome | None
    earliest: date | None
    met: int
    not_met: int
    unknown: int
    judged_on: date
    #: Hash of the study file that the answers were given to.
    study: str
    #: Empty where the person did not agree to send the answers.
    answers: Mapping[str, Value] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object from which `from_json` makes an equal dossier."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {
            **plain,
            "language": str(self.language),
            "outcome": str(self.outcome or ""),
            "contact": {name: str(told) for name, told in self.contact.items()},
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "judged_on": self.judged_on.isoformat(),
            "answers": {slot: encode(value) for slot, value in self.answers.items()},
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Dossier:
        """Return the dossier that `to_json` wrote."""
        return cls(
            **{name: raw[name] for name in _PLAIN},
            language=language_of(raw["language"]),
            outcome=member(Outcome, raw["outcome"]),
            contact=raw["contact"],
            earliest=date.fromisoformat(raw["earliest"]) if raw["earliest"] else None,
            judged_on=date.fromisoformat(raw["judged_on"]),
            answers={slot: decode(value) for slot, value in raw["answers"].items()},
        )


_PLAIN = ("name", "who", "met", "not_met", "unknown", "study")


def dossier(study: Study, c: Conversation, asked: Refer, today: date) -> Dossier:
    """Return what the person sends today."""
    # Without the answers only the outcome goes along, which the core has told already.
    answers = relevant(study, c.answers, today) if asked.with_answers else {}
    result = judged(study, answers, today)
    count = {truth: len(result.ids(truth)) if answers else 0 for truth in Truth}
    return Dossier(
        name=c.name,
        who=c.who,
        language=c.language,
        contact=dict(c.contact),
        outcome=asked.outcome or None,
        earliest=result.earliest if asked.outcome and answers else None,
        met=count[Truth.MET],
        not_met=count[Truth.NOT_MET],
        unknown=count[Truth.UNKNOWN],
        judged_on=today,
        study=study.version,
        answers=answers,
    )


def for_study(study: Study, sent: Dossier) -> Dossier:
    """Return the case with those answers alone that this version of the study could have been given."""
    return sent if sent.study == study.version else replace(sent, answers=still_fitting(study, sent.answers))


def judged(study: Study, answers: Mapping[str, Value], today: date) -> Screening:
    """Return the result of these answers on that day."""
    return screen(study, facts_of(study, answers, today), today)
