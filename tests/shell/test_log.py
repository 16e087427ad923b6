"""No token and no content in any line (SEC-01, dependencies: no personal data in logs)."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot.cli.log_lines import set_up_logs
from bot.log import log_unhandled, redacted, where_raised
from bot.telegram.client import ApiUnreachable, BotApi

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
MARK = "biopsia-clase-cuatro"


@pytest.fixture(autouse=True)
def _logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    set_up_logs("DEBUG")
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


def failing() -> None:
    raise ValueError(f"{MARK} at https://example.invalid/bot{TOKEN}/sendMessage")


@pytest.mark.parametrize("name", ["courier", "aiohttp.client", "asyncio"])
def test_an_exception_is_logged_without_its_text(capsys: pytest.CaptureFixture[str], name: str) -> None:
    try:
        failing()
    except ValueError:
        logging.getLogger(name).exception("it failed")
        structlog.get_logger(name).exception("it failed")
        structlog.get_logger(name).error("it failed", exc_info=True)
    printed = capsys.readouterr().err
    assert printed.count("it failed") == 3
    assert "ValueError at" in printed
    assert MARK not in printed
    assert TOKEN not in printed


def test_a_token_is_cut_wherever_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("x").warning("POST /bot%s/getMe", TOKEN)
    structlog.get_logger("x").warning("polling", address=f"http://h/bot{TOKEN}/getMe")
    printed = capsys.readouterr().err
    assert printed.count("[token]") == 2
    assert TOKEN not in printed


def test_a_line_that_cannot_be_made_is_lost_and_not_shown_raw(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.makeLogRecord({"msg": "%d", "args": (MARK,), "levelno": logging.ERROR, "levelname": "ERROR"})
    logging.root.handlers[0].handle(record)
    assert capsys.readouterr().err == "a log line was lost: TypeError\n"


def test_what_is_no_token_stays() -> None:
    assert redacted("update 812: biopsy → treatments, 14 ms at 12:30:45") == (
        "update 812: biopsy → treatments, 14 ms at 12:30:45"
    )


def test_where_raised_names_places_only() -> None:
    try:
        failing()
    except ValueError as fault:
        told = where_raised(fault)
    assert told.startswith("ValueError at test_where_raised")
    assert MARK not in told


async def test_a_failed_call_says_its_kind_and_no_address() -> None:
    line = BotApi(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(ApiUnreachable) as caught:
        await line.call("getMe", {})
    await line.close()
    assert TOKEN not in repr(caught.value)
    assert "127.0.0.1" not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_what_dies_in_a_thread_or_unseen_says_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    """OPS-06, SEC-07: the last-resort hooks are set, for threads too."""
    assert sys.excepthook.__module__ == "bot.log"
    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()
    printed = capsys.readouterr().err
    assert "ValueError at" in printed
    assert MARK not in printed
    assert TOKEN not in printed


async def test_what_a_task_leaves_unhandled_is_logged_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """OPS-02: the library's own line quotes the exception."""
    log_unhandled(
        None, {"message": "Task exception was never retrieved", "exception": ValueError(MARK), "future": MARK}
    )
    printed = capsys.readouterr().err
    assert "left unhandled" in printed
    assert MARK not in printed


def test_a_log_for_programs_has_one_object_a_line_and_no_token(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("warning", as_json=True)
    structlog.get_logger("x").info("not at this level")
    structlog.get_logger("x").warning("polling", address=f"http://h/bot{TOKEN}/getMe")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["level"], line["address"]) for line in lines] == [
        ("polling", "warning", "http://h/[token]/getMe")
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_a_line_that_tells_of_nothing_wrong_has_the_form_of_all_others_and_no_token(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    """Such a line goes its own way to the same place: every answer writes one."""
    set_up_logs("INFO", as_json=as_json)
    for told in (structlog.get_logger("x").info, structlog.get_logger("x").warning):
        told("polling", address=f"http://h/bot{TOKEN}/getMe", ms=3)
    lines = [re.sub(r"\d{4}-[^\" ]+", "then", line) for line in capsys.readouterr().err.splitlines()]
    assert len(lines) == 2
    assert lines[0].replace("info", "warning") == lines[1]
    assert "[token]" in lines[0]
    assert TOKEN not in lines[0]


def test_a_line_of_our_own_that_cannot_be_made_is_lost_and_not_shown_raw(capsys: pytest.CaptureFixture[str]) -> None:
    class Unsayable:
        def __str__(self) -> str:
            raise ValueError(MARK)

    structlog.get_logger("x").info("polling", address=Unsayable())
    assert capsys.readouterr().err == "a log line was lost: ValueError\n"
