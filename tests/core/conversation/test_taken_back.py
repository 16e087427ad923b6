"""A value that was taken without a read-back is corrected at the next question, and never silently (study-facts 11)."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from dialogs.values import UNKNOWN, Medicine, Quantity, When
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk, texts_of

#: Question, what is typed there, what is typed at the next one, and what is read back then; in both languages.
ANEW = (
    *(("es", "age", "34", text, 43) for text in ("perdón, tengo 43", "no, 43", "quise decir 43", "43, me equivoqué")),
    *(("en", "age", "34", text, 43) for text in ("sorry, 43", "I meant 43", "no, 43", "oops 43", "43 sorry")),
    *(("es", "age", "34", text, 43) for text in ("en realidad tengo 43", "de hecho son 43", "43, no 34")),
    *(("es", "age", "34", text, 43) for text in ("no son 34, son 43", "me equivoqué, son 43", "tengo 43 en realidad")),
    *(("en", "age", "34", text, 43) for text in ("actually I'm 43", "I'm actually 43", "my bad, 43", "43 not 34")),
    *(("en", "age", "34", text, 43) for text in ("my age is wrong, I'm 43", "I want to change my age to 43")),
    *(("en", "age", "34", text, 43) for text in ("I got that wrong, I'm 43", "that was wrong, it's 43")),
    *(
        ("es", "age", "34", text, 43)
        for text in ("perdón, cuarenta y tres", "no, cuarenta y tres, los cumplí el lunes")
    ),
    *(("en", "age", "34", text, 43) for text in ("sorry, forty-three", "no, forty-three, had my birthday on Monday")),
    ("es", "biopsy", "05/2026", "no fue en mayo, fue en junio 2026", When.month(2026, 6)),
    *(("en", "upc", "1250 mg/g", text, "1520") for text in ("actually it's 1520 mg/g", "it's 1520 mg/g not 1250")),
    *(("es", "biopsy", "05/2026", text, When.month(2026, 6)) for text in ("no, junio 2026", "perdón, junio de 2026")),
    *(("en", "biopsy", "05/2026", text, When.month(2026, 6)) for text in ("no, June 2026", "sorry I meant June 2026")),
    *(("es", "upc", "1250 mg/g", text, "1520") for text in ("perdón, 1.520 mg/g", "no, 1520 mg/g")),
    *(("en", "upc", "1250 mg/g", text, "1520") for text in ("sorry, 1520 mg/g", "correction: 1520 mg/g")),
    *(("es", "egfr", "78", text, "87") for text in ("perdón, 87", "no, 87", "quise poner 87, perdón")),
    *(("en", "egfr", "78", text, "87") for text in ("sorry I meant 87", "sorry, it was 87", "no, 87")),
)
#: The same where a month or an option was given, without a digit.
CHOSEN_ANEW = (
    *(
        ("en", "biopsy", "05/2026", text, When.month(2026, 4))
        for text in ("it was april", "actually april", "no, April")
    ),
    *(("es", "biopsy", "05/2026", text, When.month(2026, 4)) for text in ("no, fue en abril", "en realidad abril")),
    *(("es", "biopsy_class", "IV", text, "III") for text in ("me equivoqué, clase III", "perdón, era clase III")),
    *(
        ("en", "biopsy_class", "IV", text, "III")
        for text in ("sorry, class III", "it was class III", "I meant class III")
    ),
    *(
        ("es", "antibodies", "sí", text, "no")
        for text in ("me equivoqué, los dos negativos", "perdón, los dos negativos")
    ),
    *(("en", "antibodies", "yes", text, "no") for text in ("sorry, both were negative", "oops, both negative")),
    ("en", "urinary_sediment", "yes", "actually it was normal", "no"),
)
#: A treatment that comes to mind at the question behind "none".
REMEMBERED = (
    *(("en", text) for text in ("well, one: mabthera", "I forgot, rituximab", "actually I also got rituximab")),
    *(("es", text) for text in ("bueno, uno: mabthera", "se me olvidó: rituximab", "perdón, me pusieron rituximab")),
)
#: At the urine question, what is of that question, of none, or a question back.
OF_THE_OPEN = (
    *(
        ("en", text)
        for text in ("sorry, no", "sorry, it was normal", "well, yes", "oh, blood", "actually negative", "sorry")
    ),
    *(("en", text) for text in ("sorry, both were negative?", "both were negative", "I forgot", "no wait, yes")),
    *(("es", text) for text in ("perdón, no", "perdón, salió normal", "bueno, sí", "ah, sangre", "los dos negativos")),
)
#: Small words before a number, a no or a result that the open question may mean.
SMALL = {
    "en": ("it was", "well", "oh", "also", "I meant", "sorry,", "make it", "it was number"),
    "es": ("era", "eran", "bueno", "ah", "también", "quise decir", "perdón,", "era la"),
}
#: A question behind one that was answered with an option, and the one before.
BEHIND_AN_OPTION = (
    *(("biopsy", "sle"), ("antibodies", "biopsy_class")),
    *(("urinary_sediment", "antibodies"), ("upc", "urinary_sediment")),
)
#: At the ratio, what names no question, and what corrects the one before it all the same.
OF_ANY = (
    *(("en", text) for text in ("oh no", "ah no", "oh no no", "well, not really", "oh yes", "sorry, no", "it was 2 g")),
    *(("en", text) for text in ("it was normal", "well, normal", "sorry, normal", "no, it was normal")),
    *(("es", text) for text in ("ah no", "fue no", "bueno, no po", "ah, sí", "perdón, no", "era 2 g", "eran dos")),
    *(("es", text) for text in ("fue normal", "bueno, normal", "perdón, normal", "no, normal", "la segunda")),
)
#: Says that the last answer is to be corrected, and not to what.
ALONE = ("Corregir", "Correct it", "corregirlo", "quiero corregir", "that's not what I meant", "wrong number")
#: What was just shown may be what these deny.
BARE = ("no", "No.", "nope", "nop")


def typed(language: str, at: str, text: str) -> Walk:
    """Somebody who typed that at this question, and was asked the next one."""
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(text)
    assert walk.c.state != at
    return walk


@pytest.mark.parametrize(("language", "at", "first", "text", "wanted"), ANEW)
def test_a_correction_at_the_next_question_opens_the_last_one_with_its_value_read_back(
    language: str, at: str, first: str, text: str, wanted: object
) -> None:
    """[11i]"""
    walk = typed(language, at, first)
    before = walk.c.answers[at]
    walk.does(text)
    read = walk.c.draft.reading.get(at)
    assert (walk.c.state, walk.c.answers[at]) == (at, before), "nothing is corrected before a yes"
    assert (str(read.number) if isinstance(read, Quantity) else read) == wanted
    walk.does("sí")
    assert walk.c.answers[at] == read


@pytest.mark.parametrize(("at", "first"), [("age", "34"), ("biopsy", "05/2026"), ("upc", "1250 mg/g"), ("egfr", "78")])
@pytest.mark.parametrize("text", ALONE)
def test_to_correct_it_goes_back_to_the_last_question(at: str, first: str, text: str) -> None:
    """[11c]"""
    walk = typed("es", at, first)
    kept = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.answers), dict(walk.c.draft.reading)) == (at, kept, {}), text


@pytest.mark.parametrize("text", ["my age is wrong", "no wait my age is wrong", "I got my age wrong", "change my age"])
def test_the_name_of_the_last_answer_as_wrong_goes_back_to_it(text: str) -> None:
    """[11c]"""
    walk = typed("en", "age", "34")
    walk.does(text)
    assert (walk.c.state, walk.c.answers["age"], dict(walk.c.draft.reading)) == ("age", 34, {}), text


@pytest.mark.parametrize(
    ("language", "at", "first", "text"),
    [
        ("en", "age", "34", "diagnosed in 2019, not 2018"),
        ("en", "age", "34", "in 2019 actually"),
        ("en", "age", "34", "20 years ago actually"),
        ("es", "age", "34", "hace 12 años, no 13"),
        ("es", "age", "34", "la edad es importante?"),
        ("en", "egfr", "78", "prednisone 5 mg, not 10"),
        ("en", "egfr", "78", "actually I take prednisone 5 mg"),
    ],
)
def test_a_number_of_something_else_corrects_no_answer(language: str, at: str, first: str, text: str) -> None:
    """[11j]"""
    walk = typed(language, at, first)
    here, kept = walk.c.state, dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.answers)) == (here, kept), text
    assert at not in walk.c.draft.reading


@pytest.mark.parametrize("text", BARE)
def test_a_bare_no_behind_a_value_that_was_only_shown_is_read_back(text: str) -> None:
    """[11a]"""
    walk = typed("en", "egfr", "78")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("treatments", {"treatments": ()}), text
    walk.does("sí")
    assert walk.c.answers["treatments"] == ()


def test_a_no_in_the_words_of_the_question_is_taken_and_so_is_one_behind_a_yes_to_a_read_back() -> None:
    walk = typed("es", "egfr", "78")
    walk.does("ninguno")
    assert walk.c.answers["treatments"] == ()
    walk = answers_until(Walk().begins(), "egfr")
    walk.does("creo que 78", "sí", "no")
    assert walk.c.answers["treatments"] == ()


@pytest.mark.parametrize("text", ["perdón la demora", "sorry for the delay", "perdón, ¿43?", "sorry"])
def test_an_excuse_alone_and_a_question_open_nothing_again(text: str) -> None:
    """[11f]"""
    walk = typed("es", "age", "34")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("sle", {}), text


def test_a_value_that_the_open_question_takes_is_its_own() -> None:
    walk = typed("es", "upc", "1250 mg/g")
    walk.does("perdón, 78")
    assert (walk.c.state, walk.c.answers["upc"].number) == ("egfr", Decimal(1250))  # type: ignore[union-attr]  # a quantity
    assert walk.c.draft.reading["egfr"].number == Decimal(78)  # type: ignore[union-attr]  # the same


@pytest.mark.parametrize(("language", "at", "first", "text", "wanted"), CHOSEN_ANEW)
def test_a_month_or_an_option_is_corrected_at_the_next_question_and_it_is_said_of_which_one_it_is(
    language: str, at: str, first: str, text: str, wanted: object
) -> None:
    """[11i] A tired yes to "We read: No" must not be one to the question that was open."""
    walk = typed(language, at, first)
    before = walk.c.answers[at]
    walk.does(text)
    assert (walk.c.state, walk.c.answers[at]) == (at, before), "nothing is corrected before a yes"
    assert dict(walk.c.draft.reading) == {at: wanted}
    assert "This is about the question before: {name}." in texts_of(walk.screens()[-1])


@pytest.mark.parametrize(("language", "text"), REMEMBERED)
def test_a_treatment_that_comes_to_mind_at_the_next_question_is_read_back(language: str, text: str) -> None:
    """[11i]"""
    walk = typed(language, "treatments", "none" if language == "en" else "ninguno")
    walk.does(text)
    named = walk.c.draft.reading.get("treatments")
    assert walk.c.state == "treatments"
    assert isinstance(named, tuple)
    assert [each.name for each in named if isinstance(each, Medicine)] == ["rituximab"], text


@pytest.mark.parametrize(("language", "text"), OF_THE_OPEN)
def test_an_apology_before_the_open_questions_own_answer_takes_nothing_back(language: str, text: str) -> None:
    """[11j]"""
    walk = typed(language, "antibodies", "yes")
    walk.does(text)
    assert "antibodies" not in walk.c.draft.reading, text
    assert walk.c.answers["antibodies"] == "yes"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("at", "before"), BEHIND_AN_OPTION)
def test_a_number_is_no_place_among_the_options_of_the_question_before(language: str, at: str, before: str) -> None:
    """[11i] "It was 2" at the ratio is the ratio: read as an option's number it would be a lasting failure."""
    here = answers_until(Walk(language=language).begins(), at)
    for text in (f"{small} {number}" for small in SMALL[language] for number in range(1, 10)):
        walk = deepcopy(here)
        walk.does(text)
        assert before not in walk.c.draft.reading, text
        assert walk.c.answers[before] == here.c.answers[before], text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "it was 2"), ("en", "well 2"), ("es", "eran 2"), ("es", "bueno 2")]
)
def test_a_ratio_behind_small_words_is_asked_for_its_unit(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "upc")
    walk.does(text)
    assert {str(each.number) for each in walk.c.draft.offers if isinstance(each, Quantity)} == {"2"}, text


@pytest.mark.parametrize(("language", "text"), OF_ANY)
def test_a_bare_no_and_a_result_that_any_test_may_have_are_not_of_the_question_before(language: str, text: str) -> None:
    """[11i]"""
    walk = answers_until(Walk(language=language).begins(), "upc")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("upc", {}), text


@pytest.mark.parametrize("text", ["sorry, I meant 3", "I forgot, 3", "sorry, 3"])
def test_a_number_that_is_a_place_of_the_open_question_is_no_value_of_the_one_before(text: str) -> None:
    walk = typed("en", "egfr", "78")
    walk.does(text)
    assert "egfr" not in walk.c.draft.reading, text


@pytest.mark.parametrize("text", ["7", "sorry, 7", "it was 5", "option 6"])
def test_a_number_at_the_review_is_no_place_among_the_options_of_a_question(text: str) -> None:
    walk = answers_until(Walk(language="en").begins(), "review")
    walk.does(text)
    assert dict(walk.c.draft.reading) == {}, text


def test_to_correct_before_any_answer_stays_at_the_first_question() -> None:
    walk = answers_until(Walk().begins(), "age")
    walk.does("corregir")
    assert walk.c.state == "age"
    assert "There is no answer before this one." in texts_of(walk.screens()[-1])


@pytest.mark.parametrize("text", ["actually there was blood", "me equivoqué en algo", "I mean the other thing"])
def test_a_correction_that_is_not_understood_is_told_how_to_correct(text: str) -> None:
    walk = typed("en", "upc", "1250 mg/g")
    walk.does(text)
    assert "To change the answer before this one, write /back." in texts_of(walk.screens()[-1]), text


#: Language, a value that waits for a yes, what is said to that, and what is read back then.
IN_ITS_PLACE = (
    *(
        ("en", "egfr", "I think 38", text, "61")
        for text in ("yes but that was last year, now it's 61", "no, now it is 61")
    ),
    *(
        ("en", "egfr", "I think 38", text, "61")
        for text in ("that was in 2025, now it's 61", "make it 61", "no, no, 61")
    ),
    *(("es", "egfr", "creo que 38", text, "61") for text in ("eso era antes, ahora 61", "no, mejor 61", "eran 61")),
    *(("es", "upc", "creo que 850 g/g", text, "850") for text in ("no, mg/g", "son mg/g", "era en mg/g", "mg/g")),
    *(("en", "upc", "I think 850 mg/mmol", text, "850") for text in ("no, mg/g", "it's mg/g", "no it is in mg/g")),
)


@pytest.mark.parametrize(("language", "at", "first", "text", "wanted"), IN_ITS_PLACE)
def test_what_is_put_in_the_place_of_a_value_that_waits_is_read_back(
    language: str, at: str, first: str, text: str, wanted: str
) -> None:
    """[11i]"""
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(first, text)
    read = walk.c.draft.reading.get(at)
    assert isinstance(read, Quantity), text
    assert str(read.number) == wanted, text
    assert at != "upc" or read.unit == "mg/g"


@pytest.mark.parametrize("text", ["not now", "now it's worse", "yes but it was before", "ahora no sé"])
def test_a_now_without_a_value_puts_none_in_its_place(text: str) -> None:
    walk = answers_until(Walk(language="en").begins(), "egfr")
    walk.does("I think 38", text)
    assert "egfr" not in walk.c.answers


@pytest.mark.parametrize(
    ("language", "at", "text", "wanted"),
    [
        *(("es", "antibodies", text, "yes") for text in ("bueno, sí", "ok, sí", "bueno, positivo")),
        *(("en", "antibodies", text, "yes") for text in ("ok, yes", "fine, yes", "good, one of them")),
        *(("es", "urinary_sediment", text, "no") for text in ("ok, no", "listo, salió normal")),
        ("es", "urinary_sediment", "bueno, no sé", UNKNOWN),
    ],
)
def test_an_answer_behind_ok_at_a_test_whose_result_may_be_ok_is_read_back(
    language: str, at: str, text: str, wanted: object
) -> None:
    """[11i]"""
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(text)
    assert at not in walk.c.answers
    assert walk.c.draft.reading.get(at) == wanted, text


@pytest.mark.parametrize("text", ["ok", "bueno", "ok, gracias", "listo", "perfecto, gracias"])
def test_ok_alone_at_a_test_answers_nothing(text: str) -> None:
    walk = answers_until(Walk().begins(), "antibodies")
    walk.does(text)
    assert "antibodies" not in {**walk.c.answers, **walk.c.draft.reading}


@pytest.mark.parametrize("at", ["sle", "antibodies"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("it was me", "it was mine", "it was her", "go ahead, normal", "ok, 3 g/g")),
        *(("es", text) for text in ("dale, 3 g/g", "listo, normal", "dale, normal", "listo, 3 g/g")),
    ],
)
def test_whose_it_was_and_a_nod_before_something_else_are_no_yes(language: str, text: str, at: str) -> None:
    """[11a]"""
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == (at, {}), text


def test_a_yes_with_whose_it_was_tells_nothing_of_another_question() -> None:
    """[11j]"""
    walk = answers_until(Walk(language="en").begins(), "antibodies")
    walk.does("yes it was me")
    assert dict(walk.c.draft.reading) == {"antibodies": "yes"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("antibodies both negative", "ana and dna both negative", "creatinine normal")),
        *(("es", text) for text in ("ana y dna los dos negativos", "la creatinina normal")),
    ],
)
def test_the_result_of_another_test_alone_is_none_of_the_urine(language: str, text: str) -> None:
    """[11j]"""
    walk = answers_until(Walk(language=language).begins(), "urinary_sediment")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("urinary_sediment", {}), text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("both negative", "the urine test was normal", "normal")),
        *(("es", text) for text in ("orina normal", "sedimento normal", "sin sangre, creatinina normal")),
    ],
)
def test_what_names_no_other_test_or_its_own_as_well_is_of_the_urine(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "urinary_sediment")
    walk.does(text)
    assert "no" in (walk.c.draft.reading.get("urinary_sediment"), walk.c.answers.get("urinary_sediment")), text
