"""Beside a sign of danger a number is taken for the test's only where it can be nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import safety
from dialogs.conversation.typed.beside_danger import beside_danger
from dialogs.values import Quantity
from tests.core.answers.questions import labels, lexicon, question

TODAY = date(2026, 11, 27)

VITAL_SIGNS = """\
39 fever; fever 39.5; I have 38 fever and chills; 38 fever, 2 days; 120 pulse and chest pain; pulse 120, chest pain
120 over 80, I can't breathe; 180 over 110; oxygen 88, can't breathe; 88 oxygen and I can't breathe
39 de fiebre; fiebre 39,5; 38 de fiebre y tiritones; pulso 120 y dolor en el pecho; 120 pulsaciones, dolor en el pecho
120 con 80, no puedo respirar; presión 180 con 110; saturo 88 y no puedo respirar; dolor en el pecho hace 40 minutos"""
#: Only beside an age these are read back as one.
BARE_FEVERS = ["39, chills", "38 and shivering", "39 y escalofríos", "38,5, tiritones"]
#: Beside any danger a number that may be a temperature is no result without its unit or its test's name.
TEMPERATURES = """\
39, no puedo respirar; 35 y no puedo respirar; 38,7 y me desmayé; 37.5 y dolor de pecho; 42, me duele el pecho
39 and I can't breathe; 101 and chest pain; 98.6, chest pain; 106, I passed out; 95 and I fainted"""
ANSWERS = {
    "39 ml/min and I can't breathe": "39", "eGFR 39, chest pain": "39", "VFG 38 y no puedo respirar": "38",
    "34 and I can't breathe": "34", "43 y no puedo respirar": "43", "94, chest pain": "94",
    "72, and a fever of 39": "72", "eGFR 55 and I can't breathe": "55", "chest pain, eGFR 55": "55",
    "55 but I can't breathe": "55", "72 and I have a fever of 39": "72", "72 y tengo fiebre de 39": "72",
    "61 and my chest hurts": "61", "61 y me duele el pecho": "61",
    "creatinine 1.9 mg/dl and fever 39": "1.9", "72, y fiebre de 39": "72",
    "VFG 55 y no puedo respirar": "55", "dolor en el pecho, VFG 55": "55", "55 pero me falta el aire": "55",
    "creatinina 1,9 mg/dl y fiebre de 39": "1.9",
}  # fmt: skip


def beside(text: str, id: str = "egfr") -> object:
    asked = question(id)
    reading = beside_danger(asked, text, labels(asked, "es" if "de" in text.split() else "en"), TODAY)
    return reading.value if reading else None


@pytest.mark.parametrize("asked", ["egfr", "upc", "age"])
def test_a_fever_a_pulse_or_a_pressure_is_no_result_and_no_age(asked: str) -> None:
    texts = [text.strip() for line in VITAL_SIGNS.splitlines() for text in line.split(";")]
    texts += [] if asked == "age" else BARE_FEVERS
    assert [text for text in texts if not safety(text, lexicon())] == []
    assert {text: taken for text in texts if (taken := beside(text, asked)) is not None} == {}


def test_a_number_that_may_be_a_temperature_is_no_result_beside_any_danger() -> None:
    texts = [text.strip() for line in TEMPERATURES.splitlines() for text in line.split(";")]
    assert [text for text in texts if not safety(text, lexicon())] == []
    assert {text: taken for text in texts if (taken := beside(text)) is not None} == {}


def test_a_result_with_its_name_its_unit_or_by_itself_waits_behind_the_safety_text() -> None:
    read = {text: beside(text) for text in ANSWERS}
    assert {text: str(v.number) if isinstance(v, Quantity) else v for text, v in read.items()} == ANSWERS
