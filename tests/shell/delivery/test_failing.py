"""Calls that fail: given up where it is that call which fails, kept where everything does."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

import pytest

from bot.delivery import courier as courier_module
from bot.delivery import failing as failing_module
from bot.store.engine import Store
from bot.telegram.client import ApiReply, ApiReplyLost
from tests.shell.delivery.test_courier import delivering, patient, say, sent
from tests.shell.delivery.test_waiting import call
from tests.shell.lines import Scripted, accepted, refused
from tests.shell.trail import waiting
from tests.waiting import until


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)


@pytest.mark.parametrize(("fault", "tries"), [(ApiReplyLost("Timeout"), 2), (refused(502, "Bad Gateway"), 6)])
async def test_a_patients_message_without_a_clear_answer_is_sent_again_but_not_for_ever(
    store: Store, fault: Any, tries: int
) -> None:
    """OUT-01, OUT-13: a server that failed mostly did nothing; it is remembered that a first one may have arrived."""
    person = store.write_now(patient)
    store.write_now(say(5, "question", person=person))

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        return fault if payload.get("chat_id") == 5 else accepted()

    line = Scripted(reply)
    async with delivering(store, line) as courier:
        await until(lambda: "question" in line.texts())
        await store.write(say(6, "other"))
        courier.wake()
        await sent(store)
    assert line.texts().count("question") == tries
    assert store.doubts.since(person, 0) < inf


async def test_what_fails_while_everything_fails_waits_and_is_sent_once_the_server_works(store: Store) -> None:
    """OPS-01: it was given up after a quarter of a minute, and health saw nobody waiting."""
    person = store.write_now(patient)
    store.write_now(say(5, "question", person=person))
    down = True

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        return refused(502, "Bad Gateway") if down and method == "sendMessage" else accepted()

    line = Scripted(reply)
    async with delivering(store, line):
        await until(lambda: line.texts().count("question") > 20)
        assert store.read_now(waiting) == 1
        down = False
        await sent(store)
    assert store.doubts.since(person, 0) < inf


def test_what_is_remembered_of_calls_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """OPS-03: a call that is erased meanwhile never ends here."""
    monkeypatch.setattr(failing_module, "_REMEMBERED", 10)
    failing = failing_module.Failing()
    for number in range(50):
        failing.refused(call(number))
        failing.is_last(call(number), ApiReply(502, ok=False))
    assert max(len(failing._refused), len(failing._since)) <= 10
    assert failing.refused(call(49)) == 2
