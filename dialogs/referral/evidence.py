"""What stands behind one criterion of a case: the answers as given, the values read, notes and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.referral.dossier import Dossier, judged
from dialogs.referral.group_card import OUTCOME_LABELS
from dialogs.screening.deciding import counts_for, deciding_slots, facts_read, facts_told
from dialogs.screening.facts import facts_of, slots
from dialogs.screening.screening import Finding
from dialogs.screens import S_, Field, Text
from dialogs.study.amounts import Limits
from dialogs.study.combined import leaves
from dialogs.study.computed import FORMULAS, said
from dialogs.study.fitting import TreatmentRule
from dialogs.study.laboratory import AtLeast
from dialogs.study.rules import ClassWithin, Facts, Range, Truth, VerdictNote
from dialogs.study.study import Criterion, Kind, Question, Slot, Study
from dialogs.value_texts import arithmetic, medicine_name, shown, slot_text
from dialogs.values import Medicine, Quantity, Value

#: What a rule may note about a finding.
NOTES = {
    VerdictNote.PLANNED: S_("Planned: it has not happened yet."),
    VerdictNote.ONGOING: S_("It goes on, dose after dose: no date can be given."),
    VerdictNote.EDGE: S_("Just at the edge of the time window: the day matters."),
    VerdictNote.UNDATED: S_("The date is missing."),
    VerdictNote.UNSURE: S_("The team has to look at it: it may or may not count."),
    VerdictNote.ESTIMATED: S_("Estimated by the bot, not printed by a laboratory."),
    VerdictNote.OLD_RESULT: S_("The result is older than 3 months."),
    VerdictNote.OTHER_TEST: S_("The number is of another test."),
    VerdictNote.ABSENT: S_("There is none."),
    VerdictNote.EXPIRED: S_("Older than the time window."),
    VerdictNote.UNWANTED: S_("None of the classes that the study asks for."),
    VerdictNote.BELOW: S_("Below the range."),
    VerdictNote.ABOVE: S_("Above the range."),
}


#: Where the study file has no words of its own for them.
COUNTS_UNTIL = S_("The examination counts until {day}")
WORKED_OUT = S_("By formula about {values}")
NOT_ASKED = S_("Not asked")
NONE_NAMED = S_("None of this kind was named")
NOT_MARKED = S_("Not marked")


@dataclass(frozen=True, slots=True)
class StaffReader:
    """Whose language the answers are shown in, and what is needed to show them."""

    study: Study
    lexicon: Lexicon
    language: Language

    def of(self, sent: Dossier) -> StaffReader:
        """Return the reader of this case: where somebody helped, the texts speak of the person (RE-04)."""
        return replace(self, study=self.study.for_helper) if sent.who == "helper" else self


def told(
    reader: StaffReader, sent: Dossier, criterion: Criterion, today: date, *, bare: bool = False
) -> Iterator[Text]:
    """Return the answers as given and the values as read; says so where nothing was asked.

    `bare`: without the question's own label, where the criterion's name stands before the line anyway."""
    lines = list(_answers(reader, sent, criterion, today, bare=bare))
    yield from lines or [Text(NONE_NAMED if _others_named(reader, sent, criterion, today) else NOT_ASKED)]
    yield from _values(reader, sent, criterion, today)


def noted(reader: StaffReader, sent: Dossier, finding: Finding, today: date) -> Iterator[Text]:
    """Return what the bot noted, until when an examination counts, when a window ends."""
    yield from (Text(NOTES[note]) for note in finding.verdict.notes)
    criterion = reader.study.criterion(finding.criterion)
    if isinstance(criterion.rule, ClassWithin):
        last = criterion.rule.valid_until(facts_of(reader.study, sent.answers, today))
        if last is not None:
            yield Text(criterion.counts_until or COUNTS_UNTIL, {"day": last})
    if finding.verdict.until is not None:
        yield Text(S_("The time window ends on {day}"), {"day": finding.verdict.until})


def asked(reader: StaffReader, sent: Dossier, criterion: Criterion, today: date) -> Iterator[Slot]:
    """Return the answered questions that a criterion is decided by."""
    return deciding_slots(reader.study, criterion, sent.answers, today)


def _answers(reader: StaffReader, sent: Dossier, criterion: Criterion, today: date, *, bare: bool) -> Iterator[Text]:
    for slot in asked(reader, sent, criterion, today):
        question = slot_text(slot.question.short, reader.study, reader.lexicon, reader.language, slot)
        answer = _as_given(reader, criterion, slot.question, sent.answers[slot.key])
        if bare and _left_unmarked(criterion, slot.question, sent.answers[slot.key]):
            yield Text(NOT_MARKED)
        elif bare and slot.medicine is None:
            yield Text(S_("“{answer}”"), {"answer": answer})
        else:
            yield Text(S_("{question}: “{answer}”"), {"question": question, "answer": answer})


def _others_named(reader: StaffReader, sent: Dossier, criterion: Criterion, today: date) -> bool:
    """Were the treatments asked, and only others named than those that this criterion is about?"""
    if not isinstance(criterion.rule, TreatmentRule):
        return False
    reads = facts_read(criterion)
    return any(
        slot.key in sent.answers and facts_told(slot.question, reader.study) & reads
        for slot in slots(reader.study, sent.answers, today)
    )


def _left_unmarked(criterion: Criterion, question: Question, value: Value) -> bool:
    """Of several that could be marked, others were, and not the one that this criterion is about."""
    marks = [option for option in question.options if facts_read(criterion) & set(option.sets)]
    if question.kind is not Kind.CHOICES or not isinstance(value, tuple) or not marks:
        return False
    offered = {option.value for option in question.options if option.sets}
    return bool(offered & set(value)) and not any(option.value in value for option in marks)


def _as_given(reader: StaffReader, criterion: Criterion, question: Question, value: Value) -> Text:
    """Return the answer, each treatment with the person's own word for it where it was another."""
    if not (isinstance(value, tuple) and value and isinstance(value[0], Medicine)):
        return shown(reader.study, reader.lexicon, reader.language, question, value)
    parts: list[Field] = []
    for medicine in value:
        if isinstance(medicine, Medicine) and counts_for(criterion, medicine):
            name = medicine_name(reader.lexicon, reader.language, reader.study, medicine)
            said = medicine.said.casefold() not in ("", medicine.name.casefold())
            parts.append(Text(S_("{name} (“{said}”)"), {"name": name, "said": medicine.said}) if said else name)
    return Text(S_("{several}"), {"several": tuple(parts)})


def _values(reader: StaffReader, sent: Dossier, criterion: Criterion, today: date) -> Iterator[Text]:
    """Return a laboratory value in the unit that is judged, and what a formula makes of what was answered."""
    facts = facts_of(reader.study, sent.answers, today)
    for rule in leaves(criterion.rule):
        if isinstance(rule, AtLeast | Limits) and isinstance(value := facts.get(rule.fact), Quantity):
            if (sum_ := arithmetic(tuple(reader.study.measures.values()), value)) is not None:
                yield Text(S_("Read as {value}"), {"value": sum_})
            yield from _estimated(reader, rule, value, facts)
    yield from _computed(reader, criterion, facts)


def _estimated(reader: StaffReader, rule: AtLeast | Limits, value: Quantity, facts: Facts) -> Iterator[Text]:
    estimates = (
        tuple(str(round(float(each))) for each in rule.estimates(value, facts)) if isinstance(rule, AtLeast) else ()
    )
    if estimates:
        yield Text(reader.study.measures[value.measure].worked_out or WORKED_OUT, {"values": estimates})


def _computed(reader: StaffReader, criterion: Criterion, facts: Facts) -> Iterator[Text]:
    """Return each computed value that the criterion looks at, with its name and its unit."""
    for each in reader.study.computed:
        found = facts.get(each.fact)
        if each.fact in criterion.rule.uses and isinstance(found, Range):
            ends = dict.fromkeys(said(end) for end in (found.low, found.high) if end is not None)
            yield Text(
                S_("{name}, worked out: {values} {unit}"),
                {"name": Text(each.name), "values": tuple(ends), "unit": FORMULAS[each.formula].unit},
            )


def result_told(reader: StaffReader, sent: Dossier, today: date) -> Text:
    """Return what the answers come to on that day, with how many criteria stand how."""
    result = judged(reader.study, sent.answers, today)
    return Text(
        S_("{outcome} · {met} yes, {not_met} no, {unknown} to confirm"),
        {
            "outcome": Text(OUTCOME_LABELS[result.outcome]),
            "met": len(result.ids(Truth.MET)),
            "not_met": len(result.ids(Truth.NOT_MET)),
            "unknown": len(result.ids(Truth.UNKNOWN)),
        },
    )
