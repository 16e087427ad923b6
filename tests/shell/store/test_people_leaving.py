"""What goes when somebody is erased, forgotten or out of reach, or begins anew; and what stays of everybody else."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.store import erasures, people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.person_id import PersonId
from bot.store.tx import Tx
from tests.shell.store.filled import (
    CHAT,
    NOW,
    OTHER,
    Rows,
    Undone,
    add,
    aside,
    emptied,
    everything,
    fill,
    made,
    row,
    strangers,
    without,
)

DAY = timedelta(days=1)


def offered(tx: Tx, person: PersonId, other: PersonId) -> None:
    """The one is the same human being as the other, and is offered what the other told."""
    body = {"draft": {"elsewhere": {"age": 34}, "kept": 1}}
    add(tx, t.conversations, person_id=person, body=tx.seal(person, "conversations.body", person, body))
    human = people.name_human(tx, other)
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(human=human))


def draft(tx: Tx, person: PersonId) -> Any:
    """What lies in the conversation of this person."""
    body = tx.conn.execute(select(t.conversations.c.body)).scalar_one()
    return tx.unseal(person, "conversations.body", person, body)["draft"]


def test_to_whoever_blocked_the_bot_nothing_waits_to_be_said_and_their_time_runs_from_the_first_day(
    store: Store,
) -> None:
    """[OUT-08]"""
    here, stranger = made(store), made(store, OTHER)
    store.write_now(lambda tx: fill(tx, stranger))
    before = store.read_now(everything)
    store.write_now(lambda tx: fill(tx, here))

    def block(tx: Tx) -> None:
        people.mark_unreachable(tx, here, NOW)
        assert tx.disturbed
        people.mark_unreachable(tx, here, NOW + DAY)

    store.write_now(block)
    assert row(store, here).unreachable_at == NOW
    assert row(store, stranger).unreachable_at is None
    after = store.read_now(everything)
    assert after["due"] == before["due"]
    assert [each for each in after["outbox"] if each not in before["outbox"] and each[2] is not None] == []
    assert len(after["notes"]) == len(before["notes"]) + 1
    assert store.read_now(lambda tx: people.reachable_chat(tx, here)) is None
    assert store.read_now(lambda tx: people.reachable_chat(tx, stranger)) == OTHER
    assert not store.read_now(lambda tx: people.is_reachable(tx, here))
    assert store.read_now(lambda tx: people.is_reachable(tx, stranger))
    store.write_now(lambda tx: people.mark_unreachable(tx, stranger, NOW))
    store.write_now(lambda tx: people.mark_reachable(tx, here))
    assert store.read_now(lambda tx: people.reachable_chat(tx, here)) == CHAT
    assert row(store, stranger).unreachable_at == NOW
    assert store.read_now(lambda tx: people.reachable_chat(tx, PersonId(10_000))) is None


def test_out_of_reach_for_too_long_is_only_of_whom_something_is_held_with_no_other_end(store: Store) -> None:
    """[CL-08] The longest first, fifty at a time."""
    persons = [made(store, chat) for chat in range(10, 16)]
    held = (t.conversations, t.notes, t.shares, t.due, None, t.notes)

    def file(tx: Tx) -> None:
        for person, table in zip(persons, held, strict=True):
            if table is not None:
                add(tx, table, person_id=person)
        for person, days in zip(persons, (2, 3, 1, 3, 3, 0), strict=True):
            at = NOW - days * DAY
            tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(unreachable_at=at))

    store.write_now(file)

    def look(tx: Tx) -> None:
        assert people.long_unreachable(tx, NOW - DAY) == [persons[1], persons[0], persons[2]]
        assert people.long_unreachable(tx, NOW - DAY, limit=2) == [persons[1], persons[0]]
        assert [people.is_long_unreachable(tx, each, NOW - DAY) for each in persons] == [*[True] * 3, *[False] * 3]

    store.read_now(look)

    def crowd(tx: Tx) -> list[PersonId]:
        strangers(tx, 60, unreachable_at=NOW - 9 * DAY)
        mine = tx.conn.execute(select(t.persons.c.id).order_by(t.persons.c.id.desc()).limit(60)).scalars().all()
        for person in mine:
            add(tx, t.notes, person_id=person)
        return sorted(PersonId(person) for person in mine)

    crowded = store.write_now(crowd)
    assert store.read_now(lambda tx: people.long_unreachable(tx, NOW - DAY)) == crowded[:50]


def test_an_erasure_takes_all_of_one_person_and_nothing_of_another(store: Store) -> None:
    """[CL-11] Of what was sent its code and state stay, for the team's old buttons."""
    stays, gone = made(store), made(store, OTHER)
    store.write_now(lambda tx: fill(tx, stays))
    before = store.read_now(everything)
    store.write_now(lambda tx: fill(tx, gone))
    filled = store.read_now(everything)
    subject, farewell = row(store, gone).subject, secrets.token_hex(16)

    def erase(tx: Tx) -> Rows:
        people.erase_person(tx, gone, farewell)
        assert tx.erased == [subject]
        assert tx.disturbed
        return everything(tx)

    after = store.write_now(erase)
    was, left = without(filled, before), without(after, before)
    assert left == {
        "referrals": emptied(was, t.referrals, "person_id", "card", "body", "progress"),
        "referral_events": emptied(was, t.referral_events, "detail"),
        "staff": was["staff"],
        "keys_to_destroy": [(subject, farewell, None)],
    }
    assert [each[0] for each in without(before, after)["persons"]] == [gone]
    assert set(without(before, after)) == {"persons"}


def test_a_key_that_cannot_be_destroyed_yet_is_tried_again_until_it_is_gone(store: Store, tmp_path: Path) -> None:
    """[CL-11] What the erasure filed is not forgotten while the key is there."""
    gone, stays = made(store), made(store, OTHER)
    keys = tmp_path / "person-keys"
    key = keys / f"{row(store, gone).subject}.key"
    kept = key.rename(tmp_path / "kept.key")
    key.mkdir()
    store.write_now(lambda tx: people.erase_person(tx, gone))
    assert store.read_now(erasures.unfinished) == [key.stem]
    key.rmdir()
    kept.rename(key)
    assert store.finish_erasures_now() == 1
    assert [path.stem for path in keys.glob("*.key")] == [row(store, stays).subject]
    assert store.read_now(erasures.unfinished) == []


def test_whoever_is_erased_or_begins_anew_is_offered_in_no_other_study(store: Store) -> None:
    """[CL-11]"""
    here = made(store, study="A")
    other = aside(store, "B")
    store.write_now(lambda tx: offered(tx, other, here))
    assert store.read_now(lambda tx: draft(tx, other)) == {"elsewhere": {"age": 34}, "kept": 1}
    store.write_now(lambda tx: people.renew_person(tx, here, CHAT))
    assert store.read_now(lambda tx: draft(tx, other)) == {"kept": 1}
    store.write_now(lambda tx: tx.conn.execute(t.conversations.delete()))
    store.write_now(lambda tx: offered(tx, other, here))
    store.write_now(lambda tx: people.erase_person(tx, here))
    assert store.read_now(lambda tx: draft(tx, other)) == {"kept": 1}


def test_whoever_begins_anew_without_the_old_key_keeps_the_row_and_has_a_key_of_their_own(store: Store) -> None:
    lost = made(store, OTHER)
    store.write_now(lambda tx: people.mark_unreachable(tx, lost, NOW))
    old = row(store, lost)

    def renew(tx: Tx) -> str:
        assert people.renew_person(tx, lost, OTHER) == []
        return tx.subject(lost)

    subject = store.write_now(renew)
    filed = row(store, lost)
    assert (filed.id, filed.digest, filed.since, filed.unreachable_at) == (old.id, old.digest, old.since, None)
    assert subject == filed.subject != old.subject
    assert store.read_now(lambda tx: tx.vault.open(subject, "persons.chat", subject, filed.chat)) == b"6"


def test_a_beginning_anew_that_was_undone_leaves_no_key(store: Store, tmp_path: Path) -> None:
    lost = made(store)
    keys = list((tmp_path / "person-keys").iterdir())

    def fail(tx: Tx) -> None:
        people.renew_person(tx, lost, CHAT)
        raise Undone

    with pytest.raises(Undone):
        store.write_now(fail)
    assert list((tmp_path / "person-keys").iterdir()) == keys


def test_of_what_a_lost_key_sealed_the_code_stays_and_of_another_everything(store: Store) -> None:
    """[CL-11] Nobody can open what was kept, so it goes; what was sent can still be erased."""
    stays, lost = made(store), made(store, OTHER)
    store.write_now(lambda tx: fill(tx, stays))
    before = store.read_now(everything)
    store.write_now(lambda tx: fill(tx, lost))
    filled = store.read_now(everything)
    store.write_now(lambda tx: add(tx, t.outbox, person_id=lost, subject=None))

    def renew(tx: Tx) -> list[str]:
        codes = people.renew_person(tx, lost, OTHER)
        assert tx.disturbed
        return codes

    codes = store.write_now(renew)
    after = store.read_now(everything)
    was, left = without(filled, before), without(after, before)
    assert [each[0] for each in left.pop("persons")] == [lost]
    assert left == {
        "referrals": emptied(was, t.referrals, "card", "body", "progress"),
        "referral_events": emptied(was, t.referral_events, "detail"),
        "share_readers": emptied(was, t.share_readers, "share_id"),
        **{name: was[name] for name in ("staff", "prompts")},
    }
    assert set(without(before, after)) == {"persons"}
    assert codes == [left["referrals"][0][1]]


def test_whoever_is_idle_was_first_seen_before_that_and_nothing_is_kept_of_them(store: Store) -> None:
    """[CL-08] What is kept, or waits to be said, keeps the person."""
    kept = (t.conversations, t.notes, t.shares, t.referrals, t.due, t.outbox)
    before = NOW - DAY
    idle, held = (
        made(store, 10, since=before - DAY),
        [made(store, 11 + n, since=before - DAY) for n in range(len(kept))],
    )
    fresh = made(store, 30, since=before)
    last = made(store, 31, since=before - DAY)

    def file(tx: Tx) -> None:
        for person, table in zip(held, kept, strict=True):
            add(tx, table, person_id=person, holder=None)

    store.write_now(file)

    def look(tx: Tx) -> None:
        assert people.idle_persons(tx, before) == ([idle, last], last)
        assert people.idle_persons(tx, before, beyond=idle) == ([last], last)
        assert people.idle_persons(tx, before, part=2) == ([idle], held[0])
        assert people.idle_persons(tx, before, beyond=held[-1], part=1) == ([], fresh)
        assert people.idle_persons(tx, before, beyond=last) == ([], None)

    store.read_now(look)
    for person in (*held, fresh, idle):
        store.write_now(lambda tx, each=person: people.forget_if_idle(tx, each, before))
    assert store.read_now(people.all_persons) == [*held, fresh, last]


def test_so_many_are_looked_at_in_one_part(store: Store) -> None:
    def look(tx: Tx) -> tuple[list[PersonId], int | None]:
        strangers(tx, 501, since=NOW - DAY)
        return people.idle_persons(tx, NOW)

    found, last = store.write_now(look)
    assert (len(found), found[-1]) == (500, last)
