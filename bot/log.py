"""Logs: numbers and states, one line each, and one redaction layer that every line passes.

No message, answer, name or phone is ever given to a logger. What slips in through a library (an address with the
token in it, the text of an exception) is cut here: the token is replaced, and of an exception only its kind and
where it was raised are written, for its text may quote what a person wrote.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: What a bot token looks like, in an address or anywhere else.
_TOKEN = re.compile(r"(?:bot)?\d{5,}:[A-Za-z0-9_-]{10,}")
_CUT = "[token]"

#: Libraries that say more than is wanted at their own levels.
_QUIET = ("aiohttp", "aiogram", "asyncio", "sqlalchemy", "alembic", "transitions", "urllib3")


def redacted(text: str) -> str:
    """Return the text without any token.

    >>> redacted("POST /bot123456:AAAAAAAAAAAAAAAAAAAAAA/getMe")
    'POST /[token]/getMe'
    """
    return _TOKEN.sub(_CUT, text)


def set_up_logs(level: str = "INFO", *, as_json: bool = False) -> None:
    """Send every logger's lines, ours and the libraries', through one formatter to standard error."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_text,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    line: Processor = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    formatter = _Redacting(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else line,
        ],
    )
    handler = _ToStandardError()
    handler.setFormatter(formatter)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level.upper())
    _leave_out_what_no_line_says()
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    set_up_hooks()


def _leave_out_what_no_line_says() -> None:
    """Let no line be asked from which thread, process or task it comes: the library's own way to a quicker one.

    Every answer writes a line, and looking all that up was a fifth of it."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.logAsyncioTasks = False  # known from Python 3.12 on


def set_up_hooks() -> None:
    """Let whatever nobody catches, in any thread, be told without its text: the one layer of every command (SEC-07)."""

    def told(left: threading.ExceptHookArgs | sys.UnraisableHookArgs) -> None:
        _last_words(left.exc_type, left.exc_value or left.exc_type(), left.exc_traceback)

    sys.excepthook = _last_words
    threading.excepthook = told
    sys.unraisablehook = told


class Seldom:
    """Lets one line through in so many seconds, and counts those that it held back."""

    def __init__(self, seconds: float = 60.0, timer: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._timer = seconds, timer
        self._next = float("-inf")
        self.held_back = 0

    def due(self) -> bool:
        """May this line be written? `held_back` says then how many were not since the last one."""
        now = self._timer()
        if now < self._next:
            self._since += 1
            return False
        self._next = now + self._seconds
        self.held_back, self._since = self._since, 0
        return True

    _since = 0


class _ToStandardError(logging.Handler):
    """Writes a line; one that cannot be written is lost. The library's own way is to print what it was given, raw."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception as fault:  # noqa: BLE001  # a broken log must not stop the program, nor tell anything
            with contextlib.suppress(Exception):
                sys.stderr.write(f"a log line was lost: {type(fault).__name__}\n")


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last step before a line is written."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def log_unhandled(_loop: object, context: dict[str, Any]) -> None:
    """Log what a task or a callback left unhandled; the library's own line would quote the exception."""
    fault = context.get("exception")
    told = where_raised(fault) if isinstance(fault, BaseException) else ""
    structlog.get_logger("asyncio").error("left unhandled", what=str(context.get("message", "")), fault=told)


def where_raised(fault: BaseException) -> str:
    """Return the kind of an exception, the system's name for its error, and the lines it passed, without its text."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)[-6:]]
    kind = type(fault).__name__
    if isinstance(fault, OSError) and fault.errno is not None:
        kind = f"{kind} {errno.errorcode.get(fault.errno, fault.errno)}"
    return f"{kind} at {' > '.join(places)}"


def _without_exception_text(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    fault = event.pop("exc_info", None)
    record = event.get("_record")
    if fault is None and record is not None:
        fault, record.exc_info, record.exc_text = record.exc_info, None, None
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        event["fault"] = where_raised(fault)
    return event


def _last_words(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """Print an exception that nobody caught, without its text."""
    if isinstance(fault, KeyboardInterrupt):
        return
    sys.stderr.write(redacted(f"tamiz stopped: {where_raised(fault)}\n"))
