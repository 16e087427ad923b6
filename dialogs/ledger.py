"""What an invited member of staff sees of one case: the ledger, and the call script.

Everything in it is the person's own word, not verified, and none of it is a decision. What is unknown stands first,
because that is what the call is for; then what speaks against, then what is met, folded away. Each criterion shows
its answers as given, the value read, what the bot notes about it, and what paper would settle it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.amounts import AtLeast
from dialogs.card import HEADING_LABELS, LANGUAGE_LABELS, OUTCOME_LABELS
from dialogs.dossier import Dossier, judged
from dialogs.lexicon import Lexicon
from dialogs.replies import N_, Block, Field, Look, Screen, Text
from dialogs.rules import ClassWithin, Truth, Washout
from dialogs.screening import Finding, Slot, facts_of, slots
from dialogs.shown import arithmetic, medicine_name, shown, slot_text
from dialogs.study import Criterion, Question, Study
from dialogs.values import Medicine, Quantity, Unknown, Value

NOT_A_DECISION = N_("Self-reported, not verified; not an eligibility decision.")

TRUTH_LABELS = {Truth.UNKNOWN: N_("to confirm"), Truth.NOT_MET: N_("no"), Truth.MET: N_("yes")}

#: What a rule may note about a finding.
NOTES = {
    "planned": N_("Planned: it lies ahead."),
    "ongoing": N_("It goes on, dose after dose: no date can be given."),
    "edge": N_("Just at the edge of the time window: the day matters."),
    "undated": N_("The date is missing."),
    "unsure": N_("To be looked at by the team: it may count or not."),
    "estimated": N_("Estimated by the bot, not printed by a laboratory."),
    "old_result": N_("The result is older than 3 months."),
    "other_test": N_("The number is of another test."),
    "below": N_("Below the range."),
    "above": N_("Above the range."),
}

CHANNEL_LABELS = {
    "chat": N_("write in this chat"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
}

HOURS_LABELS = {
    "morning": N_("in the morning"),
    "afternoon": N_("in the afternoon"),
    "any": N_("at any time"),
}

PURPOSE_LABELS = {
    "answer": N_("to answer the questions"),
    "send": N_("to send this to the team"),
    "keep": N_("to keep the health answers"),
    "later_unfinished": N_("to be reminded to go on"),
    "later_recheck": N_("to be told when it can be looked at again"),
    "later_opening": N_("to be told when the study opens"),
}
ACTION_LABELS = {"given": N_("given"), "refused": N_("refused"), "withdrawn": N_("withdrawn")}


@dataclass(frozen=True, slots=True)
class Agreed:
    """One line of the consent record."""

    purpose: str
    action: str
    version: str
    #: In the site's own time.
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The case around the dossier."""

    code: str
    heading: str
    #: In the site's own time.
    filed: datetime
    kept_until: date
    consents: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose language the answers are shown in, and what is needed to show them."""

    study: Study
    lexicon: Lexicon
    language: str


def ledger(reader: Reader, sent: Dossier, filing: Filing, today: date) -> Screen:
    """The whole case on one screen; render makes as many messages of it as it takes."""
    blocks = [
        Block(
            (Text(HEADING_LABELS[filing.heading]), Text(N_("{code}"), {"code": filing.code})),
            Look.STRONG,
        ),
        Block((Text(NOT_A_DECISION),), Look.STRONG),
        Block(tuple(_head(sent, filing))),
        Block(tuple(_reach(sent))),
    ]
    if sent.answers:
        blocks += _criteria(reader, sent, today)
    elif sent.outcome:
        blocks.append(Block((Text(N_("The answers were not sent: only the result was agreed to.")),)))
    blocks.append(Block(tuple(_consents(filing)), Look.FOLDED, Text(N_("Consent record"))))
    return Screen(tuple(block for block in blocks if block.lines))


def call_script(reader: Reader, sent: Dossier, today: date) -> Screen | None:
    """Just what is unknown, as questions to ask, in the person's language; None where nothing is."""
    findings = judged(reader.study, sent.answers, today).findings if sent.answers else ()
    open_facts: set[str] = set()
    papers: list[Text] = []
    for finding in findings:
        criterion = reader.study.criterion(finding.criterion)
        if finding.verdict.truth is Truth.UNKNOWN:
            open_facts.update(_reads(criterion))
            papers.append(Text(criterion.bring or criterion.settle))
    asked = [
        slot_text(slot.question.text, reader.study, reader.lexicon, reader.language, slot)
        for slot in slots(reader.study, sent.answers, today)
        if _is_open(slot, sent) and _states(slot.question, reader.study) & open_facts
    ]
    if not papers:
        return None
    intro = Text(N_("Hello, we call about the study. You said that we may. Do you have a few minutes?"))
    bring = tuple(dict.fromkeys(paper.id for paper in papers))
    return Screen(
        (
            Block((Text(N_("Call script: only what is unknown")),), Look.STRONG),
            Block((intro,), Look.QUOTE),
            *(Block((text,), Look.QUOTE) for text in asked),
            Block(tuple(Text(id) for id in bring), heading=Text(N_("Papers that would settle it"))),
        )
    )


def _head(sent: Dossier, filing: Filing) -> Iterator[Text]:
    name: Field = sent.name or Text(N_("not given"))
    yield Text(N_("First name: {name}"), {"name": name})
    if sent.who == "helper":
        yield Text(N_("Somebody helped to answer."))
    if sent.outcome:
        result: dict[str, Field] = {"outcome": Text(OUTCOME_LABELS[sent.outcome]), "day": sent.judged_on}
        yield Text(N_("Result on {day}: {outcome}"), result)
    if sent.earliest:
        yield Text(N_("Could be looked at again from {day} (about)"), {"day": sent.earliest})
    yield Text(LANGUAGE_LABELS[sent.language])
    yield Text(N_("Sent on {day} at {time}"), {"day": filing.filed.date(), "time": f"{filing.filed:%H:%M}"})
    yield Text(N_("Kept until {day}"), {"day": filing.kept_until})


def _reach(sent: Dossier) -> Iterator[Text]:
    channel = sent.contact.get("channel", "")
    label: Field = Text(CHANNEL_LABELS[channel]) if channel in CHANNEL_LABELS else channel
    address = sent.contact.get("address", "")
    if address:
        yield Text(N_("Contact: {channel}, {address}"), {"channel": label, "address": address})
    elif channel:
        yield Text(N_("Contact: {channel}"), {"channel": label})
    if hours := sent.contact.get("hours", ""):
        said: Field = Text(HOURS_LABELS[hours]) if hours in HOURS_LABELS else hours
        yield Text(N_("When: {hours}"), {"hours": said})


def _criteria(reader: Reader, sent: Dossier, today: date) -> Iterator[Block]:
    findings = judged(reader.study, sent.answers, today).findings
    for truth, heading in (
        (Truth.UNKNOWN, N_("TO CONFIRM FIRST: {n}")),
        (Truth.NOT_MET, N_("NO: {n}")),
    ):
        group = [finding for finding in findings if finding.verdict.truth is truth]
        if group:
            yield Block((Text(heading, {"n": len(group)}),), Look.STRONG)
        for finding in group:
            criterion = reader.study.criterion(finding.criterion)
            yield Block(tuple(_lines(reader, sent, finding, today)), heading=Text(criterion.name))
    met = [finding for finding in findings if finding.verdict.truth is Truth.MET]
    lines = [line for finding in met for line in _met(reader, sent, finding, today)]
    if lines:
        yield Block(tuple(lines), Look.FOLDED, Text(N_("YES: {n}"), {"n": len(met)}))


def _met(reader: Reader, sent: Dossier, finding: Finding, today: date) -> Iterator[Text]:
    criterion = reader.study.criterion(finding.criterion)
    named = any(slot.question.short == criterion.name for slot in _asked(reader, sent, criterion, today))
    for line in _lines(reader, sent, finding, today, settled=True):
        yield line if named else Text(N_("{criterion}: {line}"), {"criterion": Text(criterion.name), "line": line})


def _lines(reader: Reader, sent: Dossier, finding: Finding, today: date, *, settled: bool = False) -> Iterator[Text]:
    """Her answers, the value read, the notes, the dates, and what would settle it."""
    criterion = reader.study.criterion(finding.criterion)
    answered = list(_answers(reader, sent, criterion, today))
    yield from answered or [Text(N_("Not asked"))]
    yield from _values(reader, sent, criterion, today)
    yield from (Text(NOTES[note]) for note in finding.verdict.notes if note in NOTES)
    if isinstance(criterion.rule, ClassWithin):
        last = criterion.rule.valid_until(facts_of(reader.study, sent.answers, today))
        if last is not None:
            yield Text(N_("The biopsy counts until {day}"), {"day": last})
    if finding.verdict.until is not None:
        yield Text(N_("The time window ends on {day}"), {"day": finding.verdict.until})
    if not settled and criterion.settle:
        yield Text(N_("Would settle it: {paper}"), {"paper": Text(criterion.settle)})


def _asked(reader: Reader, sent: Dossier, criterion: Criterion, today: date) -> Iterator[Slot]:
    """The answered questions that a criterion is decided by."""
    reads = _reads(criterion)
    for slot in slots(reader.study, sent.answers, today):
        value = sent.answers.get(slot.key)
        if value is not None and _states(slot.question, reader.study) & reads and _concerns(criterion, slot, value):
            yield slot


def _answers(reader: Reader, sent: Dossier, criterion: Criterion, today: date) -> Iterator[Text]:
    for slot in _asked(reader, sent, criterion, today):
        question = slot_text(slot.question.short, reader.study, reader.lexicon, reader.language, slot)
        answer = _as_given(reader, criterion, slot.question, sent.answers[slot.key])
        yield Text(N_("{question}: “{answer}”"), {"question": question, "answer": answer})


def _as_given(reader: Reader, criterion: Criterion, question: Question, value: Value) -> Text:
    """The answer, each treatment with her own word for it where she used another."""
    if not (isinstance(value, tuple) and value and isinstance(value[0], Medicine)):
        return shown(reader.study, reader.lexicon, reader.language, question, value)
    parts: list[Field] = []
    for medicine in value:
        if isinstance(medicine, Medicine) and _counts(criterion, medicine):
            name = medicine_name(reader.lexicon, reader.language, reader.study, medicine)
            said = medicine.said.casefold() not in ("", medicine.name.casefold())
            parts.append(Text(N_("{name} (“{said}”)"), {"name": name, "said": medicine.said}) if said else name)
    return Text(N_("{several}"), {"several": tuple(parts)})


def _values(reader: Reader, sent: Dossier, criterion: Criterion, today: date) -> Iterator[Text]:
    """A laboratory value in the unit that is judged, and what a formula makes of it."""
    rule = criterion.rule
    if not isinstance(rule, AtLeast):
        return
    facts = facts_of(reader.study, sent.answers, today)
    value = facts.get(rule.fact)
    if not isinstance(value, Quantity):
        return
    if (sum_ := arithmetic(tuple(rule.measures.values()), value)) is not None:
        yield Text(N_("Read as {value}"), {"value": sum_})
    estimates = tuple(str(round(float(estimate))) for estimate in rule.estimates(value, facts))
    if estimates:
        yield Text(N_("By formula about {values} (mL/min/1.73 m², CKD-EPI 2021)"), {"values": estimates})


def _consents(filing: Filing) -> Iterator[Text]:
    for agreed in filing.consents:
        purpose = PURPOSE_LABELS.get(agreed.purpose)
        yield Text(
            N_("{purpose}: {action} on {day} at {time}, text {version}"),
            {
                "purpose": Text(purpose) if purpose else agreed.purpose,
                "action": Text(ACTION_LABELS[agreed.action]) if agreed.action in ACTION_LABELS else agreed.action,
                "day": agreed.at.date(),
                "time": f"{agreed.at:%H:%M}",
                "version": agreed.version,
            },
        )


def _reads(criterion: Criterion) -> set[str]:
    """The facts that are worth showing for a criterion: of a laboratory value only the value, not age and sex."""
    rule = criterion.rule
    return {rule.fact} if isinstance(rule, AtLeast) else set(rule.uses)


def _states(question: Question, study: Study) -> set[str]:
    """The facts that an answer to this question tells; what is asked of each treatment tells of the treatments."""
    told = question.facts
    return told | study.question(question.for_each).facts if question.for_each else told


def _concerns(criterion: Criterion, slot: Slot, value: Value) -> bool:
    """Of the treatments only those that this criterion is about; everything where none was named."""
    if slot.medicine is not None:
        return _counts(criterion, slot.medicine)
    named = [medicine for medicine in value if isinstance(medicine, Medicine)] if isinstance(value, tuple) else []
    return not named or any(_counts(criterion, medicine) for medicine in named)


def _counts(criterion: Criterion, medicine: Medicine) -> bool:
    rule = criterion.rule
    return not isinstance(rule, Washout) or medicine.group in (*rule.any_dose, *rule.newly_started, *rule.unsure)


def _is_open(slot: Slot, sent: Dossier) -> bool:
    """Asked and not known; or not asked yet."""
    value = sent.answers.get(slot.key)
    return value is None or isinstance(value, Unknown) or value in ("unknown", "undated")
