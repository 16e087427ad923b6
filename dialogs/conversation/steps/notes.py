"""The person's own notes: kept, listed, changed, deleted. They go nowhere unless the person puts them on a page.

A reply to a message of the bot is a note, but where it could be something else it is asked which of the two is meant.
Nothing is kept before the person agreed to it, and nobody of whom it is not known that they are an adult can agree.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.incoming import Replied
from dialogs.conversation.note import LONGEST, MOST, Note, as_passage
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Close, Next, Open, OpenBelow, Reread, Show, Stay
from dialogs.conversation.texts.offer import is_adult
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.button_matching import yes_or_no
from dialogs.conversation.typed.wishes import said_by_wish
from dialogs.replies import Consent, ConsentAction, Purpose
from dialogs.screens import N_, NP_, Block, Button, Look, Screen, Text

MAY_KEEP = NP_(
    "May we keep your notes? They are encrypted, and only you see them, here. We keep "
    "them {months} month after the last one, or until you delete them. They go to nobody, "
    "unless you add them to a page that you share.",
    "May we keep your notes? They are encrypted, and only you see them, here. We keep them {months} months after the "
    "last one, or until you delete them. They go to nobody, unless you add them to a page that you share.",
)
KEPT = N_("Kept as a note, only for you. To see your notes: /notes.")
NOT_KEPT = N_("We did not keep it.")
FULL = NP_(
    "You have {count} note, and there is room for no more. Delete one first: /notes.",
    "You have {count} notes, and there is room for no more. Delete one first: /notes.",
)
TOO_LONG = NP_(
    "That is too long for a note. Up to {count} letter fits.", "That is too long for a note. Up to {count} letters fit."
)
NOT_YET = N_("You can keep notes here once you have agreed, and we know your age.")
WHICH = N_("You wrote: “{text}”. What is it?")
WRITE = N_("Write your note now, in one message.")
CHANGE = N_("Write how the note should say it, in one message.")
NONE = N_("You have no notes.")
HOW = N_("To make one, reply to any message here, or press the button.")


def may_keep(turn: Turn) -> bool:
    """Has the person agreed to keeping notes, or may they be asked to: an adult who agreed to answer (CL-26)?"""
    c = turn.c
    if turn.site.information_only and not c.referral_state:
        return False
    if c.consents.get(Purpose.NOTES):
        return True
    # Nothing is ever filed for a minor.
    adult = bool(c.referral_state) or (bool(c.answers) and is_adult(turn.screening(), turn))
    return bool(c.consents.get(Purpose.ANSWER)) and adult


def take_reply(turn: Turn, said: Replied) -> Next:
    """Take a reply to a message of the bot: a note, unless it could be an answer or is meant for the team."""
    turn.c.draft = replace(turn.c.draft, note=said.text, passage=as_passage(said.passage), note_number=0)
    if said.is_open or _may_write_to_team(turn):
        return Open(StepName.NOTE_WHICH)
    return _keep(turn)


def which_screen(turn: Turn) -> Screen:
    """Ask what is meant: never guessed."""
    options = [Button("note", Text(N_("A note, only for me")))]
    if not turn.is_over and (turn.c.state != State.SENT or turn.c.contact_asked):
        options.insert(0, Button("answer", Text(N_("My answer to the open question"))))
    if _may_write_to_team(turn):
        options.append(Button("team", Text(N_("A message for the team"))))
    options.append(Button("no", Text(N_("None of these: forget it"))))
    return Screen((line(WHICH, Look.STRONG, text=turn.c.draft.note),), StepName.NOTE_WHICH, "choice", tuple(options))


def answer_which(turn: Turn, button: Button) -> Next:
    """Do what was meant."""
    words = turn.c.draft.note
    match button.value:
        case "note" if words:
            return _keep(turn)
        case "answer" if words:
            _drop(turn)
            return Reread(words)
        case "team" if words:
            _drop(turn)
            return Reread(words, at=StepName.TEAM)
    _drop(turn)
    return Show((line(NOT_KEPT),))


def read_which(turn: Turn, text: str) -> Next | None:
    """Ask again after a bare yes: it says neither which of them is meant, nor a yes to the question below."""
    agrees = yes_or_no(turn, text) == "yes" or said_by_wish(turn, text) == "yes"
    return Open(StepName.NOTE_WHICH) if agrees else None


def consent_screen(turn: Turn) -> Screen:
    """Ask for the consent of notes, apart from every other (CL-04)."""
    options = (Button("yes", Text(N_("Yes, keep my notes"))), Button("no", Text(N_("No, keep none"))))
    return Screen((line(MAY_KEEP, months=turn.site.keep_months),), StepName.NOTE_CONSENT, "choice", options)


def answer_consent(turn: Turn, button: Button) -> Next:
    """Keep what waits after a yes, forget it after a no."""
    yes = button.value == "yes"
    asked = (line(MAY_KEEP, months=turn.site.keep_months),)
    turn.replies.append(Consent(Purpose.NOTES, ConsentAction.of(yes), asked))
    turn.c.consents[Purpose.NOTES] = yes
    if not yes:
        _drop(turn)
        return Show((line(NOT_KEPT),))
    return _keep(turn) if turn.c.draft.note else Open(StepName.NOTE_WRITE)


def list_notes(turn: Turn) -> Next:
    """Show the notes; where there are none and none can be kept yet, say when they can."""
    if turn.c.notes or may_keep(turn):
        return Open(StepName.NOTES)
    turn.tell(line(NOT_YET))
    return Stay() if turn.is_over else Show()


def notes_screen(turn: Turn) -> Screen:
    """Return the notes with their numbers, and a button for each."""
    found = tuple(
        Text(N_("{number}. {text}"), {"number": n, "text": note.text}) for n, note in enumerate(turn.c.notes, 1)
    )
    blocks = (Block(found, heading=Text(N_("Your notes:"))),) if found else (line(NONE), line(HOW, Look.HINT))
    options = [
        Button("note", Text(N_("Note {number}"), {"number": n}), argument=str(n)) for n in range(1, len(found) + 1)
    ]
    if may_keep(turn):
        options.append(Button("write", Text(N_("Write a note"))))
    options.append(Button("continue", Text(N_("Go on"))))
    return Screen(blocks, StepName.NOTES, "choice", tuple(options), numbered=not found)


def answer_notes(turn: Turn, button: Button) -> Next:
    """Open a note, write one, or go on."""
    if button.value == "note" and 0 < int(button.argument) <= len(turn.c.notes):
        turn.c.draft = replace(turn.c.draft, note_number=int(button.argument))
        return Open(StepName.NOTE)
    if button.value == "write" and may_keep(turn):
        _drop(turn)
        return Open(StepName.NOTE_WRITE if turn.c.consents.get(Purpose.NOTES) else StepName.NOTE_CONSENT)
    return Close()


def note_screen(turn: Turn) -> Screen:
    """Return one note with the passage that it is about, and what can be done with it."""
    note = _chosen(turn)
    blocks = [line(N_("{text}"), text=note.text)]
    if note.passage:
        blocks.insert(0, Block((Text("{value}", {"value": note.passage}),), Look.QUOTE))
    options = (
        Button("change", Text(N_("Change the note"))),
        Button("delete", Text(N_("Delete the note"))),
        Button("continue", Text(N_("Go on"))),
    )
    return Screen(tuple(blocks), StepName.NOTE, "choice", options)


def answer_note(turn: Turn, button: Button) -> Next:
    """Change it, delete it, or go on."""
    number = turn.c.draft.note_number
    if button.value == "change" and number:
        return Open(StepName.NOTE_WRITE)
    if button.value == "delete" and 0 < number <= len(turn.c.notes):
        del turn.c.notes[number - 1]
        turn.tell(line(N_("Done. The note is deleted.")))
    _drop(turn)
    return Open(StepName.NOTES) if turn.c.notes and button.value == "delete" else Close()


def write_screen(turn: Turn) -> Screen:
    """Ask for the words of a note."""
    asked = line(CHANGE if turn.c.draft.note_number else WRITE, Look.STRONG)
    return Screen((asked,), StepName.NOTE_WRITE, "text", (Button("continue", Text(N_("Go on"))),), numbered=False)


def leave_writing(turn: Turn, _button: Button) -> Next:
    """Go on without a note."""
    _drop(turn)
    return Close()


def read_note(turn: Turn, text: str) -> Next:
    """Take what was typed as the note."""
    turn.c.draft = replace(turn.c.draft, note=text)
    return _keep(turn)


def _keep(turn: Turn) -> Next:
    """Keep what waits, once the person agreed to that."""
    c, draft = turn.c, turn.c.draft
    if not c.consents.get(Purpose.NOTES):
        return Open(StepName.NOTE_CONSENT)
    if len(draft.note) > LONGEST:
        _drop(turn)
        return OpenBelow(StepName.NOTE_WRITE, (line(TOO_LONG, count=LONGEST),))
    if 0 < draft.note_number <= len(c.notes):
        c.notes[draft.note_number - 1] = replace(_chosen(turn), text=draft.note)
    elif len(c.notes) >= MOST:
        _drop(turn)
        return Show((line(FULL, count=MOST),))
    else:
        c.notes.append(Note(draft.note, draft.passage))
    _drop(turn)
    if turn.is_over:
        turn.c.stack = []
        turn.tell(line(KEPT))
        return Stay()
    return Show((line(KEPT),))


def _chosen(turn: Turn) -> Note:
    number = turn.c.draft.note_number
    return turn.c.notes[number - 1] if 0 < number <= len(turn.c.notes) else Note("")


def _drop(turn: Turn) -> None:
    """Forget what waits."""
    turn.c.draft = replace(turn.c.draft, note="", passage="", note_number=0)


def _may_write_to_team(turn: Turn) -> bool:
    c = turn.c
    closed = ReferralStatus.of(c.referral_state).is_over
    return bool(c.team_wrote and c.referral_state and not c.blocked and not closed)
