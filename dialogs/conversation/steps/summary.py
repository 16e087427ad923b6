"""The summary on the screen: the page itself, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.link import has_room
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Close, Next, Open, Show, Stay
from dialogs.conversation.texts.answer_texts import answered_slots
from dialogs.conversation.texts.summary import may_share, summary_blocks, tick, tick_buttons
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Paper
from dialogs.screens import N_, Button, Screen, Text

NOTHING_YET = N_("There are no answers of yours here yet, so there is nothing to sum up.")
HERE_IT_COMES = N_("Your page comes as a file. You can print it, or send it on yourself.")
#: What the file is called.
FILE_NAME = N_("summary")


def summary(turn: Turn) -> Next:
    """Show the summary of what was answered so far; where nothing was, say so."""
    turn.c.draft = replace(turn.c.draft, parts=())
    if turn.c.answers and answered_slots(turn):
        return Open(StepName.SUMMARY)
    turn.tell(line(NOTHING_YET))
    return Stay() if turn.is_over else Show()


def summary_screen(turn: Turn) -> Screen:
    """Return the page, and below it a file of it."""
    return Screen(summary_blocks(turn, turn.c.language, turn.c.draft.parts), "summary", "choice", _options(turn))


def _options(turn: Turn) -> tuple[Button, ...]:
    options = [*tick_buttons(turn), Button("pdf", Text(N_("As a file to print (PDF)")))]
    if may_share(turn):
        options.append(Button("share", Text(N_("Share with my doctor"))))
    return (*options, Button("continue", Text(N_("Go on"))))


def answer_summary(turn: Turn, button: Button) -> Next:
    """Put something on the page or take it off, send it as a file, share it, or go on."""
    if tick(turn, button):
        return Open(StepName.SUMMARY)
    if button.value == "share" and may_share(turn):
        return Open(StepName.SHARE if has_room(turn.c.links) else StepName.LINKS)
    if button.value == "pdf":
        turn.tell(line(HERE_IT_COMES))
        turn.replies.append(Paper(Text(FILE_NAME), summary_blocks(turn, turn.c.language, turn.c.draft.parts)))
    turn.c.draft = replace(turn.c.draft, parts=())
    return Close()
