"""An owner suspends by one tap, never back that way, and hears of an approval's end (RE-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.admin.standing import NOT_SUSPENDED, resume_study
from bot.config.approval_now import ApprovalFiles
from bot.config.recruiting import as_switched
from bot.config.site import SiteFile, site_on
from bot.desk import standing
from bot.store import audit, switches
from bot.store.engine import Store
from dialogs.site import SUSPENDED, Recruitment, RecruitmentSwitch
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, MONDAY, STUDY, Front, buttons

OWNER, COORDINATOR = ANA, BEA
LABEL = "Give information only"


@pytest.fixture
def recruiting(store: Store) -> Front:
    """A study that recruits, with an owner and a coordinator."""
    front = Front(store, English())
    front.context = replace(
        front.context, settings=front.context.settings.model_copy(update={"recruitment": "recruiting"})
    )
    front.invite(OWNER, "owner")
    front.invite(COORDINATOR)
    return front


def stands(front: Front) -> tuple[str, bool]:
    site = front.context.store.read_now(lambda tx: front.context.site(tx, front.now))
    return site.standing(front.context.today(front.now)), site.interest_list


def offered(front: Front, member: int) -> list[str]:
    """The labels under everything that a member gets for asking what they can do."""
    before = len(front.calls)
    front.write(member, "/ayuda")
    return [key["text"] for method, shown in front.calls[before:] if method == "sendMessage" for key in buttons(shown)]


def test_an_owner_suspends_by_one_tap_and_every_setting_gives_way(recruiting: Front) -> None:
    assert stands(recruiting)[0] == "recruiting"
    assert LABEL in offered(recruiting, OWNER)
    assert "You are on the study team: owner." in recruiting.last(OWNER), "the help stands last, where it is pressed"
    recruiting.press(OWNER, LABEL)
    assert stands(recruiting) == ("not_recruiting", False)
    assert "Ana suspended it" in recruiting.last(OWNER)
    lines = recruiting.context.store.read_now(lambda tx: [line.act for line in audit.audit_lines(tx)])
    assert "suspended" in lines
    assert LABEL not in offered(recruiting, OWNER), "never back that way, and nothing more to suspend"


def test_whoever_writes_after_the_tap_is_told_that_nobody_is_looked_for(recruiting: Front) -> None:
    recruiting.write(OWNER, "/ayuda")
    recruiting.press(OWNER, LABEL)
    recruiting.write(EVA, "/start")
    assert "not taking new people" in recruiting.last(EVA)
    assert "For now there is only information here about this study" in recruiting.last(EVA)
    assert "Answer the questions" not in recruiting.keys(EVA)


@pytest.mark.parametrize("who", [COORDINATOR, EVA])
def test_nobody_else_can_suspend(recruiting: Front, who: int) -> None:
    assert LABEL not in offered(recruiting, COORDINATOR)
    recruiting.tap(who, "s2.suspend")
    assert stands(recruiting)[0] == "recruiting"


def test_the_way_back_is_the_command_lines(recruiting: Front) -> None:
    recruiting.write(OWNER, "/ayuda")
    recruiting.press(OWNER, LABEL)
    resume_study(recruiting.context.store, "Ana", [STUDY])
    assert stands(recruiting)[0] == "recruiting"
    assert resume_study(recruiting.context.store, "Ana", [STUDY]) == NOT_SUSPENDED
    assert not recruiting.context.store.read_now(lambda tx: switches.is_suspended(tx, STUDY))


@pytest.mark.parametrize("override", [None, "recruiting", "not_recruiting"])
@pytest.mark.parametrize("trusted", [True, False])
def test_what_is_suspended_wins_over_file_and_setting_but_not_over_an_end(override: str | None, trusted: bool) -> None:
    day = date(2026, 11, 23)
    switch = RecruitmentSwitch(state=SUSPENDED, confirmed_by="x", confirmed_on=day, source="telegram", at=MONDAY)
    place = SiteFile(
        state=Recruitment.RECRUITING, confirmed_on=day, interest_list=True, approved_until=date(2027, 1, 1)
    )
    site = site_on(place, MONDAY, switch=switch, override=override, trusted=trusted)
    assert (site.recruitment, site.interest_list) == ("not_recruiting", False)
    ended = replace(place, state=Recruitment.CLOSED)
    assert site_on(ended, MONDAY, switch=switch, override=None, trusted=trusted).recruitment == "closed"


def heard(front: Front, day: str) -> list[str]:
    """What the owner hears on that day, of two looks at it."""
    front.now = datetime.fromisoformat(f"{day}T15:00").replace(tzinfo=UTC)
    before = len(front.chat(OWNER))
    for _ in range(2):
        front.context.store.write_now(lambda tx: standing.announce(tx, front.context, front.now))
    front.deliver()
    return front.chat(OWNER)[before:]


@pytest.fixture
def elsewhere(recruiting: Front) -> Front:
    """The same, with the platform's own server and an approval until 1 March 2027."""
    settings = recruiting.context.settings.model_copy(update={"api_base": "https://api.example.org"})
    place = replace(recruiting.context.place, approved_until=date(2027, 3, 1), approved_wording={"es": "a", "en": "b"})
    recruiting.context = replace(recruiting.context, settings=settings, place=place)
    return recruiting


def test_an_approvals_end_is_announced_60_30_and_7_days_before_each_once(elsewhere: Front) -> None:
    """[RE-16]"""
    told = {
        day: heard(elsewhere, day) for day in ("2026-12-30", "2026-12-31", "2027-01-15", "2027-01-30", "2027-02-22")
    }
    assert [len(texts) for texts in told.values()] == [0, 1, 0, 1, 1]
    assert all("ends on 1 March 2027" in texts[0] for texts in told.values() if texts)
    assert heard(elsewhere, "2027-03-01") == []
    assert "ended on 1 March 2027" in heard(elsewhere, "2027-03-02")[0]
    assert heard(elsewhere, "2027-03-03") == []


def test_a_start_in_the_middle_tells_what_is_near(elsewhere: Front) -> None:
    assert len(heard(elsewhere, "2027-02-20")) == 1


def test_the_owner_hears_that_the_texts_are_not_the_approved_ones(elsewhere: Front) -> None:
    """[RE-02]"""
    elsewhere.context = replace(elsewhere.context, wording_approved=False)
    assert "not the ones that were approved" in heard(elsewhere, "2026-11-24")[0]


def test_the_owner_hears_once_of_an_approval_that_is_lost_while_the_bot_runs(elsewhere: Front) -> None:
    """[RE-02] Not that other texts were approved; and nothing of what was so for a moment."""
    files = ApprovalFiles((Path("site.toml"),), unreadable)
    elsewhere.context = replace(elsewhere.context, approval_files=files)
    assert heard(elsewhere, "2026-11-24") == []
    files.note_said(["site.toml: cannot be read. Put it right."])
    told = heard(elsewhere, "2026-11-24")
    assert ["What is on file of the approval does not hold any more" in text for text in told] == [True]
    assert heard(elsewhere, "2026-11-25") == []


def unreadable() -> tuple[SiteFile, bool]:
    raise OSError(5, "Input/output error")


def test_the_end_of_a_confirmed_state_is_announced_two_weeks_and_two_days_before(elsewhere: Front) -> None:
    """[TG-07] study-facts 2: a state that somebody confirmed counts for 90 days."""
    approved = replace(elsewhere.context.place, approved_until=date(2029, 1, 1), confirmed_on=date(2026, 11, 20))
    settings = elsewhere.context.settings.model_copy(update={"recruitment": "recruiting"})
    elsewhere.context = replace(elsewhere.context, place=approved, settings=settings)
    days = ("2027-02-03", "2027-02-04", "2027-02-15", "2027-02-16", "2027-02-18", "2027-02-19", "2027-02-20")
    told = {day: heard(elsewhere, day) for day in days}
    assert [len(texts) for texts in told.values()] == [0, 1, 0, 1, 0, 1, 0]
    assert "confirmed until 18 February 2027" in told["2027-02-04"][0]
    assert "From now on this bot gives information only" in told["2027-02-19"][0]


def test_a_state_set_on_the_command_line_counts_for_a_running_bot_and_its_owners_day(elsewhere: Front) -> None:
    """RE-01: the word of a named person, and the day on which it was given."""
    store = elsewhere.context.store
    settings = elsewhere.context.settings.model_copy(update={"recruitment": None})
    place = replace(elsewhere.context.place, approved_until=date(2029, 1, 1), state=Recruitment.NOT_RECRUITING)
    elsewhere.context = replace(elsewhere.context, place=place, settings=settings)
    assert stands(elsewhere)[0] == "not_recruiting"
    day = elsewhere.context.today(elsewhere.now)
    switch = RecruitmentSwitch(state="recruiting", confirmed_by="Ana", confirmed_on=day, source="a letter", at=MONDAY)
    store.write_now(lambda tx: switches.turn_switch(tx, switch, STUDY))
    assert stands(elsewhere)[0] == "recruiting"
    assert as_switched(place, switch).confirmed_by == "Ana"
