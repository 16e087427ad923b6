"""Whichever way somebody is erased, no row of any table points to the person afterwards, but those named here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk.data_export import FIELDS
from bot.desk.shared_page import BOT
from bot.store import people, referrals
from bot.store import tables as t
from bot.store.settings import set_setting
from bot.store.tx import Tx
from dialogs.privacy.retention import TABLE
from tests.shell.front import ANA, EVA, GROUP, Front, send
from tests.shell.rights.rows import OF_OTHERS, Traces, has_seen, keep_waiting, name_of, pointers, rows_about, traces
from tests.shell.rights.ways import STATES, begin, erase, own_file, questions, tick

pytestmark = pytest.mark.whole

#: What stays for good, and the rule that says so.
STAYS = {"consents.subject": "CL-06: the proof of a yes outlives the person's data, and holds no name and no health"}
#: What stays of a referral whose person erased everything, without anything that they sent.
CODE_STAYS = {"referral_events.referral_id": "CL-11: the team's old buttons can say what happened to the code"}
#: What the clock takes away within an hour, because the erasure itself may not.
FOR_NOW = {
    "keys_to_destroy.subject": "CL-11: the key file is destroyed after the commit, and then the line goes",
    "holds.scope": "OUT-03: the platform's own wait; without it the last words would be refused",
    "outbox.chat_digest": "TG-23: the last words, posted under no person",
}


def everything(front: Front) -> None:
    """Something in every table: sent, taken, seen, with a date to remember and messages that wait."""
    front.invite(ANA)
    send(front)
    front.press(EVA, "Yes, write to me")
    note_and_link(front)
    front.press(ANA, "es:Take", chat=GROUP)
    front.press(ANA, "es:See", chat=GROUP)
    front.press(ANA, "Write to the person…")
    front.press(ANA, "First message")
    front.press(ANA, "Send")
    front.press(ANA, "Write to the person…")
    front.press(ANA, "In my own words")
    keep_waiting(front)
    front.set_aside({"update_id": 77_777, "message": {**front.message(EVA), "text": "what nobody could read"}})
    front.write(EVA, "/help")


def note_and_link(front: Front) -> None:
    """A note, a link to the page, and another's link about to be opened."""
    front.context.store.write_now(lambda tx: set_setting(tx, BOT, "some_bot"))
    front.write(EVA, "/notes")
    front.press(EVA, "Write a note")
    front.press(EVA, "Yes, keep my notes")
    front.write(EVA, "a note of one's own")
    front.write(EVA, "/share")
    front.press(EVA, "Yes, make a link")
    front.write(EVA, "/start v_another")


def test_every_table_is_filled_before_anything_is_erased(front: Front) -> None:
    """Otherwise the tests below would prove nothing about the table that is not."""
    everything(front)
    found = rows_about(front, traces(front))
    assert {name_of(table, column) for table, column in pointers()} - found == {"keys_to_destroy.subject"}


def test_what_is_no_pointer_to_a_person_is_still_there() -> None:
    names = {f"{table.name}.{column.name}" for table in t.metadata.sorted_tables for column in table.columns}
    assert set(OF_OTHERS) | set(STAYS) | set(CODE_STAYS) | set(FOR_NOW) <= names


def asked(front: Front) -> None:
    """/delete, and yes, sure."""
    front.write(EVA, "/borrar")
    has_seen(front)
    front.write(EVA, "yes")


@pytest.mark.parametrize("state", [state for state in STATES if state != "new"])
@pytest.mark.parametrize("waiting", [False, True], ids=["all sent", "messages waiting"])
def test_of_whoever_asks_for_it_at_any_place(front: Front, state: str, waiting: bool) -> None:
    """[CL-11] [CL-05]"""
    STATES[state](front)
    if waiting:
        keep_waiting(front)
        front.write(EVA, "/help")
    who = traces(front)
    asked(front)
    assert rows_about(front, who) <= STAYS.keys() | CODE_STAYS.keys() | FOR_NOW.keys()
    front.wait(hours=1)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys() | CODE_STAYS.keys()


def test_of_whoever_has_something_in_every_table(front: Front) -> None:
    """[CL-11]"""
    everything(front)
    who = traces(front)
    asked(front)
    front.wait(hours=1)
    tick(front)
    assert rows_about(front, who) == STAYS.keys() | CODE_STAYS.keys()
    assert nothing_is_in(front, who)


def test_of_what_the_team_noted_about_the_person(front: Front) -> None:
    """[CL-11] Why somebody cannot take part is health too."""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:Take", chat=GROUP)
    front.tap(ANA, f"s1.{code}.not_eligible.0.y", ANA)
    who = traces(front)
    assert any(line.detail for line in front.context.store.read_now(lambda tx: referrals.events(tx, code)))
    asked(front)
    assert nothing_is_in(front, who)


def nothing_is_in(front: Front, who: Traces) -> bool:
    """Do the rows that stay of the referrals hold neither what was sent nor what was noted about it?"""

    def work(tx: Tx) -> bool:
        filed = tx.conn.execute(t.referrals.select().where(t.referrals.c.id.in_(who.referrals))).all()
        lines = tx.conn.execute(
            t.referral_events.select().where(t.referral_events.c.referral_id.in_(who.referrals))
        ).all()
        return not any(row.card or row.body or row.person_id for row in filed) and not any(row.detail for row in lines)

    return front.context.store.read_now(work)


def test_of_a_minor(front: Front) -> None:
    """[CL-26] At once; not even the mark of a yes needs a name, but it stays."""
    questions(front)
    who = traces(front)
    front.write(EVA, "15")
    front.press(EVA, "Yes")
    tick(front)
    assert rows_about(front, who) <= STAYS.keys()


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("new", "sent")])
def test_of_whoever_leaves_it_open(front: Front, state: str) -> None:
    """[CL-08] Her time is up, and a day later nobody remembers the chat."""
    STATES[state](front)
    who = traces(front)
    for _ in range(10):
        front.wait(days=1)
        tick(front)
    assert rows_about(front, who) <= STAYS.keys()


def test_of_whoever_ended_the_talk(front: Front) -> None:
    """[CL-08] Idle: nothing is kept but the chat, and that for a day."""
    begin(front, "Answer the questions", "I answer for myself", "No, thanks")
    who = traces(front)
    front.wait(days=1, minutes=1)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys()


def test_of_a_referral_whose_time_is_over(front: Front) -> None:
    """[CL-08] [CL-11] With the referral goes the person, and here the code too."""
    everything(front)
    who = traces(front)
    front.wait(days=370)
    tick(front)
    tick(front)
    assert rows_about(front, who) == STAYS.keys()


def withdraw(label: str) -> Callable[[Front], None]:
    """Take one consent back."""

    def work(front: Front) -> None:
        front.write(EVA, "/permissions")
        front.press(EVA, label)
        for sure in ("Yes, erase everything", "Yes"):
            if sure in front.keys(EVA):
                front.press(EVA, sure)

    return work


def test_of_whoever_takes_the_consent_to_answer_back(front: Front) -> None:
    """[CL-05]"""
    questions(front)
    who = traces(front)
    withdraw("Take back: answering the questions")(front)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys()


def test_of_whoever_takes_the_sending_back(front: Front) -> None:
    """[CL-05] [CL-11] What was sent goes at once; code and chat go with the referral's time."""
    send(front)
    who = traces(front)
    withdraw("Take back: sending to the team")(front)
    gone = {"conversations.person_id", "outbox.person_id", "due.person_id"}
    assert not rows_about(front, who) & gone
    front.wait(days=370)
    tick(front)
    tick(front)
    assert rows_about(front, who) == STAYS.keys()


@pytest.mark.parametrize("state", [state for state in STATES if state != "new"])
def test_of_whoever_blocked_the_bot(front: Front, state: str) -> None:
    """[TG-11] [CL-08] What was sent stays until its own end."""
    STATES[state](front)
    who = traces(front)

    def block(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        people.mark_unreachable(tx, person, front.now)

    front.context.store.write_now(block)
    front.wait(days=9)
    for _ in range(2):
        front.wait(days=1)
        tick(front)
    assert not rows_about(front, who) & {"conversations.person_id", "outbox.person_id", "due.person_id"}
    front.wait(days=370)
    tick(front)
    tick(front)
    assert rows_about(front, who) <= STAYS.keys()


#: Where each table that holds a person is told in her own copy.
IN_THE_COPY = {
    "conversations": ("conversation", "answers", "contact", "language"),
    "consents": ("consents",),
    "due": ("messages_later",),
    "referrals": ("cases",),
    "letters": ("messages_with_team",),
    "notes": ("notes",),
    "shares": ("links",),
}
#: And what is not in it.
NOT_IN_THE_COPY = {
    "persons": "the number of the chat that they read it in, and the key that it is sealed with",
    "prompts": "the numbers of the messages of that chat",
    "outbox": "on its way to her",
    "share_readers": "that they are asked for the passcode of another's page, for a quarter of an hour",
    "quarantine": "what they wrote and the program could not read",
    "holds": "until when the platform wants no message",
    "referral_events": "what the team did and when; where it stands is told with the case",
    "staff_drafts": "what a member of the team begins to write; it is the person's once it is sent",
    "keys_to_destroy": "only of whoever is erased",
}


def test_every_table_that_holds_a_person_is_in_the_copy_or_named(front: Front) -> None:
    """[CL-09] [CL-13]"""
    tables = {table.name for table, _column in pointers()}
    assert tables == IN_THE_COPY.keys() | NOT_IN_THE_COPY.keys()
    assert {field for fields in IN_THE_COPY.values() for field in fields} <= FIELDS.keys()
    everything(front)
    front.write(EVA, "/mydata")
    front.wait(hours=1)
    front.deliver()
    found = own_file(front)
    assert all(found[field] for fields in IN_THE_COPY.values() for field in fields)


def test_every_row_of_these_tables_is_in_the_copy(front: Front) -> None:
    """[CL-13] As many lines as rows."""
    send(front)
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/mydata")
    found, who = own_file(front), traces(front)

    def count(tx: Tx, table: str) -> int:
        rows = 0
        for each, column in pointers():
            if each.name == table:
                rows += len(tx.conn.execute(each.select().where(column.in_(who.values(column.name)))).all())
        return rows

    for table, field in (("consents", "consents"), ("due", "messages_later"), ("referrals", "cases")):
        assert len(found[field]) == front.context.store.read_now(lambda tx, name=table: count(tx, name)) > 0


def test_every_table_that_holds_a_person_has_an_end_that_the_person_is_told() -> None:
    """[CL-08] [CL-19]"""
    told = {name for row in TABLE for name in row.tables}
    assert {table.name for table, _column in pointers()} - told == {"keys_to_destroy"}


def test_a_person_who_came_back_is_a_new_one(front: Front) -> None:
    """[CL-11] Nothing of the first is found under the second."""
    send(front)
    first = traces(front)
    erase(front)
    tick(front)
    front.write(EVA, "/start")
    second = traces(front)
    assert (first.person, first.subject) != (second.person, second.subject)
    assert second.person > first.person
    assert second.referrals == ()
