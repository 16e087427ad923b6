"""How to reach the person, and sending: only if they want it, only now, each purpose by its own yes (CL-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dialogs.answers import Misread, spaced
from dialogs.conversation import first_name
from dialogs.conversation.conversation import Channel, ReferralStatus
from dialogs.conversation.judged import judged_again
from dialogs.conversation.reaching import address_question, is_another, leave_contact, read_address
from dialogs.conversation.states import State
from dialogs.conversation.step import Next, ReadBack, Show, ShowInstead, one_back
from dialogs.conversation.texts.offer import heading_of
from dialogs.conversation.texts.question_screen import CORRECT, YES
from dialogs.conversation.texts.referral_status import TOLD, sent_blocks
from dialogs.conversation.texts.reprompt import reprompt_blocks
from dialogs.conversation.texts.study_status import status_blocks
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.conversation.typed.asking import asked_of_nobody, is_question, to_be_asked
from dialogs.conversation.typed.assent import answer_to_sending, is_theirs
from dialogs.conversation.typed.button_matching import named_button, points, yes_or_no
from dialogs.conversation.typed.taken_back import is_about_an_answer
from dialogs.conversation.typed.wishes import (
    NO_HURRY,
    NOT_CLEAR,
    TO_SEND,
    Wish,
    hours_told,
    no_yes,
    says_no,
    wish,
)
from dialogs.replies import (
    Consent,
    ConsentAction,
    FunnelEvent,
    Heading,
    Purpose,
    Refer,
    Remind,
    Reminder,
    TeamNews,
    TellTeam,
)
from dialogs.screens import N_, NP_, Block, Button, Look, Screen, Text
from dialogs.study.study import Kind

#: What the person agrees to by giving a way to be reached, by what is filed.
AGREES: dict[Heading, str] = {
    Heading.REFERRAL: N_(
        "If you press one, you agree. The team gets your answers, your Telegram name and this contact."
    ),
    Heading.INTEREST: N_("If you press one, you agree. Your Telegram name and this contact go on the interest list."),
    Heading.REVIEW: N_("If you press one, you agree. The team gets your answers, your Telegram name and this contact."),
    Heading.CALLBACK: N_("If you press one, you agree. The team gets your Telegram name and this contact."),
}

#: The same, where somebody helps: the yes is the person's.
HELPER_AGREES: dict[Heading, str] = {
    Heading.INTEREST: N_(
        "If you press one, the person agrees. This contact and your Telegram name go on the interest list."
    ),
    Heading.CALLBACK: N_("If you press one, the person agrees. The team gets this contact and your Telegram name."),
}
HELPER_SENDS = N_(
    "If you press one, the person agrees. The team gets their answers, this contact and your Telegram name."
)
#: An address that was typed: the yes to what was read is the yes to this, so the question names it (CL-04).
SENDS: dict[Heading, str] = {
    Heading.REFERRAL: N_("Do we send it to the team, with your answers and your Telegram name?"),
    Heading.INTEREST: N_("Does it go on the interest list, with your Telegram name?"),
    Heading.REVIEW: N_("Do we send it to the team, with your answers and your Telegram name?"),
    Heading.CALLBACK: N_("Do we send it to the team, with your Telegram name?"),
}
HELPER_ASKS: dict[Heading, str] = {
    Heading.INTEREST: N_("Does the person agree that it goes on the interest list, with your Telegram name?"),
    Heading.CALLBACK: N_("Does the person agree that we send it to the team, with your Telegram name?"),
}
HELPER_ASKS_ALL = N_("Does the person agree? Then it goes to the team, with the answers and your Telegram name.")
HELPER = N_("It can be the person's contact or yours. The team will see that you helped.")
TO_CHANGE = N_("To change an answer, go back with /back. Nothing is sent before you say yes.")
NOTHING_WAS_SENT = N_("That is fine. Nothing was sent.")
NOTHING_CHANGES = N_("That is fine. The team keeps the contact that it has.")
HOURS = {"phone_morning": "morning", "phone_afternoon": "afternoon"}
KEEP = N_("Should your health answers go on the list too? Then the team need not ask them again. It is fine to say no.")
HELPER_KEEPS = N_(
    "Does the person agree that the health answers go on the list too? Then the team need not ask them again. It is "
    "fine to say no."
)


def heading(turn: Turn) -> Heading | None:
    """Return what this contact is for; None where nothing may be offered any more."""
    return heading_of(turn, turn.c.draft.heading)


def agreement_text(turn: Turn) -> str:
    """Return what choosing a way to be reached agrees to; of a helper it is the person's yes."""
    kind = heading(turn)
    if kind is None:
        raise LookupError("nothing may be offered here, so there is nothing to agree to; `settle` goes first")
    if turn.c.draft.reading:
        kind = Heading.CALLBACK if is_another(turn) else kind
        return turn.words(SENDS[kind], HELPER_ASKS.get(kind, HELPER_ASKS_ALL))
    return turn.words(AGREES[kind], HELPER_AGREES.get(kind, HELPER_SENDS))


def contact_screen(turn: Turn, intro: tuple[Block, ...] = ()) -> Screen:
    """Ways to be reached; choosing one is the consent to send."""
    blocks = (
        *intro,
        line(N_("How should the team reach you? You can also write your phone or e-mail here."), Look.STRONG),
        *((line(HELPER),) if turn.helps else ()),
        line(agreement_text(turn)),
        *first_name.name_blocks(turn),
        line(
            NP_(
                "It is kept for {months} month. To erase it: /delete.",
                "It is kept for {months} months. To erase it: /delete.",
            ),
            months=turn.site.keep_months,
        ),
    )
    options = [
        Button("phone_morning", Text(N_("Call me in the morning"))),
        Button("phone_afternoon", Text(N_("Call me in the afternoon"))),
    ]
    if turn.site.writes_here and not is_another(turn):  # another one: the team asks for another way than this chat
        options.insert(0, Button("chat", Text(N_("Write to me in this chat"))))
    return Screen(blocks, "contact", str(Kind.CONTACT), tuple(options), (BACK, PAUSE, PERSON))


def share_screen(turn: Turn) -> Screen:
    """Return the phone's own button; typing the number works as well."""
    blocks = (line(N_("Press “Share my number”, or type your phone number here.")),)
    options = (Button("share", Text(N_("Share my number")), shares_contact=True),)
    return Screen(blocks, "contact", str(Kind.CONTACT), options, (), numbered=False)


def read_back_screen(turn: Turn) -> Screen:
    """Return a typed address, and whether it is to be sent: that is what the yes answers (CL-06)."""
    address = spaced(str(turn.c.draft.reading["contact"]))
    blocks = (
        line(N_("We read: {value}."), Look.STRONG, value=address),
        line(agreement_text(turn)),
    )
    return Screen(blocks, "contact", str(Kind.CONTACT), (YES, CORRECT), (BACK, PERSON))


def open_contact_screen(turn: Turn) -> Screen:
    """Return what the contact step shows now."""
    if turn.c.draft.reading:
        return read_back_screen(turn)
    if first_name.is_open(turn):
        return first_name.name_screen(turn)
    return share_screen(turn) if turn.c.contact.get("channel") == Channel.PHONE else contact_screen(turn)


def settle(turn: Turn) -> bool:
    """Go back to the result where nothing may be offered any more: the state of the study changed meanwhile.

    Asked once before anything that comes in is worked off, and once more after a pause. True: it did."""
    c = turn.c
    if c.state not in (State.CONTACT, State.SEND):
        return False
    kind = heading(turn)
    if kind == Heading.INTEREST or (kind and c.state == State.CONTACT):
        return False
    c.contact, c.stack = {}, []
    turn.move("back")
    return True


def press(turn: Turn, button: Button) -> Next:
    """Take a button of the contact step."""
    c = turn.c
    if button.value == first_name.NO_NAME.value:
        return first_name.leave_out(turn)
    if first_name.is_open(turn):  # on a message of an older program, which asked for no name
        c.contact = {first_name.NAME: ""}
        button = next((each for each in contact_screen(turn).options if each.name == button.name), button)
    if button.value == "chat":
        return _accept_contact(turn, Channel.CHAT, "", button.label)
    if button.value in HOURS:
        c.contact |= {"channel": Channel.PHONE, "hours": HOURS[button.value]}
    elif button.value == YES.value and c.draft.reading:
        address = str(c.draft.reading["contact"])
        channel = Channel.EMAIL if "@" in address else Channel.PHONE
        return _accept_contact(turn, channel, address, Text("{value}", {"value": address}))
    else:  # "correct"; or "share" where no phone does the sharing
        c.draft = replace(c.draft, reading={})
    return Show()


def ask_for_number(turn: Turn) -> Next:
    """Ask for the number of whoever wants to be called, at any hour."""
    if first_name.is_open(turn):
        turn.c.contact = {first_name.NAME: ""}
    turn.c.contact |= {"channel": Channel.PHONE}
    return Show()


def read(turn: Turn, text: str) -> Next:
    """Read a typed phone number or e-mail back before it counts."""
    c = turn.c
    if first_name.is_open(turn) and (named := first_name.read(turn, text)) is not None:
        return named
    if c.draft.reading and (said := answer_to_sending(turn, text)) is not None:
        return press(turn, said)
    if c.draft.reading and is_theirs(turn, text):
        return Show((line(TO_SEND, label=YES.label),))  # that it is right is said; sending is still asked
    if c.draft.reading and points(turn, text):
        return Show((no_yes(YES),))
    if (following := _without_an_address(turn, text)) is not None:
        return following
    if is_about_an_answer(turn, text):
        return Show((line(TO_CHANGE),))
    try:
        c.draft = replace(c.draft, reading={"contact": read_address(turn, text)})
        _note_hours(turn, text)
    except Misread as misread:
        if asked := asked_of_nobody(turn, address_question(turn), text, misread):
            return Show(asked)
        c.draft = replace(c.draft, reading={}, misread=c.draft.misread + 1)
        return Show(reprompt_blocks(turn, address_question(turn), misread, c.draft.misread > 1))
    return Show()


def _note_hours(turn: Turn, text: str) -> None:
    """Note the hour that stands beside a number: "912345678, but in the afternoon"."""
    told, _ = hours_told(turn, text)
    if len(told) == 1 and "@" not in str(turn.c.draft.reading["contact"]):
        turn.c.contact |= {"channel": Channel.PHONE, "hours": next(iter(told))}


def _without_an_address(turn: Turn, text: str) -> Next | None:
    """Take a no, a wish for time or for another way to be reached, or what leaves an address as it was read."""
    c = turn.c
    told, whole = hours_told(turn, text)
    if whole and len(told) == 1:
        if "@" in str(c.draft.reading.get("contact", "")):  # nobody calls an e-mail
            c.draft = replace(c.draft, reading={})
        return press(turn, Button(f"phone_{next(iter(told))}", Text("")))
    if wish(turn, text) is Wish.WAIT:
        return Show((NO_HURRY,))
    if says_no(turn, text) or yes_or_no(turn, text) == "no":
        # "not in the morning" says no to an hour
        return Show((NOT_CLEAR,)) if told else _leave(turn)
    if (way := _another_way(turn, text)) is not None:
        c.contact = {name: said for name, said in c.contact.items() if name == first_name.NAME}
        return ReadBack(way) if way.value == "chat" else press(turn, way)
    if c.draft.reading and "@" not in text and not any(char.isdigit() for char in text):
        return Show(to_be_asked(turn) if is_question(turn, text) else (no_yes(YES),))
    return None


def _another_way(turn: Turn, text: str) -> Button | None:
    """Return the way to be reached that a text names where the phone's own button stands, or in other words."""
    ways = contact_screen(turn)
    chat = next((each for each in ways.options if each.value == "chat"), None)
    head, _, tail = text.partition(",")
    if chat is not None and wish(turn, tail if yes_or_no(turn, head) == "no" else text) is Wish.CHAT:
        return chat
    return named_button(turn, ways, text) if turn.c.contact.get("channel") == Channel.PHONE else None


def _leave(turn: Turn) -> Next:
    """Send nothing: back to where the contact was asked for."""
    said = line(NOTHING_CHANGES if is_another(turn) else NOTHING_WAS_SENT)
    back(turn)
    return Show((said,))


def share(turn: Turn, phone: str, own: bool) -> Next:
    """Take the person's own number; anybody else's is refused (TG-27)."""
    if own and not first_name.is_open(turn):
        return _accept_contact(turn, Channel.PHONE, phone, Text(N_("Share my number")))
    if own:
        # Nothing was agreed to yet: the ways to reach the person come first, with what they agree to.
        return first_name.leave_out(turn)
    turn.tell(line(N_("That is not your own number, so we did not keep it. Please share yours, or type it.")))
    return Show()


def back(turn: Turn) -> Next:
    """Go back to the result, or to where a call was asked for."""
    if not turn.c.called_from:
        return one_back(turn)
    turn.c.contact = {}
    leave_contact(turn)
    return Show()


def _accept_contact(turn: Turn, channel: Channel, address: str, label: Text) -> Next:
    """Take the way to reach the person: file it, or first ask if the answers may be kept with it."""
    c = turn.c
    kind = heading(turn)
    if kind is None or kind != (c.draft.heading or kind):
        # The study opened or closed its doors meanwhile: they agree to what they read, not to something else.
        c.draft = replace(c.draft, reading={}, heading=kind)
        return ShowInstead(contact_screen(turn, status_blocks(turn)))
    if not is_another(turn) and (changed := judged_again(turn)) is not None:
        return changed
    turn.lock(label)
    name = {first_name.NAME: c.contact[first_name.NAME]} if c.contact.get(first_name.NAME) else {}
    agreed = (line(agreement_text(turn)), *first_name.agreed_blocks(turn))
    c.draft = replace(c.draft, reading={}, misread=0)
    # An hour was chosen for a call: an e-mail typed in place of the number has none.
    hours = c.contact.get("hours", "") if channel is Channel.PHONE else ""
    c.contact = {"channel": channel, "address": address, "hours": hours, **name}
    turn.replies.append(Consent(Purpose.SEND, ConsentAction.GIVEN, agreed))
    c.consents[Purpose.SEND] = True
    if is_another(turn):
        return _replace_contact(turn)
    turn.count(FunnelEvent.AGREED, kind)
    if kind == Heading.INTEREST:
        turn.move("weigh")
        return Show()
    return file_referral(turn, kind)


def _replace_contact(turn: Turn) -> Next:
    """Give the team the other contact in place of the first, and the person goes on where they were (CL-10)."""
    c = turn.c
    if name := c.reached_by.get(first_name.NAME):
        c.contact = {**c.contact, first_name.NAME: name}
    c.reached_by, c.contact_asked = {}, False
    if c.referral_state == ReferralStatus.UNREACHABLE:
        c.referral_state, c.promised = ReferralStatus.TAKEN, ""  # who tried has it again; by when, nobody has promised
    leave_contact(turn)
    turn.replies.append(TellTeam(TeamNews.CORRECTED))
    turn.done(line(TOLD))
    return Show()


def keep_answers_screen(turn: Turn) -> Screen:
    """Return the separate question of study-facts 2: may the health answers be kept too?"""
    options = (
        Button("yes", Text(turn.words(N_("Yes, keep my answers"), N_("Yes, keep the answers")))),
        Button("no", Text(turn.words(N_("No, only my contact"), N_("No, only the contact")))),
    )
    return Screen((line(turn.words(KEEP, HELPER_KEEPS)),), "send", "choice", options, (BACK, PERSON))


def back_from_keeping(turn: Turn) -> Next:
    """Go back before anything is sent: what was agreed to with the contact goes with it."""
    c = turn.c
    if c.consents.get(Purpose.SEND) and not c.referral_state:
        asked = (line(turn.words(KEEP, HELPER_KEEPS)),)
        turn.replies.append(Consent(Purpose.SEND, ConsentAction.WITHDRAWN, asked))
        c.consents[Purpose.SEND] = False
    return one_back(turn)


def answer_keep_answers(turn: Turn, button: Button) -> Next:
    """Record the answer to that, and file."""
    if (changed := judged_again(turn)) is not None:
        return changed
    keep = button.value == "yes"
    turn.lock(button.label)
    turn.replies.append(Consent(Purpose.KEEP, ConsentAction.of(keep), (line(turn.words(KEEP, HELPER_KEEPS)),)))
    turn.c.consents[Purpose.KEEP] = keep
    return file_referral(turn, Heading.INTEREST)


def file_referral(turn: Turn, kind: Heading) -> Next:
    """File it with its card, and tell the code and what comes next."""
    c = turn.c
    with_answers = kind in (Heading.REFERRAL, Heading.REVIEW) or c.consents.get(Purpose.KEEP, False)
    c.heading = kind
    c.promised = turn.site.contact_by.isoformat() if turn.site.contact_by and kind != Heading.INTEREST else ""
    turn.replies.append(Refer(kind, "" if kind == Heading.CALLBACK else turn.screening().outcome, with_answers))
    turn.count(FunnelEvent.SENT, kind)
    if c.promised:
        turn.replies.append(Remind(Reminder.PROMISE, date.fromisoformat(c.promised) + timedelta(days=1)))
    c.referral_state, c.team_wrote = ReferralStatus.FILED, False
    if c.called_from:
        # The questions go on where they were; what was sent is only a call.
        turn.tell(*sent_blocks(turn))
        leave_contact(turn)
        return Show()
    turn.move("file")
    if not with_answers:
        c.answers = {}
    return Show()
