"""After sending, another way to be reached, or one to be erased alone, is answered with what can be done."""

from __future__ import annotations

import pytest

from dialogs.conversation.states import StepName
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk
from tests.wording.test_texts_reached import ids_in

STANDS = "A phone number or e-mail cannot be changed or erased alone here."
#: It speaks of the address that was sent.
CHANGES = (
    *("cambié de número", "+56 9 8765 4321", "mi nuevo correo es otro", "borrar todo menos el teléfono", "a@b.cl"),
    *("borre mi teléfono", "I changed my number", "my new number is +56987654321", "delete my phone", "new e-mail"),
)


@pytest.mark.parametrize("text", CHANGES)
def test_who_has_another_number_hears_what_can_be_done(text: str) -> None:  # [CL-10] [CL-11]
    walk = at("sent")
    walk.does(text)
    said = set(ids_in(walk.said[-1]))
    assert any(each.startswith(STANDS) for each in said), said
    assert walk.c.state == "sent"


@pytest.mark.parametrize("text", ["gracias", "hola", "¿cuándo me llaman?", "thanks a lot", "qué frío hace"])
def test_what_speaks_of_no_address_hears_nothing_of_one(text: str) -> None:
    walk = at("sent")
    walk.does(text)
    assert not any(each.startswith(STANDS) for each in ids_in(tuple(walk.said)))


def test_an_address_that_the_team_asked_for_is_taken() -> None:
    walk = at("asked for a contact")
    walk.does("+56 9 8765 4321")
    assert not any(each.startswith(STANDS) for each in ids_in(tuple(walk.said)))


@pytest.mark.parametrize("id", ["sle", "upc", "treatments"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", t) for t in ("withdraw", "I withdraw", "I don't want to take part anymore", "count me out")),
        *(("en", t) for t in ("I don't want to be part of this", "withdraw from the study")),
        *(("es", t) for t in ("me quiero retirar", "me retiro", "ya no participo", "ya no quiero participar")),
    ],
)
def test_not_to_take_part_any_more_is_asked_about(language: str, text: str, id: str) -> None:
    """[CL-05] Nothing ends before a yes."""
    walk = answers_until(Walk(language=language).begins(), id)
    before = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.stack, walk.c.answers) == ([StepName.STOP], before)


@pytest.mark.parametrize(
    "text", ["no acepto nada todavía", "todavía no acepto", "nothing yet", "I don't accept anything yet"]
)
def test_not_to_agree_yet_refuses_nothing(text: str) -> None:  # [CL-04]
    walk = at("the consent")
    walk.does(text)
    assert walk.c.state == "consent"
