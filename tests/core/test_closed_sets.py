"""Closed sets: what is said of their members says something of every one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

import pytest

from dialogs.answers import MisreadReason
from dialogs.conversation.conversation import Channel, ReferralStatus
from dialogs.conversation.reminders import REMINDERS
from dialogs.conversation.steps.contact import AGREES
from dialogs.conversation.steps.rights import PURPOSES
from dialogs.conversation.texts.referral_status import SENT, STATUS
from dialogs.conversation.texts.reprompt import REPROMPTS
from dialogs.referral.desk_menu import ALLOWED, LIST_LABELS, LIST_TITLES, ROLE_HELP, ROLE_LABELS, CaseList, DeskAction
from dialogs.referral.evidence import NOTES
from dialogs.referral.group_card import HEADING_LABELS, HEADING_NAMES, NEWS, OUTCOME_LABELS
from dialogs.referral.labels import STATE_LABELS
from dialogs.referral.ledger import ACTION_LABELS, CHANNEL_LABELS, PURPOSE_LABELS
from dialogs.referral.letters import COMMON_LETTERS, CommonLetter
from dialogs.referral.referral import ReferralState
from dialogs.referral.settled import SOURCE_LABELS, Source
from dialogs.referral.step_screens import TRIES, TryOutcome
from dialogs.referral.told import told_as
from dialogs.replies import ConsentAction, FunnelEvent, Heading, Purpose, Reminder, TeamNews
from dialogs.screening.screening import Outcome
from dialogs.site import Role
from dialogs.study.rules import VerdictNote
from dialogs.values import member

TABLES: dict[str, tuple[Mapping[StrEnum, object], Collection[StrEnum]]] = {
    "what a purpose is called": (PURPOSES, Purpose),
    "what is written later": (REMINDERS, Reminder),
    "what a purpose is called to staff": (PURPOSE_LABELS, Purpose),
    "what was done with a consent": (ACTION_LABELS, ConsentAction),
    "what the group is told": (NEWS, TeamNews),
    "what a heading is called": (HEADING_LABELS, Heading),
    "what a yes to being reached agrees to": (AGREES, Heading),
    "what is said once it is sent": (SENT, Heading),
    "where it stands, to the person": (STATUS, ReferralStatus),
    "where it stands, to staff": (STATE_LABELS, ReferralState),
    "what an outcome is called": (OUTCOME_LABELS, Outcome),
    "how somebody is reached": (CHANNEL_LABELS, Channel),
    "why a text was not read": (REPROMPTS, MisreadReason),
    "what a rule notes": (NOTES, VerdictNote),
    "where a settled answer comes from": (SOURCE_LABELS, Source),
    "what came of a try": (TRIES, TryOutcome),
    "the common letters": (COMMON_LETTERS, CommonLetter),
    "what a role is called": (ROLE_LABELS, Role),
    "what a role can do": (ROLE_HELP, Role),
    "what a list is called": (LIST_TITLES, CaseList),
    "what a list is called with its size": (LIST_LABELS, CaseList),
    "what a heading is called in a list": (HEADING_NAMES, Heading),
    "who may press what of the desk": (ALLOWED, DeskAction),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_a_closed_set_has_a_row_for_every_member(name: str) -> None:
    table, words = TABLES[name]
    assert set(table) == set(words)


def test_a_stored_word_is_the_member_of_its_set_or_none() -> None:
    assert member(Purpose, "send") is Purpose.SEND
    assert [member(Purpose, odd) for odd in ("", "sendd", None, 3, "SEND")] == [None] * 5


def test_every_outcome_is_counted() -> None:
    """What is counted is a closed set; that it is reported is not shown here."""
    assert set(Outcome) <= set(FunnelEvent)


@pytest.mark.parametrize("state", ReferralState)
def test_wherever_it_stands_with_the_team_the_person_is_told_where(state: ReferralState) -> None:
    own_words = ("taken", "contacted", "scheduled", "unreachable", "on_hold", "included", "not_eligible", "declined")
    others = {"new": "received", "in_screening": "scheduled"}
    told = others.get(state) or (state if state in own_words else "closed")
    assert ReferralStatus.of(told_as(state)) == told
