"""A person's own copy of everything that is kept about them: one JSON object, whose fields the object itself explains.

What it holds is what the store holds, opened; nothing in it is made up for the occasion but the readable names. The
names of the fields are the same in both languages, so that another program can read it (CL-13).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.context import DeskContext
from bot.desk.letter_texts import written_lines
from bot.desk.settling import settled_of
from bot.render.paragraphs import say
from bot.store import consents, referrals, reminders
from bot.store.audit import AuditAct
from bot.store.referrals import ReferralEvent
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.link import Audience
from dialogs.conversation.texts.criterion_lines import STANDS
from dialogs.privacy.notice import notice_texts
from dialogs.privacy.retention import lifetimes
from dialogs.referral.dossier import judged
from dialogs.replies import TeamNews
from dialogs.screening.facts import slots
from dialogs.screens import N_, Text
from dialogs.value_texts import shown, slot_text
from dialogs.values import encode

#: Field → what it holds, in the person's language.
FIELDS: dict[str, str] = {
    "made_on": N_("The day of this copy."),
    "origin": N_("Where all of this comes from."),
    "purpose": N_("What it is for."),
    "recipients": N_("Who has it."),
    "kept": N_("How long each part is kept."),
    "logic": N_("How the result is made."),
    "language": N_("The language we write to you in."),
    "conversation": N_("Where you are, and how you like to be asked."),
    "answers": N_("Each question, your answer in words, and how we keep it."),
    "result": N_("What a program made of your answers today. It is not a decision."),
    "contact": N_("How you want to be reached."),
    "links": N_("The links to your page that open now. Each keeps the page as it was."),
    "notes": N_("Your own notes, with what they are about."),
    "consents": N_("Each yes and no of yours: for what, to which text, and when."),
    "messages_later": N_("What you asked us to write, and when."),
    "cases": N_(
        "What you sent to the team, where it stands, and each step with its time. "
        "The words of the team's own notes are not in it: ask the team for them."
    ),
    "messages_with_team": N_("What you and the team wrote to each other here."),
    "notice": N_("The privacy notice, as it is today."),
}

#: Lines of the log that the person's own doing made.
BY_THE_PERSON = (
    "filed",
    "erase",
    "withdraw",
    AuditAct.ANSWERED,
    AuditAct.SHARE_AGREED,
    AuditAct.SHARE_DECLINED,
    *TeamNews,
)
#: Facts of a step that are the person's to know: they tell of nobody else.
TOLD = ("reason", "when", "until", "how", "whom")

ORIGIN = N_("It comes from you, in this chat. We use it to see if the study might be for you.")
NOBODY = N_("Nobody on the team has it.")
DOCTOR = N_("With your yes, the team showed it to a doctor. The steps below say when.")
TEAM = N_("The study team has what you sent. Telegram carries the messages.")
LOGIC = N_("A program compares the answers with what the study asks for. A person decides.")


def own_copy(tx: Tx, context: DeskContext, person: PersonId, c: Conversation, now: datetime) -> dict[str, Any]:
    """Everything about the person, as they get it."""
    language, today = c.language, context.today(now)
    site = context.site(tx, now)

    def words(text: Text | str) -> str:
        return say(Text(text) if isinstance(text, str) else text, language, context.texts)

    filed = [case for case in referrals.referrals_of(tx, person) if case.body]
    return {
        "fields": {name: words(text) for name, text in FIELDS.items()},
        "made_on": today.isoformat(),
        "origin": words(ORIGIN),
        "purpose": words(N_("To see if this study might be for you, and contact you if you want.")),
        "recipients": " ".join(map(words, _recipients(tx, filed))),
        "kept": [words(line) for line in lifetimes(site)],
        "logic": words(LOGIC),
        "language": language,
        "conversation": _conversation(c),
        "answers": _answers(context, c, now),
        "result": _result(context, c, now),
        "contact": dict(c.reached_by or c.contact),
        "links": [link.to_json() for link in c.links],
        "notes": [note.to_json() for note in c.notes],
        "consents": _consents(tx, person),
        "messages_later": {reason: at.isoformat() for reason, at in reminders.dates_of(tx, person).items()},
        "cases": [_case(tx, context, case) for case in filed],
        "messages_with_team": [each for case in filed for each in _letters(tx, context, case, language)],
        "notice": [words(text) for text in notice_texts(site, language)],
    }


def _recipients(tx: Tx, filed: list[referrals.FiledReferral]) -> tuple[str, ...]:
    """Say who has it: the team, and a doctor to whom it was shown (CL-09)."""
    if not filed:
        return (NOBODY,)
    steps = [step for case in filed for step in referrals.events(tx, case.code)]
    to_doctor = any(step.act == AuditAct.SHARE and step.detail.get("whom") == Audience.DOCTOR for step in steps)
    return (TEAM, DOCTOR) if to_doctor else (TEAM,)


def _conversation(c: Conversation) -> dict[str, Any]:
    kept = ("state", "who", "accessible", "blocked", "campaign", "recheck_on", "appointment")
    waiting = {slot: encode(value) for slot, value in c.draft.reading.items()}
    begun = {"ticked": list(c.draft.ticked), "waits_for_your_yes": waiting, "to_team": c.draft.to_team}
    return {name: getattr(c, name) for name in kept} | begun


def _answers(context: DeskContext, c: Conversation, now: datetime) -> list[dict[str, Any]]:
    """Every answer that is held, those that no longer apply too."""
    found, study, lexicon = [], context.study, context.lexicon
    apply = {slot.key: slot for slot in slots(study, c.answers, context.today(now))}
    for key, value in c.answers.items():
        row: dict[str, Any] = {"question": key, "value": encode(value), "applies": key in apply}
        if key in apply:
            slot = apply[key]
            name = slot_text(slot.question.short, study, lexicon, c.language, slot)
            row["name"] = say(name, c.language, context.texts)
            row["answer"] = say(shown(study, lexicon, c.language, slot.question, value), c.language, context.texts)
        found.append(row)
    return found


def _result(context: DeskContext, c: Conversation, now: datetime) -> dict[str, Any] | None:
    """Return the automatic result of today, criterion by criterion in words; None before there are answers."""
    if not c.answers:
        return None
    screening = judged(context.study, c.answers, context.today(now))
    names = {criterion.id: Text(criterion.name) for criterion in context.study.criteria}
    reasons = [
        say(Text(STANDS[finding.verdict.truth], {"criterion": names[finding.criterion]}), c.language, context.texts)
        for finding in screening.findings
    ]
    earliest = screening.earliest.isoformat() if screening.earliest else None
    return {"outcome": str(screening.outcome), "earliest": earliest, "criteria": reasons}


def _consents(tx: Tx, person: PersonId) -> list[dict[str, Any]]:
    return [
        {
            "purpose": record.purpose,
            "action": record.action,
            "text_sha256": record.text_hash,
            "text": consents.text_of(tx, record.text_hash),
            "version": record.version,
            "language": record.language,
            "at": record.at.isoformat(),
        }
        for record in consents.consents_of(tx, person)
    ]


def _letters(tx: Tx, context: DeskContext, case: referrals.FiledReferral, language: str) -> list[dict[str, Any]]:
    """Return what went to and fro; who of the team wrote is nobody's business."""
    return [
        {
            "from_team": bool(line.by),
            "at": line.at.isoformat(),
            "words": say(line.words, language, context.texts),
        }
        for line in written_lines(tx, context, case)
        if not line.waits
    ]


def _case(tx: Tx, context: DeskContext, case: referrals.FiledReferral) -> dict[str, Any]:
    noted = [
        {"question": each.slot, "value": encode(each.value), "source": each.source, "at": each.at.isoformat()}
        for each in settled_of(tx, context, case)
    ]
    return {
        "code": case.code,
        "filed_as": case.heading,
        "state": case.state,
        "sent_at": case.filed_at.isoformat(),
        "moved_at": case.moved_at.isoformat(),
        "kept_until": case.kept_until.isoformat(),
        "sent": case.body,
        "noted_by_team": noted,
        "history": [_step(each) for each in referrals.events(tx, case.code)],
    }


def _step(event: ReferralEvent) -> dict[str, Any]:
    """Return one line of the log of a case: what was done, when, by whom in general, and the facts that it went by.

    Who of the team it was is not told here, and the words of its notes are the team's own (CL-09)."""
    nobody_of_the_team = "you" if event.act in BY_THE_PERSON else "program"
    by = nobody_of_the_team if event.staff_id is None else "team"
    facts = {} if event.act == AuditAct.NOTE else {name: event.detail[name] for name in TOLD if name in event.detail}
    return {"what": event.act, "by": by, "at": event.at.isoformat(), **facts}
