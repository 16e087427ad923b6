"""One case as it is exported: the code, where it stands, and what the person sent, without who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.languages import Language
from dialogs.referral.dossier import Dossier, judged
from dialogs.referral.ledger import Agreed
from dialogs.referral.referral import ReferralState
from dialogs.replies import Heading
from dialogs.screening.screening import Outcome, Screening
from dialogs.study.study import Study
from dialogs.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCase:
    """A case without its person: no name, no contact; what it says is self-reported and not verified."""

    code: str
    heading: Heading
    state: ReferralState
    language: Language
    #: `self` or `helper`.
    who: str
    #: Days at the site.
    filed_on: date
    judged_on: date
    #: Hash of the study file that the answers were given to.
    study: str
    outcome: Outcome | None
    earliest: date | None
    #: Empty where the person did not agree to send the answers.
    answers: Mapping[str, Value]
    consents: tuple[Agreed, ...] = ()

    def judged(self, study: Study) -> Screening | None:
        """Return what the study makes of the answers on the day they were judged; None where none were sent."""
        return judged(study, self.answers, self.judged_on) if self.answers else None


def exported(
    sent: Dossier,
    *,
    code: str,
    heading: Heading,
    state: ReferralState,
    filed_on: date,
    consents: tuple[Agreed, ...] = (),
) -> ExportedCase:
    """Return the case without its person."""
    return ExportedCase(
        code=code,
        heading=heading,
        state=state,
        language=sent.language,
        who=sent.who,
        filed_on=filed_on,
        judged_on=sent.judged_on,
        study=sent.study,
        outcome=sent.outcome,
        earliest=sent.earliest,
        answers=sent.answers,
        consents=consents,
    )
