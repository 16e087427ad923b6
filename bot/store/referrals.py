"""What was sent to the team, and how it moved. Decided elsewhere; filed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, bindparam, delete, func, insert, null, select, type_coerce, update

from bot.store import tables as t
from bot.store.people import erase_person
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx

#: Referrals that one statement names.
_AT_ONCE = 500
#: Microseconds, as times are kept.
_HOUR = 3600 * 10**6
# Built once: building a statement takes three times as long as running it.
_CODE = Prepared(select(t.referrals.c.id).where(t.referrals.c.code == bindparam("code")))
#: Referrals, each with the name of its person in the vault, which opens the rest.
_WHOLE = select(t.referrals, t.persons.c.subject).outerjoin(t.persons, t.persons.c.id == t.referrals.c.person_id)
#: The same without what was sent.
_STANDING = select(
    *(null().label(each.name) if each.name in ("card", "body") else each for each in t.referrals.c),
    t.persons.c.subject,
).outerjoin(t.persons, t.persons.c.id == t.referrals.c.person_id)
_WHOLE_OF_CODE = Prepared(_WHOLE.where(t.referrals.c.code == bindparam("code")))
_WHOLE_OF_PERSON = Prepared(_WHOLE.where(t.referrals.c.person_id == bindparam("person")).order_by(t.referrals.c.id))
_MARK = select(
    *(t.referrals.c.code, t.referrals.c.id, t.referrals.c.state, t.referrals.c.progress),
    t.referrals.c.body.is_not(None).label("held"),
)
_MARK_OF_CODE = Prepared(_MARK.where(t.referrals.c.code == bindparam("code")))
_FILE = Prepared(
    insert(t.referrals)
    .values({each.name: bindparam(each.name) for each in t.referrals.c if each.name != "id"})
    .returning(t.referrals.c.id)
)
_EVENT = Prepared(
    insert(t.referral_events)
    .values({name: bindparam(name) for name in ("referral_id", "at", "staff_id", "act")})
    .returning(t.referral_events.c.id)
)
_SAME_EVENT = Prepared(
    insert(t.referral_events).values({name: bindparam(name) for name in ("referral_id", "at", "act")})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReferral:
    """A referral as a person sends it, before it has a number."""

    code: str
    #: `referral`, `interest` or `review`.
    heading: str
    language: str
    state: str
    #: What the group's card shows: outcome and counts.
    card: dict[str, Any]
    #: What only an invited member of staff sees: answers, contact, consent.
    body: dict[str, Any]
    filed_at: datetime
    kept_until: date
    #: What `Referral.to_json` says of its progress: taken since, reason, paused, asked at.
    progress: Mapping[str, Any] = field(default_factory=dict)
    #: The study it was sent to; None: filed when there was one only.
    study: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReferral(SentReferral):
    """A referral as it is filed. `card` and `body` are empty once the person was erased."""

    id: int
    person: PersonId | None
    #: The member of staff (`staff.id`) who took it.
    holder: int | None
    moved_at: datetime


class Mark(NamedTuple):
    """What tells that nobody moved, blocked or erased a referral, without opening it: its progress is sealed anew at
    every change."""

    number: int
    state: str
    held: bool
    progress: bytes | None


@dataclass(frozen=True, slots=True)
class ReferralEvent:
    """One line of a referral's history."""

    at: datetime
    staff_id: int | None
    act: str
    detail: dict[str, Any]
    id: int = 0


def code_is_free(tx: Tx, code: str) -> bool:
    """Tell whether no referral has this code yet."""
    return _CODE.one(tx, code=code) is None


def file_referral(tx: Tx, person: PersonId, sent: SentReferral) -> FiledReferral:
    """File what the person sent; an earlier one under the same code is replaced."""
    values = {
        "person_id": person,
        "heading": sent.heading,
        "language": sent.language,
        "state": sent.state,
        "holder": None,
        "card": tx.seal(person, "referrals.card", sent.code, sent.card),
        "body": tx.seal(person, "referrals.body", sent.code, sent.body),
        "progress": tx.seal(person, "referrals.progress", sent.code, sent.progress),
        "filed_at": sent.filed_at,
        "moved_at": sent.filed_at,
        "kept_until": sent.kept_until,
        "study": sent.study,
    }
    earlier = _CODE.one(tx, code=sent.code)
    if earlier is not None:
        there = earlier.id
        tx.conn.execute(update(t.referrals).where(t.referrals.c.id == there).values(**values))
    else:
        there = _FILE.one(tx, code=sent.code, **values).id
    plain = {each.name: getattr(sent, each.name) for each in fields(SentReferral)}
    return FiledReferral(**plain, id=int(there), person=person, holder=None, moved_at=sent.filed_at)


def referral(tx: Tx, code: str) -> FiledReferral | None:
    """Return the referral with this code."""
    row = _WHOLE_OF_CODE.one(tx, code=code)
    return None if row is None else _opened(tx, row)


def held_by(tx: Tx, staff_id: int) -> list[FiledReferral]:
    """Return the referrals that this member of the team took and that nobody erased, first sent first."""
    rows = tx.conn.execute(
        _WHOLE.where(t.referrals.c.holder == staff_id, t.referrals.c.body.is_not(None)).order_by(t.referrals.c.id)
    )
    return [_opened(tx, row) for row in rows]


def on_lists(tx: Tx, states: Collection[str], study: str) -> list[FiledReferral]:
    """Return a study's referrals that stand in one of these states, first sent first.

    For the team's lists, which show nothing of what was sent: that stays sealed, and `card` and `body` are empty."""
    wanted = (t.referrals.c.state.in_(states), *_of(study))
    rows = tx.conn.execute(_STANDING.where(*wanted).order_by(t.referrals.c.id))
    return [_opened(tx, row) for row in rows]


def hours_to(tx: Tx, acts: Collection[str], before: datetime, study: str) -> dict[tuple[str, str], list[float]]:
    """Return after how many hours each referral of a study, sent before then, first saw each of these acts, by its
    heading and the act."""
    at, filed = (type_coerce(each, BigInteger) for each in (t.referral_events.c.at, t.referrals.c.filed_at))
    first = (
        select(t.referrals.c.heading, t.referral_events.c.act, (func.min(at) - filed).label("microseconds"))
        .join(t.referral_events, t.referral_events.c.referral_id == t.referrals.c.id)
        .where(t.referral_events.c.act.in_(acts), t.referral_events.c.at >= t.referrals.c.filed_at)
        .where(t.referrals.c.filed_at < before, *_of(study))
        .group_by(t.referrals.c.id, t.referrals.c.heading, t.referrals.c.filed_at, t.referral_events.c.act)
    )
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for heading, act, microseconds in tx.conn.execute(first):
        found[heading, act].append(microseconds / _HOUR)
    return found


def code_of(tx: Tx, number: int) -> str:
    """Return the code of the referral with this number; empty where its row is gone."""
    found = tx.conn.execute(select(t.referrals.c.code).where(t.referrals.c.id == number)).scalar_one_or_none()
    return found or ""


def codes_with_content(tx: Tx, study: str) -> list[str]:
    """Return the codes of a study's referrals that still hold what was sent, first sent first."""
    held = select(t.referrals.c.code).where(t.referrals.c.body.is_not(None), *_of(study))
    rows = tx.conn.execute(held.order_by(t.referrals.c.id))
    return [str(code) for code in rows.scalars()]


def counts_by_state(tx: Tx, before: datetime, study: str) -> dict[str, int]:
    """Return how many of a study's referrals that were sent before then stand in each state, those erased too."""
    sent = select(t.referrals.c.state, func.count()).where(t.referrals.c.filed_at < before, *_of(study))
    rows = tx.conn.execute(sent.group_by(t.referrals.c.state))
    return {str(state): int(n) for state, n in rows}


def referrals_of(tx: Tx, person: PersonId) -> list[FiledReferral]:
    """Return everything that the person sent, oldest first."""
    return [_opened(tx, row) for row in _WHOLE_OF_PERSON.all(tx, person=person)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a referral stands with the team."""

    state: str
    holder: int | None
    moved_at: datetime
    progress: Mapping[str, Any]


def save_standing(tx: Tx, filed: FiledReferral, stands: Standing) -> None:
    """File where the referral stands now; of one whose person is erased no more than state and holder."""
    known = filed.person is not None
    sealed = tx.seal(filed.person, "referrals.progress", filed.code, stands.progress) if known else None
    values = {"state": stands.state, "holder": stands.holder, "moved_at": stands.moved_at, "progress": sealed}
    tx.conn.execute(update(t.referrals).where(t.referrals.c.id == filed.id).values(**values))


def save_body(tx: Tx, filed: FiledReferral, person: PersonId, body: Mapping[str, Any]) -> None:
    """File what the referral holds after a correction."""
    sealed = tx.seal(person, "referrals.body", filed.code, body)
    tx.conn.execute(update(t.referrals).where(t.referrals.c.id == filed.id).values(body=sealed))


def clear_referral(tx: Tx, code: str) -> None:
    """Erase what was sent, but not its code and state: the team's old buttons can still say what happened."""
    row = tx.conn.execute(select(t.referrals.c.id).where(t.referrals.c.code == code)).scalar_one()
    tx.conn.execute(update(t.referral_events).where(t.referral_events.c.referral_id == row).values(detail=None))
    for table in (t.letters, t.staff_drafts):
        tx.conn.execute(delete(table).where(table.c.referral_id == row))
    tx.conn.execute(update(t.referrals).where(t.referrals.c.id == row).values(card=None, body=None))


def add_event(
    tx: Tx,
    filed: FiledReferral,
    *,
    act: str,
    now: datetime,
    staff_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write a line of a referral's history; `staff_id` None: the patient or the clock."""
    number = _EVENT.one(tx, referral_id=filed.id, at=now, staff_id=staff_id, act=act).id
    if detail and filed.person is not None:
        sealed = tx.seal(filed.person, "referral_events.detail", number, detail)
        same = t.referral_events.c.id == number
        tx.conn.execute(update(t.referral_events).where(same).values(detail=sealed))


def add_events(tx: Tx, numbers: Sequence[int], *, act: str, now: datetime) -> None:
    """Write the same line in the histories of the referrals with these numbers."""
    lines = [{"referral_id": number, "at": now, "act": act} for number in numbers]
    if lines:
        _SAME_EVENT.each(tx, lines)


def mark(tx: Tx, code: str) -> Mark | None:
    """Return the mark of the referral with this code."""
    row = _MARK_OF_CODE.one(tx, code=code)
    return None if row is None else _marked(row)


def marks(tx: Tx, codes: Sequence[str]) -> dict[str, Mark]:
    """Return the mark of each referral that is there, by its code."""
    found: dict[str, Mark] = {}
    for at in range(0, len(codes), _AT_ONCE):
        rows = tx.conn.execute(_MARK.where(t.referrals.c.code.in_(codes[at : at + _AT_ONCE])))
        found.update((row.code, _marked(row)) for row in rows)
    return found


def _marked(row: Any) -> Mark:
    progress = None if row.progress is None else sha256(row.progress).digest()
    return Mark(row.id, row.state, bool(row.held), progress)


def events(tx: Tx, code: str) -> list[ReferralEvent]:
    """Return a referral's history, oldest first."""
    rows = tx.conn.execute(
        select(t.referral_events, t.referrals.c.person_id)
        .join(t.referrals)
        .where(t.referrals.c.code == code)
        .order_by(t.referral_events.c.id)
    )
    return [
        ReferralEvent(
            row.at,
            row.staff_id,
            row.act,
            {}
            if row.detail is None
            else tx.unseal(PersonId(row.person_id), "referral_events.detail", row.id, row.detail),
            row.id,
        )
        for row in rows
    ]


def _of(study: str | None) -> list[ColumnElement[bool]]:
    """Return the condition that a referral was sent to this study; none where none is named."""
    return [] if study is None else [t.referrals.c.study == study]


def _opened(tx: Tx, row: Any) -> FiledReferral:
    person = None if row.person_id is None else PersonId(row.person_id)
    if person is not None:
        tx.note_subject(person, row.subject)
    return FiledReferral(
        id=row.id,
        code=row.code,
        person=person,
        heading=row.heading,
        language=row.language,
        state=row.state,
        holder=row.holder,
        card={} if row.card is None else tx.unseal(person, "referrals.card", row.code, row.card),
        body={} if row.body is None else tx.unseal(person, "referrals.body", row.code, row.body),
        progress={} if row.progress is None else tx.unseal(person, "referrals.progress", row.code, row.progress),
        filed_at=row.filed_at,
        moved_at=row.moved_at,
        kept_until=row.kept_until,
        study=row.study,
    )


def change_event(tx: Tx, filed: FiledReferral, number: int, detail: Mapping[str, Any]) -> None:
    """File other words in place of those of a line of the history."""
    if filed.person is None:
        return
    same = (t.referral_events.c.id == number, t.referral_events.c.referral_id == filed.id)
    sealed = tx.seal(filed.person, "referral_events.detail", number, detail)
    tx.conn.execute(update(t.referral_events).where(*same).values(detail=sealed))


def drop_event(tx: Tx, filed: FiledReferral, number: int) -> None:
    """Erase a line of the history that moved nothing."""
    same = (t.referral_events.c.id == number, t.referral_events.c.referral_id == filed.id)
    tx.conn.execute(delete(t.referral_events).where(*same))


def study_of(tx: Tx, code: str) -> str | None:
    """Return the study to which the referral with this code was sent; None where there is none, or one study only."""
    return tx.conn.execute(select(t.referrals.c.study).where(t.referrals.c.code == code)).scalar_one_or_none()


def codes_in(tx: Tx, states: Collection[str], heading: str | None = None, study: str | None = None) -> list[str]:
    """Return the codes of the referrals that stand in one of these states, first sent first; of one heading, and of
    one study, only where it is named."""
    there = t.referrals.c
    wanted = [there.state.in_(states), *([there.heading == heading] if heading is not None else []), *_of(study)]
    rows = tx.conn.execute(select(there.code).where(*wanted).order_by(there.filed_at, there.id))
    return [str(code) for code in rows.scalars()]


def acts_between(tx: Tx, since: datetime, until: datetime, study: str) -> dict[str, int]:
    """Return how many of a study's referrals saw each act from then until before then; of one an act counts once."""
    there = t.referral_events.c
    rows = tx.conn.execute(
        select(there.act, func.count(there.referral_id.distinct()))
        .join(t.referrals, t.referrals.c.id == there.referral_id)
        .where(there.at >= since, there.at < until, *_of(study))
        .group_by(there.act)
    )
    return {str(act): int(n) for act, n in rows}


def count_in_state(tx: Tx, state: str) -> int:
    """Return how many referrals stand in this state."""
    found: int = tx.conn.execute(select(func.count()).where(t.referrals.c.state == state)).scalar_one()
    return found


def old_referrals(tx: Tx, today: date, limit: int = 50) -> list[str]:
    """Return the codes of the referrals whose time is over, the longest first."""
    over = select(t.referrals.c.code).where(t.referrals.c.kept_until < today)
    rows = tx.conn.execute(over.order_by(t.referrals.c.kept_until, t.referrals.c.id).limit(limit))
    return [str(code) for code in rows.scalars()]


def delete_referral(tx: Tx, code: str) -> None:
    """Erase this referral, and its person unless another one of theirs still stands, or a talk with its own end."""
    row = tx.conn.execute(select(t.referrals.c.id, t.referrals.c.person_id).where(t.referrals.c.code == code)).first()
    if row is None:
        return
    tx.conn.execute(delete(t.referrals).where(t.referrals.c.id == row.id))
    if row.person_id is None:
        return
    another = select(t.referrals.c.id).where(t.referrals.c.person_id == row.person_id)
    begun_anew = select(t.conversations.c.person_id).where(
        t.conversations.c.person_id == row.person_id, t.conversations.c.expires_at.is_not(None)
    )
    if not any(tx.conn.execute(left).first() for left in (another, begun_anew)):
        erase_person(tx, PersonId(row.person_id))
