"""Medicines corrected in words: one for another, one that comes to mind later, one that was never given."""

from __future__ import annotations

import pytest

from dialogs.values import When
from tests.core.conversation.places import answers_until
from tests.core.conversation.test_medicine_lists import typed, waiting
from tests.core.conversation.walking import Walk, texts_of

AZATHIOPRINE, MYCOPHENOLATE = ("new_immunosuppressant", "azatioprina"), ("new_immunosuppressant", "micofenolato")
RITUXIMAB, CYCLOPHOSPHAMIDE = ("anti_b_cell", "rituximab"), ("cyclophosphamide", "ciclofosfamida")
LISTED = {
    "es": ("azatioprina desde mayo 2025 y ciclofosfamida en enero 2026", "[yes]"),
    "en": ("azathioprine since May 2025 and cyclophosphamide in January 2026", "[yes]"),
}


ENGLISH = ("not azathioprine, mycophenolate", "oh, and rituximab in March")


def later(state: str, *texts: str) -> Walk:
    """Somebody with two medicines who typed these at a later question."""
    language = "en" if texts[0] in ENGLISH else "es"
    walk = answers_until(Walk(language=language).begins(), state, treatments=LISTED[language])
    walk.does(*texts)
    return walk


@pytest.mark.parametrize("state", ["ongoing", "pregnancy", "conditions", "review"])
@pytest.mark.parametrize(
    "text",
    [
        "ah, rituximab",
        "también rituximab",
        "ah, y rituximab",
        "se me olvidó rituximab",
        "me faltó el rituximab",
        "oh, rituximab",
        "also rituximab",
        "I forgot rituximab",
        "I also had rituximab",
        "rituximab",
    ],
)
def test_a_medicine_that_comes_to_mind_is_added_and_read_back(state: str, text: str) -> None:
    walk = later(state, text)
    assert walk.c.state == "treatments"
    assert waiting(walk) == [AZATHIOPRINE, CYCLOPHOSPHAMIDE, RITUXIMAB]
    walk.presses("yes")
    assert [each.name for each in walk.c.answers["treatments"]][-1] == "rituximab"  # type: ignore[union-attr]
    assert walk.c.state in ("when", "ongoing")


@pytest.mark.parametrize("text", ["ah, y rituximab en marzo", "oh, and rituximab in March", "sí, y rituximab en marzo"])
def test_its_date_is_its_own_and_of_no_other_medicine(text: str) -> None:
    walk = later("ongoing", text)
    assert walk.c.draft.reading["when:rituximab"] == When.month(2026, 3)
    assert walk.c.answers["when:ciclofosfamida"] == When.month(2026, 1)


def test_a_date_that_is_put_right_is_read_back_under_its_own_question() -> None:
    walk = later("pregnancy", "ah, la ciclofosfamida fue en marzo")
    assert walk.c.draft.reading == {"when:ciclofosfamida": When.month(2026, 3)}


@pytest.mark.parametrize("state", ["ongoing", "pregnancy", "review"])
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ah, ciclofosfamida no", [AZATHIOPRINE]),
        ("no era azatioprina, era micofenolato", [CYCLOPHOSPHAMIDE, MYCOPHENOLATE]),
        ("not azathioprine, mycophenolate", [CYCLOPHOSPHAMIDE, MYCOPHENOLATE]),
    ],
)
def test_one_that_is_denied_goes_after_a_yes(state: str, text: str, named: list[tuple[str, str]]) -> None:
    walk = later(state, text)
    assert waiting(walk) == named
    assert len(walk.c.answers["treatments"]) == 2  # type: ignore[arg-type]  # nothing is taken yet


@pytest.mark.parametrize(
    ("state", "text", "value"),
    [
        ("ongoing", "no", "no"),
        ("ongoing", "sí", "yes"),
        ("pregnancy", "ni ahora ni en 12 meses", "neither"),
        ("conditions", "nada de eso", ()),
    ],
)
def test_the_answer_of_the_open_question_stays_its_own(state: str, text: str, value: object) -> None:
    walk = later(state, text)
    key = "ongoing:ciclofosfamida" if state == "ongoing" else state
    assert {**walk.c.answers, **walk.c.draft.reading}[key] in (value, ("none",))


@pytest.mark.parametrize(
    "text",
    ["¿y el rituximab?", "me ofrecieron rituximab", "mi hermana toma rituximab", "tomo metformina", "azatioprina"],
)
def test_what_was_not_given_or_is_known_changes_no_list(text: str) -> None:
    walk = later("conditions", text)
    assert ("anti_b_cell", "rituximab") not in waiting(walk)
    assert walk.c.state != "treatments"


@pytest.mark.parametrize("text", ["ah, ninguno", "it was none", "oh, I didn't get any", "ah, no me dieron nada"])
def test_none_of_them_is_no_end_of_one(text: str) -> None:
    walk = later("ongoing", text)
    assert "ongoing:ciclofosfamida" not in walk.c.answers


@pytest.mark.parametrize(
    "text",
    [
        "no me lo pusieron",
        "nunca",
        "me equivoqué, no fue rituximab",
        "ah, ninguno",
        "no, nunca me lo pusieron",
        "I never got it",
        "never",
        "I was wrong, not rituximab",
        "they never gave it to me",
        "no lo he usado",
    ],
)
def test_one_that_was_never_given_goes_after_a_yes(text: str) -> None:
    walk = typed("rituximab y azatioprina", "sí")
    walk.does(text)
    assert waiting(walk) == [AZATHIOPRINE]
    alone = typed("rituximab", "sí", text)
    assert alone.c.draft.reading == {"treatments": ()}
    alone.presses("yes")
    assert alone.c.answers["treatments"] == ()


@pytest.mark.parametrize("text", ["no me acuerdo", "marzo", "no", "todavía no", "no sé", "¿nunca?"])
def test_other_words_at_its_date_take_nothing_off(text: str) -> None:
    walk = typed("rituximab", "sí", text)
    assert walk.c.answers["treatments"] != ()
    assert walk.c.draft.reading.get("treatments", True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no era azatioprina, era micofenolato", [MYCOPHENOLATE]),
        ("no azatioprina, micofenolato", [MYCOPHENOLATE]),
        ("no, micofenolato desde 2020", [MYCOPHENOLATE]),
        ("no, mycophenolate since 2020", [MYCOPHENOLATE]),
    ],
)
def test_at_the_read_back_one_stands_in_the_place_of_another(text: str, named: list[tuple[str, str]]) -> None:
    assert waiting(typed("azatioprina desde mayo 2025", text)) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no ciclofosfamida, me quieren poner rituximab en enero", [RITUXIMAB]),
        ("no cyclophosphamide, they want to give me rituximab in January", [RITUXIMAB]),
        ("no, rituximab en marzo", [RITUXIMAB]),
        ("no, me suspendieron el rituximab", [RITUXIMAB]),
        ("no, they stopped rituximab", [RITUXIMAB]),
        ("ninguno de esos, pero me ponen una inyección", [("unrecognised", "me ponen una inyección")]),
        ("none of those, but I get an injection every month", [("unrecognised", "I get an injection every month")]),
    ],
)
def test_what_stands_behind_a_no_is_not_lost(text: str, named: list[tuple[str, str]]) -> None:
    walk = Walk(language="es" if " me " in f" {text}" and "they" not in text else "en")
    answers_until(walk.begins(), "treatments").does(text)
    assert waiting(walk) == named
    assert not walk.c.answers.get("treatments")


@pytest.mark.parametrize(
    "text",
    [
        "no, me los suspendieron",
        "no, dejé de tomarlos",
        "no, me los sacaron",
        "nada, pero me pinchan todos los meses",
        "no, they stopped them",
        "no, I was taken off them",
        "no, rituximab",
        "nunca aspirina, ni rituximab",
        "no me dieron rituximab, ciclofosfamida o micofenolato en 2025",
        "no he recibido rituximab, belimumab este año",
        "no me dieron nada, pero me ofrecieron una inyección",
    ],
)
def test_what_may_have_been_given_is_neither_none_nor_taken(text: str) -> None:
    walk = typed(text)
    assert "treatments" not in walk.c.answers
    assert not walk.c.draft.reading


@pytest.mark.parametrize("text", ["no", "ninguno", "nada hasta ahora", "no me dieron nada"])
def test_a_no_is_none_as_ever(text: str) -> None:
    walk = typed(text)
    assert {**walk.c.answers, **walk.c.draft.reading}["treatments"] == ()


def test_what_somebody_else_takes_is_taken_off_by_a_no() -> None:
    walk = typed("leflunomida", "no, ésa la toma mi marido, yo no")
    assert not walk.c.draft.reading
    assert "treatments" not in walk.c.answers
    assert "leflunomida" not in texts_of(walk.screens()[-1])


@pytest.mark.parametrize("text", ["tomo micofenolato y estoy embarazada", "estoy embarazada y tomo rituximab"])
@pytest.mark.parametrize("state", ["conditions", "review"])
def test_a_medicine_beside_another_answer_that_changes_is_not_read_alone(state: str, text: str) -> None:
    """What stands beside it would be lost, and nobody would be told."""
    walk = later(state, text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == (state, {})


def test_beside_the_question_that_is_open_it_is_and_that_is_asked_again() -> None:
    walk = later("pregnancy", "tomo micofenolato y estoy embarazada")
    assert waiting(walk)[-1] == MYCOPHENOLATE
    assert "pregnancy" not in walk.c.answers


@pytest.mark.parametrize(
    "text", ["rituximab y estoy embarazada", "rituximab y tengo VIH", "rituximab, y la biopsia fue mala"]
)
def test_what_is_told_beside_a_late_medicine_is_not_lost(text: str) -> None:
    """Nothing of such a text is taken: what is not of the list would be lost without a word (study-facts 11j)."""
    walk = later("review", text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("review", {})
