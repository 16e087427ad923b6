"""What everybody reads in the course of a day at the desk, in real words, written down chat by chat.

A story is a function that lets people press and write; `Day` writes what they do and what each chat shows after it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bot.jobs import Scheduler
from tests.shell.front import NAMES, Front, buttons

#: The way of somebody who might fit, in each language: what is typed, and which buttons are pressed.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "es": (
        "[Responder las preguntas]", "[Respondo por mí]", "[Acepto]", "34", "[Sí]", "junio 2026", "[IV]",
        "[Sí, al menos uno]", "[Sí]", "2,1 mg/mg", "78", "[Ninguno de estos]",
        "[No, ni ahora ni en 12 meses]", "[No sé]", "[Todo bien]",
    ),
    "en": (
        "[Answer the questions]", "[I answer for myself]", "[I agree]", "34", "[Yes]", "June 2026", "[IV]",
        "[Yes, at least one]", "[Yes]", "2.1 mg/mg", "78", "[None of these treatments]",
        "[No, not now nor in 12 months]", "[I don't know]", "[All good]",
    ),
}  # fmt: skip
#: From the result to the code, by what the person wants.
SENDS: Mapping[str, tuple[str, ...]] = {
    "es": ("[Sí, quiero que me contacten]", "[Escríbanme en este chat]"),
    "en": ("[Yes, contact me]", "[Write to me in this chat]"),
}
#: Fingerprints of the study and of texts: each change of a word is another one.
_HASH = re.compile(r"\b[0-9a-f]{12}\b")
_TAGS = re.compile(r"<[^>]+>")


class Day:
    """Lets people act, and writes down what each chat shows after it."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.lines: list[str] = []
        self._seen: dict[tuple[int, int], str] = {}
        #: Codes are drawn by chance; they are told in the order in which they came.
        self._codes: dict[str, str] = {}

    def presses(self, user: int, label: str, chat: int | None = None) -> str:
        """Somebody presses the newest button with this label; what the press was answered."""
        said = self.front.press(user, label, chat)
        where = "" if chat is None else f" in the {self._name(chat)}"
        self.lines.append(f"\n{self._name(user)} presses [{label}]{where}")
        if said:
            self.lines.append(f"  answer: {said}")
        self._look()
        return said

    def writes(self, user: int, text: str) -> None:
        """Somebody writes to the bot."""
        self.front.write(user, text)
        self.lines.append(f"\n{self._name(user)} writes: {text}")
        self._look()

    def happens(self, what: str) -> None:
        """Something happened that nobody did in a chat."""
        self.lines.append(f"\n-- {what} --")
        self._look()

    def passes(self, **time: float) -> None:
        """Time passes, and the clock does what is due."""
        self.front.wait(**time)
        asyncio.run(Scheduler(self.front.context).nudge())
        self.front.deliver()
        self.happens(f"{self.front.now.astimezone(self.front.context.place.zone):%A %H:%M}")

    def sends(self, user: int, language: str, link: str = "") -> str:
        """A person answers and sends it; only the end of that is written down. The code comes back."""
        self.front.write(user, f"/start {link}".strip())
        if language == "es":
            self.front.press(user, "Español")
        for deed in (*ANSWERS[language], *SENDS[language]):
            if deed.startswith("["):
                self.front.press(user, deed.strip("[]"))
            else:
                self.front.write(user, deed)
        newest = max(key for key in self.front.messages if key[0] == user)
        shown = self.front.messages[newest]
        code = next(str(b["copy_text"]["text"]) for b in buttons(shown) if "copy_text" in b)
        self._codes[code] = f"LUP-{len(self._codes) + 2:04d}".replace("0", "A").replace("1", "B")
        for key, message in self.front.messages.items():
            if key[0] == user and key != newest:
                self._seen[key] = json.dumps(message, sort_keys=True)
        self.lines.append(f"\n{self._name(user)} answers the questions and sends them")
        self._look()
        return code

    def skip(self) -> None:
        """Leave out what stands in the chats so far."""
        self._seen = {key: json.dumps(shown, sort_keys=True) for key, shown in self.front.messages.items()}

    def told(self) -> str:
        """The whole day."""
        text = _HASH.sub("…", "\n".join(self.lines).strip() + "\n")
        for code, name in self._codes.items():
            text = text.replace(code, name)
        return text

    def _look(self) -> None:
        for key, shown in sorted(self.front.messages.items()):
            now = json.dumps(shown, sort_keys=True)
            if self._seen.get(key) == now:
                continue
            changed = " (changed)" if key in self._seen else ""
            self._seen[key] = now
            topic = ", topic" if "message_thread_id" in shown else ""
            self._write_down(f"  {self._name(key[0])}{topic}{changed}: ", shown)

    def _write_down(self, head: str, shown: Mapping[str, Any]) -> None:
        text = unescape(_TAGS.sub("", str(shown.get("text", "(buttons alone)"))))
        lines = [line for line in text.split("\n") if line.strip()]
        self.lines.append(head + lines[0])
        self.lines += [f"    {line}" for line in lines[1:]]
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        self.lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in rows]

    @staticmethod
    def _name(chat: int) -> str:
        return "group" if chat < 0 else NAMES[chat].split()[0]
