"""Each alarm is raised by a line that the program writes, told once outside Telegram, and explained in the runbook."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot import app
from bot.config.settings import Settings
from bot.health.alarms import APART, LINES, Alarm, AlarmCaller, AlarmTap, alarm_of
from dialogs.errors import SetUpError

ROOT = Path(__file__).parents[3]
CODE = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py") if path.name != "alarms.py")
MARK = "a-secret-4711"


@asynccontextmanager
async def place(status: int = 200) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """Somewhere outside that takes alarms: its address, and what it got."""
    got: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        got.append(await request.json())
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/alarm", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/alarm", got
    finally:
        await runner.cleanup()


def said(line: str) -> logging.LogRecord:
    """A line of the log, as it comes to the tap."""
    record = logging.LogRecord("x", logging.ERROR, "", 0, "", (), None)
    record.msg = {"event": line, "detail": MARK}  # type: ignore[assignment]  # as structlog hands it on
    return record


@pytest.mark.parametrize("alarm", list(Alarm))
async def test_each_alarm_is_told_outside_by_its_name_alone(alarm: Alarm) -> None:
    """[OPS-05]"""
    line = next(begins for begins, raised in LINES if raised is alarm)
    tap = AlarmTap()
    tap.emit(said(line))
    async with place() as (url, got):
        await AlarmCaller(tap, url).tell()
    assert got == [{"alarm": alarm.value, "program": "tamiz"}]
    assert tap.counts == {alarm: 1}


@pytest.mark.parametrize("begins", [begins for begins, _ in LINES])
def test_each_line_that_raises_an_alarm_is_one_that_the_program_writes(begins: str) -> None:
    assert f'"{begins}' in CODE


def test_every_line_that_calls_itself_an_alarm_raises_one() -> None:
    lines = re.findall(r'"((?:SECURITY: )?ALARM: [^"]+)"', CODE)
    assert len(lines) >= 10
    assert not [line for line in lines if alarm_of(line) is None]


def test_the_same_alarm_is_told_once_in_a_while_and_counted_each_time() -> None:
    now = [0.0]
    tap = AlarmTap(lambda: now[0])
    for moment in (0.0, 1.0, APART - 1, APART):
        now[0] = moment
        tap.emit(said("job failed"))
    assert (list(tap.waiting), tap.counts[Alarm.JOB]) == ([Alarm.JOB, Alarm.JOB], 4)


def test_the_tap_hears_our_own_lines_and_those_of_libraries() -> None:
    tap = AlarmTap()
    logging.root.addHandler(tap)
    try:
        structlog.configure(
            processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
        )
        structlog.get_logger("x").error("job failed", job="tidy")
        logging.getLogger("y").error("update lost; only its number is kept")
        logging.getLogger("y").error("nothing of an alarm")
    finally:
        logging.root.removeHandler(tap)
        structlog.reset_defaults()
    assert list(tap.waiting) == [Alarm.JOB, Alarm.UPDATE_LOST]


async def test_an_alarm_that_nobody_takes_is_tried_again_and_then_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health.alarms._REST", 0.0)
    tap = AlarmTap()
    tap.emit(said("job failed"))
    async with place(503) as (url, got):
        await AlarmCaller(tap, url).tell()
    assert (len(got), list(tap.waiting)) == (3, [])


async def test_without_an_address_nothing_waits_for_ever() -> None:
    tap = AlarmTap()
    tap.emit(said("job failed"))
    await AlarmCaller(tap, None).tell()
    assert not tap.waiting


@pytest.mark.parametrize("page", ["docs/runbook.md", "docs/es/runbook.md"])
def test_the_runbook_has_a_row_for_each_alarm_and_no_other(page: str) -> None:
    text = (ROOT / page).read_text("utf-8").partition("## 2")[2].partition("## 3")[0]
    assert re.findall(r"^\| `([a-z_]+)` \|.*\|.*\|$", text, re.MULTILINE) == [alarm.value for alarm in Alarm]


def test_what_is_told_is_no_more_than_the_runbook_says() -> None:
    assert json.dumps({"alarm": "deaf", "program": "tamiz"}) in (ROOT / "docs/runbook.md").read_text("utf-8")


async def test_a_line_of_the_start_itself_raises_its_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """OPS-01: what is wrong with an approval or with files is said while the bot is put together, before it serves."""

    def opened(*_: object) -> None:
        logging.getLogger("app").error("ALARM: information only")
        raise SetUpError(["no further"])

    monkeypatch.setattr(app, "open_context", opened)
    with pytest.raises(SetUpError):
        await app.run(Settings())
    (tap,) = [each for each in logging.root.handlers if isinstance(each, AlarmTap)]
    assert tap.counts == {Alarm.INFORMATION_ONLY: 1}
    logging.root.removeHandler(tap)
