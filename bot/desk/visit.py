"""One visit of a person at the desk: what the core asked for, done in its order inside one transaction.

Each kind of reply has one method here; what they do stands or falls together (`bot.desk.patient`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.desk import effects, two_people
from bot.desk.context import DeskContext
from bot.desk.data_export import own_copy
from bot.desk.link_news import tell_closed
from bot.desk.shared_page import make_link
from bot.desk.team_links import take_answer
from bot.render.call import Call
from bot.render.messages import View, answer, edit, message, shares_contact
from bot.render.paper import paper
from bot.store import conversations, counts, erasures, messages, notes, people, shares
from bot.store.conversations import StoredConversation
from bot.store.outbox import post
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.lifetime import held_for
from dialogs.conversation.note import Note
from dialogs.conversation.states import FINAL
from dialogs.languages import Language, language_of
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

#: So many messages the platform deletes in one call.
AT_ONCE = 100

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

    def do(self, replies: Sequence[Reply]) -> None:
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
        body = {**self.c.to_json(), "notes": [], "links": []}
        stored = StoredConversation(body, self.keyboard).held_as(self.c)
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
                of = {"language": self.c.language, "campaign": self.c.campaign, "study": self.context.study.id}
                counts.add_count(self.tx, reply.name, day=day, **of)
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
        self._send_copy("tamiz.json", self.context, self.person, self.c)
        for each in people.same_human(self.tx, self.person) if self.context.studies else ():
            there, kept = self.context.in_study(each.study), conversations.load_conversation(self.tx, each.person)
            if kept is not None:
                c = Conversation.from_json(kept.body)
                self._send_copy(f"tamiz-{there.study.code_prefix.lower()}.json", there, each.person, c)

    def _send_copy(self, name: str, context: DeskContext, person: PersonId, c: Conversation) -> None:
        kept = own_copy(self.tx, context, person, c, self.now)
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        self._post(Call("sendDocument", {"document": {"filename": name, "text": text}}))

    def _delete_messages(self, numbers: list[int]) -> None:
        """Delete of the chat what the platform still lets us (TG-23); no edit brings any of it back."""
        self.shown.clear()
        for first in range(0, len(numbers), AT_ONCE):
            self._post(Call("deleteMessages", {"message_ids": numbers[first : first + AT_ONCE]}))

    def _remember_shown(self, replies: Sequence[Reply]) -> None:
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
