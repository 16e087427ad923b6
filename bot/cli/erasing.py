"""Erasing one person by the code of a case: who asked by letter, by mail, or with a new telephone."""

from __future__ import annotations

from bot.desk.context import DeskContext
from bot.desk.patient import erase_on_request
from bot.store import audit, erasures, referrals
from bot.store.audit import AuditAct
from bot.store.tx import Tx


class ErasureRefused(Exception):
    """There is nobody to erase; the message says why."""


def erase_case(context: DeskContext, code: str) -> list[str]:
    """Erase the person of this case, and say what is left to do; ErasureRefused where there is none."""
    now = context.now()

    def work(tx: Tx) -> None:
        filed = referrals.referral(tx, code)
        if filed is None:
            raise ErasureRefused(f"{code}: no such case here.")
        if filed.person is None:
            raise ErasureRefused(f"{code}: erased already; only the code and how it ended are left.")
        audit.write_audit(tx, actor="cli", act=AuditAct.ERASED, subject=code, at=now)
        erase_on_request(tx, context, filed, filed.person, now)

    context.store.write_now(work)
    lines = [f"{code}: the person is erased. What their chat and the team are told goes out while the bot runs."]
    if context.store.read_now(erasures.unfinished):
        lines.append("A key is not destroyed yet: the running bot, or else its next start, tries again.")
    return lines
