"""A page shared by a link: what opens it, what closes it, and what nobody learns by guessing."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import passcodes, shared_page
from bot.desk.shared_page import BOT
from bot.jobs import tidy
from bot.store import people, shares
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.settings import set_setting
from bot.store.tx import Tx
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import BEA, EVA, STRANGER, Front, finish

#: The program's own, before the tests took another.
SLOW = passcodes._HASHER
CANARY = "QWXZcanary"
WRONG = "That does not open a page"


@pytest.fixture
def front(store: Store) -> Front:
    found = Front(store, English())
    store.write_now(lambda tx: set_setting(tx, BOT, "some_bot"))
    return found


def share(front: Front, *ticks: str) -> tuple[str, str]:
    """Answer everything and share the page: the secret part of the link, and the passcode."""
    finish(front)
    return share_again(front, *ticks)


def share_again(front: Front, *ticks: str) -> tuple[str, str]:
    before = len(front.chat(EVA))
    front.write(EVA, "/summary")
    front.press(EVA, "Share with my doctor")
    for tick in ticks:
        front.press(EVA, tick)
    front.press(EVA, "Yes, make a link")
    said = "\n".join(front.chat(EVA)[before:])
    token, code = (
        re.search(r"(?:start=v_|/v/)([A-Za-z0-9_-]+)", said),
        re.search(r"Passcode of link \d+: ([A-Z0-9]{8})", said),
    )
    assert token
    assert code
    return token[1], code[1]


def read_by(front: Front, user: int, token: str, *codes: str) -> list[str]:
    """What somebody is told who opens the link and types these passcodes."""
    before = len(front.chat(user))
    front.write(user, f"/start v_{token}")
    for code in codes:
        front.write(user, code)
    return front.chat(user)[before:]


def rows(front: Front, table: Any) -> list[Any]:
    return list(front.context.store.read_now(lambda tx: tx.conn.execute(select(table)).all()))


def test_link_and_passcode_come_in_two_messages_and_the_link_has_128_bits_of_chance(front: Front) -> None:
    token, code = share(front)
    both = [each for each in front.chat(EVA) if token in each and code in each]
    assert not both
    assert len(token) == 22
    assert len(f"v_{token}") <= 64
    assert set(code) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")


def test_whoever_has_both_reads_the_page_in_both_languages_and_cannot_forward_it(front: Front) -> None:
    token, code = share(front)
    told = read_by(front, STRANGER, token, f" {code[:4].lower()}-{code[4:]} ")
    assert "Summary of my answers" in told[-1]
    assert "34" in told[-1]
    sent = [payload for _method, payload in front.calls if payload.get("chat_id") == STRANGER]
    assert sent[-1]["protect_content"] is True
    assert "es:" in told[-1]


def test_the_person_is_told_when_it_was_opened_and_never_by_whom(front: Front) -> None:
    token, code = share(front)
    read_by(front, STRANGER, token, code)
    assert "Your page was opened on" in front.last(EVA)
    assert "Zoe" not in front.last(EVA)
    assert str(STRANGER) not in front.last(EVA)


def test_whoever_reads_becomes_nobodys_patient_and_no_row_names_them(front: Front) -> None:
    token, code = share(front)
    read_by(front, STRANGER, token, code)
    assert front.context.store.read_now(lambda tx: people.find_person(tx, STRANGER)) is None
    assert rows(front, t.share_readers) == []


def test_a_name_stands_on_the_page_only_if_it_was_ticked(front: Front) -> None:
    token, code = share(front)
    assert "Eva" not in "\n".join(read_by(front, STRANGER, token, code))
    token, code = share_again(front, "With my first name")
    assert "First name: Eva" in "\n".join(read_by(front, STRANGER, token, code))


def test_a_link_keeps_the_page_as_it_was_shared(front: Front) -> None:
    token, code = share(front)
    front.write(EVA, "/stop")
    front.press(EVA, "Yes, stop and erase")
    assert "Summary of my answers" in read_by(front, STRANGER, token, code)[-1]


@pytest.mark.whole
def test_five_wrong_passcodes_close_the_link_and_the_person_is_told_once(front: Front) -> None:
    token, code = share(front)
    wrong = "AAAAAAAA" if code != "AAAAAAAA" else "BBBBBBBB"
    told = read_by(front, STRANGER, token, *[wrong] * 7, code)
    assert all(WRONG in each for each in told[1:])
    assert sum("Somebody tried five passcodes" in each for each in front.chat(EVA)) == 1
    assert rows(front, t.shares) == []


@pytest.mark.whole
def test_tries_are_counted_over_all_who_try_and_a_right_one_uses_none(front: Front) -> None:
    token, code = share(front)
    for user in (STRANGER, BEA):
        read_by(front, user, token, "AAAAAAAA", "BBBBBBBB")
    assert "Summary" in read_by(front, STRANGER, token, code)[-1]
    assert "Summary" in read_by(front, BEA, token, code)[-1]
    assert WRONG in read_by(front, STRANGER, token, "CCCCCCCC")[-1]
    assert WRONG in read_by(front, BEA, token, code)[-1]


@pytest.mark.parametrize("how", some(["closed", "permission", "expired", "erased"]))
def test_a_link_that_is_over_opens_for_nobody_and_says_no_more_than_one_that_never_was(front: Front, how: str) -> None:
    token, code = share(front)
    if how == "closed":
        front.press(EVA, "Close link 1")
    elif how == "permission":
        front.write(EVA, "/permissions")
        front.press(EVA, "Take back: showing my page by a link")
    elif how == "expired":
        front.wait(days=7, seconds=1)
    else:
        front.write(EVA, "/delete")
        front.press(EVA, "Yes, erase everything")
    over, never = read_by(front, STRANGER, token, code), read_by(front, BEA, shares.new_token(), code)
    assert over == never
    assert WRONG in over[-1]
    if how == "expired":
        asyncio.run(tidy(front.context))
    assert rows(front, t.shares) == []


def test_guessed_links_open_nothing_and_are_not_echoed_msg_06(front: Front) -> None:
    """[MSG-06] A payload never decides anything and never comes back."""
    token, code = share(front)
    near = [token[:-1] + other for other in "AbC9_"] + [
        "",
        "x",
        token.swapcase(),
        token[::-1],
        "../" + token,
        token * 2,
    ]
    for guess in near:
        if guess == token:
            continue
        told = "\n".join(read_by(front, STRANGER, guess, code))
        assert "Summary" not in told
        assert not guess or len(guess) < 5 or guess not in told
    assert len(rows(front, t.shares)) == 1


def test_a_passcode_opens_only_the_link_that_it_belongs_to_and_only_where_it_was_asked_for(front: Front) -> None:
    token, code = share(front)
    other, second = share_again(front)
    assert WRONG in read_by(front, STRANGER, token, second)[-1]
    assert WRONG in read_by(front, STRANGER, other, code)[-1]
    front.write(BEA, code)
    assert "Summary" not in front.last(BEA)


def test_a_passcode_is_asked_for_a_quarter_of_an_hour_only(front: Front) -> None:
    token, code = share(front)
    front.write(STRANGER, f"/start v_{token}")
    front.wait(minutes=16)
    front.write(STRANGER, code)
    assert "Summary" not in front.last(STRANGER)


def test_a_person_who_opens_anothers_link_in_the_middle_of_a_question_keeps_the_question(front: Front) -> None:
    token, code = share(front)
    front.write(BEA, "/start")
    front.press(BEA, "Answer the questions")
    front.press(BEA, "I answer for myself")
    front.press(BEA, "I agree")
    read_by(front, BEA, token)
    front.write(BEA, "34")
    assert "Has a doctor told you that you have lupus?" in front.last(BEA)
    front.write(BEA, code)
    assert "Summary of my answers" in front.last(BEA)


def test_no_more_than_three_links_are_open(front: Front) -> None:
    share(front)
    share_again(front)
    share_again(front)
    front.write(EVA, "/share")
    assert "Make a link" not in front.keys(EVA)
    assert "room for no more" in front.last(EVA)


def test_nothing_of_link_passcode_or_page_is_readable_at_rest(front: Front) -> None:
    finish(front)
    front.write(EVA, "/notes")
    front.press(EVA, "Write a note")
    front.press(EVA, "Yes, keep my notes")
    front.write(EVA, CANARY)
    token, code = share_again(front, "With my notes")
    assert CANARY in "\n".join(read_by(front, STRANGER, token, code))
    folder = Path(str(front.context.store.url).removeprefix("sqlite:///")).parent
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not any(each.encode() in held for each in (CANARY, token, code)), path.name


def test_without_a_known_address_no_link_is_made_and_it_is_said(front: Front) -> None:
    front.context.store.write_now(lambda tx: tx.conn.execute(t.settings.delete().where(t.settings.c.name == BOT)))
    finish(front)
    front.write(EVA, "/share")
    front.press(EVA, "Yes, make a link")
    assert any("could not be made" in each for each in front.chat(EVA))
    assert rows(front, t.shares) == []


def test_the_persons_copy_names_the_links_and_not_what_opens_them_cl_13(front: Front) -> None:
    """[CL-13] Everything that is kept about them."""
    token, code = share(front)
    front.write(EVA, "/mydata")
    (document,) = (payload["document"] for method, payload in front.calls if method == "sendDocument")
    held = json.loads(document["text"])
    assert [link["number"] for link in held["links"]] == [1]
    assert token not in document["text"]
    assert code not in document["text"]


@pytest.mark.slow
def test_sharing_opening_and_erasing_at_once_leave_nothing_behind_priv_04(front: Front) -> None:
    """[PRIV-04] Nothing is created again for somebody who is erased, in whichever order it comes."""
    token, code = share(front)
    store, context, now = front.context.store, front.context, front.now

    def link() -> shares.Link:
        found = store.read_now(lambda tx: shares.link_of(tx, token, now))
        assert found is not None
        return found

    held = link()
    kept = store.write_now(lambda tx: shared_page.claim(tx, token, code, now))
    assert kept is not None

    async def race() -> list[object]:
        def open_it(tx: Tx) -> object:
            return shared_page.finish(tx, context, held, kept.pages, True, now)

        works = [store.write(open_it) for _ in range(20)]
        erase = store.write(lambda tx: people.erase_person(tx, held.person))
        return await asyncio.gather(*works[:10], erase, *works[10:], return_exceptions=True)

    done = asyncio.run(race())
    assert not [each for each in done if isinstance(each, Exception)]
    assert [each is not None for each in done[:10]] == [True] * 10
    assert [each for each in done[11:] if each is not None] == []
    assert rows(front, t.shares) == []
    assert [row for row in rows(front, t.outbox) if row.person_id == held.person] == []


def test_at_most_five_tries_stand_however_many_come_at_once(front: Front) -> None:
    token, _code = share(front)
    store, now = front.context.store, front.now

    async def race() -> list[object]:
        return await asyncio.gather(
            *(store.write(lambda tx: shared_page.claim(tx, token, "AAAAAAAA", now)) for _ in range(50))
        )

    assert sum(each is not None for each in asyncio.run(race())) == shares.TRIES


def test_a_passcode_is_hashed_by_argon2id_and_each_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passcodes, "_HASHER", SLOW)
    kept = {passcodes.passcode_hash("AAAAAAAA") for _ in range(3)}
    assert len(kept) == 3
    assert all(each.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for each in kept)
    assert passcodes.is_right(kept.pop(), "AAAAAAAA")
    assert not passcodes.is_right(kept.pop(), "AAAAAAAB")
    assert not passcodes.is_right(passcodes.nobodys(), "")
    assert len({passcodes.new_passcode() for _ in range(500)}) == 500


def test_the_time_of_a_link_is_seven_days(front: Front) -> None:
    share(front)
    (row,) = rows(front, t.shares)
    assert row.expires_at - row.made_at == timedelta(days=7)
