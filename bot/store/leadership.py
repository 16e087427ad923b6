"""Which of several replicas polls, sends and keeps the time: one, by a lock of the server.

Theory of operation. Every replica may take updates in by webhook and file what follows; but one alone polls, one alone
sends, so that order and pace hold across all of them, and one alone runs the clock's jobs. It is the one whose session
holds the leader's lock. The server frees it when that session ends, however it ends, and the others try for it each
second. Whoever gets it from another waits a little before they act: calls that the one before had on their way are
then through and filed. A leader that hears nothing of the server lays its office down at once; one that was stopped
and goes on loses the lock, since the server ends a session that is silent.

The same session hears of what other replicas posted. That only wakes the courier: it looks by itself as well.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from bot.log import where_raised
from bot.store.connection import StoreError, is_server
from bot.store.server import CONNECT, LEADER_LOCK, POSTED, without_driver

if TYPE_CHECKING:
    import psycopg

log = structlog.get_logger("leadership")

#: Seconds between two tries for the lock, and signs of life to the server.
_BEAT = 1.0
#: Seconds that a new leader waits, and within which one that lost its session may go on where nobody else led.
GRACE, _SAME = 3.0, 2.0
#: Seconds after which the server ends a leader's session that is silent.
_SILENT = 10
#: Seconds between two tries to reach a server that does not answer.
_AGAIN = 0.25
_SETTINGS = f"SET idle_session_timeout = '{_SILENT}s'; LISTEN {POSTED}"


@contextmanager
def no_bot(url: str) -> Iterator[None]:
    """Hold the leader's office on a server while something is done that no bot may see; StoreError where one leads."""
    if not is_server(url):
        yield
        return
    import psycopg  # an extra: a file needs no server's library

    try:
        session = psycopg.connect(without_driver(url), autocommit=True, **CONNECT)
    except psycopg.Error:
        raise StoreError(["TAMIZ_DATABASE_URL: the server does not answer. Look at it, and run this again."]) from None
    with session:
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,)).fetchone()
        if row is None or not row[0]:
            raise StoreError(["A bot runs on this database. Stop every replica, and run this again."])
        yield


class Leadership:
    """Does this replica lead? On a file there is one program, and it always does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._wakers: list[Callable[[], None]] = []
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        #: Since when this replica leads, and when it last did, on the monotonic clock; None: not now, not yet.
        self._since: float | None = None
        self._led: float | None = None
        self._followed = False
        if not is_server(url):
            self._since = time.monotonic()

    @property
    def leads(self) -> bool:
        """Is it this replica's turn to poll, to send and to keep the time?"""
        return self._since is not None

    def seconds(self) -> float:
        """Return for how long it has been."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def on_posted(self, wake: Callable[[], None]) -> None:
        """Call this, from another thread, when a replica posted something or this one begins to lead."""
        self._wakers.append(wake)

    def start(self) -> None:
        """Try for the office from now on, and hold it until `stop`."""
        if is_server(self._url) and self._thread is None:
            self._thread = threading.Thread(target=self._live, name="leadership", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Lay the office down; the next one has it within seconds."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_SILENT)

    def _live(self) -> None:
        import psycopg  # an extra: a file needs no server's library

        while not self._ended.is_set():
            try:
                with psycopg.connect(without_driver(self._url), autocommit=True, **CONNECT) as session:
                    self._serve(session)
            except (psycopg.Error, OSError) as fault:
                if self.leads:
                    log.warning("no longer leads: the server is not heard", fault=where_raised(fault))
            finally:
                if self.leads:
                    self._led = time.monotonic()
                self._since = None
            self._ended.wait(_AGAIN)

    def _serve(self, session: psycopg.Connection) -> None:
        session.execute(_SETTINGS)
        while not self._ended.is_set():
            if not self.leads:
                self._try(session)
            for _note in session.notifies(timeout=_BEAT, stop_after=1):
                self._wake()
            session.execute("SELECT 1")

    def _try(self, session: psycopg.Connection) -> None:
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,)).fetchone()
        if row is None or not row[0]:
            self._followed = True
            return
        same = self._led is not None and time.monotonic() - self._led < _SAME
        after_another = not same and (self._followed or self._led is not None)
        if after_another:
            self._ended.wait(GRACE)
            session.execute("SELECT 1")  # is it still ours?
        self._followed, self._since = False, time.monotonic()
        log.info("leads", after_another=after_another)
        self._wake()

    def _wake(self) -> None:
        for wake in self._wakers:
            wake()
