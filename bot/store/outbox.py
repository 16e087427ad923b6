"""What is to be sent: filed in the transaction that decided it, sent by the courier afterwards.

Theory of operation. `post` writes a row beside the state that caused it; both stand or fall together. The courier
(`courier.py`) sends the rows of each chat in order and removes a row only once the platform's answer is known. A
stop between the two repeats one message: delivery is *at least once*, never "exactly once".

A message that can change later carries a `prompt` number; when it is sent, its message id is filed under chat,
person and prompt. A later row that `replaces` that prompt becomes an edit of that message. The message id is looked
up when the row is sent, because it may not exist when the row is posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Integer, String, bindparam, column, delete, func, insert, select, table

from bot.store import messages
from bot.store import tables as t
from bot.store.due_call import DueCall
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx
from bot.store.vault import INSTALLATION

#: Order between chats: safety texts, the team's cards, what somebody waits for, what the clock says unasked. A chat
#: goes by the first of these that waits in it.
URGENT, TEAM, ORDINARY, UNASKED = 0, 1, 2, 3


class Postable(Protocol):
    """A call of the Bot API as `bot/render/call.py` has it; the store must not know what is drawn."""

    @property
    def method(self) -> str:
        """The method's name."""

    @property
    def payload(self) -> Mapping[str, object]:
        """JSON without the chat."""

    @property
    def prompt(self) -> int:
        """The prompt whose message this is; 0: none."""

    @property
    def replaces(self) -> int:
        """The prompt whose message this changes; 0: none."""

    @property
    def urgent(self) -> bool:
        """Does it go before everything else?"""

    @property
    def coalesce(self) -> str:
        """Calls of this name that still wait in the chat are dropped for this one."""


#: A button press can be answered for some seconds only; its answer is worth nothing later.
_BUTTON_ANSWERS = "answerCallbackQuery"

_POST = Prepared(
    insert(t.outbox).values({each.name: bindparam(each.name) for each in t.outbox.c if each.name != "placed"})
)
#: Numbers of rows that are taken from a server at once: an answer has two calls, and many answers share a commit.
_ROWS = 8
#: The number of the last row that a file ever had, and the next ones of a server.
_LAST_ROW = Prepared(
    select(column("seq", Integer)).select_from(table("sqlite_sequence")).where(column("name", String) == t.outbox.name)
)
_NEXT_ROWS = Prepared(
    select(func.nextval(func.pg_get_serial_sequence(t.outbox.name, "id")).label("number")).select_from(
        func.generate_series(1, _ROWS)
    )
)
_DROP_EARLIER = Prepared(
    delete(t.outbox).where(t.outbox.c.chat_digest == bindparam("digest"), t.outbox.c.coalesce == bindparam("name"))
)


def post(
    tx: Tx,
    chat_id: int,
    call: Postable,
    *,
    person: PersonId | None = None,
    subject: str | None = None,
    cover: str = "",
) -> None:
    """File one call for this chat.

    `person` is whom it is sent to; None is for the team's chats and for the last words after an erasure. Of those,
    `subject` says whose key seals the row: that of the person whom a message for the team tells about, or that of
    the last words. The row goes with its person, whoever it is sent to.

    `cover` is what a new message says until its number is filed; only then is it filled. So whatever becomes of a
    reply, no message of an unknown number ever says more than that (OUT-20).

    A call that `replaces` with an `edit…` method edits that prompt's message; it is dropped where no such message was
    sent. With `sendMessage` it edits that message too, and is sent anew where there is none."""
    digest = tx.vault.digest("chat", chat_id)
    if call.coalesce and _DROP_EARLIER.do(tx, digest=digest, name=call.coalesce):
        tx.disturbed = True
    rank = _rank(tx, call, person)
    # For the team it is looked for when it goes out: a step of a case posts many, and nobody waits for each.
    aims = bool(call.replaces) and person is not None
    shown = messages.prompt_message(tx, chat_id, call.replaces, person) if aims else None
    due = DueCall(
        id=_next_row(tx),
        chat_digest=digest,
        chat_id=chat_id,
        person=person,
        subject=subject if person is None else tx.subject(person),
        method=call.method,
        payload=dict(call.payload),
        urgent=rank == URGENT,
        unasked=rank == UNASKED,
        prompt=call.prompt,
        replaces=call.replaces,
        tries=0,
        cover=cover,
        placed=None,
        target=None if shown is None else shown.message_id,
    )
    _write(tx, due, rank, call.coalesce)
    tx.posted = True
    tx.answered = tx.answered or call.method == _BUTTON_ANSWERS
    tx.handed.append(due)


def _write(tx: Tx, due: DueCall, rank: int, coalesce: str) -> None:
    """File its row, sealed."""
    sealer = due.subject or INSTALLATION
    _POST.do(
        tx,
        id=due.id,
        chat_digest=due.chat_digest,
        person_id=due.person,
        subject=due.subject,
        chat=tx.seal_for(sealer, "outbox.chat", due.id, due.chat_id),
        method=due.method,
        payload=tx.seal_for(sealer, "outbox.payload", due.id, due.payload),
        rank=rank,
        prompt=due.prompt,
        replaces=due.replaces,
        coalesce=coalesce or None,
        tries=due.tries,
        cover=due.cover or None,
    )


def _next_row(tx: Tx) -> int:
    """Return the number of the next row, to which its values are sealed; nobody else writes in this transaction."""
    if tx.dialect != "sqlite":
        if not tx.next_rows:  # what is left of them at the end of the transaction nobody gets
            tx.next_rows.extend(sorted(int(row.number) for row in _NEXT_ROWS.all(tx)))
        return tx.next_rows.popleft()
    if not tx.last_posted:
        last = _LAST_ROW.one(tx)
        tx.last_posted = 0 if last is None else int(last.seq)
    tx.last_posted += 1
    return tx.last_posted


def _rank(tx: Tx, call: Postable, person: PersonId | None) -> int:
    if call.urgent or call.method == _BUTTON_ANSWERS:
        return URGENT
    if person is None:
        return TEAM
    return UNASKED if tx.by_the_clock else ORDINARY
