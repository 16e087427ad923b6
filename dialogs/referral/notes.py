"""The team's own notes on a case: for the team alone, never passed on to the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.referral.referral import StaffAction
from dialogs.screens import S_, SP_, Block, Button, Field, Look, Screen, Text

#: Letters of a note and of the passage that it is about, at most.
LONGEST_NOTE, LONGEST_QUOTE = 1000, 300

KEPT = S_("{code}: kept as a note. Only the team reads it.")
KEPT_HERE = S_(
    "{code}: kept as a note, and deleted in the group where that is allowed. Better write notes in this chat."
)
#: A photo of a paper, a voice message: what was sent under a card in the group and is no text.
NO_TEXT_HERE = S_(
    "{code}: what you sent was not kept, and is deleted in the group where that is allowed. Only a text is a note. "
    "Please send no paper of a person through Telegram."
)
NO_NOTES_OF_YOURS = S_(
    "{code}: your role writes no notes. What you sent was not kept, and is deleted in the group where that is allowed."
)
WRITE_IT = S_("{code}: write the note here now. Only the team reads it; it goes to nobody else.")
CHANGED = S_("{code}: the note is changed.")
DELETED = S_("{code}: the note is deleted.")
TOO_LONG = SP_(
    "A note has at most {n} letter. Please write it shorter.",
    "A note has at most {n} letters. Please write it shorter.",
)

NOTES = Button(StaffAction.NOTES, Text(S_("Notes…")))
_BACK = Button(StaffAction.MENU, Text(S_("Back")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of a member."""

    #: The line of the log that holds it.
    number: int
    by: str
    #: In the site's own time.
    at: datetime
    words: str
    #: The passage that it is about; empty: the case as a whole.
    quote: str = ""
    #: May whoever looks change and delete it?
    own: bool = False


def notes_page(code: str, notes: Sequence[Note]) -> Screen | None:
    """Return the notes, oldest first; None where there are none."""
    if not notes:
        return None
    head = Text(S_("{code}: notes of the team"), {"code": code})
    return Screen((Block((head,), Look.STRONG), *(_block(n, each) for n, each in enumerate(notes, start=1))))


def notes_screen(code: str, notes: Sequence[Note]) -> Screen:
    """Return what can be done with them: another one, and one's own changed or deleted."""
    question = Text(S_("{code}: notes so far: {n}. Only the team reads them."), {"code": code, "n": len(notes)})
    options = [Button(StaffAction.NOTE_ADD, Text(S_("Write a note")))]
    for n, each in enumerate(notes, start=1):
        if each.own:
            options.append(Button(f"{StaffAction.NOTE_EDIT}.{each.number}", Text(S_("Change note {n}"), {"n": n})))
            options.append(Button(f"{StaffAction.NOTE_DELETE}.{each.number}", Text(S_("Delete note {n}"), {"n": n})))
    return Screen((Block((question,), Look.STRONG),), options=tuple(options), controls=(_BACK,), numbered=False)


def _block(n: int, note: Note) -> Block:
    fields: dict[str, Field] = {"n": n, "name": note.by, "day": note.at.date(), "time": f"{note.at:%H:%M}"}
    lines = [Text(S_("{n}. {name}, {day}, {time}"), fields)]
    if note.quote:
        lines.append(Text(S_("On “{quote}”:"), {"quote": note.quote}))
    lines += [Text("{value}", {"value": line}) for line in note.words.splitlines() if line.strip()]
    return Block(tuple(lines), Look.QUOTE)
