"""A usual path is short: at most 11 questions, and at most 16 taps from the consent to the code.

Counted on the person of P01, who types age, biopsy month, protein/creatinine and filtering. A tap is a press of a
button; typed text is none; "none" submits at once; the contact button is the consent to send.
"""

from __future__ import annotations

import pytest

from dialogs.conversation.incoming import Pressed
from dialogs.replies import Refer
from tests.core.conversation.places import answer
from tests.core.conversation.walking import QUESTIONS, Walk, asks_about_health, site

MOST_QUESTIONS, MOST_TAPS = 11, 12
TYPED = {
    "es": {"biopsy": ("junio 2026",), "upc": ("2,1 mg/mg",)},
    "en": {"biopsy": ("June 2026",), "upc": ("2.1 mg/mg",)},
}


class Counting(Walk):
    """Counts the taps."""

    taps = 0

    def does(self, *deeds):  # type: ignore[no-untyped-def]  # as in `Walk`
        self.taps += sum(isinstance(deed, Pressed) for deed in deeds)
        return Walk.does(self, *deeds)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("state", ["recruiting", "not_recruiting"])
def test_a_usual_path_has_few_questions_and_few_taps(language: str, state: str) -> None:
    walk = Counting(language=language, site=site(state))
    walk.does("hello")
    walk.presses("questions", "self")
    walk.taps = 0
    walk.presses("accept")
    while walk.c.state in QUESTIONS:
        answer(walk, **TYPED[language])
    walk.presses("all_good", "contact", "chat")
    if walk.c.state == "send":
        walk.presses("no")
    assert walk.c.state == "sent"
    assert [reply.outcome for reply in walk.said if isinstance(reply, Refer)] == ["plausible"]
    asked = {screen.ask for screen in walk.screens() if asks_about_health(screen)}
    assert len(asked) <= MOST_QUESTIONS
    assert walk.taps <= MOST_TAPS


def test_none_submits_at_once() -> None:
    walk = Walk().begins()
    while walk.c.state != "treatments":
        answer(walk)
    walk.presses("none")
    assert walk.c.state == "pregnancy"
