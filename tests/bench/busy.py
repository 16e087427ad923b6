"""The bot on a Monday at ten, with work of its own that is done again and again once a file called `now` lies there.

Run by `beside`, in the folder of an installation: `python -m tests.bench.busy digest`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Running, run
from bot.cli.event_loop import run_on_the_quicker_loop
from bot.cli.log_lines import set_up_logs
from bot.config.clock import Clock, system_clock
from bot.config.settings import read_settings
from bot.config.site import SiteFile
from bot.desk.context import DeskContext
from bot.desk.numbers import whole_weeks
from bot.desk.overdue import LAST_LINE
from bot.jobs import look_after_cases
from bot.store.settings import set_setting

NOW = Path("now")
_TEN = time(10)


def on_a_monday(zone: ZoneInfo) -> Clock:
    """Return a clock that begins at ten of the coming Monday, when the team is at work."""
    here = system_clock().astimezone(zone)
    monday = here.date() + timedelta(days=7 - here.weekday())
    ahead = datetime.combine(monday, _TEN, zone) - here
    return lambda: system_clock() + ahead


async def digest(context: DeskContext) -> None:
    """Post the digest of the week, though it was posted before, and look after every case."""
    long_ago = (context.now() - timedelta(days=30)).date().isoformat()
    await context.store.write(lambda tx: set_setting(tx, context.setting(LAST_LINE), long_ago))
    await look_after_cases(context)


async def funnel(context: DeskContext) -> None:
    """Count what a member of the team sees as the numbers."""
    await context.store.write(lambda tx: whole_weeks(tx, context, context.now()))


WORK: dict[str, Callable[[DeskContext], Awaitable[None]]] = {"digest": digest, "funnel": funnel}


async def _again_and_again(context: DeskContext, work: Callable[[DeskContext], Awaitable[None]]) -> None:
    times = 0
    while True:
        if not NOW.exists():
            await asyncio.sleep(0.1)
            continue
        await work(context)
        times += 1
        NOW.write_text(str(times))


async def _serve(work: Callable[[DeskContext], Awaitable[None]] | None) -> int:
    running: list[asyncio.Task[None]] = []

    def begin(bot: Running) -> None:
        if work is not None:
            running.append(asyncio.get_running_loop().create_task(_again_and_again(bot.context, work)))

    try:
        return await run(read_settings(), clock=on_a_monday(SiteFile().zone), started=begin)
    finally:
        for task in running:
            task.cancel()


if __name__ == "__main__":
    set_up_logs("WARNING")
    raise SystemExit(run_on_the_quicker_loop(_serve(WORK.get(sys.argv[1]))))
