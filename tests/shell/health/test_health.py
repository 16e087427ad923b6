"""Red within 75 s of each fault, green again alone; what `/metrics` shows is what dashboard and runbook name (G12)."""

from __future__ import annotations

import asyncio
import json
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client import CollectorRegistry, generate_latest
from structlog.testing import capture_logs

from bot.health import page, vitals
from bot.health.alarms import AlarmCaller, AlarmTap, alarm_of
from bot.health.page import HealthWatch, Numbers
from bot.health.vitals import Examiner, Vitals
from bot.render.call import Call
from bot.store.connection import StoreError, StoreUnavailable
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.staff_group import staff_chat
from bot.telegram.client import ApiReply, ApiUnreachable, BotApi
from dialogs.errors import SetUpError
from dialogs.site import Recruitment
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import Front
from tests.waiting import until

ROOT = Path(__file__).parents[3]
#: Seconds within which a fault must show (G12).
RED_WITHIN = 75


@dataclass
class Intake:
    """When the platform last answered."""

    heard: float = 0.0
    has_rival: bool = False


class Api(BotApi):
    """Answers what a test says."""

    def __init__(self) -> None:
        super().__init__("1:test", "http://127.0.0.1:9")
        self.member: ApiReply | None = ApiReply(200, ok=True, result={"status": "administrator"})

    async def call(self, method: str, payload: Any, *, seconds: float = 20.0) -> ApiReply:
        if self.member is None:
            raise ApiUnreachable("test")
        return ApiReply(200, ok=True, result={"id": 7}) if method == "getMe" else self.member


class Watched:
    """An installation whose clock a test moves."""

    def __init__(self, store: Store) -> None:
        self.now = 1000.0
        self.front = Front(store, English())
        self.intake, self.api, self.tap = Intake(self.now), Api(), AlarmTap()
        self.examiner = Examiner(self.front.context, self.api, self.intake, lambda: self.now)

    def watch(self, listen: tuple[str, int] | None = None) -> HealthWatch:
        """What looks and is seen; it is ready once the clock moved."""
        return HealthWatch(self.examiner, (self.tap, AlarmCaller(self.tap, None)), listen, lambda: self.now > 1000)

    def ill(self, seconds: float) -> list[str]:
        """The parts that are not well, after so many seconds with a look every five of them."""
        for _ in range(int(seconds // 5)):
            self.now += 5
            asyncio.run(self.examiner.look())
        return [part for part, well in self.examiner.last.parts().items() if not well]


@pytest.fixture
def watched(store: Store) -> Watched:
    return Watched(store)


def test_a_deaf_bot_turns_red_in_time_and_green_when_it_hears_again(watched: Watched) -> None:
    """[OPS-01]"""
    assert watched.ill(60) == []
    assert watched.ill(RED_WITHIN - 60) == ["poll"]
    watched.intake.heard = watched.now
    assert watched.ill(5) == []


def test_a_rival_turns_red_at_the_next_look_and_green_when_it_is_gone(watched: Watched) -> None:
    """[OPS-01] Also where polls are answered in between, so that silence alone would show nothing."""
    watched.intake.has_rival = True
    watched.intake.heard = watched.now + 100
    assert watched.ill(5) == ["alone"]
    watched.intake.has_rival = False
    assert watched.ill(5) == []


async def test_a_platform_that_is_silent_about_the_group_holds_up_no_look(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPS-01."""

    async def silent(method: str, payload: Any, *, seconds: float = 20.0) -> ApiReply:
        return await asyncio.Future[ApiReply]()

    monkeypatch.setattr(watched.api, "call", silent)
    monkeypatch.setattr(vitals, "GROUP_PATIENCE", 0.0)
    watched.intake.has_rival = True
    assert not (await watched.examiner.look()).parts()["alone"]
    assert watched.examiner.last.in_group


async def test_who_does_not_answer_to_an_alarm_holds_up_no_look(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPS-05."""
    monkeypatch.setattr(page, "LOOK_SECONDS", 0.0)
    watch, told = watched.watch(), asyncio.Event()

    async def silent() -> None:
        told.set()
        await asyncio.Future[None]()

    monkeypatch.setattr(watch._caller, "tell", silent)
    looking = asyncio.create_task(watch.run())
    await until(told.is_set)
    watched.intake.has_rival = True
    await until(lambda: not watched.examiner.last.alone)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


def test_a_mute_bot_turns_red_in_time_and_green_when_it_is_heard(watched: Watched) -> None:
    """[OPS-01]"""
    store = watched.front.context.store
    store.write_now(lambda tx: post(tx, -5, Call("sendMessage", {"text": "x"})))
    watched.intake.heard = watched.now + 100
    assert watched.ill(RED_WITHIN) == ["send"]
    watched.front.deliver()
    assert watched.ill(5) == []


def test_a_disk_at_its_end_turns_red_and_green_when_there_is_room(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DB-03]"""
    monkeypatch.setattr(vitals, "LEAST_FREE", 1.1)
    assert watched.ill(5) == ["disk"]
    monkeypatch.setattr(vitals, "LEAST_FREE", 0.0)
    assert watched.ill(5) == []


def test_a_disk_that_cannot_be_asked_is_told_and_ends_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DB-03, OPS-02."""

    def broken(_place: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(vitals.shutil, "disk_usage", broken)
    assert asyncio.run(watched.examiner.look()).parts()["database"] is False


def test_a_database_that_goes_away_between_two_questions_is_told_and_ends_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-19, OPS-02: a server with no connection left ended the program, once in thirty seconds of looking."""
    read = watched.front.context.store.read

    async def cut(work: Any) -> Any:
        if work is staff_chat:
            raise StoreUnavailable(104, "cut")
        return await read(work)

    monkeypatch.setattr(watched.front.context.store, "read", cut)
    assert asyncio.run(watched.examiner.look()).parts()["group"] is True


@pytest.mark.parametrize("said", [True, [], {}])
def test_a_name_of_the_bot_that_is_none_ends_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    async def odd(method: str, payload: Any, *, seconds: float = 20.0) -> ApiReply:
        return ApiReply(200, ok=True, result=said)

    monkeypatch.setattr(watched.api, "call", odd)
    assert asyncio.run(watched.examiner.look()).parts()["group"] is True


@pytest.mark.parametrize(
    "answer",
    some(
        [
            ApiReply(200, ok=True, result={"status": "kicked"}),
            ApiReply(200, ok=True, result={"status": "left"}),
            ApiReply(400, ok=False),
            ApiReply(403, ok=False),
        ]
    ),
)
def test_a_group_that_is_gone_turns_red_and_green_when_the_bot_is_back(watched: Watched, answer: ApiReply) -> None:
    """[OUT-09]"""
    watched.intake.heard = watched.now + 200
    watched.ill(5)
    good, watched.api.member = watched.api.member, answer
    assert watched.ill(RED_WITHIN) == ["group"]
    watched.api.member = None
    assert watched.ill(30) == ["group"]
    watched.api.member = good
    assert watched.ill(30) == []


def test_a_database_that_was_deleted_or_replaced_ends_the_bot(watched: Watched, tmp_path: Path) -> None:
    store = watched.front.context.store
    path = tmp_path / "tamiz.db"
    kept = path.read_bytes()
    path.rename(tmp_path / "away")
    with pytest.raises(StoreError, match="replaced or deleted"):
        asyncio.run(watched.examiner.look())
    path.write_bytes(kept)
    with pytest.raises(OSError, match="replaced"):
        store.write_now(lambda tx: None)
    assert isinstance(store.failure.exception(), StoreError)


def test_a_database_file_that_was_emptied_ends_the_bot(watched: Watched, tmp_path: Path) -> None:
    """Issue 13, 6: the same file, and nothing in it any more."""
    store = watched.front.context.store
    os.truncate(tmp_path / "tamiz.db", 0)
    with pytest.raises(StoreError, match="replaced or deleted"):
        asyncio.run(watched.examiner.look())
    with pytest.raises(OSError, match="replaced"):
        store.write_now(lambda tx: None)
    assert isinstance(store.failure.exception(), StoreError)


async def test_the_pages_say_what_is_red_and_whether_it_is_ready(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    start = page.web.TCPSite.start

    async def noted(site: Any) -> None:
        await start(site)
        ports.set_result(site._server.sockets[0].getsockname()[1])

    monkeypatch.setattr(page.web.TCPSite, "start", noted)
    monkeypatch.setattr(page, "LOOK_SECONDS", 3600.0)
    task = asyncio.create_task(watched.watch(("127.0.0.1", 0)).run())
    async with ClientSession(f"http://127.0.0.1:{await ports}") as client:

        async def get(path: str) -> tuple[int, str]:
            async with client.get(path) as answer:
                return answer.status, await answer.text()

        assert [(await get("/healthz"))[0], (await get("/readyz"))[0]] == [200, 503]
        watched.now += 100
        await watched.examiner.look()
        status, body = await get("/healthz")
        assert (status, json.loads(body)["parts"]["poll"]) == (503, False)
        assert (await get("/readyz"))[0] == 200
        assert 'tamiz_healthy{part="poll"} 0.0' in (await get("/metrics"))[1]
        assert (await get("/elsewhere"))[0] == 404
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_taken_port_of_the_page_is_named(watched: Watched) -> None:
    async def nobody(*_: object) -> None:
        """Nothing is said."""

    taken = await asyncio.start_server(nobody, "127.0.0.1", 0)
    with pytest.raises(SetUpError, match="TAMIZ_METRICS_LISTEN"):
        await watched.watch(taken.sockets[0].getsockname()).run()
    taken.close()


def test_what_turns_bad_is_an_alarm_once_and_what_is_well_again_a_line(watched: Watched) -> None:
    watch = watched.watch()
    bad = Vitals(poll_age=99, alone=False, unsent_age=99, files=False, in_group=False, free={"keys": 0.01})
    with capture_logs() as lines:
        watch.raise_what_turned(bad)
        watch.raise_what_turned(bad)
        watch.raise_what_turned(Vitals())
    told = [str(alarm_of(line["event"])) for line in lines if line["log_level"] == "error"]
    assert told == ["rival", "database", "disk", "group", "deaf", "mute"]
    assert [line["event"] for line in lines if line["log_level"] == "info"] == ["well again"] * 6


def test_the_end_of_a_confirmation_is_told_two_weeks_and_two_days_before(watched: Watched) -> None:
    """[RE-02]"""
    watch = watched.watch()
    with capture_logs() as lines:
        for days in (20, 15, 14, 14, 13, 3, 2, 2, 1, 0):
            watch.raise_what_turned(Vitals(confirmation_days=days))
    assert [line["days"] for line in lines if line["log_level"] == "error"] == [14, 2]


def test_the_days_of_a_confirmation_are_counted_while_the_bot_recruits(watched: Watched) -> None:
    today = watched.front.context.today(watched.front.context.now())
    watched.front.set_site(state=Recruitment.RECRUITING, confirmed_on=today)
    watched.examiner._context = watched.front.context
    watched.ill(5)
    assert watched.examiner.last.confirmation_days == 90
    assert vitals.days_left(date(2026, 8, 28), date(2026, 11, 26)) == 0


def shown(watched: Watched) -> set[str]:
    """The metrics that the page has, when there is something to show in each."""
    watched.examiner.last = Vitals(free={"keys": 0.5}, confirmation_days=5)
    registry = CollectorRegistry()
    registry.register(Numbers(watched.examiner, AlarmTap()))
    return set(re.findall(r"^(tamiz_\w+)", generate_latest(registry).decode(), re.MULTILINE))


@pytest.mark.parametrize("name", ["deploy/grafana/tamiz.json", "docs/runbook.md", "docs/es/runbook.md"])
def test_every_metric_that_is_named_exists_and_every_one_that_exists_is_named(watched: Watched, name: str) -> None:
    assert set(re.findall(r"tamiz_[a-z_]+", (ROOT / name).read_text("utf-8"))) == shown(watched)


def test_the_dashboard_is_one_that_can_be_read() -> None:
    board = json.loads((ROOT / "deploy/grafana/tamiz.json").read_text("utf-8"))
    numbers = [each["id"] for each in board["panels"]]
    assert len(set(numbers)) == len(numbers) >= 10
    assert all(each["targets"][0]["expr"] for each in board["panels"])
