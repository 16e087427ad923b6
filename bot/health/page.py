"""`/metrics`, `/healthz` and `/readyz`, for a machine that watches; and the round that looks and raises alarms."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot import VERSION
from bot.health.alarms import Alarm, AlarmCaller, AlarmTap
from bot.health.vitals import Examiner, Vitals
from dialogs.errors import SetUpError

log = structlog.get_logger("health")

#: Seconds between two looks.
LOOK_SECONDS = 5.0
#: Seconds between two looks whether an alarm is to be told.
TELL_SECONDS = 1.0
#: Days before the end of a confirmation on which its end is told.
TOLD_DAYS_BEFORE = (14, 2)
#: What is logged when a part turns bad; the lines raise the alarms.
_TURNED = {
    "poll": "ALARM: deaf; the platform has not answered for more than a minute",
    "alone": "another program receives this bot's messages; stop it, or revoke the token",
    "send": "ALARM: mute; a message has waited for more than a minute",
    "database": "ALARM: nothing can be filed; nothing is confirmed meanwhile",
    "disk": "ALARM: the disk is nearly full",
    "group": "ALARM: the bot is not in the study team's group; its messages wait",
}
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Numbers:
    """What `/metrics` shows, of the last look; no label holds anything of a person."""

    def __init__(self, examiner: Examiner, tap: AlarmTap) -> None:
        self._examiner, self._tap = examiner, tap

    def collect(self) -> Iterator[Metric]:
        """Yield each metric."""
        seen = self._examiner.last
        gauge = GaugeMetricFamily
        built = gauge("tamiz_build_info", "Which version runs.", labels=["version"])
        built.add_metric([VERSION], 1)
        yield built
        yield gauge("tamiz_last_poll_age_seconds", "Since the platform last answered.", value=seen.poll_age)
        yield gauge("tamiz_oldest_unsent_age_seconds", "How long the oldest message waits.", value=seen.unsent_age)
        yield gauge("tamiz_last_commit_age_seconds", "Since something was last filed.", value=seen.commit_age)
        yield gauge("tamiz_unsent_messages", "Messages that wait.", value=seen.unsent)
        yield gauge("tamiz_referrals_waiting", "Referrals that nobody has taken.", value=seen.referrals_waiting)
        yield gauge("tamiz_quarantined_updates", "Updates that could not be handled.", value=seen.quarantined)
        if seen.confirmation_days is not None:
            said = "Days for which the confirmation of the recruitment state counts."
            yield gauge("tamiz_confirmation_days_left", said, value=seen.confirmation_days)
        disks = gauge("tamiz_disk_free_ratio", "Share of the disk that is free.", labels=["place"])
        for place, share in seen.free.items():
            disks.add_metric([place], share)
        yield disks
        parts = gauge("tamiz_healthy", "Is this part well?", labels=["part"])
        for part, well in seen.parts().items():
            parts.add_metric([part], int(well))
        yield parts
        alarms = CounterMetricFamily("tamiz_alarms", "Alarms raised.", labels=["alarm"])
        for alarm in Alarm:
            alarms.add_metric([alarm.value], self._tap.counts[alarm])
        yield alarms


class HealthWatch:
    """Looks every few seconds, raises what turned bad, tells it outside, and serves the page where one is wanted."""

    def __init__(
        self,
        examiner: Examiner,
        alarms: tuple[AlarmTap, AlarmCaller],
        listen: tuple[str, int] | None,
        is_ready: Callable[[], bool],
    ) -> None:
        self._examiner, self._listen, self._is_ready = examiner, listen, is_ready
        self._tap, self._caller = alarms
        self._bad: set[str] = set()
        self._told_days: int | None = None
        self._registry = CollectorRegistry()
        self._registry.register(Numbers(examiner, self._tap))

    async def run(self) -> None:
        """Look until cancelled; SetUpError where the page's port is taken."""
        async with self._page():
            telling = asyncio.create_task(self._tell())
            try:
                while True:
                    self.raise_what_turned(await self._examiner.look())
                    await asyncio.sleep(LOOK_SECONDS)
            finally:
                telling.cancel()

    async def _tell(self) -> None:
        """Tell what was raised, beside the looks: who does not answer to an alarm holds up none of them."""
        while True:
            await self._caller.tell()
            await asyncio.sleep(TELL_SECONDS)

    async def last_words(self) -> None:
        """Tell what was raised while everything ended."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._caller.tell(), 2.0)

    def raise_what_turned(self, seen: Vitals) -> None:
        """Log an alarm for each part that turned bad, and a line for each that is well again."""
        bad = {part for part, well in seen.parts().items() if not well}
        for part in sorted(bad - self._bad):
            log.error(_TURNED[part])
        for part in sorted(self._bad - bad):
            log.info("well again", part=part)
        self._bad = bad
        days = seen.confirmation_days
        if days is not None and days != self._told_days and days in TOLD_DAYS_BEFORE:
            log.error("ALARM: the confirmation of the recruitment state ends soon; confirm it again", days=days)
        self._told_days = days

    @asynccontextmanager
    async def _page(self) -> AsyncIterator[None]:
        if self._listen is None:
            yield
            return
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        quiet = logging.getLogger("health.requests")
        quiet.disabled = True
        runner = web.AppRunner(app, access_log=None, logger=quiet, shutdown_timeout=1)
        await runner.setup()
        try:
            host, port = self._listen
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError:
                told = "TAMIZ_METRICS_LISTEN: cannot listen there. Stop what holds the port, or name another."
                raise SetUpError([told]) from None
            yield
        finally:
            await runner.cleanup()

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": _TEXT})

    async def _healthz(self, _request: web.Request) -> web.Response:
        parts = self._examiner.last.parts()
        return web.json_response(
            {"healthy": all(parts.values()), "parts": parts}, status=200 if all(parts.values()) else 503
        )

    async def _readyz(self, _request: web.Request) -> web.Response:
        ready = self._is_ready()
        return web.json_response({"ready": ready}, status=200 if ready else 503)
