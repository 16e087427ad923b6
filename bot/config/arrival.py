"""What the receiver of an update and its handler tell each other: when it came in, and who answers its press."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class PressEnd(StrEnum):
    """Who stops the turning of a button whose press is worked off."""

    #: Nothing is to be said to it: whoever received it answers with nothing.
    BARE = "bare"
    #: An answer with words was filed; it goes the way of all calls.
    FILED = "filed"
    #: It came before, and nobody knows whether its answer arrived.
    PERHAPS = "perhaps"


@dataclass(slots=True)
class Arrival:
    """An update that is being handled."""

    #: When it came in, on the clock that only goes forward: what lies between is waiting, and no screen changed.
    at: float
    press: PressEnd = PressEnd.BARE


#: Without a value the update came just now.
_ARRIVAL: ContextVar[Arrival | None] = ContextVar("arrival", default=None)


def came_in(at: float) -> Arrival:
    """Note for whatever follows in this task when its update came in; what is noted of it is found there."""
    arrival = Arrival(at)
    _ARRIVAL.set(arrival)
    return arrival


def arrived() -> float:
    """Return when the update of this task came in."""
    arrival = _ARRIVAL.get()
    return time.monotonic() if arrival is None else arrival.at


def note_press_end(end: PressEnd) -> None:
    """Say of the update of this task, once its work stands, who answers its press."""
    arrival = _ARRIVAL.get()
    if arrival is not None:
        arrival.press = end
