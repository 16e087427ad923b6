"""The map, the conversations and the pictures: what is shown is what the bot says."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from bot.packet.assemble import assemble
from bot.packet.document import Document, Picture
from bot.packet.drawing import phone
from bot.packet.inputs import Inputs
from bot.packet.played import Walk, played, walks
from bot.packet.sections.paths import texts_of
from dialogs.conversation.states import FINAL, State, build_route
from dialogs.languages import Language
from tests.shell.packet.conftest import assembled

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def inputs(bare_inputs: Inputs) -> Inputs:
    return bare_inputs


def pictures(document: Document, number: str) -> list[Picture]:
    return [block for s in document.sections if s.number == number for block in s.blocks if isinstance(block, Picture)]


def words_of(svg: str) -> str:
    return " ".join(unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg))


#: Walk → what is asked where it ends; empty where nothing is asked any more.
ENDS = {
    "full": "send", "not_now": "result", "unlikely": "result", "minor": "", "helper": "consent", "self_harm": "",
    "refusal": "", "erasure": "",
}  # fmt: skip


@pytest.mark.parametrize("walk", walks(), ids=lambda walk: walk.id)
def test_each_conversation_ends_where_it_should_in_both_languages(inputs: Inputs, walk: Walk) -> None:
    held = [played(inputs, walk, language) for language in Language]
    assert len(held[0]) == len(held[1])
    for turns in held:
        assert (turns[-1].said[-1].ask or "") == ENDS[walk.id]


@pytest.mark.parametrize("walk", walks(), ids=lambda walk: walk.id)
def test_every_text_of_every_screen_is_in_table_a_re_07(inputs: Inputs, walk: Walk) -> None:
    """[RE-07] Nothing is said that the committee did not get to read."""
    ids = [text.id for turn in played(inputs, walk, Language.ES) for s in turn.said for text in texts_of(s)]
    assert ids
    # A bare field holds a value, such as the code, and says nothing of its own.
    assert not [id for id in ids if inputs.text_number(id) is None and not re.fullmatch(r"(<code>)?\{\w+\}.*", id)]


def test_a_phone_shows_every_line_and_button_and_says_them_to_a_screen_reader(inputs: Inputs) -> None:
    (card,) = played(inputs, walks()[0], Language.ES)[0].said
    svg, alt = phone([card], Language.ES, inputs.say)
    said = alt.replace("[", "").replace("]", "")
    assert "[Responder las preguntas]" in alt
    assert said.split() == words_of(svg).split()


def test_the_pictures_show_eight_screens_with_spanish_left_of_english(inputs: Inputs) -> None:
    drawings = [drawing for picture in pictures(assembled(inputs, Language.ES), "2") for drawing in picture.drawings]
    assert len(drawings) >= 16
    assert [language for _, _, language in drawings] == [Language.ES, Language.EN] * (len(drawings) // 2)
    assert all(alt for _, alt, _ in drawings)


def test_the_map_has_every_state_and_a_question_that_goes_leaves_it(inputs: Inputs) -> None:
    ((svg, said, _),) = pictures(assembled(inputs, Language.EN), "3")[0].drawings
    asked = {question.id for question in inputs.study.asked}
    drawn = words_of(svg)
    for state in build_route(inputs.study).states:
        if state not in asked and state not in (State.PAUSED, State.CLOSED):
            assert state in drawn, state
    assert State.ENDED in FINAL
    assert "review → result: approve" in said


def test_a_question_that_goes_leaves_the_list_beneath_the_map(inputs: Inputs) -> None:
    gone = inputs.study.asked[3]
    study = replace(inputs.study, questions=tuple(q for q in inputs.study.questions if q.id != gone.id))
    before, after = (
        repr(next(s for s in document.sections if s.number == "3"))
        for document in (assembled(inputs, Language.EN), assemble(replace(inputs, study=study), Language.EN))
    )
    assert f"{gone.id} 4." in before
    assert f"{gone.id} 4." not in after
