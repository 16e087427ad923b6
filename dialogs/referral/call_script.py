"""The script for a call, in the person's language: the right person first, then why, then just what is unknown.

It is made from the criteria that are unknown. A person who is out for good is asked nothing more (study-facts 4.7);
where the person asked for a second look, what speaks against is what is asked. Nothing in it persuades or decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogs.conversation.conversation import Channel
from dialogs.conversation.first_name import NAME
from dialogs.referral.dossier import Dossier, for_study, judged
from dialogs.referral.evidence import StaffReader, asked
from dialogs.replies import Heading
from dialogs.screening.deciding import facts_behind, facts_told
from dialogs.screening.facts import slots
from dialogs.screening.screening import Finding
from dialogs.screens import N_, S_, Block, Field, Look, Screen, Text
from dialogs.study.rules import Truth, VerdictNote
from dialogs.study.study import Kind, Option, Slot
from dialogs.value_texts import shown, slot_text
from dialogs.values import Medicine, Quantity, Unknown, Value, When

#: For the caller, in the member's own language.
BEFORE = S_(
    "Call only at the hour asked for. Do not name the illness or the study before you know who is there. "
    "Leave no message."
)
#: The same to whoever wrote a phone and no hour.
BEFORE_ANY_HOUR = S_(
    "No hour was asked for: call in working hours. Do not name the illness or the study before you know who is there. "
    "Leave no message."
)
BEFORE_WITHOUT_PHONE = S_(
    "The person did not ask for a call. Write first, and call only once they say that you may and when. "
    "Do not name the illness or the study before you know who is there. Leave no message."
)
#: Who typed gave the first name so that the team knows whom to ask for.
ASK_FOR_THE_PERSON = S_("Ask for {person} first. {helper} typed the answers and may answer the phone.")
ON_THE_WAY = S_("Under 18: end kindly and tell whoever runs the bot to erase it. A voicemail: hang up.")

# Translators: call script
WHO_IS_THERE = N_("Am I speaking with {name}? This is {caller}, from {institution}. Can you talk now in private?")
# Translators: call script
SOMEBODY_ELSE = N_("Sorry to bother you. When could I reach {name}? I will leave no message. Thank you.")
# Translators: call script
NOT_NOW = N_("Which day and time suits you better? I will call then.")
# Translators: call script
WHY = N_(
    "You sent some answers on Telegram and asked us to call. Your code is {code}. "
    "You may skip a question or stop at any time. Nothing changes in your care."
)
# Of whoever did not choose the phone it would not be true that they asked for a call.
# Translators: call script
WHY_NO_CALL = N_(
    "You sent some answers on Telegram and asked us to contact you. Your code is {code}. "
    "You may skip a question or stop at any time. Nothing changes in your care."
)
# Whoever asked for a call on the way, or put only a contact on the list, sent no answers.
# Translators: call script
WHY_NO_ANSWERS = N_(
    "You wrote to us on Telegram and asked us to contact you. Your code is {code}. "
    "You may skip a question or stop at any time. Nothing changes in your care."
)
# Translators: call script
WHY_LISTED = N_(
    "You asked on Telegram to be on our interest list. Your code is {code}. "
    "You may skip a question or stop at any time. Nothing changes in your care."
)
# Translators: call script
WHY_REVIEW = N_(
    "You asked on Telegram that someone look at your result. Your code is {code}. "
    "You may skip a question or stop at any time. Nothing changes in your care."
)
#: The study's own text on what is tested: spoken by a member, so its reading ease is not a reader's.
RESEARCH = "call_research"
# Translators: call script
MAY_I_ASK = N_("May I ask you some questions and write down what you say?")
# Translators: call script
IF_NO = N_("That is fine. Thank you for saying so. If you like, we erase what you sent.")
# Translators: call script
SOMEONE_HELPED = N_("Is {person} with you? If they want, I would rather speak with them.")
# Translators: call script
PAPERS = N_("Do you have that paper at hand? Please read me the line, with its date. Do not send it by Telegram.")
# Translators: call script
DO_I_QUALIFY = N_("The doctors of the study decide that, with your tests. I cannot say it today.")
# Translators: call script
DANGER = N_(
    "Somebody has to see to that now. Call SAMU at 131. If you think of hurting yourself, call *4141 from a mobile "
    "phone. Let us hang up so that you can call."
)
# Translators: call script
CLOSING = N_(
    "What comes next: the team looks at what we talked about and aims to tell you by {date}. "
    "It is not a promise that you can join. "
    "Do not stop, delay or change any medicine for this study. Thank you for your time."
)
# An entry of the interest list is promised no day, no place and no answer (study-facts 2).
# Translators: call script
CLOSING_LISTED = N_(
    "You stay on the interest list. It is not a place in the study. We cannot say when the study opens again, or if. "
    "Do not stop, delay or change any medicine for this study. Thank you for your time."
)

#: What is asked where an answer is there and leaves something open.
# Translators: call script
WHICH_DAY = N_("{question}: you said {value}. Which day was it?")
# Translators: call script
WHICH_NUMBER = N_("{question}: you said {value}. Which number is on the paper?")
# Translators: call script
HOW_GIVEN = N_("{medicine}: was it into a vein, or by mouth?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a call is about, and who makes it."""

    code: str
    heading: Heading
    caller: str
    #: Empty where the site names none.
    institution: str
    #: By when the team aims to tell what comes of it.
    by: date | None = None
    #: What is said of the state of the study; None while it takes people.
    status: Text | None = None


def before_the_call(sent: Dossier) -> Screen:
    """Return what the caller must know first: when to call, whom to ask for, what to do on the way."""
    lines = (Text(_when_to_call(sent)), *_whom_to_ask_for(sent), Text(ON_THE_WAY))
    return Screen((Block((Text(S_("Before you call")),), Look.STRONG), Block(lines)))


def _when_to_call(sent: Dossier) -> str:
    if sent.contact.get("channel") != Channel.PHONE:
        return BEFORE_WITHOUT_PHONE
    return BEFORE if sent.contact.get("hours") else BEFORE_ANY_HOUR


def _first_name(sent: Dossier) -> str:
    """Return the person's first name as whoever helped wrote it; empty where nobody did."""
    return sent.contact.get(NAME, "") if sent.who == "helper" else ""


def _whom_to_ask_for(sent: Dossier) -> Iterator[Text]:
    if first := _first_name(sent):
        yield Text(ASK_FOR_THE_PERSON, {"person": first, "helper": sent.name or Text(S_("Whoever helped"))})


def call_script(reader: StaffReader, sent: Dossier, call: Call, today: date) -> Screen:
    """Return what to say and ask on the phone."""
    sent = for_study(reader.study, sent)
    questions = tuple(_questions(reader, sent, call, today))
    parts = _opening(reader, sent, call)
    if sent.who == "helper":
        parts.append((S_("Somebody helped to answer"), (Text(SOMEONE_HELPED, {"person": Text(reader.study.person)}),)))
    if questions:
        parts += [
            (S_("3. Before asking"), (Text(MAY_I_ASK),)),
            (S_("If not"), (Text(IF_NO),)),
            (S_("4. Only what is unknown"), questions),
            *_about_papers(reader, sent, call, today),
        ]
    parts += [
        (S_("“Can I take part?”"), (Text(DO_I_QUALIFY),)),
        (S_("Danger or distress"), (Text(DANGER),)),
        (S_("Closing words"), (_closing(call),)),
    ]
    blocks = (Block(lines, Look.QUOTE, Text(heading)) for heading, lines in parts)
    return Screen((Block((Text(S_("Call script: {code}"), {"code": call.code}),), Look.STRONG), *blocks))


def _closing(call: Call) -> Text:
    """Return the last words; whoever is on the list of a study that takes nobody hears of no day."""
    if call.heading is Heading.INTEREST and call.status is not None:
        return Text(CLOSING_LISTED)
    return Text(CLOSING, {"date": call.by or Text(S_("the day that you agree on"))})


def _opening(reader: StaffReader, sent: Dossier, call: Call) -> list[tuple[str, tuple[Text, ...]]]:
    """Return what comes before any question: who is there, and why we call."""
    name = _first_name(sent) or sent.name or Text(S_("the person"))
    institution = call.institution or Text(S_("the study team"))
    who: dict[str, Field] = {"name": name, "caller": call.caller, "institution": institution}
    why = Text(_why(sent, call.heading), {"code": call.code})
    return [
        (S_("1. The right person"), (Text(WHO_IS_THERE, who),)),
        (S_("Somebody else answers"), (Text(SOMEBODY_ELSE, {"name": name}),)),
        (S_("Not a good moment"), (Text(NOT_NOW),)),
        (S_("2. Why we call"), (why, *map(Text, reader.study.texts[RESEARCH]), *_status(call))),
    ]


def _status(call: Call) -> tuple[Text, ...]:
    return () if call.status is None else (call.status,)


def _why(sent: Dossier, heading: Heading) -> str:
    """Return why this person is called: what they asked for, and never that they sent what they did not."""
    if heading in (Heading.INTEREST, Heading.REVIEW):
        return WHY_LISTED if heading is Heading.INTEREST else WHY_REVIEW
    if not sent.answers:
        return WHY_NO_ANSWERS
    return WHY if sent.contact.get("channel") == Channel.PHONE else WHY_NO_CALL


def open_slots(reader: StaffReader, sent: Dossier, call_heading: Heading, today: date) -> list[Slot]:
    """Return the askings whose answers would settle something, in the order of the questions."""
    facts: set[str] = set()
    for finding in _to_settle(reader, sent, call_heading, today):
        facts |= facts_behind(reader.study, reader.study.criterion(finding.criterion))
    edges = {slot.key for slot, _ in _doubts(reader, sent, call_heading, today)}
    review = call_heading is Heading.REVIEW
    return [
        slot
        for slot in slots(reader.study, sent.answers, today)
        if facts_told(slot.question, reader.study) & facts and (_is_open(slot, sent) or slot.key in edges or review)
    ]


def _to_settle(reader: StaffReader, sent: Dossier, heading: Heading, today: date) -> list[Finding]:
    """Return what the call is for: what is unknown; of a second look what speaks against; nothing once it is over."""
    if not sent.answers:
        return []
    findings = judged(reader.study, sent.answers, today).findings
    against = [each for each in findings if each.verdict.truth is Truth.NOT_MET and each.verdict.lasting]
    if heading is Heading.REVIEW:
        return against or [each for each in findings if each.verdict.truth is not Truth.MET]
    if against:
        return []
    return [each for each in findings if each.verdict.truth is Truth.UNKNOWN]


def _questions(reader: StaffReader, sent: Dossier, call: Call, today: date) -> Iterator[Text]:
    """Return the questions themselves, each with the list that is to be read out."""
    doubts = dict(_by_key(_doubts(reader, sent, call.heading, today)))
    for slot in open_slots(reader, sent, call.heading, today):
        if slot.key in doubts:
            yield doubts[slot.key]
            continue
        yield slot_text(slot.question.aloud or slot.question.text, reader.study, reader.lexicon, reader.language, slot)
        if slot.question.kind in (Kind.CHOICES, Kind.MEDICINES):
            read_out = tuple(Text(option.label) for option in slot.question.options if _is_a_thing(option))
            yield Text(S_("To read out: {several}"), {"several": read_out})


def _is_a_thing(option: Option) -> bool:
    """Is it read out? "None of these" and "I don't know" are what the person answers, not what they are asked."""
    return not option.opens and not option.exclusive


def _by_key(doubts: Iterator[tuple[Slot, Text]]) -> Iterator[tuple[str, Text]]:
    for slot, text in doubts:
        yield slot.key, text


def _doubts(reader: StaffReader, sent: Dossier, heading: Heading, today: date) -> Iterator[tuple[Slot, Text]]:
    """Return the answers that are there and leave something open: an edge, "more than", how a treatment was given."""
    for finding in _to_settle(reader, sent, heading, today):
        criterion = reader.study.criterion(finding.criterion)
        for slot in asked(reader, sent, criterion, today):
            value = sent.answers[slot.key]
            fields: dict[str, Field] = {
                "question": slot_text(slot.question.short, reader.study, reader.lexicon, reader.language, slot),
                "value": shown(reader.study, reader.lexicon, reader.language, slot.question, value),
            }
            if isinstance(value, When) and value.first != value.last and VerdictNote.EDGE in finding.verdict.notes:
                yield slot, Text(WHICH_DAY, fields)
            elif isinstance(value, Quantity) and value.comparator:
                yield slot, Text(WHICH_NUMBER, fields)
            elif VerdictNote.UNSURE in finding.verdict.notes and (unsure := _unsure(reader, value)):
                yield slot, Text(HOW_GIVEN, {"medicine": unsure})


def _unsure(reader: StaffReader, value: Value) -> tuple[str, ...]:
    """Return the treatments, in the person's own words, that may count or not."""
    named = [each for each in value if isinstance(each, Medicine)] if isinstance(value, tuple) else []
    rules = [criterion.rule for criterion in reader.study.criteria]
    unsure = {group for rule in rules for group in getattr(rule, "unsure", ())}
    return tuple(each.said or each.name for each in named if each.group in unsure)


def _about_papers(
    reader: StaffReader, sent: Dossier, call: Call, today: date
) -> Iterator[tuple[str, tuple[Text, ...]]]:
    """Return the part about the papers that the person can have at hand, each once; a doctor's word is none."""
    criteria = [reader.study.criterion(each.criterion) for each in _to_settle(reader, sent, call.heading, today)]
    if papers := [Text(id) for id in dict.fromkeys(each.bring for each in criteria) if id]:
        yield S_("Where a paper says it"), (*papers, Text(PAPERS))


def _is_open(slot: Slot, sent: Dossier) -> bool:
    """Asked and not known; or not asked yet."""
    value = sent.answers.get(slot.key)
    return value is None or isinstance(value, Unknown) or value in ("unknown", "undated")
