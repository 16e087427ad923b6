"""A Bot API server for the demonstration and for tests, small enough to read.

Theory of operation. One `World` holds people, chats and messages. The bot changes it by calling methods over HTTP at
`/bot{token}/{method}`; people change it by the acts of `People` (say, press, share a contact, block). Acts become
updates in the `Inbox`, which the bot's long poll empties. Everybody who subscribes, the page for one, is told of each
change.

What is not here: payments, inline mode, channels, stickers, MarkdownV2, limits of pace, and delivery to a
webhook (`setWebhook` is remembered, so that polling is refused as on Telegram).
"""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable

from aiohttp import web

from bot.config.addresses import is_loopback
from bot.config.clock import Clock, system_clock
from bot.demo import membership, messages, profile, topics
from bot.demo.acts import People
from bot.demo.wire import Call, Json, Refusal, read_call
from bot.demo.world import World

LARGEST_CALL = 20 * 2**20
LONGEST_POLL = 50
MOST_UPDATES = 100
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

#: What every browser says of itself with a call that a page makes, and no bot does.
_OF_A_BROWSER = ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode")

DUMPS = functools.partial(json.dumps, ensure_ascii=False)
Method = Callable[[World, Call], object]


def _of_profile(function: Callable[..., object], *rest: str) -> Method:
    return lambda world, call: function(world.profile, call, *rest)


def get_me(world: World, call: Call) -> Json:
    """Return the bot itself."""
    abilities = {
        "can_join_groups": world.can_join_groups, "can_read_all_group_messages": True, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False, "has_topics_enabled": False,
        "allows_users_to_create_topics": False, "can_manage_bots": False, "supports_guest_queries": False,
    }  # fmt: skip
    return world.bot() | abilities


def set_webhook(world: World, call: Call) -> bool:
    """Remember a webhook, or forget it when its address is empty."""
    world.webhook = call.text("url")
    if call.flag("drop_pending_updates"):
        world.inbox.drop()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Forget the webhook."""
    return set_webhook(world, Call(call.method, {**call.fields, "url": ""}))


def webhook_info(world: World, call: Call) -> Json:
    """Where updates would go, and how many wait."""
    return {
        "url": world.webhook, "has_custom_certificate": False, "pending_update_count": len(world.inbox),
    }  # fmt: skip


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "sendPhoto": messages.send_photo,
    "editMessageText": messages.edit_text,
    "editMessageReplyMarkup": messages.edit_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "answerCallbackQuery": messages.answer_query,
    "sendChatAction": messages.chat_action,
    "createForumTopic": topics.create,
    "closeForumTopic": topics.close,
    "reopenForumTopic": topics.reopen,
    "deleteForumTopic": topics.delete,
    "getChat": membership.get_chat,
    "getChatMember": membership.get_member,
    "getChatAdministrators": membership.get_administrators,
    "leaveChat": membership.leave,
    "setMyCommands": _of_profile(profile.set_commands),
    "getMyCommands": _of_profile(profile.get_commands),
    "deleteMyCommands": _of_profile(profile.delete_commands),
    "setMyName": _of_profile(profile.set_text, "name"),
    "getMyName": _of_profile(profile.get_text, "name"),
    "setMyDescription": _of_profile(profile.set_text, "description"),
    "getMyDescription": _of_profile(profile.get_text, "description"),
    "setMyShortDescription": _of_profile(profile.set_text, "short_description"),
    "getMyShortDescription": _of_profile(profile.get_text, "short_description"),
    "setChatMenuButton": _of_profile(profile.set_menu),
    "getChatMenuButton": _of_profile(profile.get_menu),
}
PROFILE_CHANGES = frozenset(name for name in METHODS if name.startswith(("setMy", "deleteMy")))
#: Telegram takes method names in any case.
BY_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}


class Emulator(People):
    """The server and its people; start it, give its address to a bot, and act.

    Acts must be called in the event loop that started it."""

    def __init__(self, token: str = "7000000001:demo", clock: Clock = system_clock) -> None:
        super().__init__(World(clock=clock, bot_id=int(token.partition(":")[0])))
        self.token = token
        #: The address to give to the bot; empty until the server has started.
        self.base = ""
        self._runner: web.AppRunner | None = None

    @property
    def staff_chat(self) -> int:
        """The id of the study team's group."""
        return next(chat for chat, room in self.world.rooms.items() if not room.private)

    @property
    def patients(self) -> list[int]:
        """The ids of the patients, who are also the ids of their private chats."""
        return [person.id for person in self.world.people.values() if not person.staff]

    @property
    def staff(self) -> list[int]:
        """The ids of the members of staff, the coordinator first."""
        return [person.id for person in self.world.people.values() if person.staff]

    def messages(self, chat: int) -> list[Json]:
        """Return what the chat shows now, oldest first."""
        return list(self.world.rooms[chat].messages.values())

    def subscribe(self) -> asyncio.Queue[Json]:
        """Return a queue that is told of everything from now on."""
        listener: asyncio.Queue[Json] = asyncio.Queue()
        self.world.listeners.add(listener)
        return listener

    def unsubscribe(self, listener: asyncio.Queue[Json]) -> None:
        """Tell this queue nothing more."""
        self.world.listeners.discard(listener)

    def reset(self, language: str | None = None) -> None:
        """Forget every person, chat and waiting update and begin anew, with a team that speaks this language where one
        is named; the bot's own texts stay.
        """
        self.world.populate(language)
        self.world.tell("reset")

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve until `stop`; the base address to give to the bot. Port 0 picks a free one."""
        app = web.Application(client_max_size=LARGEST_CALL)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.base = f"http://{host}:{bound[1]}"
        return self.base

    async def stop(self) -> None:
        """End every poll and free the port."""
        self.world.inbox.ring()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            named = is_loopback(f"http://{request.host}")
            if not named or any(name in request.headers for name in _OF_A_BROWSER):
                # A page from anywhere could open this address, by a name of its own too that leads here, and a webhook
                # set so would deafen the bot.
                raise Refusal("Forbidden: no page of a browser may call this", 403)
            if request.match_info["token"] != self.token:
                raise Refusal("", 401)
            result = await self._carry_out(await read_call(request))
        except Refusal as refusal:
            body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            return web.json_response(body, status=refusal.code, dumps=DUMPS)
        return web.json_response({"ok": True, "result": result}, dumps=DUMPS)

    async def _carry_out(self, call: Call) -> object:
        if call.method.lower() == "getupdates":
            return await self._updates(call)
        if call.method.lower() not in BY_NAME:
            raise Refusal("method not found", 404)
        name, method = BY_NAME[call.method.lower()]
        result = method(self.world, call)
        if name in PROFILE_CHANGES:
            self.world.tell("profile")
        return result

    async def _updates(self, call: Call) -> list[Json]:
        inbox = self.world.inbox
        if self.world.webhook:
            raise Refusal(WEBHOOK_ACTIVE, 409)
        allowed = call.tree("allowed_updates")
        if allowed is not None:
            inbox.allow(allowed)
        if not inbox.polled:
            inbox.polled = True
            self.world.tell("listening")
        limit = min(max(call.number("limit", MOST_UPDATES), 1), MOST_UPDATES)
        seconds = min(call.number("timeout"), LONGEST_POLL)
        return await inbox.take(call.number("offset"), limit, seconds)
