"""What the team writes to a person: common first messages, words of its own, and what was written so far.

A common message is a text of the catalogue, in the person's language. Words of a member's own are looked at before
they are shown: no family of forbidden words, no number but the team's, no length that nobody reads on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.languages import Language
from dialogs.referral.group_card import IN_LANGUAGE
from dialogs.referral.labels import ACT_LABELS
from dialogs.referral.referral import StaffAction
from dialogs.screens import N_, S_, SP_, Block, Button, Field, Look, Screen, Text

#: Letters of a message in a member's own words, at most.
LONGEST_LETTER = 1000
#: So many digits in a row, with what people put between them, are a number that somebody could call.
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){7,}")


class CommonLetter(StrEnum):
    """The common messages, by the word that is stored."""

    FIRST = "first"
    CALL = "call"
    PAPER = "paper"
    AGAIN = "again"
    LATER = "later"


#: What it is called for the team, and what the person reads.
COMMON_LETTERS: dict[CommonLetter, tuple[str, str]] = {
    CommonLetter.FIRST: (
        S_("First message"),
        N_("Hello. We are the study team. We got what you sent. May we ask you some questions in this chat?"),
    ),
    CommonLetter.CALL: (
        S_("Ask for a call"),
        N_("May we call you? If so, write your phone and a good hour here. You can also call {phone}."),
    ),
    CommonLetter.PAPER: (
        S_("Ask what a paper says"),
        N_(
            "Do you have a paper with your last results at hand? Please send no photo. "
            "We will ask you here what it says."
        ),
    ),
    CommonLetter.AGAIN: (
        S_("Ask once more"),
        N_("We wrote to you some days ago. Do you want to talk with us? It is fine to say no."),
    ),
    CommonLetter.LATER: (
        S_("It takes longer"),
        N_("We need more days to look at what you sent. We will write to you here. Nothing changes in your care."),
    ),
}
#: The team's number, where the site gives none.
NO_PHONE = N_("the study team")

#: What is wrong with words of a member's own.
TOO_LONG = SP_(
    "That is too long: at most {n} letter. Please write it shorter.",
    "That is too long: at most {n} letters. Please write it shorter.",
)
FORBIDDEN = S_(
    "Not like this: “{words}”. A message must not praise, promise, urge, decide, order or judge a result. "
    "Please write it another way."
)
A_NUMBER = S_("Please leave out numbers to call: the person gets only the team's own, {phone}.")

OWN_WORDS = Text(S_("In my own words"))
_BACK = Button(StaffAction.MENU, Text(S_("Back")))


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One message between the team and the person, as the team reads it."""

    #: Empty: the person.
    by: str
    #: In the site's own time.
    at: datetime
    words: Text
    waits: bool = False


def common_text(letter: CommonLetter, phone: str) -> Text:
    """Return what the person reads of a common message."""
    return Text(COMMON_LETTERS[letter][1], {"phone": phone or Text(NO_PHONE)})


def choice_screen(code: str, language: Language) -> Screen:
    """Return what can be written: each common message, or words of one's own."""
    name = Text(IN_LANGUAGE[language])
    question = Text(
        S_("{code}: what do you want to write? The person reads it {language}."), {"code": code, "language": name}
    )
    own = Button(f"{StaffAction.WRITE}.0", OWN_WORDS)
    common = tuple(
        Button(f"{StaffAction.WRITE}.{at}", Text(label)) for at, (label, _) in enumerate(COMMON_LETTERS.values(), 1)
    )
    return Screen((Block((question,), Look.STRONG),), options=(*common, own), controls=(_BACK,), numbered=False)


def typing_screen(code: str, language: Language) -> Screen:
    """Ask for the message itself."""
    name = Text(IN_LANGUAGE[language])
    fields: dict[str, Field] = {"code": code, "language": name}
    return Screen(
        (
            Block((Text(S_("{code}: write your message here now, {language}."), fields),), Look.STRONG),
            Block((Text(S_("You see it as the person will, before it goes. Nobody sees your number.")),)),
        ),
        controls=(_BACK,),
        numbered=False,
    )


def confirm_screen(code: str) -> Screen:
    """Ask whether what stands above should go."""
    question = Text(S_("{code}: above is what the person will read. Send it?"), {"code": code})
    options = (
        Button(StaffAction.SEND, Text(S_("Send"))),
        Button(StaffAction.WRITE, Text(S_("Write something else"))),
    )
    return Screen((Block((question,), Look.STRONG),), options=options, controls=(_BACK,), numbered=False)


def answer_screen(code: str, at: datetime, words: str) -> Screen:
    """Return what the person wrote, for whoever has the case."""
    fields: dict[str, Field] = {"code": code, "day": at.date(), "time": f"{at:%H:%M}"}
    head = Text(S_("{code}: the person wrote on {day} at {time}."), fields)
    return Screen(
        (Block((head,), Look.STRONG), Block(as_lines(words), Look.QUOTE)),
        options=(Button(StaffAction.WRITE, Text(ACT_LABELS[StaffAction.WRITE])),),
        numbered=False,
    )


def correspondence(code: str, written: Sequence[WrittenLine]) -> Screen | None:
    """Return all that was written so far, oldest first; None where nothing was."""
    if not written:
        return None
    blocks = [Block((Text(S_("{code}: messages so far"), {"code": code}),), Look.STRONG)]
    for line in written:
        fields: dict[str, Field] = {"day": line.at.date(), "time": f"{line.at:%H:%M}", "words": line.words}
        if line.waits:
            text = Text(S_("{name}, not sent yet: “{words}”"), {**fields, "name": line.by})
        elif line.by:
            text = Text(S_("{name}, on {day} at {time}: “{words}”"), {**fields, "name": line.by})
        else:
            text = Text(S_("The person, on {day} at {time}: “{words}”"), fields)
        blocks.append(Block((text,)))
    return Screen(tuple(blocks))


def as_lines(words: str) -> tuple[Text, ...]:
    """Return somebody's own words, line by line."""
    return tuple(Text("{value}", {"value": line}) for line in words.splitlines() if line.strip())


def wrong_in(words: str, forbidden: Sequence[str], phone: str) -> Text | None:
    """Return what keeps a member's own words from being sent; None where they may go."""
    if len(words) > LONGEST_LETTER:
        return Text(TOO_LONG, {"n": LONGEST_LETTER})
    if forbidden:
        return Text(FORBIDDEN, {"words": forbidden[0]})
    ours = digits(phone)
    if any(digits(found) not in ours for found in _NUMBER.findall(words)):
        return Text(A_NUMBER, {"phone": phone or Text(S_("the switchboard"))})
    return None


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(sign for sign in text if sign.isdigit())
