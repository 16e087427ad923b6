"""study-facts 10: signs of danger are heard in every text that a person writes, wherever it stands."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest

from dialogs.answers import safety
from dialogs.commands import ChatCommand
from dialogs.conversation import danger as looks_for_danger
from dialogs.conversation.incoming import Edited, Incoming, Ordered, Replied, Typed, Unreadable
from dialogs.replies import Notice, Redraw, Reply, Say
from tests.core.conversation.places import everywhere
from tests.core.conversation.walking import Walk

#: Ways in which a person's words arrive; each place gets the next one.
ARRIVING: tuple[Incoming, ...] = (
    Replied("me desmayé recién", "¿Qué número le salió?"),
    Ordered(ChatCommand.HELP, words="no puedo respirar"),
    Unreadable("photo", "mi mamá no despierta"),
    Edited("i can't breathe"),
    Typed("mum won't wake up", early=True),
    Replied("34 y me quiero morir", "El estudio", is_open=True),
    Ordered("me_muero", words="me_quiero_morir"),
    Unreadable("voice", "i want to die"),
    Ordered(ChatCommand.START, words="me duele el pecho"),
)


@pytest.mark.parametrize(
    "incoming",
    [
        Unreadable("photo", "no puedo respirar"),
        Unreadable("forwarded", "no puedo respirar"),
        Edited("no puedo respirar"),
    ],
)
def test_danger_under_a_picture_in_a_forward_or_in_an_edit_is_answered_first(incoming: Incoming) -> None:
    walk = Walk()
    replies = walk.does(incoming)
    assert isinstance(replies[0], Say)
    assert replies[0].urgent


def what_stands_wrong(before: Walk, replies: list[Reply]) -> str:
    """Tell what is wrong with the answer to a danger; empty where it is urgent and the last, with one way on."""
    said = [reply for reply in replies if isinstance(reply, Say | Redraw | Notice)]
    if not said or not all(isinstance(reply, Say) and reply.urgent for reply in said):
        return "something else is said"
    *above, last = [len(reply.screen.options) + len(reply.screen.controls) for reply in said]
    nothing_is_open = before.c.state in ("new", "ended")
    if any(above) or last != (0 if nothing_is_open else 1):
        return "not one button, under the last text"
    return ""


@pytest.mark.whole
def test_danger_is_answered_first_and_last_and_alone_wherever_and_however_it_is_written() -> None:
    """At every place a typed text, and by turns a reply, a caption, an edit, a command with words."""
    wrong: dict[tuple[str, str], str] = {}
    others = cycle(ARRIVING)
    for place, walk in everywhere():
        for danger in (Typed("mi mamá no puede respirar"), next(others)):
            there = walk.copy()
            replies = there.does(danger)
            found = what_stands_wrong(walk, replies) or ("" if there.c.state == walk.c.state else "it moved on")
            if found:
                wrong[place, str(danger)] = found
    assert wrong == {}


def test_a_text_is_looked_through_for_danger_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at first, whatever stands open; once more would find the same, and each look goes over all signs."""
    looked: list[str] = []

    def noted(text: str, *others: Any, **more: bool) -> tuple[str, ...]:
        looked.append(text)
        return safety(text, *others, **more)

    monkeypatch.setattr(looks_for_danger, "safety", noted)
    walk = Walk()
    walk.does(Typed("hola, quiero saber más"))
    walk.does(Typed("no puedo respirar"))
    assert looked == ["hola, quiero saber más", "no puedo respirar"]
