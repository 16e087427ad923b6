"""Red flags and commands: whole lists of study-facts 10 and 11, in both languages always."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from dialogs.answers import command, national_id, safety
from tests.core.answers.questions import lexicon
from tests.examples import some

EMERGENCY = """\
no puedo respirar; me falta el aire; ahogo; me ahogo; labios azules; labios morados; dolor en el pecho; opresión
en el pecho; toso sangre; convulsión; ataque; desmayo; me desmayé; inconsciente; confusión; no puedo hablar;
cara chueca; se me cae la cara caída; no muevo el brazo; no muevo la pierna; perdí la vista; peor dolor de
cabeza de mi vida; mucha sangre; sangrado que no para; vómito con sangre; deposiciones negras; se me hincha la
garganta; se me hincha la lengua; embarazada con sangrado; embarazada con dolor fuerte; no siento a la guagua;
can't breathe; short of breath; choking; blue lips; chest pain; chest pressure; coughing blood; seizure; having
a fit; fainted; passed out; unconscious; confused; can't speak; face drooping; can't move my arm; lost my sight;
worst headache; bleeding won't stop; vomiting blood; black stool; throat swelling; tongue swelling; pregnant and
bleeding; pregnant with strong pain; baby not moving; NO PUEDO RESPIRAR!!!; me duele el
p\u200becho; no puedo respirarr; combulsion"""
URGENT = """\
no orino; dejé de orinar; orino muy poco hace horas; fiebre; 38,5 de fiebre; tiritones; presión 180; not peeing;
no urine; fever; chills; blood pressure 180; temperatura de 39; presión 190/110"""
SELF_HARM = """\
quiero morir; no quiero vivir; matarme; suicidarme; quitarme la vida; hacerme daño; cortarme; mejor muerta;
mejor muerto; want to die; kill myself; suicide; end my life; hurt myself; better off dead; me quiero suisidar"""
QUIET = """\
me muero de ganas; me muero de risa; me muero de sueño; doy pecho; dying to know; estoy dando pecho; no sé; 34;
sangre en la orina; hinchazón de piernas; me duele la rodilla; rituximab en marzo; la segunda opción; muchas
gracias; the study might fit me; I have lupus; tengo lupus hace 5 años; me sacaron mucha sangre; no entiendo la
pregunta"""


def each(texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts.split(";")]


@dataclass(frozen=True, slots=True)
class Block:
    """Texts of a file for which the same is due; a pregnancy may have been told; it, an age or no number be asked."""

    place: str
    due: frozenset[str]
    asked: Mapping[str, bool]
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return self.place


def blocks() -> Iterator[Block]:
    for file in ("alarms.toml", "alarms_as_typed.toml", "alarms_in_answers.toml"):
        raw = tomllib.loads((Path(__file__).parents[2] / "cases" / file).read_text(encoding="utf-8"))
        for number, of in enumerate(raw["texts"], 1):
            asked = {key: of[key] for key in of.keys() - {"due", "said"}}
            yield Block(f"{file} {number}", frozenset(of["due"]), asked, tuple(of["said"]))


@pytest.mark.parametrize("block", list(blocks()), ids=str)
def test_what_a_tired_person_says_calls_for_just_the_texts_that_are_due(block: Block) -> None:
    """One test for each block: a test for each text would cost more than hearing it."""

    def heard(text: str) -> set[str]:
        return set(safety(text, lexicon(), **block.asked)) - {"tell_doctor"}

    assert {text: found for text in some(block.texts) if (found := heard(text)) != block.due} == {}


def heard_in(texts: str) -> dict[str, tuple[str, ...]]:
    """What every one of these texts calls for: one test for a list, which tells each that went wrong."""
    return {text: tuple(safety(text, lexicon())) for text in each(texts)}


def test_words_of_danger_call_for_the_emergency_text() -> None:
    assert {text: due for text, due in heard_in(EMERGENCY).items() if due[:1] != ("emergency",)} == {}


def test_words_of_urgency_call_for_a_doctor_today() -> None:
    assert {text: due for text, due in heard_in(URGENT).items() if due != ("urgent",)} == {}


def test_words_of_self_harm_call_for_their_text() -> None:
    assert {text: due for text, due in heard_in(SELF_HARM).items() if "self_harm" not in due} == {}


def test_poisoning_calls_for_both_texts_the_ambulance_first() -> None:
    heard = heard_in("me tomé todas las pastillas; sobredosis; took all my pills; overdose")
    assert {text: due for text, due in heard.items() if due != ("emergency", "self_harm")} == {}


def test_everyday_words_raise_no_alarm() -> None:
    loud = {"emergency", "urgent", "self_harm"}
    assert {text: due for text, due in heard_in(QUIET).items() if set(due) & loud} == {}


def test_signs_of_the_disease_are_for_the_doctor() -> None:
    heard = heard_in("sangre en la orina; hinchazón de piernas; blood in my urine; my legs are swollen")
    assert {text: due for text, due in heard.items() if due != ("tell_doctor",)} == {}


def test_danger_at_the_end_of_a_long_story_is_heard() -> None:
    assert safety("hola " * 800 + "no puedo respirar", lexicon()) == ("emergency",)


COMMANDS = {
    "terminar": "stop", "Salir por favor": "stop", "STOP": "stop", "quit": "stop", "borrar": "delete",
    "delete": "delete", "/borrar@tamiz_bot": "delete", "atrás": "back", "pausa": "pause",
    "English": "language", "español": "language", "una persona": "person", "ayudaa": "help",
    "/idioma": "language", "terminr": "stop",
    "mis datos": "mydata", "/misdatos": "mydata", "privacy": "privacy", "continuar": "continue",
    "no quiero borrar nada": None, "34": None, "": None, "otras": None, "sí": None,
    "terminé en marzo": None, "cáncer": None, "cancer gracias": None, "cáncer, por favor": None,
    "cancer thanks": None, "cancerous please": None, "cancelar gracias": "stop", "cancel please": "stop",
}  # fmt: skip


def test_only_a_whole_text_is_a_command_in_either_language() -> None:
    assert {text: command(text, lexicon()) for text in COMMANDS} == COMMANDS


NATIONAL_IDS = {
    "12.345.678-5": True, "mi rut es 12345678-5": True, "RUT 123456785": True, "7.775.735-k": True,
    "12.345.678-9": False, "987654321": False, "9 8765 4321": False, "10-11-2026": False, "": False,
}  # fmt: skip


def test_a_national_id_is_known_by_its_check_digit() -> None:
    """[CL-30] recognised, so that it can be refused and never kept."""
    assert {text: national_id(text) for text in NATIONAL_IDS} == NATIONAL_IDS
