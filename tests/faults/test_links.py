"""A link opened while its person is erased: whichever comes first, nothing is made again for them (PRIV-04)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import select

from bot.desk import shared_page
from bot.store import people, shares
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.shares import NewLink
from bot.store.tx import PersonId, Tx
from bot.store.vault import load_vault
from tests.shell.english import English
from tests.shell.front import Front

OPENERS = 4


@pytest.fixture
def front(tmp_path: Path, installed: Path) -> Iterator[Front]:
    """A desk with a store of its own."""
    for name in ("tamiz.db", "master.key"):
        copy(installed / name, tmp_path)
    (tmp_path / "person-keys").mkdir(mode=0o700)
    vault = load_vault(tmp_path / "master.key", tmp_path / "person-keys")
    store = Store(f"sqlite:///{tmp_path / 'tamiz.db'}", vault)
    store.check()
    yield Front(store, English())
    store.close()


def shared(front: Front, chat: int, token: str) -> PersonId:
    """Somebody new, with a link to a page of theirs."""

    def make(tx: Tx) -> PersonId:
        person = people.get_or_create_person(tx, chat, front.now)
        pages: Mapping[str, list[str]] = {"es": [], "en": []}
        until = front.now + timedelta(days=7)
        link = NewLink(number=1, language="es", passcode="", pages=pages, made_at=front.now, expires_at=until)
        shares.add_link(tx, person, token, link)
        return person

    return front.context.store.write_now(make)


def one_round(front: Front, chat: int, order: random.Random) -> int:
    """Make a link, then open and erase at once in a random order; how many opened it."""
    store, context, now, token = front.context.store, front.context, front.now, shares.new_token()
    person = shared(front, chat, token)

    def open_it(tx: Tx) -> bool:
        claimed = shared_page.claim(tx, token, "AB2CD3EF", now)
        found = claimed and shared_page.finish(tx, context, claimed.link, claimed.pages, True, now)
        return found is not None

    works: list[Callable[[Tx], object]] = [open_it] * OPENERS
    works.insert(order.randrange(OPENERS + 1), lambda tx: people.erase_person(tx, person))

    async def race() -> list[object]:
        return await asyncio.gather(*(store.write(work) for work in works), return_exceptions=True)

    done = asyncio.run(race())
    assert not [each for each in done if isinstance(each, Exception)]
    left = store.read_now(
        lambda tx: [
            tx.conn.execute(select(table).where(table.c.person_id == person)).all() for table in (t.shares, t.outbox)
        ]
    )
    assert left == [[], []]
    assert store.read_now(lambda tx: people.find_person(tx, chat)) is None
    return sum(each is True for each in done)


@pytest.mark.slow
def test_opening_against_erasing_leaves_nothing_of_the_person(
    front: Front, sized: Callable[[int, int], int], figure: Callable[[str, str, str, str], None]
) -> None:
    """[PRIV-04] 5 times with every commit, 1 000 times for a proof."""
    times, order = sized(5, 1000), random.Random(14)
    opened = sum(one_round(front, 10_000 + number, order) for number in range(times))
    assert 0 < opened < times * OPENERS, "both orders happened"
    figure("links", "a shared page opened while its person is erased", f"{times} rounds, 0 rows left", "none")
