"""The composition root: the only place that builds things and knows their order.

Order of a start: refuse what is wrong, lock the installation, destroy the keys of the erased, then take in what
waited on the server, and only then send. A program that sends first asks again what was answered while it was down.
"""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeVar

import structlog

from bot.config.addresses import listen_parts
from bot.config.approval import APPROVED
from bot.config.approval_now import of_package
from bot.config.at_start import refuse_closed, refuse_taken
from bot.config.bundled import load_lexicon, load_study
from bot.config.clock import Clock, clock_of
from bot.config.recruiting import as_it_runs
from bot.config.settings import Settings, SettingsError, refuse_unfit
from bot.config.single_instance import only_one
from bot.config.site import SiteFile, read_place
from bot.delivery.courier import Courier
from bot.desk import standing, studies
from bot.desk.context import DeskContext
from bot.desk.kept_studies import desks_now, keep_copies
from bot.desk.quarantine import count_lost, set_aside
from bot.desk.shared_page import BOT
from bot.health.alarms import AlarmCaller, AlarmTap, hear_alarms
from bot.health.page import HealthWatch
from bot.health.vitals import Examiner
from bot.jobs import JOBS, Job, Scheduler
from bot.jobs.presence import Presence
from bot.log import Seldom, log_unhandled, where_raised
from bot.render.call import Call
from bot.render.texts import LANGUAGES, Texts, shipped_catalogs
from bot.routers import route
from bot.routers.once import once
from bot.routers.shared_web import SharedPages
from bot.routers.throttle import Budget, watched
from bot.routers.unfiled import say_unfiled
from bot.store import people
from bot.store.carried_over import carry_over
from bot.store.connection import StoreUnavailable
from bot.store.engine import Store
from bot.store.health import finish_erasures, refuse_damaged
from bot.store.key_check import prove_home, refuse_foreign_keys, seal_newest
from bot.store.leadership import Leadership
from bot.store.prepared import compile_all
from bot.store.settings import set_setting
from bot.store.staff_group import pair_staff_chat
from bot.store.vault import load_vault
from bot.telegram.client import ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.membership import ask_standing, ask_topics
from bot.telegram.polling import Poller, PollingConflict
from bot.telegram.profile import OwnPage, keep_profile
from bot.telegram.rate_limit import RateLimit
from bot.telegram.updates import Raw, UpdateHandler, load_models
from bot.telegram.webhook import LISTEN, Webhook
from bot.wording import wording_hash
from bot.wording.families import family_words
from bot.wording.study_texts import told_of
from dialogs.conversation.states import build_route
from dialogs.conversation.steps.studies import PAGE
from dialogs.errors import SetUpError
from dialogs.referral.referral import build_referral_machine

T = TypeVar("T")
log = structlog.get_logger("app")

#: Seconds that a stop may take in all.
STOP_SECONDS = 10.0
#: How often a start waits for the machine, and how long each time, beside what the database itself waits.
_START_TRIES, _START_REST = 10, 1.0
#: Rights that are missing do not come by waiting.
_RIGHTS = (errno.EACCES, errno.EROFS)
#: The backlog is taken in first, but not for ever: after this long the courier and the clock start anyway.
_BACKLOG_SECONDS = 60.0
#: Seconds in which the first poll goes out, before what a start can do behind it.
_POLL_FIRST = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The parts of the running bot that its starter may touch."""

    context: DeskContext
    courier: Courier
    clockwork: Scheduler
    stop: Callable[[], None]


def patiently(work: Callable[[], object]) -> None:
    """Do a step of the start, again where the machine does not let us yet; StoreUnavailable where that lasts."""
    for left in range(_START_TRIES, -1, -1):
        try:
            work()
        except StoreUnavailable as fault:
            if not left or fault.errno in _RIGHTS:
                raise
            if left == _START_TRIES:
                log.error("the machine is at fault; the start waits", fault=where_raised(fault))
            time.sleep(_START_REST)
        else:
            return


async def _in_time(work: Callable[[], Awaitable[T]]) -> T:
    """Do a step of the start that needs the database as soon as the machine lets it, beside what runs already."""
    seldom = Seldom()
    while True:
        try:
            return await work()
        except StoreUnavailable as fault:
            if seldom.due():
                log.error("the machine is at fault; the start waits", fault=where_raised(fault))
            await asyncio.sleep(_START_REST)


def open_context(settings: Settings, clock: Clock | None = None) -> DeskContext:
    """Everything built from the settings; SetUpError where something is missing or wrong."""
    refuse_unfit(settings)
    place = read_place(settings.site, examples_allowed=settings.loopback)
    return context_of(settings, place, clock, strict=not settings.loopback)


def context_of(settings: Settings, place: SiteFile, clock: Clock | None = None, *, strict: bool = False) -> DeskContext:
    """Return what the desk needs, also for a command beside the bot, which needs no token; `strict`: no examples."""
    store = Store(settings.database_url.get_secret_value(), load_vault(settings.key_file, settings.key_place))
    patiently(store.check)
    patiently(lambda: store.read_now(refuse_foreign_keys))
    patiently(partial(prove_home, store))
    study, (texts, wording) = load_study(), _shipped()
    place, approved = as_it_runs(settings.site.with_name(APPROVED), place, wording, study.version)
    context = DeskContext(
        store=store,
        study=study,
        lexicon=load_lexicon(),
        conversation_machine=build_route(study),
        referral_machine=build_referral_machine(),
        texts=texts,
        place=place,
        settings=settings,
        clock=clock or clock_of(settings, place.zone),
        forbidden_words=family_words,
        wording_approved=approved,
        wording=wording,
        approval_files=of_package(settings, wording, study.version),
    )
    return replace(context, studies=desks_now(context, told_of, examples_allowed=not strict))


@cache
def _shipped() -> tuple[Texts, dict[str, str]]:
    """Return the texts, and the hash of all in each language: reading them five times was a fifth of a start."""
    catalogs = shipped_catalogs()
    return Texts(catalogs), {language: wording_hash(language, catalogs) for language in LANGUAGES}


def refuse_unapproved(context: DeskContext) -> None:
    """SettingsError where more than information is wanted and something is missing for it; an alarm once people came.

    What a person has a right to must go on, so that an approval that lapsed never stops the program."""
    settings = context.settings
    problems = [problem for each in context.each_study() for problem in standing.what_hinders(each)]
    first = context.store.read_now(people.is_nobody_known)
    if problems and settings.loopback:
        log.info("allowed only because the Bot API is on this machine", missing=len(problems))
    elif problems and first:
        raise SettingsError(problems)
    else:
        for problem in problems:
            log.error("ALARM: information only, nobody is brought to the team", problem=problem)


def api_of(settings: Settings) -> BotApi:
    """Return the one line to the Bot API, on which every call waits for its turn."""
    assert settings.bot_token is not None  # refuse_unfit
    return BotApi(settings.bot_token.get_secret_value(), settings.api_base, RateLimit(on=settings.pace == "telegram"))


async def run(
    settings: Settings,
    *,
    clock: Clock | None = None,
    started: Callable[[Running], None] | None = None,
    heeds_signals: bool = True,
) -> int:
    """Run the bot until it is told to stop; the exit code. SetUpError where it cannot start."""
    tap = hear_alarms()
    context = open_context(settings, clock)
    api = api_of(settings)
    context = replace(context, ask_standing=partial(ask_standing, api), ask_topics=partial(ask_topics, api))
    try:
        with only_one(settings):
            refuse_taken(_listens(settings))
            refuse_closed(settings.key_folder)
            patiently(lambda: context.store.write_now(lambda tx: pair_staff_chat(tx, settings.staff_chat or 0)))
            patiently(partial(studies.pair_chats, context))
            patiently(partial(refuse_damaged, context.store))
            patiently(lambda: context.store.write_now(seal_newest))
            patiently(partial(finish_erasures, context.store))
            patiently(lambda: context.store.write_now(lambda tx: carry_over(tx, context.study.id)))
            patiently(partial(keep_copies, context))
            patiently(partial(studies.refuse_gone, context))
            patiently(partial(refuse_unapproved, context))
            context = replace(context, bot_username=await _own_name(api))
            await _keep_name(context)
            return await _serve(context, api, tap, started, heeds_signals)
    finally:
        await api.close()
        context.store.close()


def _listens(settings: Settings) -> dict[str, str | None]:
    """Return each setting by which something is listened on, and the address."""
    webhook = settings.webhook_listen or LISTEN if settings.webhook_url is not None else None
    return {
        "TAMIZ_METRICS_LISTEN": settings.metrics_listen,
        "TAMIZ_WEBHOOK_LISTEN": webhook,
        "TAMIZ_SHARE_LISTEN": settings.share_listen,
    }


async def _own_name(api: BotApi) -> str:
    """Return the bot's name on the platform; SettingsError where the server does not know the bot.

    One that does not answer yet does not hold the start."""
    try:
        answer = await api.call("getMe", {}, seconds=5)
    except (ApiUnreachable, ApiReplyLost):
        log.warning("the Bot API does not answer yet")
        return ""
    if answer.status in (401, 404) and not answer.ok:
        raise SettingsError(["TAMIZ_BOT_TOKEN: the Bot API does not know this token. Copy it again from its source."])
    return str(answer.result.get("username") or "") if isinstance(answer.result, dict) else ""


async def _keep_name(context: DeskContext) -> None:
    """File the bot's name where it is known: links that people share lead to it."""
    if name := context.bot_username:
        await _in_time(lambda: context.store.write(lambda tx: set_setting(tx, BOT, name)))


async def _serve(
    context: DeskContext, api: BotApi, tap: AlarmTap, started: Callable[[Running], None] | None, heeds_signals: bool
) -> int:
    asyncio.get_running_loop().set_exception_handler(log_unhandled)
    leadership = Leadership(context.store.url)
    intake = _intake(context.settings, api, _update_handler(context, api), leadership)
    in_turn = partial(_is_in_turn, leadership, intake)
    courier = Courier(context.store, api, context.clock, in_turn)
    leadership.on_posted(courier.wake)
    clockwork = Scheduler(context, (*JOBS, Job("be there", 10, Presence(intake, context.now()).look)), leads=in_turn)
    health = _health(context, api, intake, tap)
    leadership.start()
    async with _stopping_on_signals(intake.stop, heeds_signals):
        tasks = [
            asyncio.create_task(intake.run(), name="intake"),
            asyncio.create_task(courier.run(), name="courier"),
            asyncio.create_task(clockwork.run(), name="jobs"),
            asyncio.create_task(_watch_writer(context), name="writer"),
            asyncio.create_task(health.run(), name="health"),
            asyncio.create_task(SharedPages(context).run(), name="shared pages"),
            asyncio.create_task(_finish_the_start(context), name="start"),
        ]
        page = asyncio.create_task(keep_profile(api, context.texts, _own_page(context)), name="profile")
        if started is not None:
            started(Running(context=context, courier=courier, clockwork=clockwork, stop=intake.stop))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        try:
            return await _wind_down(intake, courier, tasks, page)
        finally:
            await asyncio.to_thread(leadership.stop)
            await health.last_words()


async def _finish_the_start(context: DeskContext) -> None:
    """Make what the first message waits for behind the first poll: models, words, statements, holidays, dates."""
    await asyncio.sleep(_POLL_FIRST)
    for make in (load_models, context.lexicon.grow, context.texts.get_ready):
        await asyncio.to_thread(make)
    await _in_time(lambda: context.store.read(compile_all))
    site = await _in_time(lambda: context.store.read(lambda tx: context.questionnaire(tx, context.now()).site))
    _settle_memory()
    log.info("started", study=context.study.id, state=site.standing(context.today(context.now())).value)
    await asyncio.Event().wait()  # a part that ends, ends the program


def _own_page(context: DeskContext) -> OwnPage:
    said = (PAGE,) if context.studies else context.study.texts["profile"]
    return OwnPage(said, context.place.bot_name, bool(context.studies))


def _settle_memory() -> None:
    """Take what never goes away again out of the collector's way, and let it look less often.

    Full collections took 25 to 40 % of the processor time and paused everybody for up to 0.2 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _update_handler(context: DeskContext, api: BotApi) -> UpdateHandler:
    """Return the road of an update, with what is done where it cannot be gone."""
    dispatch = watched(route, Budget())

    async def aside(raw: Raw, fault: str) -> None:
        await once(context, raw["update_id"], partial(set_aside, raw=raw, fault=fault))

    async def count(raw: Raw, fault: str) -> None:
        await once(context, raw["update_id"], partial(count_lost, update_id=raw["update_id"], fault=fault))

    async def send(chat_id: int, call: Call) -> None:
        await api.call(call.method, {**call.payload, "chat_id": chat_id})

    return UpdateHandler(
        api, partial(dispatch, context), aside, count=count, unfiled=partial(say_unfiled, context, send)
    )


def _intake(settings: Settings, api: BotApi, handler: UpdateHandler, leadership: Leadership) -> Poller | Webhook:
    """Return the poller, or a webhook where one is set."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return Poller(api, handler, lambda: leadership.leads)
    secret, listen = settings.webhook_secret.get_secret_value(), settings.webhook_listen or LISTEN
    return Webhook(api, handler, url=settings.webhook_url, secret=secret, listen=listen)


def _health(context: DeskContext, api: BotApi, intake: Poller | Webhook, tap: AlarmTap) -> HealthWatch:
    """Return what looks at everything, tells the log's alarms, and is seen from outside."""
    settings = context.settings
    url = settings.alarm_url.get_secret_value() if settings.alarm_url is not None else None
    listen = listen_parts(settings.metrics_listen) if settings.metrics_listen is not None else None
    examiner = Examiner(context, api, intake)
    return HealthWatch(examiner, (tap, AlarmCaller(tap, url)), listen, intake.drained.is_set)


def _is_in_turn(leadership: Leadership, intake: Poller | Webhook) -> bool:
    """May this replica send and keep the time? Once it leads, and what waited on the server has been taken in."""
    return leadership.leads and (intake.drained.is_set() or leadership.seconds() > _BACKLOG_SECONDS)


async def _watch_writer(context: DeskContext) -> None:
    """End with the store's writer: without it the program would be alive, deaf and mute (OPS-06)."""
    await asyncio.wrap_future(context.store.failure)


async def _wind_down(
    intake: Poller | Webhook, courier: Courier, tasks: list[asyncio.Task[None]], page: asyncio.Task[None]
) -> int:
    """Stop in order; the exit code, 2 where a part ended that should not have."""
    intake.stop()
    await asyncio.wait(tasks[:1], timeout=STOP_SECONDS - 2)
    await courier.stop()
    for task in [*tasks, page]:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    code = 0
    for task, end in zip(tasks, ends, strict=True):
        if isinstance(end, TokenRevoked):
            log.error("the Bot API no longer knows the token: stopped. Everything is kept; set a new token")
            code = 2
        elif isinstance(end, PollingConflict):
            log.error("another program receives this bot's messages: stopped. Stop that one, or take its webhook away")
            code = 2
        elif isinstance(end, SetUpError):
            log.error(str(end))
            code = 2
        elif isinstance(end, Exception):
            log.error("a part of the program ended: stopped", part=task.get_name(), exc_info=end)
            code = 2
    log.info("stopped", code=code)
    return code


@asynccontextmanager
async def _stopping_on_signals(stop: Callable[[], None], heeded: bool) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT) if heeded else ()
    try:
        for number in signals:
            loop.add_signal_handler(number, stop)
    except (NotImplementedError, RuntimeError, ValueError):
        yield  # a system, or a thread, without signals: the starter stops us
        return
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
