"""The table of steps, read as a whole: what each takes, what it waits for, and what weighs there.

A change of the table is a change here, so that somebody looks at it. `test_step_table.py` walks it.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Step, always
from dialogs.conversation.step_table import STEPS, step_of, top_step
from dialogs.screens import Button, Text
from tests.core.conversation.walking import Walk, turn_at

#: A step, what is so there, the buttons that weigh ("all"; "own": a rule of its own), and what yes and no mean.
TABLE: Final = """
card             short                              -                     -
who              back                               -                     -
consent          back                               own                   accept/decline
question         text,all_text,back,quick,data      -                     -
review           text,back,data                     own                   -
result           text,back,data                     end,recheck           contact/nothing_sent
contact          text,card,back,data                chat                  -
send             back,data                          all                   yes/no
sent             text,card,status                   opening_yes,visit_yes visit_yes/visit_no opening_yes/opening_no
paused           text                               remind,stop           -
language         side                               -                     -
delete           side,sure                          here,yes              yes/no
stop             side,sure                          yes                   yes/no
recheck          data,side,asks_more                all                   yes/no
frequent         side                               -                     -
permissions      side                               own                   -
person           side                               -                     -
safety           side                               -                     -
another_contact  text,card,side                     -                     -
another_person   side                               -                     -
studies          side                               -                     -
told_before      data,side,asks_more                use                   use/no
team             text,all_text,side                 -                     -
send_anyway      side                               yes                   yes/no
summary          side                               -                     -
share            side,asks_more                     yes                   yes/no
links            side                               close                 -
doctor           text,data,side                     yes                   yes/no
note_which       text,side,asks_more                -                     -
note_consent     side,asks_more                     yes                   yes/no
notes            side                               -                     -
note             side                               delete                -
note_write       text,all_text,side,asks_more       -                     -
"""

#: What a row can hold, by the word above.
HELD: Final = {
    "text": "read",
    "all_text": "reads_all",
    "card": "share",
    "back": "back",
    "short": "short",
    "quick": "buttons",
    "data": "uses_data",
    "side": "side",
    "asks_more": "asks_more",
    "sure": "asks_if_sure",
    "status": "keeps_status",
}
#: Every word of the table, so that a button which comes to weigh somewhere is seen.
VALUES: Final = sorted(set(re.split(r"[\s,/]+", TABLE)) - {""})


def weighing(step: Step) -> str:
    """The buttons of the step that weigh, of all that the table names."""
    if step.weighs is None:
        return "-"
    if step.weighs is always:
        return "all"
    if step.weighs.__module__ != always.__module__:
        return "own"
    turn = turn_at(Walk())
    return ",".join(value for value in VALUES if step.weighs(turn, Button(value, Text("A button"))))


def written(step: Step) -> str:
    """The row of this step, as it is written above."""
    held = ",".join(word for word, name in HELD.items() if getattr(step, name))
    pairs = (f"{yes}/{no}" for yes, no in step.yes_no)
    return " ".join((str(step.name), held or "-", weighing(step), *(pairs if step.yes_no else "-")))


def test_the_table_is_the_one_above() -> None:
    """[TG-30] [RE-16] Among the rest what waits for a changed notice, and what asks for more."""
    assert [written(step) for step in STEPS.values()] == [" ".join(row.split()) for row in TABLE.strip().splitlines()]


def test_each_step_shows_something_and_answers_a_press() -> None:
    assert {name: (callable(step.screen), callable(step.press)) for name, step in STEPS.items()} == dict.fromkeys(
        StepName, (True, True)
    )


@pytest.mark.parametrize("state", [State.NEW, *FINAL])
def test_nothing_is_open_before_the_first_word_and_after_the_end(state: str) -> None:
    assert step_of(state) is None


def test_a_question_of_the_study_is_answered_at_the_step_of_questions() -> None:
    assert step_of("biopsy") is STEPS[StepName.QUESTION]
    assert step_of(State.REVIEW) is STEPS[StepName.REVIEW]


def test_what_waits_above_the_open_step_is_answered_first() -> None:
    walk = Walk()
    walk.c.state = "review"
    assert top_step(turn_at(walk)) is STEPS[StepName.REVIEW]
    for stack in ([StepName.DELETE], [StepName.NOTES, StepName.DELETE]):
        walk.c.stack = stack
        assert top_step(turn_at(walk)) is STEPS[StepName.DELETE]
