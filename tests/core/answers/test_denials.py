"""A denial quiets no sign: a false alarm costs one message, a miss may cost a life (study-facts 10)."""

from __future__ import annotations

import pytest

from dialogs.answers import safety
from tests.core.answers.questions import lexicon

ALARMS = {"emergency", "self_harm", "urgent"}


@pytest.mark.parametrize(
    "text",
    [
        "no tengo dolor de pecho", "no me quiero matar", "nunca me había desmayado", "no se me quita la fiebre",
        "no puedo respirar", "no despierta", "no orino", "no quiero vivir", "sin fiebre pero con escalofríos",
        "i don't have chest pain", "i don't want to die", "never had a seizure before today", "can't speak",
        "my chest hurts and doesn't stop",
    ],
)  # fmt: skip
def test_words_of_danger_beside_a_no_are_heard(text: str) -> None:
    assert ALARMS & set(safety(text, lexicon()))


@pytest.mark.parametrize(
    ("of_every_month", "danger"),
    [
        ("estoy sangrando, es la regla", "estoy sangrando y no es la regla"),
        ("estoy sangrando, es la regla", "no es la regla, estoy sangrando"),
        ("estoy sangrando, es la regla", "estoy sangrando, es la regla y estoy embarazada"),
        ("i'm bleeding, it's my period", "i'm bleeding, it's not my period"),
        ("i'm bleeding, it's my period", "no period for months and now i'm bleeding"),
    ],
)
def test_a_bleeding_of_every_month_is_none(of_every_month: str, danger: str) -> None:
    assert not ALARMS & set(safety(of_every_month, lexicon()))
    assert ALARMS & set(safety(danger, lexicon()))
