"""What stands on a screen stays as it was: an answer is added below, and an older copy only loses its buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.render.paragraphs import plain
from bot.render.texts import Texts
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered, Pressed
from dialogs.replies import Lock, Redraw, Reply, Say
from tests.core.conversation.places import PLACES, answers_until, at, everywhere
from tests.core.conversation.walking import Walk

TEXTS = Texts.load()


def texts_of_messages(walk: Walk) -> Iterator[tuple[str, str]]:
    """What a message said, and what it says after an edit."""
    says: dict[int, str] = {}
    for reply in walk.said:
        if isinstance(reply, Say | Redraw) and reply.screen.prompt:
            now = plain(reply.screen, "en", TEXTS)
            if isinstance(reply, Redraw):
                yield says[reply.old], now
            says[reply.screen.prompt] = now
        elif isinstance(reply, Lock):
            yield says[reply.prompt], plain(reply.screen, "en", TEXTS)


def without_status(text: str) -> str:
    """The text but for the line that says what is marked, or where what was sent stands."""
    return "\n\n".join(part for part in text.split("\n\n") if not part.startswith(("Marked:", "Status:")))


@pytest.mark.whole
def test_an_edit_never_rewrites_what_stands_there() -> None:
    """[AX-07]"""
    edits = [(place, *texts) for place, walk in everywhere() for texts in texts_of_messages(walk)]
    assert len(edits) > len(PLACES)
    for place, before, after in edits:
        if "Your code:" not in before:
            assert without_status(after).startswith(without_status(before)), place


def locks(replies: list[Reply]) -> list[tuple[int, bool]]:
    """Which messages lost their buttons, and whether an answer was added."""
    return [(reply.prompt, reply.answered) for reply in replies if isinstance(reply, Lock)]


def test_a_read_back_that_was_confirmed_stays_what_it_was() -> None:
    walk = answers_until(Walk().begins(), "upc")
    walk.does("como 2,1 mg/mg")
    replies = walk.presses("yes")
    locked = next(reply for reply in replies if isinstance(reply, Lock) and reply.answered)
    assert plain(locked.screen, "en", TEXTS) == "We read: 2.1 mg/mg. Is that right?\n\nAnswer: 2.1 mg/mg"


def test_when_the_open_question_is_shown_again_its_older_copy_loses_its_buttons() -> None:
    walk = answers_until(Walk().begins(), "sle")
    older = walk.c.prompt
    replies = walk.does("xyz")
    assert locks(replies) == [(older, False)]


def test_a_press_on_an_older_copy_of_the_open_question_counts() -> None:
    walk = answers_until(Walk().begins(), "sle")
    older, position = walk.c.prompt, walk.c.offered.index("studied")
    walk.does("xyz", Ordered(ChatCommand.HELP), Ordered(ChatCommand.LANGUAGE), Pressed(older, position))
    assert walk.c.answers["sle"] == "studied"
    assert walk.c.state == "biopsy"


def test_a_press_on_the_question_before_changes_nothing() -> None:
    """[TG-26]"""
    walk = answers_until(Walk().begins(), "sle")
    older, position = walk.c.prompt, walk.c.offered.index("studied")
    walk.does("sí")
    before = dict(walk.c.answers)
    walk.does(Pressed(older, position))
    assert walk.c.answers == before


def test_a_read_back_is_no_copy_of_its_question() -> None:
    """Its yes and the yes of the question are not the same."""
    walk = answers_until(Walk().begins(), "upc")
    walk.does("como 2,1 mg/mg")
    of_the_first, yes = walk.c.prompt, walk.c.offered.index("yes")
    walk.does("no, 3,5 mg/mg")
    walk.does(Pressed(of_the_first, yes))
    assert "upc" not in walk.c.answers


def test_two_quick_ticks_both_count_and_a_double_tap_ticks_once() -> None:
    walk = answers_until(Walk().begins(), "conditions")
    prompt, offered = walk.c.prompt, list(walk.c.offered)
    walk.does(Pressed(prompt, offered.index("infection")), Pressed(prompt, offered.index("operation")))
    assert walk.c.draft.ticked == ("infection", "operation")
    walk.does(Pressed(prompt, offered.index("operation")))
    assert walk.c.draft.ticked == ("infection", "operation")
    walk.presses("operation")
    assert walk.c.draft.ticked == ("infection",)


def test_a_double_tap_on_not_knowing_the_age_leaves_time_for_the_ranges() -> None:
    walk = Walk().begins()
    prompt, position = walk.c.prompt, walk.c.offered.index("unknown")
    walk.does(Pressed(prompt, position), Pressed(prompt, position))
    assert walk.c.state == "age"
    assert "inside" in walk.c.offered


@pytest.mark.parametrize("language", ["es", "en"])
def test_back_offers_to_leave_the_answer_as_it_is(language: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "egfr")
    walk.does(Ordered(ChatCommand.BACK), Ordered(ChatCommand.BACK))
    before = dict(walk.c.answers)
    assert walk.c.offered.index("keep") == len(walk.c.offered) - 4
    walk.presses("keep")
    assert walk.c.answers == before
    assert walk.c.state == "egfr"


def test_nothing_is_offered_to_be_left_where_there_is_no_answer_yet() -> None:
    assert "keep" not in answers_until(Walk().begins(), "egfr").c.offered


def test_the_review_is_a_list_and_two_buttons() -> None:
    """[AX-18]"""
    walk = at("the review")
    assert walk.c.offered[:2] == ["all_good", "change_one"]
    assert len(walk.c.offered) == 5
    walk.presses("change_one")
    assert walk.c.offered[:2] == ["age", "sle"]


@pytest.mark.parametrize(("said", "slot"), [("1", "age"), ("3", "biopsy"), ("11", "conditions"), ("lupus", "sle")])
def test_a_number_or_a_name_that_is_typed_at_the_review_asks_that_question(said: str, slot: str) -> None:
    walk = at("the review")
    walk.does(said)
    assert walk.c.state == slot, "a number of the list is no place among the buttons"


@pytest.mark.parametrize("said", ["12", "0", "la primera", "2.5"])
def test_no_number_approves_the_review(said: str) -> None:
    walk = at("the review")
    walk.does(said)
    assert walk.c.state in ("review", "age")


def test_with_accessible_nothing_is_edited_and_a_tick_does_not_repeat_the_question() -> None:
    """[AX-07] [AX-17]"""
    walk = answers_until(Walk().begins(), "conditions")
    walk.does(Ordered(ChatCommand.ACCESSIBLE))
    asked = plain(walk.screens()[-1], "en", TEXTS)
    replies = walk.presses("infection")
    assert not [reply for reply in replies if isinstance(reply, Lock | Redraw)]
    said = plain(walk.screens()[-1], "en", TEXTS)
    assert said.startswith("Marked: An infection. Any other?")
    assert asked not in said
