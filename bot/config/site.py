"""The site's file: who runs this bot, how to reach them, what was approved, what is promised.

`tamiz init` writes it with values that all say that they are examples; the bot does not run with one of them,
except against a Bot API on the same machine. `SiteFile` is the file as read; `site_on` what the core gets on one day.
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
from bot.config.site_keys import BOUNDS, CAMPAIGN, DAYS, HASH, HOUR, LANGUAGES, NEEDED, TEXTS, unknown_keys
from bot.config.working_days import is_working_day, working_day_after, zone_of_chile
from dialogs.languages import Language
from dialogs.site import SUSPENDED, Recruitment, RecruitmentSwitch, Site

#: How a value says that nobody has put the real one in its place.
EXAMPLE = ("EXAMPLE", "EJEMPLO")
#: Between the English and the Spanish example of a fact that has no language of its own.
BOTH = " / "
#: Letters of a bot's name, at most.
LONGEST_NAME = 64
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

    zone: ZoneInfo = field(default_factory=zone_of_chile)
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
    #: In which language the cards in the team's group are; a member's own chat is in the member's.
    group_language: Language = Language.ES
    writes_here: bool = True
    #: So often somebody is tried in vain before no more is tried.
    tries: int = 3
    #: Working days until it is overdue that nobody took it, that nobody reached the person; until what was taken is
    #: given back without a step; and until it is overdue that none followed once the person was reached.
    unclaimed_days: int = 1
    uncontacted_days: int = 2
    idle_days: int = 3
    no_step_days: int = 5
    keep_days: int = 7
    keep_months: int = 12
    keep_consent_years: int = 5
    #: The last day on which the committee's approval holds; None where the file gives none.
    approved_until: date | None = None
    #: Language → hash of the wording that the committee approved.
    approved_wording: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: The group of the study's own team; None: that of the installation.
    chat: int | None = None
    #: Where the file still holds examples.
    examples: tuple[str, ...] = ()

    def is_in_force(self, today: date) -> bool:
        """Tell whether the committee's approval holds on this day; one without a last day does not."""
        return self.approved_until is not None and today <= self.approved_until


def read_place(path: Path, *, examples_allowed: bool) -> SiteFile:
    """Return the site's file; SettingsError names every problem, an example among them unless they are allowed."""
    return place_of(path, tables_of(path), examples_allowed=examples_allowed)


def tables_of(path: Path) -> dict[str, Any]:
    """Return what a site's file says, unread; SettingsError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))  # with the mark that some editors put first
    except FileNotFoundError:
        raise SettingsError([f"{path}: there is no site file. Write one with `tamiz init`."]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{path}: not UTF-8. Save it as UTF-8."]) from None
    except OSError as fault:
        raise SettingsError([f"{path}: cannot be read ({fault.strerror}). TAMIZ_SITE names the site's file."]) from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError([f"{path}: not TOML: {fault}. Correct that line."]) from None


def place_of(path: Path, raw: dict[str, Any], *, examples_allowed: bool) -> SiteFile:
    """Return the site that these tables of a file say; SettingsError names every problem."""
    reader = _Reader(path, raw)
    place = reader.place()
    problems = reader.problems
    if not examples_allowed:
        problems += [f"{path}, {name}: still the example. Put the real value in its place." for name in place.examples]
        problems += reader.missing()
    if not problems:
        return place
    raise SettingsError(problems)


def problems_of(text: str) -> list[tuple[str, str]]:
    """Return place and fault of everything that is wrong in the text of a site's file, which may not be whole yet."""
    try:
        reader = _Reader(Path(), tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        return [("", str(fault))]
    reader.place()
    return reader.wrong


def state_of(place: SiteFile, switch: RecruitmentSwitch | None, override: str | None) -> Recruitment:
    """Return the state that is wanted: the setting (`override`) wins over the switch, the switch over the file.

    What an owner suspended wins over all of them; only an end is stronger."""
    if switch is not None and switch.state == SUSPENDED:
        ended = Recruitment(override or place.state) is Recruitment.CLOSED
        return Recruitment.CLOSED if ended else Recruitment.NOT_RECRUITING
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
    Without an approved wording, after the approval's last day or while an owner suspended it, the bot gives information
    only (RE-02, RE-16)."""
    local = now.astimezone(place.zone)
    today = local.date()
    state = state_of(place, switch, override)
    confirmed = place.confirmed_on if switch is None else switch.confirmed_on
    suspended = switch is not None and switch.state == SUSPENDED
    holds = trusted or (wording_approved and place.is_in_force(today))
    approved, informs = holds and not suspended, suspended or not (holds or not needs_approval(place, state))
    if state is Recruitment.RECRUITING and not approved:
        state, confirmed = Recruitment.NOT_RECRUITING, confirmed if suspended else None  # nobody knows it any more
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
        writes_here=place.writes_here,
        staffed_now=staffed,
        information_only=informs,
        opens_on=None if staffed else _opening(place, local),
    )


def needs_approval(place: SiteFile, state: Recruitment) -> bool:
    """Tell whether questions need an approval that holds: one was given once, or people are brought to the team."""
    wanted = state is Recruitment.RECRUITING or place.interest_list
    return wanted or place.approved_until is not None or any(place.approved_wording.values())


def _opening(place: SiteFile, local: datetime) -> date:
    if is_working_day(local.date()) and local.time() < place.opens:
        return local.date()
    return working_day_after(local.date(), 1)


class _Reader:
    """Takes the file apart and remembers what was wrong where."""

    def __init__(self, path: Path, raw: dict[str, Any]) -> None:
        self.path = path
        self.raw = raw
        #: Place and fault of what is wrong.
        self.wrong: list[tuple[str, str]] = []
        self.examples: list[str] = []

    @property
    def problems(self) -> list[str]:
        """A line for each of them."""
        return [f"{self.path}, {where}: {what}. Correct it." for where, what in self.wrong]

    def place(self) -> SiteFile:
        """Return the file as a SiteFile; problems are collected, not raised."""
        for where, what in unknown_keys(self.raw):
            self._wrong(where, what)
        short = SiteFile()
        read, number = self._value, self._number
        authorised = read("site", "authorised_by", str, "")
        opens, closes = self._hours(short)
        return SiteFile(
            zone=self._zone(read("site", "time_zone", str, short.zone.key)),
            state=self._state(short.state),
            confirmed_by=read("recruitment", "confirmed_by", str, ""),
            confirmed_on=self._day("recruitment", "confirmed_on"),
            source=read("recruitment", "source", str, ""),
            interest_list=read("recruitment", "interest_list_approved", bool, False),
            campaigns=self._campaigns(),
            bot_name=self._bot_name(authorised),
            authorised_by=authorised,
            opens=opens,
            closes=closes,
            group_language=self._group_language(short.group_language),
            contact_days=number("promise", "contact_in_working_days", short.contact_days),
            writes_here=read("promise", "writes_in_chat", bool, short.writes_here),
            **self._team(short),
            keep_days=number("keep", "unfinished_days", short.keep_days),
            keep_months=number("keep", "filed_months", short.keep_months),
            keep_consent_years=number("keep", "consent_years", short.keep_consent_years),
            approved_until=self._day("wording", "valid_until"),
            approved_wording={code: self._hash(code) for code in LANGUAGES},
            facts=self._facts(),
            examples=tuple(self.examples),
        )

    def _state(self, default: Recruitment) -> Recruitment:
        state = self._value("recruitment", "state", str, default.value)
        if state not in set(Recruitment):
            self._wrong("recruitment.state", f"must be one of {', '.join(Recruitment)}")
            return default
        return Recruitment(state)

    def _group_language(self, default: Language) -> Language:
        named: str = self._value("site", "group_language", str, default.value)
        if named not in LANGUAGES:
            self._wrong("site.group_language", f"must be one of {', '.join(LANGUAGES)}")
            return default
        return Language(named)

    def _number(self, table: str, name: str, default: int) -> int:
        """Return a number of days, months or years within its bounds."""
        number: int = self._value(table, name, int, default)
        least, most = BOUNDS[f"{table}.{name}"]
        if not least <= number <= most:
            self._wrong(f"{table}.{name}", f"must be from {least} to {most}")
            return default
        return number

    def _team(self, short: SiteFile) -> dict[str, Any]:
        """Return how often the team tries, and after how many working days something is overdue."""
        return {
            "tries": self._number("team", "tries", short.tries),
            "unclaimed_days": self._number("team", "unclaimed_working_days", short.unclaimed_days),
            "uncontacted_days": self._number("team", "uncontacted_working_days", short.uncontacted_days),
            "idle_days": self._number("team", "idle_working_days", short.idle_days),
            "no_step_days": self._number("team", "no_step_working_days", short.no_step_days),
        }

    def _hours(self, short: SiteFile) -> tuple[time, time]:
        """Return from when to when somebody is there, on the same day."""
        opens, closes = self._clock("hours", "opens", short.opens), self._clock("hours", "closes", short.closes)
        if opens >= closes:
            self._wrong("hours.closes", "must be later than `opens`, on the same day")
            return short.opens, short.closes
        return opens, closes

    def _campaigns(self) -> frozenset[str]:
        """Return the names of the campaigns; one that no link can carry would never be counted."""
        names = self._value("site", "campaigns", list, [])
        fits = [isinstance(name, str) and CAMPAIGN.fullmatch(name) is not None for name in names]
        if not all(fits):
            self._wrong(
                "site.campaigns",
                "must be texts of 1 to 40 letters without accents, digits, - and _, or no link matches",
            )
        elif len(set(names)) < len(names):
            self._wrong("site.campaigns", "names one of them twice")
        return frozenset(name for name, fit in zip(names, fits, strict=True) if fit)

    def _hash(self, language: str) -> str:
        """Return the hash of the wording that was approved in this language."""
        digest: str = self._value("wording", language, str, "")
        if digest and not HASH.fullmatch(digest):
            self._wrong(f"wording.{language}", "must be a hash of 64 letters and digits, as `tamiz check` prints it")
            return ""
        return digest

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
        wanted = [("facts", name) for name in NEEDED] + [(code, name) for code in LANGUAGES for name in TEXTS]
        return [
            f"{self.path}, {table}.{name}: missing, and the notice needs it. Add it."
            for table, name in wanted
            if not str(self._table(table).get(name) or "").strip()
        ]

    def _table(self, name: str) -> dict[str, Any]:
        """Return a table of the file; empty where there is none, or something else in its place."""
        found = self.raw.get(name, {})
        return found if isinstance(found, dict) else {}

    def _facts(self) -> dict[str, dict[str, str]]:
        """Every text of the file by name and language; examples too, so that a test sees where they stand."""
        facts: dict[str, dict[str, str]] = {}
        for table, language in (("facts", "*"), *((code, code) for code in LANGUAGES)):
            for name, value in self._table(table).items():
                if not isinstance(value, str | date):
                    self._wrong(f"{table}.{name}", "must be a text in quotes")
                    continue
                if not self._note_example(f"{table}.{name}", value) and name in DAYS:
                    self._day(table, name)
                facts.setdefault(name, {}).update(_by_language(language, str(value)))
        return facts

    def _value(self, table: str, name: str, kind: type[Any], default: Any) -> Any:
        value = self._table(table).get(name)
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
        value = self._table(table).get(name)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        text = self._value(table, name, str, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(f"{table}.{name}", "must be a date as YYYY-MM-DD")
            return None

    def _clock(self, table: str, name: str, default: time) -> time:
        value = self._table(table).get(name)
        if isinstance(value, time):
            return value
        text = self._value(table, name, str, default.isoformat())
        try:
            if not HOUR.fullmatch(text):
                raise ValueError
            return time.fromisoformat(text)
        except ValueError:
            self._wrong(f"{table}.{name}", "must be a time as hh:mm")
            return default

    def _zone(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._wrong("site.time_zone", "is no known time zone; for example America/Santiago")
            return ZoneInfo("UTC")

    def _wrong(self, where: str, what: str) -> None:
        self.wrong.append((where, what))


def _by_language(language: str, value: str) -> dict[str, str]:
    """Return a fact by language; an example that stands in both is told in each, so that no message mixes them.

    >>> _by_language("*", "EXAMPLE: a name / EJEMPLO: un nombre")
    {'en': 'EXAMPLE: a name', 'es': 'EJEMPLO: un nombre'}
    """
    english, _, spanish = value.partition(BOTH)
    if value.startswith(EXAMPLE) and spanish.startswith(EXAMPLE):
        return {"en": english, "es": spanish}
    return {language: value}
