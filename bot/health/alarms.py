"""Every alarm: its name, the line of the log that raises it, and the call to somebody outside Telegram.

Telegram is what the bot talks by, so it cannot be what tells that the bot is silent (OPS-05). An alarm is heard where
it is logged: whoever logs such a line needs to know nothing of where it goes.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from enum import StrEnum

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.log import where_raised

log = structlog.get_logger("alarms")

#: Seconds in which the same alarm is told once.
APART = 900.0
#: Seconds that the place of the alarms has for an answer, and so many tries.
_PATIENCE, _TRIES, _REST = 5.0, 3, 2.0


class Alarm(StrEnum):
    """What needs a person; docs/runbook.md has a row for each."""

    DEAF = "deaf"
    MUTE = "mute"
    DISK = "disk"
    DATABASE = "database"
    DATABASE_REPLACED = "database_replaced"
    GROUP = "group"
    RIVAL = "rival"
    FOREIGN_WEBHOOK = "foreign_webhook"
    TOKEN = "token"
    REFUSED = "refused"
    JOB = "job"
    KEY = "key"
    ANSWERS = "answers"
    INFORMATION_ONLY = "information_only"
    CONFIRMATION = "confirmation"
    UPDATE_LOST = "update_lost"
    LOOKS = "looks"
    REQUEST = "request"
    STOPPED = "stopped"


#: How the line of the log begins that raises an alarm.
LINES: tuple[tuple[str, Alarm], ...] = (
    ("ALARM: deaf", Alarm.DEAF),
    ("ALARM: mute", Alarm.MUTE),
    ("ALARM: the disk is nearly full", Alarm.DISK),
    ("ALARM: nothing can be filed", Alarm.DATABASE),
    ("the machine is at fault", Alarm.DATABASE),
    ("ALARM: the database was replaced or deleted", Alarm.DATABASE_REPLACED),
    ("ALARM: an older database was put back", Alarm.DATABASE_REPLACED),
    ("ALARM: the bot is not in the study team's group", Alarm.GROUP),
    ("the bot was put out of the study team's group", Alarm.GROUP),
    ("another program polls with this token", Alarm.RIVAL),
    ("another program receives this bot's messages", Alarm.RIVAL),
    ("SECURITY: ALARM: another webhook is set for this bot", Alarm.FOREIGN_WEBHOOK),
    ("SECURITY: a webhook is set for this bot", Alarm.FOREIGN_WEBHOOK),
    ("the Bot API no longer knows the token", Alarm.TOKEN),
    ("ALARM: refused; kept", Alarm.REFUSED),
    ("ALARM: a job failed for one row", Alarm.JOB),
    ("job failed", Alarm.JOB),
    ("ALARM: a person's key is gone", Alarm.KEY),
    ("ALARM: the list of the erased cannot be trusted", Alarm.KEY),
    ("ALARM: a talk in one study does not open", Alarm.KEY),
    ("ALARM: answers in one study cannot be read", Alarm.ANSWERS),
    ("ALARM: information only", Alarm.INFORMATION_ONLY),
    ("ALARM: a study's files are wrong", Alarm.INFORMATION_ONLY),
    ("ALARM: the copy of a study's files cannot be read", Alarm.INFORMATION_ONLY),
    ("ALARM: the confirmation of the recruitment state ends", Alarm.CONFIRMATION),
    ("update lost", Alarm.UPDATE_LOST),
    ("SECURITY: ALARM: a member looked at as many cases", Alarm.LOOKS),
    ("ALARM: a request of a person is overdue", Alarm.REQUEST),
    ("a part of the program ended", Alarm.STOPPED),
    ("the writer ended", Alarm.STOPPED),
)


def alarm_of(event: str) -> Alarm | None:
    """Return the alarm that this line of the log raises.

    >>> alarm_of("job failed"), alarm_of("started")
    (<Alarm.JOB: 'job'>, None)
    """
    return next((alarm for begins, alarm in LINES if event.startswith(begins)), None)


def hear_alarms() -> AlarmTap:
    """Return what hears every line of the log from now on, in place of any before it."""
    tap = AlarmTap()
    logging.root.handlers[:] = [*(each for each in logging.root.handlers if not isinstance(each, AlarmTap)), tap]
    return tap


class AlarmTap(logging.Handler):
    """Hears every line of the log, counts the alarms, and keeps those that are due for the caller."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._timer = timer
        self._told: dict[Alarm, float] = {}
        self.counts: Counter[Alarm] = Counter()
        self.waiting: deque[Alarm] = deque(maxlen=100)

    def emit(self, record: logging.LogRecord) -> None:
        """Take in one line; its values are never looked at."""
        event = record.msg.get("event") if isinstance(record.msg, dict) else record.msg
        alarm = alarm_of(str(event))
        if alarm is None:
            return
        self.counts[alarm] += 1
        if self._timer() - self._told.get(alarm, float("-inf")) >= APART:
            self._told[alarm] = self._timer()
            self.waiting.append(alarm)


class AlarmCaller:
    """Calls TAMIZ_ALARM_URL for what is due: the alarm's name and nothing else."""

    def __init__(self, tap: AlarmTap, url: str | None) -> None:
        self._tap = tap
        self._url = url

    async def tell(self) -> None:
        """Tell what waits; what cannot be told after some tries is logged and dropped, its count stays."""
        if self._url is None:
            self._tap.waiting.clear()
            return
        while self._tap.waiting:
            alarm = self._tap.waiting[0]  # taken off once it is told: an end in between lets the last words tell it
            if not await self._call(self._url, alarm):
                log.warning("an alarm could not be told outside", alarm=alarm.value)
            self._tap.waiting.popleft()

    async def _call(self, url: str, alarm: Alarm) -> bool:
        body = {"alarm": alarm.value, "program": "tamiz"}
        for again in range(_TRIES):
            try:
                async with (
                    ClientSession(timeout=ClientTimeout(total=_PATIENCE), trust_env=True) as session,
                    session.post(url, json=body, allow_redirects=False) as answer,
                ):
                    if answer.status < 300:
                        return True
            except (ClientError, OSError, TimeoutError) as fault:
                log.info("the place of the alarms does not answer", fault=where_raised(fault))
            if again < _TRIES - 1:
                await asyncio.sleep(_REST)
        return False
