"""People with phones: each answers what is shown, until what they sent has a code or nothing comes any more."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.acts import NoSuchThing
from bot.demo.emulator import Emulator
from tests.bench.api import NO_ANSWER, walk_the_study
from tests.shell.front import buttons

#: What is said where a text is older than the message that shows its question: after a crash it may be shown twice.
_TOO_EARLY = "before you could see this question"


@dataclass(slots=True)
class Phone:
    """One person."""

    chat: int
    done: bool = False
    #: The prompts that were answered, in order.
    answered: list[str] = field(default_factory=list)
    #: Messages that asked for an answer once more, because it was typed before the question was known to be shown.
    asked_again: list[int] = field(default_factory=list)
    #: What was last shown where the way was lost.
    lost: str = ""


async def walk(emulator: Emulator, phone: Phone, patience: float, until: int = 100) -> None:
    """Go the way of somebody who might fit; ends with the code, after so many answers, or when patience ends."""
    emulator.say(phone.chat, phone.chat, "/start")
    since = time.monotonic()
    while len(phone.answered) < until:
        shown = _open(emulator, phone)
        if shown is None:
            if time.monotonic() - since > patience:
                phone.lost = "nothing came"
                return
            await asyncio.sleep(0.05)
            continue
        label = walk_the_study(shown, len(phone.answered))
        if label is None:
            phone.done = True
            return
        if label == NO_ANSWER:
            phone.lost = str(shown["text"])[:200]
            return
        await asyncio.sleep(random.uniform(0.05, 0.3))
        phone.answered.append(prompt_of(shown))
        try:
            if label[0].isdigit() and len(label) == 2:
                emulator.say(phone.chat, phone.chat, label)
            else:
                emulator.press(phone.chat, phone.chat, shown["message_id"], label)
        except NoSuchThing:  # it was changed meanwhile: what is shown now is answered
            phone.answered.pop()
        since = time.monotonic()


def prompt_of(shown: dict[str, object]) -> str:
    """Return what identifies the prompt of a message with buttons."""
    data = [button["callback_data"] for button in buttons(shown) if "callback_data" in button]
    return data[0].rsplit(".", 1)[0] if data else "code"


def _open(emulator: Emulator, phone: Phone) -> dict[str, object] | None:
    """Return the newest message with buttons, where it was not answered yet, or its answer is asked for once more."""
    last = emulator.messages(phone.chat)[-1]
    if _TOO_EARLY in str(last.get("text")) and last["message_id"] not in phone.asked_again and phone.answered:
        phone.asked_again.append(int(last["message_id"]))
        phone.answered.pop()
    for message in reversed(emulator.messages(phone.chat)):
        if buttons(message):
            return message if prompt_of(message) not in phone.answered else None
    return None


async def patiently(done: Callable[[], object], seconds: float) -> bool:
    """Wait until a function says yes, or patience ends; did it?"""
    since = time.monotonic()
    while not done():
        if time.monotonic() - since > seconds:
            return False
        await asyncio.sleep(0.1)
    return True


async def crowd(emulator: Emulator, count: int, patience: float, until: int = 100) -> list[Phone]:
    """So many people at once; returns when all are through or have lost patience."""
    phones = [Phone(emulator.new_patient("en").id) for _ in range(count)]
    await asyncio.gather(*(walk(emulator, phone, patience, until) for phone in phones))
    return phones
