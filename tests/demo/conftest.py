"""The emulator with an ordinary client, and the page with a small bot and a browser."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BotCommand

from bot.demo.emulator import Emulator
from bot.demo.server import Hooks, serve_demo
from tests.demo.echo import echo_bot

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Demo:
    """A running demonstration and what its bar was asked to do."""

    emulator: Emulator
    page: str
    now: datetime = datetime(2026, 11, 22, 15, tzinfo=UTC)
    asked: list[object] = field(default_factory=list)

    def said(self) -> list[str]:
        """What the first patient wrote."""
        patient = self.emulator.patients[0]
        return [each["text"] for each in self.emulator.messages(patient) if each["from"]["id"] == patient]

    def reset(self, language: str) -> None:
        self.asked.append(f"reset {language}")
        self.emulator.reset(language)

    def advance(self, by: timedelta) -> None:
        self.asked.append(by)
        self.now += by


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def emulator(watch: Watch) -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=watch)
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.base))
    async with Bot(emulator.token, session=session) as bot:
        yield bot


@pytest.fixture
def patient(emulator: Emulator) -> int:
    """A patient who has written to the bot, so that it may answer."""
    patient = emulator.patients[0]
    emulator.say(patient, patient, "/start c_afiche")
    return patient


@contextlib.asynccontextmanager
async def demonstration() -> AsyncIterator[Demo]:
    """The emulator, the page and the small bot, running together."""
    emulator = Emulator(clock=lambda: demo.now)
    demo = Demo(emulator, "")
    base = await emulator.start()
    hooks = Hooks(on_recruitment=demo.asked.append, on_reset=demo.reset, on_advance=demo.advance)
    runner = await serve_demo(emulator, "127.0.0.1", 0, hooks)
    demo.page = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with Bot(emulator.token, session=AiohttpSession(api=TelegramAPIServer.from_base(base))) as bot:
        await bot.set_my_name("Estudio clínico", language_code="es")
        await bot.set_my_description("Le hago unas preguntas sobre un estudio.", language_code="es")
        await bot.set_my_commands([BotCommand(command="ayuda", description="Qué puede hacer aquí")])
        dispatcher = echo_bot()
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        yield demo
        emulator.world.inbox.ring()
        with contextlib.suppress(RuntimeError):
            await dispatcher.stop_polling()
        await polling
    await runner.cleanup()
    await emulator.stop()


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """A demonstration of the test's own."""
    async with demonstration() as demo:
        yield demo
