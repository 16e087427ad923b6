"""Somebody asked by letter that everything is erased: wherever they stand, it is done at once."""

from __future__ import annotations

import pytest

from dialogs.conversation.incoming import EraseAsked
from dialogs.replies import Erase, EraseScope, Say
from tests.core.conversation.places import everywhere


@pytest.mark.whole
def test_at_every_place_the_person_is_erased_and_told() -> None:
    """[CL-11] [CL-15]"""
    for place, walk in everywhere():
        replies = walk.does(EraseAsked())
        assert EraseScope.PERSON in [each.scope for each in replies if isinstance(each, Erase)], place
        assert any(isinstance(reply, Say) for reply in replies), place
        assert walk.c.answers == {}, place
