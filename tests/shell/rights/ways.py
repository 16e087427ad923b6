"""Ways to every state of a conversation, and what is kept and written of a person there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from bot.jobs import Scheduler
from bot.store import conversations, people
from bot.store.consents import ConsentRecord, consents_of
from tests.shell.front import EVA, Front, finish, send
from tests.shell.walked import walked_once

TO_CONSENT = ("Answer the questions", "I answer for myself")


@walked_once
def begin(front: Front, *labels: str, user: int = EVA) -> None:
    """From /start, press these one after the other."""
    front.write(user, "/start")
    for label in labels:
        front.press(user, label)


@walked_once
def questions(front: Front) -> None:
    """As far as the first question."""
    begin(front, *TO_CONSENT, "I agree")


@walked_once
def pause(front: Front) -> None:
    """Paused in the middle of the questions."""
    questions(front)
    front.write(EVA, "34")
    front.write(EVA, "/pause")


@walked_once
def result(front: Front) -> None:
    """As far as the result."""
    finish(front)
    front.press(EVA, "All good")


@walked_once
def contact(front: Front) -> None:
    """Asked how they want to be reached."""
    result(front)
    front.press(EVA, "Yes, put me on the list")


@walked_once
def keep(front: Front) -> None:
    """Asked if the answers may be kept."""
    contact(front)
    front.press(EVA, "Write to me in this chat")


STATES: dict[str, Callable[[Front], object]] = {
    "new": lambda front: None,
    "card": lambda front: begin(front),
    "who": lambda front: begin(front, "Answer the questions"),
    "consent": lambda front: begin(front, *TO_CONSENT),
    "ended": lambda front: begin(front, *TO_CONSENT, "No, thanks"),
    "age": questions,
    "paused": pause,
    "review": finish,
    "result": result,
    "contact": contact,
    "send": keep,
    "sent": lambda front: send(front),
}


def kept(front: Front, user: int = EVA) -> dict[str, Any] | None:
    """Her conversation, as it is filed."""

    def work(tx: Any) -> dict[str, Any] | None:
        person = people.find_person(tx, user)
        stored = conversations.load_conversation(tx, person) if person is not None else None
        return dict(stored.body) if stored is not None else None

    return front.context.store.read_now(work)


def state_of(front: Front) -> str:
    """Where they are."""
    found = kept(front)
    return found["state"] if found else "new"


def consents(front: Front, user: int = EVA) -> list[ConsentRecord]:
    """Her consent record."""

    def work(tx: Any) -> list[ConsentRecord]:
        person = people.find_person(tx, user)
        return consents_of(tx, person) if person is not None else []

    return front.context.store.read_now(work)


def given(front: Front) -> list[tuple[str, str]]:
    """Purpose and action of each line of the record."""
    return [(record.purpose, record.action) for record in consents(front)]


def is_known(front: Front, user: int = EVA) -> bool:
    """Is anything kept of her?"""
    return front.context.store.read_now(lambda tx: people.find_person(tx, user)) is not None


def rows(front: Front, table: Any) -> int:
    """How many rows a table holds."""
    return front.context.store.read_now(
        lambda tx: int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())
    )


def tick(front: Front) -> None:
    """Run every job once, now, and send what is posted."""
    asyncio.run(Scheduler(front.context).nudge())
    front.deliver()


def own_file(front: Front) -> dict[str, Any]:
    """The file that /mydata sent last."""
    sent = [payload for method, payload in front.calls if method == "sendDocument"]
    found: dict[str, Any] = json.loads(sent[-1]["document"]["text"])
    return found


def erase(front: Front, user: int = EVA) -> None:
    """Everything, and yes, sure."""
    front.write(user, "/borrar")
    front.press(user, "Yes, erase everything")
