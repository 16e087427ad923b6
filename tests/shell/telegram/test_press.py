"""A press is read in a form of our own, to the same effect as in the library's (CB-08, IN-07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiogram.types import CallbackQuery, Update
from pydantic import ValidationError

from bot.telegram.press import PressUpdate
from bot.telegram.updates import read_update, repaired

if TYPE_CHECKING:
    from bot.telegram.press import Press

EVA = {"id": 7, "is_bot": False, "first_name": "Eva", "language_code": "es"}
SHOWN = {
    "message_id": 5,
    "date": 1_700_000_000,
    "chat": {"id": 7, "type": "private", "first_name": "Eva"},
    "text": "¿Quién responde?",
    "reply_markup": {"inline_keyboard": [[{"text": "Yo", "callback_data": "x"}]]},
}
WHOLE = {"id": "12", "from": EVA, "chat_instance": "1", "message": SHOWN, "data": "x"}


def seen_of(press: Press) -> tuple[object, ...]:
    """Return all of a press that the routers look at."""
    sender, message = press.from_user, press.message
    where = None if message is None else (message.message_id, message.chat.id, message.chat.type)
    return press.id, press.data, sender.id, sender.first_name, sender.language_code, where


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"message": {**SHOWN, "date": 0}},
        {"message": None},
        {"message": {"message_id": 9, "date": 1, "chat": {"id": -100, "type": "supergroup", "title": "Team"}}},
        {"data": None},
        {"data": "\ud83d"},
        {"from": {**EVA, "language_code": None, "last_name": "Soto", "is_premium": True}},
        {"from": {**EVA, "first_name": "Eva \ud83d"}},
        {"inline_message_id": "3", "game_short_name": "chess"},
        {"from": None},
        {"from": {**EVA, "id": "x"}},
        {"from": {**EVA, "id": 7.5}},
        {"from": {"id": 7}},
        {"id": [12]},
        {"data": 12},
        {"message": {"chat": SHOWN["chat"], "date": 1}},
        {"message": {**SHOWN, "chat": 7}},
    ],
)
def test_a_press_says_what_it_says_in_the_library(change: dict[str, Any]) -> None:
    """[CB-08] [IN-07] The same is read, and the same is refused."""
    raw = {"update_id": 3, "callback_query": {**WHOLE, **change}}
    try:
        library = Update.model_validate(repaired(raw)).callback_query
    except ValidationError:
        with pytest.raises(ValidationError):
            read_update(raw)
        return
    ours = read_update(raw)
    assert isinstance(ours, PressUpdate)
    assert library is not None
    assert seen_of(ours.callback_query) == seen_of(library)
    assert ours.model_fields_set == {"update_id", "callback_query"}, "the log names its kind"


def test_an_update_that_holds_more_than_a_press_is_read_by_the_library() -> None:
    """[IN-07]"""
    found = read_update({"update_id": 3, "callback_query": WHOLE, "something_new": {}})
    assert isinstance(found.callback_query, CallbackQuery)
