"""Before the questions: the trial card, who answers, the consent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from dialogs.conversation.incoming import Ordered
from dialogs.conversation.next_question import next_question
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Next, NextQuestion, Open, Show, ShowInstead, Stay
from dialogs.conversation.texts.study_status import status_blocks
from dialogs.conversation.told_elsewhere import told_elsewhere
from dialogs.conversation.turn import BACK, LANGUAGE_BUTTON, PERSON, Turn, folded, line, lines
from dialogs.languages import Language
from dialogs.privacy.notice import notice_block, notice_texts
from dialogs.replies import Consent, ConsentAction, Count, Erase, EraseScope, FunnelEvent, Purpose
from dialogs.screens import N_, Block, Button, Look, Screen, Text, kept
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study

#: Consents that belong to one round of answers.
_OF_ONE_PERSON = (Purpose.ANSWER, Purpose.KEEP, Purpose.SEND)
#: Buttons of the card that stand there only where questions are asked; elsewhere the card itself says what it is about.
_WHERE_ASKED = ("questions", "about")

DECLINED = N_(
    "That is fine. We keep no answer. We only note, without your name, that you said no. Nothing changes in your care."
)
HELPER_DECLINED = N_(
    "That is fine. We keep no answer. We only note, without your name, that you said no. Nothing changes in the care "
    "of the person."
)


def show_card(turn: Turn) -> Next:
    """Show the first message: status and card, or the end where the study has ended."""
    if turn.site.standing(turn.today) is Recruitment.CLOSED:
        if turn.c.state != State.CLOSED:
            turn.move("close")
        turn.tell(*status_blocks(turn))
        turn.replies.append(Erase(EraseScope.ANSWERS))
        return Stay()
    turn.move("arrive" if turn.c.state in (State.NEW, *FINAL) else "start_over")
    # Of what was sent it stays on record who answered.
    turn.c.who, turn.c.counted = turn.c.who if turn.c.referral_state else "", []
    turn.replies.append(Count(FunnelEvent.STARTED))
    return Show()


def card_screen(turn: Turn) -> Screen:
    """Show the trial card: status first."""
    sites = turn.site.fact("sites", turn.c.language)
    where = Text("{value}", {"value": sites}) if sites else Text(N_("the team will tell you"))
    # The card speaks of the questions; where none is asked, what the study is about stands in its place.
    said = turn.text("about") if turn.site.information_only else turn.text("card", sites=where)
    return menu_screen(turn, (*status_blocks(turn), *said))


def card_menu_screen(turn: Turn) -> Screen:
    """Return the card's buttons alone: the whole card again would bury what was just said."""
    return menu_screen(turn, ())


def menu_screen(turn: Turn, blocks: tuple[Block, ...]) -> Screen:
    """Return the card's buttons under some text."""
    options = [
        Button("questions", Text(N_("Answer the questions"))),
        Button("about", Text(N_("What is it about?"))),
        Button("who_can", Text(N_("Who can take part?"))),
        Button("frequent", Text(N_("Common questions"))),
        Button("person", Text(N_("Talk to someone"))),
        Button("verify", Text(N_("Who runs this bot?"))),
    ]
    if turn.site.information_only:
        options = [option for option in options if option.value not in _WHERE_ASKED]
    controls = (LANGUAGE_BUTTON[turn.c.language],)
    return Screen(blocks, ask="card", kind="choice", options=tuple(options), controls=controls)


def about_blocks(turn: Turn, name: str) -> tuple[Block, ...]:
    """Return what stands behind a button of the card."""
    if name == "who_can":
        formal = tuple(Text(text) for text in turn.study.texts["formal"])
        return (*turn.text("who_can"), folded(N_("As the register says it"), formal), *turn.text("register"))
    return turn.text("about")


def answer_card(turn: Turn, button: Button) -> Next:
    """Take a press on the card."""
    if button.value in ("person", "verify", "frequent"):
        return Ordered(button.value)
    if button.value == "questions" and turn.site.information_only:
        return Show()  # the card was shown when there were questions yet
    if button.value == "questions":
        turn.lock(button.label)
        turn.move("begin")
        return Show()
    return ShowInstead(menu_screen(turn, about_blocks(turn, button.value)))


def who_screen(turn: Turn) -> Screen:
    """Who answers: the patient, or somebody who helps (RE-04)."""
    options = (Button("self", Text(N_("I answer for myself"))), Button("helper", Text(N_("I am helping someone"))))
    return Screen(turn.text("who"), "who", "choice", options, (BACK, PERSON, LANGUAGE_BUTTON[turn.c.language]))


def answer_who(turn: Turn, button: Button) -> Next:
    """Keep who answers, and ask for the consent."""
    c = turn.c
    if c.referral_state and c.who not in ("", button.value):
        # What was sent belongs to somebody else: it is never gone on with for another person.
        return Open(StepName.ANOTHER_PERSON)
    turn.lock(button.label)
    if c.who not in ("", button.value):
        c.answers = {}
    c.who = button.value
    if not turn.c.referral_state:
        # Whoever answered here before may have been another person: what they agreed to send or keep is theirs.
        turn.c.consents = {purpose: yes for purpose, yes in turn.c.consents.items() if purpose not in _OF_ONE_PERSON}
        turn.c.contact = {}
    turn.move("answer_for")
    return Show()


def consent_screen(turn: Turn, whole: bool = False) -> Screen:
    """Before the first health question: the whole notice folded, and what happens with the answers (CL-02, CL-17).

    The notice is longer than a message may be: it stands first, so that the buttons are under what they answer.
    """
    blocks = _agreed_to(_SameFiles(turn.study, turn.site), turn.helps, turn.c.language, whole)
    options = [
        # A helper says whose yes it is, in the words of whoever presses (RE-04).
        Button("accept", Text(turn.words(N_("I agree"), N_("They asked me and agree")))),
        Button("decline", Text(N_("No, thanks"))),
    ]
    if not whole:
        options.append(Button("read", Text(N_("Read it all"))))
    controls = (BACK, PERSON, LANGUAGE_BUTTON[turn.c.language])
    return Screen(blocks, "consent", "choice", tuple(options), controls)


def fingerprint(turn: Turn) -> str:
    """Return what was agreed to, in short: changes when the text, the notice or a fact of the site changes.

    In whichever language it is read: switching is no change."""
    return _hashed(_SameFiles(turn.study, turn.site), turn.helps, turn.c.language)


@dataclass(frozen=True, slots=True, eq=False)
class _SameFiles:
    """A study and a site that count as the same while nothing that the notice says of them was read anew."""

    study: Study
    site: Site

    def _key(self) -> tuple[int, ...]:
        site = self.site
        return id(self.study), id(site.facts), site.keep_days, site.keep_months, site.keep_consent_years

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameFiles) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


# The notice is thirty texts long, and drawn four times on the way through the consent.
@lru_cache(maxsize=16)
def _agreed_to(of: _SameFiles, helps: bool, language: Language, whole: bool = False) -> tuple[Block, ...]:
    helper = lines(of.study.texts["helper"]) if helps else ()
    asked = lines(of.study.texts["consent"], days=of.site.keep_days)
    return (kept(notice_block(of.site, language, whole)), *helper, *map(kept, asked))


@lru_cache(maxsize=16)
def _hashed(of: _SameFiles, helps: bool, language: Language) -> str:
    """Hash what was agreed to; it was 8 % of an answer to do so at each."""
    notices = [notice_texts(of.site, each) for each in sorted(LANGUAGE_BUTTON)]
    agreed = [text.id for block in _agreed_to(of, helps, language) for text in block.lines]
    said = repr([agreed, *([(text.id, sorted(text.fields.items())) for text in notice] for notice in notices)])
    return sha256(said.encode()).hexdigest()[:16]


def ask_consent_again(turn: Turn) -> Next:
    """Where the notice changed since the person agreed, ask and send nothing more before they have seen it (TG-30)."""
    turn.move("notice_changed")
    return Show((line(N_("The notice about your data has changed. Please look at it again."), Look.STRONG),))


def weighs(turn: Turn, button: Button) -> bool:
    """Is it the consent, or a no that erases answers that are there?"""
    return button.value == "accept" or (button.value == "decline" and bool(turn.c.answers))


def answer_consent(turn: Turn, button: Button) -> Next:
    """Record the answer; with a yes the questions begin."""
    if button.value == "read":
        return ShowInstead(consent_screen(turn, whole=True))
    turn.lock(button.label)
    given = button.value == "accept"
    turn.replies.append(Consent(Purpose.ANSWER, ConsentAction.of(given), consent_screen(turn).blocks))
    turn.c.consents[Purpose.ANSWER] = given
    turn.c.agreed_to = fingerprint(turn)
    turn.replies.append(Count(FunnelEvent.CONSENTED if given else FunnelEvent.DECLINED))
    if given and not turn.c.answers and (told := told_elsewhere(turn)):
        next_question(turn)
        turn.c.draft = replace(turn.c.draft, elsewhere=told)
        return Open(StepName.TOLD_BEFORE)
    if given:
        return NextQuestion()
    turn.move("decline")
    turn.tell(
        line(turn.words(DECLINED, HELPER_DECLINED)),
        line(N_("If you want to come back one day, write /start."), Look.HINT),
    )
    turn.forget()
    return Stay()
