"""What an answer asks of the database: a promise by number, for every statement is paid by everybody who answers."""

from __future__ import annotations

from bot.render.texts import Texts
from bot.store.engine import Store
from tests.postgres import Server
from tests.shell.front import EVA, Front, buttons
from tests.shell.statements import statements


def test_an_answer_costs_at_most_sixteen_statements(store: Store) -> None:
    """The update's mark, the person, the conversation, the switch, a count, the date of the notice, three calls."""
    front = Front(store, Texts.load())
    front.write(EVA, "/start")
    for label in ("Answer the questions", "I answer for myself", "I agree"):
        front.press(EVA, label)
    front.write(EVA, "34")
    first = buttons(front.messages[max(key for key in front.messages if key[0] == EVA)])[0]
    with front.held_back(), statements(store) as asked:
        front.tap_unanswered(EVA, first["callback_data"])
    front.deliver()
    assert "answerCallbackQuery" in [method for method, _payload in front.calls[-3:]], "it was answered"
    assert len(asked) <= 16, "\n".join(sql for sql, _values in asked)


def test_the_statements_of_an_answer_are_the_same_on_a_server(store: Store, postgres: Server) -> None:
    """What is handed to the driver as it is takes its values by name there, and by place in a file."""
    with postgres.database() as url:
        there = Store(url, store.vault)
        front = Front(there, Texts.load())
        front.write(EVA, "/start")
        for label in ("Answer the questions", "I answer for myself", "I agree"):
            front.press(EVA, label)
        front.write(EVA, "34")
        asked = front.last(EVA)
        there.close()
    assert "lupus" in asked
