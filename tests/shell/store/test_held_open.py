"""What is held open of a conversation never stands for what is filed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.store import conversations, people
from bot.store.conversations import StoredConversation, load_conversation, save_conversation
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CHAT = 5001


def _save(stored: StoredConversation) -> Callable[[Tx], PersonId]:
    def work(tx: Tx) -> PersonId:
        person = people.get_or_create_person(tx, CHAT, NOW)
        save_conversation(tx, person, stored, NOW, None)
        return person

    return work


def test_what_was_filed_last_is_handed_out_once_and_read_from_its_row_after_that(store: Store) -> None:
    live = object()
    person = store.write_now(_save(StoredConversation({"state": "age"}).held_as(live)))
    first, second = (store.read_now(lambda tx: load_conversation(tx, person)) for _ in range(2))
    assert first is not None
    assert first.live is live
    assert second == first
    assert second is not None
    assert second.live is None


def test_what_was_rolled_back_replaced_or_erased_is_never_taken_for_what_is_filed(store: Store) -> None:
    filed = StoredConversation({"state": "age"})
    person = store.write_now(_save(filed))

    def fails(tx: Tx) -> None:
        _save(StoredConversation({"state": "biopsy"}).held_as(object()))(tx)
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        store.write_now(fails)
    found = store.read_now(lambda tx: load_conversation(tx, person))
    assert found == filed
    assert found is not None
    assert found.live is None
    assert replace(filed.held_as(object()), body={}).live is None
    store.write_now(_save(filed.held_as(object())))
    store.write_now(lambda tx: conversations.erase_answers(tx, person))
    assert store.read_now(lambda tx: load_conversation(tx, person)) is None
    assert not store.vault.open_still._held  # nothing of the erased stays in memory
