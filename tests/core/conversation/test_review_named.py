"""At the review: which of several answers a text says is wrong."""

from __future__ import annotations

from tests.core.conversation.places import at
from tests.core.conversation.test_wishes import is_heavy


def test_of_several_answers_that_are_wrong_the_first_is_asked_again() -> None:  # [AX-18]
    for text in (
        *("la 2 y la 3 están malas", "la 2 y la 3 están mal", "2 and 7 are wrong", "2, 5 and 6 need changing"),
        *("Wrong: the second", "wrong is the second", "Mala: la segunda", "la mala es la segunda", "error: la 2"),
        *("change the second one", "cambie la segunda", "the second is wrong", "la segunda y la quinta están malas"),
    ):
        walk = at("the review")
        walk.does(text)
        assert walk.c.state == "sle", text


def test_all_but_one_answer_is_no_agreement_and_that_one_is_asked_again() -> None:  # [AX-18]
    for text in (
        *(
            "looks fine apart from number 2",
            "all good except 2",
            "all good but 2",
            "everything's fine, only the 2 is wrong",
        ),
        *("todo bien menos la 2", "todo bien excepto la segunda", "todo correcto, pero la 2 no", "todo bien, la 2 no"),
        *("2 is wrong, the rest is fine", "la 2 está mala, lo demás bien"),
    ):
        for name in ("the review", "correcting"):
            walk = at(name)
            assert not any(map(is_heavy, walk.does(text))), text
            assert walk.c.state == "sle", (name, text)
    for text in ("everything is right but the age", "all good apart from my age", "age is wrong, the rest is fine"):
        walk = at("the review")
        walk.does(text)
        assert walk.c.state == "age", text


def test_a_date_or_an_option_behind_the_name_of_an_answer_is_read_back_there() -> None:  # [AX-18]
    for text, key in (
        *(("the biopsy was in April", "biopsy"), ("it was in april", "biopsy"), ("fue en abril", "biopsy")),
        *(("the class was V", "biopsy_class"), ("perdón, clase V", "biopsy_class")),
        *(("no wait it was 3 g/g", "upc"), ("perdón, eran 3 g/g", "upc")),
    ):
        for name in ("the review", "might fit, recruiting"):
            walk = at(name)
            before = walk.c.answers[key]
            walk.does(text)
            assert (walk.c.state, set(walk.c.draft.reading)) == (key, {key}), (name, text)
            assert walk.c.answers[key] == before, text


def test_what_is_wrong_is_asked_for_at_the_result_as_it_is_at_the_review() -> None:
    for text in ("that's wrong", "corregir", "sorry, my age is 43"):
        walk = at("might fit, recruiting")
        walk.does(text)
        assert (walk.c.state, walk.c.draft.more) == ("review", True), text
    for text in ("cambiar la 2", "change number 2"):
        walk = at("might fit, recruiting")
        walk.does(text)
        assert walk.c.state == "sle", text


def test_no_list_is_opened_at_the_result_for_what_says_nothing_of_an_answer() -> None:
    for text in (
        "I mean yes",
        "oh no wait, yes",
        "perdón, sí",
        "was it wrong?",
        "sorry",
        "it was nice",
        "fue un gusto",
        "tengo que preguntarle a mi marido",
        "I need to ask my son",
    ):
        walk = at("might fit, recruiting")
        walk.does(text)
        assert walk.c.state != "review", text
