"""The study team: cards, taking, seeing, moving on, and who may not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.desk import referral_cards
from bot.store import audit, people, referrals, staff
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.referral.actions import reasons
from dialogs.referral.referral import ACTS, GONE
from dialogs.site import Recruitment
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, buttons, finish, send
from tests.shell.trail import audit_lines

#: Everything that a staff button can say.
BUTTONS = (*ACTS, "see", "menu")


def case(front: Front, code: str) -> referrals.FiledReferral:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed


def audited(front: Front, subject: str) -> list[tuple[str, str]]:
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, subject))
    return [(line.actor, line.act) for line in lines]


def test_an_invitation_works_once(front: Front) -> None:
    assert "Welcome, Ana" in front.last(ANA)
    used = next(text for text in (f"/start s_{'x' * 32}",))
    front.write(STRANGER, used)
    assert "not valid any more" in front.last(STRANGER)
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, STRANGER)) is None


def test_the_card_says_only_what_nobody_minds_on_a_lock_screen(front: Front) -> None:
    code = send(front)
    (card,) = front.chat(GROUP)
    assert "INTEREST LIST: study not recruiting" in card
    assert code in card
    assert "11 yes, 0 no, 4 to confirm" in card
    for told in ("Eva", "34", "biopsy", "III", "Lupus", "lupus"):
        assert told not in card
    payload = next(payload for method, payload in front.calls if code in str(payload.get("text", "")) and method)
    assert [button["text"] for button in buttons(front.messages[max(k for k in front.messages if k[0] == GROUP)])] == [
        "es:Take",
        "es:See",
    ]
    assert payload["protect_content"] is True


def test_the_first_to_take_it_has_it_and_the_second_is_told_who_and_when(front: Front) -> None:
    code = send(front)
    data = f"s1.{code}.take"
    assert "You took it" in front.tap(ANA, data, GROUP)
    front.wait(seconds=3)
    assert front.tap(BEA, data, GROUP) == "Ana took it 3 s ago."
    assert case(front, code).state == "taken"
    (card,) = front.chat(GROUP)
    assert "Ana took it." in card
    assert "es:Take" not in [
        b["text"] for b in buttons(front.messages[max(k for k in front.messages if k[0] == GROUP)])
    ]


def test_a_second_tap_of_whoever_has_it_is_told_where_the_case_stands_and_not_their_own_name(front: Front) -> None:
    code = send(front)
    front.tap(ANA, f"s1.{code}.take", GROUP)
    assert front.tap(ANA, f"s1.{code}.take", GROUP) == "That is not possible now: you have it."
    front.tap(ANA, f"s1.{code}.contacted", ANA)
    assert front.tap(ANA, f"s1.{code}.contacted", ANA) == "That is not possible now: contacted."


def test_she_is_told_that_a_person_has_it_now(front: Front) -> None:
    send(front)
    before = len(front.chat(EVA))
    front.press(ANA, "es:Take", GROUP)
    assert "someone on the team has it" in front.last(EVA)
    assert len(front.chat(EVA)) == before, "her message is brought up to date, and nothing else is sent"


def test_see_brings_ledger_and_call_script_to_the_private_chat_and_leaves_a_line_in_the_audit(front: Front) -> None:
    code = send(front)
    group = front.chat(GROUP)
    assert "Sent to your own chat" in front.press(ANA, "es:See", GROUP)
    *_, ledger, before, script, steps = front.chat(ANA)
    assert "not an eligibility decision" in ledger
    assert "Telegram name: Eva" in ledger
    assert ledger.index("TO CONFIRM FIRST: 4") < ledger.index("YES: 11")
    assert "Before you call" in before
    assert f"Call script: {code}" in script
    assert "This is Ana" in script
    assert code in steps
    assert front.chat(GROUP) == group
    assert ("staff:1", "viewed") in audited(front, code)
    private = [
        payload
        for method, payload in front.calls
        if method == "sendMessage" and "Telegram name: Eva" in payload["text"]
    ]
    assert private[0]["protect_content"] is True


def test_the_call_script_is_in_the_persons_language(front: Front) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Español")
    finish_in_spanish(front)
    front.press(ANA, "es:See", GROUP)
    script = next(text for text in front.chat(ANA) if "Call script" in text)
    assert "es:Am I speaking with Eva?" in script
    ledger = next(text for text in front.chat(ANA) if "Telegram name: Eva" in text)
    assert "es:Telegram name" not in ledger


def finish_in_spanish(front: Front) -> None:
    from tests.shell import front as walk

    walk.finish(front, prefix="es:")
    for label in ("All good", "Yes, put me on the list", "Write to me in this chat", "Yes, keep my answers"):
        front.press(EVA, f"es:{label}")


def test_a_case_is_moved_on_only_by_its_holder_and_only_by_legal_steps(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    assert "Ana took it" in front.tap(BEA, f"s1.{code}.contacted", BEA)
    assert "not possible now: you have it" in front.tap(ANA, f"s1.{code}.included", ANA)
    assert "Done" in front.press(ANA, "I reached the person")
    assert case(front, code).state == "contacted"
    assert "noted that it contacted you" in front.last(EVA)
    assert "Visit agreed" in front.keys(ANA)
    front.press(ANA, "Visit agreed")
    front.write(ANA, "15 January 2027 at 10:30")
    assert case(front, code).state == "contacted", "it is shown before it is noted"
    front.press(ANA, "Yes, that is right")
    assert "you have an appointment with the team on 15 January 2027 at 10:30" in front.last(EVA)
    front.press(ANA, "The study's own tests began")
    assert "Joined the study" not in front.keys(ANA), "the study takes nobody now"
    assert "you have an appointment" in front.last(EVA)
    front.press(ANA, "Does not want to")
    assert "you do not want to go on" in front.last(ANA)
    front.press(ANA, "Yes, that is right")
    assert "you do not want to go on" in front.last(EVA)
    assert front.keys(ANA) == ["Open it again", "Undo the last step", "Notes…", "See"]
    front.press(ANA, "Open it again")
    assert case(front, code).state == "taken"
    assert ("staff:1", "reopen") in audited(front, code)


def test_cannot_take_part_asks_for_a_reason_of_the_short_list(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Cannot take part…")
    assert case(front, code).state == "taken"
    assert len(front.keys(ANA)) == len(reasons(front.context.study)) + 1
    front.press(ANA, "Back")
    front.press(ANA, "Cannot take part…")
    front.press(ANA, "Signs of lupus in the blood")
    assert case(front, code).state == "taken"
    assert "you cannot be in this study" in front.last(ANA), "what the person will read stands beside it"
    front.press(ANA, "Yes, that is right")
    assert case(front, code).state == "not_eligible"
    assert "you cannot be in this study" in front.last(EVA)
    assert "Reason: Signs of lupus in the blood" in front.last(ANA)
    history = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    assert [event.detail for event in history if event.act == "not_eligible"] == [
        {"reason": "antibodies", "before": "taken"}
    ]
    assert "antibodies" not in "".join(front.chat(GROUP))


@pytest.mark.parametrize("entry", ["", ".99", ".99.y", ".3", ".y"])
def test_no_reason_and_a_reason_that_is_not_on_the_list_move_nothing(front: Front, entry: str) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.tap(ANA, f"s1.{code}.not_eligible{entry}", ANA)
    assert case(front, code).state == "taken"


def test_what_is_given_back_can_be_taken_by_the_next(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Give it back")
    assert case(front, code).state == "new"
    assert "You took it" in front.press(BEA, "es:Take", GROUP)
    assert "Bea took it." in front.chat(GROUP)[0]


@pytest.mark.parametrize("chat", [GROUP, STRANGER])
def test_a_stranger_is_refused_and_learns_nothing(front: Front, chat: int) -> None:
    code = send(front)
    for act in BUTTONS:
        said = front.tap(STRANGER, f"s1.{code}.{act}", chat)
        assert said == "Only invited members of the study team can use this button."
    assert case(front, code).state == "new"
    assert audited(front, code) == [("unknown", "refused")] * len(BUTTONS)
    assert not [payload for method, payload in front.calls if "Telegram name: Eva" in str(payload.get("text", ""))]


def test_a_member_is_refused_in_any_other_chat(front: Front) -> None:
    code = send(front)
    assert "Only invited members" in front.tap(ANA, f"s1.{code}.see", -999)
    assert ("staff:1", "refused") in audited(front, code)


@pytest.mark.parametrize(("role", "sees", "takes"), [("investigator", True, False), ("observer", False, False)])
def test_a_role_has_its_rights_and_no_others(store: Store, role: str, sees: bool, takes: bool) -> None:
    front = Front(store, English())
    front.invite(ANA, role)
    code = send(front)
    assert ("Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)) is sees
    assert ("You took it" in front.tap(ANA, f"s1.{code}.take", GROUP)) is takes
    assert "es:Take" not in front.keys(ANA)


@pytest.mark.parametrize("faceless", [1087968824, 136817688, 777000])
def test_an_anonymous_account_is_refused_with_the_reason(front: Front, faceless: int) -> None:
    from tests.shell.front import NAMES

    NAMES.setdefault(faceless, "Group")
    code = send(front)
    assert "This bot cannot see who you are" in front.tap(faceless, f"s1.{code}.take", GROUP)


def test_rights_end_on_leaving_the_group_and_what_was_held_is_free(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.left(ANA)
    assert "Only invited members" in front.tap(ANA, f"s1.{code}.contacted", ANA)
    assert "Sent to your own chat" in front.tap(BEA, f"s1.{code}.see", GROUP)
    front.press(BEA, "Take")
    assert "Bea took it." in front.chat(GROUP)[0]


def test_leaving_another_group_changes_nothing(front: Front) -> None:
    front.left(ANA, chat=-5)
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA)) is not None


def test_whoever_cannot_be_written_to_gets_a_hint_without_data(front: Front) -> None:
    code = send(front)
    front.context.store.write_now(lambda tx: staff.set_staff_reachable(tx, ANA, False))
    assert "Open a private chat with it" in front.press(ANA, "es:See", GROUP)
    hint = front.last(GROUP)
    assert hint.startswith("es:Ana: please open a private chat")
    assert code not in hint


def test_old_buttons_of_an_erased_case_show_and_revive_nothing(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    for act in BUTTONS:
        said = front.tap(ANA, f"s1.{code}.{act}", GROUP)
        assert said == "The person took it back. There is nothing to see any more."
    assert case(front, code).state == "erased"


def test_a_code_that_is_nobodys_says_so(front: Front) -> None:
    assert front.tap(ANA, "s1.LUP-2222.see", GROUP) == "This case is not here any more."


def in_group(front: Front, chat: int, text: str, user: int = STRANGER) -> None:
    place = {"id": chat, "type": "supergroup", "title": "Somewhere"}
    front.feed({"message": {**front.message(user, place), "text": text}})


def test_a_foreign_group_gets_one_line_and_is_left(front: Front) -> None:
    """[TG-24]"""
    in_group(front, -77, "/start")
    assert front.chat(-77) == ["Please write to this bot in a private chat."]
    assert front.calls[-1][0] == "leaveChat"


def test_in_the_teams_group_it_says_where_to_write_once_an_hour_and_keeps_nothing(front: Front) -> None:
    in_group(front, GROUP, "/start")
    in_group(front, GROUP, "/start")
    assert front.chat(GROUP) == ["es:Please write to this bot in a private chat."]
    front.wait(hours=2)
    in_group(front, GROUP, "/ayuda")
    assert len(front.chat(GROUP)) == 2
    assert front.context.store.read_now(lambda tx: people.find_person(tx, STRANGER)) is None


@pytest.mark.parametrize(("kind", "lines"), [("group", 1), ("supergroup", 1), ("channel", 0)])
def test_being_added_elsewhere_ends_at_once(front: Front, kind: str, lines: int) -> None:
    rights = {"can_be_edited": False, "is_anonymous": False}
    bot: dict[str, Any] = {"status": "member", "user": front.user(900), **rights}
    change = {
        "chat": {"id": -88, "type": kind, "title": "Elsewhere"},
        "from": front.user(STRANGER),
        "date": 1,
        "old_chat_member": {"status": "left", "user": front.user(900)},
        "new_chat_member": bot,
    }
    front.feed({"my_chat_member": change})
    assert len(front.chat(-88)) == lines
    assert front.calls[-1][0] == "leaveChat"


def test_the_group_keeps_its_cards_when_it_becomes_a_supergroup(front: Front) -> None:
    place = {"id": GROUP, "type": "group", "title": "Team"}
    front.feed({"message": {**front.message(ANA, place), "migrate_to_chat_id": -100999}})
    send(front)
    assert len(front.chat(-100999)) == 1
    assert front.chat(GROUP) == []


def test_a_patients_button_in_a_group_is_refused(front: Front) -> None:
    finish(front)
    assert "private chat" in front.tap(EVA, "q1.1.0", GROUP)


def test_a_review_and_a_referral_carry_their_own_heading(store: Store) -> None:
    front = Front(store, English(), recruitment="recruiting")
    front.invite(ANA)
    finish(front)
    for label in ("All good", "Yes, contact me", "Write to me in this chat"):
        front.press(EVA, label)
    assert "SELF-REFERRAL: study recruiting" in front.chat(GROUP)[0]
    assert "INTEREST" not in front.chat(GROUP)[0]


def test_a_newer_card_of_the_same_case_takes_the_buttons_of_the_older(front: Front) -> None:
    code = send(front)
    front.context.store.write_now(lambda tx: post_anew(tx, front, code))
    front.deliver()
    first, second = (shown for (chat, _), shown in sorted(front.messages.items(), key=lambda m: m[0]) if chat == GROUP)
    assert buttons(first) == []
    assert buttons(second) != []


def post_anew(tx: Tx, front: Front, code: str) -> None:
    filed = referrals.referral(tx, code)
    assert filed is not None
    referral_cards.retire_card(tx, front.context, filed)
    referral_cards.update_card(tx, front.context, filed, referral_cards.referral_of(tx, filed), anew=True)


def test_what_she_wants_to_rest_is_neither_shown_nor_called(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.write(EVA, "/bloquear")
    assert "Use blocked" in front.chat(GROUP)[0]
    assert "Use blocked" in front.tap(ANA, f"s1.{code}.see", GROUP)
    assert "Use blocked" in front.tap(ANA, f"s1.{code}.contacted", ANA)
    assert case(front, code).state == "taken"
    front.write(EVA, "/desbloquear")
    assert "Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)


@pytest.mark.parametrize(("state", "takes"), [(Recruitment.NOT_RECRUITING, False), (Recruitment.RECRUITING, True)])
def test_the_script_for_an_entry_of_the_list_goes_by_the_state_of_the_study_today(
    front: Front, state: Recruitment, takes: bool
) -> None:
    """study-facts 2: the list is promised no day while the study takes nobody."""
    code = send(front)
    front.set_site(state=state, confirmed_by="Ana", confirmed_on=front.now.date(), source="a letter")
    front.tap(ANA, f"s1.{code}.see", GROUP)
    script = next(text for text in front.chat(ANA) if "Call script" in text)
    assert ("aims to tell you by" in script) is takes
    assert ("We cannot say when the study opens again, or if." in script) is not takes
    assert ("The study is not taking new people right now." in script) is not takes


def test_the_time_of_the_card_is_the_sites(front: Front) -> None:
    front.now = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    send(front)
    assert "23 de noviembre de 2026 at 23:30" in front.chat(GROUP)[0]


def test_whatever_moves_a_case_has_its_word_in_the_audit() -> None:
    assert {str(act) for act in (*ACTS, *GONE)} <= set(audit.AuditAct)
