"""The small world of the demonstration: people, chats, messages, and who is told of what happens.

The people are invented and say so: they are numbered, and their phone numbers are zeros with one digit at the end.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.config.clock import Clock, system_clock
from bot.demo.inbox import Inbox
from bot.demo.profile import Profile
from bot.demo.wire import Json, Refusal, Upload

FIRST_PATIENT = 700_000_001
COORDINATOR = 800_000_001
#: Who is in the team's group, by the language that it speaks: the name says the role, or that there is none; and the
#: language of their Telegram. One of them reads the other language, as it happens in a real team.
STAFF = {
    "es": (
        ("Coordinación", "es"), ("Coordinación 2", "es"), ("Responsable", "es"), ("Investigación", "es"),
        ("Observación", "es"), ("English coordinator", "en"), ("Sin invitación", "es"),
    ),
    "en": (
        ("Coordinator", "en"), ("Coordinator 2", "en"), ("Owner", "en"), ("Investigator", "en"),
        ("Observer", "en"), ("Coordinación en español", "es"), ("No invitation", "en"),
    ),
}  # fmt: skip
#: The languages of the people at the other phone, the visitor's own first.
PATIENTS = {"es": ("es", "es", "en"), "en": ("en", "en", "es")}
GROUPS = {"es": "Equipo del estudio", "en": "Study team"}
STAFF_CHAT = -1_000_000_000_001
NAMES = {"es": "Persona", "en": "Person"}
GONE = {"kicked": "bot was blocked by the user", "new": "bot can't initiate conversation with a user"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can act in the demonstration."""

    id: int
    first_name: str
    #: What Telegram would say about this person's language.
    language: str
    phone: str
    staff: bool = False

    def user(self) -> Json:
        """Return the person as a Bot API `User`."""
        return {
            "id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": self.language,
        }  # fmt: skip


@dataclass(eq=False, slots=True)
class Room:
    """One chat: its messages and what the bot may do in it."""

    chat: Json
    #: The bot's own place: new (nobody wrote yet), member, administrator, kicked (blocked) or left.
    standing: str
    messages: dict[int, Json] = field(default_factory=dict)
    #: The reply keyboard that the chat shows now.
    keyboard: Json | None = None
    #: Messages sent with a reply keyboard; Telegram does not let a bot edit them.
    fixed: set[int] = field(default_factory=set)
    #: The topics of a group that has some: number → name, and whether it is closed.
    topics: dict[int, Json] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether this is the chat of one person with the bot."""
        return bool(self.chat["type"] == "private")


@dataclass(eq=False, slots=True)
class Query:
    """A tap on a button that waits for the bot's answer."""

    chat: int
    user: int
    message: int
    at: datetime


@dataclass(eq=False)
class World:
    """Everything the server remembers, in memory only."""

    clock: Clock = system_clock
    inbox: Inbox = field(default_factory=Inbox)
    profile: Profile = field(default_factory=Profile)
    people: dict[int, Person] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    webhook: str = ""
    #: Members of staff who left the group.
    left: set[int] = field(default_factory=set)
    listeners: set[asyncio.Queue[Json]] = field(default_factory=set)
    bot_id: int = 1
    username: str = "tamiz_demo_bot"
    #: What `/setjoingroups` at @BotFather decides.
    can_join_groups: bool = True
    last_number: int = 0
    #: The number of the last piece of news.
    told: int = 0
    #: What the team and the first of the patients speak.
    language: str = "es"

    def __post_init__(self) -> None:
        self.populate()

    def populate(self, language: str | None = None) -> None:
        """Start anew, in this language if one is named: patients, a team of every role and its group, nothing said."""
        self.language = language or self.language
        for memory in (self.people, self.rooms, self.queries, self.files, self.left):
            memory.clear()
        self.inbox.drop()
        for spoken in PATIENTS[self.language]:
            self.add_patient(spoken)
        for number, (name, spoken) in enumerate(STAFF[self.language], COORDINATOR):
            self._add(Person(number, name, spoken, f"+56900000{number % 100 + 900}", staff=True))
        group: Json = {"id": STAFF_CHAT, "type": "supergroup", "title": GROUPS[self.language], "is_forum": True}
        self.rooms[STAFF_CHAT] = Room(group, "administrator")

    def add_patient(self, language: str) -> Person:
        """One more patient with Telegram in this language."""
        count = sum(not person.staff for person in self.people.values()) + 1
        name = f"{NAMES.get(language, NAMES['es'])} {count}"
        return self._add(Person(FIRST_PATIENT + count - 1, name, language, f"+56900000{count:03}"))

    def _add(self, person: Person) -> Person:
        self.people[person.id] = person
        chat: Json = {"id": person.id, "type": "private", "first_name": person.first_name}
        self.rooms[person.id] = Room(chat, "new")
        return person

    def bot(self) -> Json:
        """Return the bot as a Bot API `User`."""
        return {
            "id": self.bot_id, "is_bot": True, "first_name": self.profile.text("name", "") or "Tamiz",
            "username": self.username,
        }  # fmt: skip

    def number(self) -> int:
        """Return the next number for a message, a tap or a file."""
        self.last_number += 1
        return self.last_number

    def stamp(self) -> int:
        """Return the world's time as Telegram writes it."""
        return int(self.clock().timestamp())

    def room(self, chat: int) -> Room:
        """Return the chat, or Telegram's refusal."""
        if chat not in self.rooms:
            raise Refusal("chat not found")
        return self.rooms[chat]

    def writable(self, chat: int) -> Room:
        """Return the chat, if the bot may write there now."""
        room = self.room(chat)
        if room.standing in GONE:
            raise Refusal(GONE[room.standing], 403)
        if room.standing == "left":
            raise Refusal("bot is not a member of the supergroup chat", 403)
        return room

    def tell(self, event: str, **facts: object) -> None:
        """Let everybody who listens know what has just happened, under a number that grows."""
        self.told += 1
        for listener in self.listeners:
            listener.put_nowait({"event": event, "number": self.told, **facts})
