"""The state of the study, in words."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.screens import N_, Block, Look, Text
from dialogs.site import Recruitment

INFORMS = N_(
    "For now there is only information here about this study. We ask no questions and keep no new answers or notes."
)


def status_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return the state of the study, said before anything else (RE-12)."""
    standing = turn.site.standing(turn.today)
    if turn.asks_nothing and standing is not Recruitment.CLOSED:
        return Block((short_status(turn),), Look.STRONG), informs()
    if standing is Recruitment.NOT_RECRUITING and not turn.site.is_confirmed(turn.today):
        return turn.text("status_unconfirmed", Look.STRONG)
    return turn.text(f"status_{standing}", Look.STRONG)


def informs() -> Block:
    """Return what is said where nothing is asked (RE-16)."""
    return Block((Text(INFORMS),), Look.STRONG)


def short_status(turn: Turn) -> Text:
    """Return the state of the study in a sentence that may show on a lock screen: without a word on health."""
    return status_of(turn.site.standing(turn.today), confirmed=turn.site.is_confirmed(turn.today))


def status_of(standing: Recruitment, *, confirmed: bool) -> Text:
    """Return the same of any study by its state."""
    if standing is Recruitment.CLOSED:
        return Text(N_("The study has ended."))
    if standing is Recruitment.RECRUITING:
        return Text(N_("The study is looking for people now."))
    if not confirmed:
        return Text(N_("We could not confirm if the study is taking people now."))
    return Text(N_("The study is not taking new people right now."))
