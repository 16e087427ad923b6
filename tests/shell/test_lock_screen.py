"""The look at what anybody may see sees it [GRP-07]."""

from __future__ import annotations

import logging

import pytest
import structlog

from bot.cli.log_lines import set_up_logs
from bot.render.call import Call
from bot.store.engine import Store
from bot.store.outbox import post
from tests import lock_screen
from tests.shell.front import ANA, GROUP


@pytest.mark.parametrize("text", ["su biopsia de riñón", "Eva wrote", "call +56 9 8765 4321", "eva@example.org"])
def test_a_message_for_the_group_that_says_too_much_is_found_and_one_for_a_member_alone_is_not(
    store: Store, text: str
) -> None:
    call = Call("sendMessage", {"text": text})
    store.write_now(lambda tx: post(tx, ANA, call))
    assert not lock_screen.taken()
    store.write_now(lambda tx: post(tx, GROUP, call))
    assert len(lock_screen.taken()) == 1


def test_what_is_logged_before_logs_are_set_up_is_found_too() -> None:
    structlog.get_logger("tests").warning("a fault", person="Eva", number=912345678)
    # Where another test has set logs up in this process, the finished line is looked at as well.
    assert {found.split(":")[0] for found in lock_screen.taken()} == {"a log says “Eva”"}


def test_a_time_or_a_fraction_is_nobodys_number() -> None:
    assert not lock_screen.told_too_much("seconds=0.912345678 id=7-912345678 at=12:912345678 key=ab912345678")
    assert lock_screen.told_too_much("contact=912345678") == "912345678"


def test_a_line_of_a_log_that_says_too_much_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    logging.getLogger("tests").error("kidney biopsy")
    assert "kidney" in capsys.readouterr().err
    assert len({*lock_screen.taken()}) == 1
