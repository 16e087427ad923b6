"""Somebody asked by letter that everything is erased: wherever they stand, it is done at once."""

from __future__ import annotations

import pytest

from dialogs.conversation.incoming import EraseAsked
from dialogs.replies import Erase, EraseScope, Say
from tests.core.conversation.places import PLACES, at


@pytest.mark.parametrize("place", PLACES)
def test_at_every_place_the_person_is_erased_and_told(place: str) -> None:
    """[CL-11] [CL-15]"""
    walk = at(place)
    before = len(walk.said)
    walk.does(EraseAsked())
    assert EraseScope.PERSON in [each.scope for each in walk.said[before:] if isinstance(each, Erase)]
    assert any(isinstance(reply, Say) for reply in walk.said[before:])
    assert walk.c.answers == {}
