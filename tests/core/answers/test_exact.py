"""What is exact is taken without a read-back, and one word that is not accounted for makes it one that is read back.

[11i] study-facts 11: a number with its unit, a date with its year. A silent wrong reading is the worst fault there is,
so that every word of the lexicon, and any other, is put beside each exact form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Misread, Reading, fold, parse_answer
from dialogs.answers.exact import is_exact_amount, is_exact_date
from dialogs.languages import Language
from dialogs.values import UNKNOWN, Quantity, When
from tests.core.answers.questions import labels, lexicon, question, sources
from tests.examples import some

TODAY: Final = date(2026, 11, 22)
#: Question → language → number as typed → the number and its unit.
NUMBERS: Final = {
    "upc": {
        "es": {"1.250 mg/g": "1250 mg/g", "1,2 g/g": "1.2 g/g", "2,1mg/mg": "2.1 mg/mg", "150 MG/MMOL": "150 mg/mmol"},
        "en": {"1,250 mg/g": "1250 mg/g", "1.2 g/g": "1.2 g/g", "2.1 mg/mg": "2.1 mg/mg", "0.850 g / g": "0.850 g/g"},
    },
    "egfr": {
        "es": {"78": "78 mL/min/1.73m2", "78,5 mL/min/1,73 m²": "78.5 mL/min/1.73m2"},
        "en": {"78": "78 mL/min/1.73m2", "78.5 ml/min/1.73m2": "78.5 mL/min/1.73m2"},
    },
    "creatinine": {
        "es": {"0,9 mg/dl": "0.9 mg/dL", "90 µmol/L": "90 µmol/L"},
        "en": {"0.9 mg/dL": "0.9 mg/dL", "90 umol/L": "90 µmol/L"},
    },
}
#: What may stand before it.
LEADS: Final = {
    "upc": {"es": ("", "RPC ", "me salió ", "El IPC fue de "), "en": ("", "UPCR: ", "it's ", "My UPC was ")},
    "egfr": {"es": ("", "VFG: ", "es ", "mi VFG me salió "), "en": ("", "eGFR ", "it is ", "my eGFR is ")},
    "creatinine": {"es": ("", "creatinina "), "en": ("", "The creatinine is ")},
}
DATES: Final = {
    "es": {
        "junio 2026": "2026-06",
        "en junio de 2026.": "2026-06",
        "06/2026": "2026-06",
        "05/10/2026": "2026-10-05",
        "el 5 de octubre del 2026": "2026-10-05",
        "5 oct 2026": "2026-10-05",
        "2026-06-15": "2026-06-15",
    },
    "en": {
        "June 2026": "2026-06",
        "in June of 2026": "2026-06",
        "06/2026": "2026-06",
        "13/10/2026": "2026-10-13",
        "October 5, 2026": "2026-10-05",
        "on the 5th of October 2026": "2026-10-05",
        "5 Oct 2026": "2026-10-05",
    },
}
#: Of each question and language the text with the most gaps.
LONGEST: Final = {"El IPC fue de 1.250 mg/g", "My UPC was 0.850 g / g", "mi VFG me salió 78", "my eGFR is 78"} | {
    *("creatinina 0,9 mg/dl", "The creatinine is 0.9 mg/dL"),
    *("el 5 de octubre del 2026", "on the 5th of October 2026"),
}
#: Signs and figures that mean something, and are no words.
SIGNS: Final = (
    "?",
    "*",
    "(",
    ")",
    "[",
    "~",
    "±",
    "+",
    "-",
    "/",
    "≈",
    "≯",
    "½",
    "¾",
    "🙂",
    "👎",
    "°",
    "º",
    "²",
    "m²",
    ";",
    "!",
    "…",
    "1",
    "2",
    "24",
    "1,5",
    "2026",
    "h",
    "H",
)
#: Figures that are none of a number's own, marks that a figure may have, and signs that fold to nothing.
MARKS: Final = (*"°º²³⁴₂①½٣２\u0332\u0336\u20e3\u200b", "🙂")
#: What makes one exact answer another one: a further figure, or a comparator.
FIGURES: Final = re.compile("[0-9.,<>=≤≥/ -]+")
#: Letters and signs of the words that may stand in an exact answer.
LETTERS: Final = re.compile("[A-Za-zÁÉÍÓÚÜÑáéíóúüñ .,:=]+")


def read(id: str, text: str, language: str, *, of_another: bool = False) -> Reading | None:
    each = question(id)
    try:
        return parse_answer(each, text, replace(labels(each, language), of_another=of_another), TODAY)
    except Misread:
        return None


def amounts() -> Iterator[tuple[str, str, str, Quantity]]:
    for id, by_language in NUMBERS.items():
        for language, numbers in by_language.items():
            for lead, (typed, told) in product(LEADS[id][language], numbers.items()):
                number, _, unit = told.partition(" ")
                yield id, language, lead + typed, Quantity(Decimal(number), unit, "", question(id).measures[0].id)


AMOUNTS: Final = tuple(amounts())
MOMENTS: Final = tuple((lang, text, When.parse(told)) for lang, dates in DATES.items() for text, told in dates.items())


def strangers(language: str, id: str = "") -> list[str]:
    """Every word of the lexicon and of the question, but those that an exact answer may have; and signs."""
    known = lexicon().languages[language].exact
    accounted = {word for texts in known.values() for text in texts for word in text.split()} | {"mas", "menos"}
    words = {fold(word) for text in sources().values() for word in re.findall(r"[^\W_]+", text)}
    if id:
        measure = question(id).measures[0]
        names = {fold(name) for name in measure.on_paper}
        accounted |= names | {word for name in names for word in re.findall("[a-z]+", name)}
        tests = {*measure.words, *measure.other_tests, *(s for unit in measure.units for s in unit.spellings)}
        words |= {fold(text) for text in tests}
        accounted |= {fold(text) for unit in measure.units for text in (unit.name, unit.as_shown)}
    return [*sorted(word for word in words - accounted if not word.isdigit()), *SIGNS]


def with_one_more(text: str, word: str) -> Iterator[str]:
    """The text with a word in each of its gaps."""
    parts = text.split(" ")
    return (" ".join((*parts[:at], word, *parts[at:])) for at in range(len(parts) + 1))


@pytest.mark.parametrize(("id", "language", "text", "value"), AMOUNTS)
def test_a_number_with_its_unit_is_taken(id: str, language: str, text: str, value: Quantity) -> None:
    """[11i] Of an eGFR too, whose one unit is not asked (study-facts 5)."""
    assert read(id, text, language) == Reading(value, sure=True)


@pytest.mark.parametrize(("language", "text", "value"), MOMENTS)
@pytest.mark.parametrize("id", ["biopsy", "when"])
def test_a_date_with_its_year_is_taken(id: str, language: str, text: str, value: When) -> None:
    """[11i]"""
    assert read(id, text, language) == Reading(value, sure=True)


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_word_beside_a_value_is_left_out_of_account(language: str) -> None:
    """[11i, 11j] Every word of the lexicon, in every gap."""
    words = lexicon().languages[language]
    for id in NUMBERS:
        beside, asked = strangers(language, id), labels(question(id), language)
        longest = [(text, value) for at, spoken, text, value in AMOUNTS if (at, spoken) == (id, language)]
        longest = [(text, value) for text, value in longest if text in LONGEST]
        assert longest
        assert len(beside) > 3_000
        for text, value in longest:
            every = (said for word in beside for said in with_one_more(text, word))
            assert not [s for s in every if is_exact_amount(question(id), s, asked, words, value, TODAY)]


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_word_beside_a_date_is_left_out_of_account(language: str) -> None:
    """[11i, 11j]"""
    words, beside = lexicon().languages[language], strangers(language)
    longest = [(text, value) for spoken, text, value in MOMENTS if spoken == language and text in LONGEST]
    assert longest
    assert len(beside) > 3_000
    for text, value in longest:
        every = (said for word in beside for said in with_one_more(text, word))
        assert not [said for said in every if is_exact_date(said, words, value, TODAY)]


@given(data=st.data(), word=st.text(min_size=1, max_size=9).filter(lambda word: word.strip(" .,:=") != ""))
def test_whatever_else_is_typed_beside_an_exact_answer_is_never_taken_for_it(data: st.DataObject, word: str) -> None:
    """[11i] Letters, signs and figures of any kind, anywhere in the text: read back, asked, or read as what it says."""
    known = {each for words in lexicon().languages.values() for texts in words.exact.values() for each in texts}
    id, language, text, _ = data.draw(
        st.sampled_from([*AMOUNTS, *(("biopsy", lang, text, when) for lang, text, when in MOMENTS)])
    )
    said = data.draw(st.sampled_from([*with_one_more(text, word), text + word, word + text]))
    if id != "biopsy":
        known |= set(map(fold, question(id).measures[0].on_paper))
    if LETTERS.fullmatch(word) and fold(word).strip(" .,:=") in known:
        return
    reading = read(id, said, language)
    assert reading is None or not reading.sure or FIGURES.fullmatch(word)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_anywhere_in_an_exact_answer_is_never_taken(mark: str) -> None:
    """[11i] "7²" is no 72, "junio 202²" no 2022 and "78°" no 78: not as the same value, nor as another one."""
    every = [*AMOUNTS, *(("biopsy", language, text, when) for language, text, when in MOMENTS)]
    gaps = ((id, language, text[:at], text[at:]) for id, language, text, _ in every for at in range(len(text) + 1))
    for id, language, before, behind in some(gaps):
        if mark == "²" and before[-1:] in ("m", "M") and behind[:1] in ("", "2"):
            continue
        reading = read(id, before + mark + behind, language)
        assert reading is None or not reading.sure, before + mark + behind


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "text", ["3⁴", "³4", "34 🤷", "34 👎", "34 👍", "34\u0336", "3\u03364\u0336", "34 ₂", "34 ♀", "34 %", "34 |"]
)
def test_every_sign_beside_an_age_is_accounted_for(language: str, text: str) -> None:
    """[11i] Whatever it says of the number."""
    reading = read("age", text, language)
    assert reading is None or not reading.sure


@pytest.mark.parametrize(("language", "text"), [("es", "no sé 🤷"), ("en", "I don't know 🤷")])
def test_a_sign_beside_an_option_takes_nothing_from_it(language: str, text: str) -> None:
    """[11i] It is no figure that could be another."""
    assert read("age", text, language) == Reading(UNKNOWN, sure=True)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", ["34", "34.", "34!", " 34 ", "(34)"])
def test_plain_signs_beside_an_age_mean_nothing(language: str, text: str) -> None:
    assert read("age", text, language) == Reading(34, sure=True)


@pytest.mark.parametrize(
    ("id", "language", "text"),
    [
        ("upc", "es", "1.250 g/g"),  # a thousands point, or a decimal one?
        ("upc", "es", "1,250 mg/g"),
        ("upc", "es", "2.500 mg/mmol"),  # 2.5 is one of a healthy kidney
        ("upc", "es", "1.250 mg/mmol"),
        ("upc", "en", "2,500 mg/mmol"),
        ("egfr", "es", "78°"),
        ("egfr", "en", "98.6°"),
        ("upc", "es", "12.500 mg/g"),  # 12.5 mg/g can be as well
        ("upc", "en", "1.250 mg/g"),
        ("upc", "en", "1,5 mg/mg"),
        ("upc", "en", "0,85 g/g"),
        ("upc", "es", "PCR 1,2 g/g"),  # another test in Chile
        ("upc", "es", "1,2 (g/g)"),
        ("upc", "es", "850 mg/gr"),  # a unit as it is not printed
        ("upc", "es", "mil doscientos mg/g"),
        ("upc", "es", "1'250 mg/g"),
        ("upc", "es", "era 1,2 g/g"),
        ("upc", "es", "no más de 2 g/g"),
        ("upc", "es", "≯ 2 g/g"),
        ("upc", "es", "<b>1,2 g/g</b>"),
        ("upc", "es", "1,2 g/g, perdón, 1,3 g/g"),
        ("upc", "es", "1,2 g/g, 05/26"),
        ("upc", "en", "850 mg/g, 05/10/2026"),  # October, or May?
        ("upc", "es", "850 mg/g en octubre"),
        ("upc", "es", "850 mg/g hoy"),
        ("egfr", "es", "VFG 72 (normal: más de 90)"),
        ("egfr", "es", "72 ml/min"),  # a clearance has that unit
        ("egfr", "es", "72 %"),
        ("egfr", "es", "72 H"),
        ("egfr", "es", "+60"),
        ("egfr", "es", "creatinina 1,2 mg/dl"),
        ("egfr", "es", "setenta y dos"),
        ("egfr", "es", "su VFG es 72"),
        ("egfr", "en", "I was 72"),
        ("egfr", "en", "his eGFR is 72"),
        ("creatinine", "es", "0,9"),  # which unit?
        ("creatinine", "es", "0,9 mg"),
        ("biopsy", "es", "05/10/26"),  # the century is worked out
        ("biopsy", "es", "octubre"),
        ("biopsy", "es", "otubre 2026"),
        ("biopsy", "es", "2025"),
        ("biopsy", "es", "desde junio de 2026"),
        ("biopsy", "es", "lunes 5 de octubre de 2026"),
        ("biopsy", "es", "June 2026"),  # a word of the other language
        ("biopsy", "en", "10/13/2026"),  # turned round
        ("biopsy", "en", "05/10/2026"),
        ("when", "es", "enero de 2027"),  # ahead: is it planned?
        ("when", "es", "me toca en junio de 2026"),
    ],
)
def test_what_was_worked_out_is_read_back_or_asked(id: str, language: str, text: str) -> None:
    """[11i]"""
    reading = read(id, text, language)
    assert reading is None or not reading.sure


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("es", text) for text in ("~34", "34？", "34 ❓", "≈ 34 años")),  # noqa: RUF001  # signs as they are typed
        *(("es", text) for text in ("meses 34", "mes 34", "34, creo", "casi 34")),
        *(("en", text) for text in ("± 34", "34⁇", "34 next", "week 34", "he 34", "she 34", "34 I think", "was 34")),
    ],
)
def test_an_age_is_as_strict(language: str, text: str) -> None:
    """[11f, 11i] A sign that asks or says "about", a time alone, somebody else, a hedge, a tense."""
    reading = read("age", text, language)
    assert reading is None or not reading.sure


@pytest.mark.parametrize(
    ("text", "language", "comparator"),
    [
        ("más de 60", "es", ">"),
        ("> 60", "es", ">"),
        ("sobre 60", "es", ">"),
        ("VFG ≥60", "es", ">="),
        ("my eGFR is over 60", "en", ">"),
        ("less than 60", "en", "<"),
        ("<60", "en", "<"),
    ],
)
def test_a_usual_comparator_is_part_of_the_value(text: str, language: str, comparator: str) -> None:
    reading = read("egfr", text, language)
    assert reading == Reading(Quantity(Decimal(60), "mL/min/1.73m2", comparator, "egfr"), sure=True)


@pytest.mark.parametrize(
    ("text", "language"), [("850 mg/g, octubre 2026", "es"), ("850 mg/g en octubre de 2026", "es")]
)
def test_a_value_with_its_month_and_year_is_as_exact(text: str, language: str) -> None:
    """The hint of the question asks for it so."""
    value = Quantity(Decimal(850), "mg/g", "", "upc", When.month(2026, 10))
    assert read("upc", text, language) == Reading(value, sure=True)


@pytest.mark.parametrize(
    ("language", "own", "theirs"), [("es", "mi VFG es 72", "su VFG es 72"), ("en", "my eGFR is 72", "her eGFR is 72")]
)
def test_whose_number_it_is_must_be_said_as_it_is_asked(language: str, own: str, theirs: str) -> None:
    """[RE-04] Who helps and writes "mine" may mean their own."""
    for of_another, said, other in ((False, own, theirs), (True, theirs, own)):
        taken, asked = (read("egfr", each, language, of_another=of_another) for each in (said, other))
        assert taken is not None
        assert taken.sure
        assert asked is None or not asked.sure
