"""What an answer of the Bot API means for the call that it answers. A table, and nothing else."""

from __future__ import annotations

from enum import Enum

from bot.telegram.client import Answer


class Fate(Enum):
    """What becomes of a call."""

    DONE = "it is done, or was done before"
    WAIT = "too many calls: this scope rests"
    GONE = "this chat cannot be written to"
    MOVED = "the group has another id"
    PLAIN = "the markup is refused: once more as plain text"
    ANEW = "the message to change is not there"
    UNSURE = "nobody knows whether it was done"
    FINAL = "refused for good"
    REVOKED = "the token is not known"


#: Beginnings or parts of descriptions of a refusal (400), in small letters, first match counts.
_REFUSALS: tuple[tuple[str, Fate], ...] = (
    ("message is not modified", Fate.DONE),
    ("can't parse entities", Fate.PLAIN),
    ("message to edit not found", Fate.ANEW),
    ("message can't be edited", Fate.ANEW),
    ("message_id_invalid", Fate.ANEW),
    ("message to be edited", Fate.ANEW),
    ("there is no text in the message to edit", Fate.ANEW),
    ("chat not found", Fate.GONE),
    ("user not found", Fate.GONE),
    ("peer_id_invalid", Fate.GONE),
    ("chat_write_forbidden", Fate.GONE),
    ("not enough rights", Fate.GONE),
    ("have no rights to send", Fate.GONE),
    ("need administrator rights", Fate.GONE),
    ("group chat was deleted", Fate.GONE),
    ("group chat was deactivated", Fate.GONE),
    ("bot is not a member", Fate.GONE),
)

#: Their failing changes nothing for anybody: too late, or gone already (CB-07, OUT-07).
_HARMLESS = ("answerCallbackQuery", "deleteMessage", "deleteMessages", "leaveChat", "sendChatAction")


def judge(method: str, answer: Answer) -> Fate:
    """What becomes of a call of this method that was answered so."""
    if answer.ok:
        return Fate.DONE
    if answer.status == 401:
        return Fate.REVOKED
    if answer.status == 429:
        return Fate.WAIT
    if answer.status >= 500:
        # 501: a server that does not know the method will not learn it.
        return Fate.FINAL if answer.status == 501 else Fate.UNSURE
    if method in _HARMLESS:
        return Fate.DONE
    if answer.migrate_to:
        return Fate.MOVED
    if answer.status == 403:
        return Fate.GONE
    told = answer.description.lower()
    return next((fate for part, fate in _REFUSALS if part in told), Fate.FINAL)
