"""Amounts as they are said: point by digits, a unit over a unit, above a number; read back."""

from __future__ import annotations

from tests.core.answers.test_meant import ASKED, read, reads


@reads(
    (
        "creatinine",
        "en",
        "0.85",
        ("point eight five mg/dl", "oh point eight five", "zero point eight five", "point 85"),
    ),
    ("creatinine", "es", "0.85", ("coma ocho cinco mg/dl", "punto ochenta y cinco")),
    ("creatinine", "en", "1.05", ("one point oh five",)),
    ("upc", "en", "1.4", ("one point four, mg over mg", "1.4 mg over mg", "1.4, mg/mg")),
    ("upc", "es", "1.8", ("uno coma ocho miligramos sobre miligramos", "1,8, mg sobre mg")),
    ("upc", "en", ">1.4", ("over 1.4 mg over mg",)),
    ("upc", "en", "2.1", ("two point one, g over g",)),
    ("creatinine", "en", ASKED, ("one point four, mg over mg", "point eight and five", "1.2, umol/l")),
    ("upc", "en", ASKED, ("1.5 over 1", "1.4, mg/g")),
)
def test_what_is_said_digit_by_digit_or_unit_over_unit_is_read_back(
    id: str, language: str, told: str, text: str
) -> None:
    """[11h, 11i]"""
    assert read(id, language, text) == told


@reads(
    ("egfr", "es", ">90", ("sobre noventa, o sea normal", "mayor a noventa dice el papel")),
    (
        "egfr",
        "en",
        ">90",
        ("greater than 90 says the paper", "over ninety, normal they say", "over ninety they said, so fine"),
    ),
    ("egfr", "en", ">90", ("greater than 90 dice la hoja, me atiendo en Texas, o sea normal según ellos",)),
    ("upc", "es", ">1500", ("sale sobre 1500 mg/g, no dan el número exacto",)),
    ("upc", "en", ">3", ("it just says over 3 g/g, no exact number given",)),
    ("egfr", "es", ASKED, ("normal sobre 90", "lo normal es 90", "normal, o sea bien")),
    ("egfr", "en", ASKED, ("so normal is 90", "they say normal")),
)
def test_above_a_number_stays_above_it_beside_what_somebody_thinks_of_it(
    id: str, language: str, told: str, text: str
) -> None:
    """[11h, 11i]"""
    assert read(id, language, text) == told


@reads(
    ("creatinine", "en", "1.2", ("1.2 in may, nothing since", "in may 1.2", "1.2 on 3 may 2026")),
    ("creatinine", "en", "1.3", ("1.3 in June, no blood test since, mg/dL",)),
    ("egfr", "es", "44", ("44 en marzo",)),
)
def test_what_leads_to_the_date_of_a_result_is_no_unit(id: str, language: str, told: str, text: str) -> None:
    """[11h]"""
    assert read(id, language, text) == told
