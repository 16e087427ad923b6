"""The places of a conversation, and how somebody gets to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from dialogs.conversation.incoming import Incoming, Moved
from tests.core.conversation.walking import STUDY, Walk, site

#: Question → what the person of a usual path does there; a text is typed, a text in brackets is a button's value.
USUAL: Final = {
    "age": ("34",),
    "sle": ("[yes]",),
    "biopsy": ("junio 2026", "[yes]"),
    "biopsy_class": ("[IV]",),
    "antibodies": ("[yes]",),
    "urinary_sediment": ("[yes]",),
    "upc": ("2,1 mg/mg", "[yes]"),
    "egfr": ("78", "[yes]"),
    "creatinine": ("1,2 mg/dL", "[yes]"),
    "sex_at_birth": ("[female]",),
    "treatments": ("[none]",),
    "when": ("5 de octubre de 2026", "[yes]"),
    "ongoing": ("[no]",),
    "pregnancy": ("[neither]",),
    "conditions": ("[none]",),
}


def deed(walk: Walk, what: str | Incoming) -> None:
    """One deed as `USUAL` writes it, or what comes from elsewhere."""
    if isinstance(what, str) and what.startswith("["):
        walk.presses(what.strip("[]"))
    else:
        walk.does(what)


def answer(walk: Walk, **others: tuple[str, ...]) -> None:
    """Answer the open question as on the usual path, or as told by its id."""
    for what in others.get(walk.c.state, USUAL[walk.c.state]):
        deed(walk, what)


def answers_until(walk: Walk, state: str, **others: tuple[str, ...]) -> Walk:
    """Go through the questions until this state."""
    while walk.c.state != state:
        assert walk.c.state in USUAL, f"{state} is not on this path; it ends at {walk.c.state}"
        answer(walk, **others)
    return walk


def to_result(walk: Walk, **others: tuple[str, ...]) -> Walk:
    """Through the questions and the review to the result."""
    answers_until(walk.begins(), "review", **others).presses("all_good")
    return walk


def to_contact(walk: Walk, **others: tuple[str, ...]) -> Walk:
    """To the question of how to reach her."""
    to_result(walk, **others).presses("contact")
    return walk


def to_sent(walk: Walk, keep: str = "no", **others: tuple[str, ...]) -> Walk:
    """Until it is sent."""
    to_contact(walk, **others).presses("chat")
    if walk.c.state == "send":
        walk.presses(keep)
    assert walk.c.state == "sent"
    return walk


def _at_question(id: str) -> Walk:
    others: dict[str, tuple[str, ...]] = {}
    if id in ("creatinine", "sex_at_birth"):
        others["egfr"] = ("[unknown]",)
    if id in ("when", "ongoing"):
        others["treatments"] = ("rituximab", "[yes]")
    return answers_until(Walk().begins(), id, **others)


def _after(walk: Walk, *deeds: str | Incoming) -> Walk:
    for what in deeds:
        deed(walk, what)
    return walk


def _early(walk: Walk) -> Walk:
    return _after(walk.begins(), "52", "[no]")


def _not_recruiting() -> Walk:
    return Walk(site=site("not_recruiting"))


PREGNANT: Final = {"treatments": ("micofenolato", "[yes]"), "pregnancy": ("[pregnant]",)}
DATED: Final = {"treatments": ("Endoxan", "[yes]")}

PLACES: Final[dict[str, Callable[[], Walk]]] = {
    "before anything": Walk,
    "the card": lambda: _after(Walk(), "hola"),
    "the card, reading": lambda: _after(Walk(), "hola", "[about]"),
    "who answers": lambda: _after(Walk(), "hola", "[questions]"),
    "the consent": lambda: _after(Walk(), "hola", "[questions]", "[helper]"),
    **{f"the question {q.id}": (lambda id=q.id: _at_question(id)) for q in STUDY.asked},
    "a read-back": lambda: _after(_at_question("upc"), "1.250 mg/g"),
    "two misreadings": lambda: _after(_at_question("biopsy"), "bla", "bla bla"),
    "a choice of units": lambda: _after(_at_question("upc"), "2,1"),
    "age ranges": lambda: _after(Walk().begins(), "[unknown]"),
    "other classes": lambda: _after(_at_question("biopsy_class"), "[other]"),
    "ticked treatments": lambda: _after(_at_question("treatments"), "[ivig]", "[anti_b_cell]"),
    "the review": lambda: answers_until(Walk().begins(), "review"),
    "a change from the review": lambda: _after(answers_until(Walk().begins(), "review"), "[biopsy]"),
    "might fit, recruiting": lambda: to_result(Walk()),
    "might fit, not recruiting": lambda: to_result(_not_recruiting()),
    "might fit, no list": lambda: to_result(Walk(site=site("not_recruiting", interest_list=False))),
    "not now, dated": lambda: to_result(Walk(), **DATED),
    "not now, no date": lambda: to_result(Walk(), **PREGNANT),
    "an early end": lambda: _early(Walk()),
    "the contact, recruiting": lambda: to_contact(Walk()),
    "the contact, for the list": lambda: to_contact(_not_recruiting()),
    "the contact, for a review": lambda: _after(_early(Walk()), "[contact]"),
    "sharing the number": lambda: _after(to_contact(Walk()), "[phone_morning]"),
    "a phone read back": lambda: _after(to_contact(Walk()), "9 8765 4321"),
    "what goes on the list": lambda: _after(to_contact(_not_recruiting()), "[chat]"),
    "sent": lambda: to_sent(Walk()),
    "on the list with answers": lambda: to_sent(_not_recruiting(), keep="yes"),
    "on the list without": lambda: to_sent(_not_recruiting(), keep="no"),
    "correcting": lambda: _after(to_sent(Walk()), "[change]"),
    "correcting an answer": lambda: _after(to_sent(Walk()), "[change]", "[egfr]"),
    "a call back asked for": lambda: _after(_at_question("sle"), "persona", "[call_me]"),
    "a call back sent": lambda: _after(_at_question("sle"), "persona", "[call_me]", "[chat]"),
    "not reached": lambda: _after(to_sent(Walk()), Moved("unreachable")),
    "asked for a contact": lambda: _after(to_sent(Walk()), Moved("ask_contact")),
    "asked for a contact, at a question": lambda: _after(
        _at_question("sle"), "persona", "[call_me]", "[chat]", Moved("ask_contact")
    ),
    "another contact": lambda: _after(to_sent(Walk()), Moved("unreachable"), "[another_contact]"),
    "another contact, paused": lambda: _after(to_sent(Walk()), Moved("unreachable"), "[another_contact]", "pausa"),
    "a recheck offered": lambda: _after(to_result(Walk(), **DATED), "[recheck]"),
    "a recheck, answers kept": lambda: _after(to_result(Walk(), **DATED), "[recheck]", "[yes]"),
    "a recheck, date only": lambda: _after(to_result(Walk(), **DATED), "[recheck]", "[no]"),
    "paused at a question": lambda: _after(_at_question("antibodies"), "pausa"),
    "paused at the result": lambda: _after(to_result(Walk()), "pausa"),
    "paused at the contact": lambda: _after(to_contact(Walk()), "pausa"),
    "the language, in the middle": lambda: _after(_at_question("egfr"), "idioma"),
    "the language, paused": lambda: _after(_at_question("egfr"), "pausa", "idioma"),
    "erase, sure?": lambda: _after(_at_question("egfr"), "borrar"),
    "a person, at the result": lambda: _after(to_result(Walk()), "persona"),
    "a person, paused": lambda: _after(_at_question("antibodies"), "pausa", "persona"),
}


@cache
def _been_at(place: str) -> Walk:
    return PLACES[place]()


def at(place: str) -> Walk:
    """Somebody who has come to this place."""
    return _been_at(place).copy()


def everywhere() -> Iterator[tuple[str, Walk]]:
    """Somebody at each place."""
    for place in PLACES:
        yield place, at(place)
