"""Nothing about a person lies readable; keys are found, changed and destroyed."""

from __future__ import annotations

import base64
import secrets
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Row, Table, select, update

from bot.render.call import Call
from bot.store import conversations, outbox_queue, people, referrals, reminders, settings, staff, updates
from bot.store import tables as t
from bot.store.conversations import StoredConversation
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.referrals import SentReferral
from bot.store.tx import PersonId, Tx
from bot.store.vault import INSTALLATION, Sealed, Vault, VaultError, load_vault, new_key_file, read_key_file

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
CHAT = 5_551_234_987
MARK = "biopsia-clase-cuatro"


def filled(tx: Tx) -> PersonId:
    """A person with something in every table that can hold something of theirs."""
    person = people.get_or_create_person(tx, CHAT, NOW)
    conversations.save_conversation(tx, person, StoredConversation({"answers": MARK}), NOW, NOW + timedelta(days=7))
    post(tx, CHAT, Call("sendMessage", {"text": MARK}), person=person)
    sent = SentReferral(
        code="LUP-7K3Q",
        heading="referral",
        language="es",
        state="new",
        card={"outcome": MARK},
        body={"contact": MARK},
        filed_at=NOW,
        kept_until=date(2027, 11, 22),
    )
    referrals.add_event(tx, referrals.file_referral(tx, person, sent), act="filed", now=NOW, detail={"reason": MARK})
    reminders.set_due(tx, person, "unfinished", NOW)
    updates.quarantine(tx, 9, raw={"update_id": 9, "text": MARK}, fault="ValueError", incident="A1", now=NOW)
    hashed = staff.token_hash("token")
    staff.add_invitation(tx, hashed, role="coordinator", name=MARK, expires=NOW + timedelta(days=1))
    staff.redeem(tx, "token", staff.Redeemer(CHAT, CHAT, "es", ""), NOW)
    settings.set_setting(tx, "staff_chat", str(CHAT))
    return person


def raw(folder: Path) -> bytes:
    """Every byte of the installation."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_files_hold_no_answer_and_no_chat_id(store: Store, tmp_path: Path) -> None:
    """TG-03: the store is unreadable without the key. [CL-20] [UK-01]"""
    store.write_now(filled)
    found = raw(tmp_path)
    for mark in (MARK.encode(), str(CHAT).encode(), CHAT.to_bytes(8, "big"), CHAT.to_bytes(8, "little")):
        assert mark not in found
    assert CHAT.to_bytes(5, "big") not in found


#: What the first programs sealed, and whose key they took.
SEALED_BEFORE = {
    t.persons: "person",
    t.conversations: "person",
    t.outbox: "person",
    t.referrals: "person",
    t.referral_events: "person",
    t.quarantine: "installation",
    t.staff: "installation",
    t.invitations: "installation",
    t.settings: "installation",
}


def test_what_is_sealed_opens_again(store: Store) -> None:
    opens(store, store.write_now(filled))


def opens(store: Store, person: PersonId) -> None:
    """Everything of `filled` can be read."""
    assert store.read_now(lambda tx: conversations.load_conversation(tx, person)) == StoredConversation(
        {"answers": MARK}
    )
    assert store.read_now(lambda tx: conversations.reachable_conversation(tx, person)) == (
        StoredConversation({"answers": MARK}),
        CHAT,
    )
    filed = store.read_now(lambda tx: referrals.referral(tx, "LUP-7K3Q"))
    assert filed is not None
    assert filed.body == {"contact": MARK}
    assert store.read_now(lambda tx: referrals.events(tx, "LUP-7K3Q"))[0].detail == {"reason": MARK}
    assert [call.payload for call in store.read_now(lambda tx: outbox_queue.parcels(tx, NOW))[0]] == [{"text": MARK}]
    assert [each.name for each in store.read_now(staff.team)] == [MARK]
    assert store.read_now(lambda tx: settings.setting(tx, "staff_chat")) == str(CHAT)


def test_a_value_copied_to_another_place_does_not_open(vault: Vault) -> None:
    one, other = vault.new_owner(), vault.new_owner()
    sealed = vault.seal(one, "conversations.body", 1, b"x")
    assert vault.open(one, "conversations.body", 1, sealed) == b"x"
    elsewhere = (
        (other, "conversations.body", 1),
        (one, "referrals.body", 1),
        (one, "conversations.body", 2),
        (INSTALLATION, "conversations.body", 1),
    )
    for owner, column, row in elsewhere:
        with pytest.raises(Sealed):
            vault.open(owner, column, row, sealed)


def test_two_rows_of_one_person_cannot_be_swapped(store: Store) -> None:
    """PRIV-08: a value opens in its own row only, though owner and column are the same."""

    def two_calls(tx: Tx) -> None:
        person = people.get_or_create_person(tx, CHAT, NOW)
        for words in ("first", "second"):
            post(tx, CHAT, Call("sendMessage", {"text": words}), person=person)

    def swap(tx: Tx) -> None:
        one, other = tx.conn.execute(select(t.outbox.c.id, t.outbox.c.payload).order_by(t.outbox.c.id)).all()
        for number, payload in ((one.id, other.payload), (other.id, one.payload)):
            tx.conn.execute(update(t.outbox).where(t.outbox.c.id == number).values(payload=payload))

    store.write_now(two_calls)
    assert len(store.read_now(lambda tx: outbox_queue.parcels(tx, NOW))[0]) == 1
    store.write_now(swap)
    assert store.read_now(lambda tx: outbox_queue.parcels(tx, NOW)) == ([], [1])


def test_what_was_sealed_before_rows_were_named_still_opens(store: Store, vault: Vault) -> None:
    """PRIV-08: the way in which the first programs sealed, with owner and column alone."""

    def as_before(tx: Tx) -> PersonId:
        person = filled(tx)
        subject = tx.subject(person)
        for table, owner in SEALED_BEFORE.items():
            key = subject if owner == "person" else INSTALLATION
            for name, column in table.columns.items():
                if not isinstance(column.type, LargeBinary) or "digest" in name or name in ("scope", "token_hash"):
                    continue
                (number,) = table.primary_key.columns
                for row in tx.conn.execute(select(number, column)).all():
                    if row[1] is not None:
                        plain = _opened_anyhow(tx, key, table, name, row)
                        old = _sealed_as_before(tx.vault, key, f"{table.name}.{name}", plain)
                        tx.conn.execute(update(table).where(number == row[0]).values({name: old}))
        tx.conn.execute(update(t.outbox).values(subject=None))
        return person

    person = store.write_now(as_before)
    opens(store, person)


def _opened_anyhow(tx: Tx, owner: str, table: Table, name: str, row: Row[Any]) -> bytes:
    """What was filed, whatever names the row."""
    filed = tx.conn.execute(select(table)).first()
    assert filed is not None
    names = [row[0], tx.subject(PersonId(1)), *(value for value in filed if isinstance(value, str))]
    for each in names:
        with suppress(Sealed):
            return tx.vault.open(owner, f"{table.name}.{name}", each, row[1])
    raise AssertionError(f"{table.name}.{name} does not open")


def _sealed_as_before(vault: Vault, owner: str, column: str, plain: bytes) -> bytes:
    """Seal as it was done before a value was bound to its row."""
    nonce = secrets.token_bytes(12)
    bound = f"{column}|{owner}".encode()
    if owner == INSTALLATION:
        return vault._newest + nonce + vault._installation[vault._newest].encrypt(nonce, plain, bound)
    return nonce + vault._key(owner).encrypt(nonce, plain, bound)


def test_a_cut_or_changed_value_does_not_open(vault: Vault) -> None:
    owner = vault.new_owner()
    sealed = vault.seal(owner, "a.b", 1, b"x")
    for wrong in (sealed[:-1], sealed[:5], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(Sealed):
            vault.open(owner, "a.b", 1, wrong)


def test_key_files_are_for_their_owner_only(store: Store, tmp_path: Path) -> None:
    store.write_now(filled)
    keys = [tmp_path / "master.key", *(tmp_path / "person-keys").iterdir()]
    assert len(keys) == 2
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}


def test_an_older_master_key_still_opens_and_finds(store: Store, tmp_path: Path) -> None:
    person = store.write_now(filled)
    path = tmp_path / "master.key"
    newer = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    path.write_text(f"{newer}\n{path.read_text('ascii')}", "ascii")
    again = Store(store.url, load_vault(path, tmp_path / "person-keys"))
    assert again.read_now(lambda tx: people.find_person(tx, CHAT)) == person
    assert again.read_now(lambda tx: conversations.load_conversation(tx, person)) == StoredConversation(
        {"answers": MARK}
    )
    assert again.read_now(lambda tx: staff.staff_member(tx, CHAT)) is not None
    again.close()


def test_another_master_key_finds_nobody_and_opens_nothing(store: Store, tmp_path: Path) -> None:
    person = store.write_now(filled)
    new_key_file(tmp_path / "other.key")
    again = Store(store.url, load_vault(tmp_path / "other.key", tmp_path / "person-keys"))
    assert again.read_now(lambda tx: people.find_person(tx, CHAT)) is None
    with pytest.raises(Sealed):
        again.read_now(lambda tx: conversations.load_conversation(tx, person))
    again.close()


def test_erasing_a_person_destroys_her_rows_and_her_key(store: Store, tmp_path: Path) -> None:
    """[CL-11]"""
    person = store.write_now(filled)
    store.write_now(lambda tx: people.erase_person(tx, person))
    assert list((tmp_path / "person-keys").iterdir()) == []
    assert store.read_now(lambda tx: people.find_person(tx, CHAT)) is None
    filed = store.read_now(lambda tx: referrals.referral(tx, "LUP-7K3Q"))
    assert filed is not None
    assert (filed.person, filed.card, filed.body) == (None, {}, {})
    assert [line.detail for line in store.read_now(lambda tx: referrals.events(tx, "LUP-7K3Q"))] == [{}]


def test_an_undone_erasure_keeps_the_key(store: Store, tmp_path: Path) -> None:
    person = store.write_now(filled)

    def half(tx: Tx) -> None:
        people.erase_person(tx, person)
        raise ValueError("something after it failed")

    with pytest.raises(ValueError, match="after it"):
        store.write_now(half)
    assert store.read_now(lambda tx: conversations.load_conversation(tx, person)) == StoredConversation(
        {"answers": MARK}
    )


def test_a_key_that_outlived_its_erasure_is_destroyed_at_the_next_start(store: Store, tmp_path: Path) -> None:
    person = store.write_now(filled)

    def stopped_before_the_key(tx: Tx) -> None:
        people.erase_person(tx, person)
        tx.erased.clear()

    store.write_now(stopped_before_the_key)
    assert len(list((tmp_path / "person-keys").iterdir())) == 1
    assert store.finish_erasures_now() == 1
    assert list((tmp_path / "person-keys").iterdir()) == []


def test_a_person_that_was_not_filed_leaves_no_key(store: Store, tmp_path: Path) -> None:
    def half(tx: Tx) -> None:
        people.get_or_create_person(tx, CHAT, NOW)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # raised three lines above
        store.write_now(half)
    assert list((tmp_path / "person-keys").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "empty"), ("short\n", "key 1"), ("ñ\n", "cannot be read"), (None, "tamiz init")],
)
def test_an_unusable_key_file_is_refused_without_being_shown(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "master.key"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(VaultError, match=told) as caught:
        read_key_file(path)
    assert "short" not in str(caught.value)


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    new_key_file(tmp_path / "master.key")
    before = read_key_file(tmp_path / "master.key")
    with pytest.raises(VaultError):
        new_key_file(tmp_path / "master.key")
    assert read_key_file(tmp_path / "master.key") == before
