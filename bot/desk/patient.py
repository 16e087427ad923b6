"""One update is one transaction: load the conversation, let the core take a step, file what follows, post what is said.

Plain synchronous code, run by the store's writer. No network, no clock of its own, and no decision that the core
could make: each kind of reply has one method here, and what they do stands or falls together.

Theory of operation. Effects (consent, filing, erasing, counts) are done first and messages are posted after them, each
in the core's order: a person who had everything erased is gone before the last words to them are posted, and those are
posted under no person. Dates to remember come last of the effects, because erasing answers forgets the older ones. A
press is answered whatever happens (TG-25).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.desk import effects, referral_cards, studies, two_people
from bot.desk.context import DeskContext
from bot.desk.new_conversation import conversation_of, new_code, restore_from_records, start_conversation
from bot.desk.requests import note_requests, rights_used
from bot.desk.shared_page import open_links
from bot.desk.visit import PatientActor, PatientTransaction
from bot.render.messages import View, answer, message
from bot.store import conversations, messages, notes, people, referrals
from bot.store.conversations import StoredConversation
from bot.store.offers import take_back_offers
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.tx import PersonId, Tx
from bot.store.vault import Sealed
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import (
    Blocked,
    Edited,
    EraseAsked,
    Event,
    Forged,
    Incoming,
    Moved,
    Pressed,
    Replied,
    Returned,
    Typed,
)
from dialogs.conversation.note import Note
from dialogs.conversation.states import CLOSING, FINAL, State
from dialogs.languages import language_of
from dialogs.privacy.requests import Right
from dialogs.referral.told import told_as
from dialogs.replies import Erase, Lock, Notice, Purpose, Redraw, Say, Switch
from dialogs.screens import N_, Block, Screen, Text

log = structlog.get_logger("patients")

#: States from which something may be sent to the team: only there a code that another has taken meanwhile matters.
MAY_SEND = (*CLOSING, State.PAUSED)
OLD_BUTTON = N_("This button no longer works. Write /start to begin.")
KEY_GONE = N_(
    "We are sorry: we can no longer open what you told us before. Nobody else can either. "
    "We begin again, as if you were new here. If you had sent your answers to the team, please send them once more."
)


def handle_update(tx: Tx, context: DeskContext, now: datetime, *, who: PatientActor, incoming: Incoming) -> None:
    """Handle one update of a private chat."""
    person = people.find_person(tx, who.chat_id) or people.bring_back(tx, who.chat_id)
    if person is not None and people.has_lost_key(tx, person):
        begin_anew(tx, context, person, who)
    kept = conversations.load_conversation(tx, person) if person is not None else None
    if person is not None and kept is not None and isinstance(incoming, Pressed):
        person, kept = two_people.owner_of(tx, context, who.chat_id, person, kept, incoming.prompt)
    wanted = studies.chosen_by(context, incoming) if context.studies else None
    if wanted is not None and person is not None and people.whose(tx, person).study != wanted:
        c = conversation_of(tx, person, who.chat_id, who.language, kept)
        person, kept, incoming = studies.follow_link(tx, who.chat_id, person, c, incoming, wanted, now)
    if kept is None and isinstance(incoming, Pressed | Forged | Edited):
        refuse_old_button(tx, context, who)  # nothing is made again for it (CB-04)
        return
    if person is None:
        person = people.get_or_create_person(tx, who.chat_id, now, wanted or context.study.id)
    elif not people.is_reachable(tx, person):
        come_back(tx, context, person, now)
        kept = conversations.load_conversation(tx, person)
    take_turn(tx, context, person, who, kept, incoming, now)


def come_back(tx: Tx, context: DeskContext, person: PersonId, now: datetime) -> None:
    """Take up again what rested while the person could not be written to: what they agreed to be told, and where the
    team has by now what they sent."""
    if people.is_reachable(tx, person):
        return
    people.mark_reachable(tx, person)
    if people.has_lost_key(tx, person) or (kept := conversations.load_conversation(tx, person)) is None:
        return
    there, c = studies.about(tx, context, person), Conversation.from_json(kept.body)
    effects.restore_reminders(effects.EffectContext(tx, there, person, c, now))
    if (moved := _moved_meanwhile(tx, there, person, c)) is not None:
        handle_event(tx, context, person, moved, now)


def _moved_meanwhile(tx: Tx, context: DeskContext, person: PersonId, c: Conversation) -> Moved | None:
    """Return where the team has what was sent; None where nothing is, or nobody of the team did anything with it."""
    filed = referrals.referral(tx, c.code) if c.referral_state else None
    if filed is None or filed.person != person:
        return None
    if all(event.staff_id is None for event in referrals.events(tx, filed.code)):
        return None
    visit = referral_cards.referral_of(tx, filed).appointment
    return Moved(told_as(filed.state), visit.astimezone(context.place.zone) if visit else None)


def begin_anew(tx: Tx, context: DeskContext, person: PersonId, who: PatientActor) -> None:
    """Say kindly that this person's key is gone (a restored backup, a lost file), and begin as with somebody new."""
    cases = people.renew_person(tx, person, who.chat_id)
    log.error("ALARM: a person's key is gone; what was sent to the team cannot be opened any more", cases=cases)
    for call in message(View(context.texts, who.language), Screen((Block((Text(KEY_GONE),)),))):
        post(tx, who.chat_id, call, person=person)


def handle_event(tx: Tx, context: DeskContext, person: PersonId, incoming: Event, now: datetime) -> None:
    """Handle what the patient did not do: the clock, or the team. Without a conversation there is nobody to tell."""
    if (found := conversations.reachable_conversation(tx, person)) is not None:
        kept, chat_id = found
        if isinstance(incoming, Returned) and people.find_person(tx, chat_id) != person:
            return  # they were not in the middle of anything: the chat is about the other one of the account
        take_turn(tx, context, person, PatientActor(chat_id), kept, incoming, now)


def erase_on_request(tx: Tx, context: DeskContext, filed: FiledReferral, person: PersonId, now: datetime) -> None:
    """Erase a person who asked for it outside the chat, as if they had written /delete and said yes (CL-11, CL-15)."""
    if (found := conversations.reachable_conversation(tx, person)) is not None:
        kept, chat_id = found
        take_turn(tx, context, person, PatientActor(chat_id), kept, EraseAsked(), now)
        return
    c = restore_from_records(tx, person, start_conversation(language_of(filed.language)))
    note_requests(tx, filed.code, [Right.ERASE], now)
    for each in (person, *(other.person for other in people.same_human(tx, person))):
        effects.erase_person(effects.EffectContext(tx, studies.about(tx, context, each), each, c, now))


def can_be_told(tx: Tx, person: PersonId) -> bool:
    """Tell whether the person is in a conversation and may be written to."""
    found = conversations.reachable_conversation(tx, person)
    return found is not None and found[0].body["state"] not in (State.NEW, *FINAL)


def take_turn(
    tx: Tx,
    context: DeskContext,
    person: PersonId,
    who: PatientActor,
    kept: StoredConversation | None,
    incoming: Incoming,
    now: datetime,
) -> None:
    """Take one step of the conversation, and do everything that follows from it."""
    context = studies.about(tx, context, person)
    c = conversation_of(tx, person, who.chat_id, who.language, kept)
    if who.message_id:
        messages.note_message(tx, who.chat_id, person, who.message_id, now)
    incoming = _beside_the_prompt(tx, context, person, who, c.prompt, incoming)
    _make_ready(tx, context, person, who, c, now)
    notes_before = tuple(c.notes)
    site = studies.site_of(tx, context, who.chat_id, person, now)
    was_blocked = c.blocked
    replies = context.questionnaire_at(site).advance(c, incoming, context.today(now))
    note_requests(tx, c.code, rights_used(replies, blocks=c.blocked and not was_blocked), now)
    at_desk = PatientTransaction(tx, context, person, who, c, now, site, keyboard=kept.keyboard if kept else 0)
    emptied = kept is not None and bool(kept.body.get("answers")) and not c.answers
    at_desk.by_patient = not isinstance(incoming, Event) or emptied
    if any(isinstance(reply, Erase) and reply.everywhere for reply in replies):
        _elsewhere(tx, context, person, who, EraseAsked(), now)
    elif context.studies and c.blocked != was_blocked:
        _elsewhere(tx, context, person, who, Blocked(c.blocked), now)
    if context.studies and (emptied or (c.blocked and not was_blocked)):
        take_back_offers(tx, person)  # of what is erased as a whole, the store does so itself
    at_desk.do(replies)
    at_desk.save(notes_before)
    for reply in replies:
        if isinstance(reply, Switch):
            _switch(tx, context, person, who, c, reply, now)


def _make_ready(
    tx: Tx, context: DeskContext, person: PersonId, who: PatientActor, c: Conversation, now: datetime
) -> None:
    """Add what the store keeps apart from the conversation, and a code where none is there that is free."""
    if not c.referral_state and (not c.code or c.state in MAY_SEND):
        while not (c.code and referrals.code_is_free(tx, c.code)):
            c.code = new_code(context.study.code_prefix)
    c.name = who.name
    if c.consents.get(Purpose.NOTES):
        c.notes = [Note.from_json(each) for each in notes.notes_of(tx, person)]
    if c.consents.get(Purpose.SHARE) or c.referral_state:
        c.links = open_links(tx, context, person, now)


def _switch(
    tx: Tx, context: DeskContext, person: PersonId, who: PatientActor, c: Conversation, to: Switch, now: datetime
) -> None:
    """Go on with somebody else, or in another study: whoever pressed has their answer already."""
    after = replace(who, press="", message_id=0)
    if to.study:
        there, kept, chosen = studies.go_to(tx, who.chat_id, person, c, to.study, now)
        take_turn(tx, context, there, after, kept, chosen, now)
        return
    other, theirs, came = two_people.go_over(tx, who.chat_id, person, c, now)
    take_turn(tx, context, other, after, theirs, came, now)
    two_people.note_second(tx, who.chat_id, person)


def _elsewhere(
    tx: Tx, context: DeskContext, person: PersonId, who: PatientActor, incoming: Incoming, now: datetime
) -> None:
    """Do in the person's other studies too what they asked for all of them, without a word of its own."""
    for other in people.same_human(tx, person):
        there = studies.about(tx, context, other.person)
        try:
            kept = conversations.load_conversation(tx, other.person)
        except Sealed:
            kept = None  # what does not open there is erased all the same, and stops nothing here
        c = conversation_of(tx, other.person, who.chat_id, who.language, kept)
        site, was_blocked = there.site(tx, now), c.blocked
        replies = there.questionnaire_at(site).advance(c, incoming, there.today(now))
        note_requests(tx, c.code, rights_used(replies, blocks=c.blocked and not was_blocked), now)
        silent = [each for each in replies if not isinstance(each, Say | Lock | Redraw | Notice)]
        keyboard = kept.keyboard if kept else 0
        at_desk = PatientTransaction(tx, there, other.person, replace(who, press=""), c, now, site, keyboard=keyboard)
        at_desk.by_patient = not isinstance(incoming, Event)
        at_desk.do(silent)
        if kept is not None:
            at_desk.save(tuple(c.notes))


def _beside_the_prompt(
    tx: Tx, context: DeskContext, person: PersonId, who: PatientActor, prompt: int, incoming: Incoming
) -> Incoming:
    """Return what came in, saying whether it came before the open question was seen, and whether it replies to it."""
    if isinstance(incoming, Typed) and who.message_id and prompt:
        came = messages.Came(who.message_id, who.arrived, context.store.begun, context.store.doubts)
        return replace(incoming, early=messages.is_early(tx, who.chat_id, person, prompt, came))
    if isinstance(incoming, Replied) and prompt:
        open_one = messages.prompt_message(tx, who.chat_id, prompt, person)
        # Where the number of the open message is not filed yet, it may be that one: then it is asked.
        return replace(incoming, is_open=open_one is None or open_one.message_id == who.answers)
    return incoming


def refuse_old_button(tx: Tx, context: DeskContext, who: PatientActor) -> None:
    """Say of a button that its conversation is gone, and do nothing else."""
    if who.press:
        call = answer(View(context.texts, who.language), who.press, Notice(Text(OLD_BUTTON)))
        post(tx, who.chat_id, call)
