"""How the study stands, from the command line: shown, set without a restart, and let go on after an owner's tap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.admin.cases import COMMAND_LINE
from bot.config.clock import system_clock, today_at_site
from bot.config.recruiting import as_switched, hindrances
from bot.config.settings import Settings, SettingsError
from bot.config.site import read_place, state_of
from bot.store import audit, switches
from bot.store.audit import AuditAct
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.site import CONFIRMATION_LASTS_DAYS, RESUMED, SUSPENDED, Recruitment, RecruitmentSwitch

DECIDED_BY_SETTING = (
    "TAMIZ_RECRUITMENT: it is set, and wins over this command. Take it out of the settings, start the bot again, then "
    "set the state."
)
FIRST_RESUME = "An owner suspended it in Telegram. Where that is over, run `tamiz resume` first."
NOT_SUSPENDED = "Nothing is suspended here."
RESUMES = "It goes on: the site's file says again how the study stands. A running bot follows at once."


def resume_study(store: Store, by: str) -> str:
    """Let the site's file say again how the study stands; a line that says what happened."""

    def turn(tx: Tx) -> str:
        if not switches.is_suspended(tx):
            return NOT_SUSPENDED
        now = system_clock()
        switches.turn_switch(
            tx,
            RecruitmentSwitch(state=RESUMED, confirmed_by=by, confirmed_on=today_at_site(), source="tamiz", at=now),
        )
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.RESUMED, subject=SUSPENDED, at=now)
        return RESUMES

    return store.write_now(turn)


def state_lines(settings: Settings, store: Store) -> list[str]:
    """Return how the study stands at this moment, who confirmed it and until when that counts."""
    place, switch = read_place(settings.site, examples_allowed=True), store.read_now(switches.last_switch)
    shown = as_switched(place, switch)
    lines = [f"State: {state_of(place, switch, settings.recruitment)}"]
    if settings.recruitment:
        lines.append("It is set by TAMIZ_RECRUITMENT.")
    elif switch is not None:
        lines.append(f"It was set on {switch.at:%Y-%m-%d %H:%M} UTC ({switch.state}).")
    if shown.confirmed_on is None:
        return [*lines, "Nobody confirmed it."]
    until = shown.confirmed_on + timedelta(days=CONFIRMATION_LASTS_DAYS)
    return [
        *lines,
        f"Confirmed by {shown.confirmed_by} on {shown.confirmed_on}: {shown.source}. It counts until {until}.",
    ]


def set_state(
    settings: Settings, store: Store, state: Recruitment, wording: Mapping[str, str], *, by: str, source: str
) -> str:
    """Set the state of the study, confirmed today by a named person; a running bot follows at once.

    `wording`: the hash of what runs, by language.
    SettingsError where a setting decides, an owner suspended it, or something is missing for that state (RE-01, RE-02);
    then nothing is changed. A Bot API on this machine may do without, as at a start."""
    if settings.recruitment:
        raise SettingsError([DECIDED_BY_SETTING])
    today, now = today_at_site(), system_clock()
    switch = RecruitmentSwitch(state=state, confirmed_by=by, confirmed_on=today, source=source, at=now)
    place = as_switched(read_place(settings.site, examples_allowed=settings.loopback), switch)
    problems = hindrances(settings.site, place, state, wording, today)
    if problems and not settings.loopback:
        raise SettingsError(problems)

    def turn(tx: Tx) -> None:
        if switches.is_suspended(tx) and state is not Recruitment.CLOSED:
            raise SettingsError([FIRST_RESUME])
        switches.turn_switch(tx, switch)
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.STATE_SET, subject=state, at=now)

    store.write_now(turn)
    return f"From now on: {state}. Confirmed by {by} on {today}. A running bot follows at once."
