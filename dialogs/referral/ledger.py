"""What an invited member of staff sees of one case: the ledger.

Everything in it is the person's own word, not verified, and none of it is a decision. What is unknown stands first,
because that is what the call is for; then what speaks against, then what is met, folded away. Each criterion shows
its answers as given, the value read, what the bot notes about it, and what paper would settle it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.answers import fold
from dialogs.answers.date_finder import find_dates
from dialogs.conversation.conversation import Channel
from dialogs.conversation.first_name import NAME
from dialogs.referral.dossier import Dossier, for_study, judged
from dialogs.referral.evidence import NOTES, StaffReader, asked, noted, result_told, told
from dialogs.referral.group_card import HEADING_LABELS, LANGUAGE_LABELS, OUTCOME_LABELS
from dialogs.replies import ConsentAction, Heading, Purpose
from dialogs.screening.facts import slots, typed_beside
from dialogs.screening.screening import Finding
from dialogs.screens import S_, Block, Field, Look, Screen, Text
from dialogs.study.laboratory import is_old
from dialogs.study.rules import Truth, VerdictNote
from dialogs.study.study import Kind
from dialogs.value_texts import slot_text
from dialogs.values import Unknown, member

NOT_A_DECISION = S_("Self-reported, not verified; not an eligibility decision.")


CHANNEL_LABELS = {
    Channel.CHAT: S_("write in this chat"),
    Channel.PHONE: S_("phone"),
    Channel.EMAIL: S_("e-mail"),
}

HOURS_LABELS = {
    "morning": S_("in the morning"),
    "afternoon": S_("in the afternoon"),
}

PURPOSE_LABELS = {
    Purpose.ANSWER: S_("to answer the questions"),
    Purpose.SEND: S_("to send this to the team"),
    Purpose.KEEP: S_("to keep the health answers"),
    Purpose.LATER_UNFINISHED: S_("to be reminded to go on"),
    Purpose.LATER_RECHECK: S_("to be told when it can be looked at again"),
    Purpose.LATER_OPENING: S_("to be told when the study opens"),
    Purpose.LATER_VISIT: S_("to be reminded of the appointment"),
    Purpose.NOTES: S_("to keep notes of their own"),
    Purpose.SHARE: S_("to share a page of their own"),
    Purpose.TEAM_SHARE: S_("that the team shows their doctor what was sent"),
}
ACTION_LABELS = {
    ConsentAction.GIVEN: S_("given"),
    ConsentAction.REFUSED: S_("refused"),
    ConsentAction.WITHDRAWN: S_("withdrawn"),
}


#: Letters of a study file's hash that are shown.
VERSION = 8


@dataclass(frozen=True, slots=True)
class Agreed:
    """One line of the consent record."""

    #: As the record has them, which may be older than this program's `Purpose` and `ConsentAction`.
    purpose: str
    action: str
    version: str
    #: In the site's own time.
    at: datetime
    #: SHA-256 of the very text that was answered to.
    text_hash: str


class Identity(StrEnum):
    """What a page that is shown to a doctor says of who the person is."""

    HIDDEN = "hidden"
    NAMED = "named"
    WITH_CONTACT = "with_contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The case around the dossier."""

    code: str
    heading: Heading
    #: In the site's own time.
    filed: datetime
    kept_until: date
    consents: tuple[Agreed, ...] = ()


def ledger(reader: StaffReader, sent: Dossier, filing: Filing, today: date) -> Screen:
    """Return the whole case on one screen; render makes as many messages of it as it takes."""
    reader, then = reader.of(sent), sent
    sent = for_study(reader.study, sent)
    blocks = [
        Block(
            (Text(HEADING_LABELS[filing.heading]), Text(S_("{code}"), {"code": filing.code})),
            Look.STRONG,
        ),
        Block((Text(NOT_A_DECISION),), Look.STRONG),
        Block(tuple(_head(sent, filing))),
        Block(tuple(_other_version(reader, then, sent, today))),
        Block(tuple(_reach(sent))),
    ]
    if sent.answers:
        blocks += _criteria(reader, sent, today)
    elif sent.outcome:
        blocks.append(Block((Text(S_("The answers were not sent: only the result was agreed to.")),)))
    blocks.append(Block(tuple(_consents(filing)), Look.FOLDED, Text(S_("Consent record"))))
    return Screen(tuple(block for block in blocks if block.lines))


def page_for_a_doctor(
    reader: StaffReader, sent: Dossier, filing: Filing, today: date, shown: Identity
) -> tuple[Block, ...]:
    """Return what somebody outside the chat reads of a case: the criteria, and of who it is only what was chosen."""
    blocks = [
        Block((Text(S_("Answers of {code}, as the person gave them"), {"code": filing.code}),), Look.STRONG),
        Block((Text(NOT_A_DECISION),), Look.STRONG),
        Block((*_who(sent, filing),) if shown is not Identity.HIDDEN else ()),
        Block(tuple(_reach(sent)) if shown is Identity.WITH_CONTACT else ()),
        Block(tuple(_dates(sent, filing))),
        *_criteria(reader.of(sent), sent, today),
    ]
    return tuple(block for block in blocks if block.lines)


def _head(sent: Dossier, filing: Filing) -> Iterator[Text]:
    yield from _who(sent, filing)
    yield from _dates(sent, filing)
    yield Text(S_("Kept until {day}"), {"day": filing.kept_until})


def _who(sent: Dossier, filing: Filing) -> Iterator[Text]:
    name: Field = sent.name or Text(S_("not given"))
    if sent.who == "helper":
        if first := sent.contact.get(NAME):
            yield Text(S_("First name of the person, as the one who helped wrote it: {name}"), {"name": first})
        yield Text(S_("Telegram name of the person who typed (they helped): {name}"), {"name": name})
        yield from _mandate(filing)
    else:
        yield Text(S_("Telegram name: {name}"), {"name": name})


def _dates(sent: Dossier, filing: Filing) -> Iterator[Text]:
    if sent.outcome:
        result: dict[str, Field] = {"outcome": Text(OUTCOME_LABELS[sent.outcome]), "day": sent.judged_on}
        yield Text(S_("Result on {day}: {outcome}"), result)
    if sent.earliest:
        yield Text(S_("Could be looked at again from {day} (about)"), {"day": sent.earliest})
    yield Text(LANGUAGE_LABELS[sent.language])
    yield Text(S_("Sent on {day} at {time}"), {"day": filing.filed.date(), "time": f"{filing.filed:%H:%M}"})


def _other_version(reader: StaffReader, then: Dossier, sent: Dossier, today: date) -> Iterator[Text]:
    """Return what the study as it is now makes of a case that another version of its file judged."""
    if then.study == reader.study.version:
        return
    versions: dict[str, Field] = {"then": then.study[:VERSION], "now": reader.study.version[:VERSION]}
    yield Text(S_("The study file has changed since: it was judged by {then}, and {now} is in use."), versions)
    if sent.answers:
        yield Text(S_("By the file of today: {result}"), {"result": result_told(reader, sent, today)})
    if gone := tuple(dict.fromkeys(key.partition(":")[0] for key in then.answers if key not in sent.answers)):
        yield Text(S_("Answered, but no longer asked in this way: {questions}"), {"questions": gone})


def _mandate(filing: Filing) -> Iterator[Text]:
    """Say what the helper declared by agreeing, and when (CL-31)."""
    agreed = next((a for a in filing.consents if (a.purpose, a.action) == (Purpose.ANSWER, ConsentAction.GIVEN)), None)
    if agreed is not None:
        yield Text(
            S_(
                "The one who helped stated that the person asked them to answer and agree for them, on {day} at {time}."
            ),
            {"day": agreed.at.date(), "time": f"{agreed.at:%H:%M}"},
        )


def _reach(sent: Dossier) -> Iterator[Text]:
    channel = sent.contact.get("channel", "")
    known = member(Channel, channel)
    label: Field = Text(CHANNEL_LABELS[known]) if known else channel
    address = sent.contact.get("address", "")
    if address:
        yield Text(S_("Contact: {channel}, {address}"), {"channel": label, "address": address})
    elif channel:
        yield Text(S_("Contact: {channel}"), {"channel": label})
    if hours := sent.contact.get("hours", ""):
        said: Field = Text(HOURS_LABELS[hours]) if hours in HOURS_LABELS else hours
        yield Text(S_("When: {hours}"), {"hours": said})


def _criteria(reader: StaffReader, sent: Dossier, today: date) -> Iterator[Block]:
    findings = judged(reader.study, sent.answers, today).findings
    for truth, heading in (
        (Truth.UNKNOWN, S_("TO CONFIRM FIRST: {n}")),
        (Truth.NOT_MET, S_("NO: {n}")),
    ):
        group = [finding for finding in findings if finding.verdict.truth is truth]
        if group:
            yield Block((Text(heading, {"n": len(group)}),), Look.STRONG)
        for finding in group:
            criterion = reader.study.criterion(finding.criterion)
            yield Block(tuple(_lines(reader, sent, finding, today)), heading=Text(criterion.name))
    met = [finding for finding in findings if finding.verdict.truth is Truth.MET]
    watched = [line for finding in met for line in _watched(reader, sent, finding, today)]
    watched += _typed(reader, sent, today)
    if watched:
        yield Block(tuple(watched), heading=Text(S_("WORTH A LOOK")))
    if lines := [line for finding in met for line in _met(reader, sent, finding, today)]:
        yield Block(tuple(lines), Look.FOLDED, Text(S_("YES: {n}"), {"n": len(met)}))
    if words := tuple(_own_words(reader, sent, today)):
        yield Block(words, heading=Text(S_("IN THEIR OWN WORDS")))


def _typed(reader: StaffReader, sent: Dossier, today: date) -> Iterator[Text]:
    """Return what was typed beside an answer and decides nothing: a class with scars only, another dose, a month."""
    for slot in slots(reader.study, sent.answers, today):
        if words := typed_beside(sent.answers, slot.key):
            name = slot_text(slot.question.short, reader.study, reader.lexicon, reader.language, slot)
            yield Text(S_("{question}, as typed: “{words}”"), {"question": name, "words": words})
            if slot.question.counted and _is_of_an_old_paper(reader, words, sent, today):
                yield Text(S_("{criterion}: {line}"), {"criterion": name, "line": Text(NOTES[VerdictNote.OLD_RESULT])})


def _is_of_an_old_paper(reader: StaffReader, words: str, sent: Dossier, today: date) -> bool:
    """Tell whether the latest date in what was typed is older than a result should be."""
    found = find_dates(fold(words), reader.lexicon.languages[sent.language], sent.judged_on)
    dates = [when for each in found if (when := each.when) is not None]
    return bool(dates) and is_old(max(dates, key=lambda when: when.last), today)


def _own_words(reader: StaffReader, sent: Dossier, today: date) -> Iterator[Text]:
    """Return what was written for the team: no criterion is decided by it, so it would stand nowhere else."""
    for slot in slots(reader.study, sent.answers, today):
        value = sent.answers.get(slot.key)
        if slot.question.kind is Kind.FREE_TEXT and isinstance(value, Unknown) and value.said:
            yield Text(S_("{question}: “{answer}”"), {"question": Text(slot.question.short), "answer": value.said})


def _watched(reader: StaffReader, sent: Dossier, finding: Finding, today: date) -> Iterator[Text]:
    """Of what is met, what may not stay so: it must not be folded away with the rest."""
    name = Text(reader.study.criterion(finding.criterion).name)
    for line in noted(reader, sent, finding, today):
        yield Text(S_("{criterion}: {line}"), {"criterion": name, "line": line})


def _met(reader: StaffReader, sent: Dossier, finding: Finding, today: date) -> Iterator[Text]:
    criterion = reader.study.criterion(finding.criterion)
    named = any(slot.question.short.startswith(criterion.name) for slot in asked(reader, sent, criterion, today))
    for line in told(reader, sent, criterion, today, bare=not named):
        yield line if named else Text(S_("{criterion}: {line}"), {"criterion": Text(criterion.name), "line": line})


def _lines(reader: StaffReader, sent: Dossier, finding: Finding, today: date) -> Iterator[Text]:
    """Return the answers, the value read, the notes, the dates, and what would settle it."""
    criterion = reader.study.criterion(finding.criterion)
    yield from told(reader, sent, criterion, today)
    yield from noted(reader, sent, finding, today)
    if criterion.settle:
        yield Text(S_("Would settle it: {paper}"), {"paper": Text(criterion.settle)})


def _consents(filing: Filing) -> Iterator[Text]:
    for agreed in filing.consents:
        purpose, action = member(Purpose, agreed.purpose), member(ConsentAction, agreed.action)
        yield Text(
            S_("{purpose}: {action} on {day} at {time}. Version {version}, text {text}"),
            {
                "purpose": Text(PURPOSE_LABELS[purpose]) if purpose else agreed.purpose,
                "action": Text(ACTION_LABELS[action]) if action else agreed.action,
                "day": agreed.at.date(),
                "time": f"{agreed.at:%H:%M}",
                "version": agreed.version or Text(S_("not given")),
                "text": agreed.text_hash[:12],
            },
        )
