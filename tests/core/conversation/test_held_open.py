"""A conversation that is held open goes on as one that is read from its row: what it found before counts no longer than
what it was found in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.followed import Followed
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.texts.question_screen import current_slot, question_screen
from dialogs.conversation.turn import folded, folded_text, line
from dialogs.screen_json import decode_blocks, encode_blocks
from dialogs.screens import Look, Text, kept
from dialogs.study.study import Slot
from dialogs.values import Medicine, When
from tests.core.conversation.places import answer, answers_until
from tests.core.conversation.walking import STUDY, TODAY, Walk, turn_at


@dataclass(slots=True)
class HeldOpen(Walk):
    """Whoever answers so soon that nothing is read again."""

    def _as_it_lay(self) -> Conversation:
        return self.c


@dataclass(slots=True)
class HelperHeldOpen(HeldOpen):
    """The same, where somebody answers for another person."""

    who = "helper"


@dataclass(slots=True)
class Helper(Walk):
    """Somebody who answers for another person."""

    who = "helper"


@pytest.mark.parametrize(("held", "read"), [(HeldOpen, Walk), (HelperHeldOpen, Helper)])
def test_it_says_and_keeps_the_same_on_every_way(held: type[Walk], read: type[Walk]) -> None:
    """[AX-06] With an answer that is changed, a treatment with its own questions, a day that passes."""
    both = [held(), read()]
    for walk in both:
        walk.begins()
        answers_until(walk, "biopsy_class")
        walk.does(Ordered(ChatCommand.BACK))
        answer(walk, biopsy=("03/2024",))
        answers_until(walk, "treatments")
        walk.does("rituximab")
        walk.presses("yes")
        walk.today += timedelta(days=40)
        answers_until(walk, "review")
        walk.presses("all_good")
        walk.today += timedelta(days=40)
        walk.does(Ordered(ChatCommand.CONTINUE))
    assert both[0].said == both[1].said
    assert both[0].c.to_json() == both[1].c.to_json()


def test_what_follows_is_found_anew_after_another_answer_on_another_day_and_in_other_words() -> None:
    walk = answers_until(HeldOpen().begins(), "biopsy_class")
    turn = turn_at(walk)
    slots, facts, findings = turn.slots(), turn.facts(), turn.screening()
    assert (turn.slots(), turn.facts(), turn.screening()) == (slots, facts, findings)
    assert turn.c.followed is not None
    assert turn.screening() is findings, "judged once"
    turn.c.answers["biopsy"] = When(TODAY - timedelta(days=900), TODAY - timedelta(days=900))
    assert turn.facts() != facts
    assert turn.screening() != findings
    of_today = Followed.of(STUDY, dict(turn.c.answers), TODAY)
    assert of_today.is_of(STUDY, turn.c.answers, TODAY)
    assert not of_today.is_of(STUDY, turn.c.answers, TODAY + timedelta(days=1))
    assert not of_today.is_of(STUDY.for_helper, turn.c.answers, TODAY)
    assert not of_today.is_of(STUDY, {}, TODAY)


def test_what_follows_is_not_stored() -> None:
    walk = answers_until(HeldOpen().begins(), "biopsy_class")
    assert walk.c.followed is not None
    assert "followed" not in walk.c.to_json()
    assert Conversation.from_json({**walk.c.to_json(), "followed": "x"}).followed is None


def test_nothing_is_held_of_answers_that_are_erased() -> None:
    """[CL-11] Neither by the person's word, nor where somebody else answers from now on."""
    walk = answers_until(HeldOpen().begins(), "biopsy_class")
    c = walk.c
    walk.does(Ordered(ChatCommand.DELETE))
    walk.presses("yes" if "yes" in walk.c.offered else walk.c.offered[0])
    assert not c.answers
    assert c.followed is None or not c.followed.answers


def test_of_the_blocks_of_a_question_only_those_stay_that_are_the_same_for_everybody() -> None:
    walk = answers_until(HeldOpen().begins(), "treatments")
    turn = turn_at(walk)
    open_one = question_screen(turn, current_slot(turn))
    assert all(block.made is not None for block in open_one.blocks)
    own = Slot(STUDY.question("when"), Medicine("anti_cd20", "rituximab", "my rituximab"))
    asked = next(block for block in question_screen(turn, own).blocks if block.look is Look.STRONG)
    assert asked.made is None, "a treatment that a person named"
    assert line("{words}", words="her own").made is None


def test_a_block_that_is_kept_is_equal_to_one_that_is_not() -> None:
    block = line("{n} left", Look.HINT, n=3)
    assert kept(block) == block
    assert folded_text("Why?", "Because.") == folded("Why?", (Text("Because."),))
    assert encode_blocks([kept(block)] * 2) == encode_blocks([block] * 2)
    again = kept(block)
    first, second = encode_blocks([again]), encode_blocks([again])
    assert first == second
    assert decode_blocks(second) == (block,)
    assert replace(again, look=Look.PLAIN).made is None, "it says something else"
