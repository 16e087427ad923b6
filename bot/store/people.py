"""Persons, their conversations, and what has already been seen of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.store import erasures
from bot.store import tables as t
from bot.store.instant import Instant
from bot.store.offers import take_back_offers
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx

#: Of a referral that was taken back or erased, what only that person's words and doings filled.
NOTHING_LEFT = {"card": None, "body": None, "progress": None}

#: Where anything is kept of a person, or waits to be said to them.
_KEPT_OF_A_PERSON = (t.conversations, t.notes, t.shares, t.referrals, t.due, t.outbox)

#: Under which digest a person is found: the chat is about them, or they are set aside: the other one of the account, or
#: one of the two in another study.
_HERE = "chat"
_SET_ASIDE = ("chat, set aside", *(f"chat, set aside {number}" for number in range(2, 17)))

_FIND = Prepared(select(t.persons.c.id, t.persons.c.subject).where(t.persons.c.digest == bindparam("digest")))
_ADD = Prepared(
    insert(t.persons)
    .values({name: bindparam(name) for name in ("digest", "subject", "chat", "since", "study", "human")})
    .returning(t.persons.c.id)
)
_WHOSE = (t.persons.c.id, t.persons.c.subject, t.persons.c.study, t.persons.c.human)
_WHOSE_IS = Prepared(select(*_WHOSE).where(t.persons.c.id == bindparam("person")))
_UNREACHABLE = Prepared(select(t.persons.c.unreachable_at).where(t.persons.c.id == bindparam("person")))


def find_person(tx: Tx, chat_id: int) -> PersonId | None:
    """Return the person whom this private chat is about, if anything is kept of them."""
    return _person_of(tx, _HERE, chat_id)


def _person_of(tx: Tx, kind: str, chat_id: int) -> PersonId | None:
    for digest in tx.vault.digests(kind, chat_id):
        row = _FIND.one(tx, digest=digest)
        if row is not None:
            tx.note_subject(PersonId(row.id), row.subject)
            return PersonId(row.id)
    return None


def get_or_create_person(tx: Tx, chat_id: int, now: datetime, study: str | None = None) -> PersonId:
    """Return the person of this private chat; made in this study, with a key of their own, where there is none."""
    found = find_person(tx, chat_id)
    if found is not None:
        return found
    return _make(tx, chat_id, now, _HERE, study)


def bring_back(tx: Tx, chat_id: int) -> PersonId | None:
    """Where the one whom the chat was about is erased, let it be about another one of the account, if any."""
    if not all_beside(tx, chat_id, None):  # nearly always: one look instead of sixteen
        return None
    for shelf in _SET_ASIDE:
        if (aside := _person_of(tx, shelf, chat_id)) is not None:
            fresh = tx.vault.digest(_HERE, chat_id)
            tx.conn.execute(update(t.persons).where(t.persons.c.id == aside).values(digest=fresh))
            return aside
    return None


def _make(
    tx: Tx, chat_id: int, now: datetime, kind: str, study: str | None = None, human: str | None = None
) -> PersonId:
    # The key file is on the disk before the row that needs it; an undone transaction takes the file with it.
    subject = tx.vault.new_owner()
    tx.undone.append(lambda: tx.vault.forget(subject))
    sealed = tx.vault.seal(subject, "persons.chat", subject, str(chat_id).encode())
    digest = tx.vault.digest(kind, chat_id)
    row = _ADD.one(tx, digest=digest, subject=subject, chat=sealed, since=now, study=study, human=human)
    tx.note_subject(PersonId(row.id), subject)  # else it is looked for at once: a sixth of what a first message takes
    return PersonId(row.id)


@dataclass(frozen=True, slots=True)
class Whose:
    """In which study somebody is, and which human being that is."""

    person: PersonId
    study: str | None
    human: str


def whose(tx: Tx, person: PersonId) -> Whose:
    """Return in which study this person is, and which human being that is."""
    row = _WHOSE_IS.one(tx, person=person)
    return Whose(person, row.study, row.human or row.subject)


def people_of(tx: Tx, chat_id: int) -> list[PersonId]:
    """Return everybody whom this account serves, in every study: first whom the chat is about."""
    here = find_person(tx, chat_id) or bring_back(tx, chat_id)
    return [] if here is None else [here, *(each.person for each in all_beside(tx, chat_id, here))]


def all_beside(tx: Tx, chat_id: int, person: PersonId | None) -> list[Whose]:
    """Return all others than this person whom this account serves, in every study; first come first."""
    digests = [digest for kind in (_HERE, *_SET_ASIDE) for digest in tx.vault.digests(kind, chat_id)]
    named = {f"of_{n}": each for n, each in enumerate(digests)}
    beside = _served(len(digests), but_one=person is not None)
    rows = beside.all(tx, person=person, **named)  # which takes it only where one is left out
    for row in rows:
        tx.note_subject(PersonId(row.id), row.subject)
    return [Whose(PersonId(row.id), row.study, row.human or row.subject) for row in rows]


@cache
def _served(digests: int, *, but_one: bool) -> Prepared:
    """Return the statement for whoever is found by so many digests, whose number goes with that of the master keys."""
    named: list[BindParameter[bytes]] = [bindparam(f"of_{n}") for n in range(digests)]
    found = select(*_WHOSE).where(t.persons.c.digest.in_(named)).order_by(t.persons.c.id)
    return Prepared(found.where(t.persons.c.id != bindparam("person")) if but_one else found)


def person_beside(tx: Tx, chat_id: int, person: PersonId) -> PersonId | None:
    """Return the other person whom this account serves in the same study, if there is one."""
    others = all_beside(tx, chat_id, person)
    study = whose(tx, person).study if others else None
    return next((each.person for each in others if each.study == study), None)


def same_human(tx: Tx, person: PersonId) -> list[Whose]:
    """Return the same human being in the other studies, first come first."""
    own = select(t.persons.c.human).where(t.persons.c.id == person).scalar_subquery()
    found = select(*_WHOSE).where(t.persons.c.human == own, t.persons.c.id != person)
    rows = tx.conn.execute(found.order_by(t.persons.c.id)).all()
    for row in rows:
        tx.note_subject(PersonId(row.id), row.subject)
    return [Whose(PersonId(row.id), row.study, row.human) for row in rows]


def account_beside(tx: Tx, person: PersonId) -> PersonId | None:
    """Return the other person of the account that this one writes from, if there is one and the chat can be read."""
    of_person = select(t.persons.c.chat, t.persons.c.subject).where(t.persons.c.id == person)
    row = tx.conn.execute(of_person).one_or_none()
    if row is None or not tx.vault.has_key(row.subject):
        return None
    return person_beside(tx, int(tx.vault.open(row.subject, "persons.chat", row.subject, row.chat)), person)


def add_person_beside(
    tx: Tx, chat_id: int, now: datetime, study: str | None = None, human: str | None = None
) -> PersonId:
    """Make another person of this account, or the same `human` in another study, with a key of their own; set aside."""
    return _make(tx, chat_id, now, _free_shelf(tx, chat_id), study, human)


def _free_shelf(tx: Tx, chat_id: int) -> str:
    """Return under which digest one more may be set aside."""
    return next(shelf for shelf in _SET_ASIDE if _person_of(tx, shelf, chat_id) is None)


def name_human(tx: Tx, person: PersonId) -> str:
    """Return the name by which this human being is found in every study; made where there is none yet."""
    known = select(t.persons.c.human).where(t.persons.c.id == person)
    name: str = tx.conn.execute(known).scalar_one() or secrets.token_hex(16)
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(human=name))
    return name


def move_to_study(tx: Tx, person: PersonId, study: str) -> None:
    """Let somebody of whom nothing is kept yet be in this study."""
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(study=study))


def fresh_digest(tx: Tx, chat_id: int, digest: bytes) -> bytes:
    """Return under which digest of the newest key the person with this one is found."""
    kinds = (kind for kind in _SET_ASIDE if digest in tx.vault.digests(kind, chat_id))
    return tx.vault.digest(next(kinds, _HERE), chat_id)


def change_places(tx: Tx, chat_id: int, here: PersonId, aside: PersonId) -> None:
    """Let the chat be about the one who was set aside; the one whom it was about is set aside in their place."""
    shelf = tx.conn.execute(select(t.persons.c.digest).where(t.persons.c.id == aside)).scalar_one()
    free, shelf = secrets.token_bytes(32), fresh_digest(tx, chat_id, shelf)
    for person, digest in ((here, free), (aside, tx.vault.digest(_HERE, chat_id)), (here, shelf)):
        tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(digest=digest))


def studies_kept(tx: Tx) -> set[str]:
    """Return the studies of which something of somebody is kept: from each to the next, passing over whose they are."""
    found: set[str] = set()
    for table in (t.persons, t.referrals):
        least = select(func.min(table.c.study))
        study: str | None = tx.conn.execute(least).scalar_one()
        while study is not None:
            found.add(study)
            study = tx.conn.execute(least.where(table.c.study > study)).scalar_one()
    return found


def is_nobody_known(tx: Tx) -> bool:
    """Is nothing kept of anybody yet?"""
    return tx.conn.execute(select(t.persons.c.id).limit(1)).first() is None


def has_lost_key(tx: Tx, person: PersonId) -> bool:
    """Is the key gone under which everything of this person was sealed?"""
    return not tx.vault.has_key(tx.subject(person))


def renew_person(tx: Tx, person: PersonId, chat_id: int) -> list[str]:
    """Begin anew with somebody whose key is gone: nobody can open what was kept, so it goes; the cases it cost.

    The row stays theirs, so that a later erasure still reaches what was sent to the team."""
    gone, subject = tx.subject(person), tx.vault.new_owner()
    take_back_offers(tx, person)
    tx.undone.append(lambda: tx.vault.forget(subject))
    chat = tx.vault.seal(subject, "persons.chat", subject, str(chat_id).encode())
    tx.conn.execute(
        update(t.persons).where(t.persons.c.id == person).values(subject=subject, chat=chat, unreachable_at=None)
    )
    tx.forget_subject(person)
    referral = select(t.referrals.c.id).where(t.referrals.c.person_id == person)
    tx.conn.execute(update(t.referral_events).where(t.referral_events.c.referral_id.in_(referral)).values(detail=None))
    cases = tx.conn.execute(select(t.referrals.c.code).where(t.referrals.c.person_id == person)).scalars().all()
    tx.conn.execute(update(t.referrals).where(t.referrals.c.person_id == person).values(**NOTHING_LEFT))
    for table in (t.conversations, t.notes, t.shares, t.outbox, t.due, t.letters, t.staff_drafts):
        tx.conn.execute(delete(table).where(table.c.person_id == person))
    _delete_sealed_for(tx, gone)
    return list(cases)


def count_persons(tx: Tx) -> int:
    """Return of how many persons something is kept."""
    return int(tx.conn.execute(select(func.count()).select_from(t.persons)).scalar_one())


def all_persons(tx: Tx) -> list[PersonId]:
    """Return everybody of whom something is kept."""
    return [PersonId(number) for number in tx.conn.execute(select(t.persons.c.id).order_by(t.persons.c.id)).scalars()]


def mark_unreachable(tx: Tx, person: PersonId, now: datetime) -> None:
    """Send nothing more to a person who blocked the bot or is gone; drop what waited and was due (OUT-08).

    The erase clock starts (`long_unreachable`)."""
    since = func.coalesce(t.persons.c.unreachable_at, literal(now, Instant()))
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(unreachable_at=since))
    tx.conn.execute(delete(t.outbox).where(t.outbox.c.person_id == person))
    tx.disturbed = True
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person))


def mark_reachable(tx: Tx, person: PersonId) -> None:
    """Resume sending to a person who wrote again."""
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(unreachable_at=None))


def long_unreachable(tx: Tx, before: datetime, limit: int = 50) -> list[PersonId]:
    """Persons who could not be written to since before then, and of whom something is held that has no other end.

    The longest first."""
    found = select(t.persons.c.id).where(*_long_unreachable(before))
    rows = tx.conn.execute(found.order_by(t.persons.c.unreachable_at, t.persons.c.id).limit(limit))
    return [PersonId(row.id) for row in rows]


def is_long_unreachable(tx: Tx, person: PersonId, before: datetime) -> bool:
    """Is this one of them? To be asked again in the transaction that erases what is held."""
    this = select(t.persons.c.id).where(t.persons.c.id == person, *_long_unreachable(before))
    return tx.conn.execute(this).first() is not None


def _long_unreachable(before: datetime) -> tuple[ColumnElement[bool], ...]:
    held = [exists().where(table.c.person_id == t.persons.c.id) for table in (t.conversations, t.notes, t.shares)]
    return t.persons.c.unreachable_at <= before, or_(*held)


def reachable_chat(tx: Tx, person: PersonId) -> int | None:
    """Return the chat of somebody who may be written to; None where that is not so."""
    of_person = select(t.persons.c.chat, t.persons.c.subject).where(
        t.persons.c.id == person, t.persons.c.unreachable_at.is_(None)
    )
    row = tx.conn.execute(of_person).one_or_none()
    return None if row is None else int(tx.vault.open(row.subject, "persons.chat", row.subject, row.chat))


def is_reachable(tx: Tx, person: PersonId) -> bool:
    """May the person be written to?"""
    return _UNREACHABLE.one(tx, person=person).unreachable_at is None


def erase_person(tx: Tx, person: PersonId, farewell: str | None = None) -> None:
    """Everything about the person goes, and after the commit their key: what any copy still holds cannot be opened.

    Of a referral its code and state stay, so that the team's old buttons can say what happened. Calls that are sealed
    with the key `farewell` wait until the erasure is finished."""
    subject = tx.subject(person)
    take_back_offers(tx, person)
    referral = select(t.referrals.c.id).where(t.referrals.c.person_id == person)
    tx.conn.execute(update(t.referral_events).where(t.referral_events.c.referral_id.in_(referral)).values(detail=None))
    tx.conn.execute(update(t.referrals).where(t.referrals.c.person_id == person).values(**NOTHING_LEFT, person_id=None))
    # Of others' pages that they were about to open.
    own = select(t.persons.c.digest).where(t.persons.c.id == person).scalar_subquery()
    tx.conn.execute(delete(t.share_readers).where(t.share_readers.c.chat_digest == own))
    for table in (t.conversations, t.notes, t.shares, t.outbox, t.due, t.prompts, t.letters, t.staff_drafts):
        tx.conn.execute(delete(table).where(table.c.person_id == person))
    _delete_sealed_for(tx, subject)
    tx.conn.execute(delete(t.persons).where(t.persons.c.id == person))
    erasures.begin(tx, subject, farewell)


def _delete_sealed_for(tx: Tx, subject: str) -> None:
    """Delete what is sealed with this person's key and belongs to somebody else or to nobody."""
    tx.disturbed = True
    for table in (t.outbox, t.quarantine):
        tx.conn.execute(delete(table).where(table.c.subject == subject))


def idle_persons(tx: Tx, before: datetime, beyond: int = 0, part: int = 500) -> tuple[list[PersonId], int | None]:
    """Return those first seen before then of whom nothing is kept and to whom nothing is to be said.

    Of one part of all persons, those after the number `beyond`; with them the last number of it, None at the end."""
    here = select(t.persons.c.id, t.persons.c.since).where(t.persons.c.id > beyond)
    rows = tx.conn.execute(here.order_by(t.persons.c.id).limit(part)).all()
    if not rows:
        return [], None
    last = rows[-1].id
    old = {row.id for row in rows if row.since < before}
    for table in _KEPT_OF_A_PERSON:
        if not old:
            break
        whose = select(table.c.person_id).where(table.c.person_id > beyond, table.c.person_id <= last)
        old -= set(tx.conn.execute(whose).scalars())
    return [PersonId(number) for number in sorted(old)], last


def forget_if_idle(tx: Tx, person: PersonId, before: datetime) -> None:
    """Erase this person, unless something of them is kept by now."""
    nothing = [~exists().where(table.c.person_id == t.persons.c.id) for table in _KEPT_OF_A_PERSON]
    this = select(t.persons.c.id).where(t.persons.c.id == person, t.persons.c.since < before, *nothing)
    if tx.conn.execute(this).first() is not None:
        erase_person(tx, person)
