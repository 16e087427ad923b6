"""The table of steps, walked: nothing that a step knows is missing in its row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, Final

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Stay
from dialogs.conversation.step_table import STEPS, step_of, top_step
from dialogs.conversation.texts.question_screen import DONE, KEEP
from dialogs.conversation.turn import BACK, LANGUAGE_BUTTON, PAUSE, PERSON
from dialogs.replies import Purpose
from dialogs.screens import Button
from dialogs.study.checks import RESERVED
from tests.core.conversation.places import CHANGED_MEANWHILE, PLACES, answers_until, at
from tests.core.conversation.seen import TEXTS, words_on
from tests.core.conversation.walking import LEXICON, QUESTIONS, ROUTE, Walk, turn_at


def test_every_step_has_its_row_and_every_row_its_step() -> None:
    assert set(STEPS) == set(StepName)
    assert all(step.name == name for name, step in STEPS.items())


def test_no_option_of_a_study_can_be_called_as_a_button_beside_the_questions() -> None:
    assert {button.value for button in (BACK, PAUSE, PERSON, DONE, KEEP, *LANGUAGE_BUTTON.values())} < RESERVED


def test_every_state_of_the_machine_has_its_step_but_those_where_nothing_is_open() -> None:
    for state in ROUTE.states:
        step = step_of(state)
        if state == State.NEW or state in FINAL:
            assert step is None
        elif state in QUESTIONS:
            assert step is STEPS[StepName.QUESTION]
        else:
            assert step is not None
            assert step.name == state
            assert not step.side


def test_every_step_is_at_one_of_the_places() -> None:
    """So that what is walked below is all of the table."""
    seen = {step.name for place in PLACES if (step := top_step(turn_at(at(place)))) is not None}
    assert seen == set(StepName)


def test_the_buttons_that_a_step_makes_alone_are_those_of_its_screen() -> None:
    made = set()
    for place in PLACES:
        turn = turn_at(at(place))
        step = top_step(turn)
        if step is not None and step.buttons is not None:
            made.add(step.name)
            screen = step.screen(turn)
            assert step.buttons(turn) == (*screen.options, *screen.controls), place
    assert StepName.QUESTION in made


def test_a_typed_yes_and_no_mean_buttons_of_the_step_that_says_so() -> None:
    for place in PLACES:
        turn = turn_at(at(place))
        step = top_step(turn)
        if step is None or not step.yes_no or step.name == StepName.SENT:
            continue  # what was sent asks only whoever is on the interest list
        offered = {button.value for button in step.screen(turn).options}
        [(yes, no)] = step.yes_no
        if step.name != StepName.RESULT:  # "contact" only where it may be offered, and a no has no button
            assert {yes, no} <= offered, place


@pytest.mark.parametrize(("text", "agreed"), [("sí", True), ("no", False)])
def test_a_typed_yes_means_the_question_that_is_open_below_what_was_sent(text: str, agreed: bool) -> None:
    """CL-04: of two questions that may stand there only one is shown; a yes weighs, so it is read back."""
    walk = at("a visit agreed on")
    walk.does(Typed(text))
    if agreed:
        assert walk.c.consents.get(Purpose.LATER_VISIT) is None
        walk.does(Typed("sí"))
    assert walk.c.consents[Purpose.LATER_VISIT] is agreed


def test_every_button_of_a_step_is_answered_by_it() -> None:
    for place in PLACES | CHANGED_MEANWHILE:
        step = top_step(turn_at(at(place)))
        for button in step.screen(turn_at(at(place))).options if step else ():
            turn = turn_at(at(place))
            assert step is not None
            following = step.press(turn, button)
            assert turn.replies or following != Stay(), f"{place}: {button.value}"


def test_every_side_step_can_be_left_and_the_open_step_is_as_it_was() -> None:
    left = set()
    for place in PLACES:
        walk = at(place)
        step = top_step(turn_at(walk))
        if step is None or not step.side or (walk.c.draft.to_team and step.name == StepName.SAFETY):
            continue  # words for the team wait for a yes of their own under the safety text
        state, answers = walk.c.state, dict(walk.c.answers)
        leaving = {"continue", "no", "es"} & set(walk.c.offered)
        if step.name == StepName.RECHECK:
            continue  # its no erases the answers; it is left by a command
        assert leaving, place
        walk.presses(leaving.pop())
        turn = turn_at(walk)
        assert (walk.c.state, walk.c.answers) == (state, answers), place
        assert top_step(turn) is step_of(state), place
        left.add(step.name)
    assert left == {name for name, step in STEPS.items() if step.side} - {StepName.RECHECK}


def test_a_command_leaves_every_side_step() -> None:
    for place in PLACES:
        walk = at(place)
        step = top_step(turn_at(walk))
        if step is not None and step.side:
            walk.does(Ordered(ChatCommand.CONTINUE))
            assert not walk.c.stack, place


#: Where the words of a button do something else than a press on it. This list may only become shorter.
OTHERWISE: Final = {
    # Ticked by a press; what is typed is the whole answer. A typed reading is read back, an offered one is looked at.
    ("question", "one of several"),
    ("question", "offer"),
}


def shown_in(walk: Walk, language: str) -> list[Button]:
    """The buttons of the open message, as it is in this language."""
    walk.c.language = language
    turn = turn_at(walk)
    step = top_step(turn)
    if step is None:
        return []
    screen = step.screen(turn)
    buttons = [*screen.options, *screen.controls]
    if {button.value for button in buttons} >= {name.partition(":")[0] for name in walk.c.offered}:
        walk.c.offered = [button.name for button in buttons]
        return buttons
    return []


def outcome(walk: Walk, incoming: Incoming) -> dict[str, Any]:
    """Where somebody stands after this, and what is asked of the shell."""
    engine = Questionnaire(walk.study, walk.site, LEXICON, TEXTS.text, ROUTE)
    replies = engine.advance(walk.c, incoming, walk.today)
    kinds = [type(reply).__name__ for reply in replies]
    return walk.c.to_json() | {"replies": kinds}


def what_it_is(kind: str | None, button: Button) -> str:
    """The button in short; of several that can be ticked, and of offered readings, all are alike."""
    value = button.value
    several = kind in ("choices", "medicines") and value not in ("done", "unknown", "offer", "yes", "correct")
    return "one of several" if several else value


@pytest.mark.whole
@pytest.mark.parametrize("typed_in", ["es", "en"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_words_of_a_button_do_what_it_does(language: str, typed_in: str) -> None:  # [AX-01]
    """[11c] In either language, wherever the button is shown."""
    otherwise = set()
    for place in PLACES:
        for position, button in enumerate(shown_in(at(place), language)):
            pressed, typed = at(place), at(place)
            shown_in(pressed, language)
            shown_in(typed, language)
            turn = turn_at(typed)
            step = top_step(turn)
            assert step is not None
            name = what_it_is(step.screen(turn).kind, button)
            after = outcome(pressed, Pressed(pressed.c.prompt, position))
            said = outcome(typed, Typed(words_on(button, typed_in)))
            if typed.c.draft.reading and (pressed.c.correcting or pressed.c.state in (State.RESULT, *FINAL)):
                continue  # what would end the questions for good is read back first (11a)
            if said != after:
                otherwise.add((str(step.name), name))
    assert otherwise == OTHERWISE


def in_a_long_word(label: str, slip: Callable[[str], str]) -> str | None:
    """The label with a slip in its first long word; None where it has none."""
    words = label.split()
    at = next((at for at, word in enumerate(words) if word.isalpha() and len(word) > 6), None)
    return None if at is None else " ".join([*words[:at], slip(words[at]), *words[at + 1 :]])


#: At each button another slip, and another one in each language.
LANGUAGE_SHIFT: Final = {"es": 0, "en": 4}
#: What people do to the words of a button: one letter less, one twice, two the other way round, and what stands around.
SLIPS: Final[tuple[Callable[[str], str | None], ...]] = (
    lambda label: in_a_long_word(label, lambda word: word[:3] + word[4:]),
    lambda label: in_a_long_word(label, lambda word: word[:3] + word[2:]),
    lambda label: in_a_long_word(label, lambda word: word[:3] + word[4] + word[3] + word[5:]),
    str.upper,
    lambda label: f"{label.rstrip('.')}, por favor",
    lambda label: f"{label} please",
    lambda label: f"la {label[0].lower()}{label[1:]}",
    lambda label: f"the {label[0].lower()}{label[1:]}",
    lambda label: f"{label}!!",
)


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [("the back", "back"), ("Back, por favor", "back"), ("la pause", "pause"), ("Pause please", "pause")],
)
def test_an_article_and_a_courtesy_around_a_label_change_nothing(typed: str, pressed: str) -> None:
    """[11c]"""
    said, done = (answers_until(Walk().begins(), "egfr") for _ in range(2))
    done.presses(pressed)
    said.does(Typed(typed))
    assert (said.c.state, said.c.stack) == (done.c.state, done.c.stack)


@pytest.mark.whole
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_label_with_a_slip_never_does_something_else(language: str) -> None:
    """[11c] It does what the button does, or is read back or asked about; nothing else is taken or lost."""
    shift = count(LANGUAGE_SHIFT[language])
    for place in PLACES:
        for position, button in enumerate(shown_in(at(place), language)):
            text = SLIPS[next(shift) % len(SLIPS)](words_on(button, language))
            if text is None or button.value == "language":
                continue
            before, pressed, typed = at(place), at(place), at(place)
            shown_in(pressed, language)
            shown_in(typed, language)
            outcome(pressed, Pressed(pressed.c.prompt, position))
            outcome(typed, Typed(text))
            kept = [(walk.c.state, walk.c.answers, walk.c.consents) for walk in (before, pressed, typed)]
            if kept[2] not in kept[:2]:  # what can be ticked is a whole answer when it is typed
                exact = at(place)
                shown_in(exact, language)
                outcome(exact, Typed(words_on(button, language)))
                kept.append((exact.c.state, exact.c.answers, exact.c.consents))
            assert kept[2] in (*kept[:2], *kept[3:]), f"{place}: {text}"
