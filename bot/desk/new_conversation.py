"""How a conversation begins: for somebody new, and for somebody whose conversation was forgotten."""

from __future__ import annotations

import secrets

from bot.desk import two_people
from bot.store import consents, people, referrals
from bot.store.conversations import StoredConversation
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.languages import Language
from dialogs.referral.told import told_as
from dialogs.replies import ConsentAction, Heading, Purpose
from dialogs.values import member

#: No 0 and O, no 1, I and L: a code is read aloud.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def start_conversation(language: Language) -> Conversation:
    """Return a new conversation. Prompts are numbered from a random start: no button of an erased one fits (CB-04)."""
    return Conversation(language=language, prompt=1000 * secrets.randbelow(1_000_000))


def restore_from_records(tx: Tx, person: PersonId, c: Conversation) -> Conversation:
    """Add what stands of a person beside a forgotten conversation: the referral, and what was agreed to (CL-05)."""
    for record in consents.consents_of(tx, person):
        if (purpose := member(Purpose, record.purpose)) is not None:
            c.consents[purpose] = record.action == ConsentAction.GIVEN
    for filed in referrals.referrals_of(tx, person):
        if filed.body:
            c.referral_state, c.code = told_as(filed.state), filed.code
            c.heading = member(Heading, filed.heading)
    return c


def conversation_of(
    tx: Tx, person: PersonId, chat_id: int, language: Language, kept: StoredConversation | None
) -> Conversation:
    """Return the conversation as it was filed, or begun anew; of two people of one account it knows of the other."""
    if kept is not None:
        c = _opened(kept)
        if c.beside:
            c.beside = two_people.beside(tx, chat_id, person)
        return c
    c = restore_from_records(tx, person, start_conversation(language))
    if people.all_beside(tx, chat_id, person):  # nearly always nobody: one look instead of two
        c.prompt = two_people.other_prompt(tx, chat_id, person, c.prompt)
        c.beside = two_people.beside(tx, chat_id, person)
    return c


def _opened(kept: StoredConversation) -> Conversation:
    """Return the conversation that was filed; what the store keeps apart from it is not in it."""
    if not isinstance(kept.live, Conversation):
        return Conversation.from_json(kept.body)
    kept.live.notes, kept.live.links = [], []
    return kept.live


def new_code(prefix: str) -> str:
    """Return a reference that people can say aloud: REF-7K3Q."""
    return f"{prefix}-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(4))
