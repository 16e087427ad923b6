"""Another version of a study over the cases that were sent: who changes side, by criterion; and one case judged again.

Nothing here has an identity: a case is its code. An answer that the other version could not have been given is left
out, as it is in a conversation that goes on under a new file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dialogs.exports.case import ExportedCase
from dialogs.referral.dossier import judged
from dialogs.screening.facts import still_fitting
from dialogs.screening.screening import Screening
from dialogs.study.study import Study

#: Stands for a criterion that one of the two versions does not have.
NOT_THERE = "not in this version"
#: The line of the result itself, beside those of the criteria.
RESULT = "result"


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One change: of which criterion, from what, to what."""

    criterion: str
    before: str
    after: str


@dataclass(slots=True)
class WhatIf:
    """What another version would make of the cases; `take` them one by one."""

    now: Study
    then: Study
    cases: int = 0
    #: Cases whose answers were not sent: nothing can be judged.
    without_answers: int = 0
    changes: dict[Side, list[str]] = field(default_factory=dict)

    def take_all(self, cases: Iterable[ExportedCase]) -> None:
        """Judge each case by both versions, on the day on which it was judged."""
        for case in cases:
            if not case.answers:
                self.without_answers += 1
                continue
            self.cases += 1
            for side in _sides(*(_by(study, case) for study in (self.now, self.then))):
                self.changes.setdefault(side, []).append(case.code)

    def in_order(self) -> Iterator[tuple[Side, list[str]]]:
        """Return the changes of the result first, then by criterion in the order of the present version."""
        known = [RESULT, *(criterion.id for criterion in (*self.now.criteria, *self.then.criteria))]
        for side in sorted(self.changes, key=lambda side: (known.index(side.criterion), side)):
            yield side, self.changes[side]


def _by(study: Study, case: ExportedCase) -> Screening:
    return judged(study, still_fitting(study, case.answers), case.judged_on)


def _sides(before: Screening, after: Screening) -> Iterator[Side]:
    first, second = (
        {RESULT: str(found.outcome)} | {f.criterion: f.verdict.truth.value for f in found.findings}
        for found in (before, after)
    )
    for name in {**first, **second}:
        old, new = first.get(name, NOT_THERE), second.get(name, NOT_THERE)
        if old != new:
            yield Side(name, old, new)
