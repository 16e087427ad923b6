"""Ending a study, one stage after the other: stopped at any of them, the same command goes on there.

What was done is noted in the database, so that a stage is done once, whoever runs the command next. Nothing is sent but
what every end of a case says to its person; nobody else is written to (TG-07). What the retention table keeps longer
than the person, such as the record of consents, stays. Of several studies one is ended, and nothing of the others is
touched; the token is theirs too, so it goes with the last of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from bot.admin import exports
from bot.admin.ask_bot import ask_bot
from bot.admin.cases import COMMAND_LINE, Installation
from bot.admin.standing import Confirmed, set_state
from bot.config.clock import is_daytime
from bot.config.studies import study_place
from bot.desk import effects, patient
from bot.desk.context import DeskContext
from bot.render.texts import Texts
from bot.store import audit, erasures, outbox_queue, people, referrals, settings
from bot.store.audit import AuditAct
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.incoming import Moved
from dialogs.languages import Language
from dialogs.referral.referral import OPEN, ReferralState
from dialogs.site import Recruitment

#: Setting of a study: which of its stages are done, and when.
_DONE = "closing"
#: Letters that a line of the audit has for what it is about; a server refuses more.
_SUBJECT = 40


class Stage(StrEnum):
    """The stages, in their order."""

    STATE = "state"
    TOLD = "told"
    SENT = "sent"
    EXPORTED = "exported"
    ERASED = "erased"
    OVERWRITTEN = "overwritten"
    TOKEN = "token"


SAYS: Mapping[Stage, str] = {
    Stage.STATE: "The study is closed: nobody new is asked anything.",
    Stage.TOLD: "Whoever has a case with the team is told that it is finished.",
    Stage.SENT: "What was to be said is sent.",
    Stage.EXPORTED: "What leaves the program is exported.",
    Stage.ERASED: "Everybody is erased; the consents and the audit stay as long as the notice says.",
    Stage.OVERWRITTEN: "What stood in the team's chats is overwritten.",
    Stage.TOKEN: "The token is revoked.",
}
BY_WHOM = "--by and --source: a study is ended by the word of a named person. Give both."
NIGHT = "It is night for those who would be told. Run this again in the morning."
WAIT = "{n} messages wait. Leave the bot running, and run this again."
EXPORT_WHAT = "--export: say in which form the cases leave (csv, redcap, fhir, consort), or none. Nothing was exported."
SURE = "Erasing everybody cannot be undone. Add --yes where nobody can be asked."
BOTFATHER = (
    "Now by hand: stop the bot, write to @BotFather in Telegram: /revoke, choose the bot, confirm. "
    "To take the bot away as well: /deletebot. Then run this again."
)
NOT_ASKED = "The Bot API does not answer, so nobody knows whether the token is revoked. Run this again later."
KEY_LEFT = "A key is not destroyed yet: the running bot, or else its next start, tries again."
ALL_DONE = (
    "The study is ended. Keep the database, its master key and the copies of them as long as the consents are kept; "
    "then destroy them."
)
#: Of one of several studies, in place of the last stage and of what is said then.
OTHERS_GO_ON = (
    "This study is ended; the others go on, and so does the bot. Leave its files where they are as long as the "
    "consents are kept."
)
ALL_OF_STUDY_ERASED = (
    "Everybody in this study is erased; the consents and the audit stay as long as the notice says. What the same "
    "persons have in another study stays."
)
SURE_OF_STUDY = "Erasing everybody in this study cannot be undone. Add --yes where nobody can be asked."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever ends the study decided."""

    by: str = ""
    source: str = ""
    #: A form of `exports.ExportForm`, `none`, or empty where nothing was said.
    form: str = ""
    folder: Path = Path("export")
    #: Asks whether everybody is erased now.
    is_sure: Callable[[], bool] = lambda: False


class NotYet(Exception):
    """A stage cannot be done now; the message says what it waits for."""


def stages_done(tx: Tx, of: DeskContext) -> dict[str, str]:
    """Return the stages of the end of a study that are done, each with its moment."""
    return dict(json.loads(settings.setting(tx, of.setting(_DONE)) or "{}"))


def close_study(context: DeskContext, place: Installation, wishes: Wishes) -> Iterator[str]:
    """Do what can be done now, a line for each stage; NotYet at the first one that waits for something.

    `context`: of the study that ends."""
    others_go_on = context.store.read_now(partial(_others_go_on, context=context))
    for number, stage in enumerate(Stage, 1):
        if stage is Stage.TOKEN and others_go_on:
            yield OTHERS_GO_ON
            return
        done = context.store.read_now(partial(stages_done, of=context)).get(stage)
        if done is None:
            yield from _WORK[stage](context, place, wishes)
            now = context.now()
            context.store.write_now(partial(_note, context=context, stage=stage, now=now))
            done = now.isoformat()
        said = ALL_OF_STUDY_ERASED if stage is Stage.ERASED and context.studies else SAYS[stage]
        yield f"{number}. {done[:10]}: {said}"
    yield ALL_DONE


def _others_go_on(tx: Tx, context: DeskContext) -> bool:
    """Tell whether another study of the installation has not been ended yet."""
    others = [each for each in context.each_study() if each.study.id != context.study.id]
    return any(Stage.OVERWRITTEN not in stages_done(tx, each) for each in others)


def _note(tx: Tx, context: DeskContext, stage: Stage, now: datetime) -> None:
    name = context.setting(_DONE)
    settings.set_setting(tx, name, json.dumps({**stages_done(tx, context), stage: now.isoformat()}))
    subject = f"{stage} {context.study.id}"[:_SUBJECT] if context.studies else str(stage)
    audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.STUDY_ENDED, subject=subject, at=now)


def _set_state(context: DeskContext, place: Installation, wishes: Wishes) -> Iterator[str]:
    if not (wishes.by and wishes.source):
        raise NotYet(BY_WHOM)
    there = study_place(context.settings, place.study.id, examples_allowed=context.settings.loopback)
    said = Confirmed(wishes.by, wishes.source)
    yield set_state(context.settings, context.store, there, Recruitment.CLOSED, {}, said)


def _tell(context: DeskContext, _place: Installation, _wishes: Wishes) -> Iterator[str]:
    """Tell each person whose case is open that the team has finished, as an end of it would; each once."""
    now = context.now()
    codes = context.store.read_now(lambda tx: referrals.codes_in(tx, OPEN, study=context.study.id))
    if codes and not is_daytime(context.place.zone, now):
        raise NotYet(NIGHT)

    def tell(tx: Tx, code: str) -> None:
        filed = referrals.referral(tx, code)
        told = any(each.act == AuditAct.STUDY_ENDED for each in referrals.events(tx, code))
        if filed is not None and filed.person is not None and not told:
            referrals.add_event(tx, filed, act=AuditAct.STUDY_ENDED, now=now)
            patient.handle_event(tx, context, filed.person, Moved(ReferralStatus.CLOSED), now)

    for code in codes:
        context.store.write_now(partial(tell, code=code))
    yield f"Cases whose persons are told: {len(codes)}"


def _all_sent(context: DeskContext, _place: Installation, _wishes: Wishes) -> Iterator[str]:
    waiting = context.store.read_now(partial(_waiting, context=context))
    if waiting:
        raise NotYet(WAIT.format(n=waiting))
    yield from ()


def _waiting(tx: Tx, context: DeskContext) -> int:
    """Return how many calls wait; of several studies, without those that another one's persons and group wait for."""
    if not context.studies:
        return outbox_queue.waiting(tx)[0]
    groups = {each.staff_chat(tx) for each in context.each_study()} - {context.staff_chat(tx)}
    return outbox_queue.waiting_but(tx, context.study.id, groups)


def _export(_context: DeskContext, place: Installation, wishes: Wishes) -> Iterator[str]:
    if not wishes.form:
        raise NotYet(EXPORT_WHAT)
    if wishes.form != "none":
        asked = exports.Export(place, wishes.folder, Language(place.place.group_language), Texts.load())
        try:
            yield from exports.export(asked, exports.ExportForm(wishes.form), None)
        except exports.ExportRefused as refusal:
            raise NotYet(str(refusal)) from None


def _erase(context: DeskContext, _place: Installation, wishes: Wishes) -> Iterator[str]:
    """Erase one person after the other; stopped in the middle, whoever is left is erased next time."""
    persons = context.store.read_now(partial(_persons, context=context))
    if persons and not wishes.is_sure():
        raise NotYet(SURE_OF_STUDY if context.studies else SURE)
    now = context.now()

    def erase(tx: Tx, person: PersonId) -> None:
        for filed in referrals.referrals_of(tx, person):
            if filed.state not in (ReferralState.ERASED, ReferralState.EXPIRED):
                effects.expire(tx, context, filed, now)
        people.erase_person(tx, person)

    for person in persons:
        context.store.write_now(partial(erase, person=person))
    yield f"Persons erased: {len(persons)}"
    if context.store.read_now(erasures.unfinished):
        yield KEY_LEFT


def _persons(tx: Tx, context: DeskContext) -> list[PersonId]:
    """Return everybody who is erased: of several studies, whoever is in this one."""
    persons = people.all_persons(tx)
    if not context.studies:
        return persons
    first = next(iter(context.studies))  # of which everybody is who came when there was one study only
    return [each for each in persons if (people.whose(tx, each).study or first) == context.study.id]


def _token(context: DeskContext, _place: Installation, _wishes: Wishes) -> Iterator[str]:
    """See whether the platform still knows the token: only a person can revoke it."""
    if context.settings.bot_token is not None:
        answer = ask_bot(context.settings, "getMe")
        if answer.ok:
            raise NotYet(BOTFATHER)
        if answer.status not in (401, 404):
            raise NotYet(NOT_ASKED)
    yield from ()


_WORK: Mapping[Stage, Callable[[DeskContext, Installation, Wishes], Iterator[str]]] = {
    Stage.STATE: _set_state,
    Stage.TOLD: _tell,
    Stage.SENT: _all_sent,
    Stage.EXPORTED: _export,
    Stage.ERASED: _erase,
    Stage.OVERWRITTEN: _all_sent,
    Stage.TOKEN: _token,
}
