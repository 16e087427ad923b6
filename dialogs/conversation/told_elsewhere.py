"""What the same person answered in another study of the place, and this one asks too (`dialogs.study.shared`)."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.study.shared import taken_over
from dialogs.values import Value

#: Who answered, where they did so for themselves.
_SELF = "self"


def told_elsewhere(turn: Turn) -> dict[str, Value]:
    """Return question → answer, of what this study asks and has no answer to; the first study that knows it counts.

    Nothing for whoever helps: nobody can tell that they helped the same person there.
    """
    c, found = turn.c, dict[str, Value]()
    if c.who != _SELF:
        return found
    for card in turn.site.studies:
        if card.id != turn.file.id and card.who == _SELF:
            found = {**dict(taken_over(turn.study, card.told)), **found}
    return {question: value for question, value in found.items() if question not in c.answers}
