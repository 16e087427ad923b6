"""The only message to all: what those affected by a breach are told, after an owner's press in private."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import breach_yes
from bot.store import breach_notices, people
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, Front
from tests.shell.rights.ways import TO_CONSENT, begin

OWNER = 900
WORDS = {
    "es": {"data": "su teléfono.", "effects": "podrían llamarle.", "measures": "cambiamos las llaves."},
    "en": {"data": "your phone.", "effects": "somebody could call.", "measures": "we changed the keys."},
}
YES, NO = "Yes, send it to all of them", "No, send nothing"
FIRST = "Important: data that you gave to this bot may have come into other hands."


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(OWNER, "owner")
    begin(front, *TO_CONSENT, user=EVA)
    begin(front, *TO_CONSENT, user=ANA)
    return front


def ask(front: Front) -> None:
    """Somebody at the server asks the owners."""

    def work(tx: Tx) -> None:
        asked = breach_notices.ask_notice(tx, 1, WORDS, "(number)", front.now)
        assert breach_yes.ask_owners(tx, front.context.texts, asked) == 1

    front.context.store.write_now(work)
    front.deliver()


def told(front: Front, user: int) -> int:
    """How often this person was told."""
    return sum(FIRST in said for said in front.chat(user))


def test_nobody_is_told_before_an_owner_says_yes_in_private(front: Front) -> None:
    """[CL-21] [TG-07]"""
    ask(front)
    assert "your phone." in front.last(OWNER)
    assert (told(front, EVA), told(front, ANA), told(front, GROUP)) == (0, 0, 0)
    front.press(OWNER, YES)
    assert (told(front, EVA), told(front, ANA), told(front, GROUP)) == (1, 1, 0)
    for said in (
        "Which data: your phone.",
        "What may follow: somebody could call.",
        "What we did: we changed the keys.",
    ):
        assert said in front.last(EVA)
    assert "/delete" in front.last(EVA)


def test_each_is_told_in_their_own_language(front: Front) -> None:
    """[CL-21]"""
    front.write(ANA, "/language es")
    ask(front)
    front.press(OWNER, YES)
    assert "su teléfono." in front.last(ANA)
    assert "your phone." in front.last(EVA)


def test_a_no_sends_nothing_and_a_second_press_neither(front: Front) -> None:
    """[CL-21]"""
    ask(front)
    yes, no = (button["callback_data"] for button in shown_buttons(front))
    front.tap(OWNER, no)
    front.tap(OWNER, yes)
    assert told(front, EVA) == 0


def test_one_yes_sends_once(front: Front) -> None:
    """[TG-07] It is the only message to all."""
    ask(front)
    yes, _ = (button["callback_data"] for button in shown_buttons(front))
    front.tap(OWNER, yes)
    front.tap(OWNER, yes)
    assert told(front, EVA) == 1


def test_whoever_is_no_owner_cannot_send_it(front: Front) -> None:
    """[CL-21]"""
    front.invite(BEA, "coordinator")
    ask(front)
    yes, _ = (button["callback_data"] for button in shown_buttons(front))
    front.tap(BEA, yes)
    front.tap(EVA, yes)
    assert (told(front, EVA), told(front, ANA)) == (0, 0)


def test_a_yes_that_comes_a_day_late_sends_nothing(front: Front) -> None:
    """[CL-21]"""
    ask(front)
    yes, _ = (button["callback_data"] for button in shown_buttons(front))
    front.now += timedelta(hours=25)
    front.tap(OWNER, yes)
    assert told(front, EVA) == 0


def test_whoever_blocked_the_use_of_their_data_is_told_and_whoever_is_out_of_reach_is_counted(front: Front) -> None:
    """[CL-12] [CL-21]"""
    front.write(EVA, "/block")

    def lose(tx: Tx) -> None:
        person = people.find_person(tx, ANA)
        assert person is not None
        people.mark_unreachable(tx, person, front.now)

    front.context.store.write_now(lose)
    ask(front)
    front.press(OWNER, YES)
    assert (told(front, EVA), told(front, ANA)) == (1, 0)
    sent = front.context.store.read_now(lambda tx: breach_notices.breach_notice(tx, front.now))
    assert sent is not None
    assert (sent.told, sent.left) == (1, 1)


def shown_buttons(front: Front) -> list[dict[str, str]]:
    """The two buttons of the question to the owner."""
    shown = [data for _method, data in front.calls if YES in str(data.get("reply_markup"))][-1]
    return [button for row in shown["reply_markup"]["inline_keyboard"] for button in row]
