"""What people say in passing at single steps: who answers, that all is well, what they may get, another test."""

from __future__ import annotations

import pytest

from dialogs.answers import MisreadReason, parse_answer
from dialogs.conversation.texts.reprompt import REPROMPTS
from dialogs.conversation.typed.small_talk import HELPER_TYPES, TYPIST
from dialogs.values import UNKNOWN, Value
from tests.core.answers.questions import labels, questions, study
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import TODAY, Walk
from tests.wording.test_texts_reached import ids_in

HELPS = (
    *("estoy ayudando a alguien", "ayudo a una persona", "a mi mamá", "estoy ayudando a otra persona"),
    *("I'm helping someone", "Im helping someone", "I am helping somebody else", "helping someone"),
)
WELL = ("todo bien, menos mal", "menos mal, todo bien", "todo bien menos mal", "all good, thank goodness")
#: A treatment that was not given: it may be, or is wished for.
AHEAD = (
    *(("es", text) for text in ("quiero rituximab", "rituximab en estudio", "me gustaría rituximab")),
    *(("es", text) for text in ("me podrían dar rituximab", "están evaluando rituximab")),
    *(("en", text) for text in ("I may get rituximab in May", "I could get rituximab", "I should get rituximab")),
    *(("en", text) for text in ("I want rituximab", "I'd like rituximab", "rituximab is being considered")),
)
#: Tests that are not asked for, with their number.
ANOTHER = ("haemoglobin 12", "C3 90", "C4 20", "c3: 90", "haematocrit 36")


@pytest.mark.parametrize("text", HELPS)
def test_who_helps_is_heard_in_plain_words(text: str) -> None:
    """[RE-04] [11c]"""
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.state, walk.c.who) == ("consent", "helper")


@pytest.mark.parametrize("text", ["mi hija me está ayudando a escribir", "my daughter is helping me write"])
def test_who_is_helped_to_write_is_asked_who_answers(text: str) -> None:
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.state, walk.c.draft.meant) == ("who", "")


@pytest.mark.parametrize("text", ["soy su hija, escribo por ella", "I'm typing this for my mum"])
def test_who_types_for_another_helps_them(text: str) -> None:
    """[RE-04] [11c]"""
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.state, walk.c.who) == ("consent", "helper")


@pytest.mark.parametrize(
    "text", ["mi hija me está ayudando a escribir", "le voy dictando a mi nieto", "my son is typing"]
)
def test_who_says_that_somebody_types_for_them_hears_whose_answers_they_are(text: str) -> None:
    """[RE-04] It is neither an answer nor a misreading."""
    walk = answers_until(Walk().begins(), "sle")
    before = (walk.c.state, dict(walk.c.answers))
    walk.does(text)
    assert (walk.c.state, dict(walk.c.answers), walk.c.draft.misread) == (*before, 0)
    assert TYPIST in ids_in(walk.said[-1])


@pytest.mark.parametrize(("who", "told"), [("self", REPROMPTS[MisreadReason.OF_ANOTHER]), ("helper", HELPER_TYPES)])
@pytest.mark.parametrize("text", ["escribo por mi mamá", "I'm her daughter", "she is telling me what to type"])
def test_who_types_for_another_hears_how_to_answer_for_them(
    monkeypatch: pytest.MonkeyPatch, text: str, who: str, told: str
) -> None:
    """[RE-04]"""
    monkeypatch.setattr(Walk, "who", who)
    walk = answers_until(Walk().begins(), "sle")
    walk.does(text)
    assert told in ids_in(walk.said[-1])
    assert walk.c.draft.misread == 0


@pytest.mark.parametrize("text", WELL)
def test_thank_goodness_names_no_answer_that_is_wrong(text: str) -> None:
    walk = at("the review")
    walk.does(text)
    assert walk.c.state == "result"


@pytest.mark.parametrize(("language", "text"), AHEAD)
def test_a_treatment_that_may_come_is_not_surely_had(language: str, text: str) -> None:
    """[11g]"""
    asked = study().question("treatments")
    assert not parse_answer(asked, text, labels(asked, language), TODAY).sure


@pytest.mark.parametrize("question", ["egfr", "creatinine", "upc"])
@pytest.mark.parametrize("text", ANOTHER)
def test_the_number_of_another_test_is_not_read_back(question: str, text: str) -> None:
    walk = at(f"the question {question}")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == (question, {})


#: Question, what is said there, and what is read back; None: taken at once.
PASSING = (
    ("es", "upc", "no me lo an hecho nunca", None),
    ("es", "egfr", "no me la han hecho nunca", None),
    ("en", "antibodies", "none, they didn't order it", UNKNOWN),
    ("en", "antibodies", "none, it was never done", UNKNOWN),
    ("en", "biopsy_done", "nah they said it was too risky", "no"),
    ("en", "biopsy_done", "no, the doctor said it was very dangerous", "no"),
    ("en", "pregnant", "not expecting", "no"),
    ("en", "age", "eighty-one, asking for myself", 81),
    ("en", "age", "16 but my mum said its ok", 16),
    ("es", "age", "16 pero tengo permiso", 16),
    ("es", "biopsy_class", "me muero de ganas de saber, pero es la IV", "IV"),
    ("en", "biopsy_class", "dying to know, but it is IV", "IV"),
)


@pytest.mark.parametrize(("language", "id", "text", "wanted"), PASSING)
def test_what_is_said_in_passing_hides_no_answer(language: str, id: str, text: str, wanted: Value) -> None:
    """[11a]"""
    asked = questions()[id]
    reading = parse_answer(asked, text, labels(asked, language), TODAY)
    assert (reading.value, reading.sure) == ((UNKNOWN, True) if wanted is None else (wanted, False))


@pytest.mark.parametrize("id", ["sle", "antibodies", "urinary_sediment", "pregnancy", "egfr", "biopsy"])
@pytest.mark.parametrize(
    "text",
    [
        *("estoy bien", "hola, estoy bien", "soy yo", "estoy en eso", "ando bien, gracias", "me siento mejor"),
        *(
            "aquí estoy",
            "I am well",
            "I'm fine, thanks",
            "I am on it",
            "it's me",
            "I'm ok",
            "I feel better",
            "I'm here",
        ),
    ],
)
def test_how_one_is_and_that_one_is_there_is_a_yes_to_nothing(id: str, text: str) -> None:
    walk = answers_until(Walk().begins(), id)
    before = dict(walk.c.answers)
    walk.does(text)
    now = (walk.c.state, walk.c.answers, dict(walk.c.draft.reading), walk.c.draft.misread)
    assert now == (id, before, {}, 0), text


@pytest.mark.parametrize(
    ("language", "id", "text", "value"),
    [
        *(("es", "sle", "estoy", "yes"), ("es", "sle", "estoy segura", "yes")),
        *(("es", "sle", "estoy en estudio", "studied"), ("es", "pregnancy", "estoy embarazada", "pregnant")),
        *(("en", "sle", "I am", "yes"), ("en", "ongoing", "I am on it", "yes")),
    ],
)
def test_what_answers_beside_how_one_is_stays_an_answer(language: str, id: str, text: str, value: str) -> None:
    taken = {"treatments": ("rituximab", "[yes]")} if id == "ongoing" else {}
    walk = answers_until(Walk(language=language).begins(), id, **taken)
    slot = walk.c.draft.slot
    walk.does(text)
    assert (walk.c.answers.get(slot) or walk.c.draft.reading.get(slot)) == value


@pytest.mark.parametrize("text", ["soy yo", "it's me"])
def test_that_it_is_them_answers_who_answers(text: str) -> None:
    """[RE-04]"""
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.state, walk.c.who) == ("consent", "self")


@pytest.mark.parametrize("text", ["estoy bien", "I'm fine"])
def test_to_be_well_is_a_no_where_it_is_asked_what_one_has(text: str) -> None:
    walk = at("the question conditions")
    walk.does(text)
    assert dict(walk.c.draft.reading) == {"conditions": ("none",)}
