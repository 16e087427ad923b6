"""What an answer of the Bot API means for the call that it answers. A table, and nothing else.

A refusal that stands in no line is kept: what is owed to somebody is never thrown away for a reason nobody knows."""

from __future__ import annotations

from enum import Enum

from bot.telegram.client import ApiReply


class SendResult(Enum):
    """What becomes of a call."""

    DONE = "it is done, or was done before"
    WAIT = "too many calls: this scope rests"
    GONE = "this chat cannot be written to"
    MOVED = "the group has another id"
    PLAIN = "the markup is refused: once more as plain text"
    ANEW = "the message to change is not there"
    UNSURE = "nobody knows whether it was done"
    KEPT = "refused, and nobody knows why: it is owed, so it waits"
    UPGRADED = "the group has another id, which is to be asked for"
    BARE = "the topic or message it belongs to is gone: once more without it"
    REVOKED = "the token is not known"


#: Beginnings or parts of descriptions of a refusal (400), in small letters, first match counts.
_REFUSALS: tuple[tuple[str, SendResult], ...] = (
    ("message is not modified", SendResult.DONE),
    ("can't parse entities", SendResult.PLAIN),
    ("message to edit not found", SendResult.ANEW),
    ("message can't be edited", SendResult.ANEW),
    ("message_id_invalid", SendResult.ANEW),
    ("message to be edited", SendResult.ANEW),
    ("there is no text in the message to edit", SendResult.ANEW),
    ("message thread not found", SendResult.BARE),
    ("topic_deleted", SendResult.BARE),
    ("topic_id_invalid", SendResult.BARE),
    ("replied not found", SendResult.BARE),
    ("reply message not found", SendResult.BARE),
    ("upgraded to a supergroup", SendResult.UPGRADED),
    ("chat not found", SendResult.GONE),
    ("user not found", SendResult.GONE),
    ("peer_id_invalid", SendResult.GONE),
    ("chat_write_forbidden", SendResult.GONE),
    ("not enough rights", SendResult.GONE),
    ("have no rights to send", SendResult.GONE),
    ("need administrator rights", SendResult.GONE),
    ("group chat was deleted", SendResult.GONE),
    ("group chat was deactivated", SendResult.GONE),
    ("bot is not a member", SendResult.GONE),
)

#: Their failing changes nothing for anybody: too late, or gone already (CB-07, OUT-07).
_HARMLESS = (
    "answerCallbackQuery",
    "deleteMessage",
    "deleteMessages",
    "leaveChat",
    "sendChatAction",
    "closeForumTopic",
    "reopenForumTopic",
    "deleteForumTopic",
)


def classify_reply(method: str, answer: ApiReply) -> SendResult:
    """Return what becomes of a call of this method that was answered so."""
    if answer.ok:
        return SendResult.DONE
    if answer.status == 401:
        return SendResult.REVOKED
    if answer.status == 429:
        return SendResult.WAIT
    if method in _HARMLESS and (answer.status < 500 or answer.status == 501):
        return SendResult.DONE
    if answer.status >= 500:
        # 501: a server that does not know the method did nothing.
        return SendResult.KEPT if answer.status == 501 else SendResult.UNSURE
    if answer.migrate_to:
        return SendResult.MOVED
    if answer.status == 403:
        return SendResult.GONE
    told = answer.description.lower()
    return next((fate for part, fate in _REFUSALS if part in told), SendResult.KEPT)
