"""While only a safety text and its button are on the screen, nothing typed answers the question that is not seen."""

from __future__ import annotations

import pytest

from dialogs.conversation.states import StepName
from dialogs.replies import Erase
from dialogs.values import Medicine, Quantity, Value, When
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk, texts_of
from tests.examples import some

DANGER = {"es": "no puedo respirar", "en": "I can't breathe"}
#: Each only goes on.
ONWARD = (
    *(("es", text) for text in ("seguir", "ya", "ok", "sí", "estoy bien", "no", "no, no es eso", "no, gracias")),
    *(("es", text) for text in ("ya llamé, gracias", "no sé", "soy yo", "estoy", "tengo", "sí, dale", "no tengo nada")),
    *(("en", text) for text in ("go on", "yes", "ok", "no", "no I'm fine", "I am", "I'm ok", "not really", "thanks")),
    *(("en", text) for text in ("I have", "I was", "72", "no, not that", "I don't know", "I called them already")),
)
#: Each asks where help is, or what to do.
SEEKS_HELP = (
    *(("es", text) for text in ("¿voy a urgencias?", "voy a urgencias", "¿debo ir al hospital?", "qué hago", "ayuda")),
    *(("es", text) for text in ("¿a quién llamo?", "¿es grave?", "llamo a la ambulancia?", "¿y si no es nada?")),
    *(("en", text) for text in ("should I go to the ER?", "should i go to the er", "who do I call?", "is it serious")),
    *(("en", text) for text in ("what do I do", "help me", "to the hospital?", "call who")),
)
#: Rights, commands and answers, which do what they do.
NO_HELP_SOUGHT = (
    *(
        ("es", text)
        for text in ("/persona", "/ayuda", "borrar todo", "¿me pueden llamar?", "pausa", "ya fui al hospital")
    ),
    *(
        ("en", text)
        for text in ("/person", "delete my data", "can someone call me", "may 2026", "I was at the hospital")
    ),
)
PLACES = ("sle", "biopsy", "antibodies", "urinary_sediment", "egfr", "treatments", "pregnancy", "conditions")
#: Question, text, and what waits for a yes then.
FULL: tuple[tuple[str, str, str, Value], ...] = (
    ("es", "biopsy_class", "clase IV", "IV"),
    ("en", "biopsy_class", "class V", "V"),
    ("es", "biopsy", "mayo 2026", When.month(2026, 5)),
    ("en", "treatments", "rituximab", (Medicine("anti_b_cell", "rituximab", "rituximab"),)),
    ("es", "conditions", "cáncer", ("cancer",)),
    ("en", "conditions", "an infection", ("infection",)),
    ("es", "sle", "me lo están estudiando", "studied"),
    ("en", "pregnancy", "I am pregnant now", "pregnant"),
)


def endangered(language: str, id: str) -> Walk:
    """Somebody who wrote of a danger at this question."""
    others = {"egfr": ("[unknown]",)} if id == "creatinine" else {}
    walk = answers_until(Walk(language=language).begins(), id, **others)
    walk.does(DANGER[language])
    assert walk.c.offered == ["continue"]
    return walk


@pytest.mark.parametrize("id", PLACES)
@pytest.mark.parametrize(("language", "text"), some(ONWARD))
def test_words_of_going_on_show_the_question_and_answer_nothing(language: str, text: str, id: str) -> None:
    walk = endangered(language, id)
    before = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.state, walk.c.answers, dict(walk.c.draft.reading)) == (id, before, {}), text
    assert not walk.c.stack


@pytest.mark.parametrize(("language", "text"), SEEKS_HELP)
def test_who_asks_where_help_is_reads_whom_to_call_and_no_question(language: str, text: str) -> None:
    """[10] The safety text's way stays the last thing on the screen, with its one button."""
    for walk in (endangered(language, "biopsy"), _before_the_consent(language)):
        before, state = dict(walk.c.answers), walk.c.state
        walk.does(text)
        assert (walk.c.state, walk.c.answers, walk.c.offered, walk.c.stack[-1]) == (
            state,
            before,
            ["continue"],
            "safety",
        )
        assert any(text.startswith("We cannot answer that here. If it may be an emergency") for text in _last(walk)), (
            text
        )
        walk.does("[continue]")
        assert walk.c.state == state


@pytest.mark.parametrize(("language", "text"), NO_HELP_SOUGHT)
def test_a_right_a_command_and_an_answer_under_a_safety_text_stay_what_they_are(language: str, text: str) -> None:
    walk = endangered(language, "biopsy")
    walk.does(text)
    assert not any(text.startswith("We cannot answer that here. If it may be an emergency") for text in _last(walk))


def _before_the_consent(language: str) -> Walk:
    walk = Walk(language=language).begins()
    walk.does(DANGER[language])
    return walk


def _last(walk: Walk) -> set[str]:
    return texts_of(walk.screens()[-1])


@pytest.mark.parametrize(("language", "id", "text", "value"), FULL)
def test_a_full_answer_is_read_back_and_never_taken(language: str, id: str, text: str, value: Value) -> None:
    """[11i]"""
    walk = endangered(language, id)
    walk.does(text)
    assert (id in walk.c.answers, dict(walk.c.draft.reading)) == (False, {id: value})
    assert walk.c.offered[:2] == ["yes", "correct"]
    walk.presses("yes")
    assert walk.c.answers[id] == value


@pytest.mark.parametrize(("language", "text"), [("es", "45 ml/min"), ("en", "eGFR 45")])
def test_a_result_with_its_unit_or_name_is_read_back(language: str, text: str) -> None:
    walk = endangered(language, "egfr")
    walk.does(text)
    read = walk.c.draft.reading["egfr"]
    assert isinstance(read, Quantity)
    assert (str(read.number), "egfr" in walk.c.answers) == ("45", False)


def test_while_paused_nothing_is_answered_under_a_safety_text() -> None:
    walk = answers_until(Walk().begins(), "biopsy")
    walk.presses("pause")
    walk.does(DANGER["es"], "no, no es eso")
    assert (walk.c.state, "biopsy" in walk.c.answers) == ("paused", False)


@pytest.mark.parametrize("place", ["erase, sure?", "stop, sure?"])
@pytest.mark.parametrize("text", ["sí", "seguir", "yes"])
def test_a_request_that_stood_open_comes_again_and_asks_for_its_own_words(place: str, text: str) -> None:  # [CL-11]
    walk = at(place)
    asked = list(walk.c.stack)
    said = walk.does("me tomé todas las pastillas", text)
    assert (walk.c.stack, walk.c.draft.guessed) == (asked, True)
    assert not any(isinstance(reply, Erase) for reply in (*said, *walk.does("sí")))
    walk.presses("no")
    assert not walk.c.stack


def test_a_second_danger_keeps_the_request() -> None:
    walk = at("erase, sure?")
    walk.does("me tomé todas las pastillas", "quiero morir")
    assert walk.c.offered == ["continue"]
    walk.presses("continue")
    assert walk.c.stack == [StepName.DELETE]


def test_words_for_the_team_are_asked_about_after_any_word_of_going_on() -> None:
    walk = at("a letter, answered")
    walk.does("no puedo respirar", "ok")
    assert walk.c.stack == [StepName.SEND_ANYWAY]
