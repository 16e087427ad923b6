"""Writing with the team in this chat: its letters, the person's answers, and what has a sign of danger in it.

What is typed here goes to the team as it is. A sign of danger in it gets its safety text first; the words wait then,
and go only after a yes of their own.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Close, Next, Open, OpenBelow, Show, Stay
from dialogs.conversation.texts.referral_status import team_phone
from dialogs.conversation.texts.team_letter import TO_ANSWER, answer_blocks, letter_blocks
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Relay
from dialogs.screens import N_, Block, Button, Look, Screen, Text

PASSED_ON = N_("We passed it on to the study team.")
NOT_SENT = N_("It was not sent, and we did not keep it.")
FINISHED = N_("The team has finished looking at what you sent. Nothing more goes to it here. To talk: {phone}.")
BLOCKED = N_("You blocked the use of your data, so we passed nothing on. To allow it again: /unblock.")
NOTHING_TO_ANSWER = N_("The team has not written to you here.")
STILL_SEND = N_("You wrote to the team: “{text}”. Should we still send it?")


def show_letter(turn: Turn, texts: tuple[Text, ...]) -> Next:
    """Show what the team wrote. Where something else is open it stays open, and answering has a command."""
    c = turn.c
    if c.blocked or not c.referral_state or c.state in (State.NEW, *FINAL):
        return Stay()
    c.team_wrote = True
    letter = letter_blocks(c.code, texts)
    c.draft = replace(c.draft, writing=False)
    if c.state == State.SENT and c.stack in ([], [StepName.TEAM]):
        return OpenBelow(StepName.TEAM, letter)
    turn.tell(*letter, line(TO_ANSWER))
    return Stay()


def answer_team(turn: Turn) -> Next:
    """Let the person write to the team, once it wrote to them."""
    if not turn.c.team_wrote or not turn.c.referral_state:
        turn.tell(line(NOTHING_TO_ANSWER))
        return Show()
    return Show((finished(turn),)) if is_closed(turn) else Open(StepName.TEAM)


def team_screen(_turn: Turn) -> Screen:
    """Return how to write to the team, and the way out of it."""
    return Screen(answer_blocks(), "team", "text", (Button("continue", Text(N_("Go on"))),), numbered=False)


def press(_turn: Turn, _button: Button) -> Next:
    """Go on where the person was."""
    return Close()


def read(turn: Turn, text: str) -> Next:
    """Pass it on; where the team has finished, say whom to call."""
    if is_closed(turn):
        return Show((finished(turn),))
    if turn.c.blocked:
        return Show((line(BLOCKED),))
    turn.replies.append(Relay(text))
    turn.c.draft = replace(turn.c.draft, writing=True)
    return OpenBelow(StepName.TEAM, (line(PASSED_ON),))


def send_anyway_screen(turn: Turn) -> Screen:
    """Ask whether words with a sign of danger should still go to the team."""
    options = (Button("yes", Text(N_("Send anyway"))), Button("no", Text(N_("Do not send"))))
    blocks = (line(STILL_SEND, Look.STRONG, text=turn.c.draft.to_team),)
    return Screen(blocks, StepName.SEND_ANYWAY, "choice", options)


def answer_send_anyway(turn: Turn, button: Button) -> Next:
    """Send them, or forget them."""
    words = turn.c.draft.to_team
    turn.c.draft = replace(turn.c.draft, to_team="")
    if button.value == "yes" and words:
        return read(turn, words)
    return Show((line(NOT_SENT),))


def is_closed(turn: Turn) -> bool:
    """Has the team finished with what was sent?"""
    return ReferralStatus.of(turn.c.referral_state).is_over


def finished(turn: Turn) -> Block:
    """Return that nothing more goes to the team here, and whom to call."""
    return line(FINISHED, phone=team_phone(turn))
