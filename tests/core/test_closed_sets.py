"""Closed sets: what is said of their members says something of every one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

import pytest

from dialogs.conversation.steps.rights import PURPOSES
from dialogs.referral.group_card import NEWS
from dialogs.referral.ledger import ACTION_LABELS, PURPOSE_LABELS
from dialogs.replies import ConsentAction, Purpose, TeamNews
from dialogs.values import member

TABLES: dict[str, tuple[Mapping[StrEnum, object], Collection[StrEnum]]] = {
    "what a purpose is called": (PURPOSES, Purpose),
    "what a purpose is called to staff": (PURPOSE_LABELS, Purpose),
    "what was done with a consent": (ACTION_LABELS, ConsentAction),
    "what the group is told": (NEWS, TeamNews),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_a_closed_set_has_a_row_for_every_member(name: str) -> None:
    table, words = TABLES[name]
    assert set(table) == set(words)


def test_a_stored_word_is_the_member_of_its_set_or_none() -> None:
    assert member(Purpose, "send") is Purpose.SEND
    assert [member(Purpose, odd) for odd in ("", "sendd", None, 3, "SEND")] == [None] * 5
