"""study-facts 10: signs of danger are heard in every text that she writes, wherever it stands."""

import pytest

from dialogs.conversation.incoming import Edited, Incoming, Ordered, Replied, Unreadable
from dialogs.replies import Say
from tests.core.conversation.walking import Walk


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


class Helping(Walk):
    """Somebody answers for the person."""

    who = "helper"


PLACES = {
    "before the start": lambda: Walk(),
    "at the first question": lambda: Walk().begins(),
    "where somebody helps": lambda: Helping().begins(),
    "at a read-back": lambda: after(Walk().begins(), "17"),
    "in a pause": lambda: after(Walk().begins(), Ordered("pause")),
    "where it is asked whether to erase": lambda: after(Walk().begins(), Ordered("delete")),
}


def after(walk: Walk, deed: Incoming | str) -> Walk:
    walk.does(deed)
    return walk


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "danger",
    [
        "mi mamá no puede respirar",
        "she can't breathe",
        "34 y me quiero morir",
        Ordered("help", words="no puedo respirar"),
        Ordered("me_muero", words="me_quiero_morir"),
        Replied("me desmayé recién", "¿Qué número le salió?"),
    ],
    ids=str,
)
def test_danger_is_answered_first_and_alone_wherever_it_is_written(place: str, danger: Incoming | str) -> None:
    walk = PLACES[place]()
    said = [reply for reply in walk.does(danger) if isinstance(reply, Say)]
    assert said
    assert all(reply.urgent for reply in said)
