"""What the desk needs at hand: the study, the site, the texts, the clock and the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.config.clock import Clock, day_at
from bot.config.membership import GroupTopics, Standing
from bot.config.settings import Settings
from bot.config.site import SiteFile, site_on
from bot.desk.membership import Memberships
from bot.render.texts import Texts
from bot.store import switches
from bot.store.engine import Store
from bot.store.staff_group import staff_chat
from bot.store.tx import Tx
from dialogs.conversation.questionnaire import Questionnaire
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
class DeskContext:
    """Everything that stays the same while the bot runs, and the clock."""

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
    #: (group, account) → what the platform says of it; asked by the router, outside every transaction.
    ask_standing: Callable[[int, int], Awaitable[Standing]] = nobody_knows
    #: (group) → has it topics that the bot may make? Asked by a job.
    ask_topics: Callable[[int], Awaitable[GroupTopics | None]] = nothing_of_topics
    memberships: Memberships = field(default_factory=Memberships)

    def now(self) -> datetime:
        """Return this moment."""
        return self.clock()

    def today(self, now: datetime) -> date:
        """Return the day at the site."""
        return day_at(self.place.zone, now)

    def site(self, tx: Tx, now: datetime) -> Site:
        """Return the site as it stands: file, switch, setting, working hours."""
        return site_on(
            self.place,
            now,
            switch=switches.last_switch(tx),
            override=self.settings.recruitment,
            trusted=self.settings.loopback,
            wording_approved=self.wording_approved,
        )

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
        """Return the study team's group, wherever it moved to."""
        return staff_chat(tx) or self.settings.staff_chat or 0
