"""What people do in the demonstration; every act becomes an update for the bot, as Telegram would send it."""

from __future__ import annotations

from bot.demo import topics
from bot.demo.formatting import with_found
from bot.demo.membership import as_member, change_standing, standing_of
from bot.demo.samples import sample
from bot.demo.wire import Json
from bot.demo.world import Person, Query, Room, World


class NoSuchThing(LookupError):
    """A person acts on a chat, message or button that is not there."""


class People:
    """Everybody who can act. Each function is one act of one person."""

    def __init__(self, world: World) -> None:
        self.world = world

    def say(self, chat: int, user: int, text: str, reply_to: int | None = None, topic: int = 0) -> Json:
        """Write a text, perhaps in a topic of the group; commands in it are marked as Telegram marks them."""
        if not topic:
            return self._send(chat, user, _text(text), reply_to)
        room, _ = self._place(chat, user)
        if topic not in room.topics:
            raise NoSuchThing("no such topic in this group")
        # As on Telegram, what answers nothing else answers the beginning of its topic.
        return self._send(chat, user, _text(text) | topics.place(room, topic), reply_to or topic)

    def delete_topic(self, chat: int, user: int, topic: int) -> None:
        """Delete a topic of the group, as an administrator may."""
        room, _ = self._place(chat, user)
        if topic not in room.topics:
            raise NoSuchThing("no such topic in this group")
        topics.remove(self.world, room, topic)

    def edit(self, chat: int, user: int, message_id: int, text: str) -> Json:
        """Change a text that the same person wrote."""
        room, person = self._place(chat, user)
        message = self._message(room, message_id)
        if message["from"]["id"] != person.id or "text" not in message:
            raise NoSuchThing("only one's own text can be changed")
        bare = {name: value for name, value in message.items() if name != "entities"}
        changed = bare | _text(text) | {"edit_date": self.world.stamp()}
        room.messages[message_id] = changed
        self.world.inbox.put("edited_message", changed)
        self.world.tell("edit", chat=chat, message=changed)
        return changed

    def press(
        self, chat: int, user: int, message_id: int, button: str | tuple[int, int], label: str | None = None
    ) -> str:
        """Press an inline button, named by its label, its data or its row and place; the id of the tap.

        `label`: what stood there when it was pressed. Where something else does by now, nothing is pressed."""
        room, _ = self._place(chat, user)
        rows = self._message(room, message_id).get("reply_markup", {}).get("inline_keyboard", [])
        if isinstance(button, tuple):
            found = [rows[button[0]][button[1]]] if button[0] < len(rows) and button[1] < len(rows[button[0]]) else []
        else:
            every = [one for row in rows for one in row]
            found = [one for one in every if button in (one["text"], one.get("callback_data"))]
        found = [one for one in found if label in (None, one["text"])]
        data = found[0].get("callback_data") if found else None
        if data is None:
            raise NoSuchThing("the message has no such button to press")
        return self.tap(chat, user, message_id, data)

    def tap(self, chat: int, user: int, message_id: int, data: str) -> str:
        """Send a tap with this data whether or not the button is still there, as an old or forged client may."""
        room, person = self._place(chat, user)
        message = self._message(room, message_id)
        key = str(4_000_000_000_000_000 + self.world.number())
        self.world.queries[key] = Query(chat, user, message_id, self.world.clock())
        body: Json = {"id": key, "from": person.user(), "message": message, "data": data}
        self.world.inbox.put("callback_query", body | {"chat_instance": str(abs(chat))})
        return key

    def share_contact(self, chat: int, user: int, own: bool = True) -> Json:
        """Send a contact: one's own by the keyboard's button, or somebody else's from the phone's book."""
        person = self.world.people[user]
        contact: Json = {"phone_number": person.phone, "first_name": person.first_name, "user_id": user}
        if not own:
            contact = {"phone_number": "+56900000999", "first_name": "Otra persona"}
        asked = self._asked_for_contact(chat) if own else None
        return self._send(chat, user, {"contact": contact}, asked)

    def send_other(self, chat: int, user: int, kind: str) -> Json:
        """Send an example of something that is not a text: photo, voice, document, sticker, location and so on."""
        return self._send(chat, user, sample(self.world, kind))

    def send_album(self, chat: int, user: int, count: int = 10) -> list[Json]:
        """Send several photos at once, as an album."""
        group = str(self.world.number())
        photos = [sample(self.world, "photo") | {"media_group_id": group} for _ in range(count)]
        return [self._send(chat, user, photo) for photo in photos]

    def block(self, user: int) -> None:
        """Block the bot."""
        room, person = self._place(user, user)
        if room.standing != "kicked":
            change_standing(self.world, room, person.user(), "kicked")
            self.world.tell("standing", chat=user, standing=room.standing)

    def unblock(self, user: int) -> None:
        """Let the bot write again; nothing happens to who has not blocked it."""
        room, person = self._place(user, user)
        if room.standing == "kicked":
            change_standing(self.world, room, person.user(), "member")
            self.world.tell("standing", chat=user, standing=room.standing)

    def leave_group(self, user: int, gone: bool = True) -> None:
        """Leave the team's group, or come back to it; the bot is told, as an administrator is."""
        person = self.world.people[user]
        chat, room = next((chat, room) for chat, room in self.world.rooms.items() if not room.private)
        before = standing_of(self.world, person, room)
        (self.world.left.add if gone else self.world.left.discard)(user)
        after = standing_of(self.world, person, room)
        if before == after:
            return
        body: Json = {
            "chat": room.chat, "from": person.user(), "date": self.world.stamp(),
            "old_chat_member": as_member(person.user(), before), "new_chat_member": as_member(person.user(), after),
        }  # fmt: skip
        self.world.inbox.put("chat_member", body)
        self.world.tell("standing", chat=chat, standing=room.standing, left=sorted(self.world.left))

    def new_patient(self, language: str) -> Person:
        """Somebody else takes up a phone."""
        person = self.world.add_patient(language)
        self.world.tell("chat", chat=person.id)
        return person

    def _send(self, chat: int, user: int, body: Json, reply_to: int | None = None) -> Json:
        room, person = self._place(chat, user)
        if room.private:
            self.unblock(user)
            room.standing = "member"
        number = self.world.number()
        message: Json = {"message_id": number, "from": person.user(), "chat": room.chat, "date": self.world.stamp()}
        if reply_to is not None:
            quoted = self._message(room, reply_to)
            message["reply_to_message"] = {name: quoted[name] for name in quoted if name != "reply_to_message"}
        message |= body
        room.messages[number] = message
        self._used(room)
        self.world.tell("message", chat=chat, message=message)
        if room.standing in {"member", "administrator"}:
            self.world.inbox.put("message", message)
        return message

    def _used(self, room: Room) -> None:
        keyboard = room.keyboard
        if keyboard and (keyboard.get("one_time_keyboard") or keyboard.get("force_reply")):
            room.keyboard = None
            self.world.tell("keyboard", chat=room.chat["id"], keyboard=None)

    def _asked_for_contact(self, chat: int) -> int | None:
        fixed = self.world.rooms[chat].fixed & set(self.world.rooms[chat].messages)
        return max(fixed, default=None)

    def _place(self, chat: int, user: int) -> tuple[Room, Person]:
        room, person = self.world.rooms.get(chat), self.world.people.get(user)
        if room is None or person is None:
            raise NoSuchThing("no such chat or person")
        if not (chat == user if room.private else person.staff and user not in self.world.left):
            raise NoSuchThing("the person is not in this chat")
        return room, person

    def _message(self, room: Room, message_id: int) -> Json:
        if message_id not in room.messages:
            raise NoSuchThing("no such message in this chat")
        return room.messages[message_id]


def _text(text: str) -> Json:
    entities = with_found(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})
