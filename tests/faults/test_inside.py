"""Figures that need few processes: mutated updates, order, who may do what, memory (G4, G6, G10, G14)."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from aiogram.types import Update

from bot import app
from bot.config.membership import Standing
from bot.desk import admission, referral_cards
from bot.store import referrals, staff
from bot.store.engine import Store
from bot.store.referrals import FiledReferral
from bot.store.tx import Tx
from bot.store.vault import load_vault
from bot.telegram import polling as polling_module
from bot.telegram.updates import lane
from dialogs.referral.referral import Referral
from tests.faults.memory import Remembering
from tests.faults.programs import TOKEN, installed_at
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, NAMES, STRANGER, Front, send
from tests.shell.telegram.test_polling import Desk, Server, polling, said
from tests.shell.trail import audit_lines
from tests.waiting import ended, until

pytestmark = pytest.mark.slow

Sized = Callable[[int, int], int]
Noted = Callable[[str, str, str, str], None]
INVESTIGATOR, LEFT, UNKNOWN, REVOKED, ANONYMOUS = 31, 32, 33, 34, 1087968824
#: What may be done by whom, where every other condition holds.
LOOKS_ONLY = ("see", "menu")
ACTS = ("see", "menu", "take", "write", "settle", "ask_phone", "contacted", "not_eligible", "release", "reopen")


@pytest.fixture
def front(tmp_path: Path, installed: Path) -> Iterator[Front]:
    for name in ("master.key", "tamiz.db"):
        copy(installed / name, tmp_path)
    (tmp_path / "person-keys").mkdir(mode=0o700)
    store = Store(f"sqlite:///{tmp_path / 'tamiz.db'}", load_vault(tmp_path / "master.key", tmp_path / "person-keys"))
    yield Front(store, English())
    store.close()


#: What takes the place of a value, or of a whole part of an update.
SHAPES: tuple[Any, ...] = (
    *(None, True, -1, 2**63, 2**70, 1.5),
    *("", "\ud83d", "\x00", "\u202e18", "9" * 5000),
    *([], [[1]], {}, {"id": []}, {"id": None}),
)


def mutated(chance: random.Random, number: int) -> dict[str, Any]:
    """An update of which one to three parts are something else, or are gone."""
    person = {"id": 1000 + number % 50, "is_bot": False, "first_name": "P"}
    press = {"id": f"q{number}", "from": person, "chat_instance": "1", "data": "p1.1.0"}
    base = chance.choice(
        (
            said(number, who=person["id"], text="hola"),
            {"update_id": number, "callback_query": {**press, "message": said(number)["message"]}},
            {"update_id": number, "edited_message": said(number)["message"] | {"edit_date": 2}},
            {"update_id": number, "brand_new_type": {"from": person, "x": [1, 2]}},
        )
    )
    raw = deepcopy(base)
    for _ in range(chance.randint(1, 3)):
        places = [(part, key) for part in _parts(raw) for key in part if (part, key) != (raw, "update_id")]
        part, key = chance.choice([place for place in places if place[1] != "update_id"])
        if chance.random() < 0.2:
            del part[key]
        else:
            part[key] = deepcopy(chance.choice(SHAPES))
        if not set(raw) - {"update_id"}:
            break
    return raw


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _parts(part)


async def test_no_mutated_update_stops_anybody(front: Front, sized: Sized, figure: Noted) -> None:
    """G4, IN-08, IN-18."""
    count, chance = sized(200, 100_000), random.Random(4)
    handler = app._update_handler(front.context, Server().line)
    unhandled, naive = [], 0
    for number in range(1, count + 1):
        raw = mutated(chance, number)
        naive += _stops_a_naive_lane(raw)
        try:
            hash(lane(raw))
            if not await handler.take(raw):
                unhandled.append(raw)
        except Exception as fault:  # noqa: BLE001  # counted, whatever it is
            unhandled.append({"fault": type(fault).__name__, **raw})
    assert unhandled == []
    assert handler.lost == 0
    assert naive > 0
    reached = f"0 unhandled, {handler.handled} confirmed, 0 of which nothing is known"
    figure("G4", f"{count} mutated updates", reached, f"a lane that trusts its sender: {naive} end the intake")


def _stops_a_naive_lane(raw: dict[str, Any]) -> bool:
    try:
        hash(next(iter(value for name, value in raw.items() if name != "update_id"))["from"]["id"])
    except (KeyError, TypeError, StopIteration):
        return True
    return False


async def order(chats: int, burst: int) -> int:
    """Let so many chats send bursts into a desk of random slowness; how many updates overtook an earlier one."""
    numbers = itertools.count(1)
    # One chat after the other: a burst of which each batch held one alone would show nothing, however it was handled.
    server = Server(*(said(next(numbers), who=100 + chat) for chat in range(chats) for _ in range(burst)))
    desk, chance = Desk(), random.Random(10)
    seen: dict[int, list[int]] = defaultdict(list)

    async def dispatch(update: Update) -> None:
        for _ in range(chance.randrange(20)):
            await asyncio.sleep(0)
        assert update.message is not None
        seen[update.message.chat.id].append(update.update_id)

    intake = polling(server.line, desk, dispatch)
    task = asyncio.create_task(intake.run())
    await until(lambda: task.done() or not server.updates)
    intake.stop()
    await ended(task)
    assert sum(map(len, seen.values())) == chats * burst
    return sum(later < earlier for handled in seen.values() for earlier, later in itertools.pairwise(handled))


async def test_the_order_inside_a_chat_is_kept(monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted) -> None:
    """G10, IN-05."""
    chats, burst = sized(50, 500), sized(5, 20)
    assert await order(chats, burst) == 0
    monkeypatch.setattr(polling_module, "lane", lambda raw: raw["update_id"])
    weak = await order(chats, burst)
    assert weak > 0, "without lanes updates overtake each other"
    figure("G10", f"{chats} chats × bursts of {burst}", "0 inversions", f"without lanes: {weak} inversions")


def test_two_who_take_at_once_are_one_winner(
    front: Front, monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G10, GRP-06."""
    rounds = sized(10, 1000)
    for member in (ANA, BEA):
        front.invite(member)
    code, winners = send(front), Counter[int]()
    for turn in range(rounds):
        first, second = (ANA, BEA) if turn % 2 else (BEA, ANA)
        winners[_race(front, code, first, second)] += 1
        front.deliver()
        front.tap(first, f"s1.{code}.release", first)
    assert winners == {1: rounds}
    looked: list[Referral] = []

    def looked_before(tx: Tx, filed: FiledReferral) -> Referral:
        looked.append(looked[0] if looked else referral_of(tx, filed))
        return deepcopy(looked[0])

    referral_of = referral_cards.referral_of
    monkeypatch.setattr(referral_cards, "referral_of", looked_before)
    weak = _race(front, code, ANA, BEA)
    assert weak == 2
    figure("G10", f"{rounds} times two members take one case", "1 winner each time", f"looks before: {weak} winners")


def _race(front: Front, code: str, first: int, second: int) -> int:
    """Let two take it, neither of whom sees what the other did; how many got it."""
    with front.held_back():
        return sum([_take(front, who, code) for who in (first, second)])


def _take(front: Front, who: int, code: str) -> bool:
    before = holder(front, code)
    shown = {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup", "title": "Team"}}
    press = {"id": "q", "from": front.user(who), "chat_instance": "1", "data": f"s1.{code}.take", "message": shown}
    front.feed({"callback_query": press})
    return holder(front, code) != before


def holder(front: Front, code: str) -> int | None:
    found = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert found is not None
    return found.holder


def cells(front: Front, code: str) -> Iterator[tuple[int, int, str, bool]]:
    """Everybody × everywhere × everything: who, in which chat, which act, and whether it may be."""
    everybody = (ANA, INVESTIGATOR, LEFT, UNKNOWN, REVOKED, STRANGER, EVA, ANONYMOUS)
    for who, act in itertools.product(everybody, ACTS):
        for chat in (GROUP, who, -999, 4242, BEA):
            at_home = chat in (GROUP, who)
            allowed = who == ANA or (who == INVESTIGATOR and act in LOOKS_ONLY)
            yield who, chat, act, at_home and allowed


def team(front: Front) -> str:
    """A team of every kind, and a case."""
    NAMES.update(
        {INVESTIGATOR: "Ines", LEFT: "Leo", UNKNOWN: "Uma", REVOKED: "Rita", ANONYMOUS: "Group", 4242: "Other"}
    )
    for who in (ANA, BEA, LEFT, UNKNOWN, REVOKED):
        front.invite(who)
    front.invite(INVESTIGATOR, "investigator")
    front.standings |= {LEFT: Standing.OUT, UNKNOWN: Standing.UNKNOWN}
    gone = front.context.store.read_now(lambda tx: staff.staff_member(tx, REVOKED))
    assert gone is not None
    front.context.store.write_now(lambda tx: staff.revoke(tx, gone.id, front.now))
    return send(front)


def wrong_cells(front: Front, code: str, share: float) -> tuple[int, int]:
    """Try what is not allowed, or a share of it; how many were tried, and how many were done or left no line."""
    chance, tried, wrong = random.Random(6), 0, 0
    for who, chat, act, allowed in cells(front, code):
        if chance.random() > share or allowed:
            continue
        tried += 1
        before = front.context.store.read_now(lambda tx: len(audit_lines(tx, code)))
        messages = len(front.messages)
        front.tap(who, f"s1.{code}.{act}", chat)
        lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
        refused = len(lines) == before + 1 and lines[-1].act == "refused"
        wrong += not refused or len(front.messages) != messages
    return tried, wrong


def test_nobody_does_what_is_not_theirs(
    front: Front, monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G6, GRP-01, GRP-02, GRP-03, GRP-04, SEC-04: every refusal leaves a line, and nothing is sent to anybody."""
    code = team(front)
    tried, wrong = wrong_cells(front, code, sized(20, 100) / 100)
    assert wrong == 0
    monkeypatch.setattr(admission, "_outside", lambda *_: "")
    weak = wrong_cells(front, code, sized(20, 100) / 100)[1]
    assert weak > 0
    what = f"{tried} presses that are not allowed: who × where × what"
    figure("G6", what, "0 done, each refusal in the audit", f"without the look at the group: {weak} done")


async def growth(folder: Path, updates: int, chats: int, weak: str = "") -> float:
    """Let so many people write so much; by how many MiB the program grew after the first of them."""
    folder.mkdir()
    server = Remembering(TOKEN)
    async with installed_at(folder, server) as program:
        program.weak = weak
        await program.start()
        people = [server.new_patient("es").id for _ in range(chats)]

        async def written(count: int) -> int:
            for number in range(count):
                server.say(people[number % chats], people[number % chats], f"hola {number}")
                if number % 200 == 199:
                    await until(lambda: len(server.world.inbox) < 400)
                    server.history.clear()
            await until(lambda: len(server.world.inbox) == 0)
            assert program._process is not None
            lines = Path(f"/proc/{program._process.pid}/status").read_text("utf-8").splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

        before = await written(min(updates, max(300, updates // 10)))
        after = await written(updates)
        await program.stop()
    return (after - before) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
async def test_memory_does_not_grow_with_what_is_written(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """G14, OPS-03."""
    updates, chats = sized(300, 100_000), sized(30, 10_000)
    grown = await growth(tmp_path / "whole", updates, chats)
    assert grown < 20
    weak = await growth(tmp_path / "weak", min(updates, 2000), min(chats, 200), "keeps_everything")
    assert weak > 20
    what = f"{updates} updates of {chats} chats"
    figure("G14", what, f"{max(grown, 0):.0f} MiB more", f"keeps a little of each: {weak:.0f} MiB more")
