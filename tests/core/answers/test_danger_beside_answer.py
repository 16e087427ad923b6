"""An answer before or behind a danger hides it with no comma, "and" or full stop between them (study-facts 10)."""

from __future__ import annotations

from itertools import product

import pytest

from dialogs.answers import safety
from tests.core.answers.questions import lexicon
from tests.core.answers.test_alarms import each
from tests.examples import some

ANSWERS = {
    "es": """\
sí; no; clase IV; clase 3 y 5; mi clase es la 4; 37; tengo 41 años; ANA positivo; sí, biopsia en marzo 2024; creatinina
1,2; 1200 mg/g; el doctor dice que sí; tomo prednisona 10 mg; negativo; trabajo tiempo completo; soy profesora; hace
rato; no estoy embarazada; soy hipertensa; gracias; no sé; estudio en la universidad; tengo 3 hijos""",
    "en": """\
yes; no; class IV; class 3 and 5; my class is 4; 37; I'm 41 years old; positive for ANA; yes, biopsy in March 2024;
creatinine 1.2; 1200 mg/g; the doctor says yes; I take prednisone 10 mg; negative; I work full time; I'm a teacher; not
pregnant; I have high blood pressure; thanks; I don't know; I study at college; I have 3 kids""",
}
DANGERS = {
    "es": """\
no puedo hablar; se me hinchó la lengua y no puedo hablar bien; me sale sangre por el ano; no puedo ver;
quince de un viaje; veinte de una; ya no puedo más; no puedo seguir así; me voy a tirar; para qué seguir
sufriendo; me quise matar; me mandé 8 amlodipinos juntos; me tomé 18 tramadol; efectos adversos: convulsiones""",
    "en": """\
I can't speak; I can't talk properly; help i cant see; gonna end it; she's going to jump; I can't go on; took
40 aspirin; side effects: seizures; I passed a large amount of blood; I fainted when I was cooking; necked 8
amlodipines at once""",
}
JOINTS = {"es": (", ", ". ", " y ", " pero ", "; "), "en": (", ", ". ", " and ", " but ", "; ")}


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_answer_hides_a_danger_beside_it(language: str) -> None:
    pairs = some(tuple(product(each(ANSWERS[language]), each(DANGERS[language]), JOINTS[language])))
    texts = [text for answer, danger, joint in pairs for text in (answer + joint + danger, danger + joint + answer)]
    assert [text for text in texts if not safety(text, lexicon())] == []


@pytest.mark.parametrize(
    "text",
    [
        "took 40 aspirin, belimumab every month",
        "me tomé 18 tramadol, micofenolato diario",
        "I swallowed 30 tylenol, benlysta weekly",
    ],
)
def test_how_another_medicine_is_taken_quiets_no_overdose(text: str) -> None:
    assert safety(text, lexicon()) == ("emergency", "self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "estoy en clases, no puedo hablar",
        "voy en la micro y no puedo hablar",
        "no puedo hablar ahora, estoy en reunión",
        "más rato le contesto, no puedo hablar",
        "I'm on the bus, can't talk",
        "in a meeting, can't talk",
        "kids are asleep, can't talk",
        "I had a seizure when I was five",
        "nearly fainted at the price",
        "me tomé 12 pastillas, como siempre",
    ],
)
def test_who_may_not_talk_here_and_what_was_of_old_calls_for_no_text(text: str) -> None:
    assert not safety(text, lexicon())


def test_what_is_felt_all_over_is_not_over() -> None:
    assert safety("born 1978, my face swelled up suddenly and itchy all over", lexicon()) == ("emergency",)
    assert not safety("seizures in 2015, they are all gone", lexicon())
