"""The Bot API's methods about chats and who is in them."""

from __future__ import annotations

from bot.demo.wire import Call, Json, Refusal
from bot.demo.world import COORDINATOR, Person, Room, World

#: What an administrator may do; the bot and the owner of the group may do all of it.
RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def get_chat(world: World, call: Call) -> Json:
    """Return the chat with the details that only this method gives."""
    room = world.room(call.number("chat_id"))
    details: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    return room.chat | details


def get_member(world: World, call: Call) -> Json:
    """Return what one person, or the bot, is in the chat."""
    room = world.room(call.number("chat_id"))
    user = call.number("user_id")
    if user == world.bot_id:
        return as_member(world.bot(), room.standing)
    if user not in world.people:
        raise Refusal("invalid user_id specified")
    return as_member(world.people[user].user(), standing_of(world, world.people[user], room))


def get_administrators(world: World, call: Call) -> list[Json]:
    """Return the owner and the administrators of the group."""
    room = _group(world, call)
    owner = as_member(world.people[COORDINATOR].user(), "creator")
    return [owner, as_member(world.bot(), room.standing)]


def leave(world: World, call: Call) -> bool:
    """Let the bot leave the group."""
    room = _group(world, call)
    change_standing(world, room, world.bot(), "left")
    return True


def change_standing(world: World, room: Room, actor: Json, standing: str) -> None:
    """Change what the bot is in a chat, and tell the bot."""
    before, room.standing = room.standing, standing
    if before == "new":
        return
    body: Json = {
        "chat": room.chat, "from": actor, "date": world.stamp(),
        "old_chat_member": as_member(world.bot(), before), "new_chat_member": as_member(world.bot(), standing),
    }  # fmt: skip
    world.inbox.put("my_chat_member", body)


def standing_of(world: World, person: Person, room: Room) -> str:
    """Return what a person is in a chat."""
    if room.private:
        return "member" if room.chat["id"] == person.id else "left"
    if person.id in world.left:
        return "left"
    if person.id == COORDINATOR:
        return "creator"
    return "member" if person.staff else "left"


def as_member(user: Json, standing: str) -> Json:
    """Return a Bot API `ChatMember`."""
    member: Json = {"user": user, "status": "left" if standing == "new" else standing}
    if standing in {"administrator", "creator"}:
        member["is_anonymous"] = False
    if standing == "administrator":
        member |= dict.fromkeys(RIGHTS, True)
    if standing == "kicked":
        member["until_date"] = 0
    return member


def _group(world: World, call: Call) -> Room:
    room = world.room(call.number("chat_id"))
    if room.private:
        raise Refusal("method is available only for supergroups")
    if room.standing == "left":
        raise Refusal("bot is not a member of the supergroup chat", 403)
    return room
