"""What a call or a paper settled, question by question, beside what the person said and never over it.

A settled answer is a value, its source, who noted it and when. The case is judged again with these answers in place of
the person's own; both results are shown, and neither is a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dialogs.referral.call_script import open_slots
from dialogs.referral.dossier import Dossier, for_study
from dialogs.referral.evidence import StaffReader, result_told
from dialogs.referral.ledger import NOT_A_DECISION
from dialogs.referral.referral import StaffAction
from dialogs.replies import Heading
from dialogs.screening.facts import slots, still_fitting
from dialogs.screens import S_, Block, Button, Field, Look, Screen, Text
from dialogs.study.study import Kind, Slot
from dialogs.value_texts import shown, slot_text
from dialogs.values import Value


class Source(StrEnum):
    """Where a settled answer comes from."""

    PAPER = "paper"
    SAID = "said"
    DOCTOR = "doctor"


SOURCE_LABELS = {
    Source.PAPER: S_("a paper, seen or read out"),
    Source.SAID: S_("said on the phone"),
    Source.DOCTOR: S_("from the doctor"),
}
WHERE_FROM = S_("{code} · {question}: “{value}”. Where does it come from?")
BACK = Button(StaffAction.MENU, Text(S_("Back")))
#: Entries of a list that a button can name.
_MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Settled:
    """One answer that was settled."""

    slot: str
    value: Value
    source: Source
    by: str
    #: In the site's own time.
    at: datetime


def with_settled(sent: Dossier, settled: Sequence[Settled]) -> Dossier:
    """Return the case with these answers in place of the person's own; of one question the newest counts."""
    return replace(sent, answers={**sent.answers, **{each.slot: each.value for each in settled}})


def slots_to_settle(reader: StaffReader, sent: Dossier, heading: Heading, today: date) -> list[Slot]:
    """Return what can be settled: first what is open, then everything else that applies."""
    sent = for_study(reader.study, sent)
    first = open_slots(reader, sent, heading, today)
    keys = {slot.key for slot in first}
    rest = [slot for slot in slots(reader.study, sent.answers, today) if slot.key not in keys]
    return [*first, *rest][:_MOST_LISTED]


def list_screen(reader: StaffReader, code: str, found: Sequence[Slot]) -> Screen:
    """Ask which answer was settled."""
    options = tuple(Button(f"{StaffAction.SETTLE}.{at}", _name(reader, slot)) for at, slot in enumerate(found))
    question = Text(
        S_("{code}: which answer is settled now? Nothing of what the person said is changed."), {"code": code}
    )
    return Screen((Block((question,), Look.STRONG),), options=options, controls=(BACK,), numbered=False)


def value_screen(reader: StaffReader, code: str, slot: Slot) -> Screen:
    """Ask for the answer itself: by button where the question has a choice, else typed, with its date."""
    fields: dict[str, Field] = {"code": code, "question": _name(reader, slot)}
    options: tuple[Button, ...] = ()
    how: tuple[Text, ...] = (Text(S_("Type it here. For a test result, type its date too.")),)
    if slot.question.kind is Kind.CHOICES:
        several = tuple(Text(option.label) for option in slot.question.options if not option.opens)
        how = (Text(S_("Type the answer, for example: {several}"), {"several": several}),)
    if slot.question.kind is Kind.CHOICE:
        how = (Text(S_("Press it, or type it here. For a test result, type its date too.")),)
        options = tuple(
            Button(f"{StaffAction.VALUE}.{at}", Text(option.label)) for at, option in enumerate(slot.question.options)
        )
    return Screen(
        (
            Block((Text(S_("{code} · {question}: what is the answer?"), fields),), Look.STRONG),
            Block((slot_text(slot.question.text, reader.study, reader.lexicon, reader.language, slot),), Look.QUOTE),
            Block(how),
        ),
        options=options,
        controls=(BACK,),
        numbered=False,
    )


def source_screen(reader: StaffReader, code: str, slot: Slot, value: Value) -> Screen:
    """Show what was read, and ask where it comes from."""
    said = shown(reader.study, reader.lexicon, reader.language, slot.question, value)
    question = Text(WHERE_FROM, {"code": code, "question": _name(reader, slot), "value": said})
    options = tuple(
        Button(f"{StaffAction.SOURCE}.{at}", Text(label)) for at, label in enumerate(SOURCE_LABELS.values())
    )
    return Screen((Block((question,), Look.STRONG),), options=options, controls=(BACK,), numbered=False)


def settled_screen(
    reader: StaffReader, code: str, sent: Dossier, settled: Sequence[Settled], today: date
) -> Screen | None:
    """Return what was settled, and both results; None where nothing was."""
    if not settled:
        return None
    fits = still_fitting(reader.study, {each.slot: each.value for each in settled})
    sent, settled = for_study(reader.study, sent), [each for each in settled if each.slot in fits]
    both = with_settled(sent, settled)
    known = {slot.key: slot for slot in slots(reader.study, both.answers, today)}
    lines = []
    for each in settled:
        slot = known.get(each.slot)
        if slot is not None:
            fields: dict[str, Field] = {
                "question": _name(reader, slot),
                "value": shown(reader.study, reader.lexicon, reader.language, slot.question, each.value),
                "source": Text(SOURCE_LABELS[each.source]),
                "name": each.by,
                "day": each.at.date(),
            }
            lines.append(Text(S_("{question}: “{value}” · {source}, noted by {name} on {day}"), fields))
    results = (
        Text(S_("As the person said: {result}"), {"result": result_told(reader, sent, today)}),
        Text(S_("With what was settled: {result}"), {"result": result_told(reader, both, today)}),
        Text(NOT_A_DECISION),
    )
    head = Text(S_("{code}: settled by the team"), {"code": code})
    return Screen((Block((head,), Look.STRONG), Block(tuple(lines)), Block(results)))


def _name(reader: StaffReader, slot: Slot) -> Text:
    return slot_text(slot.question.short, reader.study, reader.lexicon, reader.language, slot)
