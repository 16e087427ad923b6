"""What an answer asks of the database: a promise by number, for every statement is paid by everybody who answers."""

from __future__ import annotations

import pytest

from bot.render.call import Call
from bot.render.texts import Texts
from bot.store import outbox_queue
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import Tx
from tests.postgres import Server
from tests.shell.front import EVA, MONDAY, Front, buttons
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


def test_a_first_message_costs_at_most_nineteen_statements(store: Store) -> None:
    """Who has just been made is not looked for, and who else the account serves is asked once there is somebody."""
    front = Front(store, Texts.load())
    with front.held_back(), statements(store) as asked:
        front.write(EVA, "/start")
    front.deliver()
    assert len(asked) <= 19, "\n".join(sql for sql, _values in asked)


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


def test_a_server_is_asked_once_for_the_numbers_of_what_a_commit_posts(store: Store, postgres: Server) -> None:
    def say(tx: Tx, *texts: str) -> None:
        for text in texts:
            post(tx, EVA, Call("sendMessage", {"text": text}))

    def fail(tx: Tx) -> None:
        say(tx, "never")
        raise ValueError("this job alone is undone")

    with postgres.database() as url:
        there = Store(url, store.vault)
        with statements(there) as asked:
            there.write_now(lambda tx: say(tx, *"abc"))
        with pytest.raises(ValueError, match="alone is undone"):
            there.write_now(fail)
        there.write_now(lambda tx: say(tx, *"defghijklmn"))
        waiting = there.read_now(lambda tx: outbox_queue.everything(tx, now=MONDAY, but=[], most=50))
        there.close()
    assert len([sql for sql, _values in asked if "nextval" in sql]) == 1
    assert waiting is not None
    assert [call.payload["text"] for call in waiting] == [*"abcdefghijklmn"]
    assert sorted({call.id for call in waiting}) == [call.id for call in waiting]
