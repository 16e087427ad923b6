"""What a Bot API server saw and did, and what follows from it: pure functions over the history and the database."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What became of a call."""

    ACCEPTED = "accepted"
    #: Done, and the answer never arrived.
    LOST = "lost"
    #: Done, and answered as failed.
    DONE_BUT_FAILED = "done but failed"
    FAILED = "failed"
    #: Told to wait, by plan or because of a limit.
    TOLD_TO_WAIT = "told to wait"
    OVER_LIMIT = "over a limit"
    REFUSED = "refused"


#: After these the message stands in the chat.
DONE = (Outcome.ACCEPTED, Outcome.LOST, Outcome.DONE_BUT_FAILED)


@dataclass(frozen=True, slots=True)
class Made:
    """A call that arrived."""

    at: float
    method: str
    chat: int
    outcome: Outcome
    message: int = 0
    text: str = ""
    #: What identifies the prompt that its buttons belong to; empty where it has none.
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """An update that somebody caused."""

    at: float
    number: int
    chat: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A poll that confirmed everything below this number."""

    at: float
    below: int
    #: How much was in the program's log of writes by then (`tests/faults/power.py`).
    logged: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """An update that waited for longer than the platform keeps it: nobody can ever be given it."""

    at: float
    number: int


Event = Made | Sent | Confirmed | Dropped


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds that needs no key."""

    updates: frozenset[int]
    codes: tuple[str, ...]


def kept_in(database: Path) -> Kept:
    """Read what the checker compares with."""
    with closing(sqlite3.connect(database)) as found:
        updates = frozenset(row[0] for row in found.execute("SELECT update_id FROM updates"))
        return Kept(updates, tuple(row[0] for row in found.execute("SELECT code FROM referrals")))


def lost_updates(history: list[Event], kept: Kept) -> list[int]:
    """Return the updates that were confirmed and stand in no row: nobody will ever handle them. What the platform
    itself dropped, because nobody asked in time on a slow machine, is no loss of the program's."""
    dropped = {event.number for event in history if isinstance(event, Dropped)}
    below = max((event.below for event in history if isinstance(event, Confirmed)), default=0)
    sent = [event.number for event in history if isinstance(event, Sent)]
    return [number for number in sent if number < below and number not in kept.updates | dropped]


def inversions(history: list[Event]) -> int:
    """Return how many prompts were sent after a later one of the same chat."""
    newest: dict[int, int] = defaultdict(int)
    wrong = 0
    for made in _messages(history):
        number = int(made.prompt.rpartition(".")[2] or 0) if made.prompt.rpartition(".")[2].isdigit() else 0
        wrong += 0 < number < newest[made.chat]
        newest[made.chat] = max(newest[made.chat], number)
    return wrong


def repeats(history: list[Event]) -> dict[int, int]:
    """Return for each chat how many messages showed a prompt that another message had shown."""
    times = Counter((made.chat, made.prompt) for made in _messages(history) if made.prompt and made.chat > 0)
    found: Counter[int] = Counter()
    for (chat, _prompt), count in times.items():
        found[chat] += count - 1
    return {chat: count for chat, count in found.items() if count}


def second_cards(history: list[Event], codes: tuple[str, ...]) -> list[str]:
    """Return the codes for which more than one message of a group says more than the code itself: somebody reading
    them sees two persons."""
    told: dict[str, set[int]] = {code: set() for code in codes}
    for made in history:
        if isinstance(made, Made) and made.outcome in DONE and made.chat < 0 and made.prompt:
            for code in codes:
                if code in made.text:
                    told[code].add(made.message)
    return [code for code, messages in told.items() if len(messages) > 1]


def cards_missing(history: list[Event], codes: tuple[str, ...]) -> list[str]:
    """Return the codes of which no group message says anything: referrals that the team never saw."""
    seen = [made.text for made in history if isinstance(made, Made) and made.outcome in DONE and made.chat < 0]
    return [code for code in codes if not any(code in text for text in seen)]


def over_limits(history: list[Event]) -> int:
    """Return how many calls arrived beyond a limit of the platform: 30 a second, one a second in a private chat,
    twenty a minute in a group; all on sliding windows."""
    return sum(isinstance(event, Made) and event.outcome is Outcome.OVER_LIMIT for event in history)


class Windows:
    """The platform's limits, strictly: no window of any second or minute holds more."""

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)

    def are_over(self, at: float, method: str, chat: int) -> bool:
        """Count a call that arrives now; is it one too many?"""
        writes = method.startswith("send")
        over = _beyond(self._all, at, 1.0, 30)
        if chat > 0 and writes:
            over |= _beyond(self._chats[chat], at, 1.0, 1)
        if chat < 0 and method.startswith(("send", "edit", "delete")):
            over |= _beyond(self._chats[chat], at, 60.0, 20)
        return over


def _beyond(window: deque[float], at: float, seconds: float, most: int) -> bool:
    while window and window[0] <= at - seconds:
        window.popleft()
    window.append(at)
    return len(window) > most


def _messages(history: list[Event]) -> list[Made]:
    return [
        event
        for event in history
        if isinstance(event, Made) and event.outcome in DONE and event.method == "sendMessage" and event.message
    ]
