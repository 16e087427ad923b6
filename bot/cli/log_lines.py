"""How a line of the log is written: the one formatter that every logger's lines pass, ours and the libraries'."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.log import redacted, set_up_hooks, where_raised

#: Libraries that say more than is wanted at their own levels.
_QUIET = ("aiohttp", "aiogram", "asyncio", "sqlalchemy", "alembic", "transitions", "urllib3")


def set_up_logs(level: str = "INFO", *, as_json: bool = False) -> None:
    """Send every logger's lines, ours and the libraries', through one formatter to standard error."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_text,
    ]
    line: Processor = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    line = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else line
    straight = _OwnForm(line, level.upper())
    structlog.configure(
        processors=[*shared, straight, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = _Redacting(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line],
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
    """Let no line be asked from which thread, process or line of code it comes: the library's own way to a quicker one.

    Every answer writes a line, and looking all that up was a fifth of it."""
    for asked in ("logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks", "_srcfile"):
        setattr(logging, asked, None)


def _write(line: Callable[[], str]) -> None:
    """Write a line; one that cannot be written is lost. The library's own way is to print what it was given, raw."""
    try:
        sys.stderr.write(line() + "\n")
        sys.stderr.flush()
    except Exception as fault:  # noqa: BLE001  # a broken log must not stop the program, nor tell anything
        with contextlib.suppress(Exception):
            sys.stderr.write(f"a log line was lost: {type(fault).__name__}\n")


class _ToStandardError(logging.Handler):
    """Writes what is to be told in the log, ours and the libraries'."""

    def emit(self, record: logging.LogRecord) -> None:
        _write(lambda: self.format(record))


class _OwnForm:
    """Writes our own lines that tell of nothing wrong, as every answer makes one, past the standard library.

    Nobody else hears those (`AlarmTap` begins with warnings), and a record, its handlers and its formatter took 7 of
    25 µs. Form and redaction are the same."""

    def __init__(self, line: Processor, level: str) -> None:
        self._line = line
        self._wanted = logging.getLevelName(level) <= logging.INFO

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        if name != "info":
            return event
        if self._wanted:
            _write(lambda: redacted(str(self._line(logger, name, event))))
        raise structlog.DropEvent


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last step before a line is written."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


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
