"""Working off what comes in: signs of danger first, then what is never kept, then commands, then the open step."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import is_guessed, national_id
from dialogs.commands import ChatCommand
from dialogs.conversation.danger import danger_told, red_flags_in
from dialogs.conversation.happening import WRITES, again, happened
from dialogs.conversation.incoming import (
    Blocked,
    Chosen,
    DoctorAsked,
    Due,
    Edited,
    EraseAsked,
    Forged,
    Incoming,
    Moved,
    Ordered,
    Pressed,
    Replied,
    Returned,
    Shared,
    Switched,
    Typed,
    Unreadable,
    Written,
)
from dialogs.conversation.late_press import late_press
from dialogs.conversation.navigation import WE_GO_ON, end_pause
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Next, Open, ReadBack, Show, ShowSafety, Stay, Step
from dialogs.conversation.step_table import step_of, top_step
from dialogs.conversation.steps import another_person, notes, questions, rights, side_steps, studies, team
from dialogs.conversation.texts.question_screen import (
    CORRECT,
    YES,
)
from dialogs.conversation.texts.unsupported import apology_blocks
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.conversation.typed.assent import (
    agrees_to_do,
    answer_to_meant,
    answers_sure,
    asks_to_erase,
    said_to_sure,
)
from dialogs.conversation.typed.button_matching import button_of, is_press, is_said, labelled, laughs, points
from dialogs.conversation.typed.commands import command, typed_command
from dialogs.conversation.typed.left_alone import BLOCK, left_alone
from dialogs.conversation.typed.permissions import said_of_permissions
from dialogs.conversation.typed.request import named_of_step, requested_at
from dialogs.conversation.typed.small_talk import asked_beside, button_said, small_talk, without_leaving
from dialogs.conversation.typed.taken_back import asks_to_go_back
from dialogs.conversation.typed.under_safety import is_going_on, says_nothing_unseen, seeks_help
from dialogs.conversation.typed.wishes import (
    NOTHING_ERASED,
    above_sure,
    no_yes,
    stay_at_sure,
    wants_it_back,
    where_it_weighs,
)
from dialogs.conversation.unread import unread
from dialogs.replies import Notice
from dialogs.screens import N_, Button, Text
from dialogs.values import member

#: Buttons that are commands, wherever they stand.
_CONTROLS = (ChatCommand.BACK, ChatCommand.PAUSE, ChatCommand.PERSON, ChatCommand.LANGUAGE, ChatCommand.BLOCK)
#: What goes before a letter, also where it was only guessed.
_OF_RIGHTS = (ChatCommand.DELETE, ChatCommand.STOP, ChatCommand.BLOCK)
#: Side steps that a double tap on the button before them must not close: the person's words wait or go there.
_STAYS_OPEN = (StepName.SEND_ANYWAY, *WRITES)


def receive(turn: Turn, incoming: Incoming) -> Next:
    """Move the conversation, and answer what follows."""
    if flags := red_flags_in(turn, incoming):
        return danger_told(turn, flags, incoming)
    match incoming:
        case Pressed(prompt, position):
            return _pressed(turn, prompt, position)
        case Typed(text, early):
            return _typed(turn, text, early=early)
        case Replied():
            return _replied(turn, incoming)
        case Ordered(name, argument):
            return command(turn, member(ChatCommand, name), argument)
        case Shared(phone, own):
            return _shared(turn, phone if phone.startswith("+") else f"+{phone}", own)
        case Unreadable(what):
            return again(turn, apology_blocks(what))
        case Edited():
            turn.tell(line(N_("This bot does not read edited messages. To change an answer, write /back.")))
            return Stay()
        case Forged():
            turn.replies.append(Notice(Text(N_("That button does not work.")), turn.c.accessible))
            return Show()
        case Switched():
            return another_person.arrive(turn, incoming)
        case Chosen():
            return studies.arrive(turn, incoming)
        case EraseAsked():
            return rights.erase(turn, everywhere=True)
        case Moved() | Written() | DoctorAsked() | Due() | Returned() | Blocked():
            return happened(turn, incoming)


def _pressed(turn: Turn, prompt: int, position: int) -> Next:
    c, step = turn.c, top_step(turn)
    if step is None:
        return command(turn, ChatCommand.CONTINUE)
    if prompt != c.prompt and (following := late_press(turn, prompt, position)) is not None:
        return following
    if prompt != c.prompt or not 0 <= position < len(c.offered):
        turn.replies.append(Notice(Text(N_("That button is from before. The open question is below.")), c.accessible))
        # The one just answered is no news: a double tap. An older one may have scrolled the question away.
        shown_again = step.side and step.name not in _STAYS_OPEN
        return Stay() if c.prompt - 1 <= prompt <= c.prompt and not shown_again else Show()
    if c.draft.meant and c.offered[position] in (YES.name, CORRECT.name):
        return _answer_read_back(turn, step, c.offered[position])
    return _press_or_ask(turn, step, button_of(turn, step, c.offered[position]))


def _press_or_ask(turn: Turn, step: Step, button: Button) -> Next:
    """Press a button; one that cannot be undone is asked about once more, since a finger slips."""
    if step.asks_once_more is not None and step.asks_once_more(turn, button):
        return ReadBack(button, (line(N_("This cannot be undone.")),), pressed=True)
    return _press(turn, step, button)


def _answer_read_back(turn: Turn, step: Step, said: str) -> Next:
    """Take the button that was only named in words, or show the step again."""
    button = button_of(turn, step, turn.c.draft.meant)
    turn.c.draft = replace(turn.c.draft, meant="")
    if said == YES.name:
        return _press(turn, step, button)
    return Open(step.name) if step.side else Show()


def _press(turn: Turn, step: Step, button: Button) -> Next:
    """Return a button of the open prompt, pressed or named in words."""
    if button.value in _CONTROLS:
        return command(turn, ChatCommand(button.value), button.argument)
    if step.side:
        turn.c.stack = turn.c.stack[:-1]
    return step.press(turn, button)


def _typed(turn: Turn, text: str, *, early: bool) -> Next:
    turn.typed = True
    step = top_step(turn)
    if (following := _before_reading(turn, step, text, early=early)) is not None:
        return following
    if wants_it_back(turn, step, text):
        return Open(StepName.DELETE, guessed=True)
    if step is not None and step.asks_if_sure and answers_sure(turn, step, text):
        return _answer_sure(turn, step, text)
    question = questions.open_for(turn) if step is not None and step.reads_all else None
    text = without_leaving(turn, question, text, questions.is_answer)
    if question is not None and asks_to_go_back(turn, text):
        return command(turn, ChatCommand.BACK)
    word = typed_command(turn, text, question)
    if word is not None and not _is_answer_to_language(step, word):
        if not is_guessed(text, turn.lexicon):
            return command(turn, word)
        # the no of "no more messages" is an answer to nothing
        if question is None or word is ChatCommand.BLOCK or not questions.is_answer(turn, text):
            return _guessed(turn, word)
    if step is None:
        return command(turn, ChatCommand.START)
    if (following := _said_beside(turn, step, text)) is not None:
        return following
    asked = requested_at(turn, step, text) if question is None else None
    return _read(turn, step, text) if asked is None else _guessed(turn, asked)


def _is_answer_to_language(step: Step | None, word: ChatCommand) -> bool:
    """Tell whether a word is no command here: "español" answers the question of the language."""
    return word is ChatCommand.LANGUAGE and step is not None and step.name == StepName.LANGUAGE


def _replied(turn: Turn, said: Replied) -> Next:
    """Take a reply to a message of the bot; commands, and what is written to the team or as a note, come first."""
    word = typed_command(turn, said.text)
    plain = word is not None and not is_guessed(said.text, turn.lexicon)
    # Where the team is written to, a reply to its own message goes there; to another one it may be private.
    written = turn.c.stack == [StepName.NOTE_WRITE] or (turn.c.stack == [StepName.TEAM] and said.is_open)
    if plain or national_id(said.text) or written or not notes.may_keep(turn):
        return _typed(turn, said.text, early=False)
    return notes.take_reply(turn, said)


def reread(turn: Turn, text: str, at: StepName | None) -> Next:
    """Read words that the person had typed before, now that it is known what they are."""
    return team.read(turn, text) if at is StepName.TEAM else _typed(turn, text, early=False)


def _said_beside(turn: Turn, step: Step, text: str) -> Next | None:
    """Take what says something beside an answer: a button in other words, a courtesy, the label of a control."""
    if not turn.c.draft.meant and (said := button_said(turn, step, text)) is not None:
        return _take(turn, step, button_of(turn, step, said), text)
    if (following := small_talk(turn, step, text)) is not None:
        stays = isinstance(following, Show) and (step.asks_if_sure or step.name is StepName.PERMISSIONS)
        stays = stays and top_step(turn) is step  # a pause ends them
        return stay_at_sure(turn, step, following.above) if isinstance(following, Show) and stays else following
    control = labelled(turn, (BACK, PAUSE, PERSON), text) if step.reads_all else None
    if control is not None and not questions.is_answer(turn, text):
        return _press(turn, step, control)
    beside = asked_beside(turn, text, questions.is_answer if step.reads_all else None)
    return None if beside is None else command(turn, beside)


def _before_reading(turn: Turn, step: Step | None, text: str, *, early: bool) -> Next | None:
    """Return what follows of a text that is not read: a RUT, one from too early, one for the team, a button's words."""
    if national_id(text):
        return again(turn, (line(N_("That looks like a RUT. We do not need it, and we did not keep it.")),))
    if early and _is_no_answer(turn, step, text):
        return _too_early(turn)
    if step is None:
        return None
    if step.name in WRITES:
        return _as_written(turn, step, text)
    if (following := left_alone(turn, step, text)) is not None:
        return following
    if is_going_on(turn, step, text):
        return _press(turn, step, step.screen(turn).options[0])
    if seeks_help(turn, step, text):
        return ShowSafety(side_steps.safety_again_screen(turn), urgent=True)
    if (pressed := _pressed_in_words(turn, step, text)) is not None:
        return _take(turn, step, pressed, text)
    said = said_of_permissions(turn, step, text)
    return _take(turn, step, said, text) if isinstance(said, Button) else said


def _is_no_answer(turn: Turn, step: Step | None, text: str) -> bool:
    """Tell whether an early text could only be an answer: commands in words count whenever they were written."""
    if step is None or (turn.c.state == State.SENT and not step.side):
        return False
    if step.name == StepName.TEAM and turn.c.draft.writing:
        return False
    return typed_command(turn, text) is None or is_guessed(text, turn.lexicon)


def _too_early(turn: Turn) -> Next:
    """Ask once, gently: the text was written before the open question could be seen (IN-10, IN-12)."""
    if turn.c.hurried != turn.c.prompt:
        turn.c.hurried = turn.c.prompt
        turn.tell(line(N_("You wrote that before you could see this question. Please answer it now.")))
    return Stay()


def _as_written(turn: Turn, step: Step, text: str) -> Next:
    """Take a text for the team, or a note; the person's rights go first, and no command or button is taken for it."""
    word = typed_command(turn, text)
    if word is not None and (not is_guessed(text, turn.lexicon) or word in _OF_RIGHTS):
        return _guessed(turn, word) if is_guessed(text, turn.lexicon) else command(turn, word)
    shown = step.screen(turn)
    pressed = next((each for each in shown.options if is_press(turn, shown, each, text)), None)
    if pressed is not None or step.read is None:
        return _press(turn, step, pressed or shown.options[0])
    return step.read(turn, text) or Stay()


def _guessed(turn: Turn, word: ChatCommand) -> Next:
    """Ask about a command that was only guessed; nothing is done before it is written or pressed (11b)."""
    if word is ChatCommand.DELETE and rights.is_anything_kept(turn.c):
        return Open(StepName.DELETE, guessed=True)
    if word is ChatCommand.STOP and not turn.c.has_sent_below and turn.c.state != State.SENT:
        return Open(StepName.STOP, guessed=True)
    button = next((each for each in (BACK, PAUSE, PERSON, BLOCK) if each.value == word), None)
    return ReadBack(button) if button is not None and step_of(turn.c.state) else command(turn, word)


def _pressed_in_words(turn: Turn, step: Step, text: str) -> Button | None:
    """Return the button of the open message whose words the text is, whatever else they could mean (11c)."""
    if step.reads_all or turn.c.draft.meant or laughs(text):
        return None
    shown = step.screen(turn)
    buttons = [each for each in (*shown.options, *shown.controls) if each.name in turn.c.offered]
    return next((each for each in buttons if is_press(turn, shown, each, text)), labelled(turn, buttons, text))


def _read(turn: Turn, step: Step, text: str) -> Next:
    """Return the text at the step on top; what says nothing there may be an answer to the one below."""
    if turn.c.draft.meant and (said := answer_to_meant(turn, step, text)) is not None:
        return _answer_read_back(turn, step, said.name)
    if step.read and step.reads_all:
        return _read_there(turn, step, text)
    if turn.c.draft.meant and points(turn, text):
        return _read_back(turn, button_of(turn, step, turn.c.draft.meant))
    if (button := named_of_step(turn, step, text)) is not None:
        return _take(turn, step, button, text)
    if step.read and (following := step.read(turn, text)) is not None:
        return following
    if step.asks_if_sure:
        return _answer_sure(turn, step, text)
    if step.weighs is not None and (following := where_it_weighs(turn, step, text)) is not None:
        return following
    return _read_below(turn, step, text)


def _read_there(turn: Turn, step: Step, text: str) -> Next:
    """Return the text at a step that reads all; what is not understood leaves a button that was read back standing."""
    begun = turn.c.draft
    following = (step.read(turn, text) if step.read else None) or Stay()
    now = turn.c.draft
    unread_there = now.misread > begun.misread and not (now.offers or now.noted or now.strange or now.half)
    if begun.meant and unread_there:
        turn.c.draft = begun
        return _read_back(turn, button_of(turn, step, begun.meant))
    return following


def _read_below(turn: Turn, step: Step, text: str) -> Next:
    """Return what a text says to the open step where it says nothing to what stands above it."""
    below = step_of(turn.c.state)
    if below is None:
        return command(turn, ChatCommand.START)
    if step.name is StepName.SAFETY and (below.reads_all or turn.c.state == State.PAUSED):
        # What waits was never shown: nothing that is typed is its yes, or is taken without one.
        if below.reads_all:
            questions.keep_typed_under_safety(turn, text)
        return _press(turn, step, step.screen(turn).options[0])
    if turn.c.state == State.PAUSED and turn.c.paused_at:
        return _read_after_the_pause(turn, text)
    if below.read and below.reads_all:
        if says_nothing_unseen(turn, text, questions.open_for(turn)):
            return Show()
        turn.c.stack = []
        return below.read(turn, text) or Stay()
    return unread(turn, text)


def _answer_sure(turn: Turn, step: Step, text: str) -> Next:
    """Take a yes or a no to "sure?" in other words; until one of them comes, nothing is done and it stays (11a)."""
    said, (yes, no) = said_to_sure(turn, step, text), step.yes_no[0]
    if said is not None:
        return _take(turn, step, button_of(turn, step, yes if said == "yes" else no), text)
    return stay_at_sure(turn, step, above_sure(turn, text))


def _sure(turn: Turn, step: Step, button: Button, text: str) -> Next:
    """Take a yes to "sure?"; where the request was only guessed, only in words of the button (11b)."""
    if is_press(turn, step.screen(turn), button, text) or is_said(turn, button, text):
        return _press(turn, step, button)
    if turn.c.draft.guessed and asks_to_erase(turn, text):
        return _press(turn, step, button)
    if turn.c.draft.guessed:
        turn.tell(line(N_("To erase, press the button, or write its words: “{label}”."), label=button.label))
        return Open(step.name, guessed=True)
    return _press(turn, step, button) if agrees_to_do(turn, step, text) else _read_back(turn, button)


def _take(turn: Turn, step: Step, button: Button, text: str) -> Next:
    """Press a button that was named in words; what weighs is read back, unless the text is the button (11a)."""
    weighs = step.weighs is not None and step.weighs(turn, button)
    if not button.label.id:
        # No button says it: a typed no to an offer. What weighs and is not shown any more is never taken.
        return Show() if weighs else _press(turn, step, button)
    asks = weighs or ("?" in text and (step.uses_data or step.name is StepName.WHO))
    plain = button in (BACK, PAUSE, PERSON) or is_press(turn, step.screen(turn), button, text)
    if step.name is StepName.DELETE and not weighs and not plain:
        turn.tell(NOTHING_ERASED)
    if step.asks_if_sure and weighs:
        return _sure(turn, step, button, text)
    if asks and not plain:
        return _read_back(turn, button)
    return _press_or_ask(turn, step, button)


def _read_back(turn: Turn, button: Button) -> Next:
    """Read a button back that was named in words; where it waits already, say which words are its yes."""
    return ReadBack(button, (no_yes(YES),) if turn.c.draft.meant == button.name else ())


def _read_after_the_pause(turn: Turn, text: str) -> Next:
    """Whoever writes goes on: it is read at the step before the pause, unless that is gone."""
    if turn.asks_nothing or not end_pause(turn):
        return Show(() if turn.asks_nothing else (WE_GO_ON,))
    step = step_of(turn.c.state)
    question = questions.open_for(turn) if step is not None and step.reads_all else None
    return Show() if step is None or says_nothing_unseen(turn, text, question) else _read(turn, step, text)


def _shared(turn: Turn, phone: str, own: bool) -> Next:
    for step in (top_step(turn), step_of(turn.c.state)):
        if step is not None and step.share and (following := step.share(turn, phone, own)) is not None:
            return following
    return Show((line(N_("We do not need a phone number now, and we did not keep it.")),))
