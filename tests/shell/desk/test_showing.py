"""A case shown to a doctor by the team: the person's yes first, nothing of who they are unless chosen, all noted."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.desk.link_news import case_of
from bot.desk.shared_page import BOT
from bot.store import shares
from bot.store import tables as t
from bot.store.settings import set_setting
from tests.examples import some
from tests.shell.desk.test_sharing import WRONG, read_by
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, send
from tests.shell.trail import audit_lines

SHOW = "Show it to a doctor…"
OWN_DOCTOR, WITH_NAME = "Their own doctor, no name", "Their own doctor, with the name"
INVESTIGATOR, WITH_CONTACT = "The study's investigator, no name", "The investigator, name and contact"


@pytest.fixture
def code(front: Front) -> str:
    """A case that Ana has taken."""
    front.context.store.write_now(lambda tx: set_setting(tx, BOT, "some_bot"))
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    return code


def show(front: Front, whom: str) -> str:
    """Press the way to a link; what the press is answered with."""
    front.press(ANA, SHOW)
    return front.press(ANA, whom)


def show_anyway(front: Front, code: str) -> str:
    """Press the button of their own doctor, whether it is there or not."""
    return front.tap(ANA, f"s1.{code}.share.2", ANA)


def given(front: Front) -> tuple[str, str]:
    """The newest link and passcode that Ana was given, each in a message of its own."""
    said = front.chat(ANA)
    links = [found[1] for each in said if (found := re.search(r"start=v_([\w-]+)", each))]
    codes = [found[1] for each in said if (found := re.search(r"passcode of link \d+: (\w{8})", each))]
    assert not [each for each in said if links[-1] in each and codes[-1] in each]
    return links[-1], codes[-1]


def acts(front: Front, code: str) -> list[str]:
    """What the audit says of the case, oldest first."""
    return [line.act for line in front.context.store.read_now(lambda tx: audit_lines(tx, code))]


def test_their_own_doctor_reads_it_only_after_the_persons_yes_cl_22(front: Front, code: str) -> None:
    """[CL-22] [CL-04] A doctor is another than the team: nothing is made before a yes to this very question."""
    assert show(front, OWN_DOCTOR) == "The person was asked. The answer comes to you here."
    assert not re.search("start=v_", "\n".join(front.chat(ANA)))
    assert "asks if it may show your doctor what you sent" in front.last(EVA)
    assert "The name is not on the page" in front.last(EVA)
    front.press(EVA, "Yes, show my doctor")
    token, passcode = given(front)
    page = "\n".join(read_by(front, STRANGER, token, passcode))
    assert f"Answers of {code}, as the person gave them" in page
    assert "not an eligibility decision" in page
    assert "Eva" not in page
    assert "write in this chat" not in page, "how to reach the person is no doctor's business"
    assert "Your page was opened" in "\n".join(front.chat(EVA))
    assert f"{code}: link 1 was opened" in front.last(ANA)
    wanted = ["share_asked", "share_agreed", "share", "share_opened"]
    assert [act for act in acts(front, code) if act.startswith("share")] == wanted


def test_a_no_makes_no_link_and_the_team_hears_of_it(front: Front, code: str) -> None:
    show(front, WITH_NAME)
    assert "The name is on the page" in front.last(EVA)
    front.press(EVA, "No, show nobody")
    assert "does not want it shown" in front.last(ANA)
    assert not re.search("start=v_", "\n".join(front.chat(ANA)))
    assert show(front, OWN_DOCTOR).startswith("The person was asked within the last day")
    front.wait(days=1, hours=1)
    assert show(front, OWN_DOCTOR).startswith("The person was asked.")


def test_at_night_and_where_the_person_is_out_of_reach_nobody_is_asked(front: Front, code: str) -> None:
    front.wait(hours=10)
    assert show(front, OWN_DOCTOR) == "It is night for the person. Please ask in the morning."
    front.wait(hours=14)
    front.write(EVA, "/block")
    assert "does not want it used" in show_anyway(front, code)
    assert "share_asked" not in acts(front, code)


@pytest.mark.parametrize(("whom", "named"), some([(INVESTIGATOR, False), (WITH_CONTACT, True)]))
def test_the_investigator_is_of_the_team_and_reads_who_it_is_only_where_that_was_chosen(
    front: Front, code: str, whom: str, named: bool
) -> None:
    before = len(front.chat(EVA))
    assert show(front, whom) == "Link and passcode are in your own chat with this bot."
    token, passcode = given(front)
    page = "\n".join(read_by(front, STRANGER, token, passcode))
    assert ("Telegram name: Eva" in page) is named
    assert ("write in this chat" in page) is named
    assert front.chat(EVA)[before:] == [], "the team works on what it was sent"
    front.write(EVA, "/share")
    assert "from the team to the study's doctor" in front.last(EVA)


def test_whoever_has_not_the_case_shows_it_to_nobody(front: Front, code: str) -> None:
    """[CL-18] Only the holder, and every link is noted with who made it."""
    front.tap(BEA, f"s1.{code}.share.0", BEA)
    front.tap(STRANGER, f"s1.{code}.share.0", STRANGER)
    assert "share" not in acts(front, code)
    show(front, INVESTIGATOR)
    assert acts(front, code).count("share") == 1


def closes(front: Front, code: str, way: str, token: str) -> None:
    """Do what closes the link of this number."""
    match way:
        case "the person":
            front.write(EVA, "/share")
            front.press(EVA, "Close link 1")
            assert f"{code}: link 1 is closed" in front.last(ANA)
        case "the team":
            front.press(ANA, SHOW)
            front.press(ANA, "Close link 1")
            front.press(ANA, "Back")
        case "five wrong passcodes":
            read_by(front, STRANGER, token, *["AAAA2222"] * 5)
            assert f"{code}: link 1 is closed" in front.last(ANA)
        case "a changed answer":
            front.write(EVA, "/status")
            front.press(EVA, "Correct an answer")
            front.press(EVA, "All good")
        case "seven days":
            front.wait(days=7, minutes=1)
        case "it is taken back":
            front.write(EVA, "/permissions")
            front.press(EVA, "Take back: sending to the team")
            front.press(EVA, "Yes")


@pytest.mark.whole
def test_what_closes_a_link_closes_it_for_good_and_erases_its_page(front: Front, code: str) -> None:
    """[CL-10] [CL-12] What is corrected, blocked or taken back is not read on in an older page."""
    ways = ("the person", "the team", "five wrong passcodes", "a changed answer", "seven days", "it is taken back")
    for way in ways:
        assert show(front, INVESTIGATOR).startswith("Link and passcode"), way
        token, passcode = given(front)
        closes(front, code, way, token)
        assert WRONG in read_by(front, BEA, token, passcode)[-1], way
        front.context.store.write_now(lambda tx: shares.forget_links(tx, front.now))
        assert not front.context.store.read_now(lambda tx: tx.conn.execute(select(t.shares)).all()), way


@pytest.mark.parametrize("way", some(["erased", "blocked", "the member is gone"]))
def test_nothing_opens_once_the_person_or_the_member_is_gone(front: Front, code: str, way: str) -> None:
    show(front, INVESTIGATOR)
    token, passcode = given(front)
    if way == "erased":
        front.write(EVA, "/delete")
        front.press(EVA, "Yes, erase everything")
    elif way == "blocked":
        front.write(EVA, "/block")
    else:
        front.left(ANA)
    assert WRONG in read_by(front, STRANGER, token, passcode)[-1]


@pytest.mark.whole
def test_a_page_says_what_it_says_until_it_is_closed_and_at_most_three_are_open(front: Front, code: str) -> None:
    for _ in range(3):
        assert show(front, INVESTIGATOR).startswith("Link and passcode")
    front.press(ANA, SHOW)
    assert INVESTIGATOR not in front.keys(ANA)
    assert front.tap(ANA, f"s1.{code}.share.0", ANA).startswith("No link could be made")


def test_the_persons_copy_names_the_doctor_among_those_who_have_it_cl_09(front: Front, code: str) -> None:
    """[CL-09] Recipients."""
    show(front, OWN_DOCTOR)
    front.press(EVA, "Yes, show my doctor")
    front.write(EVA, "/mydata")
    (copy,) = [payload["document"]["text"] for method, payload in front.calls if method == "sendDocument"]
    assert "the team showed it to a doctor" in copy
    assert '"whom": "doctor"' in copy


def test_of_a_link_of_the_team_only_hash_and_sealed_page_are_kept(front: Front, code: str) -> None:
    show(front, WITH_CONTACT)
    token, passcode = given(front)
    rows = front.context.store.read_now(lambda tx: tx.conn.exec_driver_sql("select * from shares").all())
    assert token not in str(rows)
    assert passcode not in str(rows)
    assert "Eva" not in str(rows)
    assert front.context.store.read_now(lambda tx: case_of(tx, shares.link_of(tx, token, front.now).person)) is not None
