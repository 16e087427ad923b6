"""After an erasure: what can be read of the raw files with the master key in hand, and when it is called done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.desk import referral_cards
from bot.store import engine, erasures
from bot.store import tables as t
from bot.store.connection import truncate_log
from bot.store.tx import Tx
from bot.store.vault import NONCE_BYTES, derived, mark, new_key_file, read_key_file
from tests.shell.front import ANA, GROUP, NAMES, Front, send
from tests.shell.rights.raw import plain, readable
from tests.shell.rights.rows import has_seen, traces
from tests.shell.rights.ways import is_known, tick

NAME = "Canarina"
#: Of the person: the name, the ledger, the call script, the result on the card, and the number of the chat.
THEIRS = (NAME, "Self-reported", "Hello, we call about the study", "11 yes", "what nobody could read")
CHAT = 8_765_432_109


@pytest.fixture
def front(front: Front, monkeypatch: pytest.MonkeyPatch) -> Front:
    monkeypatch.setitem(NAMES, CHAT, NAME)
    front.invite(ANA)
    return front


def seen_by_the_team(front: Front) -> str:
    """Sent, taken, seen and put aside, while nothing leaves the outbox: everything of it is in the files."""
    code = send(front, CHAT)
    front.press(ANA, "es:See", chat=GROUP)
    front.set_aside({"update_id": 77_777, "message": {**front.message(CHAT), "text": "what nobody could read"}})
    return code


def theirs(folder: Path) -> set[str]:
    """What of the person can be read."""
    found = readable(folder)
    return {words for words in (*THEIRS, str(CHAT)) if words.encode() in found}


def ask_to_erase(front: Front) -> None:
    front.write(CHAT, "/delete")
    has_seen(front, CHAT)
    front.write(CHAT, "yes")


def test_with_the_master_key_nothing_of_an_erased_person_can_be_read(front: Front, tmp_path: Path) -> None:
    """[CL-11] PRIV-02, PRIV-03, PRIV-08: database, log, keys; sent pages and such as still wait."""
    seen_by_the_team(front)
    ask_to_erase(front)
    assert not is_known(front, CHAT)
    assert theirs(tmp_path) == set()


def test_before_the_erasure_the_same_look_finds_it(front: Front, tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    seen_by_the_team(front)
    truncate_log(front.context.store.url)
    assert {NAME, str(CHAT)} <= theirs(tmp_path)


def test_pages_under_the_installations_key_would_be_found(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weak build: as it was, with pages and cards sealed for nobody, and the log left as it is."""

    def for_nobody(tx: Tx, chat_id: int, _filed: object, call: referral_cards.Call) -> None:
        referral_cards.post(tx, chat_id, call)

    monkeypatch.setattr(referral_cards, "post_about", for_nobody)
    monkeypatch.setattr(engine, "truncate_log", lambda _url: True)
    seen_by_the_team(front)
    ask_to_erase(front)
    assert {NAME, "Self-reported"} <= theirs(tmp_path)


@contextmanager
def long_reader(folder: Path) -> Iterator[None]:
    """Somebody who reads for long: the log cannot be emptied meanwhile."""
    with closing(sqlite3.connect(folder / "tamiz.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM persons").fetchone()
        yield
        other.execute("ROLLBACK")


def test_it_is_called_done_only_once_the_log_is_empty(front: Front, tmp_path: Path) -> None:
    """DB-09: until then it is said that it takes longer."""
    seen_by_the_team(front)
    with long_reader(tmp_path):
        ask_to_erase(front)
        assert "It takes a little longer than usual" in front.last(CHAT)
        assert not any("Done." in text for text in front.chat(CHAT))
        tick(front)
        assert not any("Done." in text for text in front.chat(CHAT))
    tick(front)
    assert "Done." in front.last(CHAT)
    assert (tmp_path / "tamiz.db-wal").stat().st_size == 0 or theirs(tmp_path) == set()
    assert theirs(tmp_path) == set()


def test_where_it_is_done_at_once_nobody_hears_of_a_delay(front: Front) -> None:
    seen_by_the_team(front)
    ask_to_erase(front)
    assert "Done." in front.last(CHAT)
    assert not any("longer than usual" in text for text in front.chat(CHAT))


def test_a_stop_between_the_commit_and_the_end_is_repaired_at_the_next_start(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PRIV-05: the last words wait, and go out when it is done."""
    seen_by_the_team(front)
    with monkeypatch.context() as stopped:
        stopped.setattr(engine.Store, "_finish", lambda _store, _subjects: None)
        ask_to_erase(front)
    assert not any("Done." in text for text in front.chat(CHAT))
    assert front.context.store.finish_erasures_now() == 1
    front.deliver()
    assert "Done." in front.last(CHAT)
    assert theirs(tmp_path) == set()


def test_the_key_of_the_last_words_goes_with_them(front: Front, tmp_path: Path) -> None:
    """PRIV-03: the number of the chat stands in them too."""
    seen_by_the_team(front)
    ask_to_erase(front)
    assert list((tmp_path / "person-keys").iterdir()) == []
    assert front.context.store.read_now(erasures.unfinished) == []


def test_what_waits_for_the_team_goes_with_the_person(front: Front) -> None:
    """[CL-11] PRIV-04: whoever it is sent to."""
    send(front, CHAT)
    who = traces(front, CHAT)
    front.deliver = lambda: None  # type: ignore[method-assign]  # nothing goes out for a while
    front.write(CHAT, "/bloquear")

    def for_the_team(tx: Tx) -> int:
        theirs_too = t.outbox.select().where(t.outbox.c.subject == who.subject, t.outbox.c.person_id.is_(None))
        return len(tx.conn.execute(theirs_too).all())

    assert front.context.store.read_now(for_the_team) == 2, "the card, and a line to the group"
    ask_to_erase(front)
    assert front.context.store.read_now(for_the_team) == 0


def test_a_page_that_was_never_used_is_no_value_whatever_the_key(tmp_path: Path) -> None:
    """One key in some hundreds makes zeros look like JSON; each offset of such a page then counted as a value."""
    new_key_file(tmp_path / "master.key")
    [master] = read_key_file(tmp_path / "master.key")
    (tmp_path / "person-keys").mkdir()
    (tmp_path / "page").write_bytes(bytes(4096))
    wrapping = derived(master, b"wrap person keys")
    for number in range(20_000):
        wrapped = number.to_bytes(NONCE_BYTES) + bytes(32)
        first = plain(plain(wrapping, wrapped, 32), bytes(NONCE_BYTES + 16), 16)
        if first[:1] == b"{" and b"\xc3" in first:
            break
    (tmp_path / "person-keys" / "one.key").write_bytes(mark(master) + wrapped)
    assert len(readable(tmp_path)) < 3 * 4096
