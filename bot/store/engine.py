"""The store: one writer, many readers, synchronous Core.

Theory of operation. All writing is done by one thread. It takes whatever waits, opens one transaction, runs each
function under a savepoint of its own and commits once for all of them: a failing function undoes only itself, and
its exception goes to its own caller. Nobody hears of success before the commit stands. Readers use a second engine
that cannot write, so that a long report never holds the write lock.

Where the machine is at fault (a lock, a full disk, a dropped connection) nothing of the batch stands, and everybody in
it hears `StoreUnavailable`: their work was not wrong, and may be done again. What is to be done after a commit is
guarded one by one, for the commit stands whatever becomes of it, and the writer has others to serve.

Measured (SQLite, `synchronous=FULL`): 0.4 ms of processor time a write,
0.2 ms when ten share a commit.
"""

from __future__ import annotations

import asyncio
import errno
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.log import Seldom, where_raised
from bot.store import erasures
from bot.store.connection import (
    StoreError,
    StoreUnavailable,
    is_missing,
    keep_database_private,
    machine_fault,
    make_engine,
    told_plainly,
    truncate_log,
)
from bot.store.due_call import Doubts, DueCall
from bot.store.hand_over import Awaited, Waiting
from bot.store.moving import refuse_moved
from bot.store.one_file import OneFile
from bot.store.prepared import tell
from bot.store.schema_version import Identity, identity, refuse_wrong_schema
from bot.store.server import Fate, answers, end_of, fate_of, unsafe_settings
from bot.store.tx import Tx
from bot.store.vault import Vault

T = TypeVar("T")

log = structlog.get_logger("store")

#: Functions that share one commit at most; keeps the wait of the first one short.
_SHARE = 64
#: Seconds that a commit waits for company where the one before it had some. A commit takes as much as ten statements,
#: so where many talk they share; whoever talks alone never waits.
_COMPANY = 0.01
_READERS = 2
_REPLACED = (
    "ALARM: the database was replaced or deleted, or an older state copied over it, under the running bot. Stopped; "
    "nothing is confirmed. Put the newest file back, or restore the newest backup."
)

#: Hears of a commit: what it posted, and whether it changed, dropped or held what waited before.
Listener = Callable[[list[DueCall], bool], None]

#: A function that waits for the writer, and where its result goes.
Job = tuple[Callable[[Tx], Any], Waiting]
#: A job that was done and is not committed yet: who waits, for what, and what it was done with.
Done = tuple[Waiting, Any, Tx]


class Store:
    """The open database. `write` and `read` are for the running bot, `write_now` for the command line."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = url
        self.vault = vault
        self._engine = make_engine(url, writes=True)
        self._reading = make_engine(url, writes=False)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        #: Fails should the writer ever end by itself; to be watched by whoever runs the store.
        self.failure: Future[None] = Future()
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._listeners: list[Listener] = []
        self._joining: list[Callable[[], Job | None]] = []
        self._connection: Connection | None = None
        #: Rows of the outbox whose call is being made, and since when, on the monotonic clock.
        self.begun: dict[int, float] = {}
        #: Prompts that are sent once more, though a message may show them already.
        self.doubts = Doubts()
        #: When something was last filed, on the monotonic clock, and whether the last try to file stands.
        self.committed, self.stands = time.monotonic(), True
        self._seldom = Seldom()
        self.file = OneFile(url)
        #: Which database this is, once it was looked at.
        self._known: Identity | None = None

    def check(self) -> None:
        """Refuse a database that is missing, older or newer than the program, or not safe against a power cut."""
        if is_missing(self.url):
            raise StoreError(["There is no database yet. Run `tamiz migrate` (or `tamiz init`) first."])
        keep_database_private(self.url)
        self.file.opened()
        with told_plainly(), self._engine.begin() as connection:
            refuse_wrong_schema(connection)
            refuse_moved(connection)
            _refuse_unsafe(connection)
            self._known = identity(connection)

    def refuse_replaced(self) -> None:
        """StoreError where another file, an older state of it, or none lies in the place of the one that was opened."""
        if not self.file.is_same():
            raise StoreError([_REPLACED])

    def refuse_other(self, connection: Connection) -> None:
        """StoreError where this is another database than the one that was opened, or one that was emptied."""
        found = identity(connection)
        if self._known is not None and not self._known.became(found):
            raise StoreError([_REPLACED])
        self._known = found

    def on_commit(self, listener: Listener) -> None:
        """Call this, from the writer's thread, after every commit that posted something or disturbed what waits."""
        self._listeners.append(listener)

    def on_batch(self, join: Callable[[], Job | None]) -> None:
        """Ask this, on the writer's thread, before every commit what is to be done along with it."""
        self._joining.append(join)

    def nudge(self) -> None:
        """Make a commit soon, for what may be done along with it."""
        self._submit(lambda _tx: None, Future())

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a transaction of its own, perhaps one commit with others; its result, once that stands."""
        waits = Awaited()
        self._submit(work, waits)
        result: T = await waits.future
        return result

    def write_now(self, work: Callable[[Tx], T]) -> T:
        """Do the same for a program without an event loop: wait for the commit."""
        waits: Future[T] = Future()
        self._submit(work, waits)
        return waits.result()

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on a connection that cannot write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    def read_now(self, work: Callable[[Tx], T]) -> T:
        """Do the same, waiting."""
        try:
            with self._reading.begin() as connection:
                return work(Tx(connection, self.vault))
        except Exception as fault:
            unavailable = machine_fault(fault)
            if unavailable is None or unavailable.errno == errno.EROFS:
                raise  # whoever tries to write here is mistaken; the disk is not asked
            raise unavailable from None

    async def finish_erasures(self) -> int:
        """Finish what is left of erasures: keys, then the log; how many are finished now."""
        subjects = await self.read(erasures.unfinished)
        if not subjects:
            return 0
        work = await asyncio.get_running_loop().run_in_executor(self._readers, self._finished, subjects)
        return await self.write(work)

    def finish_erasures_now(self) -> int:
        """Do the same for a start, waiting."""
        subjects = self.read_now(erasures.unfinished)
        return self.write_now(self._finished(subjects)) if subjects else 0

    def close(self) -> None:
        """Finish what waits, then let the database go."""
        if self._writer is not None:
            self._jobs.put(None)
            self._writer.join()
            self._writer = None
        self._readers.shutdown()
        self._engine.dispose()
        self._reading.dispose()
        self.file.close()

    def _submit(self, work: Callable[[Tx], Any], waits: Waiting) -> None:
        if self._writer is None:
            self._writer = threading.Thread(target=self._live, name="writer", daemon=True)
            self._writer.start()
        if self.failure.done():
            raise RuntimeError("the writer has ended")
        self._jobs.put((work, waits))
        if self.failure.done():  # since it was looked at: the writer may have told everybody and missed this one
            self._refuse_waiting()

    def _live(self) -> None:
        """Live the writer's life and, should it ever end by itself, tell whoever watches and whoever waits."""
        try:
            self._write_all()
        except BaseException as fault:  # noqa: BLE001  # not alive, deaf and mute: the program ends
            log.error("the writer ended", fault=where_raised(fault))
            self.failure.set_exception(fault if isinstance(fault, StoreError) else RuntimeError("the writer has ended"))
            self._refuse_waiting()

    def _refuse_waiting(self) -> None:
        """Tell everybody who still waits that the writer has ended."""
        with suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None and not job[1].done():
                    job[1].set_exception(RuntimeError("the writer has ended"))

    def _write_all(self) -> None:
        """Take what waits and commit it together, until told to end."""
        ended = shared = False
        while not ended:
            first = self._jobs.get()
            if first is None:
                break
            if shared:
                time.sleep(_COMPANY)
            batch = [first]
            while len(batch) < _SHARE and not self._jobs.empty():
                more = self._jobs.get()
                if more is None:
                    ended = True
                    break
                batch.append(more)
            shared = len(batch) > 1
            batch += [job for join in self._joining if (job := join()) is not None]
            self._commit_together([job for job in batch if job[1].set_running_or_notify_cancel()])
        if self._connection is not None:
            self._connection.close()

    def _commit_together(self, batch: list[Job]) -> None:
        done: list[Done] = []
        number: str | None = None
        try:
            self.refuse_replaced()
            with self._begun() as connection:
                for work, future in batch:
                    self._do(connection, work, future, done)
                number = end_of(connection, posted=any(tx.posted for _future, _result, tx in done))
        except StoreError:  # no work is at fault, and nothing may be filed here
            self._nothing_stands(StoreUnavailable(errno.ESTALE, "replaced"), batch, done)
            raise
        except Exception as fault:  # noqa: BLE001  # the commit itself failed: perhaps no work stands
            self._drop_connection()
            fate = Fate.FELL if number is None else fate_of(self._reading, number)
            if fate is not Fate.STANDS:
                self._nothing_stands(fault, batch, [] if fate is Fate.UNKNOWN else done)
                return
            log.warning("the answer to a commit was lost; it stands", jobs=len(batch))
        try:
            self._finish([subject for _future, _result, tx in done for subject in tx.erased])
        except StoreError:  # what was committed is not what lies there now: nobody hears that it stands
            self._nothing_stands(StoreUnavailable(errno.ESTALE, "replaced"), batch, [])
            raise
        self.committed, self.stands = time.monotonic(), True
        self._tell(done)

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """Open a transaction; a connection that a server cut while it was not used is replaced first."""
        connection = self._connection
        gone = connection is None or connection.invalidated or connection.closed or not answers(connection)
        if connection is None or gone:
            self._drop_connection()
            connection = self._connection = self._engine.connect()
        with connection.begin():
            if gone:
                self.refuse_other(connection)
            stamped = self.file.stamp(connection)
            yield connection
        self.file.stands(stamped)

    def _nothing_stands(self, fault: Exception, batch: list[Job], done: list[Done]) -> None:
        """Tell everybody in a batch that was not committed, and undo what these did beside the database."""
        self.stands = False
        told = machine_fault(fault) or fault
        if self._seldom.due():  # a full disk may be the one that the log is on
            also = self._seldom.held_back
            log.error("nothing of a commit stands", jobs=len(batch), fault=where_raised(told), also=also)
        for _future, _result, tx in done:
            _undo(tx)
        for _work, future in batch:
            if not future.done():
                future.set_exception(told)

    def _do(
        self,
        connection: Connection,
        work: Callable[[Tx], Any],
        future: Waiting,
        done: list[Done],
    ) -> None:
        """Do one function's work under its savepoint; a fault of the machine is everybody's and is raised."""
        tx = done[-1][2].next_job() if done else Tx(connection, self.vault)
        try:
            result = _in_savepoint(tx, work)
        except Exception as fault:  # noqa: BLE001  # one update fails alone; its caller hears of it
            _undo(tx)
            if (unavailable := machine_fault(fault)) is not None:
                raise unavailable from None
            if isinstance(fault, DBAPIError):
                self.refuse_other(connection)  # what was asked for is gone, perhaps, with everything else
            future.set_exception(fault)
        else:
            done.append((future, result, tx))

    def _tell(self, done: list[Done]) -> None:
        handed = [call for _future, _result, tx in done for call in tx.handed]
        disturbed = any(tx.disturbed for _future, _result, tx in done)
        if disturbed or any(tx.posted for _future, _result, tx in done):
            for listener in self._listeners:
                _guarded(partial(listener, handed, disturbed))
        for future, result, _tx in done:
            future.set_result(result)

    def _finish(self, subjects: list[str]) -> None:
        """Finish the erasures that were committed, and file it, before anybody hears of them."""
        if subjects:
            self._commit_together([(self._finished(subjects), Future())])

    def _finished(self, subjects: list[str]) -> Callable[[Tx], int]:
        """Destroy these keys and empty the log, which no transaction may do; what is to be filed of it."""
        destroyed = [subject for subject in subjects if _guarded(partial(self.vault.forget, subject))]
        emptied = False
        with suppress(Exception):  # it is tried again
            emptied = truncate_log(self.url)
        return partial(erasures.note_finished, tried=subjects, done=destroyed if emptied else [])

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            _guarded(connection.invalidate)
            _guarded(connection.close)


def _guarded(act: Callable[[], None]) -> bool:
    """Do what follows from a commit, or from its failing; the writer goes on whatever becomes of it (OPS-06)."""
    try:
        act()
    except Exception as fault:  # noqa: BLE001  # the commit stands: what it left undone is done at its next chance
        log.error("not done after a commit", fault=where_raised(fault))
        return False
    return True


def _in_savepoint(tx: Tx, work: Callable[[Tx], T]) -> T:
    """Do the work and keep what it did, or undo that and nothing else.

    By one name each time: SQLAlchemy's own have a new one each, and are built and compiled anew (0.3 ms a job). On a
    server each stands until the commit, below the next one of its name: to end it would be one statement more."""
    tell(tx, "SAVEPOINT job")
    try:
        result = work(tx)
    except Exception:
        tell(tx, "ROLLBACK TO SAVEPOINT job")
        _release(tx)
        raise
    _release(tx)
    return result


def _release(tx: Tx) -> None:
    if tx.dialect == "sqlite":
        tell(tx, "RELEASE SAVEPOINT job")


def _undo(tx: Tx) -> None:
    for act in reversed(tx.undone):
        _guarded(act)


def _refuse_unsafe(connection: Connection) -> None:
    """StoreError where a power cut could lose what was confirmed, or damage the database."""
    if connection.dialect.name == "sqlite":
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        if level != 2:
            raise StoreError([f"SQLite answers synchronous={level}, not FULL: a power cut could lose answers."])
        return
    unsafe = unsafe_settings(connection)
    if unsafe:
        raise StoreError([f"The server's {name} is off: {costs}. Set it to on." for name, costs in unsafe.items()])
