"""The measure of all things: a bare aiogram bot that says again what it hears. Run by `measure`, with its server."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

AGAIN = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])


async def on_message(message: Message) -> None:
    await message.answer(message.text or "", reply_markup=AGAIN)


async def on_press(query: CallbackQuery) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.answer("Again", reply_markup=AGAIN)


async def main(base: str, token: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(on_message)
    dispatcher.callback_query.register(on_press)
    session = AiohttpSession(api=TelegramAPIServer.from_base(base))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
