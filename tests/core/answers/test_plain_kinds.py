"""Numbers, decimals, scales, dates of birth, blood pressures, grades and words, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Misread, MisreadReason, parse_answer
from dialogs.screens import Text
from dialogs.study.study import Grades, Kind, Measure, Option, Question, Unit
from dialogs.value_texts import quantity
from dialogs.values import UNKNOWN, Pressure, Quantity, Unknown, Value, When, decode, encode
from tests.core.answers.questions import labels

TODAY = date(2026, 11, 22)
DONT_KNOW = Option(value="unknown", label="I don't know", exclusive=True)


def question(kind: Kind, **told: Any) -> Question:
    return Question(id="it", kind=kind, text="?", short="It", fact="it", options=(DONT_KNOW,), **told)


TIMES = question(Kind.INTEGER, lowest=0, highest=60)
SCORE = question(Kind.DECIMAL, lowest=Decimal("-6"), highest=Decimal("4.5"))
PAIN = question(Kind.SCALE, lowest=0, highest=10)
WAIST = replace(
    question(Kind.DECIMAL, lowest=Decimal(3), highest=Decimal(200)), text="How many centimeters is your waist around?"
)
DAYS = replace(question(Kind.INTEGER, lowest=0, highest=31), text="On how many days of the last month was it so?")
WEEK = replace(question(Kind.INTEGER, lowest=0, highest=7), text="How many days a week do you walk?")
WEIGHT = question(
    Kind.QUANTITY,
    measures=(
        Measure(
            id="weight",
            units=(Unit(name="kg", factor=Fraction(1)),),
            lowest=Fraction(25),
            highest=Fraction(350),
            unit_optional=True,
        ),
    ),
)
HEIGHT = question(
    Kind.QUANTITY,
    measures=(
        Measure(
            id="height",
            units=(Unit(name="cm", factor=Fraction(1)), Unit(name="m", factor=Fraction(100))),
            lowest=Fraction(100),
            highest=Fraction(230),
            unit_optional=True,
        ),
    ),
)
BORN = question(Kind.BIRTH)
PRESSURE = question(Kind.PRESSURE)
BESIDES = question(Kind.FREE_TEXT)
CELLS = question(
    Kind.QUANTITY,
    measures=(
        Measure(
            id="cells",
            units=(
                Unit(name="/µL", factor=Fraction(1), spellings=("/mm3",)),
                Unit(name="10^9/L", factor=Fraction(1000), spellings=("10e9/l",)),
            ),
            lowest=Fraction(0),
            highest=Fraction(5000),
        ),
    ),
)
LETTERS = question(Kind.CHOICE, terms=("A", "B", "C"), grades=Grades.LETTERS)
STAGES = question(Kind.CHOICE, terms=("1", "2", "3a", "3b"), grades=Grades.NUMBERS)


#: What is said of a number in another unit: that it does not fit, or that the number is outside the usual.
ASKED_ABOUT = (MisreadReason.OTHER_UNIT, MisreadReason.IMPLAUSIBLE)


def outcome(of: Question, text: str) -> MisreadReason | Value:
    """What a text was taken for, or why it was not."""
    try:
        return read(of, text)[0]
    except Misread as misread:
        return misread.reason


def read(of: Question, text: str, language: str = "en") -> tuple[Value, bool]:
    reading = parse_answer(of, text, labels(of, language), TODAY)
    return reading.value, reading.sure


@pytest.mark.parametrize(
    ("of", "language", "text", "value", "sure"),
    [
        (TIMES, "en", "5", 5, True),
        (TIMES, "es", "ninguna, 0", 0, False),
        (TIMES, "es", "ninguno", 0, False),
        (TIMES, "en", "never", 0, False),
        (TIMES, "es", "doce", 12, True),
        (TIMES, "es", "unas 12", 12, False),
        (TIMES, "en", "I don't know", UNKNOWN, True),
        (SCORE, "es", "-2,5", Decimal("-2.5"), True),
        (SCORE, "en", "-2.5", Decimal("-2.5"), True),
        (SCORE, "es", "menos 2,5", Decimal("-2.5"), True),
        (SCORE, "en", "minus 1", Decimal("-1"), True),
        (SCORE, "en", "1.25", Decimal("1.25"), True),
        (PAIN, "es", "7", 7, True),
        (PAIN, "es", "7 de 10", 7, True),
        (PAIN, "en", "7/10", 7, True),
        (PAIN, "en", "7 out of 10", 7, True),
        (PAIN, "en", "ten", 10, True),
        (PRESSURE, "es", "150/95", Pressure(150, 95), True),
        (PRESSURE, "es", "150 con 95", Pressure(150, 95), True),
        (PRESSURE, "en", "150 over 95", Pressure(150, 95), True),
        (PRESSURE, "en", "BP 150/95 mmHg", Pressure(150, 95), True),
        (PRESSURE, "es", "15 con 9", Pressure(150, 90), False),
        (PRESSURE, "es", "12,5 / 8", Pressure(125, 80), False),
        (PRESSURE, "es", "ayer me salió 150/95", Pressure(150, 95), False),
        (PRESSURE, "en", "I don't know", UNKNOWN, True),
        (BORN, "es", "5/10/1990", When.day(date(1990, 10, 5)), True),
        (BORN, "es", "nací el 5 de octubre de 1990", When.day(date(1990, 10, 5)), False),
        (BORN, "en", "October 1990", When.month(1990, 10), True),
        (BORN, "en", "1990", When.year(1990), False),
        (LETTERS, "es", "B", "B", True),
        (LETTERS, "es", "clase b", "B", True),
        (LETTERS, "en", "B and C", "B+C", True),
        (STAGES, "es", "3a", "3a", True),
        (STAGES, "es", "etapa 2", "2", True),
        (STAGES, "en", "stage two", "2", True),
        (BESIDES, "es", "Me operaron  en 2019", Unknown("Me operaron en 2019"), True),
        (BESIDES, "en", "I don't know", UNKNOWN, True),
    ],
)
def test_what_is_typed_is_read(of: Question, language: str, text: str, value: Value, sure: bool) -> None:
    assert read(of, text, language) == (value, sure)


@pytest.mark.parametrize(
    ("of", "text", "reason"),
    [
        (TIMES, "5 or 6", MisreadReason.TWO_VALUES),
        (TIMES, "70", MisreadReason.IMPLAUSIBLE),
        (TIMES, "2.5", MisreadReason.IMPLAUSIBLE),
        (TIMES, "more than 5", MisreadReason.RANGE),
        (TIMES, "not 5", MisreadReason.RANGE),
        (TIMES, "hello", MisreadReason.NOTHING),
        (SCORE, "-7", MisreadReason.IMPLAUSIBLE),
        (SCORE, "<2", MisreadReason.RANGE),
        (PAIN, "11", MisreadReason.IMPLAUSIBLE),
        (PAIN, "7 of 20", MisreadReason.TWO_VALUES),
        (PRESSURE, "150", MisreadReason.NOTHING),
        (PRESSURE, "95/150", MisreadReason.IMPLAUSIBLE),
        (PRESSURE, "150/95 and 140/90", MisreadReason.TWO_VALUES),
        (PRESSURE, "450/95", MisreadReason.IMPLAUSIBLE),
        (BORN, "5 October 2030", MisreadReason.FUTURE),
        (BORN, "30/02/1990", MisreadReason.NO_SUCH_DAY),
        (BORN, "34", MisreadReason.NOTHING),
        (LETTERS, "A or B", MisreadReason.RANGE),
        (LETTERS, "D", MisreadReason.NOTHING),
        (STAGES, "4", MisreadReason.NOTHING),
        (BESIDES, "…", MisreadReason.NOTHING),
    ],
)
def test_what_says_two_things_or_none_is_asked_again(of: Question, text: str, reason: MisreadReason) -> None:
    with pytest.raises(Misread) as misread:
        read(of, text)
    assert misread.value.reason is reason


@pytest.mark.parametrize(
    ("of", "texts"),
    [
        (WAIST, ("33 in", "33 inches", '33"', "0.85 m", "85 mm", "34 pulgadas", "85 lb", "5'7", "85 kilos")),
        (WAIST, ("thirty three inches", "33-inch", "33 (inches)", "33, inches", "inches: 33")),
        (DAYS, ("8 weeks", "2 days a week", "8 horas al día", "3 por semana", "two months", "1 month")),
        (WEEK, ("3 weeks", "three weeks", "3 semanas", "2 months", "5 hours a week", "3-week", "2 days a month")),
        (WEIGHT, ("170 lb", "70 libras", "154#", "11 stone", "170 pounds", "70 m")),
        (HEIGHT, ("170 in", "170 mm", "170 kg", '67"', "170 lb")),
        (PRESSURE, ("17/11 kPa", "130/80 kpa")),
    ],
)
def test_a_number_in_a_unit_that_is_not_meant_is_asked_again(of: Question, texts: tuple[str, ...]) -> None:
    wrong = {text: said for text in texts if (said := outcome(of, text)) not in ASKED_ABOUT}
    assert wrong == {}


@pytest.mark.parametrize(
    ("of", "texts"),
    [
        (WAIST, ("treinta y tres pulgadas", "33-pulgadas", "33 (pulgadas)", "pulgadas: 33")),
        (DAYS, ("dos meses", "tres semanas", "dos días por semana")),
        (WEEK, ("tres semanas", "dos meses", "cinco horas")),
    ],
)
def test_another_unit_is_heard_in_spanish_too(of: Question, texts: tuple[str, ...]) -> None:
    for text in texts:
        with pytest.raises(Misread) as misread:
            read(of, text, "es")
        assert misread.value.reason is MisreadReason.OTHER_UNIT, text


def test_the_unit_that_the_question_names_may_stand_behind_its_number() -> None:
    assert [read(WAIST, text)[0] for text in ("85 cm", "85 centímetros", "85")] == [Decimal(85)] * 3
    assert [read(DAYS, text)[0] for text in ("8 days", "8 días al mes", "8")] == [8] * 3
    assert [read(WAIST, text)[0] for text in ("85-cm", "85 (cm)", "cm 85", "eighty five centimeters")] == [85] * 4
    assert [read(WEEK, text)[0] for text in ("3 days", "three days a week", "3", "I'm at 3")] == [3] * 4
    assert read(SCORE, "-1.2 SD") == (Decimal("-1.2"), False)


@pytest.mark.parametrize("text", ["1m70", "1 metro 70", "1 m 70 cm", "1,70 m", "170"])
def test_a_height_is_read_as_it_is_said(text: str) -> None:
    value, _ = read(HEIGHT, text, "es")
    assert isinstance(value, Quantity)
    assert value.number * (100 if value.unit == "m" else 1) == 170


@pytest.mark.parametrize("value", [Decimal("-2.50"), Pressure(150, 95), When.day(date(1990, 10, 5)), 7])
def test_each_value_survives_its_way_through_json(value: Value) -> None:
    assert decode(encode(value)) == value
    assert str(decode(encode(value))) == str(value)


@given(st.text(max_size=60), st.sampled_from([TIMES, SCORE, PAIN, PRESSURE, BORN, LETTERS, STAGES, BESIDES]))
def test_no_text_breaks_a_reader_and_no_reading_is_outside_the_question(text: str, of: Question) -> None:
    for language in ("es", "en"):
        try:
            value, _ = read(of, text, language)
        except Misread:
            continue
        assert of.takes(value)


@pytest.mark.parametrize(
    "text", ["0.32 x10^9/L", "0.32 10^9/L", "0,32 x10⁹/L", "0.32*10^9/L", "0.32 10e9/L", "0.32 x 10 9/L", "320/mm3"]
)
def test_a_unit_that_begins_with_a_power_of_ten_is_no_second_number(text: str) -> None:
    value, sure = read(CELLS, text, "es")
    assert isinstance(value, Quantity)
    unit = next(unit for unit in CELLS.measures[0].units if unit.name == value.unit)
    assert (unit.to_base(Fraction(value.number)), sure) == (320, False)


def test_two_counts_are_still_two() -> None:
    with pytest.raises(Misread):
        read(CELLS, "0.32 10^9/L, 0.45 10^9/L")


def test_a_name_of_a_test_with_a_digit_in_it_is_no_date() -> None:
    """ "FEV1" is not the first of February; a date beside it is one."""
    measure = Measure(
        id="fev",
        units=(Unit(name="%", factor=Fraction(1)),),
        lowest=Fraction(10),
        highest=Fraction(150),
        words=("fev1",),
    )
    of = question(Kind.QUANTITY, measures=(measure,))
    for text, taken in (("FEV1 62%", None), ("fev 1: 62%", None), ("FEV1 62% on 3 Feb 2026", When.parse("2026-02-03"))):
        value = parse_answer(of, text, labels(of, "en"), TODAY).value
        assert isinstance(value, Quantity), text
        assert (value.number, value.taken) == (62, taken), text


def test_a_unit_that_people_read_in_another_form_is_understood_in_both_and_kept_by_its_name() -> None:
    measure = Measure(
        id="rate",
        units=(Unit(name="l/h", factor=Fraction(1), shown="litres an hour"),),
        lowest=Fraction(1),
        highest=Fraction(9),
    )
    of = question(Kind.QUANTITY, measures=(measure,))
    for text in ("3 l/h", "3 litres an hour"):
        value, _ = read(of, text)
        assert isinstance(value, Quantity), text
        assert (value.number, value.unit) == (3, "l/h"), text
        assert quantity(of, value).fields["unit"] == Text("litres an hour")


@pytest.mark.parametrize("sign", ["👎", "🤷", "\u0336", "°", "♀", "|"])
def test_a_number_beside_a_sign_that_is_not_accounted_for_is_read_back(sign: str) -> None:
    """[11i] As an age is."""
    told = ((TIMES, "7"), (SCORE, "3.5"), (PAIN, "7"), (question(Kind.PRESSURE), "120/80"))
    for asked, text in told:
        shown = labels(asked, "en")
        assert parse_answer(asked, text, shown, TODAY).sure
        assert not parse_answer(asked, f"{text} {sign}", shown, TODAY).sure
