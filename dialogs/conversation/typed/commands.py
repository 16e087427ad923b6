"""What works at any time, in every state, without losing the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dialogs.answers import command as command_in
from dialogs.conversation import information, navigation, own_data
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, Open, Show, Stay
from dialogs.conversation.steps import another_person, notes, rights, sharing, studies, summary, team
from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.screens import N_
from dialogs.study.study import Question
from dialogs.values import member

#: Commands that say something; then the open step is shown again.
_SAYING: Final[Mapping[str, Callable[[Turn], None]]] = {
    "privacy": own_data.privacy,
    "help": information.help_,
    "status": information.status,
    "mydata": own_data.my_data,
    "verify": information.verify,
    "accessible": information.accessible,
    "block": own_data.block,
    "unblock": own_data.unblock,
    "card": information.trial_card,
    "about": information.about_it,
}
#: Commands that ask something of their own; the open step waits.
_ASKING: Final[Mapping[str, StepName]] = {
    "language": StepName.LANGUAGE,
    "person": StepName.PERSON,
    "frequent": StepName.FREQUENT,
}
_DOING: Final[Mapping[str, Callable[[Turn], Next]]] = {
    "delete": rights.delete,
    "permissions": rights.permissions,
    "pause": navigation.pause,
    "stop": navigation.stop_or_ask,
    "back": navigation.back,
    "continue": navigation.go_on,
    "answer": team.answer_team,
    "summary": summary.summary,
    "notes": notes.list_notes,
    "share": sharing.share,
    "whom": another_person.ask,
}


def command(turn: Turn, name: str, argument: str = "") -> Next:
    """Do what a command does."""
    if name in _SAYING:
        _SAYING[name](turn)
        return Stay() if turn.is_over else Show()
    if name == "language" and (language := member(Language, argument)) is not None:
        turn.c.language = language
        return Show()
    if name in _ASKING:
        return Open(_ASKING[name])
    if name in _DOING:
        return _DOING[name](turn)
    if name == "studies" and turn.site.studies:
        return studies.list_studies(turn)
    if name == "start":
        return navigation.start(turn, argument)
    turn.tell(line(N_("This bot does not know that command. /help shows what you can write.")))
    return Show()


def typed_command(turn: Turn, text: str, question: Question | None = None) -> str | None:
    """Return the command that a typed text is; one for other studies only where there are any."""
    word = command_in(text, turn.lexicon, question, turn.labels(question) if question else None)
    return None if word == StepName.STUDIES and not turn.site.studies else word
