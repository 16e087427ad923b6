"""The conversation: one step of it per thing that comes in.

Theory of operation. `step` takes what came in, moves the conversation by the shared machine
(`dialogs.conversation.states`) and returns replies: data for the shell. It looks at safety first, then at what works in
every state (`errands`), then at what the open step takes. A button counts only when it belongs to the open prompt;
whatever else is pressed changes nothing. No clock, no file, no network: today is an argument, and a conversation that
went through JSON between any two steps behaves the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dialogs.answers import Misread, command, national_id, parse_answer, safety
from dialogs.conversation import commands
from dialogs.conversation.button_matching import chosen, yes_or_no
from dialogs.conversation.conversation import Conversation
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
from dialogs.conversation.navigation import due, open_screen, ordered, reopen
from dialogs.conversation.states import FINAL, OPENING, State, build_route
from dialogs.conversation.step_table import step_of, top_step
from dialogs.conversation.steps import another_contact, contact, opening, questions, result, sent
from dialogs.conversation.steps.result import NOTHING_SENT
from dialogs.conversation.turn import Translate, Turn, line
from dialogs.conversation.unsupported import apology
from dialogs.lexicon.lexicon import Lexicon
from dialogs.machine import Machine
from dialogs.replies import Count, FunnelEvent, Notice, Purpose, Reply, Say
from dialogs.screening.facts import slots
from dialogs.screens import N_, Look, Screen, Text
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study

WHAT_NOW = N_("What would you like to know?")


class Questionnaire:
    """A study's conversation at a site. Cheap to make: the machine may be shared."""

    def __init__(
        self, study: Study, site: Site, lexicon: Lexicon, translate: Translate, machine: Machine | None = None
    ) -> None:
        self.study = study
        self.site = site
        self.lexicon = lexicon
        self.translate = translate
        self.machine = machine or build_route(study)

    def step(self, c: Conversation, incoming: Incoming, today: date) -> list[Reply]:
        """Take one thing that came in; the conversation moves, and what is to be said and done comes back."""
        turn = Turn(self.study, self.site, self.lexicon, self.translate, self.machine, c, today)
        moved = self.resume(turn)
        self._end_with_the_study(turn)
        moved = contact.settle(turn) or moved
        if moved and isinstance(incoming, Pressed | Typed | Shared) and not _is_alarming(turn, incoming):
            # What she answers belongs to a question that may be gone.
            reopen(turn, line(N_("We go on where you were."), Look.HINT))
            return turn.replies
        if self._outdated(turn) and _uses_more(turn, incoming):
            opening.ask_again(turn)
            return turn.replies
        _take(turn, incoming)
        contact.keep_first(turn)
        return turn.replies

    def _outdated(self, turn: Turn) -> bool:
        """Was the notice changed since she agreed, and is there more to ask or to send?"""
        c, step = turn.c, step_of(turn.c.state)
        if not c.agreed_to or c.back_to == State.SENT or not (step and step.uses_data):
            return False
        return c.agreed_to != opening.fingerprint(turn)

    def _end_with_the_study(self, turn: Turn) -> None:
        """The study has ended meanwhile: nothing more is asked, and nothing of what was begun stays (study-facts 2)."""
        ended = turn.site.standing(turn.today) is Recruitment.CLOSED
        if ended and turn.c.back_to != State.SENT and turn.c.state not in (State.NEW, State.SENT, *FINAL):
            turn.move("close")
            turn.c.back_to, turn.c.offered, turn.c.marks = "", [], {}
            opening.forget(turn)

    def resume(self, turn: Turn) -> bool:
        """Carry a conversation over a change of the study file: keep what still fits, go to the first open question.

        True: she stands somewhere else now."""
        c = turn.c
        if c.study == self.study.version:
            return False
        known = {question.id: question for question in self.study.asked}
        kept = {key: value for key, value in c.answers.items() if key.split(":")[0] in known}
        c.answers = {key: v for key, v in kept.items() if known[key.split(":")[0]].takes(v)}
        begun = bool(c.study)
        c.study = self.study.version
        if not begun or c.state in (*OPENING, State.SENT, *FINAL) or c.back_to == State.SENT:
            return False
        if c.state == State.PAUSED and c.back_to in OPENING:
            return False
        paused = c.state == State.PAUSED
        # The one place where a state is set by hand: the machine does not know the old one.
        c.state, c.slot, c.pending, c.ticked, c.marks, c.back_to = State.CONSENT, "", {}, [], {}, ""
        questions.go_on(turn)
        if c.state in FINAL:
            return False
        turn.replies.clear()
        if paused:
            c.back_to = c.state
            turn.move("pause")
        return True


def _uses_more(turn: Turn, incoming: Incoming) -> bool:
    """Would this give or send more? Her rights, help and the safety texts never wait for a new consent."""
    step = top_step(turn)
    match incoming:
        case Pressed():
            return step is not None and step.uses_data
        case Typed(text):
            apart = safety(text, turn.lexicon) or national_id(text) or command(text, turn.lexicon)
            return not apart and step is not None and step.uses_data
        case Ordered(name, _):
            return name in ("start", "continue", "back")
        case Shared():
            return True
    return False


def _take(turn: Turn, incoming: Incoming) -> None:
    match incoming:
        case Pressed(prompt, position):
            _pressed(turn, prompt, position)
        case Typed(text):
            _typed(turn, text)
        case Ordered(name, argument):
            ordered(turn, name, argument)
        case Shared(phone, own):
            _shared(turn, phone, own)
        case Unreadable(words=words) | Edited(words=words) if flags := safety(words, turn.lexicon):
            _safety(turn, flags)
        case Unreadable(what):
            reopen(turn, *apology(what))
        case Edited():
            turn.tell(line(N_("I do not read changed messages. To change an answer, write /back.")))
        case Forged():
            turn.replies.append(Notice(Text(N_("That button does not work.")), turn.c.accessible))
            reopen(turn)
        case Moved(Moved.ASK_CONTACT):
            another_contact.ask(turn)
        case Moved(state):
            sent.moved(turn, state)
        case Due(what):
            due(turn, what)


def _pressed(turn: Turn, prompt: int, position: int) -> None:
    c = turn.c
    if (c.state == State.NEW or c.state in FINAL) and "side" not in c.marks:
        ordered(turn, "continue")
        return
    if prompt != c.prompt or not 0 <= position < len(c.offered):
        turn.replies.append(Notice(Text(N_("That button is from before. The open question is below.")), c.accessible))
        # The one just answered is no news: a double tap. An older one may have scrolled the question away.
        if not c.prompt - 1 <= prompt <= c.prompt or "side" in c.marks:
            reopen(turn)
        return
    _chosen(turn, c.offered[position])


def _is_alarming(turn: Turn, incoming: Incoming) -> bool:
    return isinstance(incoming, Typed) and bool(safety(incoming.text, turn.lexicon))


def _chosen(turn: Turn, value: str) -> None:
    """A button of the open prompt, pressed or named in words."""
    c = turn.c
    if value in ("back", "pause", "person") or value.startswith("language:"):
        ordered(turn, *([value] if ":" not in value else value.split(":")))
    elif "side" in c.marks:
        side = c.marks["side"]
        if commands.press_side(turn, side, value):
            # A menu is enough where she only looked around; another language shows the same message again.
            reopen(turn, *((line(WHAT_NOW),) if c.state == State.CARD and side != "language" else ()))
    else:
        _answered(turn, c.state, value)


def _answered(turn: Turn, state: str, value: str) -> None:
    """A button of the open step; the steps that are no question have one function each."""
    TAKES.get(state, questions.press)(turn, value)


def _at_card(turn: Turn, value: str) -> None:
    if value in ("person", "verify", "frequent"):
        ordered(turn, value)
    else:
        opening.answer_card(turn, value)


def _at_consent(turn: Turn, value: str) -> None:
    opening.answer_consent(turn, value)
    if turn.c.consents.get(Purpose.ANSWER) and turn.c.state == State.CONSENT and value == "accept":
        questions.go_on(turn)


def _at_pause(turn: Turn, value: str) -> None:
    if value == "remind":
        opening.remind_unfinished(turn)
        reopen(turn)
    else:
        ordered(turn, value)


def _at_review(turn: Turn, value: str) -> None:
    if value == "all_good":
        turn.lock(result.review(turn), result.ALL_GOOD.label)
        sent.corrected(turn) if turn.c.correcting else result.approve(turn)
    else:
        questions.ask_slot(turn, next(s for s in slots(turn.study, turn.c.answers, turn.today) if s.key == value))


def _at_result(turn: Turn, value: str) -> None:
    if value in ("contact", "review"):
        contact.start(turn, value)
    elif value == "recheck":
        commands.recheck(turn)
    elif value == NOTHING_SENT:
        reopen(turn, line(N_("That is fine. Nothing was sent.")))
    else:
        result.answer_result(turn, value)


def _at_contact(turn: Turn, value: str) -> None:
    contact.press(turn, value)
    if turn.c.state not in (State.CONTACT, State.SEND, State.SENT):
        reopen(turn)


def _when_sent(turn: Turn, value: str) -> None:
    if value == "change":
        turn.move("correct")
        turn.c.correcting = True
        turn.show(result.review(turn))
    elif value == another_contact.SIDE:
        contact.call_me(turn)
    elif value in ("opening_yes", "opening_no"):
        sent.answer_opening(turn, value)
    else:
        turn.replies.append(Notice(Text(N_("Your code: {code}."), {"code": turn.c.code})))


TAKES: Mapping[str, Callable[[Turn, str], None]] = {
    State.CARD: _at_card,
    State.WHO: opening.answer_who,
    State.CONSENT: _at_consent,
    State.PAUSED: _at_pause,
    State.REVIEW: _at_review,
    State.RESULT: _at_result,
    State.CONTACT: _at_contact,
    State.SEND: contact.answer_send,
    State.SENT: _when_sent,
}


def _typed(turn: Turn, text: str) -> None:
    """Safety first, then what is never kept, then commands, then the open step."""
    c = turn.c
    if flags := safety(text, turn.lexicon):
        _safety(turn, flags)
        return
    if national_id(text):
        reopen(turn, line(N_("That looks like a RUT. We do not need it, and we did not keep it.")))
        return
    word = command(text, turn.lexicon)
    if word is not None and not (word == turn.c.marks.get("side") == "language"):
        # "español" is the command; at the question of the language it is the answer.
        ordered(turn, word)
        return
    if (c.state == State.NEW or c.state in FINAL) and not ("side" in c.marks and _named(turn, text)):
        ordered(turn, "start")
        return
    if c.state == State.PAUSED and c.back_to and (named := _named(turn, text)) is None:
        paused_at = c.back_to
        ordered(turn, "continue", "quiet")
        if c.state != paused_at:
            # It was written to a question that is gone.
            reopen(turn, line(N_("We go on where you were."), Look.HINT))
            return
    elif c.state == State.PAUSED and c.back_to and named is not None:
        _chosen(turn, named)
        return
    _typed_at(turn, text)


def _named(turn: Turn, text: str) -> str | None:
    """The button of the open prompt that the text names."""
    step = top_step(turn)
    if step is None:
        return None
    options = tuple(value for value in turn.c.offered if value not in ("back", "pause", "person"))
    said = yes_or_no(turn, text) or (None if step.side else _as_the_file_hears(turn, text))
    if said and step.yes_no:
        meant = step.yes_no[0 if said == "yes" else 1]
        return meant if meant in (*turn.c.offered, NOTHING_SENT) else None
    named = chosen(turn, step.screen(turn), text)
    return named if named in options or named in ("back", "pause", "person") else None


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


def _typed_at(turn: Turn, text: str) -> None:
    c = turn.c
    if another_contact.takes(turn, text):
        return
    is_question = any(c.state == question.id for question in turn.study.asked)
    if is_question and "side" not in c.marks:
        questions.typed(turn, text)
        return
    named = _named(turn, text)
    if named is not None:
        _chosen(turn, named)
    elif c.state == State.CONTACT and "side" not in c.marks:
        contact.typed(turn, text)
        if c.state not in (State.CONTACT, State.SEND, State.SENT):
            reopen(turn)
    elif is_question:
        c.marks.pop("side", None)
        questions.typed(turn, text)
    else:
        reopen(turn, line(N_("Sorry, I did not understand that. Please choose one of these.")))


def _safety(turn: Turn, flags: tuple[str, ...]) -> None:
    """The safety texts at once, in any state; then the open question again. Nothing of the text is kept."""
    for flag in flags:
        turn.replies.append(Say(Screen(turn.text(f"safety_{flag}")), urgent=flag != "tell_doctor"))
    turn.replies.append(Count(FunnelEvent.SAFETY_SHOWN))
    if open_screen(turn) is None:
        reopen(turn)
    else:
        reopen(turn, line(N_("When you can, we go on here."), Look.HINT))


def _shared(turn: Turn, phone: str, own: bool) -> None:
    if own and another_contact.takes(turn, phone if phone.startswith("+") else f"+{phone}"):
        return
    if turn.c.state == State.CONTACT:
        contact.shared(turn, phone, own)
        if turn.c.state not in (State.CONTACT, State.SEND, State.SENT):
            reopen(turn)
        return
    reopen(turn, line(N_("We do not need a phone number now, and we did not keep it.")))
