"""One of several replicas leads, and another takes over when it ends or is not heard (IN-13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.render.call import Call
from bot.store.engine import Store
from bot.store.leadership import Leadership
from bot.store.outbox import post
from bot.store.vault import Vault
from tests.postgres import Server
from tests.waiting import until


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def replicas(url: str) -> Iterator[list[Leadership]]:
    replicas = [Leadership(url) for _ in range(2)]
    yield replicas
    for each in replicas:
        each.stop()


def test_on_a_file_the_one_program_leads(tmp_path: Path) -> None:
    alone = Leadership(f"sqlite:///{tmp_path / 'tamiz.db'}")
    alone.start()
    assert alone.leads
    alone.stop()


async def test_one_leads_and_the_other_takes_over_when_it_ends(replicas: list[Leadership]) -> None:
    first, second = replicas
    first.start()
    await until(lambda: first.leads)
    second.start()
    await until(lambda: second._followed)
    assert not second.leads
    first.stop()
    await until(lambda: second.leads)
    assert not first.leads


async def test_after_cuts_one_leads_again_and_never_two_at_a_time(
    postgres: Server, url: str, replicas: list[Leadership]
) -> None:
    for each in replicas:
        each.start()
    for _ in range(3):
        await until(lambda: any(each.leads for each in replicas))
        assert sum(each.leads for each in replicas) == 1
        postgres.cut(url)
        await until(lambda: not all(each.leads for each in replicas))
    await until(lambda: any(each.leads for each in replicas))
    assert sum(each.leads for each in replicas) == 1


async def test_the_leader_hears_what_another_replica_posted(url: str, vault: Vault, replicas: list[Leadership]) -> None:
    woken: list[bool] = []
    leader, store = replicas[0], Store(url, vault)
    leader.on_posted(lambda: woken.append(True))
    leader.start()
    await until(lambda: woken)
    woken.clear()
    await store.write(lambda tx: post(tx, 5, Call("sendMessage", {"text": "a"})))
    await until(lambda: woken)
    store.close()
