"""One update is one transaction: load the conversation, let the core take a step, file what follows, post what is said.

Plain synchronous code, run by the store's writer. No network, no clock of its own, and no decision that the core
could make: each kind of reply has one method here, and what they do stands or falls together.

Theory of operation. Effects (consent, filing, erasing, counts) are done first and messages are posted after them, each
in the core's order: a person who had everything erased is gone before the last words to them are posted, and those are
posted under no person. Dates to remember come last of the effects, because erasing answers forgets the older ones. A
press is answered whatever happens (TG-25).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.desk import effects, two_people
from bot.desk.context import DeskContext
from bot.desk.data_export import own_copy
from bot.desk.link_news import tell_closed
from bot.desk.new_conversation import conversation_of, new_code, restore_from_records, start_conversation
from bot.desk.requests import note_requests, rights_used
from bot.desk.shared_page import make_link, open_links
from bot.desk.team_links import take_answer
from bot.render.call import Call
from bot.render.messages import View, answer, edit, message, shares_contact
from bot.render.paper import paper
from bot.store import conversations, counts, erasures, messages, notes, people, referrals, shares
from bot.store.conversations import StoredConversation
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Edited, EraseAsked, Event, Forged, Incoming, Pressed, Replied, Returned, Typed
from dialogs.conversation.lifetime import held_for
from dialogs.conversation.note import Note
from dialogs.conversation.states import CLOSING, FINAL, State
from dialogs.languages import Language, language_of
from dialogs.privacy.requests import Right
from dialogs.replies import (
    Consent,
    Count,
    DoctorAnswer,
    Erase,
    EraseScope,
    Export,
    Lock,
    Notice,
    Paper,
    Purpose,
    Redraw,
    Refer,
    Relay,
    Remind,
    Reply,
    Say,
    Share,
    Switch,
    TellTeam,
    Unshare,
)
from dialogs.screens import N_, Block, Screen, Text
from dialogs.site import Site

log = structlog.get_logger("patients")

#: States from which something may be sent to the team: only there a code that another has taken meanwhile matters.
MAY_SEND = (*CLOSING, State.PAUSED)
#: So many messages the platform deletes in one call.
AT_ONCE = 100

OLD_BUTTON = N_("This button no longer works. Write /start to begin.")
KEY_GONE = N_(
    "We are sorry: we can no longer open what you told us before. Nobody else can either. "
    "We begin again, as if you were new here. If you had sent your answers to the team, please send them once more."
)
ERASING = N_("We are erasing your data now. It takes a little longer than usual. We write here when it is done.")


@dataclass(frozen=True, slots=True)
class PatientActor:
    """Who wrote, as far as the platform tells and we want to know (TG-27)."""

    chat_id: int
    #: First name; goes to the team once the patient agrees to send, and is kept nowhere before.
    name: str = ""
    language_code: str = ""
    #: The press that waits for its answer.
    press: str = ""
    #: The number of the message in the chat; 0 where a button was pressed.
    message_id: int = 0
    #: The message that it answers, and the passage of it that was quoted.
    answers: int = 0
    quote: str = ""
    #: When the update came in, on the clock that only goes forward.
    arrived: float = 0.0

    @property
    def language(self) -> Language:
        """The language to begin in."""
        return language_of(self.language_code)


def handle_update(tx: Tx, context: DeskContext, now: datetime, *, who: PatientActor, incoming: Incoming) -> None:
    """Handle one update of a private chat."""
    person = people.find_person(tx, who.chat_id) or people.bring_back(tx, who.chat_id)
    if person is not None and people.has_lost_key(tx, person):
        begin_anew(tx, context, person, who)
    kept = conversations.load_conversation(tx, person) if person is not None else None
    if person is not None and kept is not None and isinstance(incoming, Pressed):
        person, kept = two_people.owner_of(tx, context, who.chat_id, person, kept, incoming.prompt)
    if kept is None and isinstance(incoming, Pressed | Forged | Edited):
        refuse_old_button(tx, context, who)  # nothing is made again for it (CB-04)
        return
    if person is None:
        person = people.get_or_create_person(tx, who.chat_id, now)
    elif not people.is_reachable(tx, person):
        people.mark_reachable(tx, person)
        effects.restore_reminders(
            effects.EffectContext(tx, context, person, Conversation.from_json(kept.body if kept else {}), now)
        )
    take_turn(tx, context, person, who, kept, incoming, now)


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
    effects.erase_person(effects.EffectContext(tx, context, person, c, now))


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
    c = conversation_of(tx, person, who.chat_id, who.language, kept)
    if who.message_id:
        messages.note_message(tx, who.chat_id, person, who.message_id, now)
    incoming = _beside_the_prompt(tx, context, person, who, c.prompt, incoming)
    if not c.referral_state and (not c.code or c.state in MAY_SEND):
        while not (c.code and referrals.code_is_free(tx, c.code)):
            c.code = new_code(context.study.code_prefix)
    c.name = who.name
    if c.consents.get(Purpose.NOTES):
        c.notes = [Note.from_json(each) for each in notes.notes_of(tx, person)]
    if c.consents.get(Purpose.SHARE) or c.referral_state:
        c.links = open_links(tx, context, person, now)
    notes_before = tuple(c.notes)
    site = context.site(tx, now)
    was_blocked = c.blocked
    replies = context.questionnaire_at(site).advance(c, incoming, context.today(now))
    note_requests(tx, c.code, rights_used(replies, blocks=c.blocked and not was_blocked), now)
    at_desk = PatientTransaction(tx, context, person, who, c, now, site, keyboard=kept.keyboard if kept else 0)
    emptied = kept is not None and bool(kept.body.get("answers")) and not c.answers
    at_desk.by_patient = not isinstance(incoming, Event) or emptied
    at_desk.do(replies)
    at_desk.save(notes_before)
    if any(isinstance(reply, Switch) for reply in replies):
        other, theirs, came = two_people.go_over(tx, who.chat_id, person, c, now)
        # Whoever pressed has their answer; what follows is about somebody else.
        take_turn(tx, context, other, replace(who, press="", message_id=0), theirs, came, now)
        two_people.note_second(tx, who.chat_id, person)


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


@dataclass(slots=True)
class PatientTransaction:
    """One visit at the desk: what is at hand while its replies are done."""

    tx: Tx
    context: DeskContext
    #: None once the person is erased.
    person: PersonId | None
    who: PatientActor
    c: Conversation
    now: datetime
    site: Site
    #: The prompt that brought up the phone's own keyboard, while it is up.
    keyboard: int = 0
    answered: bool = False
    #: The key of the last words, once the person is erased.
    farewell: str | None = None
    #: Did the patient do this, or are their answers gone? Otherwise the time that is left does not start anew.
    by_patient: bool = True
    #: Messages that can still be changed after the person is erased: prompt → message id.
    shown: dict[int, int] = field(default_factory=dict)

    def do(self, replies: list[Reply]) -> None:
        """Do everything that the core asked for: effects, then dates, then messages."""
        if any(isinstance(reply, Erase) and reply.scope != EraseScope.ANSWERS for reply in replies):
            self._remember_shown(replies)
        for reply in sorted(replies, key=_turn_of):
            self._do(reply)

    def save(self, notes_before: tuple[Note, ...]) -> None:
        """File the conversation, or forget it where it ended and nothing was sent; and the notes that changed."""
        if self.person is None:
            return
        if tuple(self.c.notes) != notes_before:
            until = self.site.kept_until(self.context.today(self.now))
            notes.save_notes(self.tx, self.person, [note.to_json() for note in self.c.notes], until)
        if self.c.state in FINAL and not self.c.referral_state:
            conversations.erase_answers(self.tx, self.person)
            two_people.come_back(self.tx, self.context, self.who.chat_id, self.person)
            return
        self.c.name = ""
        stored = StoredConversation({**self.c.to_json(), "notes": [], "links": []}, self.keyboard)
        if not self.by_patient:
            # The clock or the team spoke, not the patient: the time left runs on as it did.
            conversations.update_conversation(self.tx, self.person, stored)
            return
        today = self.context.today(self.now)
        held = held_for(self.context.study, self.site, self.c, today)
        expires = None if held is None else self.now + held
        conversations.save_conversation(self.tx, self.person, stored, self.now, expires)
        effects.set_expiry_notice(effects.EffectContext(self.tx, self.context, self.person, self.c, self.now), expires)

    def _do(self, reply: Reply) -> None:
        match reply:
            case Say(screen=screen, urgent=urgent):
                self._say(screen, urgent=urgent)
            case Lock(prompt=prompt, screen=screen):
                self._change(prompt, screen)
            case Redraw(old=prompt, screen=screen):
                self._change(prompt, screen)
            case Notice():
                self._notice(reply)
            case Export():
                self._export()
            case Share() if self.person is not None:
                desk = effects.EffectContext(self.tx, self.context, self.person, self.c, self.now)
                for call in make_link(desk, reply):
                    self._post(call)
            case Paper():
                self._post(paper(self._view(), reply))
            case Count():
                day = self.context.today(self.now)
                counts.add_count(self.tx, reply.name, day=day, language=self.c.language, campaign=self.c.campaign)
            case _:
                self._effect(reply)

    def _effect(
        self, reply: Consent | Refer | Erase | Remind | Share | Unshare | DoctorAnswer | Switch | TellTeam | Relay
    ) -> None:
        if self.person is None:
            return  # erased: nothing is made again for this person
        desk = effects.EffectContext(self.tx, self.context, self.person, self.c, self.now)
        match reply:
            case Consent():
                effects.record_consent(desk, reply)
            case Refer():
                effects.file_referral(desk, reply)
            case Erase(scope=EraseScope.ANSWERS):
                conversations.erase_answers(self.tx, self.person)
            case Erase(scope=scope):
                self._erase(desk, asked=scope == EraseScope.PERSON)
            case Remind():
                effects.set_reminder(desk, reply)
            case TellTeam(what=what):
                effects.notify_team(desk, what)
            case Relay(text=text):
                effects.relay(desk, text)
            case Unshare(number=number):
                tell_closed(self.tx, self.context, shares.close_links(self.tx, self.person, number), self.now)
            case DoctorAnswer():
                take_answer(desk, reply)

    def _erase(self, desk: effects.EffectContext, *, asked: bool) -> None:
        """Erase the person; where they asked for it, they hear that it is done once it is, and not before (DB-09)."""
        self.farewell = erasures.new_farewell(self.tx)
        gone = effects.erase_person(desk, self.farewell if asked else None)
        self.person = None
        if not asked:
            return
        for call in message(self._view(), Screen((Block((Text(ERASING),)),))):
            self._post(replace(call, coalesce=erasures.IN_PROGRESS))
        self._delete_messages(gone)

    def _view(self) -> View:
        return View(self.context.texts, self.c.language, self.c.accessible, keyboard_up=bool(self.keyboard))

    def _post(self, call: Call) -> None:
        if self.person is None:
            if call.replaces and call.replaces not in self.shown:
                return
            payload = {**call.payload, "message_id": self.shown[call.replaces]} if call.replaces else call.payload
            call = replace(call, payload=payload, prompt=0, replaces=0)
        post(self.tx, self.who.chat_id, call, person=self.person, subject=self.farewell)

    def _say(self, screen: Screen, *, urgent: bool = False) -> None:
        view = self._view()
        for call in message(view, screen, urgent=urgent):
            self._post(call)
        if shares_contact(screen):
            self.keyboard = screen.prompt
        elif view.keyboard_up and not screen.options and not screen.controls:
            self.keyboard = 0

    def _change(self, prompt: int, screen: Screen) -> None:
        # The platform lets nobody edit a message under which the phone's own keyboard stands.
        if prompt == self.keyboard or self.c.accessible:
            self._say(screen)
        else:
            self._post(edit(self._view(), screen, prompt))

    def _notice(self, notice: Notice) -> None:
        if self.who.press and not self.answered:
            self.answered = True
            self._post(answer(self._view(), self.who.press, notice))
        else:
            self._say(Screen((Block((notice.text,)),)))

    def _export(self) -> None:
        if self.person is None:
            return
        kept = own_copy(self.tx, self.context, self.person, self.c, self.now)
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        self._post(Call("sendDocument", {"document": {"filename": "tamiz.json", "text": text}}))

    def _delete_messages(self, numbers: list[int]) -> None:
        """Delete of the chat what the platform still lets us (TG-23); no edit brings any of it back."""
        self.shown.clear()
        for first in range(0, len(numbers), AT_ONCE):
            self._post(Call("deleteMessages", {"message_ids": numbers[first : first + AT_ONCE]}))

    def _remember_shown(self, replies: list[Reply]) -> None:
        for reply in replies:
            if isinstance(reply, Lock | Redraw):
                prompt = reply.prompt if isinstance(reply, Lock) else reply.old
                shown = messages.prompt_message(self.tx, self.who.chat_id, prompt, self.person)
                if shown is not None:
                    self.shown[prompt] = shown.message_id


def _turn_of(reply: Reply) -> int:
    """Effects, then dates, then messages; the sort keeps the core's order among each."""
    match reply:
        case Say() | Lock() | Redraw() | Notice() | Export() | Paper() | Share():
            return 2
        case Remind():
            return 1
    return 0
