"""Moving through the conversation by command: begin, pause, go on, go back, stop."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.draft import Draft
from dialogs.conversation.ending import TO_BEGIN, end_conversation
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import NO_STEP_BEFORE, Next, Open, Show, Stay
from dialogs.conversation.step_table import STEPS, step_of
from dialogs.conversation.steps import contact, opening, studies
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.whose import another_study
from dialogs.replies import Heading
from dialogs.screens import N_, Look
from dialogs.site import Recruitment

WE_GO_ON = line(N_("We go on where you were."), Look.HINT)

#: Where nothing is asked, or what is open gives information.
_AT_REST = (State.NEW, State.CARD, State.PAUSED, State.SENT, *FINAL)


def start(turn: Turn, payload: str) -> Next:
    """Begin, or go on with a line of recap; a known campaign is kept, nothing else of the link."""
    c = turn.c
    if step_of(c.state) is None:
        campaign = payload.removeprefix("c_")
        c.campaign = campaign if campaign in turn.site.campaigns else ""
        return _begin(turn, payload)
    if c.state == State.PAUSED:
        return go_on(turn)
    if c.state == State.CARD and c.recheck_on:
        # They came back for a day that they agreed to: never without the sentence on treatment (RE-15).
        return Show(turn.text("do_not_stop"))
    if c.state == State.CARD:
        return _begin(turn, payload)
    if c.state == State.SENT and _is_news(turn):
        return opening.show_card(turn)
    return Show((line(N_("You were here. To begin again, write /stop first."), Look.HINT), *another_study(turn)))


def _begin(turn: Turn, payload: str) -> Next:
    """Show the card, or first the studies where there are several and the link names none."""
    choice = None if studies.picks(turn, payload) else studies.choose(turn)
    return opening.show_card(turn) if choice is None else choice


def _is_news(turn: Turn) -> bool:
    """Say whether the study looks for people now and this person is only on the interest list."""
    return turn.c.heading == Heading.INTEREST and turn.site.standing(turn.today) is Recruitment.RECRUITING


def go_on(turn: Turn) -> Next:
    """Go on after a pause; otherwise show the open step again."""
    if turn.c.state != State.PAUSED or turn.asks_nothing:
        return Show()
    end_pause(turn)
    return Show((WE_GO_ON,))


def end_pause(turn: Turn) -> bool:
    """Go back to the step before the pause. False: it is gone meanwhile, and another one is open."""
    to, turn.c.paused_at, turn.c.stack = turn.c.paused_at, "", []
    turn.move("resume", to=to)
    return not contact.settle(turn)


def _say_how_to_begin(turn: Turn) -> Next:
    turn.c.stack = []
    turn.tell(line(TO_BEGIN))
    return Stay()


def pause(turn: Turn) -> Next:
    """Stop for a while, where anything is asked."""
    c = turn.c
    if step_of(c.state) is None:
        return _say_how_to_begin(turn)
    if c.state not in (State.PAUSED, State.SENT):
        # A contact that was asked for before the end is not kept over a pause: it goes back to where it was asked.
        if c.called_from:
            c.draft = replace(c.draft, reading={}, heading=None)
        c.paused_at, c.called_from = c.called_from or c.state, ""
        turn.move("pause")
    if c.state == State.PAUSED:
        c.stack = []  # what stood open above it, such as "erase?", is shown no more and waits for no yes
    return Show()


def rest(turn: Turn) -> bool:
    """Let rest what was begun, where nothing is asked: it is kept as long as was promised (RE-16). True: it did."""
    c = turn.c
    if not turn.site.information_only or c.referral_state:
        return False
    c.stack = [step for step in c.stack if not STEPS[step].asks_more]
    if c.state in _AT_REST:
        return False
    c.draft = replace(c.draft, showings=())  # no press on an older copy counts meanwhile
    if c.answers:
        pause(turn)
    else:
        turn.move("start_over")
    return True


def stop_or_ask(turn: Turn) -> Next:
    """Stop; where answers would be lost, ask first."""
    c = turn.c
    if step_of(c.state) is None:
        return _say_how_to_begin(turn)
    if c.state == State.SENT:
        return Show()  # what was sent goes on by itself; taking it back is /delete, as it says there
    if c.has_sent_below:  # what was sent stands; they only give no other contact
        turn.move("resume" if c.state == State.PAUSED else "return", to=State.SENT)
        c.paused_at, c.called_from, c.draft = "", "", Draft()
        return Show()
    return Open(StepName.STOP) if c.answers else end_conversation(turn)


def back(turn: Turn) -> Next:
    """Go one step back, from every step to the first."""
    step = step_of(turn.c.state)
    if step is None:
        return _say_how_to_begin(turn)
    return step.back(turn) if step.back else Show((line(NO_STEP_BEFORE),))
