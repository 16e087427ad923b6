"""What was asked back is answered in kind, survives a miss, and a number that corrects stays of the same test."""

from __future__ import annotations

import pytest

from dialogs.answers import MisreadReason
from dialogs.conversation.texts.reprompt import REPROMPTS, WHERE_TO_LOOK
from dialogs.values import Quantity, When
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk
from tests.wording.test_texts_reached import ids_in


def asked(language: str, id: str, *texts: str) -> Walk:
    """Somebody who typed these at a question."""
    walk = answers_until(Walk(language=language).begins(), id)
    walk.does(*texts)
    return walk


def waits(walk: Walk, id: str) -> tuple[str, str, str] | None:
    """The value that waits for a yes: number, unit, test."""
    value = walk.c.draft.reading.get(id)
    assert id not in walk.c.answers
    return (str(value.number), value.unit, value.measure) if isinstance(value, Quantity) else None


@pytest.mark.parametrize(
    ("language", "first", "then", "number", "unit"),
    [
        *(
            ("es", "creatinina 2,1 mg/dl", text, "1.2", "mg/dL")
            for text in ("1,2", "no, 1,2", "perdón, 1,2", "era 1,2")
        ),
        *(("en", "creatinine 90 umol/L", text, "80", "µmol/L") for text in ("80", "no, 80", "sorry, 80", "it was 80")),
        *(("en", "creatinine 2.1", text, "2.4", "mg/dL") for text in ("2.4", "no wait, 2.4", "I meant 2.4")),
        ("es", "creatinina 1,9", "mg/dl", "1.9", "mg/dL"),
    ],
)
def test_a_number_that_corrects_a_creatinine_is_a_creatinine(
    language: str, first: str, then: str, number: str, unit: str
) -> None:
    """[11i] It is no eGFR, and is read back."""
    assert waits(asked(language, "egfr", first, then), "egfr") == (number, unit, "creatinine")


@pytest.mark.parametrize(("language", "text"), [("es", "91"), ("es", "no, 91"), ("en", "91")])
def test_one_that_cannot_be_in_that_unit_is_asked_for_its_own(language: str, text: str) -> None:
    walk = asked(language, "egfr", "creatinina 2,1 mg/dl" if language == "es" else "creatinine 2.1 mg/dl", text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == ("egfr", {})
    offered = [each for each in walk.c.draft.offers if isinstance(each, Quantity)]
    assert [(str(each.number), each.measure) for each in offered] == [("91", "creatinine")]


@pytest.mark.parametrize(("language", "text"), [("es", "VFG 85"), ("en", "eGFR 85"), ("en", "85 ml/min")])
def test_a_number_that_says_that_it_is_the_egfr_is_one(language: str, text: str) -> None:
    walk = asked(language, "egfr", "creatinine 90 umol/L" if language == "en" else "creatinina 90 umol/L", text)
    value = walk.c.answers.get("egfr") or walk.c.draft.reading["egfr"]
    assert isinstance(value, Quantity)
    assert (str(value.number), value.measure) == ("85", "egfr")


@pytest.mark.parametrize("text", ["creatinina", "creatinine", "la creatinina", "190", "no sé de qué"])
def test_what_answers_which_unit_is_a_unit(text: str) -> None:
    walk = asked("es", "egfr", "creatinina 190", text)
    assert "egfr" not in walk.c.answers
    assert waits(walk, "egfr") is None


@pytest.mark.parametrize(
    ("language", "id", "first", "misses", "text", "number", "unit"),
    [
        ("es", "egfr", "creatinina 190", ("creatinina", "qué rara la pregunta"), "umol/L", "190", "µmol/L"),
        ("es", "egfr", "creatinina 190", (), "sí", "190", "µmol/L"),
        ("en", "egfr", "creatinine 190", ("creatinine",), "yes", "190", "µmol/L"),
        ("en", "upc", "950", ("yes", "whatever it is"), "mg/g", "950", "mg/g"),
        ("es", "upc", "950", ("sí", "la de siempre"), "mg/g", "950", "mg/g"),
        ("en", "upc", "950", (), "the first one", "950", "mg/g"),
        ("en", "upc", "950", (), "the second one", "950", "mg/mmol"),
        ("es", "upc", "950", ("sí",), "la primera", "950", "mg/g"),
        ("es", "upc", "950", (), "la última", "950", "mg/mmol"),
    ],
)
def test_what_was_asked_back_stays_asked_after_a_miss(
    language: str, id: str, first: str, misses: tuple[str, ...], text: str, number: str, unit: str
) -> None:
    """[AX-09] A unit, the first of those that are offered, or a yes to a single one; read back."""
    value = waits(asked(language, id, first, *misses, text), id)
    assert value is not None
    assert value[:2] == (number, unit)


@pytest.mark.parametrize(("language", "text"), [("es", "mg/dl"), ("en", "mg/dL")])
def test_a_unit_in_which_the_number_cannot_be_is_outside_the_usual(language: str, text: str) -> None:
    walk = asked(language, "egfr", "creatinina 190" if language == "es" else "creatinine 190", text)
    assert REPROMPTS[MisreadReason.IMPLAUSIBLE] in ids_in(walk.said[-1])


@pytest.mark.parametrize(("language", "text"), [("es", "sí"), ("en", "yes"), ("es", "ya"), ("en", "I did")])
def test_a_yes_to_when_is_asked_for_the_month(language: str, text: str) -> None:
    walk = asked(language, "biopsy", text)
    assert REPROMPTS[MisreadReason.WHICH_MONTH] in ids_in(walk.said[-1])
    walk.does("mayo 2026" if language == "es" else "May 2026")
    assert walk.c.answers["biopsy"] == When.month(2026, 5)


#: What is said to them where a question says of what it comes again.
AGAIN = {"biopsy": "Only a biopsy of the kidney counts here. When was that one?", "egfr": "Dialysis that has ended"}
OF_IT = (
    *(("es", "biopsy", t) for t in ("biopsia de piel", "me hicieron una de hígado", "otra biopsia")),
    *(("en", "biopsy", t) for t in ("skin biopsy", "a liver one")),
    *(("es", "egfr", t) for t in ("estuve en diálisis", "ya no estoy en diálisis", "terminé la diálisis")),
    *(("en", "egfr", t) for t in ("I was on dialysis", "dialysis ended last year", "I came off dialysis")),
)
OF_ELSE = (
    *(("es", "biopsy", t) for t in ("nunca más jaja", "mayo 2026, clase V, no perdón, clase IV")),
    *(("en", "biopsy", t) for t in ("never again lol",)),
    *(("es", "egfr", t) for t in ("PCR 12", "no estoy en diálisis", "mg/dl", "hemoglobina 12", "sin diálisis")),
    *(("en", "egfr", t) for t in ("CRP 12", "not on dialysis", "might need dialysis", "never had dialysis", "mg/dl")),
)


@pytest.mark.parametrize(("language", "id", "text"), OF_IT)
def test_why_a_question_comes_again_is_said_where_that_was_spoken_of(language: str, id: str, text: str) -> None:
    assert any(each.startswith(AGAIN[id]) for each in ids_in(asked(language, id, text).said[-1]))


@pytest.mark.parametrize(("language", "id", "text"), OF_ELSE)
def test_to_anything_else_it_is_said_that_it_was_not_clear(language: str, id: str, text: str) -> None:
    said = set(ids_in(asked(language, id, text).said[-1]))
    assert not any(each.startswith(AGAIN[id]) for each in said)
    assert REPROMPTS[MisreadReason.NOTHING] in said


@pytest.mark.parametrize(
    ("language", "id", "text"),
    [
        ("en", "age", "I'm over 18"),
        ("es", "age", "más de 18"),
        ("es", "treatments", "rituximab en agosto, no perdón, en abril"),
    ],
)
def test_what_would_not_be_true_of_a_text_is_not_said_to_it(language: str, id: str, text: str) -> None:
    said = set(ids_in(asked(language, id, text).said[-1]))
    assert not {REPROMPTS[MisreadReason.RANGE], REPROMPTS[MisreadReason.NEGATED]} & said


@pytest.mark.parametrize(("language", "text"), [("es", "¿qué es una biopsia?"), ("en", "what is lupus?")])
def test_who_asks_what_something_is_hears_where_it_is_told(language: str, text: str) -> None:
    assert WHERE_TO_LOOK in ids_in(asked(language, "age", text).said[-1])


@pytest.mark.parametrize(
    ("language", "text", "is_of_it"),
    [
        ("es", "ya no me dializo", True),
        ("en", "I came off dialysis", True),
        *(("es", text, False) for text in ("El informe es de julio", "debe ser 38", "subió a 3,1")),
        *(("en", text, False) for text in ("it dropped 38", "it should be 38", "the report is from july")),
    ],
)
def test_only_who_speaks_of_what_ended_is_told_that_it_does_not_count(language: str, text: str, is_of_it: bool) -> None:
    """[11g]"""
    walk = asked(language, "egfr", text)
    said = "Dialysis that has ended does not count here. Type your number of today."
    assert (said in set(ids_in(walk.said[-1]))) is is_of_it
