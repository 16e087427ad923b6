"""What is typed where "stop?" or "erase?" is asked, or a no ends the questions: what closes it, and what does not."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import State, StepName
from dialogs.replies import Erase, Say
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk, texts_of

PAUSED = "We stop here for now."
#: A pause that is said in words.
PAUSES = (
    *("voy a parar un rato", "mañana", "me tengo que ir", "más tarde", "gotta go", "do it later", "later"),
    *("tengo que salir un rato", "I have to go", "gotta go, the kids are calling"),
)
#: What may be about the questions.
OF_THE_QUESTIONS = (
    *("go ahead", "ok, go ahead", "go ahead please", "go for it", "right", "right then", "I'm done", "yes, I'm done"),
    *("yes I am finished", "yes, all done", "adelante", "adelante no más", "todo listo"),
)
#: A yes beside them, or one that names the end.
ENDS = (
    *("yes", "yes, go ahead", "yes, stop", "stop and erase, yes", "yes, erase it", "yes, I want to stop", "yes, right"),
    *("sí", "sí, adelante", "sí, termine", "sí, borre todo", "ya"),
)
#: A no, and then the order.
BEHIND_A_NO = (
    *("no, borre todo", "no, borre", "no, elimine todo", "no, mejor borre todo", "no, termine", "no, quiero terminar"),
    *("no, erase everything", "no, erase", "no I do want to stop", "no, I want to stop", "no, delete it all"),
)
#: A no of the verb, and a no that stays one.
KEEPS = (
    *("no borre", "no borre nada", "no, no borre", "no quiero terminar", "no, siga", "no, guárdelo", "no"),
    *("no, don't erase", "no don't erase it", "I don't want to stop", "no, keep it", "no, go on", "not yet"),
)
#: It was not meant.
SLIPS = (
    *("I was wrong", "my mistake", "oh, my mistake", "I pressed it by mistake", "it was an accident", "by mistake"),
    *("yes by mistake", "I accidentally pressed that", "sorry, I hit the wrong button", "I didn't mean to"),
    *("fue sin querer", "por error", "lo apreté sin querer", "fue un error", "ah, fue por error", "apreté mal"),
)
ORDERS = {StepName.STOP: ChatCommand.STOP, StepName.DELETE: ChatCommand.DELETE}


def _asked(step: StepName) -> Walk:
    walk = at("the question egfr")
    walk.does(Ordered(ORDERS[step]))
    assert walk.c.stack == [step]
    return walk


def _erases(walk: Walk, text: str) -> bool:
    return any(isinstance(reply, Erase) for reply in walk.does(text))


@pytest.mark.parametrize("step", ORDERS)
@pytest.mark.parametrize("text", PAUSES)
def test_a_pause_in_words_ends_the_question_and_says_so(step: StepName, text: str) -> None:
    """[CL-05] [AX-09] No yes that follows is one to it."""
    walk = _asked(step)
    said = [reply.screen for reply in walk.does(text) if isinstance(reply, Say)]
    assert any(each.startswith(PAUSED) for screen in said for each in texts_of(screen))
    assert (walk.c.state, walk.c.stack) == (State.PAUSED, [])
    for yes in ("sí", "yes"):
        assert not _erases(walk.copy(), yes)
        assert walk.c.answers


@pytest.mark.parametrize("text", ["pausa", "voy a parar un rato", "gotta go"])
def test_a_pause_at_the_question_above_a_pause_ends_it_too(text: str) -> None:
    """[CL-05]"""
    walk = at("the question egfr")
    walk.does("pausa", Ordered(ChatCommand.STOP))
    assert walk.c.stack == [StepName.STOP]
    walk.does(text)
    assert (walk.c.state, walk.c.stack) == (State.PAUSED, [])


@pytest.mark.parametrize("text", OF_THE_QUESTIONS)
def test_what_may_be_about_the_questions_is_read_back_before_they_end(text: str) -> None:
    """[CL-05] [11a]"""
    walk = _asked(StepName.STOP)
    assert not _erases(walk, text)
    assert (walk.c.stack, walk.c.draft.meant) == ([StepName.STOP], "yes")
    assert _erases(walk, "sí")


@pytest.mark.parametrize("text", ENDS)
def test_a_plain_yes_and_a_yes_that_names_the_end_end_the_questions(text: str) -> None:
    """[CL-05] [11a]"""
    assert _erases(_asked(StepName.STOP), text)


@pytest.mark.parametrize("step", ORDERS)
@pytest.mark.parametrize("text", BEHIND_A_NO)
def test_an_order_behind_a_no_is_asked_about(step: StepName, text: str) -> None:
    """[CL-05] [11a] It neither erases nor says that nothing is erased."""
    walk = _asked(step)
    assert not _erases(walk, text)
    assert walk.c.stack in ([StepName.STOP], [StepName.DELETE])


@pytest.mark.parametrize("step", ORDERS)
@pytest.mark.parametrize("text", [*KEEPS, *SLIPS])
def test_a_no_and_a_slip_close_the_question(step: StepName, text: str) -> None:
    """[CL-05] [11a]"""
    walk = _asked(step)
    assert not _erases(walk, text)
    assert (walk.c.stack, walk.c.draft.meant) == ([], "")


#: The no that was read, once more; and what is none of it.
LACKS = ("no tengo", "no, no tengo", "no lo tengo", "I don't have it", "no, I don't have it")
LACKS_NOT = (
    *("¿no tengo?", "no tengo, creo", "no tengo el informe", "no es cierto", "no es", "no fue eso", "no", "sí tengo"),
    *("no creo", "no, sí tengo", "do I have it?", "that's not it", "I don't", "I don't have the report"),
)


@pytest.mark.parametrize("text", LACKS)
def test_a_plain_no_that_was_read_is_agreed_to_by_saying_it_once_more(text: str) -> None:
    """[11a]"""
    walk = answers_until(Walk().begins(), "sle")
    walk.does("no")
    assert walk.c.draft.reading == {"sle": "no"}
    walk.does(text)
    assert walk.c.state == State.RESULT


@pytest.mark.parametrize("text", LACKS_NOT)
def test_nothing_but_the_same_no_ends_the_questions_there(text: str) -> None:
    """[11a] It is asked again or read back."""
    walk = answers_until(Walk().begins(), "sle")
    walk.does("no", text)
    assert walk.c.state != State.RESULT


@pytest.mark.parametrize("id", ["antibodies", "urinary_sediment"])
@pytest.mark.parametrize("text", LACKS)
def test_where_the_no_says_what_came_out_it_may_be_the_paper_that_is_not_there(id: str, text: str) -> None:
    """[11a]"""
    walk = answers_until(Walk().begins(), id)
    walk.does("no", text)
    assert walk.c.state != State.RESULT
    assert id not in walk.c.answers


@pytest.mark.parametrize("text", ["go ahead", "adelante", "I'm done"])
def test_what_may_be_about_the_questions_is_no_yes_to_its_own_read_back(text: str) -> None:
    """[CL-05] [11a]"""
    walk = _asked(StepName.STOP)
    assert not any(_erases(walk, text) for _ in range(3))
    assert (walk.c.stack, walk.c.draft.meant) == ([StepName.STOP], "yes")
    assert _erases(walk, "sí")
