"""Several studies at one place: which there are, and going from one to another.

Each has a conversation, answers, consents and a code of its own, kept apart by the shell: what follows in one says
nothing of another. Where there is one study, nothing here is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Chosen, Ordered
from dialogs.conversation.states import StepName, is_open
from dialogs.conversation.step import Close, Next, Open, Show, Stay
from dialogs.conversation.texts.study_status import status_of
from dialogs.conversation.turn import LANGUAGE_BUTTON, Turn, line
from dialogs.conversation.whose import title_of
from dialogs.replies import Switch
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.site import Recruitment, StudyCard

#: The page of the bot, before anybody has written: it is of none of them.
# Translators: description
PAGE = N_(
    "Here you can answer questions about studies, and choose which one. It takes about ten minutes. A program reads "
    "your answers. It is not a decision and not medical advice. You can stop at any time and erase everything."
)
WHICH = N_("There is more than one study here. Which one would you like to look at?")
APART = N_("Each study asks by itself. A no in one decides nothing in another.")
SENT = N_("Something was sent to its team. Code: {code}.")
BEGUN = N_("Answers were begun here.")
HERE = N_("This chat is about it now.")
NOW_ABOUT = N_("Now this chat is about the study “{title}”. To go to another: /studies.")


def choosable(turn: Turn) -> tuple[StudyCard, ...]:
    """Return the studies that a person could look at: those that have not ended, and those where something is kept."""
    return tuple(
        card for card in turn.site.studies if card.recruitment is not Recruitment.CLOSED or card.code or card.begun
    )


def picks(turn: Turn, payload: str) -> bool:
    """Tell whether this link leads to this very study."""
    return payload.removeprefix("c_") in turn.site.links or payload.lower() == turn.file.id.lower()


def choose(turn: Turn) -> Next | None:
    """Return what lets somebody choose who begins; None where there is nothing to choose."""
    cards = choosable(turn)
    if len(cards) > 1:
        return Open(StepName.STUDIES)
    if cards and cards[0].id != turn.file.id:
        turn.replies.append(Switch(cards[0].id))
        return Stay()
    return None


def list_studies(turn: Turn) -> Next:
    """Show the studies, at any time."""
    return Open(StepName.STUDIES)


def studies_screen(turn: Turn) -> Screen:
    """Return each study with its state and what is there of the person, a button for each, and the way back."""
    cards = choosable(turn)
    blocks = (line(WHICH, Look.STRONG), line(APART), *(_card(turn, card) for card in cards))
    options = [Button(card.id, _title(turn, card)) for card in cards]
    if is_open(turn.c.state):
        options.append(Button("continue", Text(N_("Go on"))))
    return Screen(blocks, "studies", "choice", tuple(options), (LANGUAGE_BUTTON[turn.c.language],))


def _title(turn: Turn, card: StudyCard) -> Text:
    return Text("{value}", {"value": title_of(card, turn.c.language)})


def _card(turn: Turn, card: StudyCard) -> Block:
    return Block((status_of(card.recruitment, confirmed=card.confirmed), *_own(turn, card)), heading=_title(turn, card))


def _own(turn: Turn, card: StudyCard) -> Iterator[Text]:
    """Yield what is there of the person."""
    if card.code:
        yield Text(SENT, {"code": card.code})
    elif card.begun:
        yield Text(BEGUN)
    if card.id == turn.file.id and is_open(turn.c.state):
        yield Text(HERE)


def answer_studies(turn: Turn, button: Button) -> Next:
    """Go to the study that was chosen."""
    if button.value == "continue":
        return Close()
    if button.value != turn.file.id:
        # The list stays open here: a second tap on it goes there too, and is no answer to the question below.
        turn.c.stack = [StepName.STUDIES]
        turn.replies.append(Switch(button.value))
        return Stay()
    return Show() if is_open(turn.c.state) else Ordered(ChatCommand.START, turn.c.campaign or turn.file.id)


def arrive(turn: Turn, came: Chosen) -> Next:
    """Begin with this study, or go on where the person was in it."""
    c = turn.c
    c.language, c.accessible, c.stack = came.language, came.accessible, []
    if not is_open(c.state):
        return Ordered(ChatCommand.START, came.campaign or turn.file.id)
    own = next((card for card in turn.site.studies if card.id == turn.file.id), None)
    return Show(() if own is None else (line(NOW_ABOUT, title=title_of(own, c.language)),))
