"""Which messages stand in a chat, beside those that show a prompt: what can still be deleted, or overwritten.

They are rows of `prompts`. A message that shows no prompt is filed under minus its own number; a page of a case that
went to a member of the team is filed under a number made of the case's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any

from sqlalchemy import BigInteger, Executable, Table, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import tables as t
from bot.store.due_call import Doubts
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx
from dialogs.fixed import fixed

#: Numbers of the pages of cases begin here, far above every prompt; each case has room for so many pages.
_PAGES_FROM, _PAGES_EACH = 1 << 40, 1 << 12

_PROMPT = (
    t.prompts.c.person_id == bindparam("person"),
    t.prompts.c.prompt == bindparam("of"),
    t.prompts.c.chat_digest == bindparam("digest"),
)
_SHOWN = Prepared(select(t.prompts.c.message_id, t.prompts.c.shown_at).where(*_PROMPT))
_KEY, _SEEN = ("chat_digest", "person_id", "prompt"), ("message_id", "shown_at")
#: A new message; what only edits one files its number, and is left to do so.
_SENDS = t.outbox.c.method.like("send%")


def _note(insert: Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]) -> Executable:
    names = (*_KEY, *_SEEN)
    whose = bindparam("person_id", type_=BigInteger)
    # Who was erased while the message was on its way is not made again.
    lives = or_(whose == 0, select(t.persons.c.id).where(t.persons.c.id == whose).exists())
    values = select(*(bindparam(name, type_=t.prompts.c[name].type) for name in names)).where(lives)
    made = insert(t.prompts).from_select(names, values)
    return made.on_conflict_do_update(index_elements=_KEY, set_={name: made.excluded[name] for name in _SEEN})


#: Files which message shows a prompt, in place of an earlier one; each database has its own way to say so.
_NOTE = Prepared({"sqlite": _note(sqlite.insert), "postgresql": _note(postgresql.insert)})


def note_message(tx: Tx, chat_id: int, person: PersonId, message_id: int, now: datetime) -> None:
    """Remember that this message stands in the person's chat, theirs or ours."""
    note_shown(tx, [ShownPrompt(tx.vault.digest("chat", chat_id), person, -message_id, message_id, now)])


@fixed(frozen=True, slots=True)
class ShownPrompt:
    """A row of `prompts`; a message that shows no prompt stands under minus its own number."""

    chat_digest: bytes
    #: 0: a message of the team.
    person_id: int
    prompt: int
    message_id: int
    shown_at: datetime


def note_shown(tx: Tx, shown: Collection[ShownPrompt]) -> None:
    """Remember which messages show these prompts, in place of what was known of them; nothing of who is erased."""
    if shown:
        _NOTE.each(tx, [_values(each) for each in shown])


def _values(shown: ShownPrompt) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in (*_KEY, *_SEEN)}


def forget_prompt(tx: Tx, chat_id: int, prompt: int) -> None:
    """Forget which message of the team's shows this prompt in this chat: it is gone."""
    same = (t.prompts.c.person_id == 0, t.prompts.c.prompt == prompt)
    tx.conn.execute(delete(t.prompts).where(t.prompts.c.chat_digest.in_(tx.vault.digests("chat", chat_id)), *same))


def messages_since(tx: Tx, person: PersonId, since: datetime) -> list[int]:
    """Return the numbers of the messages of this person's chat from then on, oldest first."""
    rows = tx.conn.execute(
        select(t.prompts.c.message_id).where(t.prompts.c.person_id == person, t.prompts.c.shown_at >= since)
    )
    return sorted(set(rows.scalars()))


def forget_messages(tx: Tx, before: datetime) -> None:
    """Drop the numbers of messages that can no longer be deleted and show no prompt."""
    # Said in the words of its index, which a value that is only bound would not find.
    tx.conn.execute(delete(t.prompts).where(t.SHOWS_NONE, t.prompts.c.shown_at < before))


def page_number(case: int, page: int) -> int:
    """Return the prompt number of a page of this case (`referrals.id`); after the last one it begins anew."""
    return _PAGES_FROM + case * _PAGES_EACH + page % _PAGES_EACH


def next_page(tx: Tx, chat_id: int, case: int) -> int:
    """Return a prompt number of this case that no page in a member's chat has yet, sent or waiting.

    Pages of a look count up from the first number; these count up from the middle."""
    first, last = page_number(case, _PAGES_EACH // 2), page_number(case, _PAGES_EACH - 1)
    digests = tx.vault.digests("chat", chat_id)
    sent = select(func.max(t.prompts.c.prompt)).where(
        t.prompts.c.chat_digest.in_(digests), t.prompts.c.person_id == 0, t.prompts.c.prompt.between(first, last)
    )
    waiting = select(func.max(t.outbox.c.prompt)).where(
        t.outbox.c.chat_digest.in_(digests), t.outbox.c.prompt.between(first, last)
    )
    taken = [tx.conn.execute(each).scalar_one() for each in (sent, waiting)]
    return min(max((number + 1 for number in taken if number is not None), default=first), last)


def case_of_message(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """Return the number of the case (`referrals.id`) that a message of ours in a chat of the team is about."""
    row = tx.conn.execute(
        select(t.prompts.c.prompt).where(
            t.prompts.c.chat_digest.in_(tx.vault.digests("chat", chat_id)),
            t.prompts.c.person_id == 0,
            t.prompts.c.message_id == message_id,
            t.prompts.c.prompt > 0,
        )
    ).first()
    if row is None:
        return None
    return int((row.prompt - _PAGES_FROM) // _PAGES_EACH if row.prompt >= _PAGES_FROM else row.prompt)


def pages_shown(tx: Tx, chat_id: int, case: int) -> list[int]:
    """Return the prompt numbers of the pages of this case that stand in a member's chat."""
    rows = tx.conn.execute(
        select(t.prompts.c.prompt).where(
            t.prompts.c.chat_digest.in_(tx.vault.digests("chat", chat_id)),
            t.prompts.c.person_id == 0,
            t.prompts.c.prompt.between(page_number(case, 0), page_number(case, _PAGES_EACH - 1)),
        )
    )
    return sorted(rows.scalars())


def pages_waiting(tx: Tx, chat_id: int, case: int) -> list[int]:
    """Return the prompt numbers of the pages of this case that wait for a member's chat or are on their way to it."""
    first, last = page_number(case, 0), page_number(case, _PAGES_EACH - 1)
    here = t.outbox.c.chat_digest.in_(tx.vault.digests("chat", chat_id))
    rows = tx.conn.execute(select(t.outbox.c.prompt).where(here, t.outbox.c.prompt.between(first, last)))
    return sorted(set(rows.scalars()))


def cases_in_chat(tx: Tx, chat_id: int) -> list[int]:
    """Return the numbers of the cases of which something stands in a member's chat, or waits to be sent there."""
    digests = tx.vault.digests("chat", chat_id)
    of_team = (t.prompts.c.chat_digest.in_(digests), t.prompts.c.person_id == 0, t.prompts.c.prompt > 0)
    shown = tx.conn.execute(select(t.prompts.c.prompt).where(*of_team)).scalars()
    waits = (t.outbox.c.chat_digest.in_(digests), t.outbox.c.person_id.is_(None), t.outbox.c.prompt > 0)
    waiting = tx.conn.execute(select(t.outbox.c.prompt).where(*waits)).scalars()
    return sorted({_case_of(prompt) for prompt in (*shown, *waiting)})


def _case_of(prompt: int) -> int:
    """Return whose case the message is: its steps stand under its own number, its pages far above."""
    return prompt if prompt < _PAGES_FROM else (prompt - _PAGES_FROM) // _PAGES_EACH


def drop_pages_of_chat(tx: Tx, chat_id: int, case: int) -> None:
    """Pages and steps of this case that still wait for this chat are not sent any more."""
    first, last = page_number(case, 0), page_number(case, _PAGES_EACH - 1)
    here = (t.outbox.c.chat_digest.in_(tx.vault.digests("chat", chat_id)), t.outbox.c.person_id.is_(None))
    of_case = (t.outbox.c.prompt == case) | t.outbox.c.prompt.between(first, last)
    tx.conn.execute(delete(t.outbox).where(_SENDS, *here, of_case))
    tx.disturbed = True


def drop_pages(tx: Tx, case: int) -> None:
    """Pages of this case that still wait to be sent are not sent any more."""
    first, last = page_number(case, 0), page_number(case, _PAGES_EACH - 1)
    tx.conn.execute(delete(t.outbox).where(_SENDS, t.outbox.c.prompt.between(first, last)))
    tx.disturbed = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt that is on somebody's screen."""

    message_id: int
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """A message of a person: its number, when it came in, since when which calls are on their way, and which prompts
    may have been shown before the message that is known."""

    message_id: int
    at: float
    begun: Mapping[int, float]
    doubts: Doubts


def is_early(tx: Tx, chat_id: int, person: PersonId, prompt: int, came: Came) -> bool:
    """Was this message of the person written before the one that shows this prompt stood in the chat?

    While that one's number is not filed, what came in before its call began cannot have seen it. A prompt that nobody
    knows the message of, and that does not wait to be sent, may have been seen; and where the reply to its first call
    was lost, that one's message may have been (OUT-01)."""
    shown = prompt_message(tx, chat_id, prompt, person)
    if shown is not None:
        return came.message_id < shown.message_id and came.at < came.doubts.since(person, prompt)
    untried = (t.outbox.c.person_id == person, t.outbox.c.prompt == prompt, t.outbox.c.tries == 0)
    waits = tx.conn.execute(select(t.outbox.c.id).where(*untried)).first()
    return waits is not None and came.at < came.begun.get(waits.id, inf)


def is_waiting(tx: Tx, person: PersonId, prompt: int) -> bool:
    """Tell whether the message that is to show this prompt still waits to be sent."""
    waits = select(t.outbox.c.id).where(t.outbox.c.person_id == person, t.outbox.c.prompt == prompt)
    return tx.conn.execute(waits).first() is not None


def prompt_message(tx: Tx, chat_id: int, prompt: int, person: PersonId | None = None) -> Shown | None:
    """Return the message that shows this prompt in this chat (`person` None: a message of the team), if it was sent."""
    for digest in tx.vault.digests("chat", chat_id):
        row = _SHOWN.one(tx, digest=digest, person=person or 0, of=prompt)
        if row is not None:
            return Shown(row.message_id, row.shown_at)
    return None
