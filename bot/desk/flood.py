"""Too much from one person at once: told once, kindly; presses are still answered, the rest is dropped (IN-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.context import DeskContext
from bot.render.messages import View, answer, message
from bot.store.outbox import post
from bot.store.tx import Tx
from dialogs.replies import Notice
from dialogs.screens import N_, Block, Screen, Text

SLOWLY = N_("That is a lot at once. Please wait a minute, then go on. Your answers so far are kept.")


@dataclass(frozen=True, slots=True)
class Excess:
    """One update beyond what its sender may send."""

    chat_id: int
    language: str
    #: The press that waits for its answer.
    press: str = ""
    #: The first one beyond: the only one that gets a message.
    first: bool = False


def drop(tx: Tx, context: DeskContext, _now: datetime, *, excess: Excess) -> None:
    """Let it go; nothing of it is read or kept."""
    view = View(context.texts, excess.language)
    if excess.press:
        call = answer(view, excess.press, Notice(Text(SLOWLY)))
        post(tx, excess.chat_id, call)
    elif excess.first:
        for call in message(view, Screen((Block((Text(SLOWLY),)),))):
            post(tx, excess.chat_id, call)
