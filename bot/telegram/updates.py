"""Updates as they come, by polling or webhook: which kinds, in what lane, and handed over one by one.

Theory of operation. Three things can go wrong with an update, and each has its own end, so that no update ever makes
the bot deaf. What *the update* is at fault for (it cannot be read, or the desk fails three times) is set aside. What
cannot even be set aside is only counted: its number and a kind of error are filed, which needs neither a person's key
nor readable content nor a shape, and where that fails too, a line in the log is all. What *the machine* is at fault
for (an `OSError`: a lock, a full disk, a broken connection) is no fault of the update: it is to be delivered again, and
meanwhile the safety text goes out unfiled. Only where the same update meets such a fault again and again while others
do not is it the update's own after all.

A press is answered within a second of its arrival, whatever becomes of it. Where words are to be said to it, they are
filed and go the way of all calls; mostly there are none, and then it is answered here, once its work stands: it is not
filed, for the same update answers it again after a stop, and it goes out beside the chat's other calls: a row, two
seals and a turn in the chat's lane less. Whoever received the update may carry that answer instead. Nothing is
confirmed here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import ValidationError
from pydantic_core import to_json

from bot.config.arrival import PressEnd, came_in
from bot.log import Seldom, where_raised
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi
from bot.telegram.press import PRESS_ALONE, PressUpdate

if TYPE_CHECKING:
    from aiogram.types import Update

log = structlog.get_logger("updates")

_TRIES = 3
#: Faults of the machine that one update alone may meet, while others are handled, before it is its own.
_ALONE = 5
#: Seconds after which a press that is not worked off yet is answered with nothing (CB-09).
PRESS_SECONDS = 0.7
#: Seconds between the tries to answer a press with nothing; later its button has stopped turning anyway.
_PRESS_RESTS = (0.5, 1.5, 4.0)
#: Seconds for which what is not answered yet is waited for at a stop.
_LAST_SECONDS = 2.0
#: All that may arrive (TG-22); chat_member because a member of staff who leaves loses the rights.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")

Raw = Mapping[str, Any]
Dispatch = Callable[["Update | PressUpdate"], Awaitable[None]]
#: Quarantines an update that cannot be handled, or only counts it; `fault` is a kind of error.
SetAside = Callable[[Raw, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Trouble:
    """How often an update met a fault of the machine while others were handled."""

    alone: int = 0
    handled_by_then: int = 0


@dataclass(slots=True, eq=False)
class _Press:
    """A press that is in hand, and what answers it in time."""

    query: str
    timer: asyncio.TimerHandle | None = None
    #: It took too long, and was answered with nothing meanwhile.
    answered: bool = False


class UpdateHandler:
    """Takes one update at a time to the desk, wherever it came from."""

    def __init__(
        self,
        api: BotApi,
        dispatch: Dispatch,
        set_aside: SetAside,
        *,
        count: SetAside | None = None,
        unfiled: Dispatch | None = None,
    ) -> None:
        self._api = api
        self._dispatch = dispatch
        self._resorts = [set_aside, *([count] if count is not None else [])]
        self._unfiled = unfiled
        self._troubles: dict[int, _Trouble] = {}
        #: Updates that are not filed yet and of which the safety text was said, where one is due.
        self._warned: set[int] = set()
        self._presses: dict[int, _Press] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._seldom = Seldom()
        self._arrived: dict[int, float] = {}
        self._is_ready = False
        #: Updates that were worked off, quarantined or counted, since the start.
        self.handled = 0
        #: Updates of which nothing but their number is known any more.
        self.lost = 0

    async def ready(self) -> None:
        """Wait until updates can be read; the loop goes on meanwhile, and answers presses that wait."""
        if not self._is_ready:
            await asyncio.to_thread(load_models)
            self._is_ready = True

    def arrived(self, raw: Raw) -> None:
        """Note that it is here: from now on a press has its second, and later messages were not on the screen."""
        self._arrived.setdefault(raw["update_id"], time.monotonic())
        press = raw.get("callback_query")
        query = press.get("id") if isinstance(press, dict) else None
        if isinstance(query, str) and raw["update_id"] not in self._presses:
            pressed = self._presses[raw["update_id"]] = _Press(query)
            pressed.timer = asyncio.get_running_loop().call_later(PRESS_SECONDS, self._answer_late, pressed)

    async def take(self, raw: Raw, carry: Callable[[str], None] | None = None) -> bool:
        """Handle one update, or quarantine it; False where it must be delivered again.

        A press that is to be answered with nothing is handed to `carry`, where there is one."""
        number = raw["update_id"]
        arrival = came_in(self._arrived.get(number, time.monotonic()))
        await self.ready()
        try:
            if fault := await self._handle(raw):
                await self._put_away(raw, fault)
        except OSError as error:
            if await self._is_the_machines(raw, error):
                return False
            await self._put_away_whatever_happens(raw, type(error).__name__)
        self.handled += 1
        self._troubles.pop(number, None)
        self._warned.discard(number)
        self._arrived.pop(number, None)
        self._end_press(number, arrival.press, carry or self._answer)
        return True

    def _end_press(self, number: int, end: PressEnd, answer: Callable[[str], None]) -> None:
        """Stop the turning of a button, where nothing does or did."""
        pressed = self._presses.pop(number, None)
        if pressed is None or pressed.answered or end is PressEnd.PERHAPS:
            return  # of the last its timer runs on: an answer with words, if one is filed, is there before
        if pressed.timer is not None:
            pressed.timer.cancel()
        if end is PressEnd.BARE:
            answer(pressed.query)

    async def rest(self) -> None:
        """Let the presses that are being answered be answered, at a stop."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=_LAST_SECONDS)

    async def _handle(self, raw: Raw) -> str:
        """Hand it over, three times if need be; the kind of error it failed with, or nothing."""
        fault = ""
        for attempt in range(_TRIES):
            try:
                await self._dispatch(read_update(raw))
            except ValidationError:
                return "Unreadable"
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001  # one update fails alone: the others go on
                fault = type(error).__name__
                log.error("update failed", update=raw["update_id"], attempt=attempt + 1, fault=where_raised(error))
            else:
                return ""
        return fault

    async def _put_away(self, raw: Raw, fault: str) -> None:
        """Set it aside, or else count it, or else say so: it never comes again."""
        for resort in self._resorts:
            try:
                await resort(raw, fault)
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001  # the next resort needs less of it
                log.error("update could not be quarantined", update=raw["update_id"], fault=where_raised(error))
            else:
                return
        self.lost += 1
        log.error("update lost: nothing but its number is known", update=raw["update_id"], fault=fault)

    async def _put_away_whatever_happens(self, raw: Raw, fault: str) -> None:
        try:
            await self._put_away(raw, fault)
        except OSError as error:
            self.lost += 1
            log.error(
                "update lost: nothing but its number is known", update=raw["update_id"], fault=where_raised(error)
            )

    async def _is_the_machines(self, raw: Raw, error: OSError) -> bool:
        """Say the safety text once; False where only this update meets the fault, again and again."""
        number = raw["update_id"]
        trouble = self._troubles.get(number, _Trouble(handled_by_then=self.handled))
        alone = trouble.alone + (self.handled > trouble.handled_by_then)
        self._troubles[number] = _Trouble(alone, self.handled)
        if self._seldom.due():
            also = self._seldom.held_back
            log.error("the machine is at fault; waiting", update=number, fault=where_raised(error), also=also)
        await self.warn([raw])
        return alone < _ALONE

    async def warn(self, waiting: Collection[Raw]) -> None:
        """Say the safety text of each of these at once that calls for one, and only once: they cannot be filed now,
        or wait behind one that cannot."""
        for raw in waiting:
            number = raw["update_id"]
            if number in self._warned or self._unfiled is None:
                continue
            self._warned.add(number)
            try:
                await self._unfiled(read_update(raw))
            except ValidationError:
                continue  # what cannot be read tells of no danger
            except Exception as fault:  # noqa: BLE001  # it is handled later in any case
                log.error("nothing could be said unfiled", update=number, fault=where_raised(fault))

    def _answer_late(self, pressed: _Press) -> None:
        pressed.answered = True
        self._answer(pressed.query)

    def _answer(self, query: str) -> None:
        task = asyncio.ensure_future(self._say_nothing(query))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _say_nothing(self, query: str) -> None:
        """Answer a press with nothing; a few times, where the server does not take it."""
        try:
            for rest in (*_PRESS_RESTS, None):
                again = await self._try_to_answer(query)
                if again is None:
                    return
                if rest is None or again > _PRESS_RESTS[-1]:
                    break
                await asyncio.sleep(max(rest, again))
            log.info("a press could not be answered")
        except Exception as fault:  # noqa: BLE001  # nobody waits for this task: what it fails with is said here
            log.info("a press could not be answered", fault=where_raised(fault))

    async def _try_to_answer(self, query: str) -> float | None:
        """Return for how many seconds at least to wait before another try; None where none is needed."""
        try:
            told = await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        except (ApiUnreachable, ApiReplyLost):
            told = ApiReply(0, ok=False)
        if told.ok or (400 <= told.status < 500 and told.status != 429):
            return None  # too old counts as answered (CB-07)
        return max(float(told.retry_after), _PRESS_RESTS[0])


@cache
def load_models() -> type[Update]:
    """Load the library's forms of an update, once: that takes longer than all else of a start, and no poll needs it."""
    from aiogram.types import Update  # only here, behind the first poll

    return Update


def read_update(raw: Raw) -> Update | PressUpdate:
    """Return the update as the library has it, a press in a form of our own."""
    form = PressUpdate if raw.keys() == PRESS_ALONE else load_models()
    return form.model_validate(raw if _is_whole(raw) else repaired(raw))


def _is_whole(raw: Raw) -> bool:
    """Are there no halves of characters in it? Asked of the encoder, for it is quick and nearly always so."""
    try:
        to_json(raw)
    except (ValueError, RecursionError):
        return False
    return True


def repaired(value: Any) -> Any:
    """Replace halves of characters that no text may hold: they cannot be filed, sent or sealed (TXT-02).

    >>> repaired({"name": ["\\ud83d", "Eva"]})["name"][1]
    'Eva'
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {repaired(name): repaired(part) for name, part in value.items()}
    return [repaired(part) for part in value] if isinstance(value, list) else value


def lane(raw: Raw) -> int | None:
    """Whose update this is; those that do not say so share a lane of their own.

    >>> lane({"update_id": 1, "callback_query": {"from": {"id": 7}}})
    7
    >>> lane({"update_id": 1, "message": {"from": {"id": [7]}}})
    """
    for content in raw.values():
        if isinstance(content, dict):
            who = content.get("from") or content.get("chat") or {}
            number = who.get("id") if isinstance(who, dict) else None
            return number if isinstance(number, int) else None
    return None
