"""Deliberately weak builds: `python -m tests.faults.weak NAME run` is the program without one of its promises.

A figure that a weak build reaches too shows nothing; each figure's test runs one that must fail.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any


def confirms_first() -> None:
    """Confirm updates before they are committed, which takes a while."""
    from bot.telegram import polling, updates

    take = updates.UpdateHandler.take

    async def slowly(self: updates.UpdateHandler, raw: updates.Raw) -> bool:
        await asyncio.sleep(0.5)  # no test: the moment in which a kill costs something
        return await take(self, raw)

    updates.UpdateHandler.take = slowly  # type: ignore[method-assign]  # the weakness itself
    polling.Poller._offset = lambda self: max(self._batch) + 1 if self._batch else None  # type: ignore[method-assign]  # the same
    polling.HURRY_SECONDS = 0.0


def answers_first() -> None:
    """Answer what the platform brings before it is filed, which takes a while."""
    from bot.telegram import webhook

    take, held = webhook.Webhook.take, set()

    async def at_once(self: webhook.Webhook, raw: webhook.Raw) -> bool:
        async def later() -> None:
            await asyncio.sleep(0.5)  # no test: the moment in which a kill costs something
            await take(self, raw)

        task = asyncio.create_task(later())
        held.add(task)
        task.add_done_callback(held.discard)
        return True

    webhook.Webhook.take = at_once  # type: ignore[method-assign]  # the weakness itself


def gives_up_at_once() -> None:
    """Drop a message that the server failed to take."""
    from bot.delivery.failing import Failing

    Failing.is_last = lambda _self, parcel, _answer: parcel.person is not None  # type: ignore[method-assign]  # the break


def sends_cards_whole() -> None:
    """Send cards as they are: what a lost reply leaves says everything twice."""
    from bot.desk import referral_cards

    post = referral_cards.post

    def whole(*args: Any, **more: Any) -> None:
        post(*args, **{**more, "cover": ""})

    referral_cards.post = whole


def is_never_away() -> None:
    """Never notice an absence."""
    from bot.desk import absence

    absence.AWAY = timedelta(days=10_000)


def drops_what_waited() -> None:
    """Begin with what is new at a start: what people did meanwhile is confirmed and never looked at."""
    from bot.telegram import polling

    take_in = polling.Poller._take_in

    def only_new(self: polling.Poller, batch: list[polling.Raw]) -> int:
        if self.drained.is_set():
            return take_in(self, batch)
        self._done |= {raw["update_id"] for raw in batch}
        return len(batch)

    polling.Poller._take_in = only_new  # type: ignore[method-assign]  # the weakness itself


def commits_unsafely() -> None:
    """Let a commit stand before the disk has it."""
    from bot.store import connection, engine

    connection.PRAGMAS = tuple(each.replace("synchronous=FULL", "synchronous=NORMAL") for each in connection.PRAGMAS)
    engine._refuse_unsafe = lambda _connection: None


def names_keys_unsafely() -> None:
    """Write a person's key without letting the disk have it before the row that needs it."""
    from bot.store import key_home

    def written(self: key_home.FolderKeys, path: Path, content: bytes) -> None:
        path.write_bytes(content)

    key_home.FolderKeys._write = written  # type: ignore[method-assign]  # the weakness itself


def keeps_everything() -> None:
    """Remember a little of every update for ever."""
    from bot.telegram import updates

    take, kept = updates.UpdateHandler.take, []

    async def keeping(self: updates.UpdateHandler, raw: updates.Raw) -> bool:
        kept.append(bytearray(200_000))
        return await take(self, raw)

    updates.UpdateHandler.take = keeping  # type: ignore[method-assign]  # the weakness itself


BUILDS: dict[str, Callable[[], None]] = {
    build.__name__: build
    for build in (
        confirms_first,
        answers_first,
        gives_up_at_once,
        sends_cards_whole,
        is_never_away,
        drops_what_waited,
        keeps_everything,
        commits_unsafely,
        names_keys_unsafely,
    )
}


if __name__ == "__main__":
    name = sys.argv.pop(1)
    BUILDS[name]()
    from bot.cli.main import main

    main(prog_name="tamiz")
