"""A new master key: everything opens under it alone afterwards, whenever it was stopped in between (DB-08)."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.render.call import Call
from bot.store import outbox_queue, people, rotation, settings, staff
from bot.store.audit import Anchor, AuditAct, anchor, audit_faults, write_audit
from bot.store.audit_chain import moved
from bot.store.connection import StoreError
from bot.store.conversations import StoredConversation, load_conversation, save_conversation
from bot.store.engine import Store
from bot.store.messages import note_message, prompt_message
from bot.store.outbox import post
from bot.store.rotation import left_over, rotate
from bot.store.staff_group import set_staff_chat
from bot.store.tx import PersonId, Tx
from bot.store.updates import quarantine
from bot.store.vault import Vault, add_key, keep_newest, load_vault, read_key_file
from dialogs.site import Role

NOW = datetime(2026, 11, 26, tzinfo=UTC)
EVA, LUZ, ANA, GROUP = 11, 12, 21, -100


def fill(tx: Tx) -> None:
    """Something of each kind that is sealed or found by a digest."""
    set_staff_chat(tx, GROUP)
    settings.set_setting(tx, "a", "b")
    for chat in (EVA, LUZ):
        person = people.get_or_create_person(tx, chat, NOW)
        save_conversation(tx, person, StoredConversation({"of": chat}), NOW, None)
        note_message(tx, chat, person, 7, NOW)
        post(tx, chat, Call("sendMessage", {"text": str(chat)}), person=person)
    # The other one of two people whom an account serves is found by a digest of their own.
    save_conversation(tx, people.add_person_beside(tx, EVA, NOW), StoredConversation({"of": "aside"}), NOW, None)
    staff.add_invitation(tx, staff.token_hash("t"), role=Role.COORDINATOR, name="Ana", expires=NOW + timedelta(days=1))
    staff.redeem(tx, "t", staff.Redeemer(user_id=ANA, chat_id=ANA, language="es", name="Ana"), NOW)
    staff.add_invitation(tx, staff.token_hash("u"), role=Role.COORDINATOR, name="Bea", expires=NOW + timedelta(days=1))
    post(tx, GROUP, Call("sendMessage", {"text": "card"}))
    outbox_queue.hold(tx, tx.vault.digest("chat", GROUP), NOW)
    quarantine(tx, 5, raw={"update_id": 5}, fault="x", incident="i", now=NOW)
    for number in range(4):
        write_audit(tx, actor="cli", act=AuditAct.VIEWED, subject=str(number), at=NOW)


def all_opens(store: Store, end: Anchor) -> None:
    """Everything that `fill` filed is found and opens, and the audit reaches the anchor."""

    def look(tx: Tx) -> None:
        for chat in (EVA, LUZ):
            person = people.find_person(tx, chat)
            assert person is not None
            kept = load_conversation(tx, person)
            assert kept is not None
            assert kept.body == {"of": chat}
            assert prompt_message(tx, chat, -7, PersonId(person)) is not None
        here = people.find_person(tx, EVA)
        aside = people.person_beside(tx, EVA, here) if here is not None else None
        kept_aside = load_conversation(tx, aside) if aside is not None else None
        assert kept_aside is not None
        assert kept_aside.body == {"of": "aside"}
        assert settings.setting(tx, "a") == "b"
        assert [member.name for member in staff.team(tx)] == ["Ana"]
        assert [each.name for each in staff.invitations(tx, NOW)] == ["Bea"]
        member = staff.staff_member(tx, ANA)
        assert member is not None
        found, lost = outbox_queue.parcels(tx, NOW + timedelta(days=1))
        assert ({call.chat_id for call in found}, lost) == ({EVA, LUZ, GROUP}, [])
        assert not list(audit_faults(tx, moved(tx, end)))

    store.read_now(look)


def with_new_key(store: Store, folder: Path) -> Store:
    add_key(folder / "master.key")
    return Store(store.url, load_vault(folder / "master.key", folder / "person-keys"))


def test_afterwards_the_new_key_alone_opens_everything_and_the_old_one_nothing(store: Store, tmp_path: Path) -> None:
    store.write_now(fill)
    gone = store.write_now(lambda tx: people.get_or_create_person(tx, 13, NOW))
    store.write_now(lambda tx: people.erase_person(tx, gone))
    end, old = store.read_now(anchor), read_key_file(tmp_path / "master.key")
    both = with_new_key(store, tmp_path)
    assert left_over(both) > 0
    assert rotate(both, end) > 0
    assert (left_over(both), rotate(both, end)) == (0, 0)
    both.close()
    keep_newest(tmp_path / "master.key")
    assert not set(read_key_file(tmp_path / "master.key")) & set(old)
    vault = load_vault(tmp_path / "master.key", tmp_path / "person-keys")
    new = Store(store.url, vault)
    all_opens(new, end)
    assert len(vault.ledger.subjects()) == 1
    new.close()
    stale = Store(store.url, Vault(old, vault.home))
    assert not any(stale.vault.has_key(subject) for subject in vault.home.subjects())
    assert stale.read_now(lambda tx: people.find_person(tx, EVA)) is None
    assert stale.read_now(staff.team) == []
    stale.close()


@pytest.mark.whole
@pytest.mark.parametrize("seed", range(8))
def test_a_rotation_that_is_killed_at_any_moment_opens_with_both_keys_and_goes_on(
    store: Store, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(fill)
    end = store.read_now(anchor)
    both, chance = with_new_key(store, tmp_path), random.Random(seed)
    for _ in range(4):
        left = chance.randrange(1, 8)
        with monkeypatch.context() as patched:
            _dies_after(both, left, patched)
            try:
                rotate(both, end)
            except KeyboardInterrupt:
                all_opens(both, end)
    rotate(both, end)
    assert left_over(both) == 0
    both.close()
    keep_newest(tmp_path / "master.key")
    new = Store(store.url, load_vault(tmp_path / "master.key", tmp_path / "person-keys"))
    all_opens(new, end)
    new.close()


def _dies_after(store: Store, steps: int, patched: pytest.MonkeyPatch) -> None:
    """Let the command end after so many transactions and wrapped keys."""
    count = iter(range(steps))

    def dying(act: object) -> object:
        def step(*given: object) -> object:
            if next(count, None) is None:
                raise KeyboardInterrupt
            return act(*given)  # type: ignore[operator]  # one of the two below

        return step

    patched.setattr(store, "write_now", dying(store.write_now))
    patched.setattr(store.vault.home, "rewrap", dying(store.vault.home.rewrap))


def test_an_audit_that_was_tampered_with_is_not_made_whole(store: Store, tmp_path: Path) -> None:
    store.write_now(fill)
    end = store.read_now(anchor)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET actor = 'other' WHERE id = 2")
    both = with_new_key(store, tmp_path)
    with pytest.raises(StoreError, match="verify-audit"):
        rotate(both, end)
    both.close()


def test_a_key_under_a_master_that_is_missing_is_counted_and_left(store: Store, tmp_path: Path) -> None:
    """A mixed set: what no key opens is not called done."""
    Vault([b"x" * 32], store.vault.home).new_owner()
    both = with_new_key(store, tmp_path)
    rotate(both, None)
    assert left_over(both) == 1
    both.close()


def test_every_column_that_is_sealed_for_the_installation_is_gone_through() -> None:
    """A column that was forgotten would not open once the old key is gone."""
    code = "".join(path.read_text("utf-8") for path in Path(rotation.__file__).parent.glob("*.py"))
    sealed = set(re.findall(r'seal\(None, "([a-z_]+\.[a-z_]+)"', code))
    perhaps = {"outbox.chat", "outbox.payload", "quarantine.body"}  # where they are nobody's
    assert {f"{house.table.name}.{house.column}" for house in rotation._HOUSE} == sealed | perhaps
