"""Sharing the page: agreed to each time, only by adults, and closed in one tap."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.link import MOST
from dialogs.replies import Consent, Reply, Share, Unshare
from tests.core.conversation.places import everywhere, to_result
from tests.core.conversation.walking import Walk


def shared(replies: list[Reply]) -> list[Share]:
    return [reply for reply in replies if isinstance(reply, Share)]


def test_a_link_is_made_only_after_a_yes_to_its_own_question_cl_04() -> None:
    """[CL-04] Each purpose is asked by itself, and each link anew."""
    walk = to_result(Walk())
    assert not shared(walk.does(Ordered(ChatCommand.SHARE)))
    replies = walk.presses("yes")
    assert len(shared(replies)) == 1
    assert [(r.purpose, r.action) for r in replies if isinstance(r, Consent)] == [("share", "given")]
    assert [link.number for link in walk.c.links] == [1]
    assert not shared(walk.presses("another"))
    assert shared(walk.presses("yes"))[0].number == 2


def test_the_page_is_shared_in_both_languages() -> None:
    walk = to_result(Walk())
    walk.does(Ordered(ChatCommand.SHARE))
    (made,) = shared(walk.presses("yes"))
    assert set(made.pages) == {"es", "en"}
    assert (made.until - walk.today).days == 7


@pytest.mark.whole
def test_before_the_age_is_known_to_be_an_adults_nothing_can_be_shared_cl_26() -> None:
    """[CL-26] A minor shares nothing."""
    offered = set()
    for place, walk in everywhere():
        walk.does(Ordered(ChatCommand.SHARE))
        if walk.c.stack == ["share"]:
            assert "age" in walk.c.answers, place
            offered.add(place)
        assert walk.c.stack != ["links"] or walk.c.links, place
    assert {"the review", "sent"} <= offered


def test_one_tap_closes_a_link_and_only_that_one() -> None:
    walk = to_result(Walk())
    walk.does(Ordered(ChatCommand.SHARE))
    walk.presses("yes", "another", "yes")
    replies = walk.presses("close:1")
    assert [reply.number for reply in replies if isinstance(reply, Unshare)] == [1]
    assert [link.number for link in walk.c.links] == [2]


def test_taking_the_consent_back_closes_every_link_cl_05() -> None:
    """[CL-05] As easy as giving it."""
    walk = to_result(Walk())
    walk.does(Ordered(ChatCommand.SHARE))
    walk.presses("yes")
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    assert Unshare() in walk.presses("share")
    assert walk.c.links == []


def test_only_so_many_links_are_open_at_once() -> None:
    walk = to_result(Walk())
    walk.does(Ordered(ChatCommand.SHARE))
    walk.presses("yes")
    for _ in range(MOST - 1):
        walk.presses("another", "yes")
    assert "another" not in walk.c.offered
    walk.does(Ordered(ChatCommand.SUMMARY))
    walk.presses("share")
    assert walk.c.stack == ["links"]


def test_erasing_everything_leaves_no_link() -> None:
    walk = to_result(Walk())
    walk.does(Ordered(ChatCommand.SHARE))
    walk.presses("yes")
    walk.does(Ordered(ChatCommand.DELETE))
    walk.presses("yes")
    assert walk.c.links == []
