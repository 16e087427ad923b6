"""How far a long command is stands on a terminal while it runs, and goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from itertools import count

import pytest

from bot.admin.progress import Progress, with_progress
from bot.cli import packet
from dialogs.languages import Language


@pytest.mark.parametrize(
    ("looks", "seconds", "shown"), [(True, 1.0, "\r3/4\r4/4\r   \r"), (True, 0.4, ""), (False, 9.0, "")]
)
def test_how_far_a_long_export_is_stands_on_the_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, looks: bool, seconds: float, shown: str
) -> None:
    screen, now = StringIO(), 0.0
    monkeypatch.setattr(screen, "isatty", lambda: looks)

    def rows() -> Iterator[int]:
        nonlocal now
        for number in range(4):
            now += seconds if number else 0.0
            yield number

    with with_progress(rows(), 4, screen, lambda: now) as found:
        assert list(found) == [0, 1, 2, 3]
    assert screen.getvalue() == shown


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """A terminal."""
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    return screen


@pytest.mark.parametrize("written", [1, 2])
def test_nothing_of_it_is_left_before_the_message_of_an_export_that_failed(looked_at: StringIO, written: int) -> None:
    """At the writing of a case, or at the reading of the next."""

    def rows() -> Iterator[int]:
        yield 0
        yield 1
        raise EOFError

    def write() -> None:
        with with_progress(rows(), 3, looked_at, partial(next, count(step=3))) as found:
            for number in found:
                if number == written:
                    raise EOFError

    with pytest.raises(EOFError):
        write()
    assert looked_at.getvalue().endswith("/3\r   \r")


def test_nothing_of_it_is_left_before_the_message_of_a_packet_that_failed(
    looked_at: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_inputs: object, _lead: Language, step: Callable[[], None]) -> None:
        step()
        raise EOFError

    monkeypatch.setattr(packet, "_inputs", lambda _study: None)
    monkeypatch.setattr(packet, "default_folder", lambda _inputs, _lead: None)
    monkeypatch.setattr(packet, "outputs", failing)
    monkeypatch.setattr(packet, "STEPS", 3)
    monkeypatch.setattr(packet, "Progress", partial(Progress, screen=looked_at, timer=partial(next, count(step=3))))
    with pytest.raises(EOFError):
        packet.packet(Language.ES, None)
    assert looked_at.getvalue() == "\r1/3\r   \r"
