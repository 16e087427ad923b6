"""The summary: one page that says what was answered and what is open, and decides nothing."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import State
from dialogs.replies import Paper, Reply, Say
from dialogs.screens import Block, Screen, Text
from tests.core.conversation.places import answers_until, everywhere, to_result
from tests.core.conversation.walking import Walk


def words(text: Text) -> str:
    """An English text with its fields filled."""
    fields = {
        name: words(value)
        if isinstance(value, Text)
        else ", ".join(words(each) if isinstance(each, Text) else str(each) for each in value)
        if isinstance(value, tuple)
        else str(value)
        for name, value in text.fields.items()
    }
    return text.id.format_map(fields)


def said(blocks: tuple[Block, ...]) -> str:
    return "\n".join(words(each) for b in blocks for each in (*((b.heading,) if b.heading else ()), *b.lines))


def page(replies: list[Reply]) -> Screen:
    """The summary among what was said."""
    (found,) = (reply.screen for reply in replies if isinstance(reply, Say) and reply.screen.ask == "summary")
    return found


def test_the_page_has_number_status_answers_what_is_open_and_the_sentence_on_treatment_re_15() -> None:
    """[RE-15] Whoever reads it must not stop a treatment for it."""
    shown = said(page(to_result(Walk(), upc=("[unknown]",)).does(Ordered(ChatCommand.SUMMARY))).blocks)
    assert "NCT03917797" in shown
    assert "looking for people" in shown
    assert "Age: “34”" in shown
    assert "Protein in urine. Your urine test: the line that says protein/creatinine ratio." in shown
    assert "nobody has checked" in shown
    assert "not a decision" in shown
    assert "Do not stop, delay or change any medicine" in shown


@pytest.mark.whole
def test_the_page_gives_no_outcome_and_no_verdict_cl_14() -> None:
    """[CL-14] Only a person decides."""
    for _place, walk in everywhere():
        if not walk.c.answers:
            continue
        for reply in walk.does(Ordered(ChatCommand.SUMMARY)):
            if isinstance(reply, Say) and reply.screen.ask == "summary":
                shown = said(reply.screen.blocks).lower()
                assert not any(word in shown for word in ("fits", "might be for", "for now", "does not seem"))


def test_what_was_typed_stands_beside_what_was_read_of_it() -> None:
    walk = answers_until(Walk().begins(), "review", upc=("2100 mg/g",), treatments=("Endoxan", "[yes]"))
    shown = said(page(walk.does(Ordered(ChatCommand.SUMMARY))).blocks)
    assert "Read as: 2100 mg/g = 2.1" in shown
    assert "“Endoxan”\nRead as: ciclofosfamida" in shown


@pytest.mark.whole
def test_asking_for_the_page_moves_nothing_and_keeps_every_answer() -> None:
    for place, walk in everywhere():
        before = walk.c.state, dict(walk.c.answers), walk.c.draft.reading
        walk.does(Ordered(ChatCommand.SUMMARY))
        assert (walk.c.state, walk.c.answers, walk.c.draft.reading) == before, place
        if "continue" in walk.c.offered and walk.c.stack:
            walk.presses("continue")
            assert (walk.c.state, walk.c.answers) == before[:2], place


def test_without_answers_there_is_nothing_to_sum_up_and_it_says_so() -> None:
    walk = Walk()
    replies = walk.does(Ordered(ChatCommand.SUMMARY))
    assert not any(isinstance(reply, Say) and reply.screen.ask == "summary" for reply in replies)
    assert walk.c.state == State.NEW


def test_the_file_holds_what_stands_on_the_screen() -> None:
    walk = to_result(Walk())
    shown = page(walk.presses("summary"))
    (made,) = (reply for reply in walk.presses("pdf") if isinstance(reply, Paper))
    assert made.blocks == shown.blocks


def test_of_a_person_who_is_helped_the_page_speaks_as_of_another_re_04() -> None:
    """[RE-04] The answers are the person's, not those of whoever types."""
    walk = Walk().copy()
    walk.does("hola")
    walk.presses("questions", "helper", "accept")
    answers_until(walk, "review")
    shown = said(page(walk.does(Ordered(ChatCommand.SUMMARY))).blocks)
    assert "Summary of the answers about the person with lupus" in shown
    assert "The person should not stop" in shown
