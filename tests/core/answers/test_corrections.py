"""What somebody takes back in the same breath: never offered again for a tired yes (study-facts 11)."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, parse_answer
from dialogs.values import UNKNOWN, Value
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 22)


def read(id: str, text: str, language: str) -> Reading | str:
    """What a text is read as, or why it is asked again."""
    try:
        return parse_answer(question(id), text, labels(question(id), language), TODAY)
    except Misread as misread:
        return str(misread.reason)


@pytest.mark.parametrize(
    ("id", "language", "texts"),
    [
        # joined with what stands before it is neither of the two
        ("biopsy_class", "en", ("class III, sorry, and V", "III, I mean with V", "class IV, wait, plus V")),
        ("biopsy_class", "es", ("clase III, perdón, y V", "III, digo, con V", "IV, disculpe, más V")),
        # what is put in its place is half a value
        ("biopsy", "es", ("15 de marzo, no espera, 16", "hace 3 meses, digo años", "hace 2 años, perdón, meses")),
        ("biopsy", "en", ("March 15, no wait, 16", "3 months ago, I mean years", "2 years ago, sorry, months")),
        ("upc", "en", ("1.2 g/g, I mean the other number", "1.2 g/g, no wait")),
        ("upc", "es", ("1,2 g/g, digo la otra", "1,2 g/g, espere")),
        # nothing is put in its place
        ("antibodies", "en", ("both positive, wait no", "both negative, scratch that", "ANA positive, my mistake")),
        ("antibodies", "es", ("los dos positivos, no espere", "los dos negativos, me equivoqué")),
        ("age", "en", ("34, no wait", "34, hang on")),
        ("age", "es", ("34, miento", "34, no espere")),
        ("conditions", "en", ("cancer, no wait", "diabetes, scratch that")),
        ("conditions", "es", ("cáncer, no espere", "una infección, me equivoqué")),
        ("treatments", "en", ("rituximab, no wait", "rituximab in June, I mean May")),
        ("treatments", "es", ("rituximab, no espere", "rituximab en junio, digo mayo")),
        # a no of one test is none of the other
        ("antibodies", "en", ("ANA positive, I mean negative", "both positive, no wait, negative")),
        ("antibodies", "es", ("positivo el ANA, digo negativo",)),
        # an apology that the rest contradicts
        ("antibodies", "es", ("los dos negativos, perdón, no me los han hecho", "positivo, disculpe, ese era otro")),
        ("antibodies", "en", ("positive, sorry, that was the other test", "ANA negative, sorry, wrong paper")),
        # a no that its phrase begins with is what it takes back
        ("pregnancy", "es", ("no, perdón, sí", "no, espera, sí", "no disculpe sí", "no, digo, sí", "no, miento, sí")),
        ("pregnancy", "en", ("no, sorry, yes", "no wait yes", "no hang on, yes I am", "no, I mean yes", "no, wait")),
        ("sle", "es", ("no, perdón, sí", "no espere, sí me lo dijeron", "no, digo, sí", "no, espere")),
        ("sle", "en", ("no, sorry, yes", "no, hold on, yes they did", "no I meant yes", "no, sorry, yes, sorry again")),
        ("sle", "es", ("no, disculpe por no contestar todavía", "no, disculpe, todavía no aprendo a usar esto")),
        ("sle", "en", ("no, sorry for not answering yet", "no, sorry, I have not got used to this yet")),
        ("treatments", "es", ("no, espere, rituximab",)),
        ("conditions", "en", ("no, wait, cancer",)),
        # of what is named before and behind one was taken back
        ("conditions", "en", ("cancer, I mean an infection",)),
        ("conditions", "es", ("cáncer, digo una infección",)),
        ("treatments", "en", ("methotrexate, I mean mycophenolate",)),
        ("treatments", "es", ("metotrexato, digo micofenolato",)),
    ],
)
def test_what_was_taken_back_is_not_offered(id: str, language: str, texts: tuple[str, ...]) -> None:
    offered = {text: said for text in texts if isinstance(said := read(id, text, language), Reading)}
    assert offered == {}


@pytest.mark.parametrize(
    ("id", "language", "text", "value"),
    [
        ("antibodies", "en", "both negative, sorry, never had them done", UNKNOWN),
        ("antibodies", "en", "both negative, no wait, only the ANA was negative", UNKNOWN),
        ("antibodies", "es", "los dos negativos, ay no, positivos", "yes"),
        ("antibodies", "es", "ANA negativo, digo positivo", "yes"),
        ("antibodies", "es", "el ANA me salió negativo, perdón, positivo", "yes"),
        ("antibodies", "es", "anti-DNA negativo, no, espere, positivo", "yes"),
        ("antibodies", "en", "ANA negative, I mean positive", "yes"),
        ("antibodies", "en", "anti-DNA negative, no wait, positive", "yes"),
        ("antibodies", "en", "ANA negative, sorry, positive", "yes"),
        ("antibodies", "en", "no, sorry, both positive", "yes"),
        ("antibodies", "en", "both positive, sorry for the late reply", "yes"),
        ("pregnancy", "es", "no, perdón la demora", "neither"),
        ("pregnancy", "en", "no, sorry for the delay", "neither"),
        ("age", "en", "34, sorry for the delay", 34),
        ("age", "en", "34, sorry for the wait", 34),
        ("age", "en", "34, apologies for my late reply", 34),
        ("age", "en", "I'm 34, sorry to keep you waiting", 34),
        ("age", "en", "34 sorry I took so long", 34),
        ("age", "en", "34, pardon the late hour", 34),
        ("age", "en", "34, sorry for not answering before", 34),
        ("age", "es", "34, perdón por la espera", 34),
        ("age", "es", "34, disculpe por no responder antes", 34),
        ("age", "es", "tengo 34, perdón la hora", 34),
        ("age", "es", "34, lo siento por la tardanza", 34),
        ("age", "es", "treinta y cuatro, disculpe las molestias", 34),
        ("antibodies", "es", "los dos positivos, perdón la demora", "yes"),
        ("biopsy_class", "en", "class IV, sorry about the typing", "IV"),
        ("biopsy_class", "es", "clase IV, disculpe las molestias", "IV"),
    ],
)
def test_what_was_put_in_its_place_or_only_excused_is_read_back(
    id: str, language: str, text: str, value: Value
) -> None:
    assert read(id, text, language) == Reading(value, sure=False)


def test_a_waiting_list_corrects_nothing() -> None:
    for language, text in (("es", "lista de espera para cataratas"), ("en", "have to wait for hip surgery")):
        assert read("conditions", text, language) == Reading(("operation",), sure=False)
    assert read("pregnancy", "en la dulce espera", "es") == Reading("pregnant", sure=False)


def test_an_apology_at_the_end_takes_nothing_back() -> None:
    assert read("age", "34, disculpe", "es") == read("age", "34, sorry", "en") == Reading(34, sure=True)


def test_another_name_of_the_same_medicine_is_no_other_one() -> None:
    said = read("treatments", "Cellcept, I mean mycophenolate", "en")
    assert isinstance(said, Reading)
    assert {medicine.name for medicine in said.value} == {"micofenolato"}


def test_or_no_is_no_correction_though_it_sounds_like_one() -> None:
    for text in ("no sé o no lo tengo", "no tengo el examen o no lo encuentro"):
        said = read("urinary_sediment", text, "es")
        assert isinstance(said, Reading), text
        assert said.value == UNKNOWN, text
