"""A member's own chat: help, language, lists, and for the owner the team."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import team
from bot.store import referrals, staff
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx
from dialogs.languages import Language
from dialogs.site import Role
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, finish, send
from tests.shell.trail import audit_lines

OWNER = BEA


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(ANA)
    front.invite(OWNER, "owner")
    return front


def test_the_help_offers_what_the_role_can_do_and_nothing_else(store: Store) -> None:
    front = Front(store, English())
    lists = ["Your cases", "Cases that nobody has", "Overdue cases", "Cases on hold"]
    for role, more in {"owner": ["The team", "Is all set up?"], "investigator": [], "observer": None}.items():
        front.invite(ANA, role)
        front.write(ANA, "/help")
        assert f"You are on the study team: {role}." in front.last(ANA)
        offered = [label for label in front.keys(ANA) if label in (*lists, "The team", "Is all set up?")]
        own = [] if role == "investigator" else lists[:1]
        assert offered == ([] if more is None else [*own, *lists[1:], *more]), "who takes no case has none"
        assert ("In my own words" in front.last(ANA)) is (role == "owner")


def test_what_a_member_types_opens_no_card_of_a_patient(front: Front) -> None:
    for text in ("hola", "/start", "me duele el pecho", "34"):
        front.write(ANA, text)
        assert "You are on the study team: coordinator." in front.last(ANA)


def test_each_chooses_the_language_of_their_own_chat(front: Front) -> None:
    front.write(ANA, "hola")
    front.press(ANA, "Español")
    assert "es:You are on the study team" in front.last(ANA)
    code = send(front)
    assert front.press(ANA, "es:See", GROUP).startswith("es:Sent"), "the answer of a press too"
    assert any(f"es:{code}" in text for text in front.chat(ANA))
    front.write(ANA, "hola")
    front.press(ANA, "es:English")
    assert "es:" not in front.last(ANA)


def test_the_group_has_the_language_that_the_sites_file_names(front: Front) -> None:
    front.set_site(group_language=Language.EN)
    send(front)
    assert "es:" not in front.chat(GROUP)[0]


def test_lists_show_what_is_mine_and_nobodys(front: Front) -> None:
    code = send(front)
    front.write(ANA, "hola")
    front.press(ANA, "Cases that nobody has")
    assert f"{code} · interest list · waiting for someone to take it" in front.last(ANA)
    front.press(ANA, "Back")
    assert "Cases that nobody has: 1" in front.keys(ANA)
    assert "Overdue cases: 0" in front.keys(ANA)
    front.press(ANA, "Cases that nobody has: 1")
    front.press(ANA, code)
    assert front.keys(ANA) == ["Take", "Notes…", "See"]
    front.press(ANA, "Take")
    front.write(ANA, "hola")
    front.press(ANA, "Your cases")
    assert f"{code} · interest list · taken · 0 s ago" in front.last(ANA)
    front.write(OWNER, "hola")
    front.press(OWNER, "Your cases")
    assert "None at the moment." in front.last(OWNER)


def test_lists_open_nothing_of_what_was_sent(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[SEC-04] Nothing of it is shown there, and with many cases everybody's answers would wait for it."""
    code = send(front)
    opened: list[str] = []
    unseal = Tx.unseal

    def noted(tx: Tx, person: PersonId | None, column: str, row: int | str, sealed: bytes) -> object:
        opened.append(column)
        return unseal(tx, person, column, row, sealed)

    monkeypatch.setattr(Tx, "unseal", noted)
    front.write(ANA, "hola")
    front.press(ANA, "Cases that nobody has")
    assert code in front.last(ANA)
    assert not {"referrals.card", "referrals.body"} & {*opened}
    assert "referrals.progress" in opened


def overdue(front: Front) -> str:
    """What Ana sees of what is overdue."""
    front.write(ANA, "hola")
    front.press(ANA, "Overdue cases")
    return front.last(ANA)


@pytest.mark.parametrize(("unclaimed", "uncontacted"), some([(1, 2), (2, 4)]))
def test_what_is_overdue_is_counted_by_the_sites_own_days(store: Store, unclaimed: int, uncontacted: int) -> None:
    front = Front(store, English(), recruitment="recruiting")
    front.set_site(unclaimed_days=unclaimed, uncontacted_days=uncontacted, idle_days=20)
    front.invite(ANA)
    finish(front)
    for label in ("All good", "Yes, contact me", "Write to me in this chat"):
        front.press(EVA, label)
    (code,) = store.read_now(lambda tx: referrals.codes_in(tx, ["new"]))
    front.wait(days=unclaimed, hours=-1)
    assert "None at the moment." in overdue(front)
    front.wait(hours=2)
    assert f"{code} · self-referral · waiting for someone to take it" in overdue(front)
    front.tap(ANA, f"s1.{code}.take", ANA)
    assert "None at the moment." in overdue(front), "somebody has it: now the days until a contact count"
    front.wait(days=uncontacted - unclaimed, hours=-2)
    assert "None at the moment." in overdue(front)
    front.wait(hours=2)
    assert code in overdue(front)
    front.tap(ANA, f"s1.{code}.contacted", ANA)
    assert "None at the moment." in overdue(front)


def test_an_entry_of_the_interest_list_is_never_overdue_while_nobody_is_taken(front: Front) -> None:
    send(front)
    front.wait(days=30)
    assert "None at the moment." in overdue(front)


def test_a_case_on_hold_stands_among_those_until_it_is_gone_on_with(front: Front) -> None:
    code = send(front)
    front.tap(ANA, f"s1.{code}.take", ANA)
    front.tap(ANA, f"s1.{code}.hold.{date(2026, 11, 30).toordinal()}", ANA)
    for there in (True, False):
        front.write(ANA, "hola")
        front.press(ANA, "Cases on hold")
        assert (f"{code} · interest list · on hold until 30 November 2026 · Ana · " in front.last(ANA)) is there
        front.tap(ANA, f"s1.{code}.resume", ANA)


def test_a_blocked_case_is_on_hold_and_not_overdue(front: Front) -> None:
    code = send(front)
    front.write(11, "/block")
    front.wait(days=4)
    front.write(ANA, "hola")
    front.press(ANA, "Overdue cases")
    assert "None at the moment." in front.last(ANA)
    front.press(ANA, "Back")
    front.press(ANA, "Cases on hold: 1")
    assert code in front.last(ANA)


def test_a_case_is_found_by_its_code_however_it_is_typed(front: Front) -> None:
    code = send(front)
    front.write(ANA, f" {code.lower()} ")
    assert "Press the code to open the case." in front.last(ANA)
    front.press(ANA, code)
    assert "waiting for someone to take it" in front.last(ANA)
    front.write(ANA, "LUP-2222")
    assert front.press(ANA, "LUP-2222") == "This case is not here any more."


def test_the_owner_invites_in_private_and_the_link_works_once(front: Front) -> None:
    front.write(OWNER, "hola")
    for label in ("The team", "Invite someone…", "investigator"):
        front.press(OWNER, label)
    assert "works once, for 48 hours" in front.last(OWNER)
    start = front.last(OWNER).splitlines()[-1]
    assert start.startswith("/start s_")
    front.press(OWNER, "The team")
    assert "Invited: —, investigator, until 25 November 2026" in front.last(OWNER)
    front.write(STRANGER, start)
    assert "Welcome, Zoe" in front.last(STRANGER), "without a name in the invitation the account's own counts"
    front.write(900, start)
    assert "not valid any more" in front.last(900)
    lines = front.context.store.read_now(audit_lines)
    acts = [(line.actor, line.act, line.subject) for line in lines]
    assert ("staff:2", "invited", "investigator") in acts
    assert ("staff:3", "joined", "invitation") in acts


def test_a_link_is_dead_after_two_days_and_when_it_is_taken_back(front: Front) -> None:
    starts = []
    for _ in range(2):
        front.write(OWNER, "hola")
        for label in ("The team", "Invite someone…", "observer"):
            front.press(OWNER, label)
        starts.append(front.last(OWNER).splitlines()[-1])
    front.press(OWNER, "The team")
    front.press(OWNER, "Take back the invitation: observer")
    front.wait(hours=48, seconds=1)
    for start in starts:
        front.write(STRANGER, start)
        assert "not valid any more" in front.last(STRANGER)


def test_the_set_up_check_names_a_team_that_nobody_owns_or_where_nobody_takes_a_case(front: Front) -> None:
    store = front.context.store
    store.write_now(lambda tx: staff.set_role(tx, 1, Role.OBSERVER))
    assert [each.id for each in store.read_now(lambda tx: team.missing(tx, front.context))][:2] == [
        "There is one owner only. A second one could end the rights of a stolen account.",
        "Nobody can take a case yet. Invite a coordinator.",
    ]
    store.write_now(lambda tx: staff.set_role(tx, 2, Role.OBSERVER))
    said = [each.id for each in store.read_now(lambda tx: team.missing(tx, front.context))]
    assert any("The team has no owner." in each for each in said)


def test_what_the_button_is_about_may_be_gone(front: Front) -> None:
    for data in (
        "m1.member.9",
        "m1.role.9.1",
        "m1.role.1.9",
        "m1.end.9",
        "m1.end_sure.9",
        "m1.uninvite.9",
        "m1.role.1",
    ):
        assert front.tap(OWNER, data, OWNER) == "That is not there any more."


def test_the_owner_changes_a_role_and_ends_rights(front: Front) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.write(OWNER, "hola")
    for label in ("The team", "Ana", "Give the role: investigator"):
        front.press(OWNER, label)
    assert "Ana: investigator" in front.last(OWNER)
    assert "Your role on the study team is now: investigator." in front.last(ANA)
    for label in ("Ana", "End their rights…"):
        front.press(OWNER, label)
    assert "End the rights of Ana?" in front.last(OWNER)
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA)) is not None
    front.press(OWNER, "Yes, end them")
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA)) is None
    assert "Only invited members" in front.tap(ANA, f"s1.{code}.see", GROUP)
    lines = front.context.store.read_now(audit_lines)
    acts = [(line.actor, line.act, line.subject) for line in lines]
    assert ("staff:2", "role_changed", "staff:1 investigator") in acts
    assert ("staff:2", "revoked", "staff:1") in acts


def test_the_only_owner_stays(front: Front) -> None:
    for data in ("m1.role.2.1", "m1.end_sure.2"):
        assert "There is no other owner" in front.tap(OWNER, data, OWNER)
    member = front.context.store.read_now(lambda tx: staff.staff_member(tx, OWNER))
    assert member is not None
    assert member.role == "owner"


def test_the_set_up_check_says_what_is_missing_in_words(front: Front) -> None:
    front.context.store.write_now(lambda tx: staff.set_staff_reachable(tx, ANA, False))
    front.write(OWNER, "hola")
    front.press(OWNER, "Is all set up?")
    said = front.last(OWNER)
    assert "Ana has not opened the private chat with this bot" in said
    assert "is not in the group, so they can do nothing" in said
    assert "There is one owner only." in said
    front.left(ANA, now="member")
    front.context.store.write_now(lambda tx: staff.set_staff_reachable(tx, ANA, True))
    front.invite(STRANGER, "owner")
    front.left(STRANGER, now="member")
    front.press(OWNER, "Back")
    front.press(OWNER, "Is all set up?")
    assert "Nothing is missing." in front.last(OWNER)


def test_the_set_up_check_names_what_the_bot_lacks_in_the_group(front: Front) -> None:
    for standing, said in {
        "member": "not an administrator of the group",
        "left": "is not in the group: no card",
    }.items():
        bot = {"status": standing, "user": front.user(900)}
        group = {"id": GROUP, "type": "supergroup", "title": "Team"}
        change = {"chat": group, "from": front.user(ANA), "date": 1, "old_chat_member": bot, "new_chat_member": bot}
        front.feed({"my_chat_member": change})
        front.write(OWNER, "hola")
        front.press(OWNER, "Is all set up?")
        assert said in front.last(OWNER)


def test_pages_of_a_list_are_turned_by_buttons() -> None:
    from dialogs.referral.desk_menu import PAGE, CaseList, Listed, case_list
    from dialogs.referral.referral import Referral
    from dialogs.replies import Heading
    from dialogs.screens import Text
    from tests.shell.front import MONDAY

    found = [
        Listed(Referral(f"LUP-{number:04}", Heading.INTEREST, MONDAY), Text("{n} s ago", {"n": 1}))
        for number in range(2 * PAGE + 1)
    ]
    turns = [[button.value for button in case_list(CaseList.MINE, found, page).controls] for page in range(3)]
    assert turns == [["cases.0.1", "home"], ["cases.0.0", "cases.0.2", "home"], ["cases.0.1", "home"]]
    shown = [button.value for page in range(3) for button in case_list(CaseList.MINE, found, page).options]
    assert shown == [f"open:{each.case.code}" for each in found]
