"""Logs: numbers and states, one line each, and one redaction layer that every line passes.

No message, answer, name or phone is ever given to a logger. What slips in through a library (an address with the
token in it, the text of an exception) is cut here: the token is replaced, and of an exception only its kind and
where it was raised are written, for its text may quote what a person wrote.
"""

from __future__ import annotations

import errno
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

#: What a bot token looks like, in an address or anywhere else.
_TOKEN = re.compile(r"(?:bot)?\d{5,}:[A-Za-z0-9_-]{10,}")
_CUT = "[token]"


def redacted(text: str) -> str:
    """Return the text without any token.

    >>> redacted("POST /bot123456:AAAAAAAAAAAAAAAAAAAAAA/getMe")
    'POST /[token]/getMe'
    """
    return _TOKEN.sub(_CUT, text)


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


def log_unhandled(_loop: object, context: dict[str, Any]) -> None:
    """Log what a task or a callback left unhandled; the library's own line would quote the exception."""
    fault = context.get("exception")
    told = where_raised(fault) if isinstance(fault, BaseException) else ""
    import structlog  # a command without a log does without it: it takes longer to load than all else of one

    structlog.get_logger("asyncio").error("left unhandled", what=str(context.get("message", "")), fault=told)


def where_raised(fault: BaseException) -> str:
    """Return the kind of an exception, the system's name for its error, and the lines it passed, without its text."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)[-6:]]
    kind = type(fault).__name__
    if isinstance(fault, OSError) and fault.errno is not None:
        kind = f"{kind} {errno.errorcode.get(fault.errno, fault.errno)}"
    return f"{kind} at {' > '.join(places)}"


def _last_words(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """Print an exception that nobody caught, without its text."""
    if isinstance(fault, KeyboardInterrupt):
        return
    sys.stderr.write(redacted(f"tamiz stopped: {where_raised(fault)}\n"))
