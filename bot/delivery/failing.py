"""Calls that do not go well: how often each is tried of which nobody knows whether it was done, how often each was
refused, and when one is given up. A restart begins anew."""

from __future__ import annotations

import time

from bot.store.due_call import DueCall
from bot.telegram.client import ApiReply

#: Tries of a patient's message when nobody knows whether it arrived: the first and one more (OUT-01); and when the
#: server says that it failed, which it mostly did before it did anything.
_TRIES, _TRIES_FAILED = 2, 6
#: Tries after which the rest between two of them grows no more.
_GROWS = 7
#: Calls that are remembered: one that is erased or dropped elsewhere never says so. The oldest begin anew.
_REMEMBERED = 4096


class Failing:
    """Which calls fail, since when, and whether the server does others meanwhile."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._refused: dict[int, int] = {}
        self._accepted = float("-inf")

    def done(self, parcel: DueCall) -> None:
        """Note that the server did this call."""
        self._since.pop(parcel.id, None)
        self._refused.pop(parcel.id, None)
        self._accepted = time.monotonic()

    def refused(self, parcel: DueCall) -> int:
        """Note that this call was refused for a reason nobody knows; how often it was."""
        self._refused[parcel.id] = self._refused.get(parcel.id, 0) + 1
        _forget_oldest(self._refused)
        return self._refused[parcel.id]

    def is_last(self, parcel: DueCall, answer: ApiReply) -> bool:
        """Note that this call failed once more: was it the last try?

        Nothing for the team has a last one. Where the server says that everything fails, nothing has: it waits, and
        health tells that nobody is heard."""
        since = self._since.setdefault(parcel.id, time.monotonic())
        _forget_oldest(self._since)
        if answer.status and self._accepted <= since:
            return False
        last = parcel.person is not None and parcel.tries + 1 >= (_TRIES_FAILED if answer.status else _TRIES)
        if last:
            del self._since[parcel.id]
        return last


def _forget_oldest(known: dict[int, float] | dict[int, int]) -> None:
    while len(known) > _REMEMBERED:
        del known[next(iter(known))]


def rest_after(parcel: DueCall, longest: float) -> float:
    """Return the seconds until a call that failed is tried again."""
    return float(min(longest, 0.5 * 2.0 ** min(parcel.tries, _GROWS)))
