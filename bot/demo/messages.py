"""The Bot API's methods about messages: send, edit, delete, answer a tap."""

from __future__ import annotations

from datetime import timedelta

from bot.demo import markups, topics
from bot.demo.formatting import read_html, trimmed, units, with_found
from bot.demo.wire import Call, Json, Refusal, Upload
from bot.demo.world import Room, World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_ANSWER = 200
DELETABLE = timedelta(hours=48)
#: Telegram's clients give up on a tap after a while; the exact time is not documented.
TAP_LASTS = timedelta(minutes=15)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def formatted(call: Call, name: str, longest: int, too_long: str) -> tuple[str, list[Json]]:
    """Return the field's text without its markup, and its entities."""
    mode = call.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise Refusal("unsupported parse_mode")
    if mode:
        text, entities = read_html(call.text(name))
    else:
        given = call.tree("entities" if name == "text" else "caption_entities") or []
        text, entities = trimmed(call.text(name), given)
    if units(text) > longest:
        raise Refusal(too_long)
    return text, with_found(text, entities)


def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    room = world.writable(call.number("chat_id"))
    text, entities = formatted(call, "text", LONGEST_TEXT, "message is too long")
    if not text:
        raise Refusal("message text is empty")
    body: Json = {"text": text} | ({"entities": entities} if entities else {})
    return _deliver(world, room, call, body)


def send_document(world: World, call: Call) -> Json:
    """Send a file that can be downloaded."""
    room = world.writable(call.number("chat_id"))
    file = call.upload("document")
    if file is None:
        raise Refusal("there is no document in the request")
    key = keep_file(world, file)
    document: Json = {
        "file_id": key, "file_unique_id": key, "file_name": file.name, "mime_type": file.mime,
        "file_size": len(file.content),
    }  # fmt: skip
    return _deliver(world, room, call, {"document": document} | _caption(call))


def send_photo(world: World, call: Call) -> Json:
    """Send a picture."""
    room = world.writable(call.number("chat_id"))
    file = call.upload("photo")
    if file is None:
        raise Refusal("there is no photo in the request")
    key = keep_file(world, file)
    size: Json = {"file_id": key, "file_unique_id": key, "width": 800, "height": 600, "file_size": len(file.content)}
    return _deliver(world, room, call, {"photo": [size]} | _caption(call))


def keep_file(world: World, file: Upload) -> str:
    """Remember a file; the id it is found by."""
    key = f"file{world.number()}"
    world.files[key] = file
    return key


def _caption(call: Call) -> Json:
    caption, entities = formatted(call, "caption", LONGEST_CAPTION, "message caption is too long")
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def _deliver(world: World, room: Room, call: Call, body: Json) -> Json:
    markup = markups.checked(call.tree("reply_markup"), room.chat)
    where = topics.place(room, call.number("message_thread_id"))
    message: Json = {"message_id": 0, "from": world.bot(), "chat": room.chat, "date": world.stamp()}
    message |= where | _quoted(room, call) | body
    if call.flag("protect_content"):
        message["has_protected_content"] = True
    if markup and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    message["message_id"] = number = world.number()
    if markup and "inline_keyboard" not in markup:
        room.keyboard = None if markup.get("remove_keyboard") else markup
        if "keyboard" in markup:
            room.fixed.add(number)
        world.tell("keyboard", chat=room.chat["id"], keyboard=room.keyboard)
    room.messages[number] = message
    world.tell("message", chat=room.chat["id"], message=message)
    return message


def _quoted(room: Room, call: Call) -> Json:
    given = call.tree("reply_parameters") or {}
    number = int(given.get("message_id") or call.number("reply_to_message_id"))
    if not number:
        return {}
    if number in room.messages:
        quoted = {name: value for name, value in room.messages[number].items() if name != "reply_to_message"}
        return {"reply_to_message": quoted}
    if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return {}
    raise Refusal("message to be replied not found")


def _editable(world: World, call: Call) -> tuple[Room, Json]:
    room = world.writable(call.number("chat_id"))
    message = room.messages.get(call.number("message_id"))
    if message is None:
        raise Refusal("message to edit not found")
    if message["from"]["id"] != world.bot_id or message["message_id"] in room.fixed:
        raise Refusal("message can't be edited")
    return room, message


def _replace(world: World, room: Room, old: Json, new: Json) -> Json:
    number = old["message_id"]
    if {**old, "edit_date": 0} == {**new, "edit_date": 0}:
        raise Refusal(NOT_MODIFIED)
    new["edit_date"] = world.stamp()
    room.messages[number] = new
    world.tell("edit", chat=room.chat["id"], message=new)
    return new


def _with_markup(message: Json, call: Call, room: Room) -> Json:
    markup = markups.checked(call.tree("reply_markup"), room.chat)
    if markup and "inline_keyboard" not in markup:
        raise Refusal("inline keyboard expected")
    bare = {name: value for name, value in message.items() if name != "reply_markup"}
    return bare | ({"reply_markup": markup} if markup else {})


def edit_text(world: World, call: Call) -> Json:
    """Change the text of a message of the bot; its keyboard goes unless it is given again."""
    room, message = _editable(world, call)
    if "text" not in message:
        raise Refusal("there is no text in the message to edit")
    text, entities = formatted(call, "text", LONGEST_TEXT, "MESSAGE_TOO_LONG")
    if not text:
        raise Refusal("message text is empty")
    changed = {name: value for name, value in message.items() if name != "entities"} | {"text": text}
    if entities:
        changed["entities"] = entities
    return _replace(world, room, message, _with_markup(changed, call, room))


def edit_markup(world: World, call: Call) -> Json:
    """Change or take away the inline keyboard of a message of the bot."""
    room, message = _editable(world, call)
    return _replace(world, room, message, _with_markup(message, call, room))


def delete_message(world: World, call: Call) -> bool:
    """Delete a message that is younger than 48 hours."""
    room = world.writable(call.number("chat_id"))
    number = call.number("message_id")
    message = room.messages.get(number)
    if message is None:
        raise Refusal("message to delete not found")
    if world.stamp() - message["date"] > DELETABLE.total_seconds():
        raise Refusal("message can't be deleted for everyone")
    del room.messages[number]
    world.tell("delete", chat=room.chat["id"], message_id=number)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Delete up to a hundred messages; those that are not there or too old are passed over."""
    room = world.writable(call.number("chat_id"))
    for number in call.tree("message_ids") or []:
        message = room.messages.get(number)
        if message is not None and world.stamp() - message["date"] <= DELETABLE.total_seconds():
            del room.messages[number]
            world.tell("delete", chat=room.chat["id"], message_id=number)
    return True


def answer_query(world: World, call: Call) -> bool:
    """Answer a tap: end the spinner, and show a short text or a dialog."""
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or world.clock() - query.at > TAP_LASTS:
        raise Refusal(TOO_OLD)
    text = call.text("text")
    if units(text) > LONGEST_ANSWER:
        raise Refusal("MESSAGE_TOO_LONG")
    world.tell(
        "answer", chat=query.chat, user=query.user, message_id=query.message, text=text, alert=call.flag("show_alert")
    )
    return True


def chat_action(world: World, call: Call) -> bool:
    """Show that the bot is writing."""
    room = world.writable(call.number("chat_id"))
    world.tell("typing", chat=room.chat["id"])
    return True
