"""From a parcel to the call that is made: an edit or a new message, with markup or without."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.send_result import SendResult
from bot.store.due_call import DueCall

#: What an edit of a text takes; the rest of a new message's fields would be refused.
_EDITABLE = ("text", "parse_mode", "link_preview_options")
#: What lets a message in a group be seen by one member alone, on platforms that know it.
_TO_ONE_ALONE = "ephemeral_message_parameters"
#: What shows a button as done, on platforms that know it.
_DONE = "disabled"


def as_call(parcel: DueCall) -> tuple[str, dict[str, Any]] | None:
    """Return method and payload as they go out; None where the message to change was never sent."""
    payload: dict[str, Any] = dict(parcel.payload)
    if parcel.method == "answerCallbackQuery":
        return parcel.method, payload
    payload["chat_id"] = parcel.chat_id
    if not parcel.replaces:
        return parcel.method, payload
    if parcel.method.startswith("edit") or parcel.method == "deleteMessage":
        if parcel.target is None:
            return None
        return parcel.method, {**payload, "message_id": parcel.target}
    if parcel.target is None or "text" not in payload:
        return parcel.method, payload
    return "editMessageText", as_edit(payload, parcel.target)


def as_edit(payload: Mapping[str, Any], message_id: int) -> dict[str, Any]:
    """Return the edit that makes this message say what a new one would.

    >>> as_edit({"chat_id": 5, "text": "card", "protect_content": True}, 7)
    {'text': 'card', 'chat_id': 5, 'message_id': 7}
    """
    edit = {name: payload[name] for name in _EDITABLE if name in payload}
    edit |= {"chat_id": payload["chat_id"], "message_id": message_id}
    if "inline_keyboard" in payload.get("reply_markup", {}):
        edit["reply_markup"] = payload["reply_markup"]
    return edit


def as_cover(payload: Mapping[str, Any], cover: str) -> dict[str, Any]:
    """Return the same message with nothing but its cover in it, in its place and as the answer that it is.

    >>> as_cover({"chat_id": 5, "text": "card", "parse_mode": "HTML", "protect_content": True}, "REF-7K3Q …")
    {'chat_id': 5, 'protect_content': True, 'text': 'REF-7K3Q …'}
    """
    kept = ("chat_id", "message_thread_id", "protect_content", "disable_notification", "reply_parameters")
    return {**{name: payload[name] for name in kept if name in payload}, "text": cover}


def as_plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same message without markup, for a server that refuses it (OUT-11).

    >>> as_plain({"text": "<b>2 &lt; 3</b>", "parse_mode": "HTML"})
    {'text': '2 < 3'}
    """
    plain = {name: value for name, value in payload.items() if name != "parse_mode"}
    for name in ("text", "caption"):
        if name in plain and "parse_mode" in payload:
            plain[name] = html.unescape(re.sub(r"</?[a-z][^<>]*>", "", plain[name]))
    return plain


def as_bare(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same message outside the topic and without the message it answered: they are gone (OUT-09); and for
    everybody in the group, where the platform cannot show it to one alone.

    >>> as_bare({"text": "card", "message_thread_id": 7})
    {'text': 'card'}
    """
    gone = ("topic", "message_thread_id", "reply_parameters", "reply_to_message_id", _TO_ONE_ALONE)
    return {name: value for name, value in payload.items() if name not in gone}


def as_pressable(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same message without the buttons that are done, for a platform that cannot show them.

    >>> as_pressable({"text": "no buttons"})
    {'text': 'no buttons'}
    >>> as_pressable({"reply_markup": {"inline_keyboard": [[{"text": "Taken", "disabled": {}}, {"text": "See"}]]}})
    {'reply_markup': {'inline_keyboard': [[{'text': 'See'}]]}}
    """
    if not _shows_done(payload):
        return dict(payload)
    rows = [[button for button in row if _DONE not in button] for row in _rows(payload)]
    return {**payload, "reply_markup": {"inline_keyboard": [row for row in rows if row]}}


def _shows_done(payload: Mapping[str, Any]) -> bool:
    return any(_DONE in button for row in _rows(payload) for button in row)


def _rows(payload: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    markup = payload.get("reply_markup")
    return markup.get("inline_keyboard", []) if isinstance(markup, Mapping) else []


def plainer(fate: SendResult, payload: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
    """Return how a call that was refused so is made more plainly; None where that would not help.

    >>> plainer(SendResult.KEPT, {"text": "hint", "ephemeral_message_parameters": {"receiver_user_id": 5}}) is as_bare
    True
    >>> plainer(SendResult.KEPT, {"text": "card"})
    """
    if fate is SendResult.KEPT and _TO_ONE_ALONE in payload:
        return as_bare
    if fate is SendResult.KEPT and _shows_done(payload):
        return as_pressable
    return {SendResult.PLAIN: as_plain, SendResult.BARE: as_bare}.get(fate)


class Platform:
    """What this platform was found not to know: it is not asked again while the program runs.

    >>> done = {"reply_markup": {"inline_keyboard": [[{"text": "Taken", "disabled": {}}]]}}
    >>> platform = Platform()
    >>> platform.fitted(done) == done
    True
    >>> platform.learn(as_pressable, SendResult.DONE)
    >>> platform.fitted(done)
    {'reply_markup': {'inline_keyboard': []}}
    """

    def __init__(self) -> None:
        self._shows_done = True

    def fitted(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return a call as this platform takes it."""
        return payload if self._shows_done else as_pressable(payload)

    def learn(self, repair: Callable[[Mapping[str, Any]], dict[str, Any]], fate: SendResult) -> None:
        """Note that a call that was refused went through once it was made more plainly."""
        if repair is as_pressable and fate is SendResult.DONE:
            self._shows_done = False
