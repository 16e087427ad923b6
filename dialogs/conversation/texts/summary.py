"""The summary: one page about this person's answers, for them and for their doctor.

It says what was answered and what is open, and judges nothing: no outcome, no reason, no criterion that is met or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from dialogs.conversation.texts.answer_texts import answered_slots
from dialogs.conversation.texts.offer import is_adult
from dialogs.conversation.texts.study_status import short_status
from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.replies import PagePart, Purpose
from dialogs.screening.facts import typed_beside
from dialogs.screens import N_, Block, Button, Field, Look, Text
from dialogs.study.rules import Truth
from dialogs.study.study import Slot
from dialogs.value_texts import arithmetic, medicine_name, shown, slot_text
from dialogs.values import Medicine, Quantity, Unknown, member

TITLE = N_("Summary of my answers")
HELPER_TITLE = N_("Summary of the answers about {person}")
STUDY = N_("Study {study}. Page made on {date}.")
SELF_REPORTED = N_("Self-reported: nobody has checked these answers. This page is not a decision.")
NOTES = N_("Own notes:")
WITH_NAME = N_("With my first name")
WITH_THEIR_NAME = N_("With the first name of the person")
ANSWERED = N_("What was answered:")
OPEN = N_("Not known yet, and the paper that tells it:")


def summary_blocks(turn: Turn, language: Language, parts: Collection[PagePart] = ()) -> tuple[Block, ...]:
    """Return the page, with medicines and questions named in this language; the person's own words stay as they are."""
    answers = tuple(_answers(turn, language))
    open_points = tuple(_open_points(turn))
    blocks = [
        line(turn.words(TITLE, HELPER_TITLE), Look.STRONG, person=Text(turn.study.person)),
        line(STUDY, study=turn.study.id, date=turn.today),
        Block((short_status(turn),), Look.STRONG),
        line(SELF_REPORTED, Look.STRONG),
        Block(answers, heading=Text(ANSWERED)),
    ]
    if PagePart.NAME in parts and (name := _first_name(turn)):
        blocks.insert(1, line(N_("First name: {name}."), name=name))
    if open_points:
        blocks.append(Block(open_points, heading=Text(OPEN)))
    if PagePart.NOTES in parts and turn.c.notes:
        blocks.append(Block(tuple(_notes(turn)), heading=Text(NOTES)))
    return (*blocks, *turn.text("do_not_stop"))


def _notes(turn: Turn) -> Iterator[Text]:
    for note in turn.c.notes:
        if note.passage:
            yield Text(N_("“{text}”, about: “{passage}”"), {"text": note.text, "passage": note.passage})
        else:
            yield Text(N_("“{text}”"), {"text": note.text})


def _answers(turn: Turn, language: Language) -> Iterator[Text]:
    """Return each answer in the person's own words, and below it what the bot read where that is something else."""
    for slot in answered_slots(turn):
        name = slot_text(slot.question.short, turn.study, turn.lexicon, language, slot)
        yield Text(N_("{name}: “{answer}”"), {"name": name, "answer": _as_given(turn, slot, language)})
        if (read := _as_read(turn, slot, language)) is not None:
            yield Text(N_("Read as: {value}"), {"value": read})
        if words := typed_beside(turn.c.answers, slot.key):
            yield Text(N_("As you typed it: “{words}”"), {"words": words})


def _as_given(turn: Turn, slot: Slot, language: Language) -> Text:
    """Return the answer as it was given: of a treatment the person's own word for it."""
    value = turn.c.answers[slot.key]
    if isinstance(value, Unknown) and value.said:
        return _said(value.said)
    if _named(value):
        return Text(N_("{several}"), {"several": tuple(_own_word(turn, each, language) for each in _named(value))})
    return shown(turn.study, turn.lexicon, language, slot.question, value)


def _as_read(turn: Turn, slot: Slot, language: Language) -> Text | None:
    """Return what the bot made of the answer; None where that is what stands there already."""
    value = turn.c.answers[slot.key]
    if isinstance(value, Unknown) and value.said:
        return Text(N_("not known"))
    if isinstance(value, Quantity):
        return arithmetic(tuple(slot.question.measures), value)
    treatments = _named(value)
    if any(each.said.casefold() not in ("", each.name.casefold()) for each in treatments):
        names: tuple[Field, ...] = tuple(medicine_name(turn.lexicon, language, turn.study, each) for each in treatments)
        return Text(N_("{several}"), {"several": names})
    return None


def _named(value: object) -> tuple[Medicine, ...]:
    """Return the treatments of an answer; none where it is no list of them."""
    return tuple(each for each in value if isinstance(each, Medicine)) if isinstance(value, tuple) else ()


def _own_word(turn: Turn, medicine: Medicine, language: Language) -> Text:
    return _said(medicine.said) if medicine.said else medicine_name(turn.lexicon, language, turn.study, medicine)


def _said(words: str) -> Text:
    return Text("{value}", {"value": words})


def _open_points(turn: Turn) -> Iterator[Text]:
    """Return what is not known, each with the paper and the line of it that would settle it."""
    for id in turn.screening().ids(Truth.UNKNOWN):
        criterion = turn.study.criterion(id)
        if criterion.bring:
            fields: dict[str, Field] = {"name": Text(criterion.name), "paper": Text(criterion.bring)}
            yield Text(N_("{name}. {paper}"), fields)
        else:
            yield Text(N_("{name}. To be talked about in person."), {"name": Text(criterion.name)})


def may_share(turn: Turn) -> bool:
    """Is there a page, and is it an adult's who agreed to answer?"""
    c = turn.c
    agreed = bool(c.consents.get(Purpose.ANSWER)) and bool(c.answers)
    asks = bool(c.referral_state) or not turn.site.information_only  # a link asks for a consent
    return agreed and asks and bool(answered_slots(turn)) and is_adult(turn.screening(), turn)


def tick_buttons(turn: Turn) -> tuple[Button, ...]:
    """Return the buttons of what stands on the page only if it is ticked."""
    labels = {PagePart.NOTES: N_("With my notes"), PagePart.NAME: turn.words(WITH_NAME, WITH_THEIR_NAME)}
    there = {PagePart.NOTES: bool(turn.c.notes), PagePart.NAME: bool(_first_name(turn))}
    return tuple(
        Button(part, Text(label), chosen=part in turn.c.draft.parts) for part, label in labels.items() if there[part]
    )


def tick(turn: Turn, button: Button) -> bool:
    """Put a part on the page or take it off; False where the button is none of these."""
    part, parts = member(PagePart, button.value), turn.c.draft.parts
    if part is None:
        return False
    left = tuple(each for each in parts if each is not part)
    turn.c.draft = replace(turn.c.draft, parts=left if part in parts else (*parts, part))
    return True


def _first_name(turn: Turn) -> str:
    """Return the first name of whom the answers are about; of a person who is helped only where it was given."""
    c = turn.c
    return (c.reached_by or c.contact).get("name", "") if turn.helps else c.name
