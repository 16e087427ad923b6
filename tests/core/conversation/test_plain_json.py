"""What is stored of a conversation: strings and numbers, never a member of an enum."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.conversation.conversation import Conversation, ReferralStatus
from dialogs.conversation.states import State
from dialogs.referral.dossier import Dossier, dossier
from dialogs.replies import Refer
from tests.core.conversation.places import at, everywhere
from tests.core.conversation.walking import STUDY, TODAY


def kinds(raw: Any) -> set[type]:
    """The types of everything inside a JSON value, names of fields included."""
    if isinstance(raw, dict):
        return set().union(*(kinds(name) | kinds(value) for name, value in raw.items()))
    return set().union(*(kinds(value) for value in raw)) if isinstance(raw, list) else {type(raw)}


@pytest.mark.whole
def test_at_every_place_the_conversation_is_plain_json() -> None:
    for place, walk in everywhere():
        assert kinds(walk.c.to_json()) <= {str, int, bool, type(None)}, place


@pytest.mark.parametrize("place", ["sent", "on the list without", "a call back sent"])
def test_what_is_filed_is_plain_json_and_reads_back(place: str) -> None:
    (asked,) = [reply for reply in at(place).said if isinstance(reply, Refer)]
    raw = dossier(STUDY, at(place).c, asked, TODAY).to_json()
    assert kinds(raw) <= {str, int, bool, type(None)}
    assert Dossier.from_json(raw).to_json() == raw


def test_a_new_conversation_is_plain_json() -> None:
    assert kinds(Conversation().to_json()) <= {str, int, bool, type(None)}


def test_no_question_of_the_study_has_the_name_of_a_fixed_state() -> None:
    """Both are states of one machine, and one name can mean one state only."""
    assert not {question.id for question in STUDY.questions if question.asked} & set(State)


def test_a_row_with_a_consent_that_this_program_does_not_know_is_read_without_it() -> None:
    raw = at("sent").c.to_json()
    assert Conversation.from_json({**raw, "consents": {"later_party": True, **raw["consents"]}}).to_json() == raw


def test_a_row_with_a_heading_or_a_state_that_this_program_does_not_know_is_read() -> None:
    raw = {**at("sent").c.to_json(), "heading": "gossip", "referral_state": "framed", "language": "pt"}
    read = Conversation.from_json(raw)
    assert read.heading is None
    assert read.language == "en"
    assert ReferralStatus.of(read.referral_state) is ReferralStatus.CLOSED
