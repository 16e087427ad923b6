"""What was typed exactly is taken at once and shown with what it means; it can be corrected like any other answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest

from bot.render.paragraphs import plain
from bot.render.texts import Texts
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.languages import Language
from dialogs.replies import Lock, Reply, Say
from dialogs.values import Quantity, When
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk
from tests.examples import some

TEXTS: Final = Texts.load()


class Helping(Walk):
    """Somebody who answers for another person."""

    who = "helper"


def asked(id: str, walk: Walk | None = None) -> Walk:
    return answers_until((walk or Walk()).begins(), id)


def locked(replies: list[Reply], language: str = "es") -> list[str]:
    """The last lines of the messages that were locked: what was answered."""
    shown = [plain(reply.screen, language, TEXTS) for reply in replies if isinstance(reply, Lock) and reply.answered]
    return [text.splitlines()[-1] for text in shown]


def said(replies: list[Reply], language: str = "es") -> list[str]:
    return [plain(reply.screen, language, TEXTS) for reply in replies if isinstance(reply, Say)]


@pytest.mark.parametrize(
    ("language", "id", "text", "shown"),
    some(
        [
            ("es", "upc", "1.250 mg/g", "Respuesta: 1.250 mg/g = 1,25 g/g"),
            ("en", "upc", "1,250 mg/g", "Answer: 1,250 mg/g = 1.25 g/g"),
            ("es", "upc", "más de 3000 mg/g", "Respuesta: más de 3.000 mg/g = más de 3 g/g"),
            ("en", "upc", "2.1 g/g", "Answer: 2.1 g/g"),
            ("es", "upc", "1.250 mg/g, octubre 2026", "Respuesta: 1.250 mg/g = 1,25 g/g (examen: octubre de 2026)"),
            ("es", "egfr", "78", "Respuesta: 78 mL/min/1,73 m²"),
            ("es", "biopsy", "05/10/2026", "Respuesta: 5 de octubre de 2026"),
            ("en", "biopsy", "06/2026", "Answer: June 2026"),
        ]
    ),
)
@pytest.mark.parametrize("kind", [Walk, Helping])
def test_an_exact_answer_is_shown_with_what_it_means(
    kind: type[Walk], language: str, id: str, text: str, shown: str
) -> None:
    """[11i] The numbers as its reader writes them, the month in words."""
    walk = asked(id, kind(language=language))
    replies = walk.does(text)
    assert id in walk.c.answers
    assert walk.c.state != id
    assert locked(replies, language) == [shown]


@pytest.mark.parametrize(("text", "id"), [("0,9 g/g", "upc"), ("850 mg/g", "upc"), ("39", "egfr"), ("<40", "egfr")])
def test_what_would_end_the_questions_is_read_back_however_exact(text: str, id: str) -> None:
    """[11a] It goes first."""
    walk = asked(id)
    walk.does(text)
    assert (walk.c.state, walk.c.offered[:2]) == (id, ["yes", "correct"])
    assert id not in walk.c.answers


def test_an_exact_answer_beside_a_danger_is_read_back_after_the_press() -> None:
    """study-facts 10: nothing of such a text is taken, and the safety text is the last thing on the screen."""
    walk = asked("upc")
    walk.does("1.250 mg/g, me duele el pecho")
    assert (walk.c.offered, walk.c.answers.get("upc")) == (["continue"], None)
    walk.presses("continue")
    assert walk.c.offered[:2] == ["yes", "correct"]


def test_a_date_beside_a_danger_may_be_that_of_the_danger() -> None:
    walk = asked("biopsy")
    walk.does("me desmayé, 20/11/2026")
    walk.presses("continue")
    assert (walk.c.state, walk.c.draft.reading) == ("biopsy", {})


@pytest.mark.parametrize(
    ("id", "typed", "corrected"),
    [("upc", "creo 1.250 mg/g", "no, 1,3 g/g"), ("biopsy", "en mayo", "no, junio de 2026")],
)
def test_what_corrects_a_read_back_is_read_back_itself(id: str, typed: str, corrected: str) -> None:
    walk = asked(id)
    walk.does(typed, corrected)
    assert (walk.c.state, walk.c.offered[:2]) == (id, ["yes", "correct"])


@pytest.mark.parametrize(
    ("language", "id", "asked_back", "typed", "value"),
    [
        ("en", "biopsy", "05/10/2026", "5 October 2026", "2026-10-05"),
        ("en", "biopsy", "05/10/2026", "10 May 2026", "2026-05-10"),
        ("en", "biopsy", "05/10/2026", "May 2026", "2026-05"),
        ("en", "biopsy", "5/26", "26 May 2026", "2026-05-26"),
        ("en", "biopsy", "5/26", "May 2026", "2026-05"),
        ("es", "biopsy", "el año pasado", "mayo 2025", "2025-05"),
        ("en", "upc", "1.2", "1.2 g/g", "1.2 g/g"),
        ("en", "upc", "1.2", "1.2 mg/mg", "1.2 mg/mg"),
        ("es", "upc", "1,2", "1,2 g/g", "1.2 g/g"),
    ],
)
def test_after_a_choice_an_exact_text_does_what_the_button_does(
    language: str, id: str, asked_back: str, typed: str, value: str
) -> None:
    """[11c, 11i] It is taken as it was typed, neither read back nor made one of those that were offered."""
    walk = asked(id, Walk(language=language))
    walk.does(asked_back)
    assert "offer:0" in walk.c.offered
    walk.does(typed)
    number, _, unit = value.partition(" ")
    assert walk.c.answers[id] == (Quantity(Decimal(number), unit, "", "upc") if unit else When.parse(value))
    assert walk.c.state != id


@pytest.mark.parametrize(
    ("language", "id", "asked_back", "typed"),
    [
        ("en", "biopsy", "05/10/2026", "May"),
        ("en", "biopsy", "05/10/2026", "the 5th of October"),
        ("es", "upc", "1,2", "g/g"),
    ],
)
def test_what_was_told_in_two_messages_is_read_back(language: str, id: str, asked_back: str, typed: str) -> None:
    """[11i]"""
    walk = asked(id, Walk(language=language))
    walk.does(asked_back, typed)
    assert (walk.c.state, walk.c.offered[:2]) == (id, ["yes", "correct"])


def test_back_corrects_what_was_taken() -> None:
    """[CL-10]"""
    walk = asked("upc")
    walk.does("1.250 mg/g", "atrás")
    assert (walk.c.state, "keep" in walk.c.offered) == ("upc", True)
    walk.does("1,3 g/g")
    assert walk.c.answers["upc"] == Quantity(Decimal("1.3"), "g/g", "", "upc")


@pytest.mark.parametrize("language", Language)
def test_where_nothing_is_edited_the_answer_stands_above_the_next_question(language: str) -> None:
    """[AX-07] With /accesible no message is locked."""
    walk = asked("upc", Walk(language=language))
    walk.does(Ordered(ChatCommand.ACCESSIBLE))
    replies = walk.does("1250 mg/g")
    assert not [reply for reply in replies if isinstance(reply, Lock)]
    assert said(replies, language)[-1].splitlines()[0] in {
        "Respuesta: 1.250 mg/g = 1,25 g/g",
        "Answer: 1,250 mg/g = 1.25 g/g",
    }
    above = said(walk.does("no sé", "atrás"), language)[-1]
    assert not above.startswith(("Respuesta: 1", "Answer: 1")), "it is said once"


def test_a_press_is_not_said_again_where_nothing_is_edited() -> None:
    walk = asked("sle")
    walk.does(Ordered(ChatCommand.ACCESSIBLE))
    assert "Respuesta:" not in said(walk.presses("yes"))[-1]


def test_the_date_of_a_treatment_is_taken_as_exactly() -> None:
    """study-facts 8: the question says which date it is."""
    walk = at("the question when")
    walk.does("5 de octubre de 2026")
    assert walk.c.answers["when:rituximab"] == When.parse("2026-10-05")
    assert walk.c.state == "ongoing"
