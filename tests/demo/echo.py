"""A small bot that shows every kind of message, so that the page can be tried without the product's own bot."""

from aiogram import Dispatcher, F
from aiogram.filters import Command, CommandStart
from aiogram.types import (
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

from bot.demo.world import STAFF_CHAT

NOTICE = " ".join(["Sus respuestas se guardan cifradas y usted puede borrarlas cuando quiera."] * 8)
QUESTION = (
    "Pregunta 4 de unas 10\n\n<b>¿Le han hecho una biopsia al riñón?</b>\nEs un examen con una aguja, en el hospital.\n"
    f"<blockquote expandable>{NOTICE}</blockquote>Puede escribir /ayuda."
)


def tap(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """An inline keyboard from labels and data."""
    buttons = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=buttons)


ANSWERS = tap(
    [("Sí, me la hicieron", "yes")],
    [("No", "no")],
    [("No sé", "unknown")],
    [("Atrás", "back"), ("Pausa", "pause"), ("Hablar con alguien", "person")],
)
MEDICINES = {
    "untick": tap([("[ ] Ninguno", "none")], [("[ ] Prednisona", "tick")], [("Listo", "done")]),
    "tick": tap([("[ ] Ninguno", "none")], [("[x] Prednisona", "untick")], [("Listo", "done")]),
}


def echo_bot() -> Dispatcher:
    """A dispatcher that answers with one of everything."""
    dispatcher = Dispatcher()
    dispatcher.message.register(started_with_code, CommandStart(deep_link=True))
    dispatcher.message.register(started, CommandStart())
    dispatcher.message.register(contact_asked, Command("contacto"))
    dispatcher.message.register(list_asked, Command("lista"))
    dispatcher.message.register(code_asked, Command("codigo"))
    dispatcher.message.register(echoed)
    dispatcher.callback_query.register(noticed, F.data.in_({"pause", "back"}))
    dispatcher.callback_query.register(ticked, F.data.in_(set(MEDICINES)))
    dispatcher.callback_query.register(taken, F.data == "take")
    dispatcher.callback_query.register(answered)
    return dispatcher


async def started_with_code(message: Message) -> None:
    await message.answer(f"Enlace: {message.text.split()[1]}")


async def started(message: Message) -> None:
    await message.answer(QUESTION, reply_markup=ANSWERS, parse_mode="HTML")


async def contact_asked(message: Message) -> None:
    rows = [[KeyboardButton(text="Compartir mi número", request_contact=True)], [KeyboardButton(text="Ahora no")]]
    await message.answer("¿Nos deja su número?", reply_markup=ReplyKeyboardMarkup(keyboard=rows))


async def list_asked(message: Message) -> None:
    await message.answer("¿Qué remedios toma?", reply_markup=MEDICINES["untick"])


async def code_asked(message: Message) -> None:
    """Send a code to copy, a file, and a card to the team."""
    copy = InlineKeyboardButton(text="Copiar código", copy_text=CopyTextButton(text="LUP-7K3Q"))
    web = InlineKeyboardButton(text="Registro", url="https://example.org/")
    markup = InlineKeyboardMarkup(inline_keyboard=[[copy, web]])
    await message.answer("Su código: <code>LUP-7K3Q</code>", reply_markup=markup, parse_mode="HTML")
    file = BufferedInputFile(b'{"age": 34}', "mis-datos.json")
    await message.answer_document(file, caption="Sus datos", protect_content=True)
    card = "LUP-7K3Q · lista de interés\n6 sí, 0 no, 3 por confirmar"
    buttons = tap([("Tomar", "take"), ("Ver", "see")])
    await message.bot.send_message(STAFF_CHAT, card, reply_markup=buttons, protect_content=True)


async def echoed(message: Message) -> None:
    shared = f"contacto {message.contact.user_id}" if message.contact else message.text or message.content_type.value
    await message.answer(f"Recibí: {shared}", reply_markup=ReplyKeyboardRemove())


async def noticed(query: CallbackQuery) -> None:
    await query.answer("Esto es un aviso", show_alert=query.data == "pause")


async def ticked(query: CallbackQuery) -> None:
    await query.answer()
    await query.message.edit_reply_markup(reply_markup=MEDICINES[query.data])


async def taken(query: CallbackQuery) -> None:
    await query.answer()
    await query.message.edit_text(f"{query.message.text}\nLo tomó {query.from_user.first_name}")


async def answered(query: CallbackQuery) -> None:
    await query.answer()
    await query.message.edit_text(f"¿Le han hecho una biopsia al riñón?\nSu respuesta: {query.data}")
    await query.message.answer("¿Qué edad tiene?")
