"""Take the picture of the demonstration that README shows: `python -m tests.demo.picture`.

The demonstration is started in a folder of its own. One person goes through the questions and sends them, so that
the team's group has its card; a second one, who reads English, stands at a question. Then a browser takes the picture.
It needs playwright and an installed Chromium.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.log_lines import set_up_logs
from bot.demo.emulator import Emulator
from bot.demo.run import Demonstration
from bot.demo.server import Hooks, serve_demo
from tests.demo.conftest import BROWSERS, FLAGS

if TYPE_CHECKING:
    from playwright.async_api import Page, ViewportSize

PICTURE = Path(__file__).parents[2] / "docs" / "demo.png"
SIZE: ViewportSize = {"width": 1180, "height": 840}
#: Longest that anything may take; a busy machine needs most of it.
_PATIENCE = 120.0
#: More answers than any way through the questions has.
_MOST = 40


class Person:
    """One person at the emulator, who acts and waits for the bot."""

    def __init__(self, emulator: Emulator, chat: int) -> None:
        self.emulator, self.chat = emulator, chat

    def buttons(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the buttons of the newest message that has some, with its number."""
        for message in reversed(self.emulator.messages(self.chat)):
            rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
            if rows:
                return [(int(message["message_id"]), key) for row in rows for key in row]
        return []

    async def say(self, text: str) -> None:
        """Type a text and wait for what comes back."""
        before = self.buttons()
        self.emulator.say(self.chat, self.chat, text)
        await until(lambda: self.buttons() not in ([], before))

    async def press(self, position: int) -> None:
        """Press a button and wait for what comes back."""
        before = self.buttons()
        message, key = before[position]
        self.emulator.press(self.chat, self.chat, message, key["callback_data"])
        await until(lambda: self.buttons() not in ([], before))


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold."""

    async def wait() -> None:
        while not holds():
            await asyncio.sleep(0.05)

    await asyncio.wait_for(wait(), _PATIENCE)


async def send_a_referral(emulator: Emulator) -> None:
    """Let the first person answer and agree to be contacted."""
    person = Person(emulator, emulator.patients[0])
    await person.say("/start")
    for _ in ("the questions", "for oneself", "agreed"):
        await person.press(0)
    await person.say("34")
    for _ in range(_MOST):
        labels = [key["text"] for _, key in person.buttons()]
        if labels[0] == "Sí":
            await person.press(0)
        elif any(label.startswith("No sé") for label in labels):
            await person.say("no sé")
        else:
            break
    await person.say("todo bien")
    await person.press(0)
    await person.press(0)
    await until(lambda: bool(emulator.messages(emulator.staff_chat)))


async def stand_at_a_question(page: Page) -> None:
    """Let a second person begin on the page, up to a question about the illness."""
    await page.click("#patient .main")
    for said in ("Answer the questions", "I answer for myself", "I agree"):
        await page.click(f"#patient .key:has-text('{said}')")
    await page.wait_for_selector("text=How old are you?")
    await page.fill("#patient textarea", "34")
    await page.press("#patient textarea", "Enter")
    await page.click("#patient .message:last-of-type .key >> nth=0")
    await page.wait_for_selector("#patient .message:last-of-type:has-text('biopsy')")


async def take(emulator: Emulator, address: str, target: Path) -> bool:
    """Open the page, act, and take the picture; False where there is no browser."""
    from playwright.async_api import async_playwright

    async with async_playwright() as running:
        browser = next(filter(None, map(shutil.which, (*BROWSERS, running.chromium.executable_path))), None)
        if browser is None:
            print(f"No browser: none of {', '.join(BROWSERS)} is in PATH, and playwright has none of its own.")
            return False
        window = await running.chromium.launch(executable_path=browser, args=FLAGS)
        page = await window.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
        page.set_default_timeout(_PATIENCE * 1000)
        await page.goto(f"{address}/?lang=en&patient_lang=en")
        await page.click("#recruitment label:has(#recruitment-recruiting)")
        await page.wait_for_selector("#controls:not([aria-busy])", state="attached")
        await send_a_referral(emulator)
        await page.wait_for_selector("#team .message")
        await stand_at_a_question(page)
        await page.screenshot(path=target, animations="disabled")
        await window.close()
        return True


async def main() -> int:
    """Take the picture; 2 where there is no browser."""
    set_up_logs("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        demonstration = Demonstration(Path(folder))
        await demonstration.start()
        hooks = Hooks(on_recruitment=demonstration.turn, on_reset=demonstration.reset, on_advance=demonstration.advance)
        server = await serve_demo(demonstration.emulator, "127.0.0.1", 0, hooks)
        try:
            address = f"http://127.0.0.1:{server.addresses[0][1]}"
            if not await take(demonstration.emulator, address, PICTURE):
                return 2
        finally:
            await server.cleanup()
            await demonstration.stop()
    print(f"took {PICTURE.name}: {PICTURE.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
