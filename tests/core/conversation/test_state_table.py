"""The table of states, read as a whole: what may follow what, for a study of two questions.

A change of the table is a change here, so that somebody looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from dialogs.conversation.states import FINAL, build_route
from dialogs.machine import Machine, Refused, fire, flaws
from tests.core.conversation.walking import STUDY

TABLE = """
arrive          new ended closed -> card
begin           card -> who
answer_for      who -> consent
back            who -> card
back            consent -> who
decline         consent -> ended
ask             consent review result one two -> one if at_one
ask             consent review result one two -> two if at_two
finish          consent one two -> review
stop_early      consent one two -> result
too_young       consent one two -> ended
back            one two -> consent
approve         review -> result
correct         result sent -> review
corrected       review -> sent
agree           result -> contact
weigh           contact -> send
file            contact send -> sent
back            contact send -> result
back            result -> review
pause           card who consent one two review result contact send -> paused
resume          paused -> card if at_card
resume          paused -> who if at_who
resume          paused -> consent if at_consent
resume          paused -> one if at_one
resume          paused -> two if at_two
resume          paused -> review if at_review
resume          paused -> result if at_result
resume          paused -> contact if at_contact
resume          paused -> send if at_send
resume          paused -> sent if at_sent
return          contact -> card if at_card
return          contact -> who if at_who
return          contact -> consent if at_consent
return          contact -> one if at_one
return          contact -> two if at_two
return          contact -> review if at_review
return          contact -> result if at_result
return          contact -> sent if at_sent
notice_changed  one two review result contact send -> consent
call_me         card who consent one two review result sent -> contact
start_over      card who consent one two review result contact send sent paused -> card
stop            card who consent one two review result contact send sent paused -> ended
close           new card who consent one two review result contact send sent paused ended -> closed
"""


@dataclass(eq=False, slots=True)
class Somebody:
    """Something with a state."""

    state: str


def machine() -> Machine:
    """The machine of a study of two questions."""
    first, second = [question for question in STUDY.asked if not question.for_each][:2]
    return build_route(replace(STUDY, questions=(replace(first, id="one"), replace(second, id="two"))))


def written() -> set[tuple[str, str, str, str]]:
    """The lines above: trigger, from, to, condition."""
    found = set()
    for line in TABLE.strip().splitlines():
        ways, _, condition = line.partition(" if ")
        before, _, after = ways.partition(" -> ")
        trigger, *sources = before.split()
        found |= {(trigger, source, after, condition) for source in sources}
    return found


def built() -> set[tuple[str, str, str, str]]:
    """The rows of the machine, in the same form."""
    return {
        (trigger, row.source, str(row.dest), " and ".join(condition.func.__name__ for condition in row.conditions))
        for trigger, event in machine().events.items()
        for rows in event.transitions.values()
        for row in rows
    }


def test_the_table_is_the_one_above() -> None:
    assert built() == written()


def test_it_names_no_state_that_is_not_there_and_has_none_that_cannot_be_left() -> None:
    assert flaws(machine(), FINAL) == []
    assert set(machine().states) == {end for _, source, dest, _ in written() for end in (source, dest)}


def test_everybody_begins_as_new() -> None:
    assert machine().initial == "new"


def test_the_question_that_was_named_is_the_one_that_is_asked() -> None:
    at = Somebody("consent")
    fire(machine(), at, "ask", to="two")
    assert at.state == "two"


@pytest.mark.parametrize("facts", [{}, {"to": "three"}, {"to": None}])
def test_nothing_is_asked_that_was_not_named(facts: dict[str, object]) -> None:
    at = Somebody("consent")
    with pytest.raises(Refused):
        fire(machine(), at, "ask", **facts)
    assert at.state == "consent"
