"""Why a result is what it is: one line for each criterion, with the answer that decided it (CL-14, RE-14)."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.conversation.turn import Turn, line
from dialogs.screening.deciding import counts_for, deciding_slots
from dialogs.screening.screening import Finding
from dialogs.screens import N_, Block, Field, Text
from dialogs.study.computed import said
from dialogs.study.fitting import TreatmentRule
from dialogs.study.laboratory import AtLeast
from dialogs.study.rules import Facts, Range, Treatment, Truth, Verdict, VerdictNote
from dialogs.study.study import Criterion, Kind, Slot
from dialogs.value_texts import medicine_name, shown, unit_text
from dialogs.values import Medicine, Quantity, Unknown

#: A finding in plain words, and the same with the answer that decided it. What fits without an answer is what was asked
#: about and not named: an illness that "fits" would say the opposite of what is meant.
STANDS = {
    Truth.MET: N_("{criterion}, not named: fits."),
    Truth.NOT_MET: N_("{criterion}: does not fit."),
    Truth.UNKNOWN: N_("{criterion}: not known. The team checks it."),
}
FITS = N_("{criterion}, {answer}: fits.")
LASTS = N_("{criterion}, {answer}: does not fit.")
FOR_NOW = N_("{criterion}, {answer}: does not fit for now.")
BARE_FOR_NOW = N_("{criterion}: does not fit for now.")

ESTIMATE = N_("{criterion}: from {answer} we work out about {value}. The team checks it.")
OTHER_UNIT = N_("{criterion}: we worked this number out from another unit. The team checks it.")

#: What is said first.
_ORDER = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)


def why_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return every criterion that was asked about, what is not met first, and that nothing is to be stopped."""
    facts = turn.facts()
    findings = sorted(turn.screening().findings, key=lambda finding: _ORDER.index(finding.verdict.truth))
    said = [tuple(_lines(turn, finding, facts)) for finding in findings]
    return (
        *(Block(lines) for lines in said if lines),
        line(N_("A program worked this out. A person can look at it, and can see it another way.")),
        *turn.text("do_not_stop"),
    )


def _lines(turn: Turn, finding: Finding, facts: Facts) -> Iterator[Text]:
    criterion, verdict = turn.study.criterion(finding.criterion), finding.verdict
    asked = tuple(deciding_slots(turn.study, criterion, turn.c.answers, turn.today))
    if not asked and verdict.truth is Truth.UNKNOWN:
        return
    name = Text(criterion.name)
    answer = () if verdict.truth is Truth.UNKNOWN else tuple(_answer(turn, criterion, verdict, asked, facts))
    fields: dict[str, Field] = {"criterion": name}
    if answer:
        fields["answer"] = Text(N_("{several}"), {"several": answer})
    yield Text(_stands(verdict, bool(answer)), fields)
    yield from _estimate(criterion, verdict, facts)
    yield from _worked_out(turn, criterion, facts)


def _stands(verdict: Verdict, answered: bool) -> str:
    if verdict.truth is Truth.NOT_MET and not verdict.lasting:
        return FOR_NOW if answered else BARE_FOR_NOW
    if not answered:
        return STANDS[verdict.truth]
    return FITS if verdict.truth is Truth.MET else LASTS


def _answer(
    turn: Turn, criterion: Criterion, verdict: Verdict, asked: tuple[Slot, ...], facts: Facts
) -> Iterator[Field]:
    """Return the answer that decided: of several only what is the cause, of a treatment its name and its date."""
    if isinstance(criterion.rule, TreatmentRule) and facts.get(criterion.rule.fact):
        yield from _treatments(turn, criterion, verdict, facts)
        return
    for slot in asked:
        value = turn.c.answers[slot.key]
        ticked = slot.question.kind is Kind.CHOICES and value != ()
        if ticked or isinstance(value, Unknown) or not _is_cause(slot, verdict):
            continue  # what is ticked says no more than the criterion's name
        yield shown(turn.study, turn.lexicon, turn.c.language, slot.question, value)


def _is_cause(slot: Slot, verdict: Verdict) -> bool:
    """Of an examination with a date and a class: is this the one that decides against it?"""
    if VerdictNote.EXPIRED in verdict.notes[:1]:
        return slot.question.kind is Kind.MONTH
    if VerdictNote.UNWANTED in verdict.notes[:1]:
        return slot.question.kind is not Kind.MONTH
    return True


def _treatments(turn: Turn, criterion: Criterion, verdict: Verdict, facts: Facts) -> Iterator[Field]:
    rule, rows = criterion.rule, facts[criterion.rule.uses[0]]
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, Treatment) and counts_for(criterion, row.medicine):
            own = rule.judge({rule.uses[0]: (row,)}, turn.today)
            if verdict.truth is not Truth.NOT_MET or own.truth is Truth.NOT_MET:
                yield _dated(turn, row.medicine, row)


def _dated(turn: Turn, medicine: Medicine, row: Treatment) -> Text:
    name = medicine_name(turn.lexicon, turn.c.language, turn.study, medicine)
    return name if isinstance(row.when, Unknown) else Text(N_("{name} ({when})"), {"name": name, "when": row.when})


def _estimate(criterion: Criterion, verdict: Verdict, facts: Facts) -> Iterator[Text]:
    """Say of a number that the bot worked out that it is one (art. 8 bis)."""
    rule = criterion.rule
    value = facts.get(rule.fact) if isinstance(rule, AtLeast) else None
    if not isinstance(rule, AtLeast) or not isinstance(value, Quantity) or VerdictNote.ESTIMATED not in verdict.notes:
        return
    name = Text(criterion.name)
    worked_out = tuple(str(round(float(estimate))) for estimate in rule.estimates(value, facts))
    if not rule.measures[value.measure].formula:
        yield Text(OTHER_UNIT, {"criterion": name})
    elif worked_out:
        number = Text(N_("{number} {unit}"), {"number": value.number, "unit": unit_text(rule.measures.values(), value)})
        answer = Text(rule.measures[value.measure].said or N_("{value}"), {"value": number})
        yield Text(ESTIMATE, {"criterion": name, "answer": answer, "value": worked_out})


def _worked_out(turn: Turn, criterion: Criterion, facts: Facts) -> Iterator[Text]:
    """Say what a formula of the study made of the answers (art. 8 bis)."""
    for each in turn.study.computed:
        found = facts.get(each.fact)
        if each.fact in criterion.rule.uses and isinstance(found, Range):
            given = [slot for slot in turn.slots() if slot.question.fact in each.of.values()]
            told = [(slot.question, turn.c.answers[slot.key]) for slot in given if slot.key in turn.c.answers]
            answers = tuple(shown(turn.study, turn.lexicon, turn.c.language, *pair) for pair in told)
            ends = dict.fromkeys(said(end) for end in (found.low, found.high) if end is not None)
            name = Text(each.name)
            yield Text(ESTIMATE, {"criterion": name, "answer": answers, "value": tuple(ends)})
