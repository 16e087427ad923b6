"""Working off what comes in: signs of danger first, then what is never kept, then commands, then the open step."""

from __future__ import annotations

from dialogs.answers import Misread, national_id, parse_answer, safety
from dialogs.answers import command as command_in
from dialogs.conversation.button_matching import named_button, yes_or_no
from dialogs.conversation.clock import due
from dialogs.conversation.commands import command
from dialogs.conversation.incoming import (
    Due,
    Edited,
    Forged,
    Incoming,
    Moved,
    Ordered,
    Pressed,
    Shared,
    Typed,
    Unreadable,
)
from dialogs.conversation.navigation import WE_GO_ON, end_pause
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import NOTHING_SENT, Next, Show, Stay, Step
from dialogs.conversation.step_table import step_of, top_step
from dialogs.conversation.steps import another_contact, sent
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.conversation.unsupported import apology_blocks
from dialogs.replies import Count, FunnelEvent, Notice, Say
from dialogs.screens import N_, Button, Look, Screen, Text

#: Buttons that are commands, wherever they stand.
_CONTROLS = ("back", "pause", "person", "language")


def receive(turn: Turn, incoming: Incoming) -> Next:
    """Move the conversation, and answer what follows."""
    match incoming:
        case Pressed(prompt, position):
            return _pressed(turn, prompt, position)
        case Typed(text):
            return _typed(turn, text)
        case Ordered(name, argument):
            return command(turn, name, argument)
        case Shared(phone, own):
            return _shared(turn, phone if phone.startswith("+") else f"+{phone}", own)
        case Unreadable(words=words) | Edited(words=words) if flags := safety(words, turn.lexicon):
            return _safety(turn, flags)
        case Unreadable(what):
            return Show(apology_blocks(what))
        case Edited():
            turn.tell(line(N_("This bot does not read edited messages. To change an answer, write /back.")))
            return Stay()
        case Forged():
            turn.replies.append(Notice(Text(N_("That button does not work.")), turn.c.accessible))
            return Show()
        case Moved(Moved.ASK_CONTACT):
            return another_contact.ask(turn)
        case Moved(state):
            return sent.show_referral_state(turn, state)
        case Due(what):
            return due(turn, what)


def _pressed(turn: Turn, prompt: int, position: int) -> Next:
    c, step = turn.c, top_step(turn)
    if step is None:
        return command(turn, "continue")
    if prompt != c.prompt or not 0 <= position < len(c.offered):
        turn.replies.append(Notice(Text(N_("That button is from before. The open question is below.")), c.accessible))
        # The one just answered is no news: a double tap. An older one may have scrolled the question away.
        return Stay() if c.prompt - 1 <= prompt <= c.prompt and not step.side else Show()
    return _press(turn, step, _button(turn, step, c.offered[position]))


def _button(turn: Turn, step: Step, name: str) -> Button:
    """The button of that name on the open message; one without words where the step does not show it any more."""
    shown = step.screen(turn)
    return next((each for each in (*shown.options, *shown.controls) if each.name == name), Button(name, Text("")))


def _press(turn: Turn, step: Step, button: Button) -> Next:
    """A button of the open prompt, pressed or named in words."""
    if button.value in _CONTROLS:
        return command(turn, button.value, button.argument)
    if step.side:
        turn.c.stack = []
    return step.press(turn, button)


def _typed(turn: Turn, text: str) -> Next:
    if flags := safety(text, turn.lexicon):
        return _safety(turn, flags)
    if national_id(text):
        return Show((line(N_("That looks like a RUT. We do not need it, and we did not keep it.")),))
    step, word = top_step(turn), command_in(text, turn.lexicon)
    if word is not None and not (word == "language" and step is not None and step.name == StepName.LANGUAGE):
        # "español" is the command; at the question of the language it is the answer.
        return command(turn, word)
    return command(turn, "start") if step is None else _read(turn, step, text)


def _read(turn: Turn, step: Step, text: str) -> Next:
    """The text at the step on top; what says nothing there may be an answer to the one below."""
    if step.read and step.reads_all:
        return step.read(turn, text) or Stay()
    if (button := _named(turn, step, text)) is not None:
        return _press(turn, step, button)
    if step.read and (following := step.read(turn, text)) is not None:
        return following
    below = step_of(turn.c.state)
    if below is None:
        return command(turn, "start")
    if turn.c.state == State.PAUSED and turn.c.paused_at:
        return _read_after_the_pause(turn, text)
    if below.read and below.reads_all:
        turn.c.stack = []
        return below.read(turn, text) or Stay()
    return Show((line(N_("Sorry, that was not clear. Please choose one of these.")),))


def _read_after_the_pause(turn: Turn, text: str) -> Next:
    """Whoever writes goes on: it is read at the step before the pause, unless that is gone."""
    if not end_pause(turn):
        return Show((WE_GO_ON,))
    step = step_of(turn.c.state)
    return Show() if step is None else _read(turn, step, text)


def _named(turn: Turn, step: Step, text: str) -> Button | None:
    """The button of the open prompt that the text names."""
    offered, shown = turn.c.offered, step.screen(turn)
    said = yes_or_no(turn, text) or (None if step.side else _as_the_file_hears(turn, text))
    if said and step.yes_no:
        meant = step.yes_no[0 if said == "yes" else 1]
        if meant == NOTHING_SENT:
            return Button(NOTHING_SENT, Text(""))
        return _button(turn, step, meant) if meant in offered else None
    named = named_button(turn, shown, text)
    return named if named is not None and (named.name in offered or named in (BACK, PAUSE, PERSON)) else None


def _as_the_file_hears(turn: Turn, text: str) -> str | None:
    """A yes or no in words that the study file lists for this step ("I accept" at the consent)."""
    for question in turn.study.questions:
        if question.id == turn.c.state and not question.asked:
            try:
                reading = parse_answer(question, text, turn.labels(question), turn.today)
            except Misread:
                return None
            return str(reading.value) if reading.sure and reading.value in ("yes", "no") else None
    return None


def _safety(turn: Turn, flags: tuple[str, ...]) -> Next:
    """The safety texts at once, in any state; then the open question again. Nothing of the text is kept."""
    for flag in flags:
        turn.replies.append(Say(Screen(turn.text(f"safety_{flag}")), urgent=flag != "tell_doctor"))
    turn.replies.append(Count(FunnelEvent.SAFETY_SHOWN))
    if step_of(turn.c.state) is None:
        return Show()
    return Show((line(N_("When you can, we go on here."), Look.HINT),))


def _shared(turn: Turn, phone: str, own: bool) -> Next:
    for step in (top_step(turn), step_of(turn.c.state)):
        if step is not None and step.share and (following := step.share(turn, phone, own)) is not None:
            return following
    return Show((line(N_("We do not need a phone number now, and we did not keep it.")),))
