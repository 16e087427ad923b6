"""From answers to facts, from facts to findings, from findings to an outcome (study-facts 4).

Theory of operation. An answer counts only while its question still applies: hidden means unknown, and a rule never
sees it. The relevant answers become facts as the study file says; each criterion judges the facts; the outcome and
the earliest date follow from the findings alone. No clock: today is an argument.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from dialogs.fixed import fixed
from dialogs.study.rules import Facts, Truth, Verdict
from dialogs.study.study import Study


@fixed(frozen=True, slots=True)
class Finding:
    """What one criterion gives."""

    criterion: str
    verdict: Verdict


class Outcome(StrEnum):
    """What follows from the findings; never an eligibility decision."""

    PLAUSIBLE = "plausible"
    NOT_NOW = "not_now"
    UNLIKELY = "unlikely"


@fixed(frozen=True, slots=True)
class Screening:
    """The result: never an eligibility decision, only what to say and what to check."""

    #: `plausible`, `not_now` or `unlikely`.
    outcome: Outcome
    findings: tuple[Finding, ...]
    #: The day from which it can be looked at again; None where no day can be given.
    earliest: date | None

    def ids(self, truth: Truth) -> tuple[str, ...]:
        """Return the criteria of that state, in the order of the study file."""
        return tuple(f.criterion for f in self.findings if f.verdict.truth is truth)


def screen(study: Study, facts: Facts, today: date) -> Screening:
    """Judge every criterion and say what follows (study-facts 4.2).

    Any lasting failure: `unlikely`. Else any failure: `not_now`, from the latest end date, or from no date where one
    failure has none. Else `plausible`, whatever is unknown.
    """
    findings = tuple([Finding(c.id, c.rule.judge(facts, today)) for c in study.criteria])
    failures = [f.verdict for f in findings if f.verdict.truth is Truth.NOT_MET]
    if any(verdict.lasting for verdict in failures):
        return Screening(Outcome.UNLIKELY, findings, None)
    if not failures:
        return Screening(Outcome.PLAUSIBLE, findings, None)
    ends = [verdict.until for verdict in failures]
    known = [end for end in ends if end is not None]
    return Screening(Outcome.NOT_NOW, findings, max(known) if len(known) == len(ends) else None)
