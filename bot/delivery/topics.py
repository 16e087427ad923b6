"""What belongs to a case's own topic in the team's group: sent there, and the topic is made where there is none.

Which message belongs where is for the desk to say: it names the topic in the payload (`{"topic": {"prompt": …,
"name": …}}`). The number under which a topic goes is filed as a message's is, under that prompt. Somebody may delete a
topic at any time; then it is made anew, and what cannot be said in one is said in the group itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.store import messages
from bot.store.due_call import DueCall
from bot.store.engine import Store
from bot.store.messages import ShownPrompt
from bot.store.tx import Tx
from bot.telegram.client import BotApi

log = structlog.get_logger("topics")


class Topics:
    """The topics of the team's group, as far as they are known."""

    def __init__(self, store: Store, api: BotApi, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._api = api
        self._clock = clock

    async def placed(self, parcel: DueCall, method: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Return the payload with the number of its topic; None where it is about a topic that was never made."""
        wanted = payload.get("topic")
        if wanted is None:
            return payload
        plain = {name: value for name, value in payload.items() if name != "topic"}
        if method.startswith("edit"):
            return plain
        known = await self._store.read(
            partial(messages.prompt_message, chat_id=parcel.chat_id, prompt=int(wanted["prompt"]))
        )
        if known is not None:
            return {**plain, "message_thread_id": known.message_id}
        if not method.startswith("send"):
            return None
        made = await self._make(parcel, wanted)
        return plain if made is None else {**plain, "message_thread_id": made}

    async def forget(self, parcel: DueCall) -> bool:
        """Forget the topic of a message that it does not take any more; False where the message has none."""
        wanted = parcel.payload.get("topic")
        if wanted is None:
            return False
        drop = partial(messages.forget_prompt, chat_id=parcel.chat_id, prompt=int(wanted["prompt"]))
        await self._store.write(drop)
        return True

    async def _make(self, parcel: DueCall, wanted: dict[str, Any]) -> int | None:
        """Make the topic and file its number; None where the platform does not let us."""
        answer = await self._api.call("createForumTopic", {"chat_id": parcel.chat_id, "name": wanted["name"]})
        made = answer.result.get("message_thread_id") if isinstance(answer.result, dict) else None
        if not answer.ok or not isinstance(made, int):
            log.error("a topic could not be made; said in the group itself", status=answer.status)
            return None
        shown = ShownPrompt(parcel.chat_digest, 0, int(wanted["prompt"]), made, self._clock())
        await self._store.write(partial(_note, shown=shown))
        return made


def _note(tx: Tx, shown: ShownPrompt) -> None:
    messages.note_shown(tx, [shown])
