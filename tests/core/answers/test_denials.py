"""A plain denial quiets the sign behind it, and anything else keeps the alarm (study-facts 10)."""

from __future__ import annotations

import pytest

from dialogs.answers import safety
from dialogs.lexicon.denial import read_denial
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from tests.core.answers.questions import lexicon, sources

ALARMS = {"emergency", "self_harm", "urgent"}


@pytest.mark.parametrize(
    ("denial", "danger"),
    [
        ("no tengo fiebre", "no, tengo fiebre"),
        ("no tengo fiebre", "no se me quita la fiebre"),
        ("no tengo fiebre", "no solo tengo fiebre"),
        ("no tengo fiebre", "no sé, tengo fiebre"),
        ("no tengo fiebre", "no tengo fiebre, pero anoche sí"),
        ("no tengo fiebre", "no tengo, me duele el pecho"),
        ("no me duele el pecho", "no tengo me duele el pecho"),
        ("el pecho no me duele", "el pecho me duele y no se me quita"),
        ("nunca me he desmayado", "nunca me había desmayado"),
        ("no he tomado veneno", "no tengo tomé veneno"),
        ("no tengo fiebre ni me falta el aire", "no tengo fiebre y me falta el aire"),
        ("fiebre no tengo", "tengo fiebre no sé qué hacer"),
        ("no me quiero matar", "no me quiero matar pero a veces lo pienso"),
        ("no quiero morir", "no quiero otra cosa que morir"),
        ("no estoy sangrando", "no para de sangrar"),
        ("estoy sangrando, es la regla", "estoy sangrando y no es la regla"),
        ("estoy sangrando, es la regla", "estoy sangrando, es la regla y estoy embarazada"),
        ("no estoy embarazada y me duele la cabeza", "no, embarazada y me duele la cabeza"),
        ("i don't have a fever", "i don't know, i have a fever"),
        ("no fever or chills", "no fever and chills"),
        ("never had a seizure", "i had never had a seizure"),
        ("never fainted", "no fainted twice"),
        ("my chest doesn't hurt", "my chest hurts and doesn't stop"),
        ("i'm not short of breath", "i'm not just short of breath"),
        ("fever? no", "i have fever, no idea why"),
        ("i don't want to die", "i don't want to live"),
        ("no veo doble", "no veo bien, veo doble"),
        ("my chest doesn't hurt", "my chest doesn't hurt but i can't breathe"),
        ("la presión no es de 180", "la presión no baja de 180"),
        ("i'm bleeding, it's my period", "i'm bleeding, it's not my period"),
    ],
)
def test_a_plain_denial_is_quiet_and_what_only_looks_like_one_is_not(denial: str, danger: str) -> None:
    assert not ALARMS & set(safety(denial, lexicon()))
    assert ALARMS & set(safety(danger, lexicon()))


@pytest.mark.parametrize("text", ["no puedo respirar", "no despierta", "no orino", "no quiero vivir", "can't speak"])
def test_a_sign_that_is_itself_a_denial_is_heard(text: str) -> None:
    assert ALARMS & set(safety(text, lexicon()))


def test_every_problem_of_the_words_of_denial_is_named() -> None:
    told: list[str] = []
    read_denial({"negators": "", "joyns": "or"}, lambda place, fact: told.append(f"{place}: {fact}"))
    assert any("[denial] joyns: nobody reads this" in each for each in told)
    assert any("[denial] negators: holds no words" in each for each in told)
    with pytest.raises(LexiconError, match=r"\[denial\] joins: holds no words"):
        parse_lexicon({**sources(), "red_flags.toml": sources()["red_flags.toml"].replace("\njoins = ", "\njoyns = ")})
