"""What the desk needs at hand: the study, the site, the texts, the clock and the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path

from bot.config.approval_now import ApprovalFiles
from bot.config.clock import Clock, day_at
from bot.config.membership import GroupTopics, Standing
from bot.config.settings import Settings
from bot.config.site import SiteFile, site_on
from bot.config.studies import TITLE
from bot.desk.faults import Faults
from bot.desk.membership import Memberships
from bot.render.texts import Texts
from bot.store import switches
from bot.store.engine import Store
from bot.store.staff_group import staff_chat
from bot.store.tx import Tx
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.machine import Machine
from dialogs.site import Site
from dialogs.study.study import Study


async def nobody_knows(_group: int, _user: int) -> Standing:
    """Return that nothing is known of a membership: there is no platform to ask."""
    return Standing.UNKNOWN


async def nothing_of_topics(_group: int) -> GroupTopics | None:
    """Return that nothing is known of a group's topics."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDesk:
    """What is of one study where the installation has several, and of no other."""

    study: Study
    lexicon: Lexicon
    conversation_machine: Machine
    texts: Texts
    place: SiteFile
    wording_approved: bool
    wording: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    approval_files: ApprovalFiles | None = None
    from_copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContext:
    """Everything that stays the same while the bot runs, and the clock; for one study, and `in_study` for another."""

    store: Store
    study: Study
    lexicon: Lexicon
    #: Built once, by `app`: building one takes longer than a whole update.
    conversation_machine: Machine
    referral_machine: Machine
    texts: Texts
    place: SiteFile
    settings: Settings
    #: Aware, in UTC. The core gets dates made of it, never the clock.
    clock: Clock
    #: (text, language) → the words in it that no text to a person may use (PL-11).
    forbidden_words: Callable[[str, str], tuple[str, ...]]
    #: The bot's name on the platform, without its @; empty where the server did not say it at the start.
    bot_username: str = ""
    #: Is the wording the one that the committee approved (RE-02)?
    wording_approved: bool = True
    #: Language → hash of all that the bot can say about the study.
    wording: Mapping[str, str] = field(default_factory=dict)
    #: The study file; None where it is the package's.
    file: Path | None = None
    #: Where its approval stands, to be looked at again; None where nothing is on file, as in tests.
    approval_files: ApprovalFiles | None = None
    #: Its files are wrong or gone: it is told from a copy, and gives information only.
    from_copy: bool = False
    #: (group, account) → what the platform says of it; asked by the router, outside every transaction.
    ask_standing: Callable[[int, int], Awaitable[Standing]] = nobody_knows
    #: (group) → has it topics that the bot may make? Asked by a job.
    ask_topics: Callable[[int], Awaitable[GroupTopics | None]] = nothing_of_topics
    memberships: Memberships = field(default_factory=Memberships)
    #: At which rows work of the clock failed lately.
    faults: Faults = field(default_factory=Faults)
    #: Id → study, the one of the package first; empty where it is the only one.
    studies: Mapping[str, StudyDesk] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return this moment."""
        return self.clock()

    def today(self, now: datetime) -> date:
        """Return the day at the site."""
        return day_at(self.place.zone, now)

    @property
    def is_home(self) -> bool:
        """Is it the study of the package, whose state the settings may name?"""
        return self.study.id == next(iter(self.studies), self.study.id)

    @property
    def has_own_group(self) -> bool:
        """Has the study a team with a group of its own, beside that of the installation?"""
        return self.place.chat is not None

    def in_study(self, study: str | None) -> DeskContext:
        """Return what the desk needs for this study; None: for what was filed when there was one only."""
        wanted = study or next(iter(self.studies), self.study.id)
        if not self.studies or wanted == self.study.id:
            return self
        there = self.studies[wanted]
        return replace(self, **{each.name: getattr(there, each.name) for each in fields(there)})

    def each_study(self) -> tuple[DeskContext, ...]:
        """Return what the desk needs, for every study of the installation."""
        return tuple(map(self.in_study, self.studies)) or (self,)

    def title(self, language: Language) -> str:
        """Return what people call the study; empty where it is the only one and its file does not say."""
        return " ".join(self.texts.text(language, text) for text in self.study.texts.get(TITLE, ()))

    def setting(self, name: str) -> str:
        """Return under which name the store keeps a setting of this study."""
        return name if self.is_home else f"{name}:{self.study.id}"

    def group_setting(self, name: str) -> str:
        """Return under which name the store keeps what is known of the group of this study's team."""
        return f"{name}:{self.study.id}" if self.has_own_group else name

    def approval(self) -> tuple[SiteFile, bool]:
        """Return the site's file with what still holds of it, and whether what runs is approved."""
        if self.approval_files is None or self.settings.loopback:
            return self.place, self.wording_approved
        return self.approval_files.narrowed(self.place, self.wording_approved)

    def site(self, tx: Tx, now: datetime) -> Site:
        """Return the site as it stands: file, switch, setting, working hours."""
        place, approved = self.approval()
        site = site_on(
            place,
            now,
            switch=switches.last_switch(tx, self.study.id),
            override=self.settings.recruitment if self.is_home else None,
            trusted=self.settings.loopback,
            wording_approved=approved,
        )
        return site.informing_only() if self.from_copy else site

    def questionnaire(self, tx: Tx, now: datetime) -> Questionnaire:
        """Return the conversation's engine for this moment."""
        return self.questionnaire_at(self.site(tx, now))

    def questionnaire_at(self, site: Site) -> Questionnaire:
        """Return the conversation's engine for a site as it stands, which needs no database."""
        return Questionnaire(self.study, site, self.lexicon, self.texts.text, self.conversation_machine)

    def standing_of(self, tx: Tx, user_id: int) -> Standing:
        """Return what this account is in the team's group, a minute ago at most; LookFirst where it is to be asked.

        Only `bot.routers.once` handles that: a job does not ask."""
        return self.memberships.standing(self.staff_chat(tx), user_id)

    def staff_chat(self, tx: Tx) -> int:
        """Return the study team's group, wherever it moved to; the installation's where the study has none."""
        own = staff_chat(tx, self.study.id) if self.place.chat is not None else staff_chat(tx)
        return own or self.place.chat or self.settings.staff_chat or 0

    def of_group(self, tx: Tx, chat_id: int) -> DeskContext | None:
        """Return what the desk needs for the study whose team's group this is; None where it is no team's."""
        return next((each for each in self.each_study() if each.staff_chat(tx) == chat_id), None)

    def is_team_chat(self, tx: Tx, chat_id: int) -> bool:
        """Is it the group of a study's team?"""
        return self.of_group(tx, chat_id) is not None
