"""A small bot that shows every kind of message, so that the page can be tried without the product's own bot."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.demo.emulator import Emulator
from bot.demo.server import Hooks, serve_demo

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
NOTICE = " ".join(["Sus respuestas se guardan cifradas y usted puede borrarlas cuando quiera."] * 8)
QUESTION = (
    "Pregunta 4 de unas 10\n\n<b>¿Le han hecho una biopsia al riñón?</b>\nEs un examen con una aguja, en el hospital.\n"
    f"<blockquote expandable>{NOTICE}</blockquote>Puede escribir /ayuda."
)


@dataclass
class Demo:
    """A running demonstration and what its bar was asked to do."""

    emulator: Emulator
    page: str
    now: datetime = datetime(2026, 11, 22, 15, tzinfo=UTC)
    asked: list[object] = field(default_factory=list)

    def reset(self) -> None:
        self.asked.append("reset")
        self.emulator.reset()

    def advance(self, by: timedelta) -> None:
        self.asked.append(by)
        self.now += by


def key(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def question() -> InlineKeyboardMarkup:
    rows = [
        [key("Sí, me la hicieron", "yes")],
        [key("No", "no")],
        [key("No sé", "unknown")],
        [key("Atrás", "back"), key("Pausa", "pause"), key("Una persona", "person")],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def medicines(*, ticked: bool) -> InlineKeyboardMarkup:
    first = key("[x] Prednisona", "untick") if ticked else key("[ ] Prednisona", "tick")
    return InlineKeyboardMarkup(inline_keyboard=[[key("[ ] Ninguno", "none")], [first], [key("Listo", "done")]])


def echo_bot(emulator: Emulator) -> Dispatcher:
    """A dispatcher that answers with one of everything."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def start_with_code(message: Message) -> None:
        await message.answer(f"Enlace: {message.text.split()[1]}")

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer(QUESTION, reply_markup=question(), parse_mode="HTML")

    @dispatcher.message(Command("contacto"))
    async def contact(message: Message) -> None:
        rows = [[KeyboardButton(text="Compartir mi número", request_contact=True)], [KeyboardButton(text="Ahora no")]]
        await message.answer("¿Nos deja su número?", reply_markup=ReplyKeyboardMarkup(keyboard=rows))

    @dispatcher.message(Command("lista"))
    async def choices(message: Message) -> None:
        await message.answer("¿Qué remedios toma?", reply_markup=medicines(ticked=False))

    @dispatcher.message(Command("codigo"))
    async def code(message: Message) -> None:
        copy = InlineKeyboardButton(text="Copiar código", copy_text=CopyTextButton(text="LUP-7K3Q"))
        web = InlineKeyboardButton(text="Registro", url="https://example.org/")
        markup = InlineKeyboardMarkup(inline_keyboard=[[copy, web]])
        await message.answer("Su código: <code>LUP-7K3Q</code>", reply_markup=markup, parse_mode="HTML")
        file = BufferedInputFile(b'{"age": 34}', "mis-datos.json")
        await message.answer_document(file, caption="Sus datos", protect_content=True)
        taken = InlineKeyboardMarkup(inline_keyboard=[[key("Tomar", "take"), key("Ver", "see")]])
        card = "LUP-7K3Q · lista de interés\n6 sí, 0 no, 3 por confirmar"
        await message.bot.send_message(emulator.staff_chat, card, reply_markup=taken, protect_content=True)

    @dispatcher.message()
    async def echo(message: Message) -> None:
        shared = (
            f"contacto {message.contact.user_id}" if message.contact else message.text or message.content_type.value
        )
        await message.answer(f"Recibí: {shared}", reply_markup=ReplyKeyboardRemove())

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        if query.data in {"pause", "back"}:
            await query.answer("Esto es un aviso", show_alert=query.data == "pause")
            return
        await query.answer()
        if query.data in {"tick", "untick"}:
            await query.message.edit_reply_markup(reply_markup=medicines(ticked=query.data == "tick"))
            return
        if query.data == "take":
            await query.message.edit_text(f"{query.message.text}\nLo tomó {query.from_user.first_name}")
            return
        await query.message.edit_text(f"¿Le han hecho una biopsia al riñón?\nSu respuesta: {query.data}")
        await query.message.answer("¿Qué edad tiene?")

    return dispatcher


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
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
        dispatcher = echo_bot(emulator)
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        yield demo
        emulator.world.inbox.ring()
        with contextlib.suppress(RuntimeError):
            await dispatcher.stop_polling()
        await polling
    await runner.cleanup()
    await emulator.stop()


@pytest.fixture
async def browser() -> AsyncIterator[object]:
    """An installed Chromium."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is in PATH")
    async with playwright.async_playwright() as running:
        browser = await running.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()
