"""How to reach her, and sending: only if she wants it, only now, each purpose by its own yes (CL-04)."""

from __future__ import annotations

from dialogs.answers import Misread, parse_answer, spaced
from dialogs.conversation.button_matching import yes_or_no
from dialogs.conversation.conversation import Channel, ReferralStatus
from dialogs.conversation.reprompt import excuse
from dialogs.conversation.states import State
from dialogs.conversation.steps.opening import status
from dialogs.conversation.steps.result import heading, is_adult, result
from dialogs.conversation.steps.sent import TOLD, sent
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.replies import Consent, ConsentAction, Count, FunnelEvent, Heading, Purpose, Refer, TeamNews, TellTeam
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.study.study import Kind, Question

#: What she agrees to by giving a way to reach her, by what is filed.
AGREES: dict[Heading, str] = {
    Heading.REFERRAL: N_(
        "If you choose one, you agree: your answers, your first name and this contact go to the team."
    ),
    Heading.INTEREST: N_("If you choose one, you agree: your first name and this contact go on the interest list."),
    Heading.REVIEW: N_("If you choose one, you agree: your answers, your first name and this contact go to the team."),
    Heading.CALLBACK: N_("If you choose one, you agree: your first name and this contact go to the team."),
}

#: The same, where somebody helps: the yes is the person's.
HELPER_AGREES: dict[Heading, str] = {
    Heading.INTEREST: N_(
        "If you choose one, the person agrees: this contact and your first name go on the interest list."
    ),
    Heading.CALLBACK: N_("If you choose one, the person agrees: this contact and your first name go to the team."),
}
HELPER_SENDS = N_("If you choose one, the person agrees: the answers, this contact and your first name go to the team.")
HELPER = N_("It can be the person's contact or yours. The team will see that you helped.")


HOURS = {"phone_morning": "morning", "phone_afternoon": "afternoon"}


def purpose(turn: Turn) -> Heading | None:
    """What this contact is for: a call back asked for before the end, or what the result allows; None: nothing."""
    if turn.c.back_to:
        return Heading.CALLBACK
    found = heading(turn, turn.screening())
    # Whoever may be offered anything may ask that a person look at the result, whatever it is (CL-14).
    asked = turn.c.marks.get("offer") == Heading.REVIEW and is_adult(turn.screening(), turn)
    return Heading.REVIEW if asked else found


def agrees(turn: Turn) -> str:
    """What choosing a way to be reached agrees to; of a helper it is the person's yes."""
    kind = purpose(turn)
    if kind is None:
        raise LookupError("nothing may be offered here, so there is nothing to agree to; `settle` goes first")
    return HELPER_AGREES.get(kind, HELPER_SENDS) if turn.c.who == "helper" else AGREES[kind]


def contact(turn: Turn, intro: tuple[Block, ...] = ()) -> Screen:
    """Ways to reach her; choosing one is the consent to send."""
    blocks = (
        *intro,
        line(N_("How should the team reach you? You can also write your phone or your e-mail here."), Look.STRONG),
        *((line(HELPER),) if turn.c.who == "helper" else ()),
        line(agrees(turn)),
        line(
            N_("It is kept for {months} months. You can erase it at any time with /delete."),
            months=turn.site.keep_months,
        ),
    )
    options = [
        Button("phone_morning", Text(N_("Call me in the morning"))),
        Button("phone_afternoon", Text(N_("Call me in the afternoon"))),
    ]
    if not is_another(turn):  # the team asks for another way than this chat
        options.insert(0, Button("chat", Text(N_("Write to me here"))))
    return Screen(blocks, "contact", str(Kind.CONTACT), tuple(options), (BACK, PAUSE, PERSON))


def share(turn: Turn) -> Screen:
    """The phone's own button; typing the number works as well."""
    blocks = (line(N_("Press “Share my number”, or type your phone number here.")),)
    options = (Button("share", Text(N_("Share my number")), shares_contact=True),)
    return Screen(blocks, "contact", str(Kind.CONTACT), options, (), numbered=False)


def read_back(turn: Turn) -> Screen:
    """A typed address, to be confirmed."""
    blocks = (
        line(N_("I understood: {value}. Is that right?"), Look.STRONG, value=spaced(str(turn.c.pending["contact"]))),
        # She may have written it without seeing the question: what she agrees to stands here too (CL-06).
        *((line(agrees(turn)),) if is_another(turn) else ()),
    )
    options = (Button("yes", Text(N_("Yes"))), Button("correct", Text(N_("Correct it"))))
    return Screen(blocks, "contact", str(Kind.CONTACT), options, (BACK, PERSON))


def open_contact(turn: Turn) -> Screen:
    """What the contact step shows now."""
    if turn.c.pending:
        return read_back(turn)
    return share(turn) if turn.c.contact.get("channel") == Channel.PHONE else contact(turn)


def settle(turn: Turn) -> bool:
    """Go back to the result where nothing may be offered any more: the state of the study changed meanwhile.

    Asked once before anything that comes in is worked off, and once more after a pause. True: it did."""
    c = turn.c
    if c.state not in (State.CONTACT, State.SEND):
        return False
    kind = purpose(turn)
    if kind == Heading.INTEREST or (kind and c.state == State.CONTACT):
        return False
    c.pending, c.contact, c.marks = {}, {}, {}
    turn.move("back")
    return True


def start(turn: Turn, offer: str = "contact") -> None:
    """From the result to the question of how to reach her; the state of the study may have changed meanwhile."""
    turn.c.marks = {"offer": Heading.REVIEW} if offer == Heading.REVIEW else {}
    shown, kind = result(turn), purpose(turn)
    label = next((button.label for button in shown.options if button.value == offer), None)
    if not kind or label is None:
        turn.show(shown)
        return
    turn.lock(shown, label)
    turn.move("agree")
    turn.c.contact, turn.c.marks = {}, {"offer": kind}
    turn.show(contact(turn))


def call_me(turn: Turn) -> None:
    """A call back before the end of the questions, or another contact after it was sent: only how to reach her."""
    begin(turn)
    turn.show(contact(turn))


def begin(turn: Turn) -> None:
    """On to how to reach her; the open step waits, and so does the contact that the team has."""
    c = turn.c
    if c.state == State.PAUSED:
        turn.move("resume", to=c.back_to)
    c.reached_by = c.contact if c.case else {}
    c.back_to, c.contact, c.pending = c.state, {}, {}
    c.marks = {"offer": Heading.CALLBACK}
    turn.move("call_me")


def keep_first(turn: Turn) -> None:
    """Where she left without giving another contact, the one that the team has still stands."""
    c = turn.c
    if c.reached_by and c.state != State.CONTACT:
        c.contact, c.reached_by = c.reached_by, {}


def is_another(turn: Turn) -> bool:
    """Is this a second contact for what was sent already?"""
    return bool(turn.c.case and turn.c.back_to)


def press(turn: Turn, value: str) -> None:
    """A button of the contact step."""
    c = turn.c
    if value == "chat":
        given(turn, Channel.CHAT, "", Text(N_("Write to me here")))
    elif value in HOURS:
        c.contact = {"channel": Channel.PHONE, "hours": HOURS[value]}
        turn.show(share(turn))
    elif value == "yes":
        address = str(c.pending["contact"])
        given(turn, Channel.EMAIL if "@" in address else Channel.PHONE, address, Text("{value}", {"value": address}))
    else:  # "correct"; or "share" where no phone does the sharing
        c.pending = {}
        turn.show(open_contact(turn))


def typed(turn: Turn, text: str) -> None:
    """A typed phone number or e-mail, read back before it counts."""
    c = turn.c
    said = yes_or_no(turn, text) if c.pending else None
    if said:
        press(turn, "yes" if said == "yes" else "correct")
        return
    question = address_question(turn)
    c.pending = {}
    try:
        reading = parse_answer(question, text, turn.labels(question), turn.today)
    except Misread as misread:
        c.misread += 1
        shown = open_contact(turn)
        blocks = (*excuse(turn, question, misread, c.misread > 1), *shown.blocks)
        turn.show(Screen(blocks, shown.ask, shown.kind, shown.options, shown.controls, numbered=shown.numbered))
        return
    c.pending = {"contact": str(reading.value)}
    turn.show(read_back(turn))


def address_question(turn: Turn) -> Question:
    """The study file's question of kind contact: how an address is read."""
    return next(question for question in turn.study.questions if question.kind is Kind.CONTACT)


def shared(turn: Turn, phone: str, own: bool) -> None:
    """A contact card: hers is taken, anybody else's is refused (TG-27)."""
    if not own:
        turn.tell(line(N_("That is not your own number, so we did not keep it. Please share yours, or type it.")))
        turn.show(open_contact(turn))
        return
    given(turn, Channel.PHONE, phone if phone.startswith("+") else f"+{phone}", Text(N_("Share my number")))


def given(turn: Turn, channel: Channel, address: str, label: Text) -> None:
    """She gave a way to reach her: file it, or first ask if the answers may be kept with it."""
    c = turn.c
    kind = purpose(turn)
    if kind is None or kind != c.marks.get("offer", kind):
        # The study opened or closed its doors while she was here: she agrees to what she read, not to something else.
        c.pending, c.marks = {}, {"offer": kind or ""}
        turn.show(contact(turn, status(turn)))
        return
    turn.lock(open_contact(turn), label)
    c.pending, c.misread = {}, 0
    c.contact = {"channel": channel, "address": address, "hours": c.contact.get("hours", "")}
    turn.replies.append(Consent(Purpose.SEND, ConsentAction.GIVEN, (Text(agrees(turn)),)))
    c.consents[Purpose.SEND] = True
    if is_another(turn):
        exchange(turn)
    elif kind == Heading.INTEREST:
        turn.move("weigh")
        turn.show(send(turn))
    else:
        file(turn, kind)


def exchange(turn: Turn) -> None:
    """The team gets the other contact in place of the first, and she goes on where she was (CL-10)."""
    c = turn.c
    to, c.back_to, c.marks, c.reached_by, c.contact_asked = c.back_to, "", {}, {}, False
    if c.case == ReferralStatus.UNREACHABLE:
        c.case, c.promised = ReferralStatus.TAKEN, ""  # who tried has it again; by when, nobody has promised
    turn.move("return", to=to)
    turn.replies.append(TellTeam(TeamNews.CORRECTED))
    turn.tell(line(TOLD))
    if to == State.SENT:
        turn.show(sent(turn))
        c.status_prompt = c.prompt


KEEP = N_("Should your health answers go on the list too? Then the team need not ask them again. It is fine to say no.")


def send(turn: Turn) -> Screen:
    """The separate question of study-facts 2: may the health answers be kept too?"""
    options = (Button("yes", Text(N_("Yes, keep my answers"))), Button("no", Text(N_("No, only my contact"))))
    return Screen((line(KEEP),), "send", "choice", options, (BACK, PERSON))


def answer_send(turn: Turn, value: str) -> None:
    """Her answer to that, and the entry is filed."""
    keep = value == "yes"
    turn.lock(send(turn), next(button.label for button in send(turn).options if button.value == value))
    turn.replies.append(Consent(Purpose.KEEP, ConsentAction.of(keep), (Text(KEEP),)))
    turn.c.consents[Purpose.KEEP] = keep
    file(turn, Heading.INTEREST)


def file(turn: Turn, kind: Heading) -> None:
    """File it with its card, and tell her the code and what comes next."""
    c = turn.c
    with_answers = kind in (Heading.REFERRAL, Heading.REVIEW) or c.consents.get(Purpose.KEEP, False)
    came_from, c.back_to = c.back_to, ""
    c.heading, c.marks = kind, {}
    c.promised = turn.site.contact_by.isoformat() if turn.site.contact_by and kind != Heading.INTEREST else ""
    turn.replies.append(Refer(kind, "" if kind == Heading.CALLBACK else turn.screening().outcome, with_answers))
    turn.replies.append(Count(FunnelEvent.SENT))
    c.case = ReferralStatus.FILED
    if came_from:
        # The questions go on where they were; her case is only a call.
        turn.tell(*sent(turn).blocks)
        turn.move("return", to=came_from)
        return
    turn.move("file")
    if not with_answers:
        c.answers = {}
    shown = sent(turn)
    turn.show(shown)
    c.status_prompt = c.prompt
