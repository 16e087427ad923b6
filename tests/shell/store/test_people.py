"""Who is found under which account: the one whom the chat is about, and the others who are set aside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.person_id import PersonId
from bot.store.tx import Tx
from bot.store.vault import add_key, load_vault
from tests.shell.store.filled import CHAT, NOW, OTHER, Undone, add, aside, made, row, strangers

DAY = timedelta(days=1)


def test_a_person_is_made_once_with_a_key_and_a_study_and_found_by_the_account(store: Store) -> None:
    nobody = store.read_now(people.is_nobody_known)
    assert store.read_now(lambda tx: people.find_person(tx, CHAT)) is None
    person = made(store, study="A")
    assert made(store, study="B", since=NOW + DAY) == person
    filed = row(store, person)
    assert (filed.study, filed.human, filed.since, filed.unreachable_at) == ("A", None, NOW, None)

    def look(tx: Tx) -> None:
        assert people.find_person(tx, CHAT) == person
        assert tx._subjects == {person: filed.subject}, "what was read is not read again"
        assert people.find_person(tx, OTHER) is None
        assert filed.digest == tx.vault.digest("chat", CHAT)
        assert tx.vault.open(filed.subject, "persons.chat", filed.subject, filed.chat) == b"5"
        assert (people.count_persons(tx), people.all_persons(tx)) == (1, [person])

    store.read_now(look)
    assert nobody
    assert not store.read_now(people.is_nobody_known)


def test_a_person_who_was_not_kept_leaves_no_key(store: Store, tmp_path: Path) -> None:
    """[CL-11] The key is on the disk before the row; an undone transaction takes it along."""

    def fail(tx: Tx) -> None:
        people.get_or_create_person(tx, CHAT, NOW)
        assert list((tmp_path / "person-keys").glob("*.key"))
        raise Undone

    with pytest.raises(Undone):
        store.write_now(fail)
    assert not list((tmp_path / "person-keys").glob("*.key"))


def test_whoever_was_filed_under_an_older_master_key_is_found_and_named_anew(store: Store, tmp_path: Path) -> None:
    here, second = made(store), aside(store)
    add_key(tmp_path / "master.key")
    store.vault = load_vault(tmp_path / "master.key", tmp_path / "person-keys")

    def look(tx: Tx) -> None:
        assert people.find_person(tx, CHAT) == here
        assert people.people_of(tx, CHAT) == [here, second]
        for person, kind in ((here, "chat"), (second, "chat, set aside")):
            old = tx.conn.execute(select(t.persons.c.digest).where(t.persons.c.id == person)).scalar_one()
            assert people.fresh_digest(tx, CHAT, old) == tx.vault.digest(kind, CHAT) != old

    store.read_now(look)


def test_an_account_has_a_place_for_sixteen_who_are_set_aside(store: Store) -> None:
    """The names of the places are in every installation: they stay as they are."""
    here = made(store)
    beside = [aside(store) for _ in range(16)]
    kinds = ["chat, set aside", *(f"chat, set aside {number}" for number in range(2, 17))]
    digests = store.read_now(lambda tx: [tx.vault.digest(kind, CHAT) for kind in kinds])
    assert [row(store, person).digest for person in beside] == digests
    with pytest.raises(StopIteration):
        aside(store)
    assert store.read_now(lambda tx: people.people_of(tx, CHAT)) == [here, *beside]


def test_beside_somebody_are_all_others_of_the_account_and_nobody_else(store: Store) -> None:
    here, stranger = made(store, study="A"), made(store, OTHER, study="A")
    same, elsewhere = aside(store, "A"), aside(store, "B", "one human being")

    def look(tx: Tx) -> None:
        found = people.all_beside(tx, CHAT, here)
        assert found == [
            people.Whose(same, "A", tx.subject(same)),
            people.Whose(elsewhere, "B", "one human being"),
        ]
        assert people.whose(tx, elsewhere) == found[1]
        assert people.whose(tx, same) == found[0]
        assert [each.person for each in people.all_beside(tx, CHAT, None)] == [here, same, elsewhere]
        assert people.person_beside(tx, CHAT, here) == same
        assert people.person_beside(tx, CHAT, elsewhere) is None
        assert people.person_beside(tx, OTHER, stranger) is None
        assert people.account_beside(tx, here) == same
        assert people.account_beside(tx, stranger) is None
        assert people.account_beside(tx, PersonId(10_000)) is None

    store.read_now(look)
    subjects = {person: row(store, person).subject for person in (same, elsewhere)}

    def noted(tx: Tx) -> dict[int, str]:
        people.all_beside(tx, CHAT, here)
        return tx._subjects

    assert store.read_now(noted) == subjects


def test_beside_somebody_whose_chat_cannot_be_read_nobody_is_named(store: Store, tmp_path: Path) -> None:
    here, second = made(store), aside(store)
    (tmp_path / "person-keys" / f"{row(store, here).subject}.key").unlink()
    store.vault._held.clear()
    assert store.read_now(lambda tx: people.account_beside(tx, here)) is None
    assert store.read_now(lambda tx: people.account_beside(tx, second)) == here
    assert store.read_now(lambda tx: people.has_lost_key(tx, here))
    assert not store.read_now(lambda tx: people.has_lost_key(tx, second))


def test_one_human_being_has_one_name_in_every_study(store: Store) -> None:
    here, stranger = made(store, study="A"), made(store, OTHER)
    name = store.write_now(lambda tx: people.name_human(tx, here))
    assert len(name) == 32
    assert store.write_now(lambda tx: people.name_human(tx, here)) == name == row(store, here).human
    third, second = aside(store, "C", name), aside(store, "B", name)
    store.write_now(lambda tx: people.move_to_study(tx, third, "C"))  # filed last, and first come all the same
    assert row(store, stranger).human is None

    def look(tx: Tx) -> dict[int, str]:
        assert people.same_human(tx, here) == [people.Whose(third, "C", name), people.Whose(second, "B", name)]
        assert people.same_human(tx, stranger) == []
        return tx._subjects

    assert store.read_now(look) == {person: row(store, person).subject for person in (third, second)}


def test_two_of_an_account_change_places_and_nobody_else_moves(store: Store) -> None:
    here, first, second, stranger = made(store), aside(store), aside(store), made(store, OTHER)
    was = {person: row(store, person).digest for person in (here, first, second, stranger)}
    store.write_now(lambda tx: people.change_places(tx, CHAT, here, second))
    assert {person: row(store, person).digest for person in was} == was | {here: was[second], second: was[here]}
    assert store.read_now(lambda tx: people.people_of(tx, CHAT)) == [second, here, first]


def test_where_the_chat_is_about_nobody_it_goes_to_the_first_who_was_set_aside(store: Store) -> None:
    """[CL-11] Whoever is erased leaves the others of the account where they can be found."""
    here, first, second, stranger = made(store), aside(store), aside(store), made(store, OTHER)
    assert store.write_now(lambda tx: people.bring_back(tx, 7)) is None
    store.write_now(lambda tx: people.erase_person(tx, here))
    was = row(store, second).digest, row(store, stranger).digest
    assert store.write_now(lambda tx: people.people_of(tx, CHAT)) == [first, second]
    assert row(store, first).digest == store.read_now(lambda tx: tx.vault.digest("chat", CHAT))
    assert (row(store, second).digest, row(store, stranger).digest) == was
    store.write_now(lambda tx: people.erase_person(tx, first))
    assert store.write_now(lambda tx: people.bring_back(tx, CHAT)) == second
    store.write_now(lambda tx: people.erase_person(tx, second))
    assert store.write_now(lambda tx: people.people_of(tx, CHAT)) == []


def test_somebody_of_whom_nothing_is_kept_moves_to_a_study_alone(store: Store) -> None:
    here, stranger = made(store, study="A"), made(store, OTHER, study="A")
    store.write_now(lambda tx: people.move_to_study(tx, here, "B"))
    assert (row(store, here).study, row(store, stranger).study) == ("B", "A")
    assert store.read_now(people.all_persons) == [here, stranger], "in the order in which they came"


def test_the_studies_of_which_something_is_kept_are_those_of_persons_and_of_what_was_sent(store: Store) -> None:
    def file(tx: Tx) -> None:
        for study in ("C", "A", "A", None):
            strangers(tx, 1, study=study)
        for study in ("B", "D", "B", None):
            add(tx, t.referrals, person_id=None, holder=None, study=study)

    assert store.read_now(people.studies_kept) == set()
    store.write_now(file)
    assert store.read_now(people.studies_kept) == {"A", "B", "C", "D"}
