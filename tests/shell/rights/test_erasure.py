"""Erasing: nothing typed is found anywhere afterwards, and what stands in chats goes or says that it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.store import outbox_queue, staff
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import Tx
from bot.store.vault import INSTALLATION
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, Front, finish, send
from tests.shell.rights.rows import has_seen
from tests.shell.rights.ways import begin, erase, is_known, kept, rows, tick

#: Typed into every field that takes words; none of them is a word of the program.
CANARIES = {
    "name": "Canarina",
    "phone": "+56933344455",
    "typed phone": "9 3334 4455",
    "mail": "canario.siete@example.org",
    "treatment": "zanahorina canarica",
    "small talk": "canario uno de paso",
    "RUT": "12.345.678-5",
    "age": "canario 34",
}


def everything_on_disk(folder: Path) -> bytes:
    """Every byte of the installation: the database, its log, its index, and the keys."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def opened(front: Front) -> str:
    """Every sealed value that still opens, as text; what does not open is nobody's."""

    def work(tx: Tx) -> str:
        found = []
        for table, column in ((t.outbox, "payload"), (t.quarantine, "body"), (t.outbox, "chat")):
            (number,) = table.primary_key.columns
            for row in tx.conn.execute(select(table)).all():
                name, sealed = f"{table.name}.{column}", getattr(row, column)
                found.append(str(tx.unseal_for(row.subject or INSTALLATION, name, getattr(row, number.name), sealed)))
        for row in tx.conn.execute(select(t.referrals)).all():
            found += [str(row.card), str(row.body), str(row.person_id)]
        return "\n".join(found)

    return front.context.store.read_now(work)


def type_canaries(front: Front) -> str:
    """Type something that can be found again into every field, and send it all; return the code."""
    front.write(EVA, "/start")
    for words in ("small talk", "RUT"):
        front.write(EVA, CANARIES[words])
    finish(front)
    front.write(EVA, CANARIES["treatment"])
    front.press(EVA, "All good")
    front.press(EVA, "Yes, put me on the list")
    front.write(EVA, CANARIES["mail"])
    front.press(EVA, "Correct it")
    front.press(EVA, "Call me in the morning")
    front.write(EVA, CANARIES["typed phone"])
    front.press(EVA, "Yes")
    front.press(EVA, "Yes, keep my answers")
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/mydata")
    return str((kept(front) or {})["code"])


@pytest.fixture
def canary(front: Front, monkeypatch: pytest.MonkeyPatch) -> Front:
    monkeypatch.setitem(__import__("tests.shell.front", fromlist=["NAMES"]).NAMES, EVA, CANARIES["name"])
    return front


def test_after_erasing_no_canary_is_found_anywhere(
    canary: Front, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """[CL-11] [TG-04] [CL-20] Database, its log, key files, queue, what was quarantined, staff chats, program log."""
    canary.invite(ANA)
    code = type_canaries(canary)
    canary.press(ANA, "es:See", chat=GROUP)
    raw = {"update_id": 77_777, "message": {**canary.message(EVA), "text": CANARIES["small talk"]}}
    canary.set_aside(raw)
    shown = "\n".join(canary.chat(ANA))
    assert CANARIES["name"] in shown
    assert CANARIES["phone"].replace("+56", "") in shown.replace(" ", "")
    erase(canary)
    tick(canary)
    disk, open_values = everything_on_disk(tmp_path), opened(canary)
    chats = "\n".join([*canary.chat(ANA), *canary.chat(GROUP), *canary.chat(EVA)])
    said = capfd.readouterr()
    for words in CANARIES.values():
        for place in (disk, disk.replace(b"\x00", b"")):
            assert words.encode() not in place
        for text in (open_values, chats, said.out, said.err, caplog.text):
            assert words not in text
    assert str(EVA) not in open_values.split()
    assert list((tmp_path / "person-keys").iterdir()) == []
    assert "this is erased" in canary.chat(ANA)[-1] or any("this is erased" in text for text in canary.chat(ANA))
    assert code in canary.chat(GROUP)[0]


def test_at_rest_nothing_typed_lies_readable(canary: Front, tmp_path: Path) -> None:
    """[TG-03] [UK-01]"""
    type_canaries(canary)
    disk = everything_on_disk(tmp_path)
    for words in CANARIES.values():
        assert words.encode() not in disk


def test_messages_of_the_last_two_days_are_deleted_and_the_receipt_stays(front: Front) -> None:
    """[TG-23]"""
    number = begin_long_ago(front)
    front.wait(hours=49)
    front.write(EVA, "/start")
    asked = front.message(EVA)
    front.feed({"message": {**asked, "text": "/help"}})
    erase(front)
    deleted = [n for method, payload in front.calls if method == "deleteMessages" for n in payload["message_ids"]]
    assert asked["message_id"] in deleted
    assert number not in deleted, "older messages are no longer the bot's to delete"
    assert any("Done. We erased your data" in text for text in front.chat(EVA))
    assert not any("You can talk to someone" in text for text in front.chat(EVA))


def begin_long_ago(front: Front) -> int:
    """Something was said; the number of her message."""
    asked = front.message(EVA)
    front.feed({"message": {**asked, "text": "/start"}})
    return int(asked["message_id"])


@pytest.mark.whole
def test_more_than_a_hundred_messages_go_in_several_calls(store: Store) -> None:
    front = Front(store, English(), pace="off")
    begin(front)
    for _ in range(52):
        front.write(EVA, "/help")
    erase(front)
    calls = [payload["message_ids"] for method, payload in front.calls if method == "deleteMessages"]
    assert len(calls) > 1
    assert max(map(len, calls)) <= 100


def test_the_erase_text_says_what_goes_what_stays_and_why(real: Front) -> None:
    """[TG-23] [CL-11] In both languages."""
    send(real)
    real.write(EVA, "/delete")
    for words in ("48 hours", "note of your consent", "The law asks", "ask it to erase", "Telegram keeps"):
        assert words in real.last(EVA)
    real.write(EVA, "/idioma")
    real.press(EVA, "Español")
    real.write(EVA, "/borrar")
    for words in ("48 horas", "sin datos de salud", "ley", "equipo", "Telegram"):
        assert words in real.last(EVA)


def test_pages_of_a_case_in_the_teams_chats_are_written_over(front: Front) -> None:
    """[CL-11] Every member who looked, whether or not the rights still stand."""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:See", chat=GROUP)
    front.press(ANA, "es:See", chat=GROUP)
    before = [text for text in front.chat(ANA) if code in text or "Self-reported" in text]
    assert before
    member = front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA))
    assert member is not None
    front.context.store.write_now(lambda tx: staff.revoke(tx, member.id, front.now))
    erase(front)
    left = [text for text in front.chat(ANA) if "Self-reported" in text or "possible" in text]
    assert left == []
    assert any(f"{code}: this is erased" in text for text in front.chat(ANA))


def see(front: Front) -> None:
    """See is pressed in the group while nothing goes out, so that the press is not answered either."""
    data = next(
        button["callback_data"]
        for (chat, _), shown in front.messages.items()
        if chat == GROUP
        for row in shown["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "es:See"
    )
    query = {"id": "1", "from": front.user(ANA), "chat_instance": "1", "data": data}
    where = {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup", "title": "Team"}}
    front.feed({"callback_query": {**query, "message": where}})


def test_pages_that_still_wait_are_not_sent_after_the_erasure(front: Front) -> None:
    """[CL-11] PRIV-04."""
    front.invite(ANA)
    send(front)
    front.deliver = lambda: None  # type: ignore[method-assign]  # nothing goes out for a while
    see(front)
    assert "Self-reported" in opened_all(front)
    front.write(EVA, "/borrar")
    has_seen(front)
    front.write(EVA, "yes")
    assert not is_known(front)
    assert "Self-reported" not in opened_all(front)


def test_a_page_that_was_just_leaving_is_written_over_too(front: Front) -> None:
    """[CL-11] OUT-20, PRIV-04: taken from the outbox before the erasure, filed after it."""
    front.invite(ANA)
    send(front)
    taken: list[outbox_queue.DueCall] = []

    def take_one() -> None:
        found = front.context.store.read_now(lambda tx: outbox_queue.parcels(tx, front.now))[0]
        taken.extend(call for call in found if call.chat_id == ANA and call not in taken)

    with front.held_back(take_one):  # what is on its way is not there yet
        see(front)
        front.write(EVA, "/borrar")
        has_seen(front)
        front.write(EVA, "yes")
    page = next(call for call in taken if call.method == "sendMessage")
    front.messages[ANA, 4000] = page.payload
    front.context.store.write_now(lambda tx: outbox_queue.settle(tx, [outbox_queue.Delivery(page, 4000, front.now)]))
    front.deliver()
    assert "this is erased" in front.messages[ANA, 4000]["text"]


def opened_all(front: Front) -> str:
    """Everything that waits to be sent, opened."""

    def work(tx: Tx) -> str:
        found: list[Any] = [
            tx.unseal_for(row.subject or INSTALLATION, "outbox.payload", row.id, row.payload)
            for row in tx.conn.execute(select(t.outbox)).all()
        ]
        return str(found)

    return front.context.store.read_now(work)


@pytest.mark.whole
def test_a_minor_leaves_no_row_and_hears_nothing_ever_after(front: Front, tmp_path: Path) -> None:
    """[CL-26]"""
    begin(front, "Answer the questions", "I answer for myself", "I agree")
    front.write(EVA, "15")
    front.press(EVA, "Yes")
    assert not is_known(front)
    assert list((tmp_path / "person-keys").iterdir()) == []
    before = len(front.chat(EVA))
    for _ in range(40):
        front.wait(days=1)
        tick(front)
    assert len(front.chat(EVA)) == before


def test_nothing_is_left_of_an_unlikely_result_after_an_hour(front: Front) -> None:
    """[CL-08] [US-05]"""
    begin(front, "Answer the questions", "I answer for myself", "I agree")
    front.write(EVA, "80")
    front.press(EVA, "Yes")
    assert kept(front)
    front.wait(minutes=59)
    tick(front)
    assert kept(front)
    front.wait(minutes=2)
    tick(front)
    assert kept(front) is None


def test_a_case_whose_time_is_over_is_written_over_and_the_team_is_told(front: Front) -> None:
    """[CL-08] [CL-11]"""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:See", chat=GROUP)
    front.wait(days=370)
    tick(front)
    assert "possible" not in "\n".join(front.chat(GROUP))
    assert "its time is over" in front.chat(GROUP)[-1]
    assert any(f"{code}: this is erased" in text for text in front.chat(ANA))
    assert rows(front, t.referrals) == 0
    assert not is_known(front)
