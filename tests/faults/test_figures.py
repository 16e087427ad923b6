"""The figures of the running program: killed, refused, cut, away (G1, G5, G11, OUT-19, OUT-20)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.faults.aged import aged, many_messages
from tests.faults.history import (
    DONE,
    Outcome,
    cards_missing,
    inversions,
    kept_in,
    lost_updates,
    over_limits,
    repeats,
    second_cards,
)
from tests.faults.memory import Arriving, Plan, Remembering, each, either
from tests.faults.phones import Phone, crowd, patiently
from tests.faults.programs import TOKEN, Program, installed_at
from tests.waiting import until

pytestmark = pytest.mark.slow

RECRUITING = {"TAMIZ_RECRUITMENT": "recruiting", "TAMIZ_TODAY": "2026-11-22"}
#: Seconds after which somebody who waits counts as given up, where nobody may; and where a weak build makes them.
PATIENCE, SHORT = 240.0, 10.0
#: The same where the program is killed again and again: on a busy machine it lives for a second and starts for thirty.
LONG_PATIENCE = 1800.0
#: Answers of the shortened way of somebody who need not come to the end.
FEW = 6
Sized = Callable[[int, int], int]
Noted = Callable[[str, str, str, str], None]


def database(program: Program) -> Path:
    return program.folder / "data" / "tamiz.db"


async def killed(folder: Path, kills: int, people: int, weak: str = "") -> tuple[Remembering, list[Phone], Program]:
    """Walk a crowd while the program is killed again and again; then let it end in order."""
    server = Remembering(TOKEN)
    async with installed_at(folder, server, **RECRUITING) as program:
        program.weak = weak
        await program.start()
        walking = asyncio.create_task(crowd(server, people, SHORT if weak else LONG_PATIENCE))
        for _ in range(kills):
            heard = len(server.history) + random.randint(1, 40)
            await until(lambda many=heard, walk=walking: len(server.history) >= many or walk.done())
            await program.kill()
            await program.start()
            if walking.done():
                await walking
                walking = asyncio.create_task(crowd(server, people, SHORT if weak else LONG_PATIENCE))
        phones = await walking
        if not weak:
            await until(lambda: not cards_missing(server.history, kept_in(database(program)).codes))
        await program.stop()
    return server, phones, program


@pytest.mark.prove
async def test_killed_under_load_loses_and_doubles_nothing(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """G1, IN-02, OUT-02."""
    kills, people = sized(3, 200), sized(4, 40)
    (tmp_path / "whole").mkdir()
    server, phones, program = await killed(tmp_path / "whole", kills, people)
    kept = kept_in(database(program))
    assert [phone.lost for phone in phones if not phone.done] == []
    assert lost_updates(server.history, kept) == []
    assert inversions(server.history) == 0
    assert cards_missing(server.history, kept.codes) == second_cards(server.history, kept.codes) == []
    repeated = max(repeats(server.history).values(), default=0)
    assert repeated <= kills
    (tmp_path / "weak").mkdir()
    server, phones, program = await killed(tmp_path / "weak", min(kills, 20), people, "confirms_first")
    stuck = sum(not phone.done for phone in phones)
    lost = len(lost_updates(server.history, kept_in(database(program))))
    assert lost > 0, "a build that confirms first loses something"
    what = f"{kills} × kill -9 under {people} conversations"
    reached = f"0 lost, 0 doubled, 0 out of order; at most {repeated} repeats in one chat"
    figure("G1", what, reached, f"confirms first: {lost} updates lost, {stuck} people stuck")


async def faulty(
    folder: Path, plan: Plan, people: int, weak: str = "", patience: float = PATIENCE
) -> tuple[Remembering, list[Phone], Program]:
    """Walk a crowd against a server with faults."""
    server = Remembering(TOKEN, plan)
    async with installed_at(folder, server, **RECRUITING) as program:
        program.weak = weak
        await program.start()
        phones = await crowd(server, people, patience)
        await until(lambda: not cards_missing(server.history, kept_in(database(program)).codes))
        assert await program.stop() == 0
    return server, phones, program


async def test_with_four_in_a_hundred_refused_and_failed_nobody_gives_up(
    tmp_path: Path, sized: Sized, figure: Noted
) -> None:
    """OUT-19."""
    people = sized(5, 120)
    plan = either(each(25, Outcome.TOLD_TO_WAIT), each(25, Outcome.FAILED, 12))
    for name in ("whole", "weak"):
        (tmp_path / name).mkdir()
    server, phones, program = await faulty(tmp_path / "whole", plan, people)
    kept = kept_in(database(program))
    assert [phone.lost for phone in phones if not phone.done] == []
    assert second_cards(server.history, kept.codes) == []
    assert inversions(server.history) == 0
    clean = people - len(repeats(server.history))
    # Of the few of `make test` somebody's question must be among what fails.
    harsh = plan if people > FEW else each(3, Outcome.FAILED)
    _server, weak, _program = await faulty(tmp_path / "weak", harsh, people, "gives_up_at_once", SHORT)
    stuck = sum(not phone.done for phone in weak)
    assert stuck > 0, "a build that gives up after one failure leaves somebody without a question"
    reached = f"0 of {people} give up, {clean} saw nothing twice"
    figure("OUT-19", "4 % of calls 429 and 4 % 500", reached, f"gives up at once: {stuck} of {people} give up")


def lost_replies(every: int) -> Plan:
    """Return a plan by which so many replies are lost after the call was done, and the first of each third card."""
    cards = 0

    def plan(call: Arriving) -> Outcome | None:
        nonlocal cards
        if call.chat < 0 and call.method == "sendMessage":
            cards += 1
            return Outcome.LOST if cards % 3 == 1 else None
        return Outcome.LOST if call.number % every == 0 and call.method != "getMe" else None

    return plan


async def test_a_lost_reply_makes_no_second_card(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """OUT-01, OUT-20."""
    people = sized(5, 120)
    for name in ("whole", "weak"):
        (tmp_path / name).mkdir()
    server, phones, program = await faulty(tmp_path / "whole", lost_replies(20), people)
    codes = kept_in(database(program)).codes
    assert [phone.lost for phone in phones if not phone.done] == []
    assert len(codes) == people
    assert second_cards(server.history, codes) == []
    server, _phones, program = await faulty(tmp_path / "weak", lost_replies(20), people, "sends_cards_whole")
    doubled = len(second_cards(server.history, kept_in(database(program)).codes))
    assert doubled > 0, "a build without covers shows one person twice"
    reached = f"0 second cards for {people} people, nobody gives up"
    figure("OUT-20", "5 % of replies lost after the call was done", reached, f"sends cards whole: {doubled} twice")


async def backlog(folder: Path, messages: int, pace: str) -> int:
    """Let so many messages wait at a start; how many calls were over a limit."""
    server = Remembering(TOKEN, strict=True)
    async with installed_at(folder, server, TAMIZ_PACE=pace) as program:
        chats = [server.new_patient("es").id for _ in range(messages // 3)]
        for chat in chats:
            server.world.rooms[chat].standing = "member"  # they wrote once
        many_messages(folder, chats, 3)
        await program.start()
        all_sent = await patiently(lambda: _waited(server) >= messages, PATIENCE + messages)
        await program.stop()
    assert all_sent
    return over_limits(server.history)


def _waited(server: Remembering) -> int:
    return sum("waiting" in made.text and made.outcome in DONE for made in server.made())


@pytest.mark.prove
async def test_a_backlog_meets_no_limit(tmp_path: Path, sized: Sized, figure: Noted) -> None:
    """G5, OUT-04, OUT-18."""
    messages = sized(150, 9999)
    for name in ("whole", "weak"):
        (tmp_path / name).mkdir()
    assert await backlog(tmp_path / "whole", messages, "telegram") == 0
    weak = await backlog(tmp_path / "weak", min(messages, 600), "off")
    assert weak > 0, "without turns the limits are met"
    what = f"{messages} messages waiting at a start, sliding windows on what arrives"
    figure("G5", what, "0 calls over a limit", f"without turns: {weak} over a limit of {min(messages, 600)} messages")


async def away(folder: Path, minutes: int, people: int, weak: str = "") -> tuple[int, int]:
    """An outage while everybody presses; how many have an open question after it, and how many were shown two."""
    server = Remembering(TOKEN)
    async with installed_at(folder, server, **RECRUITING) as program:
        program.weak = weak
        await program.start()
        phones = await crowd(server, people, PATIENCE, FEW)
        await until(lambda: all(_open_again(server, phone) for phone in phones))
        assert await program.stop() == 0
        seen = {phone.chat: len(server.messages(phone.chat)) for phone in phones}
        pressed = {phone.chat: _press(server, phone) for phone in phones}
        server.ahead = timedelta(minutes=minutes)
        aged(folder, timedelta(minutes=minutes))
        await program.start()
        moved: Callable[[], int] = partial(_moved, server, pressed)
        await patiently(lambda: moved() == people, SHORT if weak else PATIENCE)
        assert await program.stop() == 0
        twice = sum(len(server.messages(phone.chat)) > seen[phone.chat] + 1 for phone in phones)
        return moved(), twice


def _moved(server: Remembering, pressed: dict[int, int]) -> int:
    return sum(before < _newest(server, chat) for chat, before in pressed.items())


def _newest(server: Remembering, chat: int) -> int:
    """The newest message with buttons; 0 where those of the last were just taken away, and the next is not sent yet."""
    shown = (message for message in server.messages(chat) if "reply_markup" in message)
    return max((int(message["message_id"]) for message in shown), default=0)


def _open_again(server: Remembering, phone: Phone) -> bool:
    last = server.messages(phone.chat)[-1]
    return bool(last["from"].get("is_bot")) and "reply_markup" in last


def _press(server: Remembering, phone: Phone) -> int:
    message = server.messages(phone.chat)[-1]
    server.press(phone.chat, phone.chat, message["message_id"], (0, 0))
    return int(message["message_id"])


@pytest.mark.prove
@pytest.mark.parametrize("minutes", [1, 3, 26 * 60])
async def test_after_an_outage_everybody_has_an_open_question(
    tmp_path: Path, minutes: int, sized: Sized, figure: Noted
) -> None:
    """G11, IN-11."""
    people = sized(4, 50)
    for name in ("whole", "weak"):
        (tmp_path / name).mkdir()
    assert await away(tmp_path / "whole", minutes, people) == (people, 0)
    what = f"{people} presses during an outage of {minutes} min"
    reached = f"{people} of {people} have one new question"
    # After a minute the presses themselves arrive still; later nothing does but what the bot does by itself.
    weak, named = ("drops_what_waited", "drops what waited") if minutes == 1 else ("is_never_away", "never away")
    left, _twice = await away(tmp_path / "weak", minutes, people, weak)
    assert left < people
    figure("G11", what, reached, f"{named}: {left} of {people}")
