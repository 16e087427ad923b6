"""What was delivered is filed many at a time, and no chat goes on before its own stands."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.store import outbox_queue
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.delivery.test_courier import delivering, say, sent
from tests.shell.lines import Scripted
from tests.waiting import HANG, until


async def test_what_is_delivered_while_a_commit_runs_is_filed_together_and_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed: list[int] = []
    settle = outbox_queue.settle

    def counted(tx: Tx, deliveries: list[outbox_queue.Delivery]) -> None:
        filed.append(len(deliveries))
        settle(tx, deliveries)

    monkeypatch.setattr(outbox_queue, "settle", counted)
    line, gate = Scripted(), threading.Event()
    for chat in range(1, 21):
        store.write_now(say(chat, f"first {chat}"))
        store.write_now(say(chat, f"second {chat}"))
    commit = asyncio.create_task(store.write(lambda tx: gate.wait(HANG)))
    async with delivering(store, line):
        await until(lambda: len(line.calls) == 20)
        # Nothing of it stands yet: a stop here repeats one call of each chat, so no chat gets its second.
        assert sorted(line.texts()) == sorted(f"first {chat}" for chat in range(1, 21))
        gate.set()
        await commit
        await sent(store)
    assert sum(filed) == 40
    assert max(filed) >= 19
    assert len(line.calls) == 40
