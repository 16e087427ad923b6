"""Two replicas in a storm: one killed every ten seconds, connections cut every twenty, for five minutes (issue 13)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from bot.store import tables as t
from bot.store.connection import make_engine
from tests.faults.bringing import Bringer, free_port, webhook_settings
from tests.faults.history import Kept, cards_missing, inversions, lost_updates, repeats, second_cards
from tests.faults.memory import Remembering
from tests.faults.phones import Phone, patiently, walk
from tests.faults.programs import TOKEN, Program, installed_at
from tests.postgres import Server

#: Seconds between two kills, and between two cuts of every connection.
KILL, CUT = 10.0, 20.0
#: People who answer at the same time; whoever is through makes room for somebody new.
AT_ONCE = 8
PATIENCE = 240.0
RECRUITING = {"TAMIZ_RECRUITMENT": "recruiting", "TAMIZ_TODAY": "2026-11-22"}


@dataclass(slots=True)
class Outcome:
    """What became of everything."""

    phones: list[Phone] = field(default_factory=list)
    kills: int = 0
    cuts: int = 0
    #: Updates that the platform was told are handled, and that stand in no row.
    lost: list[int] = field(default_factory=list)
    #: Referrals, cards of them that are missing or there twice, and questions that were asked out of order.
    codes: tuple[str, ...] = ()
    missing: int = 0
    twice: int = 0
    inversions: int = 0
    #: The most repeats that one chat was shown.
    repeated: int = 0

    def has_nothing_wrong(self) -> bool:
        """Is everybody through, with one referral and one card each, and nothing lost or out of order?"""
        through = all(phone.done for phone in self.phones)
        wrong = len(self.lost) + self.missing + self.twice + self.inversions
        return through and not wrong and len(self.codes) == len(self.phones) and self.repeated <= self.kills


def kept_on(url: str) -> Kept:
    """What the database on the server holds that needs no key."""
    with make_engine(url, writes=False).connect() as connection:
        updates = frozenset(connection.execute(select(t.updates.c.update_id)).scalars())
        return Kept(updates, tuple(connection.execute(select(t.referrals.c.code)).scalars()))


async def _again(seconds: float, deed: Callable[[], object]) -> None:
    while True:
        await asyncio.sleep(seconds)
        deed()


async def _killing(programs: list[Program], found: Outcome) -> None:
    """Kill one of them every ten seconds, whether or not the other one is up again."""
    while True:
        await asyncio.sleep(KILL)
        await random.choice([program for program in programs if program.runs]).kill()
        found.kills += 1


async def _supervising(program: Program) -> None:
    """Start it again whenever it ended, as a supervisor does."""
    while True:
        await program.ended()
        with suppress(AssertionError):  # killed while it started
            await program.start()


async def _people(
    server: Remembering, found: Outcome, seconds: float, patience: float, harm: list[asyncio.Task[None]]
) -> None:
    """Somebody new whenever somebody is through, until the time and the harm are over; all of them come to the end."""
    over = asyncio.Event()

    async def one_after_the_other() -> None:
        while not over.is_set():
            phone = Phone(server.new_patient("en").id)
            found.phones.append(phone)
            await walk(server, phone, patience)

    walking = asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    await asyncio.sleep(seconds)
    over.set()
    for task in harm:
        task.cancel()
    await walking


async def stormed(
    folder: Path, postgres: Server, seconds: float, *, webhook: bool, weak: str = "", patience: float = PATIENCE
) -> Outcome:
    """Run two replicas through it; what became of everybody."""
    folder.mkdir()
    server, found = Remembering(TOKEN), Outcome()
    ports = [free_port(), free_port()]
    settings = webhook_settings(ports[0]) if webhook else {}
    with postgres.database("template0") as url:
        async with installed_at(folder, server, TAMIZ_DATABASE_URL=url, **RECRUITING, **settings) as first:
            second = first.replica("log2.txt", **(webhook_settings(ports[1]) if webhook else {}))
            programs = [first, second]
            for program in programs:
                program.weak = weak
                await program.start()
            bringer = Bringer(server, ports)
            harm = [
                asyncio.create_task(_killing(programs, found)),
                asyncio.create_task(_again(CUT, lambda: _cut(postgres, url, found))),
            ]
            rest = [asyncio.create_task(_supervising(program)) for program in programs]
            rest += [asyncio.create_task(bringer.run())] if webhook else []
            try:
                await _people(server, found, seconds, patience, harm)
                await patiently(lambda: not cards_missing(server.history, kept_on(url).codes), patience)
                _judge(server, found, kept_on(url), bringer if webhook else None)
            finally:
                for task in (*harm, *rest):
                    task.cancel()
                await asyncio.gather(*harm, *rest, return_exceptions=True)
                await second.end()
    return found


def _cut(postgres: Server, url: str, found: Outcome) -> None:
    postgres.cut(url)
    found.cuts += 1


def _judge(server: Remembering, found: Outcome, kept: Kept, bringer: Bringer | None) -> None:
    known = kept.updates
    lost = lost_updates(server.history, kept) if bringer is None else sorted(bringer.confirmed - known)
    found.lost, found.codes = lost, kept.codes
    found.missing = len(cards_missing(server.history, kept.codes))
    found.twice = len(second_cards(server.history, kept.codes))
    found.inversions = inversions(server.history)
    found.repeated = max(repeats(server.history).values(), default=0)
