"""The usual path asks little of a tired reader: questions, taps and words are counted."""

from __future__ import annotations

from typing import Final

import pytest

from bot.render.paragraphs import plain
from bot.render.texts import Texts
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.languages import Language
from dialogs.replies import Say
from dialogs.screens import Look, Screen
from tests.core.conversation.walking import QUESTIONS, STUDY, Walk

TEXTS: Final = Texts.load()
#: Reached, and less than what is allowed (14 taps, 700 words): what is exact is not read back.
MOST_QUESTIONS, MOST_TAPS, MOST_WORDS, MOST_MESSAGES = 11, 11, 690, 18
#: The card and the consent, which are read before anything is asked, have limits of their own besides; so do a question
#: and the result.
MOST_ON_THE_CARD, MOST_AT_THE_CONSENT = 80, 90
MOST_AT_A_QUESTION, MOST_AT_THE_RESULT = 40, 70
#: Vignette P01: age, month of the biopsy, protein/creatinine and filtering are typed; a text in brackets is a press.
PATH: Final = (
    *("[questions]", "[self]", "[accept]", "34", "[yes]", "junio 2026", "[IV]", "[yes]", "[yes]", "2,1 mg/mg", "78"),
    *("[none]", "[neither]", "[none]", "[all_good]", "[contact]", "[chat]"),
)


def walked() -> tuple[Walk, int]:
    """P01 until it is sent, and the presses from *Acepto* on."""
    walk, taps = Walk(), 0
    walk.does(Ordered(ChatCommand.START))
    for what in PATH:
        if not what.startswith("["):
            walk.does(what)
        else:
            walk.presses(what.strip("[]"))
            taps += walk.c.answers != {} or what == "[accept]"
        assert "correct" not in walk.c.offered, f"{what} is exact"
    assert walk.c.state == "sent"
    return walk, taps


def words(walk: Walk, language: str) -> int:
    """The words that are read from the card to the code: not those that are folded away, nor those on buttons."""
    said = 0
    for reply in walk.said:
        if isinstance(reply, Say):
            read = [block for block in reply.screen.blocks if block.look is not Look.FOLDED]
            said += len(plain(Screen(tuple(read)), language, TEXTS).split())
    return said


def test_the_usual_path_asks_few_questions_and_takes_few_taps() -> None:
    walk, taps = walked()
    asked = {screen.ask for screen in walk.screens() if screen.ask in QUESTIONS}
    assert len(asked) <= MOST_QUESTIONS
    assert taps <= MOST_TAPS
    assert sum(isinstance(reply, Say) for reply in walk.said) <= MOST_MESSAGES


@pytest.mark.parametrize("language", Language)
def test_the_usual_path_has_few_words(language: str) -> None:
    assert words(walked()[0], language) <= MOST_WORDS


@pytest.mark.parametrize("language", Language)
def test_the_card_and_the_consent_are_short(language: str) -> None:
    said = {screen.ask: screen for screen in walked()[0].screens()}
    for ask, most in (("card", MOST_ON_THE_CARD), ("consent", MOST_AT_THE_CONSENT)):
        read = tuple(block for block in said[ask].blocks if block.look is not Look.FOLDED)
        assert len(plain(Screen(read), language, TEXTS).split()) <= most


@pytest.mark.parametrize("language", Language)
def test_a_question_and_the_result_are_short(language: str) -> None:
    """[AX-17]"""
    for screen in walked()[0].screens():
        most = MOST_AT_A_QUESTION if screen.ask in QUESTIONS else MOST_AT_THE_RESULT
        if screen.ask in {*QUESTIONS, "result"}:
            read = tuple(block for block in screen.blocks if block.look is not Look.FOLDED)
            assert len(plain(Screen(read), language, TEXTS).split()) <= most, screen.ask


def test_what_a_paper_says_is_one_tap_away_at_every_laboratory_question() -> None:
    """[AX-17] The question itself stays short."""
    papers = ("biopsy", "biopsy_class", "antibodies", "urinary_sediment", "upc", "egfr", "creatinine")
    assert all(STUDY.question(id).guide for id in papers)
    for id in {*papers} - {"creatinine"}:
        screens = [screen for screen in walked()[0].screens() if screen.ask == id]
        folded = [text.id for block in screens[0].blocks if block.look is Look.FOLDED for text in block.lines]
        assert STUDY.question(id).guide in folded
