"""What cannot be handled is quarantined, and nobody is left waiting."""

from __future__ import annotations

from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import EVA, GROUP, Front


def test_a_press_that_cannot_be_handled_is_still_answered(store: Store) -> None:
    front = Front(store, English())
    for update_id, chat in ((1, EVA), (2, GROUP)):
        shown = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"}}
        press = {"id": f"q{chat}", "from": front.user(EVA), "chat_instance": "1", "data": "q1.1.0", "message": shown}
        raw = {"update_id": update_id, "callback_query": press}
        front.set_aside(raw)
    answered = [payload["callback_query_id"] for method, payload in front.calls if method == "answerCallbackQuery"]
    assert answered == [f"q{EVA}", f"q{GROUP}"]
    assert len(front.chat(EVA)) == 1
    assert front.chat(GROUP) == []
