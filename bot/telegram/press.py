"""A press of a button as it is read: who pressed, what the button carries, and where its message stands.

The library's forms of an update check all that a press may hold, its message with text and marks too, which takes
eight times as long, and nobody reads it (CB-08). Names are the library's, so that both can be handed to the routers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery


class Presser(BaseModel):
    """The account that pressed."""

    id: int
    first_name: str
    language_code: str | None = None


class PressedChat(BaseModel):
    """The chat that the message stands in."""

    id: int
    type: str


class PressedMessage(BaseModel):
    """The message under the button: no more than where it stands."""

    message_id: int
    chat: PressedChat


class ButtonPress(BaseModel):
    """The press itself."""

    id: str
    from_user: Presser = Field(alias="from")
    message: PressedMessage | None = None
    data: str | None = None


class PressUpdate(BaseModel):
    """An update that is a press and nothing else."""

    update_id: int
    callback_query: ButtonPress
    message: None = None
    edited_message: None = None
    my_chat_member: None = None
    chat_member: None = None


#: What such an update holds.
PRESS_ALONE = frozenset({"update_id", "callback_query"})

if TYPE_CHECKING:
    #: A press in either form: of an update that holds more than it, the library's.
    Press: TypeAlias = CallbackQuery | ButtonPress
