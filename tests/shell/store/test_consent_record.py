"""The record of consents stays as it was written, with every text in full, until its time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from bot.store import consents, people
from bot.store import tables as t
from bot.store.consents import ConsentRecord
from bot.store.engine import Store
from bot.store.schema_version import migrate
from bot.store.tx import PersonId, Tx
from bot.store.vault import load_vault, new_key_file

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
WORDS = "Le preguntaremos por su salud."
HASH = sha256(WORDS.encode()).hexdigest()
EVA = 7001


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    key, url = tmp_path / "master.key", f"sqlite:///{tmp_path / 'tamiz.db'}"
    new_key_file(key)
    (tmp_path / "person-keys").mkdir()
    migrate(url)
    opened = Store(url, load_vault(key, tmp_path / "person-keys"))
    opened.check()
    yield opened
    opened.close()


def agree(tx: Tx, at: datetime = NOW) -> PersonId:
    person = people.get_or_create_person(tx, EVA, at)
    record = ConsentRecord(purpose="answer", action="given", text_hash=HASH, version="1", language="es", at=at)
    consents.keep_text(tx, record, WORDS)
    consents.add_consent(tx, person, record)
    return person


def test_the_text_that_was_agreed_to_can_be_shown_by_its_fingerprint(store: Store) -> None:
    """[CL-06]"""
    store.write_now(agree)
    store.write_now(lambda tx: agree(tx, NOW + timedelta(days=1)))  # the same text is kept once
    assert store.read_now(lambda tx: consents.text_of(tx, HASH)) == WORDS
    assert store.read_now(lambda tx: consents.text_of(tx, "0" * 64)) is None


@pytest.mark.parametrize(
    "deed",
    [
        update(t.consents).values(action="refused"),
        delete(t.consents),
        update(t.consent_texts).values(words="Usted acepta todo."),
        delete(t.consent_texts),
    ],
    ids=["change a record", "delete a record", "change a text", "delete a text"],
)
def test_the_database_itself_refuses_to_change_the_record(store: Store, deed: object) -> None:
    """[CL-06]"""
    person = store.write_now(agree)
    with pytest.raises(DBAPIError, match="a consent is"):
        store.write_now(lambda tx: tx.conn.execute(deed))  # type: ignore[call-overload]  # one of four statements
    assert [line.action for line in store.read_now(lambda tx: consents.consents_of(tx, person))] == ["given"]
    assert store.read_now(lambda tx: consents.text_of(tx, HASH)) == WORDS


def test_the_retention_alone_ends_a_record_and_its_text(store: Store) -> None:
    """[CL-32] Nothing leads from it to a person any more, and its years are over."""
    person = store.write_now(agree)
    store.write_now(lambda tx: people.erase_person(tx, person))
    assert store.write_now(lambda tx: consents.forget_consents(tx, NOW)) == 0
    assert store.read_now(lambda tx: consents.text_of(tx, HASH)) == WORDS
    assert store.write_now(lambda tx: consents.forget_consents(tx, NOW + timedelta(days=1))) == 1
    assert store.read_now(lambda tx: consents.text_of(tx, HASH)) is None
