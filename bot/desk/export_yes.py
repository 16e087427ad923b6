"""The owner's word, in private, on an export of more than one case from the server (GRP-10)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import team
from bot.render.callback_data import menu_data
from bot.render.messages import View, message
from bot.render.paragraphs import Catalogue
from bot.store import audit, export_requests
from bot.store.audit import AuditAct
from bot.store.export_requests import ExportRequest
from bot.store.outbox import post
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.desk_menu import export_answer_screen, export_screen
from dialogs.screens import Screen
from dialogs.site import Role


def ask_owners(tx: Tx, texts: Catalogue, asked: ExportRequest) -> int:
    """Ask every owner in their own chat; how many there are."""
    owners = [each for each in team.standing_members(tx) if each.role == Role.OWNER and each.reachable]
    for owner in owners:
        screen = export_screen(asked.number, asked.form, asked.cases)
        for call in message(View(texts, owner.language, protected=True), screen, lambda _n, one: menu_data(one.value)):
            post(tx, owner.chat_id, call)
    return len(owners)


def answer(tx: Tx, owner: Member, number: int, *, yes: bool, now: datetime) -> Screen | None:
    """Take an owner's word; None where nothing of this number waits for one any more."""
    asked = export_requests.export_request(tx, now)
    if asked is None or asked.number != number or asked.allowed_at is not None:
        return None
    act = AuditAct.EXPORT_ALLOWED if yes else AuditAct.EXPORT_REFUSED
    audit.write_audit(tx, actor=f"staff:{owner.id}", act=act, subject=f"export {asked.form}", at=now)
    if yes:
        export_requests.allow_export(tx, asked, now)
    else:
        export_requests.drop_export(tx)
    return export_answer_screen(asked.form, yes)
