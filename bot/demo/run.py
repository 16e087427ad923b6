"""`tamiz demo`: a small Bot API, the unmodified bot against it, and the page, all on this machine.

Everything is kept in a folder of its own, which a reset empties; what an earlier run left there is moved aside, never
deleted. A shared page opens in a browser too, at a port of its own. The clock is the emulator's and the bot's together,
and the page may move it forward.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import signal
import socket
import sys
import webbrowser
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.admin.installation import initialise
from bot.app import Running, run
from bot.config.clock import system_clock
from bot.config.settings import Settings, SettingsError
from bot.config.single_instance import only_one
from bot.demo.emulator import Emulator
from bot.demo.server import Hooks, serve_demo
from bot.store import staff, switches
from bot.store.tx import Tx
from dialogs.site import RecruitmentSwitch, Role

_TOKEN = "7000000001:demo"
_MARK = "tamiz-demo"
_ZONE = ZoneInfo("America/Santiago")
#: The roles of the team in the order of the group; whoever comes after them has no invitation.
ROLES = (Role.COORDINATOR, Role.COORDINATOR, Role.OWNER, Role.INVESTIGATOR, Role.OBSERVER, Role.COORDINATOR)


class MovedClock:
    """The computer's clock, ahead by as much as the page asked for."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.ahead


def until_ten(now: datetime) -> timedelta:
    """How long until tomorrow at ten in the morning in Chile, when people may be written to again.

    >>> until_ten(datetime(2026, 11, 26, 23, 30, tzinfo=UTC))
    datetime.timedelta(seconds=48600)
    """
    local = now.astimezone(_ZONE)
    morning = datetime.combine(local.date() + timedelta(days=1), time(10), _ZONE)
    return morning.astimezone(UTC) - now.astimezone(UTC)


class Demonstration:
    """The bot and its little world, started, reset and moved as the page asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.clock = MovedClock()
        self.emulator = Emulator(token=_TOKEN, clock=self.clock)
        self._base = ""
        self._shared = free_port()
        self._running: Running | None = None
        self._task: asyncio.Task[int] | None = None

    async def start(self) -> None:
        """Start the Bot API and, with a clean folder, the bot; what an earlier run left is moved aside."""
        if (aside := set_aside(self.folder)) is not None:
            sys.stdout.write(f"What an earlier demonstration left is now in {aside}\n")
        self._base = await self.emulator.start("127.0.0.1", 0)
        await self._start_bot()

    async def stop(self) -> None:
        """Stop everything."""
        await self._stop_bot()
        await self.emulator.stop()

    async def reset(self, language: str) -> None:
        """Forget everything and begin again, with a team that speaks this language."""
        await self._stop_bot()
        self.clock.ahead = timedelta()
        self.emulator.reset(language)
        await self._start_bot()

    async def turn(self, state: str) -> None:
        """Turn the recruitment switch, as a named person would."""
        if self._running is None:
            return
        context = self._running.context
        now = context.now()
        switch = RecruitmentSwitch(
            state=state, confirmed_by="demo", confirmed_on=context.today(now), source="demo page", at=now
        )
        await context.store.write(lambda tx: switches.turn_switch(tx, switch, context.study.id))

    async def advance(self, by: timedelta) -> None:
        """Move the clock, a day to the next morning, and do what is due by then."""
        self.clock.ahead += until_ten(self.clock()) if by == timedelta(days=1) else by
        if self._running is not None:
            await self._running.clockwork.nudge()
            self._running.courier.wake()

    async def ended(self) -> int:
        """Wait for the bot to end by itself; its exit code."""
        while self._task is not None:
            task = self._task
            code = await asyncio.shield(task)
            if task is self._task:
                return code
        return 0

    async def _start_bot(self) -> None:
        _empty(self.folder)
        settings = _settings(self.folder, self._base, self.emulator.staff_chat, self._shared)
        initialise(settings)
        fit(settings.site, self.emulator.world.language)
        begun: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
        bot = run(settings, clock=self.clock, started=begun.set_result, heeds_signals=False)
        self._task = asyncio.create_task(bot)
        first: list[asyncio.Future[Any]] = [self._task, begun]
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        if not begun.done():
            await self._task
            raise SettingsError(["The bot of the demonstration ended at once. Its last line above says why."])
        self._running = begun.result()
        await self._invite_team(self._running)

    async def _stop_bot(self) -> None:
        task, running = self._task, self._running
        self._task = self._running = None
        if running is not None:
            running.stop()
        if task is not None:
            await task

    async def _invite_team(self, running: Running) -> None:
        """Real invitations, redeemed in the private chats as people would."""
        expires = self.clock() + timedelta(days=1)
        for user, role in zip(self.emulator.staff, ROLES, strict=False):
            token, name = staff.new_token(), self.emulator.world.people[user].first_name

            def work(tx: Tx, token: str = token, name: str = name, role: Role = role) -> None:
                hashed = staff.token_hash(token)
                staff.add_invitation(tx, hashed, role=role, name=name, expires=expires)

            await running.context.store.write(work)
            self.emulator.say(user, user, f"/start s_{token}")


async def demonstrate(folder: Path, port: int, *, opens_browser: bool) -> int:
    """Show the product until it is interrupted; the exit code."""
    demonstration = Demonstration(folder)
    await demonstration.start()
    hooks = Hooks(on_recruitment=demonstration.turn, on_reset=demonstration.reset, on_advance=demonstration.advance)
    try:
        page = await serve_demo(demonstration.emulator, "127.0.0.1", port, hooks)
    except OSError:
        await demonstration.stop()
        raise SettingsError([f"Port {port} is taken. Choose another one: tamiz demo --port {port + 1}"]) from None
    address = f"http://127.0.0.1:{port}"
    sys.stdout.write(f"The demonstration is at {address}  (Ctrl+C ends it)\n")
    sys.stdout.flush()
    if opens_browser:
        await asyncio.to_thread(webbrowser.open, address)
    try:
        return await _until_interrupted(demonstration)
    finally:
        await page.cleanup()
        await demonstration.stop()


async def _until_interrupted(demonstration: Demonstration) -> int:
    """Until Ctrl+C, or until the bot ends by itself; the exit code."""
    loop = asyncio.get_running_loop()
    interrupted = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupted.set)
    waits = {asyncio.ensure_future(demonstration.ended()), asyncio.ensure_future(interrupted.wait())}
    done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return 0 if interrupted.is_set() else int(next(iter(done)).result())


def _settings(folder: Path, base: str, staff_chat: int, shared: int) -> Settings:
    return Settings.model_construct(
        bot_token=SecretStr(_TOKEN),
        api_base=base,
        database_url=SecretStr(f"sqlite:///{folder / 'tamiz.db'}"),
        key_file=folder / "master.key",
        person_keys=folder / "person-keys",
        staff_chat=staff_chat,
        site=folder / "site.toml",
        share_url=f"http://127.0.0.1:{shared}",
        share_listen=f"127.0.0.1:{shared}",
        pace="off",
    )


def free_port() -> int:
    """Return a port of this machine that nobody has now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def set_aside(folder: Path) -> Path | None:
    """Move what an earlier demonstration left to a folder beside it, and return that; None where nothing is there.

    SettingsError where the folder is somebody else's, or a demonstration uses it now."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    _refuse_foreign(folder)
    with only_one(_settings(folder, "", 0, 0)):
        numbers = (folder.with_name(f"{folder.name}-{number}") for number in itertools.count(1))
        aside = next(place for place in numbers if not place.exists())
        return folder.rename(aside)


def _empty(folder: Path) -> None:
    """Make the folder anew; one that the demonstration did not make is refused, not emptied."""
    _refuse_foreign(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise SettingsError([f"{folder}: not a folder of the demonstration. Name an empty one with --folder."])


def fit(site: Path, language: str) -> None:
    """Allow the interest list, and let the group speak the visitor's language."""
    text = site.read_text("utf-8").replace("interest_list_approved = false", "interest_list_approved = true")
    site.write_text(text.replace('\n# group_language = "es"\n', f'\ngroup_language = "{language}"\n'), "utf-8")
