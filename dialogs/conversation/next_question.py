"""Which question comes next: none after a lasting failure, else the first one that is open, else the review."""

from __future__ import annotations

from dialogs.conversation.draft import Draft
from dialogs.conversation.result_counts import count_result
from dialogs.conversation.step import Next, Show, Stay
from dialogs.conversation.texts.question_screen import open_slots
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Count, Erase, EraseScope, FunnelEvent, TeamNews, TellTeam
from dialogs.screening.adults import is_minor
from dialogs.screens import Look
from dialogs.study.rules import Truth, VerdictNote
from dialogs.study.study import Slot


def next_question(turn: Turn) -> Next:
    """Go on after an answer: end early, ask the next open question, or show the review."""
    if (end := _early_end(turn)) is not None:
        return end
    for slot in open_slots(turn):
        if slot.key not in turn.c.answers:
            return ask_slot(turn, slot)
    turn.move("finish")
    return Show()


def ask_slot(turn: Turn, slot: Slot) -> Next:
    """Ask this slot; an answer that it already has is shown and stays until another one is given."""
    turn.move("ask", to=slot.question.id)
    turn.count(FunnelEvent.REACHED, slot.question.id)
    turn.c.draft = Draft(slot=slot.key, taken=turn.took)
    return Show()


def _early_end(turn: Turn) -> Next | None:
    """End after a lasting failure: asking on would serve no purpose (study-facts 4.7)."""
    lasting = [f for f in turn.screening().findings if f.verdict.truth is Truth.NOT_MET and f.verdict.lasting]
    if not lasting:
        return None
    for finding in lasting:
        if turn.study.criterion(finding.criterion).ends_below and VerdictNote.BELOW in finding.verdict.notes:
            return _too_young(turn, finding.criterion)
    if is_minor(turn.study, turn.facts()):
        return _too_young(turn, lasting[0].criterion)
    if turn.c.correcting:
        # The team has the referral: it hears of the change, whatever follows from it.
        return None
    turn.move("stop_early")
    count_result(turn)
    return Show(turn.text("early_end"))


def _too_young(turn: Turn, criterion: str) -> Next:
    """End here with a minor: nothing of the talk stays (CL-26)."""
    turn.move("too_young")
    turn.replies.append(Count(FunnelEvent.TOO_YOUNG))
    turn.c.answers, turn.c.counted, turn.c.notes, turn.c.links = {}, [], [], []
    if turn.c.referral_state:
        turn.replies.append(TellTeam(TeamNews.ERASE))
    turn.replies.append(Erase(EraseScope.PERSON if turn.c.referral_state else EraseScope.ROW))
    said = turn.study.criterion(criterion)
    turn.tell(line(said.below or said.reason), *turn.text("reapply", Look.HINT))
    return Stay()
