"""The courier's side of the outbox: what may be sent now, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import (
    BindParameter,
    Executable,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.log import where_raised
from bot.store import erasures, messages
from bot.store import tables as t
from bot.store.due_call import DueCall
from bot.store.instant import Instant
from bot.store.messages import ShownPrompt
from bot.store.outbox import TEAM, UNASKED, URGENT
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx
from bot.store.vault import INSTALLATION, Sealed

log = structlog.get_logger("outbox")

#: The scope of a hold on everything.
EVERYWHERE = b"all"

_STILL_HELD = t.holds.c.until > bindparam("now", type_=Instant())
_HELD = select(t.holds.c.scope).where(_STILL_HELD)
_NEXT = select(func.min(t.holds.c.until)).where(_STILL_HELD)
_DROP = Prepared(delete(t.outbox).where(t.outbox.c.id == bindparam("number")))


def _several(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _first_of_each_chat() -> Executable:
    """Return the look for parcels; within a chat only safety texts overtake, all else keeps its order (OUT-15)."""
    urgency = case((t.outbox.c.rank == URGENT, 0), else_=TEAM)
    place = func.row_number().over(partition_by=t.outbox.c.chat_digest, order_by=(urgency, t.outbox.c.id))
    passed = (
        t.outbox.c.chat_digest.not_in(_several("busy")),
        t.outbox.c.chat_digest.not_in(_HELD),
        t.outbox.c.id.not_in(_several("postponed")),
        ~_HELD.where(t.holds.c.scope == EVERYWHERE).exists(),
        erasures.not_held(URGENT),
    )
    best = func.min(t.outbox.c.rank).over(partition_by=t.outbox.c.chat_digest)
    ready = select(t.outbox, place.label("place"), best.label("best")).where(*passed).subquery()
    may_go = or_(
        ready.c.rank == URGENT,
        and_(
            ready.c.chat_digest.not_in(_several("full")),
            or_(ready.c.method.not_like("send%"), ready.c.chat_digest.not_in(_several("resting"))),
        ),
    )
    first = select(ready).where(ready.c.place == 1, may_go)
    return first.order_by(ready.c.best, ready.c.id).limit(bindparam("limit", type_=Integer))


_FIRST_OF_EACH_CHAT = _first_of_each_chat()
_WAITING = (
    select(t.outbox)
    .where(t.outbox.c.id.not_in(_several("but")))
    .order_by(t.outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)


def parcels(
    tx: Tx,
    now: datetime,
    *,
    busy: Collection[bytes] = (),
    resting: Collection[int] = (),
    full: Collection[int] = (),
    postponed: Collection[int] = (),
    limit: int = 50,
) -> tuple[list[DueCall], list[int]]:
    """Return the first call due of every chat that is neither busy nor on hold: safety texts first, then the team's.

    Chats that are `resting` get no new message, those that are `full` no call at all, safety texts excepted; rows that
    are `postponed` are passed over. And the numbers of rows that no longer open: restored from a backup after an
    erasure, their key is gone on purpose, and so is the message."""
    rows = tx.conn.execute(
        _FIRST_OF_EACH_CHAT,
        {
            "now": now,
            "busy": [*busy],
            "postponed": [*postponed],
            "full": _digests(tx, full),
            "resting": _digests(tx, resting),
            "limit": limit,
        },
    )
    found, lost = [], []
    for row in rows:
        try:
            found.append(_opened(tx, row))
        except Sealed:
            lost.append(row.id)
        except OSError as fault:  # one key that cannot be read now keeps nobody else's messages
            log.error("a call cannot be opened now", parcel=row.id, fault=where_raised(fault))
    return found, lost


def everything(tx: Tx, now: datetime, *, but: Collection[int], most: int) -> list[DueCall] | None:
    """Return every call that waits, in order; None where some may not go yet, or where there are more than that.

    `but` are rows whose call is being made, or was made and is not filed yet."""
    if tx.conn.execute(_NEXT, {"now": now}).scalar_one() is not None or erasures.unfinished(tx):
        return None
    rows = tx.conn.execute(_WAITING, {"but": [*but], "most": most + 1}).all()
    try:
        return None if len(rows) > most else [_opened(tx, row) for row in rows]
    except (Sealed, OSError):
        return None


def aimed(tx: Tx, parcel: DueCall) -> DueCall:
    """Return the call with the message that it changes, where that was sent."""
    shown = messages.prompt_message(tx, parcel.chat_id, parcel.replaces, parcel.person)
    return parcel if shown is None else replace(parcel, target=shown.message_id)


def next_release(tx: Tx, now: datetime) -> datetime | None:
    """Return when the next hold ends; None where nothing is held."""
    until: datetime | None = tx.conn.execute(_NEXT, {"now": now}).scalar_one()
    return until


def waiting(tx: Tx) -> tuple[int, int | None]:
    """Return how many calls wait, and the number of the first of them."""
    row = tx.conn.execute(select(func.count(), func.min(t.outbox.c.id)).select_from(t.outbox)).one()
    return int(row[0]), row[1]


def waiting_but(tx: Tx, study: str, groups: Collection[int]) -> int:
    """Return how many calls wait, but for those to or about the persons of other studies, and to these groups."""
    others = select(t.persons).where(t.persons.c.study != study)
    theirs = or_(
        t.outbox.c.person_id.in_(others.with_only_columns(t.persons.c.id)),
        t.outbox.c.subject.in_(others.with_only_columns(t.persons.c.subject)),
        t.outbox.c.chat_digest.in_(_digests(tx, groups)),
    )
    # Without a person or a subject a part of that is unknown, and such a call counts.
    own = select(func.count()).select_from(t.outbox).where(func.coalesce(theirs, False).is_(False))
    return int(tx.conn.execute(own).scalar_one())


@dataclass(frozen=True, slots=True)
class Delivery:
    """A call that was made and accepted."""

    parcel: DueCall
    #: The message that was sent or changed, where the platform told.
    message_id: int | None
    at: datetime

    def shown(self) -> ShownPrompt | None:
        """Return what is to be remembered of it: which message shows the prompt, or only that it stands there."""
        parcel, message_id = self.parcel, self.message_id
        if message_id is None:
            return None
        prompt = parcel.prompt or (parcel.replaces if message_id != parcel.target else 0)
        if not prompt and (parcel.person is None or not parcel.method.startswith("send")):
            return None
        return ShownPrompt(parcel.chat_digest, parcel.person or 0, prompt or -message_id, message_id, self.at)


def settle(tx: Tx, deliveries: Collection[Delivery]) -> None:
    """Delete the rows of calls that are done, many at a time; file which message shows which prompt."""
    _DROP.each(tx, [{"number": each.parcel.id} for each in deliveries])
    for each in deliveries:
        if each.parcel.person is None:
            erasures.end_farewell(tx, each.parcel.subject)
    shown = [found for each in deliveries if (found := each.shown()) is not None]
    messages.note_shown(tx, shown)


def place(tx: Tx, parcel: DueCall, message_id: int | None, now: datetime) -> bool:
    """File the number of the message that is to be filled, or that it is gone; False where nothing waits to fill it."""
    same = t.outbox.c.id == parcel.id
    waits = tx.conn.execute(update(t.outbox).where(same).values(placed=message_id)).rowcount == 1
    if message_id is not None and (shows := parcel.prompt or parcel.replaces):
        messages.note_shown(tx, [ShownPrompt(parcel.chat_digest, parcel.person or 0, shows, message_id, now)])
    return waits


def drop(tx: Tx, parcel: DueCall) -> None:
    """Delete a call that is given up, or done."""
    _DROP.do(tx, number=parcel.id)
    if parcel.person is None:
        erasures.end_farewell(tx, parcel.subject)


def drop_lost(tx: Tx, rows: Collection[int]) -> None:
    """Give up calls that no longer open."""
    tx.conn.execute(delete(t.outbox).where(t.outbox.c.id.in_(rows)))
    tx.disturbed = True


def drop_chat(tx: Tx, parcel: DueCall) -> None:
    """Give up everything that waits for this chat."""
    tx.conn.execute(delete(t.outbox).where(t.outbox.c.chat_digest == parcel.chat_digest))
    tx.disturbed = True
    if parcel.person is None:
        erasures.end_farewell(tx, parcel.subject)


def count_try(tx: Tx, parcel: DueCall) -> None:
    """Count a try of a call of which nobody knows whether it arrived."""
    tx.conn.execute(update(t.outbox).where(t.outbox.c.id == parcel.id).values(tries=t.outbox.c.tries + 1))
    tx.disturbed = True


def hold(tx: Tx, scope: bytes, until: datetime) -> None:
    """Send nothing in this scope before then; kept in the database, so a restart does not forget it (OUT-03).

    A longer hold stands: of several calls that are told to wait at once, the last to be answered may be told least."""
    same = t.holds.c.scope == scope
    held: datetime | None = tx.conn.execute(select(t.holds.c.until).where(same)).scalar_one_or_none()
    tx.conn.execute(delete(t.holds).where(same))
    tx.conn.execute(insert(t.holds).values(scope=scope, until=until if held is None else max(held, until)))
    tx.disturbed = True


def readdress(tx: Tx, old: int, new: int) -> None:
    """Send what waits for the team's chat `old` to `new` (OUT-10); messages shown there cannot be edited from here."""
    digests = tx.vault.digests("chat", old)
    named = select(t.outbox.c.id, t.outbox.c.subject).where(t.outbox.c.chat_digest.in_(digests))
    for row in tx.conn.execute(named).all():
        sealed = tx.seal_for(row.subject or INSTALLATION, "outbox.chat", row.id, new)
        values = {"chat_digest": tx.vault.digest("chat", new), "chat": sealed}
        tx.conn.execute(update(t.outbox).where(t.outbox.c.id == row.id).values(**values))
    tx.conn.execute(delete(t.holds).where(t.holds.c.scope.in_(digests)))
    tx.posted = tx.disturbed = True


def drop_past_holds(tx: Tx, now: datetime) -> int:
    """Drop holds that are over; return how many."""
    return tx.conn.execute(delete(t.holds).where(t.holds.c.until <= now)).rowcount


def _digests(tx: Tx, chats: Collection[int]) -> list[bytes]:
    return [digest for chat in chats for digest in tx.vault.digests("chat", chat)]


def _opened(tx: Tx, row: Any) -> DueCall:
    person = None if row.person_id is None else PersonId(row.person_id)
    owner = row.subject or tx.subject(person)
    chat_id = int(tx.unseal_for(owner, "outbox.chat", row.id, row.chat))
    shown = messages.prompt_message(tx, chat_id, row.replaces, person) if row.replaces else None
    return DueCall(
        id=row.id,
        chat_digest=row.chat_digest,
        chat_id=chat_id,
        person=person,
        subject=row.subject,
        method=row.method,
        payload=tx.unseal_for(owner, "outbox.payload", row.id, row.payload),
        urgent=row.rank == URGENT,
        unasked=row.rank == UNASKED,
        prompt=row.prompt,
        replaces=row.replaces,
        tries=row.tries,
        cover=row.cover or "",
        placed=row.placed,
        target=None if shown is None else shown.message_id,
    )
