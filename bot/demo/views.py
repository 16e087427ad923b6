"""What the page is told: the whole world once, then each change."""

from __future__ import annotations

from bot.demo import topics
from bot.demo.wire import Json
from bot.demo.world import Person, Room, World


def whole(world: World) -> Json:
    """Everything that the page shows at its start and after a reset."""
    return {
        "now": world.stamp(),
        "number": world.told,
        "language": world.language,
        "bot": world.bot(),
        "listening": world.inbox.polled,
        "people": {one.id: person(one) for one in world.people.values()},
        "chats": [chat(world, room) for room in world.rooms.values()],
    }


def person(one: Person) -> Json:
    """Somebody who can act, as the page names them."""
    return {"name": one.first_name, "language": one.language, "phone": one.phone, "staff": one.staff}


def chat(world: World, room: Room) -> Json:
    """One chat as a client shows it to the person who looks."""
    owner = world.people.get(room.chat["id"])
    language = owner.language if owner else world.language
    return {
        "id": room.chat["id"],
        "type": room.chat["type"],
        "title": room.chat.get("title") or room.chat.get("first_name"),
        "standing": room.standing,
        "left": [] if room.private else sorted(world.left),
        "keyboard": room.keyboard,
        "messages": list(room.messages.values()),
        "topics": topics.listed(room) if room.chat.get("is_forum") else None,
        "commands": world.profile.commands_for(room.chat, language),
        "bot_name": world.profile.text("name", language) or world.bot()["first_name"],
        "description": world.profile.text("description", language),
    }


def portraits(world: World) -> Json:
    """Return what the bot says about itself in each chat, for when it changes that."""
    names = ("id", "commands", "bot_name", "description")
    views = [chat(world, room) for room in world.rooms.values()]
    return {"chats": [{name: view[name] for name in names} for view in views]}
