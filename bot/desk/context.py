"""What the desk needs at hand: the study, the site, the texts, the clock and the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.config.settings import Settings
from bot.config.site import SiteFile, site_on
from bot.render.texts import Texts
from bot.store import switches
from bot.store.engine import Store
from bot.store.staff_group import staff_chat
from bot.store.tx import Tx
from dialogs.lexicon.lexicon import Lexicon
from dialogs.site import Site
from dialogs.study.study import Study

if TYPE_CHECKING:
    from dialogs.conversation.questionnaire import Questionnaire
    from dialogs.machine import Machine

Clock = Callable[[], datetime]

#: The machine of each study version: building one takes longer than a whole update.
_routes: dict[str, Machine] = {}


def _route(study: Study) -> Machine:
    if study.version not in _routes:
        from dialogs.conversation.states import build_route

        _routes[study.version] = build_route(study)
    return _routes[study.version]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContext:
    """Everything that stays the same while the bot runs, and the clock."""

    store: Store
    study: Study
    lexicon: Lexicon
    texts: Texts
    place: SiteFile
    settings: Settings
    #: Aware, in UTC. The core gets dates made of it, never the clock.
    clock: Clock
    #: Is the wording the one that the committee approved (RE-02)?
    wording_approved: bool = True

    def now(self) -> datetime:
        """This moment."""
        return self.clock()

    def today(self, now: datetime) -> date:
        """The day at the site."""
        return now.astimezone(self.place.zone).date()

    def site(self, tx: Tx, now: datetime) -> Site:
        """The site as it stands: file, switch, setting, working hours."""
        return site_on(
            self.place,
            now,
            switch=switches.last_switch(tx),
            override=self.settings.recruitment,
            trusted=self.settings.loopback,
            wording_approved=self.wording_approved,
        )

    def questionnaire(self, tx: Tx, now: datetime) -> Questionnaire:
        """The conversation's engine for this moment."""
        return self.questionnaire_at(self.site(tx, now))

    def questionnaire_at(self, site: Site) -> Questionnaire:
        """The conversation's engine for a site as it stands, which needs no database."""
        from dialogs.conversation.questionnaire import Questionnaire

        return Questionnaire(self.study, site, self.lexicon, self.texts.text, _route(self.study))

    def staff_chat(self, tx: Tx) -> int:
        """The study team's group, wherever it moved to."""
        return staff_chat(tx) or self.settings.staff_chat or 0
