"""What is said of words that were not understood, and of a name that is only like one we know (study-facts 8)."""

from __future__ import annotations

import pytest

from dialogs.values import Medicine
from tests.core.conversation.places import answers_until
from tests.core.conversation.test_medicine_lists import says, typed, waiting
from tests.core.conversation.walking import Walk

RITUXIMAB = ("anti_b_cell", "rituximab")
ASKED = {"es": "rituximab y flimsitol a veces", "en": "rituximab and flimsitol sometimes"}
IT_IS = {
    "es": [
        "sí, es un remedio",
        "sí, una pastilla",
        "es una pastilla",
        "si po es remedio",
        "un remedio",
        "sí, lo tomo",
        "sí, es un remedio para la presión",
        "sí, me lo inyecto",
        "no, es una inyección",
        "no sé qué es",
        "no es un remedio, es una pastilla",
        "es un medicamento",
        "es para el lupus",
    ],
    "en": [
        "yes, it's a drug",
        "yes it's a medicine",
        "it's a pill",
        "yes, a pill",
        "that's a medicine",
        "no idea",
        "yes, one of my tablets",
        "it's for my blood pressure",
        "yes I take it",
        "no, it's an injection",
        "it's not a drug, it's an injection",
        "yes, they gave it to me in hospital",
    ],
}
IT_IS_NOT = {
    "es": [
        "no, no es un remedio",
        "no es un remedio",
        "no es remedio, es una crema",
        "eso no es un remedio",
        "no, es una vitamina",
        "no, es el nombre de mi doctora",
        "no, fue un error",
        "no, era otra cosa",
    ],
    "en": [
        "no, it's not a medicine",
        "it isn't a drug",
        "not a medicine",
        "no, it's a cream",
        "no, it's a supplement",
        "no it's a vitamin",
        "no, it's my doctor's name",
        "no, sorry, typo",
    ],
}


def asked(language: str) -> Walk:
    walk = Walk(language=language)
    answers_until(walk.begins(), "treatments").does(ASKED[language])
    assert walk.c.draft.strange == ("flimsitol",)
    return walk


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in IT_IS.items() for text in texts])
def test_a_yes_in_words_of_its_own_keeps_the_words_that_were_asked_about(language: str, text: str) -> None:
    walk = asked(language)
    walk.does(text)
    assert waiting(walk) == [RITUXIMAB, ("unrecognised", "flimsitol")]
    assert walk.c.draft.reading


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in IT_IS_NOT.items() for text in texts])
def test_a_no_in_words_of_its_own_leaves_them_out(language: str, text: str) -> None:
    walk = asked(language)
    walk.does(text)
    assert waiting(walk) == [RITUXIMAB]
    assert walk.c.draft.reading


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("es", text) for text in ("no, azatioprina", "no, es azatioprina", "quise decir azatioprina")),
        *(("en", text) for text in ("no, azathioprine", "no, it's azathioprine", "I meant azathioprine")),
    ],
)
def test_a_name_in_their_place_is_read(language: str, text: str) -> None:
    walk = asked(language)
    walk.does(text)
    assert waiting(walk) == [RITUXIMAB, ("new_immunosuppressant", "azatioprina")]
    assert walk.c.draft.reading


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", text)
        for text in ("sí, y también azatioprina", "también azatioprina", "azatioprina", "no entiendo", "¿qué?")
    ]
    + [("en", text) for text in ("yes and azathioprine", "and azathioprine", "azathioprine", "what?")],
)
def test_what_is_no_answer_to_them_loses_neither(language: str, text: str) -> None:
    """They are asked about again, beside what was named in the meantime."""
    walk = asked(language)
    walk.does(text)
    assert walk.c.draft.strange == ("flimsitol",)
    assert RITUXIMAB in waiting(walk)
    named = "azat" in text
    assert (("new_immunosuppressant", "azatioprina") in waiting(walk)) is named


@pytest.mark.parametrize("text", ["sí, es un remedio", "yes, it's a medicine", "no, es otro", "it's a different one"])
def test_beside_names_that_are_offered_it_is_the_own_word(text: str) -> None:
    walk = typed("rituxol", text)
    assert walk.c.answers["treatments"] == (Medicine("unrecognised", "", "rituxol"),)


@pytest.mark.parametrize(
    "text",
    [
        *("Ninguno de estos, es otro", "None of these, it is another", "no, es otro", "es otro remedio"),
        *("no es ninguno", "it's another one", "none of these", "No, it's a different drug"),
    ],
)
def test_the_only_near_name_can_be_another_without_a_correction(text: str) -> None:
    walk = typed("azatioprina y Rituximad")
    assert "another" in walk.c.offered
    pressed = walk.copy()
    walk.does(text)
    pressed.presses("another")
    for each in (walk, pressed):
        assert waiting(each) == [("new_immunosuppressant", "azatioprina"), ("unrecognised", "Rituximad")]
        assert "another" not in each.c.offered


@pytest.mark.parametrize("text", ["no, es otra dosis", "otro día", "¿es otro?", "sí", "no"])
def test_other_words_make_it_no_other_one(text: str) -> None:
    walk = typed("Rituximad", text)
    assert ("unrecognised", "Rituximad") not in waiting(walk)


def test_a_name_that_is_known_is_no_other_one() -> None:
    assert "another" not in typed("rituximab").c.offered


@pytest.mark.parametrize(
    "text", ["Falta otro", "There was another one", "me falta uno", "faltan más", "there's one more", "I forgot one"]
)
def test_the_rest_of_a_list_is_asked_for(text: str) -> None:
    walk = typed("rituximab en marzo de 2026")
    pressed = walk.copy()
    walk.does(text)
    pressed.presses("missing")
    for each in (walk, pressed):
        assert waiting(each) == [RITUXIMAB]
        assert each.c.offered[0] == "bolus_methylprednisolone"
        each.does("azatioprina")
        assert waiting(each) == [RITUXIMAB, ("new_immunosuppressant", "azatioprina")]
        assert "when:rituximab" in each.c.draft.reading


@pytest.mark.parametrize("button", ["none", "unknown", "done"])
def test_that_there_was_no_other_one_takes_nothing_off_the_list(button: str) -> None:
    walk = typed("rituximab")
    walk.presses("missing", button)
    assert waiting(walk) == [RITUXIMAB]
    assert walk.c.draft.reading


@pytest.mark.parametrize("text", ["TAC", "me dan tac"])
def test_letters_with_several_meanings_are_asked_by_them(text: str) -> None:
    walk = typed(text)
    assert says(walk, "{word} can be {first}, {second} or {third}. Which one is it?")
    (said,) = [each for block in walk.screens()[-1].blocks for each in block.lines if each.id.startswith("{word} can")]
    assert said.fields["word"] == "TAC"
    assert walk.c.offered[-7:-3] == ["offer:0", "offer:1", "offer:2", "offer:3"]


@pytest.mark.parametrize(
    "text", ["no me lo dieron", "sí, falta", "estoy embarazada", "no sé", "pastilla blanca", "no me la dieron"]
)
def test_where_names_are_offered_no_other_words_say_that_the_typed_one_is_a_medicine(text: str) -> None:
    walk = answers_until(Walk().begins(), "treatments")
    walk.does("zorbalina", text)
    assert "treatments" not in walk.c.answers


@pytest.mark.parametrize("text", ["sí, es un remedio", "es un remedio"])
def test_where_names_are_offered_saying_so_keeps_the_typed_one(text: str) -> None:
    walk = answers_until(Walk().begins(), "treatments")
    walk.does("zorbalina", text)
    kept = walk.c.answers.get("treatments") or walk.c.draft.reading.get("treatments")
    assert isinstance(kept, tuple)
