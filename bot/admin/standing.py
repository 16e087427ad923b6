"""The way back from what an owner suspended in Telegram: the command line's alone."""

from __future__ import annotations

from bot.admin.cases import COMMAND_LINE
from bot.config.clock import system_clock, today_at_site
from bot.store import audit, switches
from bot.store.audit import AuditAct
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.site import RESUMED, SUSPENDED, RecruitmentSwitch

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
