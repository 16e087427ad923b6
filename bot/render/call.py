"""One call of the Bot API as it is drawn, posted and sent; its chat is added where it is posted."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.fixed import fixed

#: A JSON object.
Payload = Mapping[str, object]


@fixed(frozen=True, slots=True)
class Call:
    """A method and its payload, and how the call stands to others of its chat.

    `payload` is JSON without `chat_id` (and without `message_id` where `replaces` is given). That of a `sendDocument`
    holds `{"document": {"filename": …, "text": …}, …}`, or for `text` a `paper` that is drawn when it is sent. That of
    a `sendPhoto` holds the drawing as `svg` in the same way."""

    method: str
    payload: Payload
    #: The prompt whose message this is; 0 where it has no buttons of the core.
    prompt: int = 0
    #: The prompt whose message this changes.
    replaces: int = 0
    urgent: bool = False
    #: Calls of this name that still wait in the chat are dropped for this one: only the newest picture counts.
    coalesce: str = ""
