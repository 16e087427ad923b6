"""Results that are suspected, expected, hoped for or to be repeated: none is read back (study-facts 5, 11g)."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, command, parse_answer
from dialogs.values import UNKNOWN
from tests.core.answers.questions import labels, lexicon, question

TODAY = date(2026, 11, 22)

NO_RESULT = {
    ("antibodies", "en"): (
        "suspected positive", "they suspect the ANA is positive", "ANA positive suspected", "anti-DNA ruled out",
        "should be positive", "my doctor expects it positive", "hoping it's negative", "I fear it will be positive",
        "if positive they will treat me", "doing the ANA next week", "blood drawn yesterday for ANA",
        "I hope it helps if it is positive", "I was afraid it would come positive", "I hope it comes positive",
    ),
    ("antibodies", "es"): (
        "sospechan que es positivo", "sospecha de ANA positivo", "ANA en el límite", "debería salir positivo",
        "creo que va a salir positivo", "si sale positivo me avisan", "me sacaron sangre ayer para el ANA",
        "puede que positivo", "ojalá sirva si sale positivo", "tengo miedo de que salga positivo",
    ),
    ("biopsy_class", "en"): (
        "scared it is class IV", "really worried it is class IV", "class IV, waiting for results", "hopefully class V",
    ),
    ("biopsy_class", "es"): (
        "tengo mucho miedo que sea la IV", "esperando tratamiento por si es clase IV", "ojalá sea clase V",
        "clase IV, esperando la biopsia",
    ),
    ("conditions", "en"): (
        "infection not ruled out", "infection hasn't been ruled out", "need to rule out infection, cancer yes",
        "I beat cancer", "cancer survivor", "I overcame my cancer",
    ),
    ("conditions", "es"): (
        "la infección no está descartada", "falta descartar infección, cáncer sí", "le gané al cáncer",
        "vencí el cáncer",
    ),
    ("cancer", "en"): ("I beat cancer", "survived cancer"),
    ("cancer", "es"): ("le gané al cáncer", "superé un cáncer"),
    ("urinary_sediment", "en"): (
        "suspected blood", "they suspect casts", "to rule out blood", "should be normal", "I hope it's normal",
        "no es normal", "normal no", "wasn't all normal",
    ),
    ("urinary_sediment", "es"): (
        "sospechan sangre", "para descartar sangre", "no está normal", "espero que salga normal",
        "debería estar normal", "puede que salga sangre",
    ),
    ("pregnancy", "en"): ("I suspect I'm pregnant", "afraid I'm pregnant", "might be pregnant"),
    ("pregnancy", "es"): ("sospecho que estoy embarazada", "puede que esté embarazada"),
    ("infection", "en"): ("UTI ruled out",),
    ("biopsy_done", "en"): ("it was postponed twice still waiting", "my friend had one", "no, my friend had one"),
    ("infection", "es"): ("descartaron infección",),
}  # fmt: skip


def read(id: str, language: str, text: str) -> Reading | Misread:
    """How a text is read at a question."""
    asked = question(id)
    try:
        return parse_answer(asked, text, labels(asked, language), TODAY)
    except Misread as misread:
        return misread


@pytest.mark.parametrize(("id", "language"), NO_RESULT)
def test_what_is_suspected_expected_or_ruled_out_is_not_read_back(id: str, language: str) -> None:
    read_back = {text: read(id, language, text) for text in NO_RESULT[id, language]}
    assert {text: said for text, said in read_back.items() if isinstance(said, Reading)} == {}


@pytest.mark.parametrize(
    ("id", "language", "text", "value"),
    [
        ("antibodies", "en", "ANA positive, hope that helps", "yes"),
        ("antibodies", "en", "positive if I remember right", "yes"),
        ("antibodies", "en", "no negatives", "yes"),
        ("antibodies", "en", "waiting for the result", UNKNOWN),
        ("antibodies", "es", "sí, salió positivo", "yes"),
        ("antibodies", "es", "si positivo", "yes"),
        ("antibodies", "es", "ANA positivo espero que sirva", "yes"),
        ("urinary_sediment", "en", "it doesn't show any blood", "no"),
        ("urinary_sediment", "en", "waiting for the result", UNKNOWN),
        ("urinary_sediment", "es", "sí, sale sangre", "yes"),
        ("sle", "en", "rule out lupus", "studied"),
        ("sle", "en", "not sure it's lupus", "studied"),
        ("sle", "es", "quieren descartar lupus", "studied"),
        ("sle", "es", "hasta ahora nadie me lo ha dicho", "studied"),
        ("sle", "es", "nadie me lo ha dicho", "no"),
        ("sle", "es", "lupus no, artritis reumatoide", "no"),
        ("biopsy_done", "en", "no one's ever stuck a needle in my kidney", "no"),
        ("biopsy_done", "es", "me la iban a hacer pero al final se suspendió y nunca más", "no"),
        ("plans_pregnancy", "es", "descartado totalmente", "no"),
        ("sle", "en", "nobody's confirmed it", "studied"),
        ("biopsy_done", "en", "no my friend", "no"),
        ("biopsy_done", "en", "yes my friend", "yes"),
        ("pregnancy_possible", "en", "no I'm a man", "no"),
        ("conditions", "en", "diabetes fine but waiting on an eye op", ("operation",)),
        ("conditions", "es", "me tienen en lista pa la vesícula", ("operation",)),
        ("pregnancy", "en", "had my tubes out", "not_possible"),
        ("antibodies", "en", "I hope this helps: ANA positive", "yes"),
        ("antibodies", "en", "hope this helps, both negative", "no"),
        ("antibodies", "en", "I was afraid, it came positive", "yes"),
        ("antibodies", "es", "ojalá sirva: ANA positivo", "yes"),
        ("antibodies", "es", "tenía miedo pero me salió positivo", "yes"),
        ("conditions", "en", "infection ruled out, but cancer yes", ("cancer",)),
        ("conditions", "en", "cancer yes, infection ruled out", ("cancer",)),
        ("conditions", "en", "infection yes, cancer ruled out", ("infection",)),
        ("conditions", "es", "descartaron infección pero tengo cáncer", ("cancer",)),
        ("conditions", "es", "infección, cáncer descartado", ("infection",)),
        ("biopsy_class", "en", "class IV, waiting for treatment", "IV"),
        ("biopsy_class", "en", "class IV, scared", "IV"),
        ("biopsy_class", "en", "I dont have crescents, class IV", "IV"),
        ("biopsy_class", "en", "class IV, hopefully treatment works", "IV"),
        ("biopsy_class", "es", "IV confirmada, esperando el tratamiento", "IV"),
        ("biopsy_class", "es", "clase IV, tengo mucho miedo", "IV"),
        ("biopsy_class", "es", "clase V, no tengo semilunas", "V"),
    ],
)
def test_what_is_told_beside_such_words_is_read(id: str, language: str, text: str, value: object) -> None:
    reading = read(id, language, text)
    assert isinstance(reading, Reading)
    assert reading.value == value


@pytest.mark.parametrize(
    ("id", "language", "text", "asked_for"),
    [
        ("antibodies", "es", "bórrenme de la base de datos", "delete"),
        ("antibodies", "es", "sáquenme de sus registros", "delete"),
        ("age", "en", "delete my last name", None),
        ("upc", "es", "tengo que hablar con mi doctora", None),
        ("upc", "en", "I have to talk to my doctor", None),
        ("upc", "es", "quiero hablar con la doctora", "person"),
        ("upc", "en", "go back one, I got that wrong", "back"),
        ("biopsy_date", "es", "no cacho na, ayúdeme", "help"),
        ("biopsy_done", "en", "done with these questions", "stop"),
        ("treatments", "en", "I'm done with the treatment", None),
    ],
)
def test_an_erasure_and_a_person_are_heard_and_an_own_doctor_is_none_of_the_team(
    id: str, language: str, text: str, asked_for: str | None
) -> None:
    asked = question(id)
    assert command(text, lexicon(), asked, labels(asked, language)) == asked_for
