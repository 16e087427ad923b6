"""What the bot's health is made of: whether it hears, whether it is heard, and whether what it needs is there.

Alive is not healthy (OPS-01): a process that polls in vain answers nobody. So the signs are of progress: the last
answer of the server to a poll, how long the oldest message has waited, what the last try to file something said.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.desk.context import DeskContext
from bot.store import outbox_queue, referrals, updates
from bot.store.connection import StoreUnavailable, folder_of
from bot.store.staff_group import staff_chat
from bot.store.tx import Tx
from bot.telegram.client import ApiReplyLost, ApiUnreachable, BotApi
from dialogs.referral.referral import ReferralState
from dialogs.site import CONFIRMATION_LASTS_DAYS, Recruitment

#: Seconds without an answer to a poll, and of waiting of a message, that are no longer healthy: red within 75 s.
DEAF_AFTER, MUTE_AFTER = 65.0, 60.0
#: Share of a disk below which nothing is well.
LEAST_FREE = 0.05
#: Seconds between two questions to the platform whether the bot is still in the group.
GROUP_LOOK = 30.0
#: Seconds that this question may take.
GROUP_PATIENCE = 5.0


class Intake(Protocol):
    """What of the poller or the webhook is looked at."""

    #: When the platform last answered, on the monotonic clock.
    heard: float

    @property
    def has_rival(self) -> bool:
        """Does another program receive what is for this one?"""


@dataclass(slots=True)
class Vitals:
    """One look at everything; None is what could not be looked at."""

    poll_age: float = 0.0
    alone: bool = True
    unsent: int = 0
    unsent_age: float = 0.0
    commit_age: float = 0.0
    free: Mapping[str, float] = field(default_factory=dict)
    files: bool = True
    in_group: bool = True
    referrals_waiting: int = 0
    quarantined: int = 0
    confirmation_days: int | None = None

    def parts(self) -> dict[str, bool]:
        """Return each part and whether it is well."""
        return {
            "poll": self.poll_age <= DEAF_AFTER,
            "alone": self.alone,
            "send": self.unsent_age <= MUTE_AFTER,
            "database": self.files,
            "disk": all(share >= LEAST_FREE for share in self.free.values()),
            "group": self.in_group,
        }


class Examiner:
    """Takes the looks, and remembers what an age needs."""

    def __init__(
        self, context: DeskContext, api: BotApi, intake: Intake, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._context, self._api, self._intake, self._timer = context, api, intake, timer
        #: The row that has waited longest, and since when it was seen there.
        self._oldest: tuple[int, float] | None = None
        self._asked_group = float("-inf")
        self._me: int | None = None
        # One look at a time: a slow one must not end after a later one, and be taken for the newer.
        self._looking = asyncio.Lock()
        self.last = Vitals()

    async def look(self) -> Vitals:
        """Look at everything once more."""
        async with self._looking:
            return await self._look()

    async def _look(self) -> Vitals:
        now = self._timer()
        seen = Vitals(poll_age=now - self._intake.heard, in_group=self.last.in_group)
        seen.alone = not self._intake.has_rival
        seen.commit_age = now - self._context.store.committed
        self._context.store.refuse_replaced()
        seen.files = self._context.store.stands
        try:
            seen.free = self._free()
            await self._context.store.read(lambda tx: self._count(tx, seen))
        except OSError:  # a disk that cannot be asked is a fault to tell, no end of the program
            seen.files = False
        seen.unsent_age = now - self._oldest[1] if self._oldest is not None else 0.0
        if now - self._asked_group >= GROUP_LOOK:
            self._asked_group = now
            with contextlib.suppress(TimeoutError):  # a platform that is silent holds up no look at the rest
                seen.in_group = await asyncio.wait_for(self._is_in_group(seen.in_group), GROUP_PATIENCE)
        self.last = seen
        return seen

    def _count(self, tx: Tx, seen: Vitals) -> None:
        self._context.store.refuse_other(tx.conn)
        seen.unsent, oldest = outbox_queue.waiting(tx)
        if oldest is None:
            self._oldest = None
        elif self._oldest is None or self._oldest[0] != oldest:
            self._oldest = (oldest, self._timer())
        seen.referrals_waiting = referrals.count_in_state(tx, ReferralState.NEW)
        seen.quarantined = updates.set_aside_now(tx)
        moment = self._context.now()
        site = self._context.site(tx, moment)
        if site.recruitment is Recruitment.RECRUITING and site.confirmed_on is not None:
            seen.confirmation_days = days_left(site.confirmed_on, self._context.today(moment))

    def _free(self) -> dict[str, float]:
        places = {"keys": self._context.settings.key_folder, "database": folder_of(self._context.store.url)}
        usages = {name: shutil.disk_usage(place) for name, place in places.items() if place and place.exists()}
        return {name: usage.free / usage.total for name, usage in usages.items()}

    async def _is_in_group(self, before: bool) -> bool:
        """Ask the platform; what was, where it does not answer."""
        try:
            group = await self._context.store.read(staff_chat)
            if self._me is None:
                me = await self._api.call("getMe", {})
                self._me = me.result.get("id") if me.ok and isinstance(me.result, dict) else None
            if group is None or self._me is None:
                return before
            answer = await self._api.call("getChatMember", {"chat_id": group, "user_id": self._me})
        except (ApiUnreachable, ApiReplyLost, StoreUnavailable):
            return before
        if answer.status in (400, 403):
            return False
        if answer.ok and isinstance(answer.result, dict):
            return answer.result.get("status") not in ("left", "kicked")
        return before


def days_left(confirmed_on: date, today: date) -> int:
    """Return the days for which a confirmation still counts.

    >>> days_left(date(2026, 9, 1), date(2026, 11, 26))
    4
    """
    return CONFIRMATION_LASTS_DAYS - (today - confirmed_on).days
