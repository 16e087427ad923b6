"""The pause: a rest, for as long as the person likes within the stated time."""

from __future__ import annotations

from datetime import timedelta

from dialogs.commands import ChatCommand
from dialogs.conversation.ending import end_conversation
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.step import Next, ReadBack, Show
from dialogs.conversation.texts.study_status import informs
from dialogs.conversation.turn import LANGUAGE_BUTTON, PERSON, Turn, line
from dialogs.conversation.typed.assent import asks_to_end, asks_to_erase, goes_on, keeps
from dialogs.conversation.typed.wishes import Wish, says_only, wish
from dialogs.replies import Consent, ConsentAction, Purpose, Remind, Reminder
from dialogs.screens import N_, NP_, Block, Button, Screen, Text

#: Days after a pause at which the one agreed reminder comes.
REMIND_AFTER_DAYS = 3


def paused_screen(turn: Turn) -> Screen:
    """Return how long the place is kept, and what can be done meanwhile."""
    days = turn.site.keep_days
    blocks: tuple[Block, ...] = (
        line(
            NP_(
                "We stop here for now. We keep what you answered for {days} day, so that you can go "
                "on. Then we erase it.",
                "We stop here for now. We keep what you answered for {days} days, so that you can go on. Then we "
                "erase it.",
            ),
            days=days,
        ),
    )
    options = [Button("continue", Text(N_("Go on")))]
    if turn.asks_nothing:
        blocks, options = (informs(), *blocks), []
    elif Purpose.LATER_UNFINISHED not in turn.c.consents:
        blocks = (*blocks, line(N_("We can write to you once to remind you, only if you ask.")))
        options.append(Button("remind", Text(N_("Remind me in 3 days"))))
    options.append(Button("stop", Text(N_("Stop and erase"))))
    return Screen(blocks, "paused", "choice", tuple(options), (PERSON, LANGUAGE_BUTTON[turn.c.language]))


def read(turn: Turn, text: str) -> Next | None:
    """Read an end back that is said in words, go on, or stay paused; what is left may answer the open question."""
    shown = paused_screen(turn).options
    stop = next((each for each in shown if each.value == "stop"), None)
    if stop is not None and (asks_to_erase(turn, text) or asks_to_end(turn, text)):
        return ReadBack(stop)
    if keeps(turn, text) or wish(turn, text) is Wish.WAIT or says_only(turn, text, "later", "wishes"):
        return Show()
    return Ordered(ChatCommand.CONTINUE) if goes_on(turn, text) else None


def answer_pause(turn: Turn, button: Button) -> Next:
    """Go on, stop, or be reminded: a consent of its own, and one date."""
    if button.value == "stop" and not turn.c.has_sent_below:
        return end_conversation(turn)
    if button.value != "remind" or turn.asks_nothing:
        return Ordered(ChatCommand.CONTINUE if button.value == "remind" else button.value)
    label = Text(N_("Remind me in 3 days"))
    turn.lock(label)
    turn.replies.append(Consent(Purpose.LATER_UNFINISHED, ConsentAction.GIVEN, (Block((label,)),)))
    turn.c.consents[Purpose.LATER_UNFINISHED] = True
    turn.replies.append(Remind(Reminder.UNFINISHED, turn.today + timedelta(days=REMIND_AFTER_DAYS)))
    turn.tell(
        line(
            NP_(
                "We will write to you once, in {days} day. It will say nothing about health.",
                "We will write to you once, in {days} days. It will say nothing about health.",
            ),
            days=REMIND_AFTER_DAYS,
        )
    )
    return Show()
