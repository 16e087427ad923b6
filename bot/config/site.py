"""The site's file: who runs this bot, how to reach them, what was approved, what is promised.

`tamiz init` writes it with values that all say that they are examples; the bot does not run with one of them,
except against a Bot API on the same machine. `SiteFile` is the file as read; `site_on` is what the core gets of it on
one day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.config.settings import SettingsError
from bot.config.working_days import is_working_day, working_day_after
from dialogs.languages import Language
from dialogs.site import Recruitment, RecruitmentSwitch, Site

#: How a value says that nobody has put the real one in its place.
EXAMPLE = ("EXAMPLE", "EJEMPLO")
#: Letters of a bot's name, at most.
LONGEST_NAME = 64
LANGUAGES = tuple(Language)
#: Texts that the notice and the verification need, the same in every language.
FACTS = ("email", "phone", "postal", "host", "approval", "approval_date", "policy_date", "policy_version")
#: Texts that they need in each language.
TEXTS = ("controller", "representative", "committee", "sites", "hours")
#: What a value of a kind has to be, in words.
_KINDS: Mapping[type[Any], str] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    list: "a list of names",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """The site's file, read. Examples count as not given and are named in `examples`."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Santiago"))
    state: Recruitment = Recruitment.NOT_RECRUITING
    confirmed_by: str = ""
    confirmed_on: date | None = None
    source: str = ""
    interest_list: bool = False
    campaigns: frozenset[str] = frozenset()
    #: The bot's name on the platform, where it is not the program's own; the sponsor's only with `authorised_by`.
    bot_name: str = ""
    authorised_by: str = ""
    opens: time = time(9)
    closes: time = time(17)
    contact_days: int = 2
    keep_days: int = 7
    keep_months: int = 12
    keep_consent_years: int = 5
    #: Language → hash of the wording that the committee approved.
    approved_wording: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Where the file still holds examples: "recruitment.source".
    examples: tuple[str, ...] = ()


def read_place(path: Path, *, examples_allowed: bool) -> SiteFile:
    """Return the site's file; SettingsError names every problem, an example among them unless they are allowed."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError([f"{path}: there is no site file. Write one with `tamiz init`."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError([f"{path}: not TOML: {fault}. Correct that line."]) from None
    reader = _Reader(path, raw)
    place = reader.place()
    problems = reader.problems
    if not examples_allowed:
        problems += [f"{path}, {name}: still the example. Put the real value in its place." for name in place.examples]
        problems += reader.missing()
    if problems:
        raise SettingsError(problems)
    return place


def state_of(place: SiteFile, switch: RecruitmentSwitch | None, override: str | None) -> Recruitment:
    """Return the state that is wanted: the setting (`override`) wins over the switch, the switch over the file."""
    return Recruitment(override or (switch.state if switch is not None else place.state))


def site_on(
    place: SiteFile,
    now: datetime,
    *,
    switch: RecruitmentSwitch | None,
    override: str | None,
    trusted: bool,
    wording_approved: bool = True,
) -> Site:
    """Return what the core may know of the site at this moment.

    `trusted`: a Bot API on this machine, where a state set for a test counts as confirmed today and as approved.
    Without an approved wording the bot gives information only (RE-02)."""
    local = now.astimezone(place.zone)
    today = local.date()
    state = state_of(place, switch, override)
    confirmed = place.confirmed_on if switch is None else switch.confirmed_on
    approved = wording_approved or trusted
    if state is Recruitment.RECRUITING and not approved:
        state = Recruitment.NOT_RECRUITING
    if confirmed is None and trusted:
        confirmed = today
    staffed = is_working_day(today) and place.opens <= local.time() < place.closes
    return Site(
        recruitment=state,
        confirmed_on=confirmed,
        interest_list=place.interest_list and approved,
        contact_by=working_day_after(today, place.contact_days),
        keep_days=place.keep_days,
        keep_months=place.keep_months,
        keep_consent_years=place.keep_consent_years,
        facts=place.facts,
        bot_name=place.bot_name,
        campaigns=place.campaigns,
        staffed_now=staffed,
        opens_on=None if staffed else _opening(place, local),
    )


def _opening(place: SiteFile, local: datetime) -> date:
    if is_working_day(local.date()) and local.time() < place.opens:
        return local.date()
    return working_day_after(local.date(), 1)


class _Reader:
    """Takes the file apart and remembers what was wrong where."""

    def __init__(self, path: Path, raw: dict[str, Any]) -> None:
        self.path = path
        self.raw = raw
        self.problems: list[str] = []
        self.examples: list[str] = []

    def place(self) -> SiteFile:
        """Return the file as a SiteFile; problems are collected, not raised."""
        short = SiteFile()
        read = self._value
        authorised = read("site", "authorised_by", str, "")
        recruitment = read("recruitment", "state", str, short.state.value)
        if recruitment not in set(Recruitment):
            self._wrong("recruitment.state", f"must be one of {', '.join(Recruitment)}")
            recruitment = short.state.value
        return SiteFile(
            zone=self._zone(read("site", "time_zone", str, short.zone.key)),
            state=Recruitment(recruitment),
            confirmed_by=read("recruitment", "confirmed_by", str, ""),
            confirmed_on=self._day("recruitment", "confirmed_on"),
            source=read("recruitment", "source", str, ""),
            interest_list=read("recruitment", "interest_list_approved", bool, False),
            campaigns=frozenset(str(name) for name in read("site", "campaigns", list, [])),
            bot_name=self._bot_name(authorised),
            authorised_by=authorised,
            opens=self._clock("hours", "opens", short.opens),
            closes=self._clock("hours", "closes", short.closes),
            contact_days=read("promise", "contact_in_working_days", int, short.contact_days),
            keep_days=read("keep", "unfinished_days", int, short.keep_days),
            keep_months=read("keep", "filed_months", int, short.keep_months),
            keep_consent_years=read("keep", "consent_years", int, short.keep_consent_years),
            approved_wording={code: read("wording", code, str, "") for code in LANGUAGES},
            facts=self._facts(),
            examples=tuple(self.examples),
        )

    def _bot_name(self, authorised_by: str) -> str:
        """Return the bot's own name; one that nobody authorised is refused (TG-08)."""
        name: str = self._value("site", "bot_name", str, "")
        if name and not authorised_by:
            self._wrong("site.bot_name", "a name of your own needs `authorised_by`: no institution is named unasked")
        if len(name) > LONGEST_NAME:
            self._wrong("site.bot_name", f"longer than {LONGEST_NAME} letters, which the platform does not take")
        return name

    def missing(self) -> list[str]:
        """Return a line for every text that the notice needs and the file does not give (CL-17)."""
        wanted = [("facts", name) for name in FACTS] + [(code, name) for code in LANGUAGES for name in TEXTS]
        return [
            f"{self.path}, {table}.{name}: missing, and the notice needs it. Add it."
            for table, name in wanted
            if not self.raw.get(table, {}).get(name)
        ]

    def _facts(self) -> dict[str, dict[str, str]]:
        """Every text of the file by name and language; examples too, so that a test sees where they stand."""
        facts: dict[str, dict[str, str]] = {}
        for table, language in (("facts", "*"), *((code, code) for code in LANGUAGES)):
            for name, value in self.raw.get(table, {}).items():
                if not isinstance(value, str | date):
                    self._wrong(f"{table}.{name}", "must be a text in quotes")
                    continue
                self._note_example(f"{table}.{name}", value)
                facts.setdefault(name, {})[language] = str(value)
        return facts

    def _value(self, table: str, name: str, kind: type[Any], default: Any) -> Any:
        value = self.raw.get(table, {}).get(name)
        if value is None or self._note_example(f"{table}.{name}", value):
            return default
        # A boolean is an int to Python, and no number of days to anybody.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._wrong(f"{table}.{name}", f"must be {_KINDS[kind]}")
            return default
        return value

    def _note_example(self, where: str, value: object) -> bool:
        found = isinstance(value, str) and value.startswith(EXAMPLE)
        if found:
            self.examples.append(where)
        return found

    def _day(self, table: str, name: str) -> date | None:
        value = self.raw.get(table, {}).get(name)
        if isinstance(value, date):
            return value
        text = self._value(table, name, str, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(f"{table}.{name}", "must be a date as YYYY-MM-DD")
            return None

    def _clock(self, table: str, name: str, default: time) -> time:
        text = self._value(table, name, str, default.isoformat())
        try:
            return time.fromisoformat(text)
        except ValueError:
            self._wrong(f"{table}.{name}", "must be a time as hh:mm")
            return default

    def _zone(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            self._wrong("site.time_zone", "is no known time zone; for example America/Santiago")
            return ZoneInfo("UTC")

    def _wrong(self, where: str, what: str) -> None:
        self.problems.append(f"{self.path}, {where}: {what}. Correct it.")
