"""Two people by one account, one after the other: somebody helps, and later answers for themselves (RE-04).

Each has a conversation, a code, consents, notes and links of their own, kept apart by the shell, with a key of their
own. What is done here concerns the one that the chat is about; the texts of a right say which of the two that is.
"""

from __future__ import annotations

from dialogs.commands import ChatCommand
from dialogs.conversation.ending import TO_BEGIN
from dialogs.conversation.incoming import Ordered, Switched
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Close, Next, Open, Show, Stay
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.whose import whose
from dialogs.replies import Switch
from dialogs.screens import N_, Block, Button, Screen, Text

BEGIN = Button("switch", Text(N_("Begin for another person")))
NOTHING_SENT_YET = N_(
    "To answer for another person, end this first with /stop: then we erase these answers. After that, /start."
)
APART = N_(
    "You can answer here for another person too. What is yours stays apart, under code {code}. Nothing is mixed."
)
HELPER_APART = N_(
    "You can answer here for another person too. What belongs to {person} stays apart, under code {code}. Nothing is "
    "mixed."
)
TWO = N_("Two people have answered in this chat, each apart. Now it is about code {code}.")


def ask(turn: Turn) -> Next:
    """Offer to go to the other person, or to begin for one; where nothing was sent, say how."""
    if turn.c.beside or turn.c.referral_state:
        return Open(StepName.ANOTHER_PERSON)
    turn.tell(line(TO_BEGIN if turn.is_over else NOTHING_SENT_YET))
    return Stay() if turn.is_over else Show()


def another_person_screen(turn: Turn) -> Screen:
    """Return whom the chat is about, and the way to the other one."""
    c = turn.c
    if c.beside:
        code = c.beside["code"]
        blocks: tuple[Block, ...] = (line(TWO, code=c.code),)
        go = Button("switch", Text(N_("Go to code {code}"), {"code": code})) if code else BEGIN
    else:
        blocks = (line(turn.words(APART, HELPER_APART), code=c.code, person=Text(turn.study.person)),)
        go = BEGIN
    return Screen(blocks, "another_person", "choice", (go, Button("no", Text(N_("No, go back")))))


def answer_another_person(turn: Turn, button: Button) -> Next:
    """Let the shell go to the other person, or stay."""
    if button.value != "switch":
        return Close()
    turn.replies.append(Switch())
    return Stay()


def arrive(turn: Turn, who: Switched) -> Next:
    """Go on with this person, or begin; the one before is set aside."""
    c = turn.c
    c.language, c.accessible, c.beside = who.language, who.accessible, {"code": who.code}
    return Ordered(ChatCommand.START) if c.state == State.NEW else Show(whose(turn))
