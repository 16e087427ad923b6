"""Before something irreversible the program looks again: whoever acted after the list was made loses nothing.

Each job lists first and works off the list in transactions of their own. Here the person, or the team, acts just
before the first of these.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot import jobs
from bot.store import outbox_queue, people, referrals, staff
from bot.store import tables as t
from bot.store.tx import Tx
from dialogs.site import Recruitment
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, send
from tests.shell.rights.rows import keep_waiting, rows_about, traces
from tests.shell.rights.test_no_row_is_left import CODE_STAYS, FOR_NOW, STAYS
from tests.shell.rights.ways import begin, consents, erase, is_known, kept, pause, questions, rows, tick

REMINDER = "You asked us to remind you of the questions"


def run(
    front: Front, job: Callable[[Any], Awaitable[int]], act: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run one job; what `act` does comes between its list and its first transaction."""
    store, acted = front.context.store, []
    write = store.write

    async def after_the_act(work: Callable[[Tx], Any]) -> Any:
        if not acted:
            acted.append(True)
            await asyncio.to_thread(act)
        return await write(work)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", after_the_act)
        asyncio.run(job(front.context))  # type: ignore[arg-type]  # a coroutine of ours
    assert acted, "the job had nothing to do: this test proves nothing"
    front.deliver()


def texts(front: Front) -> list[str]:
    """The texts of every new message to her, in order."""
    return [payload["text"] for method, payload in front.calls if method == "sendMessage" and payload["chat_id"] == EVA]


def test_whoever_writes_when_the_time_is_up_keeps_the_answers(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[CL-08] [US-03]"""
    questions(front)
    front.write(EVA, "34")
    front.wait(days=7)
    run(front, jobs.erase_unfinished, lambda: front.write(EVA, "/continue"), monkeypatch)
    assert (kept(front) or {})["answers"] == {"age": 34}
    front.wait(days=7)
    run(front, jobs.erase_unfinished, lambda: None, monkeypatch)
    assert kept(front) is None, "and a week later it is erased all the same"


def test_whoever_erased_everything_when_the_time_is_up_is_not_made_anew(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[CL-11]"""
    questions(front)
    who = traces(front)
    front.wait(days=7)
    run(front, jobs.erase_unfinished, lambda: erase(front), monkeypatch)
    assert rows_about(front, who) <= STAYS.keys() | FOR_NOW.keys()
    assert not is_known(front)


def test_whoever_writes_when_the_chat_is_to_be_forgotten_is_not(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[CL-08]"""
    begin(front, "Answer the questions", "I answer for myself", "No, thanks")
    front.wait(days=2)
    run(front, jobs.forget_idle, lambda: questions(front), monkeypatch)
    assert (kept(front) or {})["state"] == "age"


def test_whoever_comes_back_when_the_absence_was_too_long_keeps_the_answers(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[TG-11]"""
    questions(front)
    front.write(EVA, "34")

    def block(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        people.mark_unreachable(tx, person, front.now)

    front.context.store.write_now(block)
    front.wait(days=8)
    run(front, jobs.erase_unreachable, lambda: front.write(EVA, "/continue"), monkeypatch)
    assert (kept(front) or {})["answers"] == {"age": 34}


def test_what_is_sent_anew_when_its_time_is_over_stays(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[CL-08] The same code has a new end."""
    code = send(front)
    front.wait(days=370)

    def anew(tx: Tx) -> None:
        filed = referrals.referral(tx, code)
        assert filed is not None
        assert filed.person is not None
        again = referrals.SentReferral(
            code=code,
            heading="referral",
            language="en",
            state="new",
            card=filed.card,
            body=filed.body,
            filed_at=front.now,
            kept_until=front.context.today(front.now) + timedelta(days=365),
        )
        referrals.file_referral(tx, filed.person, again)

    run(front, jobs.erase_old_cases, lambda: front.context.store.write_now(anew), monkeypatch)
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert filed.body["answers"]
    assert filed.state == "new"
    assert is_known(front)


def test_the_end_of_what_was_taken_back_takes_no_new_answers_along(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[CL-08] The talk that was begun since then has an end of its own."""
    code = send(front)
    front.write(EVA, "/permissions")
    front.press(EVA, "Take back: sending to the team")
    front.press(EVA, "Yes")
    front.wait(days=370)

    def begin_again() -> None:
        questions(front)
        front.write(EVA, "34")

    run(front, jobs.erase_old_cases, begin_again, monkeypatch)
    assert front.context.store.read_now(lambda tx: referrals.referral(tx, code)) is None
    assert (kept(front) or {})["answers"] == {"age": 34}
    front.wait(days=9)
    tick(front)
    tick(front)
    assert not is_known(front)


def test_of_two_looks_at_the_same_end_one_tells_the_team(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[CL-08]"""
    send(front)
    front.wait(days=370)
    run(front, jobs.erase_old_cases, lambda: asyncio.run(jobs.erase_old_cases(front.context)), monkeypatch)
    assert [text for text in front.chat(GROUP) if "its time is over and it is erased here" in text] == front.chat(
        GROUP
    )[-1:]
    assert rows(front, t.referrals) == 0


def test_a_reminder_that_is_taken_back_when_it_is_due_is_not_sent(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[TG-07]"""
    pause(front)
    front.press(EVA, "Remind me in 3 days")
    front.wait(days=4)
    run(front, jobs.tell_what_is_due, lambda: front.press(EVA, "Go on"), monkeypatch)
    assert not any(REMINDER in text for text in texts(front))


def test_the_notice_before_the_end_is_put_off_by_whoever_writes_when_it_is_due(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[AX-06] Otherwise it would come too early, and not again before the real end."""
    questions(front)
    front.write(EVA, "34")
    front.wait(days=6)
    run(front, jobs.tell_what_is_due, lambda: front.write(EVA, "/continue"), monkeypatch)
    assert not any("Tomorrow we erase" in text for text in texts(front))
    front.wait(days=6)
    tick(front)
    assert any("Tomorrow we erase" in text for text in texts(front))


def test_a_reminder_is_told_once_by_two_looks(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """[TG-07]"""
    pause(front)
    front.press(EVA, "Remind me in 3 days")
    front.wait(days=4)
    run(front, jobs.tell_what_is_due, lambda: asyncio.run(jobs.tell_what_is_due(front.context)), monkeypatch)
    assert len([text for text in texts(front) if REMINDER in text]) == 1


def test_the_opening_is_not_told_to_whoever_takes_the_yes_back_when_it_is_due(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[TG-07] [CL-05]"""
    send(front)
    front.press(EVA, "Yes, write to me")
    front.set_site(state=Recruitment.RECRUITING)
    front.wait(days=1)

    def take_back() -> None:
        front.write(EVA, "/permissions")
        front.press(EVA, "Take back: a message if it opens again")

    run(front, jobs.tell_what_is_due, take_back, monkeypatch)
    assert not any("You asked us to tell you" in text for text in texts(front))


@pytest.mark.parametrize("label", ["es:Take", "es:See"])
def test_a_press_of_the_team_revives_nothing_of_whoever_erased_everything_before(front: Front, label: str) -> None:
    """[CL-11] The member sees the card as it was when the finger went down."""
    front.invite(ANA)
    send(front)
    who = traces(front)
    pressed = next(
        button["callback_data"]
        for (chat, _), shown in front.messages.items()
        if chat == GROUP
        for row in shown["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == label
    )
    erase(front)
    tick(front)
    before = len(texts(front))
    assert front.tap(ANA, pressed, GROUP)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys() | CODE_STAYS.keys()
    assert len(texts(front)) == before


def test_of_two_claims_the_second_takes_nothing_away(front: Front) -> None:
    """[CL-18] Both saw it free."""
    front.invite(ANA)
    front.invite(BEA)
    code = send(front)
    front.tap(ANA, f"s1.{code}.take", GROUP)
    assert "Ana took it" in front.tap(BEA, f"s1.{code}.take", GROUP)
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    holder = front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA))
    assert filed is not None
    assert holder is not None
    assert filed.holder == holder.id


def test_a_phone_is_asked_for_once_a_day_and_not_of_whoever_gave_one_meanwhile(front: Front) -> None:
    """[TG-07] The button was on the screen before they answered."""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    asked = len(texts(front))
    assert "asked today already" in front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    front.write(EVA, "+56987654321")
    front.press(EVA, "Yes")
    told = len(texts(front))
    front.wait(days=1)
    front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    assert len(texts(front)) == told > asked


@pytest.mark.parametrize("told", ["delivered", "unreachable", "held"])
def test_a_message_that_arrives_after_an_erasure_leaves_nothing(front: Front, told: str) -> None:
    """[CL-11] The courier had it in hand."""
    front.invite(ANA)
    send(front)
    keep_waiting(front)
    front.write(EVA, "/help")
    front.wait(hours=2)
    who = traces(front)
    parcel = next(
        one
        for one in front.context.store.read_now(lambda tx: outbox_queue.parcels(tx, front.now))[0]
        if one.person == who.person
    )
    front.context.store.write_now(lambda tx: people.erase_person(tx, parcel.person))  # type: ignore[arg-type]  # a parcel for a patient

    def arrive(tx: Tx) -> None:
        if told == "delivered":
            outbox_queue.settle(tx, [outbox_queue.Delivery(parcel, 77, front.now)])
        elif told == "unreachable":
            people.mark_unreachable(tx, parcel.person, front.now)  # type: ignore[arg-type]  # a parcel for a patient
        else:
            outbox_queue.hold(tx, parcel.chat_digest, front.now + timedelta(minutes=1))

    front.context.store.write_now(arrive)
    front.wait(hours=1)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys() | CODE_STAYS.keys()
    assert not is_known(front)
    assert consents(front) == []
