"""Answers of one study that wait, in another of the same human being, for a yes to be used there too.

Whoever is erased in one study, or whose answers go there, is offered nothing of it in another any more (CL-11). What
erases calls this itself, so that no way of erasing can forget it.
"""

from __future__ import annotations

from sqlalchemy import select, update

from bot.store import tables as t
from bot.store.tx import PersonId, Tx
from bot.store.vault import Sealed

#: Where a conversation keeps what it offers.
_DRAFT, _OFFERED = "draft", "elsewhere"
_BODY = "conversations.body"


def take_back_offers(tx: Tx, person: PersonId) -> None:
    """Take back what the same human being is still offered in other studies."""
    own = select(t.persons.c.human).where(t.persons.c.id == person).scalar_subquery()
    others = (
        select(t.persons.c.id, t.persons.c.subject, t.conversations.c.body)
        .join(t.conversations, t.conversations.c.person_id == t.persons.c.id)
        .where(t.persons.c.human == own, t.persons.c.id != person)
    )
    for row in tx.conn.execute(others).all():
        try:
            body = tx.unseal_for(row.subject, _BODY, row.id, row.body)
        except Sealed:
            continue  # what does not open is offered nowhere, and stops no erasure here
        draft = dict(body.get(_DRAFT, {}))
        if draft.pop(_OFFERED, None):
            sealed = tx.seal_for(row.subject, _BODY, row.id, {**body, _DRAFT: draft})
            tx.conn.execute(update(t.conversations).where(t.conversations.c.person_id == row.id).values(body=sealed))
