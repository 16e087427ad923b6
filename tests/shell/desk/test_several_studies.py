"""Several studies in one installation: each asks, files and forgets by itself, and one person goes between them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.desk import patient
from bot.health.alarms import Alarm, alarm_of
from bot.render.callback_data import act_data
from bot.store import consents, conversations, counts, people, referrals
from bot.store import tables as t
from bot.store.carried_over import carry_over
from bot.store.conversations import StoredConversation
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.conversation.incoming import Moved
from dialogs.referral.referral import StaffAction
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, STUDY, Front, buttons, finish
from tests.shell.several import SUGAR_GROUP, TEXTS, Several

HOME, SUGAR = "Lupus in the kidneys", "Example: type 2 diabetes"
SUGAR_ID = "EXAMPLE-SUGAR-2"
#: From the card to the first question.
TO_BEGIN = ("Answer the questions", "I answer for myself", "I agree")
#: From the card to what was sent to the team, where nothing is known.
TO_THE_CODE = ("Yes, put me on the list", "Yes, contact me", "Ask someone to look at it", "Write to me in this chat")
KNOWN = (
    *TO_THE_CODE,
    "All good",
    "I don't know",
    "I don't know or don't have it",
    "None of these",
    "Female",
    "Nothing else",
    "No",
)


@pytest.fixture
def front(store: Store) -> Several:
    return Several(store)


def begin(front: Several, study: str) -> None:
    """Choose a study from the list, as far as its first question."""
    front.write(EVA, "/studies")
    front.press(EVA, study)
    for label in TO_BEGIN:
        front.press(EVA, label)


def send(front: Several, study: str, age: str = "45") -> str:
    """Answer that nothing is known, and send it; the code."""
    begin(front, study)
    front.write(EVA, age)
    for _ in range(60):
        keys = front.keys(EVA)
        if "Copy my code" in keys:
            return code_in(front.last(EVA))
        wanted = next((label for label in KNOWN if label in keys), None)
        if wanted is None:
            pytest.fail(f"{front.last(EVA)} {keys}")
        front.press(EVA, wanted)
    pytest.fail(front.last(EVA))


def code_in(text: str) -> str:
    """The code that a message names."""
    found = re.search(r"[A-Z]{3}-[2-9A-Z]{4}", text)
    assert found is not None, text
    return found[0]


def kept(front: Front) -> dict[str, dict[str, Any]]:
    """Study → the conversation that is kept there."""

    def work(tx: Tx) -> dict[str, dict[str, Any]]:
        found = {}
        for person in people.people_of(tx, EVA):
            stored = conversations.load_conversation(tx, person)
            if stored is not None:
                found[str(people.whose(tx, person).study)] = dict(stored.body)
        return found

    return front.context.store.write_now(work)  # whoever is set aside may be brought back by it


def test_who_begins_is_shown_what_there_is_and_a_mere_look_leaves_one_row(front: Several) -> None:
    front.write(EVA, "/start")
    shown = front.last(EVA)
    for words in ("more than one study", HOME, SUGAR, "A no in one decides nothing in another"):
        assert words in shown
    assert shown.count("looking for people now") == 2
    front.write(EVA, "3")  # typed, as everywhere
    assert "type 2 diabetes" in front.last(EVA)
    assert front.keys(EVA)[0] == "Answer the questions"
    assert list(kept(front)) == [SUGAR_ID]
    assert front.context.store.read_now(lambda tx: people.count_persons(tx)) == 1


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (SUGAR_ID, "type 2 diabetes"),
        (SUGAR_ID.lower(), "type 2 diabetes"),
        ("sugar-poster", "type 2 diabetes"),
        ("c_sugar-poster", "type 2 diabetes"),
        ("c_old-poster", "experimental cells"),
        (STUDY, "experimental cells"),
        ("nobody-knows", "more than one study"),
    ],
)
def test_a_link_leads_to_its_study_and_any_other_to_the_list(front: Several, link: str, words: str) -> None:
    front.write(EVA, f"/start {link}")
    assert words in front.last(EVA)
    body = next(iter(kept(front).values()))
    assert body["campaign"] == (link.removeprefix("c_") if "poster" in link else "")


def test_a_link_goes_to_another_study_and_what_was_open_stays(front: Several) -> None:
    begin(front, HOME)
    front.write(EVA, "/start sugar-poster")
    assert "type 2 diabetes" in front.last(EVA)
    assert kept(front)[SUGAR_ID]["campaign"] == "sugar-poster"
    front.write(EVA, f"/start {STUDY}")
    assert "Now this chat is about the study “Lupus in the kidneys”" in front.last(EVA)
    assert "How old are you?" in front.last(EVA)


def test_a_no_in_one_study_decides_nothing_in_another(front: Several) -> None:
    """Too old for one, and the other asks from its first question; neither says anything in the other's numbers."""
    begin(front, HOME)
    front.write(EVA, "76")
    assert "How old are you?" not in front.last(EVA)
    assert not kept(front).get(STUDY, {}).get("referral_state")
    begin(front, SUGAR)
    assert "How old are you?" in front.last(EVA)
    assert not kept(front)[SUGAR_ID]["answers"]
    front.write(EVA, "50")
    assert kept(front)[SUGAR_ID]["answers"] == {"age": {"int": 50}} or kept(front)[SUGAR_ID]["answers"]["age"]
    week = front.now.date() + timedelta(days=14)
    by_study = {
        study: dict(front.context.store.read_now(lambda tx, study=study: counts.totals(tx, week, study)))
        for study in (STUDY, SUGAR_ID)
    }
    assert by_study[STUDY]["started"] == by_study[SUGAR_ID]["started"] == 1
    assert "unlikely" not in by_study[SUGAR_ID]


def test_what_is_sent_goes_to_that_studys_team_and_no_other_sees_it(front: Several) -> None:
    front.invite(ANA)
    front.invite(BEA)
    front.only_in = {ANA: GROUP, BEA: SUGAR_GROUP}
    code = send(front, SUGAR)
    assert code.startswith("SUG-")
    assert any(code in text for text in front.chat(SUGAR_GROUP))
    assert not any(code in text for text in front.chat(GROUP))
    assert "not in the group of this study's team" in front.tap(ANA, act_data(code, StaffAction.SEE), ANA)
    front.press(BEA, "See", SUGAR_GROUP)
    assert "Type 2 diabetes" in "\n".join(front.chat(BEA))
    assert not any(code in text for text in front.chat(ANA))
    front.write(ANA, "/casos")
    assert not any(code in text for text in front.chat(ANA))


@pytest.mark.whole
def test_news_of_one_study_says_so_while_the_chat_is_about_another(front: Several) -> None:
    code = send(front, SUGAR)
    begin(front, HOME)

    def news(tx: Tx) -> None:
        filed = referrals.referral(tx, code)
        assert filed is not None
        assert filed.person is not None
        patient.handle_event(tx, front.context, filed.person, Moved(Moved.ASK_CONTACT), front.now)

    front.context.store.write_now(news)
    front.deliver()
    told = [text for text in front.chat(EVA) if f"About another study, code {code}" in text]
    assert len(told) == 1
    front.write(EVA, "/status")
    assert f"In the study “{SUGAR}” something was sent too. Code: {code}" in "\n".join(front.chat(EVA)[-2:])
    front.write(EVA, "/permissions")
    assert f"This is about the study “{HOME}”. For another study: /studies." in front.last(EVA)
    message = next(number for (chat, number), shown in front.messages.items() if chat == EVA and shown["text"] in told)
    front.tap(EVA, buttons(front.messages[EVA, message])[0]["callback_data"], message_id=message)
    assert any(f"Now this chat is about the study “{SUGAR}”" in text for text in front.chat(EVA)[-3:])


@pytest.mark.whole
def test_erasing_everything_reaches_every_study_and_only_this_one_stops_there(front: Several) -> None:
    """[CL-11]"""
    first = send(front, SUGAR)
    begin(front, HOME)
    front.write(EVA, "/delete")
    assert f"in these studies, and erase it in all of them: {HOME}; {SUGAR}" in front.last(EVA)
    front.press(EVA, f"Only “{HOME}”")
    assert "What you have in other studies stays as it is" in front.last(EVA)
    assert list(kept(front)) == [SUGAR_ID]
    begin(front, HOME)
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert kept(front) == {}

    def left(tx: Tx) -> tuple[int, str]:
        filed = referrals.referral(tx, first)
        assert filed is not None
        return people.count_persons(tx), filed.state

    assert front.context.store.read_now(left) == (0, "erased")
    assert any(first in text and "erased" in text for text in front.chat(SUGAR_GROUP))


@pytest.mark.whole
def test_a_block_holds_in_every_study_and_so_does_its_end(front: Several) -> None:
    """[CL-12]"""
    code = send(front, SUGAR)
    begin(front, HOME)
    for order, blocked in (("/block", True), ("/unblock", False)):
        front.write(EVA, order)
        assert {body["blocked"] for body in kept(front).values()} == {blocked}
        filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
        assert filed is not None
        assert bool(filed.progress.get("paused")) is blocked


def test_the_owner_stops_all_studies_with_one_tap(front: Several) -> None:
    """[RE-16]"""
    front.invite(ANA, "owner")
    front.write(ANA, "/ayuda")
    front.press(ANA, "Give information only")
    front.write(EVA, "/start")
    assert "looking for people now" not in front.last(EVA)


def test_a_second_tap_on_the_list_goes_to_the_same_study_and_answers_nothing(front: Several) -> None:
    begin(front, HOME)
    before = kept(front)[STUDY]["answers"]
    front.write(EVA, "/studies")
    front.press(EVA, SUGAR)
    front.press(EVA, SUGAR)
    assert f"Now this chat is about the study “{SUGAR}”" in front.last(EVA)
    assert kept(front)[STUDY]["answers"] == before
    front.write(EVA, "/studies")
    front.press(EVA, HOME)
    assert "How old are you?" in front.last(EVA)


def test_the_help_names_the_list_of_studies_only_where_there_are_several(front: Several, store: Store) -> None:
    front.write(EVA, "/help")
    assert "/studies" in front.last(EVA)
    alone = Front(store, TEXTS)
    alone.numbers = front.numbers
    alone.write(STRANGER, "/help")
    assert "/studies" not in alone.last(STRANGER)


def test_the_numbers_stand_apart_by_study(front: Several) -> None:
    front.invite(ANA)
    front.write(ANA, "/embudo")
    assert f"Study “{HOME}”" in front.last(ANA)
    assert any(f"Study “{SUGAR}”" in text for text in front.chat(ANA))


def test_rows_of_the_only_study_there_was_get_its_id(store: Store) -> None:
    front = Front(store, TEXTS)
    finish(front)

    def forget(tx: Tx) -> None:
        for table in (t.persons, t.referrals):
            tx.conn.execute(table.update().values(study=None))
        tx.conn.execute(t.counts.update().values(study=""))

    store.write_now(forget)
    assert store.write_now(lambda tx: carry_over(tx, STUDY)) > 1
    assert store.write_now(lambda tx: carry_over(tx, STUDY)) == 0
    assert store.read_now(people.studies_kept) == {STUDY}
    unsaid = select(func.count()).select_from(t.counts).where(t.counts.c.study == "")
    assert store.read_now(lambda tx: tx.conn.execute(unsaid).scalar_one()) == 0


def test_a_second_study_offers_once_what_both_ask_and_uses_it_only_after_a_yes(front: Several) -> None:
    """[CL-02] [CL-04] Shown back, and changed like any other answer; what both ask for is what their files declare."""
    begin(front, HOME)
    front.write(EVA, "45")
    begin(front, SUGAR)
    offered = front.last(EVA)
    assert "In another study here you answered this already:\n\nAge: 45" in offered
    assert "May we use these answers in this study too?" in offered
    assert not kept(front)[SUGAR_ID]["answers"], "nothing is taken silently"
    front.press(EVA, "Yes, use them")
    assert kept(front)[SUGAR_ID]["answers"] == {"age": 45}
    assert "How old are you?" not in front.last(EVA)
    texts = front.context.store.read_now(lambda tx: [each.text_hash for each in _consents(tx)])
    assert len(set(texts)) == 2, "the agreement of the study, and this one, are on record each"


def test_a_no_asks_everything_and_what_is_not_known_is_asked_again(front: Several) -> None:
    begin(front, HOME)
    front.write(EVA, "45")
    begin(front, SUGAR)
    front.press(EVA, "No, ask me again")
    assert "How old are you?" in front.last(EVA)
    assert not kept(front)[SUGAR_ID]["answers"]


@pytest.mark.whole
def test_nothing_is_offered_of_what_is_not_known_or_erased(front: Several) -> None:
    """[CL-11]"""
    begin(front, HOME)
    front.press(EVA, "I don't know")
    front.press(EVA, "I don't know")  # neither the age nor a range of it
    begin(front, SUGAR)
    assert "How old are you?" in front.last(EVA), "what is not known is no answer"
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    begin(front, HOME)
    front.write(EVA, "45")
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    begin(front, SUGAR)
    assert "How old are you?" in front.last(EVA)


@pytest.mark.whole
def test_what_was_offered_is_used_no_more_once_it_was_erased_or_blocked_there(front: Several) -> None:
    """[CL-11] [CL-12] Nor is it kept beside the offer meanwhile."""
    for order, answer in (("/delete", f"Only “{HOME}”"), ("/block", "")):
        begin(front, HOME)
        front.write(EVA, "45")
        begin(front, SUGAR)
        assert "Age: 45" in front.last(EVA), order
        offer = max(number for chat, number in front.messages if chat == EVA)
        use = buttons(front.messages[EVA, offer])[0]["callback_data"]
        front.write(EVA, f"/start {STUDY}")
        front.write(EVA, order)
        if answer:
            front.press(EVA, answer)
        assert "elsewhere" not in kept(front)[SUGAR_ID]["draft"], order
        front.write(EVA, "/studies")
        front.press(EVA, SUGAR)
        front.tap(EVA, use, message_id=offer)
        assert not kept(front)[SUGAR_ID]["answers"], order
        front.write(EVA, "/studies")
        front.write(EVA, "/delete")
        front.press(EVA, "Yes, erase everything")


def test_whoever_blocked_the_use_of_their_data_is_offered_none_of_it(front: Several) -> None:
    """[CL-12] Until they end the block."""
    begin(front, HOME)
    front.write(EVA, "45")
    front.write(EVA, "/block")
    begin(front, SUGAR)
    assert "How old are you?" in front.last(EVA)
    assert "In another study here" not in "".join(front.chat(EVA))
    front.write(EVA, "/stop")
    front.write(EVA, "/studies")
    front.press(EVA, HOME)
    front.write(EVA, "/unblock")
    begin(front, SUGAR)
    assert "In another study here" in front.last(EVA)


def test_an_answer_that_cannot_be_read_is_offered_nowhere_and_stops_nobody(front: Several) -> None:
    """The log counts such answers and names nobody; where nothing is offered, nothing is read."""
    begin(front, HOME)
    front.write(EVA, "45")
    front.write(EVA, "/studies")
    front.press(EVA, SUGAR)

    def spoil(tx: Tx) -> None:
        person = next(each for each in people.people_of(tx, EVA) if people.whose(tx, each).study == STUDY)
        stored = conversations.load_conversation(tx, person)
        assert stored is not None
        conversations.update_conversation(tx, person, StoredConversation({**stored.body, "answers": {"age": True}}))

    front.context.store.write_now(spoil)
    with capture_logs() as lines:
        for label in TO_BEGIN:
            front.press(EVA, label)
        assert "How old are you?" in front.last(EVA)
        front.write(EVA, "46")
    assert kept(front)[SUGAR_ID]["answers"] == {"age": 46}
    unread = [line for line in lines if "cannot be read" in line["event"]]
    assert [(line["of"], line["n"], str(EVA) in str(line)) for line in unread] == [(STUDY, 1, False)]
    assert (alarm_of(unread[0]["event"]), "Run the newest version" in unread[0]["remedy"]) == (Alarm.ANSWERS, True)


def _consents(tx: Tx) -> list[consents.ConsentRecord]:
    found = next(person for person in people.people_of(tx, EVA) if people.whose(tx, person).study == SUGAR_ID)
    return consents.consents_of(tx, found)
