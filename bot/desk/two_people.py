"""Two people by one account: each is a person of the store, with a key, a conversation and cases of their own.

The chat is about one of them at a time; what comes unasked says of whom it is, and a button counts where its message
belongs. Nothing is copied from one to the other but the language and the way of being shown.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk.context import DeskContext
from bot.render.messages import View, message
from bot.store import conversations, people
from bot.store.conversations import StoredConversation
from bot.store.outbox import post
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Switched
from dialogs.conversation.steps.studies import NOW_ABOUT
from dialogs.languages import language_of
from dialogs.screens import N_, Block, Screen, Text

#: Prompts of two people of one account never meet: each has numbers of its own, so that a button tells whose it is.
SPAN = 1_000_000_000

BACK_TO = N_("This chat is about code {code} again. To see it: /status.")


def beside(tx: Tx, chat_id: int, person: PersonId) -> dict[str, str]:
    """Return what this person's conversation must know of the other one of the account; empty where nothing is kept."""
    other = people.person_beside(tx, chat_id, person)
    kept = conversations.load_conversation(tx, other) if other is not None else None
    if kept is None:
        return {}
    active = people.find_person(tx, chat_id)
    return {"code": str(kept.body.get("code", "")), **({} if active == person else {"now": "other"})}


def other_prompt(tx: Tx, chat_id: int, person: PersonId, prompt: int) -> int:
    """Return the number that this person's prompts begin with: never among those of the others of the account."""
    others = [conversations.load_conversation(tx, each.person) for each in people.all_beside(tx, chat_id, person)]
    taken = {int(kept.body["prompt"]) // SPAN for kept in others if kept is not None}
    if not taken:
        return prompt
    return prompt % SPAN + SPAN * next(number for number in range(len(taken) + 1) if number not in taken)


def owner_of(
    tx: Tx, context: DeskContext, chat_id: int, person: PersonId, kept: StoredConversation, prompt: int
) -> tuple[PersonId, StoredConversation]:
    """Return whose message this prompt is, with that conversation: the person's whom the chat is about, or the other's.

    Where it is what the other one was asked last, the chat is about them from now on, and says so."""
    if prompt // SPAN == int(kept.body["prompt"]) // SPAN:
        return person, kept
    for each in people.all_beside(tx, chat_id, person):
        theirs = conversations.load_conversation(tx, each.person)
        if theirs is not None and theirs.body["prompt"] == prompt:
            _turn_to(tx, context, chat_id, person, each.person, theirs)
            return each.person, theirs
    return person, kept


def go_over(
    tx: Tx, chat_id: int, person: PersonId, c: Conversation, now: datetime
) -> tuple[PersonId, StoredConversation | None, Switched]:
    """Set this person aside; the other one of the account, made where there is none, with what they come to."""
    other = people.person_beside(tx, chat_id, person) or _begin_beside(tx, chat_id, person, now)
    people.change_places(tx, chat_id, person, other)
    return other, conversations.load_conversation(tx, other), Switched(c.language, c.accessible, c.code)


def _begin_beside(tx: Tx, chat_id: int, person: PersonId, now: datetime) -> PersonId:
    """Make the other one of the account in this study: in another study they may be known already."""
    own = people.whose(tx, person)
    known = [each for each in people.all_beside(tx, chat_id, person) if each.human != own.human]
    human = people.name_human(tx, known[0].person) if known else None
    return people.add_person_beside(tx, chat_id, now, own.study, human)


def note_second(tx: Tx, chat_id: int, person: PersonId) -> None:
    """Let the conversation that was set aside know that there is another one."""
    kept = conversations.load_conversation(tx, person)
    if kept is not None and (known := beside(tx, chat_id, person)):
        conversations.update_conversation(tx, person, StoredConversation({**kept.body, "beside": known}, kept.keyboard))


def come_back(tx: Tx, context: DeskContext, chat_id: int, person: PersonId) -> None:
    """Where nothing is kept of this person any more, let the chat be about the other one again, and say so."""
    other = people.person_beside(tx, chat_id, person)
    kept = conversations.load_conversation(tx, other) if other is not None else None
    if other is not None and kept is not None and people.find_person(tx, chat_id) == person:
        _turn_to(tx, context, chat_id, person, other, kept)


def _turn_to(
    tx: Tx, context: DeskContext, chat_id: int, person: PersonId, other: PersonId, kept: StoredConversation
) -> None:
    people.change_places(tx, chat_id, person, other)
    language, before, after = language_of(kept.body["language"]), people.whose(tx, person), people.whose(tx, other)
    back = Text(BACK_TO, {"code": str(kept.body["code"])})
    if before.study != after.study:
        back = Text(NOW_ABOUT, {"title": context.in_study(after.study).title(language)})
    said = Screen((Block((back,)),))
    for call in message(View(context.texts, language), said):
        post(tx, chat_id, call, person=other)
