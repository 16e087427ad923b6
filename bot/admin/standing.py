"""How the study stands, from the command line: shown, set without a restart, and let go on after an owner's tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.admin.cases import COMMAND_LINE
from bot.config.clock import system_clock, today_at_site
from bot.config.recruiting import Approved, as_switched, hindrances
from bot.config.settings import Settings, SettingsError
from bot.config.site import state_of
from bot.config.studies import StudyPlace
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


def resume_study(store: Store, by: str, studies: Sequence[str]) -> str:
    """Let the site's file say again how each of these studies stands; a line that says what happened."""

    def turn(tx: Tx) -> str:
        suspended = [study for study in studies if switches.is_suspended(tx, study)]
        if not suspended:
            return NOT_SUSPENDED
        now = system_clock()
        for study in suspended:
            said = RecruitmentSwitch(
                state=RESUMED, confirmed_by=by, confirmed_on=today_at_site(), source="tamiz", at=now
            )
            switches.turn_switch(tx, said, study)
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.RESUMED, subject=SUSPENDED, at=now)
        return RESUMES

    return store.write_now(turn)


def state_lines(settings: Settings, store: Store, there: StudyPlace) -> list[str]:
    """Return how the study stands at this moment, who confirmed it and until when that counts."""
    place, switch = there.place, store.read_now(lambda tx: switches.last_switch(tx, there.study.id))
    shown, override = as_switched(place, switch), settings.recruitment if there.files is None else None
    lines = [f"State: {state_of(place, switch, override)}"]
    if override:
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


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirms a state, and where that stands."""

    by: str
    source: str


def set_state(
    settings: Settings,
    store: Store,
    there: StudyPlace,
    state: Recruitment,
    wording: Mapping[str, str],
    confirmed: Confirmed,
) -> str:
    """Set the state of the study, confirmed today by a named person; a running bot follows at once.

    `wording`: the hash of what runs, by language.
    SettingsError where a setting decides, an owner suspended it, or something is missing for that state (RE-01, RE-02);
    then nothing is changed. A Bot API on this machine may do without, as at a start."""
    if settings.recruitment and there.files is None:
        raise SettingsError([DECIDED_BY_SETTING])
    today, now = today_at_site(), system_clock()
    by, source = confirmed.by, confirmed.source
    switch = RecruitmentSwitch(state=state, confirmed_by=by, confirmed_on=today, source=source, at=now)
    place = as_switched(there.place, switch)
    approved = Approved(there.record, there.study.version)
    problems = hindrances(there.site, place, state, wording, today, approved)
    if problems and not settings.loopback:
        raise SettingsError(problems)

    def turn(tx: Tx) -> None:
        if switches.is_suspended(tx, there.study.id) and state is not Recruitment.CLOSED:
            raise SettingsError([FIRST_RESUME])
        switches.turn_switch(tx, switch, there.study.id)
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.STATE_SET, subject=state, at=now)

    store.write_now(turn)
    return f"From now on: {state}. Confirmed by {by} on {today}. A running bot follows at once."
