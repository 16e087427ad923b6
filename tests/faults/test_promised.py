"""Figures of what was promised beside the road of an update: erasing, the audit, restoring, the clock, the webhook's
door (G7, G8, G9, G13, G15), each with a build that breaks the promise."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import update

from bot.desk import referral_cards
from bot.store import engine, people
from bot.store import tables as t
from bot.store.audit import audit_faults
from bot.store.backup import back_up, restore
from bot.store.engine import Store
from bot.store.ledger import ErasureLedger
from bot.store.tx import Tx
from bot.store.vault import load_vault
from bot.telegram import doorkeeper
from tests.shell.english import English
from tests.shell.front import ANA, GROUP, NAMES, Front, send
from tests.shell.rights.raw import readable
from tests.shell.rights.rows import has_seen
from tests.shell.rights.test_the_clock import CHANGES, CHILE
from tests.shell.rights.ways import kept, questions, tick
from tests.shell.store.test_audit import change, fill, put_in, swap, take_out
from tests.shell.telegram.test_webhook import Listening, said
from tests.waiting import ended, until

pytestmark = [pytest.mark.slow, pytest.mark.prove]

Sized = Callable[[int, int], int]
Noted = Callable[[str, str, str, str], None]
NAME, CHAT = "Canarina", 8_765_432_109
NOW = datetime(2026, 11, 26, tzinfo=UTC)
TAMPERINGS = (change, take_out, put_in, swap)


@contextmanager
def a_store(installed: Path, folder: Path) -> Iterator[Store]:
    """An installation of its own in this folder."""
    folder.mkdir()
    for name in ("master.key", "tamiz.db"):
        copy(installed / name, folder)
    (folder / "person-keys").mkdir(mode=0o700)
    store = Store(f"sqlite:///{folder / 'tamiz.db'}", load_vault(folder / "master.key", folder / "person-keys"))
    yield store
    store.close()


def left_of_the_erased(installed: Path, folder: Path, count: int) -> int:
    """Erase so many people of whom everything was written; how many of them can still be read with the master key."""
    with a_store(installed, folder) as store:
        front = Front(store, English())
        front.invite(ANA)
        for chat in range(CHAT, CHAT + count):
            NAMES[chat] = f"{NAME}{chat}"
            send(front, chat)
            front.press(ANA, "es:See", chat=GROUP)
            front.write(chat, "/delete")
            has_seen(front, chat)
            front.write(chat, "yes")
        found = readable(folder)
    return sum(str(chat).encode() in found for chat in range(CHAT, CHAT + count))


def test_of_the_erased_nothing_opens_with_the_master_key(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G7, PRIV-03, PRIV-08: every byte of database, log and keys, under every key that is still there."""
    count = sized(2, 20)
    assert left_of_the_erased(installed, tmp_path / "whole", count) == 0

    def for_nobody(tx: Tx, chat_id: int, _filed: object, call: referral_cards.Call) -> None:
        referral_cards.post(tx, chat_id, call)

    monkeypatch.setattr(referral_cards, "post_about", for_nobody)
    monkeypatch.setattr(engine, "truncate_log", lambda _url: True)
    weak = left_of_the_erased(installed, tmp_path / "weak", count)
    assert weak > 0
    what = f"{count} people erased, every byte opened with the master key"
    figure("G7", what, "0 of them can be read", f"cards sealed for nobody, log left: {weak} can be read")


class Undone(Exception):
    """Nothing of a tampering stays."""


def missed(store: Store, times: int) -> int:
    """Tamper so many times in each way with the audit; how often nobody would know."""
    ids = store.read_now(lambda tx: [*tx.conn.execute(t.audit.select().with_only_columns(t.audit.c.id)).scalars()])
    chance, unseen = random.Random(8), 0
    for tamper in TAMPERINGS:
        for _ in range(times):

            def work(tx: Tx, tamper: Callable[[Tx, random.Random, list[int]], None] = tamper) -> None:
                nonlocal unseen
                tamper(tx, chance, ids)
                unseen += not list(audit_faults(tx, None))
                raise Undone

            with pytest.raises(Undone):
                store.write_now(work)
    return unseen


def test_every_tampering_with_the_audit_is_found(tmp_path: Path, installed: Path, sized: Sized, figure: Noted) -> None:
    """G8, SEC-03."""
    times = sized(10, 200)
    with a_store(installed, tmp_path / "whole") as store:
        fill(store)
        assert missed(store, times) == 0
        store.write_now(lambda tx: tx.conn.execute(update(t.audit).values(mac=None)))
        weak = missed(store, times)
    assert weak > 0
    what = f"{times} tamperings of each of {len(TAMPERINGS)} kinds"
    figure("G8", what, "all found", f"a table without a chain: {weak} of {times * len(TAMPERINGS)} unseen")


def back_after_a_restore(installed: Path, folder: Path, count: int) -> int:
    """Erase so many people after a backup, put it back with an older copy of the keys; how many are there again."""
    with a_store(installed, folder) as store:
        for chat in range(1, 2 * count + 1):
            store.write_now(lambda tx, chat=chat: people.get_or_create_person(tx, chat, NOW))
        back_up(store.url, folder / "copy", store.vault)
        for chat in range(1, count + 1):
            store.write_now(lambda tx, chat=chat: _erase(tx, chat))
        store.close()
        restore(store.url, folder / "copy", store.vault, replace=True)
        again = Store(store.url, store.vault)
        there = [
            again.read_now(lambda tx, chat=chat: people.find_person(tx, chat)) is not None
            for chat in range(1, 2 * count + 1)
        ]
        again.close()
    assert all(there[count:]), "whoever did not erase is there"
    return sum(there[:count])


def _erase(tx: Tx, chat: int) -> None:
    person = people.find_person(tx, chat)
    assert person is not None
    people.erase_person(tx, person)


def test_who_was_erased_stays_erased_after_a_restore(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G9, PRIV-06."""
    count = sized(3, 100)
    assert back_after_a_restore(installed, tmp_path / "whole", count) == 0
    monkeypatch.setattr(ErasureLedger, "subjects", lambda _ledger: [])
    weak = back_after_a_restore(installed, tmp_path / "weak", count)
    assert weak > 0
    what = f"{count} people erased between a backup and its restore"
    figure("G9", what, "0 are back, everybody else is", f"without the list of the erased: {weak} are back")


def ends_at_the_wrong_hour(installed: Path, folder: Path, number: int, *, weak: bool) -> bool:
    """Hold what is open across a change of the clock; did it end too early or too late?"""
    with a_store(installed, folder) as store:
        front = Front(store, English())
        if weak:  # goes by the clock on the wall
            front.context = replace(front.context, clock=lambda: front.now.astimezone(CHILE).replace(tzinfo=UTC))
        night = datetime.fromisoformat(CHANGES[number % len(CHANGES)]).replace(hour=number % 24, tzinfo=UTC)
        front.now = night - timedelta(days=1 + number % 6)
        questions(front)
        front.wait(days=7, seconds=-1)
        tick(front)
        early = kept(front) is None
        front.wait(seconds=1)
        tick(front)
        return early or kept(front) is not None


def test_across_a_change_of_the_clock_what_is_open_ends_on_its_hour(
    tmp_path: Path, installed: Path, sized: Sized, figure: Noted
) -> None:
    """G13, TIME-01, TIME-02."""
    nights = sized(4, 96)
    whole = [ends_at_the_wrong_hour(installed, tmp_path / f"{night}", night, weak=False) for night in range(nights)]
    assert not any(whole)
    weak = sum(ends_at_the_wrong_hour(installed, tmp_path / f"w{night}", night, weak=True) for night in range(nights))
    assert weak > 0
    figure("G13", f"{nights} changes of the clock", "0 ends too early or late", f"by the clock on the wall: {weak}")


async def held_open(sockets: int, updates: int) -> tuple[int, int]:
    """Let so many connections say nothing while updates are brought; how many stay open, and how many were answered."""
    listening = Listening()
    task = asyncio.create_task(listening.webhook.run())
    await until(lambda: listening.line.calls and listening.webhook._door)
    silent = [await asyncio.open_connection("127.0.0.1", listening.port) for _ in range(sockets)]
    answered = 0
    for number in range(2, updates + 2):
        answered += await listening.bring(said(number, who=number)) == 200
    await asyncio.sleep(0)
    still = sum(not reader.at_eof() and reader.exception() is None for reader, _writer in silent)
    for _reader, writer in silent:
        writer.close()
    listening.webhook.stop()
    await ended(task)
    return still, answered


async def test_whoever_says_nothing_at_the_webhooks_door_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G15, WEB-05, WEB-06: the oldest of them go, and every update is answered."""
    sockets, updates = sized(200, 400), sized(20, 200)
    still, answered = await held_open(sockets, updates)
    assert still <= doorkeeper.OF_ONE
    assert answered == updates
    monkeypatch.setattr(doorkeeper, "OF_ONE", 10_000)
    monkeypatch.setattr(doorkeeper, "IN_ALL", 10_000)
    weak, _answered = await held_open(sockets, updates)
    assert weak == sockets
    what = f"{sockets} silent connections of one address, {updates} updates beside them"
    reached = f"at most {still} stay open, every update answered"
    figure("G15", what, reached, f"nobody at the door: all {weak} stay open")
