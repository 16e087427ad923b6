"""Answers of another study: what was shown back is used, that alone, and as any other answer would be."""

from __future__ import annotations

from dataclasses import replace

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import StepName
from dialogs.conversation.steps.told_before import TOLD
from dialogs.study.shared import shared_key
from dialogs.values import Medicine, Value, When
from tests.core.conversation.places import another_study_comes, at, deed
from tests.core.conversation.walking import STUDY, Walk, texts_of

OFFERED = "answers of another study"
CAUTION = STUDY.cautions[0].text


def tells_elsewhere(walk: Walk, who: str = "self", **told: Value) -> Walk:
    """The other study of the site says this of the person now."""
    own, other = walk.site.studies
    by_key = {shared_key(STUDY.question(question)): value for question, value in told.items()}
    walk.site = replace(walk.site, studies=(own, replace(other, who=who, told=by_key)))
    return walk


def test_what_was_shown_is_used_whatever_the_other_study_says_by_then() -> None:
    """[CL-02] [CL-04] Changed there, gone there, or more of it."""
    meanwhile: tuple[dict[str, Value], ...] = ({"age": 46}, {}, {"age": 45, "sex_at_birth": "female"})
    for there in meanwhile:
        walk = tells_elsewhere(at(OFFERED), **there)
        walk.presses("use")
        assert walk.c.answers == {"age": 45, "biopsy": When.month(2026, 6)}, there
        assert not walk.c.draft.elsewhere


def test_what_it_calls_for_is_said_as_after_any_other_answer() -> None:
    """Here of a medicine and a pregnancy."""
    walk = at(OFFERED)
    walk.c.answers["treatments"] = (Medicine("new_immunosuppressant", "micofenolato"),)
    walk.c.draft = replace(walk.c.draft, elsewhere={"pregnancy": "pregnant"})
    walk.presses("use")
    assert sum(CAUTION in texts_of(screen) for screen in walk.screens()) == 1


def test_nothing_is_offered_where_it_may_be_another_person() -> None:
    """[CL-02] Whoever helped there may have helped somebody else; and a no uses nothing."""
    for there in ("self", "helper", ""):
        for here in ("self", "helper"):
            walk = tells_elsewhere(another_study_comes(Walk()), there, age=45)
            for what in (Ordered(ChatCommand.START, STUDY.id), "[questions]", f"[{here}]", "[accept]"):
                deed(walk, what)
            assert bool(walk.c.draft.elsewhere) is (there == here == "self"), (there, here)
            if walk.c.draft.elsewhere:
                walk.presses("no")
            assert walk.c.state == "age"
            assert (walk.c.answers, walk.c.draft.elsewhere) == ({}, {})


def test_a_command_in_words_holds_where_an_offer_was_taken_back() -> None:
    """[AX-08]"""
    for words, state in (("pausa", "paused"), ("atrás", "consent")):
        walk = at(OFFERED)
        walk.c.draft = replace(walk.c.draft, elsewhere={})
        walk.does(words)
        assert walk.c.state == state, words


def test_an_offer_that_was_taken_back_meanwhile_is_closed_and_nothing_of_it_shown_or_used() -> None:
    """[CL-11] Whatever comes then: the open question is shown, and no empty list."""
    for deeds in ("[use]", "[no]", "yes", "sí", "45", "/status", "what?"):
        walk = at(OFFERED)
        walk.c.draft = replace(walk.c.draft, elsewhere={})
        before = len(walk.screens())
        deed(walk, deeds)
        assert not walk.c.answers, deeds
        assert StepName.TOLD_BEFORE not in walk.c.stack, deeds
        said = [text for screen in walk.screens()[before:] for text in texts_of(screen)]
        assert said, deeds
        assert TOLD not in said, deeds
