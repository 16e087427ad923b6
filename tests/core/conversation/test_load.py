"""The usual path asks little of a tired reader: questions, taps and words are counted."""

from __future__ import annotations

from typing import Final

import pytest

from bot.render.paragraphs import plain
from bot.render.texts import Texts
from dialogs.conversation.incoming import Ordered
from dialogs.languages import Language
from dialogs.replies import Consent, Say
from dialogs.screens import Look, Screen
from tests.core.conversation.walking import QUESTIONS, Walk

TEXTS: Final = Texts.load()
MOST_QUESTIONS, MOST_TAPS, MOST_WORDS = 11, 14, 700
#: What is read before anything is asked: the card and the consent have limits of their own.
MOST_ON_THE_CARD, MOST_AT_THE_CONSENT = 80, 90
#: Vignette P01: age, month of the biopsy, protein/creatinine and filtering are typed; a text in brackets is a press.
PATH: Final = (
    *("[questions]", "[self]", "[accept]", "34", "[yes]", "junio 2026", "[IV]", "[yes]", "[yes]", "2,1 mg/mg", "78"),
    *("[none]", "[neither]", "[none]", "[all_good]", "[contact]", "[chat]"),
)


def walked() -> tuple[Walk, int]:
    """P01 until it is sent, and the presses from *Acepto* on."""
    walk, taps = Walk(), 0
    walk.does(Ordered("start"))
    for what in PATH:
        if not what.startswith("["):
            walk.does(what)
        else:
            walk.presses(what.strip("[]"))
            taps += walk.c.answers != {} or what == "[accept]"
        if "correct" in walk.c.offered:
            walk.presses("yes")
            taps += 1
    assert walk.c.state == "sent"
    return walk, taps


def words(walk: Walk, language: str) -> int:
    """The words that are read from *Acepto* on: not those that are folded away, nor those on buttons."""
    said = 0
    agreed = next(at for at, reply in enumerate(walk.said) if isinstance(reply, Consent))
    for reply in walk.said[agreed:]:
        if isinstance(reply, Say):
            read = [block for block in reply.screen.blocks if block.look is not Look.FOLDED]
            said += len(plain(Screen(tuple(read)), language, TEXTS).split())
    return said


def test_the_usual_path_asks_few_questions_and_takes_few_taps() -> None:
    walk, taps = walked()
    asked = {screen.ask for screen in walk.screens() if screen.ask in QUESTIONS}
    assert len(asked) <= MOST_QUESTIONS
    assert taps <= MOST_TAPS


@pytest.mark.parametrize("language", Language)
def test_the_usual_path_has_few_words(language: str) -> None:
    assert words(walked()[0], language) <= MOST_WORDS


@pytest.mark.parametrize("language", Language)
def test_the_card_and_the_consent_are_short(language: str) -> None:
    said = {screen.ask: screen for screen in walked()[0].screens()}
    for ask, most in (("card", MOST_ON_THE_CARD), ("consent", MOST_AT_THE_CONSENT)):
        read = tuple(block for block in said[ask].blocks if block.look is not Look.FOLDED)
        assert len(plain(Screen(read), language, TEXTS).split()) <= most
