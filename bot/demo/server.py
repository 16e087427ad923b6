"""The page of the demonstration: its files, a stream of what happens in every chat, and one address per act.

Only this machine may use it: the server binds the loopback interface, and refuses a request whose Host or Origin is
another name, so that no foreign web page can act through a visitor's browser.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo import views
from bot.demo.acts import NoSuchThing
from bot.demo.emulator import Emulator
from bot.demo.wire import Json

PAGE = Path(__file__).parent / "page"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
STATES = ("not_recruiting", "recruiting", "closed")
LONGEST_JUMP = timedelta(days=400)
QUIET_SECONDS = 15.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Outcome = Awaitable[None] | None
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Hooks:
    """What the page's bar may do to the program behind it; a control whose hook is None is not shown."""

    #: Called with the new recruitment state.
    on_recruitment: Callable[[str], Outcome] | None = None
    #: Must empty the bot's memory and call `Emulator.reset` with the language, in the order that suits the bot.
    on_reset: Callable[[str], Outcome] | None = None
    #: Must move the clock that the bot and the emulator share.
    on_advance: Callable[[timedelta], Outcome] | None = None
    #: The state that the switch shows, at first and again after a reset.
    recruitment: str = "not_recruiting"


EMULATOR = web.AppKey("emulator", Emulator)
HOOKS = web.AppKey("hooks", Hooks)
FIRST_STATE = web.AppKey("first_state", str)
ONE_BY_ONE = web.AppKey("one_by_one", asyncio.Lock)


async def serve_demo(emulator: Emulator, host: str, port: int, hooks: Hooks) -> web.AppRunner:
    """Serve the page until the runner's `cleanup`; only on the loopback interface."""
    if host not in LOOPBACK:
        raise ValueError(f"the demonstration's page is only for this machine, not for {host!r}: use 127.0.0.1")
    app = web.Application(middlewares=[guarded])
    app[EMULATOR], app[HOOKS], app[FIRST_STATE] = emulator, hooks, hooks.recruitment
    app[ONE_BY_ONE] = asyncio.Lock()
    app.router.add_get("/", index)
    app.router.add_get("/events", events)
    app.router.add_get("/files/{key}", download)
    app.router.add_post("/acts/{act}", act)
    app.router.add_post("/bar/{control}", turn)
    app.router.add_static("/page/", PAGE)
    app.on_shutdown.append(close_streams)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only this machine's own page in, and send every answer with strict headers."""
    origin = request.headers.get("Origin")
    if not _is_local(f"//{request.host}") or (origin is not None and urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden(text="only from this machine")
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="JSON only")
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def _is_local(address: str) -> bool:
    return urlsplit(address).hostname in LOOPBACK


async def close_streams(app: web.Application) -> None:
    """End the event streams, which would otherwise hold the program at its end."""
    app[EMULATOR].world.tell("closing")


async def index(request: web.Request) -> web.FileResponse:
    """Return the page itself."""
    return web.FileResponse(PAGE / "index.html")


async def download(request: web.Request) -> web.Response:
    """Return a file that somebody sent in a chat; shown only when it is a picture."""
    file = request.app[EMULATOR].world.files.get(request.match_info["key"])
    if file is None:
        raise web.HTTPNotFound(text="no such file")
    shown = file.mime in {"image/png", "image/jpeg"}
    kind = file.mime if shown else "application/octet-stream"
    response = web.Response(body=file.content, content_type=kind)
    if not shown:
        name = "".join(letter for letter in file.name if letter.isalnum() or letter in "-_. ")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    return response


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


async def events(request: web.Request) -> web.StreamResponse:
    """Send the whole world first, then everything that happens, as server-sent events."""
    emulator, hooks = request.app[EMULATOR], request.app[HOOKS]
    stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
    await stream.prepare(request)
    listener = emulator.subscribe()
    try:
        await _write(stream, snapshot(emulator, hooks))
        while (event := await _next(listener))["event"] != "closing":
            await _write(stream, told(event, emulator, hooks))
    except ConnectionError:
        return stream
    finally:
        emulator.unsubscribe(listener)
    return stream


async def _next(listener: asyncio.Queue[Json]) -> Json:
    try:
        return await asyncio.wait_for(listener.get(), QUIET_SECONDS)
    except TimeoutError:
        return {"event": "quiet"}


async def _write(stream: web.StreamResponse, event: Json) -> None:
    await stream.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())


def snapshot(emulator: Emulator, hooks: Hooks) -> Json:
    """Return the event that draws the page anew."""
    controls = {
        "recruitment": hooks.recruitment if hooks.on_recruitment else None,
        "reset": hooks.on_reset is not None,
        "advance": hooks.on_advance is not None,
    }
    return {"event": "snapshot", "controls": controls, **views.whole(emulator.world)}


def told(event: Json, emulator: Emulator, hooks: Hooks) -> Json:
    """Return what the page hears of one piece of news."""
    world = emulator.world
    if event["event"] == "reset":
        return snapshot(emulator, hooks)
    if event["event"] == "profile":
        return event | views.portraits(world)
    if event["event"] == "chat" and event["chat"] in world.people:
        person = views.person(world.people[event["chat"]])
        return event | {"view": views.chat(world, world.rooms[event["chat"]]), "person": person}
    return event | {"now": world.stamp()}


async def act(request: web.Request) -> web.Response:
    """One act of one person in one chat."""
    emulator = request.app[EMULATOR]
    name = request.match_info["act"]
    if name not in ACTS:
        raise web.HTTPNotFound(text="no such act")
    try:
        result = ACTS[name](emulator, await request.json())
    except (NoSuchThing, KeyError, TypeError, ValueError) as error:
        return web.json_response({"ok": False, "reason": type(error).__name__}, status=400)
    return web.json_response({"ok": True, "result": result, "number": emulator.world.told})


def _say(emulator: Emulator, body: Json) -> Json:
    where = (body.get("reply_to"), int(body.get("topic") or 0))
    return emulator.say(int(body["chat"]), int(body["user"]), str(body["text"])[:4096], *where)


def _delete_topic(emulator: Emulator, body: Json) -> None:
    emulator.delete_topic(int(body["chat"]), int(body["user"]), int(body["topic"]))


def _press(emulator: Emulator, body: Json) -> str:
    row, place = body["button"]
    label = str(body["label"]) if "label" in body else None
    return emulator.press(int(body["chat"]), int(body["user"]), int(body["message_id"]), (int(row), int(place)), label)


def _contact(emulator: Emulator, body: Json) -> Json:
    return emulator.share_contact(int(body["chat"]), int(body["user"]), bool(body.get("own", True)))


def _other(emulator: Emulator, body: Json) -> Json:
    return emulator.send_other(int(body["chat"]), int(body["user"]), str(body["kind"]))


def _block(emulator: Emulator, body: Json) -> None:
    (emulator.block if body["blocked"] else emulator.unblock)(int(body["user"]))


def _leave(emulator: Emulator, body: Json) -> None:
    emulator.leave_group(int(body["user"]), bool(body["gone"]))


def _language(body: Json) -> str:
    return "en" if body.get("language") == "en" else "es"


def _patient(emulator: Emulator, body: Json) -> int:
    return emulator.new_patient(_language(body)).id


ACTS: dict[str, Callable[[Emulator, Json], object]] = {
    "say": _say, "press": _press, "contact": _contact, "other": _other, "block": _block, "leave": _leave,
    "patient": _patient, "delete_topic": _delete_topic,
}  # fmt: skip


async def turn(request: web.Request) -> web.Response:
    """One control of the bar."""
    body = await request.json()
    async with request.app[ONE_BY_ONE]:  # two pages may ask at once, and a bot that begins anew can be asked nothing
        await _turn(request.app, request.match_info["control"], body)
    return web.json_response({"ok": True, "number": request.app[EMULATOR].world.told})


async def _turn(app: web.Application, control: str, body: Json) -> None:
    hooks = app[HOOKS]
    if control == "recruitment" and hooks.on_recruitment and body.get("state") in STATES:
        await _done(hooks.on_recruitment(body["state"]))
        hooks.recruitment = body["state"]
    elif control == "reset" and hooks.on_reset:
        await _done(hooks.on_reset(_language(body)))
        hooks.recruitment = app[FIRST_STATE]
    elif control == "advance" and hooks.on_advance:
        await _done(hooks.on_advance(_jump(body)))
    else:
        raise web.HTTPBadRequest(text="no such control")
    app[EMULATOR].world.tell("bar", recruitment=hooks.recruitment)


def _jump(body: Json) -> timedelta:
    hours = body.get("hours")
    if not isinstance(hours, int) or not 0 < hours <= LONGEST_JUMP / timedelta(hours=1):
        raise web.HTTPBadRequest(text="a number of hours is expected")
    return timedelta(hours=hours)


async def _done(outcome: Outcome) -> None:
    if inspect.isawaitable(outcome):
        await outcome
