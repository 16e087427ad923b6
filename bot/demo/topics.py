"""The Bot API's methods about the topics of a group that has some."""

from __future__ import annotations

from bot.demo.wire import Call, Json, Refusal
from bot.demo.world import Room, World

LONGEST_NAME = 128
COLOUR = 7322096


def create(world: World, call: Call) -> Json:
    """Make a topic; its number is that of the message that says so."""
    room = world.writable(call.number("chat_id"))
    if not room.chat.get("is_forum"):
        raise Refusal("the chat is not a forum")
    name = call.text("name")
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal("TOPIC_TITLE_EMPTY")
    number = world.number()
    room.topics[number] = {"name": name, "closed": False}
    _say(world, room, number, {"forum_topic_created": {"name": name, "icon_color": COLOUR}}, message_id=number)
    _tell(world, room)
    return {"message_thread_id": number, "name": name, "icon_color": COLOUR}


def close(world: World, call: Call) -> bool:
    """Close a topic."""
    return _turn(world, call, closed=True)


def reopen(world: World, call: Call) -> bool:
    """Open a closed topic again."""
    return _turn(world, call, closed=False)


def delete(world: World, call: Call) -> bool:
    """Delete a topic with all that stands in it."""
    room = world.writable(call.number("chat_id"))
    remove(world, room, call.number("message_thread_id"))
    return True


def remove(world: World, room: Room, topic: int) -> None:
    """Let a topic be gone, whoever wants it so."""
    known(room, topic)
    del room.topics[topic]
    for number in [number for number, one in room.messages.items() if one.get("message_thread_id") == topic]:
        del room.messages[number]
        world.tell("delete", chat=room.chat["id"], message_id=number)
    _tell(world, room)


def known(room: Room, topic: int) -> Json:
    """Return the topic with this number, or Telegram's refusal."""
    if topic not in room.topics:
        raise Refusal("message thread not found")
    return room.topics[topic]


def place(room: Room, topic: int) -> Json:
    """Return what a message in this topic says of where it stands; nothing for the group itself."""
    if not topic:
        return {}
    known(room, topic)
    return {"message_thread_id": topic, "is_topic_message": True}


def listed(room: Room) -> list[Json]:
    """Return the topics as the page shows them."""
    return [{"id": number, **topic} for number, topic in room.topics.items()]


def _turn(world: World, call: Call, *, closed: bool) -> bool:
    room = world.writable(call.number("chat_id"))
    number = call.number("message_thread_id")
    topic = known(room, number)
    if topic["closed"] is closed:
        raise Refusal("TOPIC_NOT_MODIFIED")
    topic["closed"] = closed
    _say(world, room, number, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    _tell(world, room)
    return True


def _say(world: World, room: Room, topic: int, body: Json, message_id: int = 0) -> None:
    number = message_id or world.number()
    message: Json = {"message_id": number, "from": world.bot(), "chat": room.chat, "date": world.stamp()}
    room.messages[number] = message | place(room, topic) | body
    world.tell("message", chat=room.chat["id"], message=room.messages[number])


def _tell(world: World, room: Room) -> None:
    world.tell("topics", chat=room.chat["id"], topics=listed(room))
