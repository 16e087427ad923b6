"""The team asks whether it may show the person's doctor what was sent: a consent of its own (CL-04, CL-22).

A doctor is somebody else than the team, so nothing goes there without a yes to this very question. A yes makes one
link; another one is asked for anew.
"""

from __future__ import annotations

from dialogs.conversation.link import OPEN_FOR
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Close, Next, Open, OpenBelow, Stay
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Consent, ConsentAction, DoctorAnswer, Purpose
from dialogs.screens import N_, NP_, Button, Screen, Text

ASKED = N_("The study team asks if it may show your doctor what you sent. You decide, and your care stays the same.")
HELPER_ASKED = N_(
    "The study team asks if it may show the doctor of the person what you sent. The person decides, and their care "
    "stays the same."
)
HOW = NP_(
    "If yes, the team sends that doctor a link and a passcode. Whoever has both can read the answers, for {days} day.",
    "If yes, the team sends that doctor a link and a passcode. Whoever has both can read the answers, for {days} days.",
)
NAMES = {True: N_("The name is on the page."), False: N_("The name is not on the page.")}
AFTERWARDS = N_(
    "We tell you each time that it is opened: when, not by whom. After five wrong passcodes it closes. You can close "
    "it at any time with /share. What somebody has read by then cannot be taken back."
)
NOT_CLEAR = N_("Sorry, that was not clear. Please choose one of these.")
AGREED = N_("Thank you. We told the team. To see its link and to close it: /share.")
REFUSED = N_("That is fine. The team shows it to no doctor.")


def ask(turn: Turn, named: bool) -> Next:
    """Ask; nobody is asked who has sent nothing, or who wants it not to be used."""
    c = turn.c
    if c.blocked or not c.referral_state or c.state in (State.NEW, *FINAL):
        return Stay()
    c.doctor_asked = named
    return Open(StepName.DOCTOR)


def doctor_screen(turn: Turn) -> Screen:
    """Say what would be shown, to whom and for how long, and ask."""
    blocks = (
        line(turn.words(ASKED, HELPER_ASKED)),
        line(HOW, days=OPEN_FOR.days),
        line(NAMES[bool(turn.c.doctor_asked)]),
        line(AFTERWARDS),
    )
    yes, no = Button("yes", Text(N_("Yes, show my doctor"))), Button("no", Text(N_("No, show nobody")))
    return Screen(blocks, StepName.DOCTOR, "choice", (yes, no))


def answer_doctor(turn: Turn, button: Button) -> Next:
    """Take the yes or the no to the question as it was asked."""
    c = turn.c
    named, agreed = bool(c.doctor_asked), button.value == "yes"
    asked = doctor_screen(turn).blocks
    c.doctor_asked = None
    turn.replies.append(Consent(Purpose.TEAM_SHARE, ConsentAction.of(agreed), asked))
    c.consents[Purpose.TEAM_SHARE] = agreed
    turn.replies.append(DoctorAnswer(agreed, named))
    turn.tell(line(AGREED if agreed else REFUSED))
    return Close()


def read(_turn: Turn, _text: str) -> Next:
    """Ask again where neither yes nor no was meant: what the team asked must not go unseen."""
    return OpenBelow(StepName.DOCTOR, (line(NOT_CLEAR),))
