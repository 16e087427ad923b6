"""The register of what persons ask for by law, as far as it happens in the chat: done at once, and noted (CL-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.store import audit
from bot.store.audit import AuditAct
from bot.store.tx import Tx
from dialogs.privacy.requests import Right
from dialogs.replies import Consent, ConsentAction, Count, Export, FunnelEvent, Reply, TeamNews, TellTeam

#: What the audit calls each of them.
ACTS = {right: AuditAct(f"asked_{right}") for right in Right}


def rights_used(replies: Sequence[Reply], *, blocks: bool) -> list[Right]:
    """Return what the person asked for by law in this turn; `blocks`: did they block the use of their data?"""
    kinds = {type(reply) for reply in replies}  # mostly none of those below: comparing each with all took 10 µs
    if Count in kinds and Count(FunnelEvent.ERASED) in replies:
        return [Right.ERASE]  # that every consent is taken back is a part of it
    used = [Right.BLOCK] if blocks else []
    if Export in kinds:
        used += [Right.ACCESS, Right.PORTABILITY]  # the same file serves both
    if any(isinstance(reply, Consent) and reply.action == ConsentAction.WITHDRAWN for reply in replies):
        used.append(Right.OBJECT)
    elif TellTeam in kinds and TellTeam(TeamNews.CORRECTED) in replies:
        used.append(Right.CORRECT)
    return used


def note_requests(tx: Tx, code: str, rights: Sequence[Right], now: datetime) -> None:
    """Note that the person of this code asked for these, and had them."""
    for right in rights:
        audit.write_audit(tx, actor="person", act=ACTS[right], subject=code, at=now)
