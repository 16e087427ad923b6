"""What works at any time, in every state, without losing the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dialogs.answers import command as command_in
from dialogs.commands import ChatCommand
from dialogs.conversation import information, navigation, own_data
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, Open, Show, Stay
from dialogs.conversation.steps import another_person, notes, rights, sharing, studies, summary, team
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.button_matching import yes_or_no
from dialogs.languages import Language
from dialogs.screens import N_
from dialogs.study.study import Question
from dialogs.values import member

#: Commands that say something; then the open step is shown again.
_SAYING: Final[Mapping[ChatCommand, Callable[[Turn], None]]] = {
    ChatCommand.PRIVACY: own_data.privacy,
    ChatCommand.HELP: information.help_,
    ChatCommand.STATUS: information.status,
    ChatCommand.MY_DATA: own_data.my_data,
    ChatCommand.VERIFY: information.verify,
    ChatCommand.ACCESSIBLE: information.accessible,
    ChatCommand.BLOCK: own_data.block,
    ChatCommand.UNBLOCK: own_data.unblock,
    ChatCommand.CARD: information.trial_card,
    ChatCommand.ABOUT: information.about_it,
}
#: Commands that ask something of their own; the open step waits.
_ASKING: Final[Mapping[ChatCommand, StepName]] = {
    ChatCommand.LANGUAGE: StepName.LANGUAGE,
    ChatCommand.PERSON: StepName.PERSON,
    ChatCommand.FREQUENT: StepName.FREQUENT,
}
_DOING: Final[Mapping[ChatCommand, Callable[[Turn], Next]]] = {
    ChatCommand.DELETE: rights.delete,
    ChatCommand.PERMISSIONS: rights.permissions,
    ChatCommand.PAUSE: navigation.pause,
    ChatCommand.STOP: navigation.stop_or_ask,
    ChatCommand.BACK: navigation.back,
    ChatCommand.CONTINUE: navigation.go_on,
    ChatCommand.ANSWER: team.answer_team,
    ChatCommand.SUMMARY: summary.summary,
    ChatCommand.NOTES: notes.list_notes,
    ChatCommand.SHARE: sharing.share,
    ChatCommand.WHOM: another_person.ask,
    ChatCommand.STUDIES: studies.list_studies,
}


def command(turn: Turn, name: ChatCommand | None, argument: str = "") -> Next:
    """Do what a command does; of one that is not known, say so."""
    if name is None or (name is ChatCommand.STUDIES and not turn.site.studies):
        turn.tell(line(N_("This bot does not know that command. /help shows what you can write.")))
        return Show()
    if name in _SAYING:
        _SAYING[name](turn)
        return Stay() if turn.is_over else Show()
    if name is ChatCommand.LANGUAGE and (language := member(Language, argument)) is not None:
        turn.c.language = language
        return Show()
    if name in _ASKING:
        return Open(_ASKING[name])
    return navigation.start(turn, argument) if name is ChatCommand.START else _DOING[name](turn)


def typed_command(turn: Turn, text: str, question: Question | None = None) -> ChatCommand | None:
    """Return the command that a typed text is; one for other studies only where there are any.

    Behind a no of its own the wish to end or to go on stands alone: "no, quiero seguir" is not "no quiero seguir"."""
    labels = turn.labels(question) if question else None
    head, comma, behind = text.partition(",")
    if comma and yes_or_no(turn, head) == "no":
        wished = command_in(behind, turn.lexicon, question, labels)
        if wished in (ChatCommand.STOP, ChatCommand.CONTINUE):
            return wished
    word = command_in(text, turn.lexicon, question, labels)
    return None if word is ChatCommand.STUDIES and not turn.site.studies else word
