"""A pause of days, a restart, another study file: everybody goes on at a question that is really open."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered, Pressed
from dialogs.replies import Say
from dialogs.screening.facts import facts_of, relevant, slots
from dialogs.study.study import Study
from dialogs.study.study_file import parse_study
from dialogs.values import Medicine, Unknown, When
from tests.core.conversation.places import answer, answers_until, at, everywhere
from tests.core.conversation.walking import QUESTIONS, STUDY, TODAY, WORDS, Walk, file_of, texts_of


@cache
def changed(*changes: tuple[str, str]) -> Study:
    """The study after an edit of its file."""
    source = file_of("studies", "nct03917797.toml")
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return parse_study(source, "changed.toml", "" if changes else file_of("studies", WORDS))


WITHOUT_A_HINT = (
    'hint = "If it was ever positive, that is a yes."',
    "",
)
ASKED_MORE = (
    '[[question]]\nid = "conditions"',
    '[[question]]\nid = "smoking"\nkind = "choice"\nshort = "Smoking"\ntext = "Do you smoke?"\noption = [\n'
    '  { value = "yes", label = "Yes" },\n  { value = "no", label = "No" },\n'
    '  { value = "unknown", label = "I don\'t know", exclusive = true },\n]\n\n[[question]]\nid = "conditions"',
)


@pytest.mark.whole
def test_a_week_later_she_goes_on_where_she_was() -> None:  # [AX-06]
    for place, walk in everywhere():
        if walk.c.state in ("new", "ended", "card"):
            continue
        state = walk.c.paused_at if walk.c.state == "paused" else walk.c.state
        answers = dict(walk.c.answers)
        walk.today += timedelta(days=6)
        walk.does(Ordered(ChatCommand.START))
        assert (walk.c.state, walk.c.answers) == (state, answers), place


@pytest.mark.parametrize(
    "comes_back", [Ordered(ChatCommand.CONTINUE), Ordered(ChatCommand.START), "sí", "no", "9 8765 4321", "zzz qqq"]
)
def test_who_paused_at_a_contact_that_is_offered_no_more_comes_back_to_the_result(comes_back: Incoming | str) -> None:
    walk = at("paused at the contact, nothing is offered meanwhile")
    replies = walk.does(comes_back)
    assert walk.c.state == "result"
    shown = replies[-1]
    assert isinstance(shown, Say)
    assert shown.screen.ask == "result"
    assert "We go on where you were." in texts_of(shown.screen), "what was written belongs to a question that is gone"


def test_who_pauses_while_an_address_is_read_back_comes_back_to_the_question() -> None:
    walk = at("a call back asked for")
    walk.does("9 8765 4321", Ordered(ChatCommand.PAUSE))
    replies = walk.does(Ordered(ChatCommand.CONTINUE))
    assert (walk.c.state, walk.c.draft.reading) == ("sle", {})
    assert isinstance(replies[-1], Say)
    assert replies[-1].screen.ask == "sle"


def test_another_wording_of_the_study_keeps_every_answer() -> None:
    walk = at("the question pregnancy")
    answers = dict(walk.c.answers)
    walk.study = changed(WITHOUT_A_HINT)
    walk.does(Ordered(ChatCommand.START))
    assert walk.c.answers == answers
    assert walk.c.state == "pregnancy"


def test_a_new_question_is_asked_of_everybody_who_is_not_done() -> None:
    for place in ("the review", "might fit, recruiting", "the contact, recruiting", "a change from the review"):
        walk = at(place)
        walk.study = changed(ASKED_MORE)
        walk.does(Ordered(ChatCommand.START))
        assert walk.c.state == "smoking", place
        walk.presses("no")
        assert walk.c.state == "review", place


def test_what_is_typed_to_a_question_that_is_gone_answers_no_other_one() -> None:
    walk = at("the question conditions")
    walk.study = changed(ASKED_MORE)
    walk.does("ninguno")
    assert walk.c.state == "smoking"
    assert "smoking" not in walk.c.answers
    assert any(screen.ask == "smoking" for screen in walk.screens())


def test_a_button_of_before_the_change_answers_nothing() -> None:
    walk = at("the question conditions")
    walk.study = changed(ASKED_MORE)
    before = dict(walk.c.answers)
    walk.does(Pressed(walk.c.prompt, 0))
    assert walk.c.answers == before
    assert walk.screens()[-1].ask == "smoking"


def test_danger_is_heard_before_a_change_of_the_study_is_told() -> None:
    walk = at("the question conditions")
    walk.study = changed(ASKED_MORE)
    walk.does("me duele el pecho")
    assert walk.study.texts["safety_emergency"][0] in set().union(*(texts_of(screen) for screen in walk.screens()))


@pytest.mark.whole
def test_every_place_survives_another_study_file() -> None:
    other = changed(ASKED_MORE)
    for place, walk in everywhere():
        walk.study = other
        walk.does(Ordered(ChatCommand.START))
        for _ in range(30):
            if walk.c.state not in QUESTIONS | {"smoking"}:
                break
            if walk.c.state == "smoking":
                walk.presses("no")
            else:
                answer(walk)
        assert walk.c.state not in QUESTIONS, place


def test_an_answer_that_no_longer_applies_is_hidden_and_comes_back() -> None:
    walk = at("the review")
    walk.presses("change_one", "biopsy", "none")
    assert walk.c.state == "review"
    assert "biopsy_class" in walk.c.answers
    assert facts_of(STUDY, walk.c.answers, TODAY)["biopsy_class"] == "none"
    assert "biopsy_class" not in relevant(STUDY, walk.c.answers, TODAY)
    assert "biopsy_class" not in walk.c.offered
    walk.presses("change_one", "biopsy")
    walk.does("junio 2026")
    assert walk.c.state == "review", "the class is asked again although it is known"
    assert facts_of(STUDY, walk.c.answers, TODAY)["biopsy_class"] == "IV"


def test_a_treatment_taken_back_takes_its_date_along() -> None:
    walk = answers_until(Walk().begins(), "review", treatments=("rituximab", "[yes]"))
    assert isinstance(walk.c.answers["when:rituximab"], When)
    walk.presses("change_one", "treatments", "none")
    assert walk.c.state == "review"
    assert [slot.key for slot in slots(STUDY, walk.c.answers, TODAY) if ":" in slot.key] == []
    assert facts_of(STUDY, walk.c.answers, TODAY)["treatments"] == ()


def test_a_change_asks_again_only_what_depends_on_it() -> None:
    walk = at("the review")
    walk.presses("change_one", "egfr", "unknown")
    asked = []
    while walk.c.state in QUESTIONS:
        asked.append(walk.c.state)
        answer(walk)
    assert asked == ["creatinine", "sex_at_birth"]


def test_several_treatments_are_asked_about_one_after_the_other() -> None:
    walk = answers_until(Walk().begins(), "treatments")
    walk.does("mabtera y Endoxan", "sí")
    assert walk.c.draft.slot == "when:rituximab"
    walk.does("15 de marzo", "sí")
    assert walk.c.draft.slot == "ongoing:rituximab"
    walk.presses("no")
    assert walk.c.draft.slot == "when:ciclofosfamida"


def test_typed_names_join_what_is_ticked() -> None:
    walk = at("ticked treatments")
    walk.does("Endoxan", "sí")
    named = walk.c.answers["treatments"]
    assert isinstance(named, tuple)
    assert {item.group for item in named if isinstance(item, Medicine)} == {"ivig", "anti_b_cell", "cyclophosphamide"}


def test_an_unknown_never_hides_what_was_typed() -> None:
    walk = at("the question upc")
    walk.does("3.100 mg/24 h", "sí")
    assert isinstance(walk.c.answers.get("upc"), Unknown)
