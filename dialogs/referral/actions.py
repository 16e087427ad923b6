"""What a member of staff can do next with a case: only the legal steps, then the closed list of reasons."""

from __future__ import annotations

from dialogs.machine import Machine
from dialogs.referral.conditions import StepFacts
from dialogs.referral.labels import ACT_LABELS, STATE_LABELS
from dialogs.referral.notes import NOTES
from dialogs.referral.referral import FINAL, GONE, Referral, ReferralState, StaffAction, next_acts
from dialogs.referral.step_screens import day_lines
from dialogs.screens import S_, Block, Button, Field, Look, Screen, Text
from dialogs.study.study import Study

OTHER_REASON = S_("Another reason")


def steps(study: Study, machine: Machine, case: Referral, by: int, more: StepFacts | None = None) -> Screen:
    """Where the case stands, and a button for each step that this member may take now; none without `more`.

    `case.appointment` is in the site's own time."""
    lines = [Text(S_("{code}: {state}"), {"code": case.code, "state": stands(case, by)})]
    if case.tries:
        lines.append(Text(S_("Attempts without contact: {n}"), {"n": case.tries}))
    lines += day_lines(case, case.appointment) if case.state not in FINAL else []
    if case.holder is not None and case.holder != by:
        lines.append(Text(S_("{name} has it; only {name} moves it on."), {"name": case.holder_name}))
    if case.state == ReferralState.NOT_ELIGIBLE and case.reason:
        lines.append(Text(S_("Reason: {reason}"), {"reason": reason_label(study, case.reason)}))
    acts: tuple[Button, ...] = ()
    if more is not None:
        facts: StepFacts = {**more, "by": by}
        acts = tuple(Button(act, Text(ACT_LABELS[act])) for act in next_acts(machine, case, **facts))
    noted = () if case.state in GONE or case.paused else (NOTES,)
    return Screen(
        (Block((lines[0],), Look.STRONG), *(Block((line,)) for line in lines[1:])),
        options=acts,
        controls=noted,
        numbered=False,
    )


def stands(case: Referral, by: int) -> Text:
    """Return where the case stands, as this member is told: what is theirs is called so."""
    own = case.holder == by and case.state is ReferralState.TAKEN
    return Text(S_("you have it") if own else STATE_LABELS[case.state])


def reason_list(study: Study, case: Referral) -> Screen:
    """Why can the person not take part? One of a short list; nothing is written by hand into the record."""
    fields: dict[str, Field] = {"code": case.code}
    question = Block((Text(S_("{code}: why can the person not take part?"), fields),), Look.STRONG)
    listed = enumerate(reasons(study))
    options = tuple(
        Button(f"{StaffAction.NOT_ELIGIBLE}.{entry}", reason_label(study, reason)) for entry, reason in listed
    )
    return Screen((question,), options=options, controls=(Button(StaffAction.MENU, Text(S_("Back"))),), numbered=False)


def reason_label(study: Study, reason: str) -> Text:
    """Return a reason in a few plain words."""
    names = {criterion.id: criterion.name for criterion in study.criteria}
    return Text(names.get(reason, OTHER_REASON))


def reasons(study: Study) -> tuple[str, ...]:
    """Return the closed list of reasons for "cannot take part": the criteria, and `other`."""
    return (*(criterion.id for criterion in study.criteria), "other")
