"""Private chats: an update becomes a plain value, and the desk is called. Nothing is decided here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.config.arrival import arrived
from bot.desk import patient, private_chat, shared_page
from bot.desk.context import DeskContext
from bot.desk.shared_page import Reader
from bot.desk.unfiled import thinned
from bot.desk.visit import PatientActor
from bot.render.callback_data import Tap
from bot.routers.commands import read_command
from bot.routers.once import once
from dialogs.conversation.incoming import Edited, Forged, Incoming, Pressed, Replied, Shared, Typed, Unreadable

if TYPE_CHECKING:
    from aiogram.types import Message, User

    from bot.telegram.press import Press

#: Kinds of message that are not text, as the platform names them; the rest is `other`.
KINDS = (
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "animation",
    "document",
    "sticker",
    "location",
    "venue",
    "poll",
    "dice",
    "story",
    "game",
    "gift",
)


async def on_message(context: DeskContext, update_id: int, message: Message) -> None:
    """Handle a message of the patient; of an album the first picture, and each whose caption tells of a danger."""
    who, what = sender(message), incoming(message)
    album = thinned(context, what, who.language, message.media_group_id or "")
    await once(context, update_id, partial(private_chat.handle_message, who=who, incoming=what), album=album)


async def on_shared_link(context: DeskContext, update_id: int, message: Message, token: str) -> None:
    """Somebody opened a link to a page that a person shared."""
    user = message.from_user
    who = Reader(message.chat.id, (user.language_code or "") if user else "")
    await once(context, update_id, partial(shared_page.ask_passcode, who=who, token=token))


async def on_edited_message(context: DeskContext, update_id: int, message: Message) -> None:
    """Handle a change of an earlier message: never a new answer (MSG-03)."""
    who, what = sender(message), edited(message)
    await _handle(context, update_id, who, what, thinned(context, what, who.language, message.media_group_id or ""))


async def on_press(context: DeskContext, update_id: int, query: Press, tap: Tap | None) -> None:
    """Handle a press of the patient; None: no button of ours. What its message says is never read (CB-08)."""
    who = PatientActor(
        query.from_user.id,
        name=query.from_user.first_name,
        language_code=query.from_user.language_code or "",
        press=query.id,
    )
    await _handle(context, update_id, who, Pressed(tap.prompt, tap.position) if tap else Forged())


async def _handle(context: DeskContext, update_id: int, who: PatientActor, what: Incoming, album: str = "") -> None:
    await once(context, update_id, partial(patient.handle_update, who=who, incoming=what), album=album)


def sender(message: Message) -> PatientActor:
    """Who wrote; of the account only first name and language are taken (TG-27)."""
    user: User | None = message.from_user
    return PatientActor(
        message.chat.id,
        name=user.first_name if user else "",
        language_code=(user.language_code or "") if user else "",
        message_id=message.message_id,
        answers=message.reply_to_message.message_id if message.reply_to_message is not None else 0,
        quote=message.quote.text if message.quote is not None else "",
        arrived=arrived(),
    )


def incoming(message: Message) -> Incoming:
    """Return what came, as the core knows it."""
    if message.forward_origin is not None:
        return Unreadable(
            "forwarded", _words(message)
        )  # somebody else's words: no answer, no consent, no order (MSG-04)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return Shared(message.contact.phone_number, own)
    if message.text is not None:
        if (order := read_command(message.text)) is not None:
            return order
        return Replied(message.text, _passage(message)) if _answers_bot(message) else Typed(message.text)
    what = next((kind for kind in KINDS if getattr(message, kind, None) is not None), "other")
    return Unreadable(what, _words(message))


def edited(message: Message) -> Edited:
    """Return what a message says that was changed."""
    return Edited(_words(message))


def _answers_bot(message: Message) -> bool:
    """Is it a reply to a message of a bot? In a private chat that is this one."""
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.is_bot


def _passage(message: Message) -> str:
    """Return the passage that was quoted, or what the message says that is answered."""
    if message.quote is not None:
        return message.quote.text
    return _words(message.reply_to_message) if message.reply_to_message is not None else ""


def _words(message: Message) -> str:
    """Return the text of a message, or what stands under its picture."""
    return message.text or message.caption or ""
