"""Several studies in one installation: of which one somebody's row is, which there are, and going to another.

Somebody in two studies is two persons of the store, each with a key, a conversation, consents and cases of their own,
so that what follows in one study says nothing of another. The chat is about one of them at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import structlog

from bot.config.approval_now import of_study
from bot.config.recruiting import as_it_runs
from bot.config.settings import SettingsError
from bot.config.studies import MoreStudy
from bot.desk.context import DeskContext, StudyDesk
from bot.render.texts import Texts
from bot.store import conversations, people
from bot.store.conversations import StoredConversation
from bot.store.staff_group import pair_study_chat
from bot.store.tx import PersonId, Tx
from bot.store.vault import Sealed
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Chosen, Incoming, Ordered
from dialogs.conversation.states import OPENING, State, build_route, is_open
from dialogs.languages import Language
from dialogs.replies import Purpose
from dialogs.screening.shared_answers import shared_answers
from dialogs.site import Site, StudyCard
from dialogs.values import Value, decode

log = structlog.get_logger("studies")

GONE = "TAMIZ_STUDIES: something is kept of {study}. Put its file back; to end the study, set its state to `closed`."

SEALED = "ALARM: a talk in one study does not open, and nothing of it is shown in another"
TO_OPEN = "Restore the folder of the person keys from the newest copy, unless it was erased on purpose; restart."
UNREAD = "ALARM: answers in one study cannot be read, and are not offered in another"
TO_READ = "Run the newest version of the program and of the study's file. If it comes back, report it."


def about(tx: Tx, context: DeskContext, person: PersonId) -> DeskContext:
    """Return what the desk needs for the study in which this person is."""
    return context.in_study(people.whose(tx, person).study) if context.studies else context


def desks_of(home: DeskContext, more: Sequence[tuple[MoreStudy, Texts, Mapping[str, str]]]) -> dict[str, StudyDesk]:
    """Return every study with what is its own, first the one there was; of each its texts and the hash of them."""
    desks = {home.study.id: StudyDesk(**{each.name: getattr(home, each.name) for each in fields(StudyDesk)})}
    for each, texts, wording in more:
        place, approved = as_it_runs(each.record, each.place, wording, each.study.version)
        desks[each.study.id] = StudyDesk(
            study=each.study,
            lexicon=each.lexicon,
            conversation_machine=build_route(each.study),
            texts=texts,
            place=place,
            wording_approved=approved,
            wording=wording,
            file=each.files.path,
            approval_files=of_study(home.settings, each, wording),
        )
    return desks


def pair_chats(context: DeskContext) -> None:
    """Take at the start the groups that the studies' own files name."""
    for each in context.each_study():
        if (chat := each.place.chat) is not None:
            context.store.write_now(partial(pair_study_chat, named=chat, study=each.study.id))


def refuse_gone(context: DeskContext) -> None:
    """SettingsError where something is kept of a study that is not here any more: nobody could see or erase it."""
    here = {each.study.id for each in context.each_study()}
    if gone := sorted(context.store.read_now(people.studies_kept) - here):
        raise SettingsError([GONE.format(study=study) for study in gone])


def chosen_by(context: DeskContext, incoming: Incoming) -> str | None:
    """Return the study to which a link leads: by its id, or by a campaign of its own; None where it leads to none."""
    if not isinstance(incoming, Ordered) or incoming.name != ChatCommand.START or not incoming.argument:
        return None
    for each in context.each_study():
        own = incoming.argument.removeprefix("c_") in each.place.campaigns
        if own or incoming.argument.lower() == each.study.id.lower():
            return each.study.id
    return None


def site_of(tx: Tx, context: DeskContext, chat_id: int, person: PersonId, now: datetime) -> Site:
    """Return the site as it stands for this person: of several studies, with all of them."""
    site = context.site(tx, now)
    if not context.studies:
        return site
    kept = {each.study: each.person for each in (people.whose(tx, person), *people.same_human(tx, person))}
    active = people.find_person(tx, chat_id) or person
    here = people.whose(tx, active).study
    bodies = {study: _body(tx, context, each, study) for study, each in kept.items()}
    # Answers of other studies are offered where the agreement is given, and nowhere else.
    agrees = bodies.get(context.study.id, {}).get("state") == State.CONSENT
    cards = tuple(
        _card(tx, each, now, bodies.get(each.study.id, {}), here=each.study.id == here, agrees=agrees)
        for each in context.each_study()
    )
    return replace(site, studies=cards, links=context.place.campaigns)


def _body(tx: Tx, context: DeskContext, person: PersonId, study: str | None) -> Mapping[str, Any]:
    """Return what is kept of the talk; nothing where it does not open: another study's turns go on without it."""
    try:
        stored = conversations.load_conversation(tx, person)
    except Sealed:
        if context.faults.is_news(study or "", SEALED):
            log.error(SEALED, of=study, remedy=TO_OPEN)
        return {}
    return stored.body if stored is not None else {}


def _card(tx: Tx, there: DeskContext, now: datetime, body: Mapping[str, Any], *, here: bool, agrees: bool) -> StudyCard:
    today, site = there.today(now), there.site(tx, now)
    return StudyCard(
        id=there.study.id,
        title={each: there.title(each) for each in Language},
        recruitment=site.standing(today),
        confirmed=site.is_confirmed(today),
        here=here,
        code=str(body["code"]) if body.get("referral_state") else "",
        begun=_is_begun(body),
        who=str(body.get("who", "")),
        told=_told(there, body, today) if agrees else {},
    )


def _told(there: DeskContext, body: Mapping[str, Any], today: date) -> dict[str, Value]:
    """Return what was answered in that study and may be the same in another; nothing once the use was blocked.

    An answer that cannot be read is offered nowhere, and stops nobody."""
    if not body.get("consents", {}).get(Purpose.ANSWER) or body.get("blocked"):
        return {}
    answers, unread = dict[str, Value](), 0
    for slot, raw in body.get("answers", {}).items():
        try:
            answers[slot] = decode(raw)
        except (ValueError, TypeError, ArithmeticError):
            unread += 1
    if unread and there.faults.is_news(there.study.id, UNREAD):
        log.error(UNREAD, of=there.study.id, n=unread, remedy=TO_READ)
    return shared_answers(there.study, answers, today)


def _is_begun(body: Mapping[str, Any]) -> bool:
    """Were questions begun there, or was something agreed to?"""
    state = str(body.get("state", State.NEW))
    return (is_open(state) and state not in OPENING) or any(body.get("consents", {}).values())


def follow_link(
    tx: Tx, chat_id: int, person: PersonId, c: Conversation, link: Incoming, study: str, now: datetime
) -> tuple[PersonId, StoredConversation | None, Chosen]:
    """Go to the study to which a link leads; what is open in the one before stays as it is."""
    there, kept, came = go_to(tx, chat_id, person, c, study, now)
    campaign = link.argument.removeprefix("c_") if isinstance(link, Ordered) else ""
    return there, kept, replace(came, campaign=campaign)


def go_to(
    tx: Tx, chat_id: int, person: PersonId, c: Conversation, study: str, now: datetime
) -> tuple[PersonId, StoredConversation | None, Chosen]:
    """Let the chat be about the same human being in this study: who that is there, and what they come to."""
    there = next((each.person for each in people.same_human(tx, person) if each.study == study), None)
    came = Chosen(c.language, c.accessible)
    if there is None and c.state == State.NEW and not c.consents and not c.referral_state:
        # Nothing is kept of them yet: no second row, and no second key, for a mere look at the list.
        conversations.erase_answers(tx, person)
        people.move_to_study(tx, person, study)
        return person, None, came
    if there is None:
        there = people.add_person_beside(tx, chat_id, now, study, people.name_human(tx, person))
    people.change_places(tx, chat_id, person, there)
    return there, conversations.load_conversation(tx, there), came
