"""The patient's side of the desk: real updates in, what people see and what is kept out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from bot.render.texts import MissingText
from bot.routers import throttle
from bot.store import consents, conversations, people, referrals
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, MONDAY, Front, finish, send
from tests.shell.rights.ways import TO_CONSENT, begin, questions


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def kept(front: Front, user: int = EVA) -> dict[str, Any] | None:
    def work(tx: Any) -> dict[str, Any] | None:
        person = people.find_person(tx, user)
        stored = conversations.load_conversation(tx, person) if person is not None else None
        return dict(stored.body) if stored is not None else None

    return front.context.store.read_now(work)


def test_the_first_word_brings_the_card_with_its_buttons(front: Front) -> None:
    front.write(EVA, "/start")
    assert "not taking new people" in front.chat(EVA)[0]
    assert "Answer the questions" in front.keys(EVA)


def test_an_answer_locks_its_message_and_asks_the_next_in_a_new_one(front: Front) -> None:
    """[AX-07]"""
    questions(front)
    before = len(front.chat(EVA))
    front.write(EVA, "34")
    assert len(front.chat(EVA)) == before + 1
    locked, asked = sorted(key for key in front.messages if key[0] == EVA)[-2:]
    assert "reply_markup" not in front.messages[locked]
    assert "Answer: 34" in str(front.messages[locked]["text"])
    assert "reply_markup" in front.messages[asked]


def test_the_same_update_twice_changes_nothing(front: Front) -> None:
    """[TG-20]"""
    number = front.write(EVA, "/start")
    calls, before = len(front.calls), kept(front)
    front.feed({"message": {**front.message(EVA), "text": "/start"}}, update_id=number)
    assert len(front.calls) == calls
    assert kept(front) == before


def test_a_late_tap_on_an_old_button_is_answered_and_changes_no_answer(front: Front) -> None:
    """[TG-26]"""
    finish(front)
    before = kept(front)
    assert before is not None
    first = next(data for method, data in front.calls if "reply_markup" in data)
    old = first["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "from before" in front.tap(EVA, old)
    after = kept(front)
    assert after is not None
    assert after["answers"] == before["answers"]
    assert after["state"] == before["state"]


def test_a_double_tap_is_one_answer_and_both_taps_are_answered(front: Front) -> None:
    """[TG-25]"""
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    prompt = kept(front)
    assert prompt is not None
    data = f"q1.{prompt['prompt']}.0"
    assert front.tap(EVA, data) == ""
    state = kept(front)
    assert "from before" in front.tap(EVA, data)
    again = kept(front)
    assert state is not None
    assert again is not None
    assert again["state"] == state["state"] == "consent"


@pytest.mark.parametrize("data", ["q1.5.0", "s1.LUP-2222.see", "q1.999999.0", "nonsense", "q1.1.1.1"])
def test_a_button_of_nobodys_conversation_makes_nothing(front: Front, data: str) -> None:
    assert front.tap(EVA, data) != ""
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None


def test_no_name_is_kept_before_she_agrees_to_send(front: Front) -> None:
    """[TG-27]"""
    finish(front)
    conversation = kept(front)
    assert conversation is not None
    assert conversation["name"] == ""


def test_consent_is_recorded_with_the_hash_of_its_wording(front: Front) -> None:
    """[CL-03] [CL-06]"""
    finish(front)

    def work(tx: Any) -> list[consents.ConsentRecord]:
        return consents.consents_of(tx, people.get_or_create_person(tx, EVA, MONDAY))

    (record,) = front.context.store.read_now(work)
    assert (record.purpose, record.action, record.language) == ("answer", "given", "en")
    assert len(record.text_hash) == 64
    assert record.at == MONDAY


def test_a_code_that_somebody_else_sent_meanwhile_is_not_given_twice(front: Front) -> None:
    """[TG-15]"""
    finish(front, EVA)
    finish(front, ANA)

    def take_hers(tx: Tx) -> str:
        eva, ana = (people.get_or_create_person(tx, who, front.now) for who in (EVA, ANA))
        hers, theirs = (conversations.load_conversation(tx, who) for who in (eva, ana))
        assert hers is not None
        assert theirs is not None
        body = {**theirs.body, "code": hers.body["code"]}
        conversations.update_conversation(tx, ana, replace(theirs, body=body))
        return str(hers.body["code"])

    code = front.context.store.write_now(take_hers)
    for who in (EVA, ANA):
        for label in ("All good", "Yes, put me on the list", "Write to me in this chat", "No, only my contact"):
            front.press(who, label)
    assert code in front.last(EVA)
    assert code not in front.last(ANA)


def test_what_she_sends_and_its_card_are_filed_together(front: Front) -> None:
    """[TG-15]"""
    code = send(front)
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert (filed.heading, filed.state, filed.body["name"]) == ("interest", "new", "Eva")
    assert filed.body["answers"]["sle"] == "yes"
    (card,) = front.chat(GROUP)
    assert code in card


def test_the_interest_list_holds_no_answers_unless_she_said_so(front: Front) -> None:
    """[CL-04]"""
    filed = (
        front.context.store.read_now(lambda tx: referrals.referral(tx, code)) if (code := send_without(front)) else None
    )
    assert filed is not None
    assert filed.body["answers"] == {}
    assert filed.body["outcome"] == "plausible"
    assert "to confirm" not in front.chat(GROUP)[0]


def send_without(front: Front) -> str:
    return send(front, answers=False)


def test_erasing_takes_everything_and_tells_the_team(front: Front) -> None:
    """[CL-11] [TG-04]"""
    code = send(front)
    front.write(EVA, "/borrar")
    front.press(EVA, "Yes, erase everything")
    assert "Done. We erased your data" in front.last(EVA)
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None
    card, word = front.chat(GROUP)
    assert "possible" not in card
    assert "erased" in card
    assert code in word
    assert "erase your own copies" in word
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert (filed.state, filed.body, filed.person) == ("erased", {}, None)


def test_after_erasing_an_old_button_makes_nothing_again(front: Front) -> None:
    finish(front)
    conversation = kept(front)
    assert conversation is not None
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    front.tap(EVA, f"q1.{conversation['prompt']}.0")
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None


def test_a_refusal_of_the_consent_leaves_no_conversation(front: Front) -> None:
    """[CL-19]"""
    front.write(EVA, "/start")
    for label in ("Answer the questions", "I answer for myself", "No, thanks"):
        front.press(EVA, label)
    assert kept(front) is None


def test_unfinished_answers_have_an_end_and_what_was_sent_has_none(front: Front) -> None:
    """[CL-08]"""

    def ends() -> list[int]:
        later = datetime(2026, 12, 1, 23, tzinfo=UTC)
        return front.context.store.read_now(lambda tx: [int(person) for person in conversations.expired(tx, later)])

    front.write(EVA, "/start")
    assert ends() != []
    send(front)
    assert ends() == []


def test_a_restart_in_the_middle_loses_nothing(front: Front) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    front.wait(days=2)
    again = front.restarted()
    again.press(EVA, "I answer for myself")
    assert "I agree" in again.keys(EVA)


KINDS: dict[str, Any] = {
    "photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}],
    "voice": {"file_id": "x", "file_unique_id": "y", "duration": 1},
    "sticker": {
        "file_id": "x",
        "file_unique_id": "y",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": 1.0, "longitude": 2.0},
    "dice": {"emoji": "🎲", "value": 3},
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_text_is_never_an_answer(front: Front, kind: str) -> None:
    """[RE-05]"""
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    front.feed({"message": {**front.message(EVA), kind: KINDS[kind]}})
    conversation = kept(front)
    assert conversation is not None
    assert conversation["state"] == "who"
    assert "I answer for myself" in front.keys(EVA)


def test_an_album_gets_one_reply(front: Front) -> None:
    front.write(EVA, "/start")
    before = len(front.calls)
    for _ in range(10):
        front.feed({"message": {**front.message(EVA), "photo": KINDS["photo"], "media_group_id": "777"}})
    sent = [payload for method, payload in front.calls[before:] if method == "sendMessage"]
    assert len(sent) <= 2


def test_an_edited_message_is_no_answer(front: Front) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    front.feed({"edited_message": {**front.message(EVA), "text": "I answer for myself", "edit_date": 1}})
    conversation = kept(front)
    assert conversation is not None
    assert conversation["state"] == "who"


def test_forwarded_words_are_no_consent(front: Front) -> None:
    """[TG-02]"""
    front.write(EVA, "/start")
    for label in ("Answer the questions", "I answer for myself"):
        front.press(EVA, label)
    front.write(EVA, "I agree", forward_origin={"type": "hidden_user", "sender_user_name": "x", "date": 1})
    conversation = kept(front)
    assert conversation is not None
    assert conversation["state"] == "consent"


@pytest.mark.parametrize(
    ("contact", "own"),
    [
        ({"phone_number": "56911112222", "first_name": "Eva", "user_id": EVA}, True),
        ({"phone_number": "56911112222", "first_name": "Eva", "user_id": 12}, False),
        ({"phone_number": "56911112222", "first_name": "Eva"}, False),
    ],
)
def test_only_her_own_contact_card_counts(front: Front, contact: dict[str, Any], own: bool) -> None:
    """[TG-27]"""
    finish(front)
    for label in ("All good", "Yes, put me on the list", "Call me in the morning"):
        front.press(EVA, label)
    front.feed({"message": {**front.message(EVA), "contact": contact}})
    conversation = kept(front)
    assert conversation is not None
    assert (conversation["contact"].get("address") == "+56911112222") is own


def test_the_phones_keyboard_comes_with_the_question_and_goes_with_the_answer(front: Front) -> None:
    finish(front)
    for label in ("All good", "Yes, put me on the list", "Call me in the morning"):
        front.press(EVA, label)
    share = [payload["reply_markup"] for _, payload in front.calls if "keyboard" in payload.get("reply_markup", {})]
    assert len(share) == 1
    assert share[0]["keyboard"][0][0]["request_contact"] is True
    front.feed(
        {"message": {**front.message(EVA), "contact": {"phone_number": "1", "first_name": "Eva", "user_id": EVA}}}
    )
    gone = [payload for _, payload in front.calls if payload.get("reply_markup") == {"remove_keyboard": True}]
    assert len(gone) == 1


def test_a_name_with_tags_is_shown_as_it_is_and_formats_nothing(front: Front) -> None:
    """[TG-29]"""
    front.write(EVA, "<b>34</b> & <a href='x'>")
    assert "<a href" not in "".join(front.chat(EVA))


@pytest.mark.parametrize("text", ["/privacidad", "/PRIVACY", "/ayuda", "/help", "/idioma", "/estado", "/misdatos"])
def test_commands_work_in_both_languages_and_keep_the_place(front: Front, text: str) -> None:
    """[AX-08] [AX-12]"""
    finish(front)
    before = kept(front)
    front.write(EVA, text)
    after = kept(front)
    assert before is not None
    assert after is not None
    assert "do not know that command" not in front.last(EVA)
    assert after["answers"] == before["answers"]


def test_whoever_blocked_the_bot_comes_back_by_writing(front: Front) -> None:
    front.write(EVA, "/start")
    change = {
        "chat": {"id": EVA, "type": "private", "first_name": "Eva"},
        "from": front.user(EVA),
        "date": 1,
        "old_chat_member": {"status": "member", "user": front.user(900)},
        "new_chat_member": {"status": "kicked", "user": front.user(900), "until_date": 0},
    }
    front.feed({"my_chat_member": change})
    person = front.context.store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    assert not front.context.store.read_now(lambda tx: people.is_reachable(tx, person))
    front.write(EVA, "/start")
    assert front.context.store.read_now(lambda tx: people.is_reachable(tx, person))


@pytest.mark.whole
def test_a_flood_is_told_once_and_every_press_is_still_answered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "PER_SECOND", 0.0)  # however slow this machine is
    front = Front(store, English(), pace="telegram")
    for _ in range(int(throttle.BURST) + 5):
        front.write(EVA, "hola")
    slowly = [text for text in front.chat(EVA) if "a lot at once" in text]
    assert len(slowly) == 1
    assert front.tap(EVA, "q1.1.0") != ""


def test_the_consent_is_locked_with_its_own_text_and_not_with_its_notice(front: Front) -> None:
    """[CL-17] [AX-07] The notice stands on messages of its own before it."""
    front.set_site(facts={"officer": {"*": "somebody " * 300}})
    begin(front, *TO_CONSENT)
    asked = max(key for key in front.messages if key[0] == EVA)
    before = front.messages[asked]["text"]
    front.press(EVA, "I agree")
    locked = front.messages[asked]
    assert "reply_markup" not in locked
    assert "Answer: I agree" in locked["text"]
    assert locked["text"].startswith(before.split("\n")[0])


def test_whoever_is_at_a_question_while_an_upgrade_changes_its_words_goes_on(store: Store) -> None:
    """[AX-06] [AX-07] What stands in the chat stays; only its buttons go."""

    class Upgraded(English):
        """The same, without the texts that the newer version says in other words."""

        gone: ClassVar[set[str]] = set()

        def text(self, locale: str, msgid: str, /, **values: object) -> str:
            if msgid in self.gone:
                raise MissingText(locale, msgid)
            return super().text(locale, msgid, **values)

    front = Front(store, Upgraded())
    for deed in ("Answer the questions", "I answer for myself", "I agree"):
        if deed == "Answer the questions":
            front.write(EVA, "/start")
        front.press(EVA, deed)
    assert "How old are you?" in front.last(EVA)
    Upgraded.gone.add("How old are you?")
    front.write(EVA, "34")
    assert "Has a doctor told you that you have lupus?" in front.last(EVA)
    assert any("How old are you?" in said for said in front.chat(EVA)), "its text is not rewritten"
