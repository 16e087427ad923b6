"""The steps of the conversation: one row for each. To add one, write its row here and its functions in `steps/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dialogs.conversation.states import State, StepName, is_open
from dialogs.conversation.step import NOTHING_SENT, Step, always, any_of, first_of, one_back
from dialogs.conversation.steps import (
    another_contact,
    another_person,
    contact,
    doctor,
    notes,
    opening,
    pause,
    questions,
    result,
    review,
    rights,
    sent,
    sharing,
    side_steps,
    studies,
    summary,
    team,
    told_before,
)
from dialogs.conversation.texts import question_screen
from dialogs.conversation.turn import Turn
from dialogs.values import member

_ROWS: Final = (
    Step(
        name=StepName.CARD,
        screen=opening.card_screen,
        short=opening.card_menu_screen,
        press=opening.answer_card,
        uses_data=False,
    ),
    Step(name=StepName.WHO, screen=opening.who_screen, press=opening.answer_who, back=one_back, uses_data=False),
    Step(
        name=StepName.CONSENT,
        screen=opening.consent_screen,
        press=opening.answer_consent,
        weighs=opening.weighs,
        yes_no=(("accept", "decline"),),
        back=one_back,
        uses_data=False,
    ),
    Step(
        name=StepName.QUESTION,
        screen=question_screen.open_question_screen,
        buttons=question_screen.open_question_buttons,
        press=questions.press,
        read=questions.read_answer,
        reads_all=True,
        back=questions.back,
    ),
    Step(
        name=StepName.REVIEW,
        screen=review.review_screen,
        press=review.answer_review,
        # After sending it sends the correction (11a).
        weighs=review.weighs,
        read=review.read,
        back=review.back,
    ),
    Step(
        name=StepName.RESULT,
        screen=result.result_screen,
        press=result.answer_result,
        read=result.read,
        weighs=any_of("end", "recheck"),
        # A yes leads to the contact step, which asks for the consent; a no sends nothing and ends nothing.
        yes_no=(("contact", NOTHING_SENT),),
        back=one_back,
    ),
    Step(
        name=StepName.CONTACT,
        screen=contact.open_contact_screen,
        press=contact.press,
        weighs=any_of("chat"),
        read=contact.read,
        share=contact.share,
        back=contact.back,
    ),
    Step(
        name=StepName.SEND,
        screen=contact.keep_answers_screen,
        press=contact.answer_keep_answers,
        weighs=always,
        yes_no=(("yes", "no"),),
        back=contact.back_from_keeping,
    ),
    Step(
        name=StepName.SENT,
        screen=sent.sent_screen,
        press=sent.answer_sent,
        weighs=any_of("opening_yes", "visit_yes"),
        yes_no=(("visit_yes", "visit_no"), ("opening_yes", "opening_no")),
        read=first_of(another_contact.read, sent.read),
        share=another_contact.share,
        uses_data=False,
        keeps_status=True,
    ),
    Step(
        name=StepName.PAUSED,
        screen=pause.paused_screen,
        press=pause.answer_pause,
        read=pause.read,
        weighs=any_of("remind", "stop"),
        uses_data=False,
    ),
)

#: They wait above the open step, and go when they are answered.
_SIDE_ROWS: Final = (
    Step(
        name=StepName.LANGUAGE,
        screen=side_steps.language_screen,
        press=side_steps.answer_language,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.DELETE,
        screen=rights.delete_screen,
        press=rights.answer_delete,
        weighs=any_of("yes", "here"),
        asks_if_sure=True,
        yes_no=(("yes", "no"),),
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.STOP,
        screen=side_steps.stop_screen,
        press=side_steps.answer_stop,
        weighs=any_of("yes"),
        asks_if_sure=True,
        yes_no=(("yes", "no"),),
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.RECHECK,
        screen=side_steps.recheck_screen,
        press=side_steps.answer_recheck,
        weighs=always,
        yes_no=(("yes", "no"),),
        side=True,
        asks_more=True,
    ),
    Step(
        name=StepName.FREQUENT,
        screen=side_steps.frequent_screen,
        press=side_steps.answer_frequent,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.PERMISSIONS,
        screen=rights.permissions_screen,
        press=rights.answer_permissions,
        weighs=rights.withdraws,
        asks_once_more=rights.cannot_be_undone,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.PERSON,
        screen=side_steps.person_screen,
        press=side_steps.answer_person,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.SAFETY,
        screen=side_steps.safety_screen,
        press=side_steps.answer_safety,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.ANOTHER_CONTACT,
        screen=another_contact.another_contact_screen,
        press=another_contact.press,
        read=another_contact.read,
        share=another_contact.share,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.ANOTHER_PERSON,
        screen=another_person.another_person_screen,
        press=another_person.answer_another_person,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.STUDIES,
        screen=studies.studies_screen,
        press=studies.answer_studies,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.TOLD_BEFORE,
        screen=told_before.told_before_screen,
        press=told_before.answer_told_before,
        yes_no=(("use", "no"),),
        weighs=any_of("use"),
        side=True,
        asks_more=True,
    ),
    Step(
        name=StepName.TEAM,
        screen=team.team_screen,
        press=team.press,
        read=team.read,
        reads_all=True,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.SEND_ANYWAY,
        screen=team.send_anyway_screen,
        press=team.answer_send_anyway,
        weighs=any_of("yes"),
        yes_no=(("yes", "no"),),
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.SUMMARY,
        screen=summary.summary_screen,
        press=summary.answer_summary,
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.SHARE,
        screen=sharing.share_screen,
        press=sharing.answer_share,
        weighs=any_of("yes"),
        yes_no=(("yes", "no"),),
        side=True,
        asks_more=True,
        uses_data=False,
    ),
    Step(
        name=StepName.LINKS,
        screen=sharing.links_screen,
        press=sharing.answer_links,
        weighs=any_of("close"),
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.DOCTOR,
        screen=doctor.doctor_screen,
        press=doctor.answer_doctor,
        read=doctor.read,
        weighs=any_of("yes"),
        yes_no=(("yes", "no"),),
        side=True,
    ),
    Step(
        name=StepName.NOTE_WHICH,
        screen=notes.which_screen,
        press=notes.answer_which,
        side=True,
        asks_more=True,
        read=notes.read_which,
        uses_data=False,
    ),
    Step(
        name=StepName.NOTE_CONSENT,
        screen=notes.consent_screen,
        press=notes.answer_consent,
        weighs=any_of("yes"),
        yes_no=(("yes", "no"),),
        side=True,
        asks_more=True,
        uses_data=False,
    ),
    Step(name=StepName.NOTES, screen=notes.notes_screen, press=notes.answer_notes, side=True, uses_data=False),
    Step(
        name=StepName.NOTE,
        screen=notes.note_screen,
        press=notes.answer_note,
        weighs=any_of("delete"),
        side=True,
        uses_data=False,
    ),
    Step(
        name=StepName.NOTE_WRITE,
        screen=notes.write_screen,
        press=notes.leave_writing,
        read=notes.read_note,
        reads_all=True,
        side=True,
        asks_more=True,
        uses_data=False,
    ),
)

STEPS: Final[Mapping[StepName, Step]] = {step.name: step for step in (*_ROWS, *_SIDE_ROWS)}


def step_of(state: str) -> Step | None:
    """Return the step of a state; None where nothing is open."""
    if not is_open(state):
        return None
    fixed = member(State, state)
    return STEPS[StepName(fixed) if fixed else StepName.QUESTION]


def top_step(turn: Turn) -> Step | None:
    """Return the step whose buttons are answered now: the side step that waits above the open one, or that one."""
    return STEPS[turn.c.stack[-1]] if turn.c.stack else step_of(turn.c.state)
