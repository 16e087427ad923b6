"""The running bot lives on the quicker event loop, where there is one."""

from __future__ import annotations

import asyncio
import sys

import pytest

from bot.cli.event_loop import run_on_the_quicker_loop


async def _module_of_the_loop() -> str:
    return type(asyncio.get_running_loop()).__module__


def test_the_bot_runs_on_the_quicker_loop() -> None:
    """It is what `run` is started with."""
    pytest.importorskip("uvloop", reason="made for no such system")
    assert run_on_the_quicker_loop(_module_of_the_loop()).startswith("uvloop")


def test_where_there_is_none_it_runs_on_the_interpreters_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without it does everything that the others do."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert run_on_the_quicker_loop(_module_of_the_loop()).startswith("asyncio")
