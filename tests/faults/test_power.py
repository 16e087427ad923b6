"""Power cuts at any moment of real conversations: nothing that was confirmed is lost, nothing is damaged (G2)."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import tables as t
from bot.store.tx import Tx
from tests.faults.aged import store_of
from tests.faults.history import Confirmed, Event, kept_in, lost_updates
from tests.faults.memory import Remembering
from tests.faults.phones import crowd
from tests.faults.power import COMPILER, Disk, Record, laid_out, noting, records
from tests.faults.programs import TOKEN, installed_at

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(COMPILER is None, reason="a C compiler makes what notes the program's writes; none is here"),
]

Sized = Callable[[int, int], int]
Noted = Callable[[str, str, str, str], None]
#: Seconds after which somebody who waits counts as given up: nobody may.
PATIENCE = 240.0
#: Answers of each conversation.
FEW = 8


@dataclass(frozen=True, slots=True)
class Recording:
    """What a program wrote below its folder while people talked to it, what was there before, and what was confirmed
    when."""

    folder: Path
    before: dict[Path, bytes]
    writes: list[Record]
    history: list[Event]


async def recorded(folder: Path, people: int, weak: str = "") -> Recording:
    """Let people talk to the program, and end it by kill -9."""
    folder.mkdir()
    server, log = Remembering(TOKEN), folder.with_suffix(".writes")
    server.noted = lambda: log.stat().st_size if log.exists() else 0
    async with installed_at(folder, server) as program:
        program.weak = weak
        program.environment |= noting(folder, log)
        program.anew = True
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        await program.start()
        phones = await crowd(server, people, PATIENCE, FEW)
        assert [phone.lost for phone in phones if phone.lost] == []
        await program.kill()
        writes = [record for record in records(log) if record.path != program.log]
    return Recording(folder, before, writes, server.history)


def after_cuts(recording: Recording, cuts: int, folder: Path) -> tuple[int, int, int]:
    """Cut the power so many times; in how many cases something confirmed is lost, is damaged, a person's key is not
    there."""
    chance = random.Random(2)
    disk = Disk({path: bytearray(content) for path, content in recording.before.items()})
    moments = sorted(chance.choices(range(len(recording.writes)), k=cuts))
    lost = damaged = without_key = done = 0
    for moment in moments:
        for record in recording.writes[done : moment + 1]:
            disk.take(record)
        done = moment + 1
        shutil.rmtree(folder, ignore_errors=True)
        laid_out(disk.after_a_cut(chance), recording.folder, folder)
        end = recording.writes[moment].end
        history = [one for one in recording.history if not isinstance(one, Confirmed) or one.logged <= end]
        database = folder / "data" / "tamiz.db"
        lost += bool(lost_updates(history, kept_in(database)))
        damaged += is_damaged(database)
        without_key += lacks_a_key(folder)
    return lost, damaged, without_key


def is_damaged(database: Path) -> bool:
    """Does SQLite find anything wrong?"""
    with closing(sqlite3.connect(database)) as found:
        return bool(found.execute("PRAGMA integrity_check").fetchall() != [("ok",)])


def lacks_a_key(folder: Path) -> bool:
    """Is there a person whose key is not there or does not open?"""
    store = store_of(folder)
    try:
        return store.read_now(lambda tx: any(not tx.vault.has_key(subject) for subject in _subjects(tx)))
    finally:
        store.close()


def _subjects(tx: Tx) -> list[str]:
    return list(tx.conn.execute(select(t.persons.c.subject)).scalars())


async def test_a_power_cut_takes_nothing_that_was_confirmed(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """G2, DB-01."""
    cuts, people = sized(20, 500), sized(1, 10)
    whole = await recorded(tmp_path / "whole", people)
    assert after_cuts(whole, cuts, tmp_path / "cut") == (0, 0, 0)
    unsafe = await recorded(tmp_path / "unsafe", people, "commits_unsafely")
    lost, _damaged, _without = after_cuts(unsafe, cuts, tmp_path / "cut")
    assert lost > 0, "without synchronisation something that was confirmed is lost"
    what = f"{cuts} power cuts in {len(whole.writes)} writes of {people} conversations"
    figure("G2", what, "0 lost, 0 damaged, each person's key there", f"synchronous=NORMAL: {lost} cuts lose answers")


@pytest.mark.prove
async def test_a_power_cut_takes_no_key_that_a_row_needs(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """G2, DB-08: the weak build shows that the test above would see it."""
    cuts, people = sized(40, 500), sized(2, 10)
    unsafe = await recorded(tmp_path / "unsafe", people, "names_keys_unsafely")
    _lost, _damaged, without = after_cuts(unsafe, cuts, tmp_path / "cut")
    assert without > 0
    figure("G2", f"{cuts} power cuts, keys of persons", "see above", f"keys not synchronised: {without} cuts lose one")
