"""Keyboards under a message: what Telegram accepts and how it refuses the rest."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.demo.wire import Json, Refusal

MOST_BUTTONS = 100
LONGEST_DATA = 64
LONGEST_COPY = 256
ACTIONS = ("callback_data", "url", "copy_text", "login_url", "web_app", "switch_inline_query", "disabled")


def checked(markup: object, chat: Json) -> Json | None:
    """Return the markup as it was sent, or a refusal in Telegram's words; None when there is none."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise Refusal("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup)
    if "keyboard" in markup:
        return _reply(markup, chat)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def _rows(rows: object) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal("can't parse keyboard: an array of arrays of buttons is expected")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise Refusal("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _inline(markup: Json) -> Json | None:
    rows = _rows(markup["inline_keyboard"])
    for row in rows:
        for button in row:
            _inline_button(button)
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Json) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise Refusal("can't parse inline keyboard button: Text buttons must have a text")
    if not any(action in button for action in ACTIONS):
        raise Refusal("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise Refusal("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= LONGEST_COPY:
        raise Refusal("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not _is_address(str(button["url"])):
        raise Refusal("BUTTON_URL_INVALID")


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "tg"} and bool(parts.netloc)


def _reply(markup: Json, chat: Json) -> Json:
    rows = []
    for row in _rows(markup["keyboard"]):
        buttons: list[Json] = [{"text": button} if isinstance(button, str) else button for button in row]
        for button in buttons:
            if not str(button.get("text") or "").strip():
                raise Refusal("KEYBOARD_BUTTON_TEXT_INVALID")
            if button.get("request_contact") and chat["type"] != "private":
                raise Refusal("phone number can be requested in private chats only")
        rows.append(buttons)
    return markup | {"keyboard": rows}
