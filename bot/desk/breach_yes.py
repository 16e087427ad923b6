"""The one message to all: what those affected by a breach are told, after an owner's word in private (CL-21, TG-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.desk import team
from bot.render.callback_data import menu_data
from bot.render.messages import View, message
from bot.render.paragraphs import Catalogue
from bot.store import audit, breach_notices, conversations, people, referrals
from bot.store.audit import AuditAct
from bot.store.breach_notices import BreachNotice
from bot.store.outbox import post
from bot.store.staff import Member
from bot.store.tx import PersonId, Tx
from dialogs.languages import Language, language_of
from dialogs.privacy.breach import breach_message, breach_texts
from dialogs.referral.desk_menu import breach_answer_screen, breach_screen
from dialogs.screens import Screen
from dialogs.site import Role


def ask_owners(tx: Tx, texts: Catalogue, asked: BreachNotice) -> int:
    """Ask every owner in their own chat, with the message in both languages; how many owners there are."""
    owners = [each for each in team.standing_members(tx) if each.role == Role.OWNER and each.reachable]
    for owner in owners:
        words = breach_texts(asked.words[owner.language], asked.contact)
        screen = breach_screen(asked.number, asked.breach, people.count_persons(tx), words)
        for call in message(View(texts, owner.language, protected=True), screen, lambda _n, one: menu_data(one.value)):
            post(tx, owner.chat_id, call)
    return len(owners)


def answer(tx: Tx, texts: Catalogue, owner: Member, number: int, *, yes: bool, now: datetime) -> Screen | None:
    """Take an owner's word; None where nothing of this number waits for one any more."""
    asked = breach_notices.breach_notice(tx, now)
    if asked is None or asked.number != number or asked.sent_at is not None:
        return None
    act = AuditAct.BREACH_SENT if yes else AuditAct.BREACH_REFUSED
    audit.write_audit(tx, actor=f"staff:{owner.id}", act=act, subject=f"breach {asked.breach}", at=now)
    if not yes:
        breach_notices.drop_notice(tx)
        return breach_answer_screen(None, 0)
    told, left = _tell_all(tx, texts, asked)
    breach_notices.note_sent(tx, asked, now, told, left)
    return breach_answer_screen(told, left)


def _tell_all(tx: Tx, texts: Catalogue, asked: BreachNotice) -> tuple[int, int]:
    """Post the message to each chat once, in its language; to how many, and how many are out of reach.

    Whoever blocked the use of their data is told too: the law wants each person told, and nothing of theirs is used."""
    chats: dict[int, tuple[PersonId, Language]] = {}
    left = 0
    for person in people.all_persons(tx):
        chat = None if people.has_lost_key(tx, person) else people.reachable_chat(tx, person)
        if chat is None:
            left += 1
        else:
            chats.setdefault(chat, (person, _language(tx, person)))
    for chat, (person, language) in chats.items():
        screen = breach_message(asked.words[language], asked.contact)
        for call in message(View(texts, language), screen):
            post(tx, chat, call, person=person)
    return len(chats), left


def _language(tx: Tx, person: PersonId) -> Language:
    """Return the language in which this person was written to last."""
    return next(_languages(tx, person), Language.ES)


def _languages(tx: Tx, person: PersonId) -> Iterator[Language]:
    if (kept := conversations.load_conversation(tx, person)) is not None:
        yield language_of(kept.body["language"])
    yield from (language_of(case.language) for case in reversed(referrals.referrals_of(tx, person)))
