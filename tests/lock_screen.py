"""What anybody may see, in the team's group, on its lock screens or in a log: no word of health, no patient's name.

Every test looks: `tests/conftest.py` lets each call that is filed for a group, and each line of a log, pass by here.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.cli import log_lines
from bot.store import outbox
from bot.store.due_call import DueCall
from bot.store.tx import Tx

#: Words of the study's illness, tests, treatments and conditions, in both languages.
HEALTH = re.compile(
    r"\b(lupus|nefr[ií]tis|nephritis|ri[ñn][oó]n\w*|kidney\w*|biops\w*|prote[ií]n\w*|creatin\w*|orina|urine|"
    r"anticuerpo\w*|antibod\w*|embaraz\w*|pregnan\w*|c[aá]ncer|infecci\w*|infection\w*|placebo|fiebre|fever|"
    r"rituximab|belimumab|ciclofosfamida|cyclophosphamide|cortico\w*|steroid\w*|remedios?|medicines?|"
    r"enfermedad\w*|illness\w*|diagn[oó]stic\w*|suicid\w*|me duele|my chest)\b",
    re.IGNORECASE,
)
#: Names of those who are patients in the tests, and of nobody else.
NAMES = re.compile(r"\b(Eva|Person-\d+)\b")
#: A number that somebody could call, and an address.
CONTACT = re.compile(r"\+56 ?9|(?<![\w.,:-])9 ?\d{4} ?\d{4}\b|[\w.]+@example\.(org|com)")

#: What was seen that nobody should see, since the last look.
_found: list[str] = []


def told_too_much(text: str) -> str:
    """Return what of a text is not for everybody; empty where nothing is.

    >>> told_too_much("LUP-7K3Q: nobody has taken it."), told_too_much("Eva: kidney biopsy")
    ('', 'kidney')
    """
    hit = next((found for each in (HEALTH, NAMES, CONTACT) if (found := each.search(text))), None)
    return hit.group() if hit else ""


def taken() -> list[str]:
    """Return what was found since this was asked last."""
    found, _found[:] = list(_found), []
    return found


def watch() -> None:
    """Look at each call that is filed for a group and at each line of a log, from now on."""
    outbox._write = _looking_at_calls(outbox._write)
    log_lines._Redacting.format = _looking_at_lines(log_lines._Redacting.format)  # type: ignore[method-assign]  # watched, then called


def watch_loggers() -> None:
    """Look at what is logged also where no logs are set up, whatever the test before this one set or reset."""
    others = [each for each in structlog.get_config()["processors"] if each is not _looking_at_events]
    structlog.configure(processors=[_looking_at_events, *others])


def _note(where: str, text: str) -> None:
    if hit := told_too_much(text):
        during = os.environ.get("PYTEST_CURRENT_TEST", "what fixtures do")
        _found.append(f"{where} says “{hit}”: {text[:300]} ({during})")


def _looking_at_calls(write: Callable[..., None]) -> Callable[..., None]:
    def watched(tx: Tx, due: DueCall, *more: Any) -> None:
        if due.chat_id < 0:
            _note(f"a {due.method} for the group", f"{json.dumps(due.payload, ensure_ascii=False)} {due.cover}")
        write(tx, due, *more)

    return watched


def _looking_at_events(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Look at what is logged where a test sets no logs up; an exception's own text is left out, as a line leaves it."""
    _note("a log", str({name: value for name, value in event.items() if name != "exc_info"}))
    return event


def _looking_at_lines(form: Callable[..., str]) -> Callable[..., str]:
    def watched(self: logging.Formatter, record: logging.LogRecord) -> str:
        line = form(self, record)
        _note("a log", line)
        return line

    return watched
