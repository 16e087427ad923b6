"""A group with topics: each case that is taken has its own, made anew where somebody deletes it, closed at its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.config.membership import GroupTopics
from bot.desk.referral_cards import GROUP_TOPICS
from bot.desk.team import look_at_group, missing
from bot.store import referrals, settings
from tests.shell.desk.forum import Forum
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, send


@pytest.fixture
def forum(front: Front) -> Forum:
    front.context.store.write_now(lambda tx: settings.set_setting(tx, GROUP_TOPICS, GroupTopics.USED))
    return Forum(front)


def state(front: Front, code: str) -> str:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed.state


def test_a_case_that_is_taken_gets_a_topic_with_its_card_and_no_other_word(front: Front, forum: Forum) -> None:
    code = send(front)
    assert forum.topics == {}, "a case that nobody has stands in the group itself"
    forum.does(ANA, code, "take")
    (card,) = forum.named(code)["said"].values()
    assert "Ana took it." in card
    for told in ("Eva", "34", "biopsy", "lupus"):
        assert told not in card
    forum.does(ANA, code, "contacted")
    (card,) = forum.named(code)["said"].values()
    assert "contacted · Ana" in card, "the card in the topic follows"
    assert len(forum.topics) == 1


@pytest.mark.whole
def test_what_happens_to_a_case_in_hand_is_said_in_its_topic(front: Front, forum: Forum) -> None:
    code = send(front)
    forum.does(ANA, code, "take")
    before = len(forum.general)
    forum.writes(EVA, "/block")
    assert any("the person blocked its use" in text for text in forum.named(code)["said"].values())
    assert not [text for text in forum.general[before:] if "the person blocked its use. Please" in text]


@pytest.mark.whole
def test_a_topic_that_somebody_deleted_is_made_anew_with_its_card(front: Front, forum: Forum) -> None:
    code = send(front)
    forum.does(ANA, code, "take")
    first = set(forum.topics)
    forum.delete(code)
    forum.does(ANA, code, "contacted")
    (second,) = forum.topics
    assert second not in first
    assert "contacted · Ana" in next(iter(forum.named(code)["said"].values()))
    forum.writes(EVA, "/block")
    assert len(forum.named(code)["said"]) == 2
    assert len(forum.topics) == 1


@pytest.mark.whole
def test_it_is_closed_at_the_end_opened_again_with_the_case_and_closed_when_nobody_has_it(
    front: Front, forum: Forum
) -> None:
    code = send(front)
    forum.does(ANA, code, "take")
    forum.does(ANA, code, "not_eligible.0.y")
    assert forum.named(code)["closed"]
    assert "cannot take part" in next(iter(forum.named(code)["said"].values()))
    forum.does(ANA, code, "reopen")
    assert not forum.named(code)["closed"]
    forum.does(ANA, code, "release")
    assert forum.named(code)["closed"]
    forum.does(BEA, code, "take")
    assert not forum.named(code)["closed"]
    assert len(forum.topics) == 1


def test_an_erasure_takes_the_topic_along_with_all_that_the_team_wrote_there_cl_11(front: Front, forum: Forum) -> None:
    """[CL-11]"""
    code = send(front)
    forum.does(ANA, code, "take")
    forum.writes(EVA, "/delete")
    erase(front, forum)
    assert state(front, code) == "erased"
    assert forum.topics == {}
    assert any("had everything erased" in text for text in forum.general)


def erase(front: Front, forum: Forum) -> None:
    """The person says yes to erasing."""
    with front.held_back(forum.deliver):
        front.write(EVA, "Yes, erase everything")


def test_where_no_topic_can_be_made_all_is_said_in_the_group_itself(front: Front, forum: Forum) -> None:
    code = send(front)
    forum.may_make = False
    forum.does(ANA, code, "take")
    forum.writes(EVA, "/block")
    assert forum.topics == {}
    assert any("the person blocked its use. Please" in text for text in forum.general)


def test_a_plain_group_works_the_same_without(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.tap(ANA, f"s1.{code}.not_eligible.0.y", ANA)
    assert not [method for method, payload in front.calls if "ForumTopic" in method or "topic" in payload]
    assert len(front.chat(GROUP)) == 1


@pytest.mark.parametrize("told", [*GroupTopics, None])
def test_what_the_platform_says_of_topics_is_kept_and_silence_changes_nothing(
    front: Front, told: GroupTopics | None
) -> None:
    async def ask(_group: int) -> GroupTopics | None:
        return told

    context = replace(front.context, ask_topics=ask)
    front.context.store.write_now(lambda tx: settings.set_setting(tx, GROUP_TOPICS, GroupTopics.USED))
    asyncio.run(look_at_group(context))
    assert front.context.store.read_now(lambda tx: settings.setting(tx, GROUP_TOPICS)) == (told or GroupTopics.USED)


def test_an_owner_is_told_that_the_bot_may_not_manage_the_topics(front: Front) -> None:
    front.context.store.write_now(lambda tx: settings.set_setting(tx, GROUP_TOPICS, GroupTopics.NOT_ALLOWED))
    found = front.context.store.read_now(lambda tx: missing(tx, front.context))
    assert any(text.id.startswith("The group has topics, and the bot may not manage them.") for text in found)
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    assert state(front, code) == "taken"
    assert not [payload for _, payload in front.calls if "topic" in payload]


@pytest.mark.whole
def test_a_word_in_a_topic_is_no_reply_and_is_neither_kept_nor_deleted(front: Front, forum: Forum) -> None:
    code = send(front)
    forum.does(ANA, code, "take")
    (number,) = forum.topics
    place = {"id": GROUP, "type": "supergroup", "title": "Team", "is_forum": True}
    begun = {**front.message(900, place), "message_id": number, "forum_topic_created": {"name": code, "icon_color": 1}}
    front.feed({"message": {**front.message(ANA, place), "text": "On my way", "reply_to_message": begun}})
    log = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    assert not [event for event in log if event.act == "note"]
    assert not [method for method, _ in front.calls if method == "deleteMessage"]
