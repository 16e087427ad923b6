"""Which number is meant where it is taken back, rounded, far from another age, or beside other things: read back."""

from __future__ import annotations

from tests.core.answers.test_meant import ASKED, read, reads


@reads(
    ("age", "en", "41", ("forty no wait forty-one, birthday was last week",)),
    ("age", "en", "28", ("im 27 no 28", "27, no its 28", "27. nope, had my birthday in oct so 28")),
    ("age", "en", "40", ("3 kids 2 cats and 39 years old, no 40!!", "39 no wait wrong way round, 40")),
    ("age", "es", "31", ("30 no perdón 31 recién cumplidos", "30 no perdón 31, me equivoqué de tecla")),
    ("age", "es", "44", ("cuarenta y tre no perdon cuarenta y cuatro los cumpli el viernes",)),
    ("age", "es", "51", ("uf del año de la pera jaja, no mentira, 51 recién cumpliditos",)),
    ("age", "es", "61", ("dieciseis.. ah no eso es lo que llevo con el lupus. 61",)),
    ("upc", "en", "1.2", ("1.9 scratch that thats the old one its 1.2 g/g", "2.2 g/g no wait 1.2")),
    ("upc", "en", "1040", ("1400 mg/g, no sorry 1040",)),
    ("creatinine", "es", "1.7", ("1,1 no perdon es 1,7 mg/dl",)),
    ("egfr", "es", "54", ("45 no perdon 54",)),
)
def test_what_is_put_in_the_place_of_a_number_is_read_back(id: str, language: str, told: str, text: str) -> None:
    """[11i]"""
    assert read(id, language, text) == told


@reads(
    ("age", "es", "39", ("39, no 40",)),
    ("age", "es", "43", ("34 no, 43", "no 34, 43")),
    ("age", "en", "43", ("43, not 34", "no 34, 43")),
    ("age", "en", ASKED, ("2 kids no 3", "no 34")),
    ("age", "en", "40", ("40. thats my age. 12 with lupus",)),
    ("upc", "en", ASKED, ("1400 mg/g no sorry 1.4", "1.4 g/g before, 900 now")),
    ("upc", "en", ASKED, ("1.4 g/g in May and creatinine now 0.9", "protein 1.4 g/g and 2 crosses now")),
    ("creatinine", "en", ASKED, ("145 µmol/L before, 1.5 now", "1.5 mg/dL before, 145 now")),
    ("egfr", "en", ASKED, ("45, no change since 50",)),
)
def test_a_bare_no_an_unlikely_unit_or_another_test_puts_nothing_in_the_place_of_a_number(
    id: str, language: str, told: str, text: str
) -> None:
    """[11h, 11i]"""
    assert read(id, language, text) == told


@reads(
    ("egfr", "es", "44", ("bajé de 70 a 44", "bajo de 55 a 44 en dos meses", "subí de 30 a 44")),
    ("egfr", "en", "66", ("27 in hospital, back up to 66 last blood test", "i went from 70 to 66 in two months")),
    ("egfr", "en", "52", ("30 in the hospital, now up to 52",)),
    (
        "creatinine",
        "es",
        "1.3",
        ("estaba en 2,1 y con los bolos bajó a 1,3 mg/dl", "tenía 2,4 y ahora bajó a 1,3 mg/dl"),
    ),
    ("creatinine", "en", "130", ("145 µmol/L in Aug and 130 now",)),
    ("egfr", "en", "39.6", ("39.6 which they round up to 40", "39.6, rounds to 40", "40 rounded, 39.6 exact")),
    ("egfr", "es", "39.5", ("39,5 pero el doctor lo redondea a 40",)),
    ("upc", "en", "0.97", ("0.97 g/g so basically 1", "0.97 g/g so pretty much 1", "0.97 g/g, call it 1")),
    ("upc", "es", "0.97", ("0,97 g/g o sea casi 1", "0,97 g/g, redondeando 1")),
)
def test_the_value_of_now_and_the_one_that_is_not_rounded_is_read_back(
    id: str, language: str, told: str, text: str
) -> None:
    """[11i]"""
    assert read(id, language, text) == told


@reads(
    ("upc", "es", "0.98", ("0,98 gr/gr bajó harto", "0,98 g/g bajo mucho", "bajó a 0,98 g/g")),
    ("upc", "es", "<0.5", ("bajo 0,5 g/g", "bajo los 0,5 g/g", "está bajo 0,5 g/g")),
    ("upc", "es", ASKED, ("bajó 0,5 g/g", "bajó en 0,5 g/g")),
    ("egfr", "es", "48", ("48, bajó harto",)),
    ("egfr", "es", "<60", ("bajo de 60", "por debajo de 60")),
    ("egfr", "en", "<=52", ("up to 52",)),
    ("egfr", "en", ASKED, ("they round it to 40 but want 60",)),
)
def test_a_value_that_fell_is_not_under_itself(id: str, language: str, told: str, text: str) -> None:
    """[11i]"""
    assert read(id, language, text) == told


@reads(
    ("age", "en", "33", ("Wt 61kg Ht 160 Age 33 BP 120/80", "BP 130/85, weight 70 kg, age 33")),
    ("age", "en", "36", ("hi so im 36f had lupus for like 12 yrs now", "36 going on 80 with these joints")),
    ("age", "en", "47", ("completed 47 yrs in june, height 5 ft 3",)),
    ("age", "en", "53", ("turned fifty-three back in Feb, was 21 when they told me",)),
    ("age", "es", "68", ("68 años, 17 de ellos con lupus",)),
    ("age", "es", "76", ("el jueves pasado cumpli los 76 jaja todavia sirvo?",)),
    ("age", "es", "44", ("el lunes cumplo 45",)),
    ("age", "en", ASKED, ("weight 61 height 160", "bp 120/80", "wt 61kg")),
    ("age", "es", ASKED, ("tengo 3 hijos, 2 de ellos con lupus", "mi papi 68 años, 17 de ellos con lupus")),
    ("age", "es", ASKED, ("el lunes cumplí 12 con lupus",)),
)
def test_an_age_is_told_apart_from_other_numbers_beside_it(id: str, language: str, told: str, text: str) -> None:
    """[11i]"""
    assert read(id, language, text) == told


@reads(
    ("age", "en", "58", ("2 years off 60", "i'm two years short of sixty")),
    ("age", "en", "69", ("a year off 70", "2 months off 70", "a month away from 70")),
    ("age", "es", "39", ("me faltan 2 meses pa los 40", "me falta un año pa los 40")),
    ("age", "es", "58", ("me faltan 2 años para los 60",)),
    ("age", "es", "50", ("medio siglo jajaj",)),
    ("age", "en", "50", ("half a century", "just turned the big five oh", "the big 5-0")),
    ("age", "en", "75", ("seventy five and three quarters",)),
    ("age", "es", "67", ("60 y 7",)),
    ("age", "es", "60", ("tengo 60 y 7 hijos",)),
    ("age", "es", ASKED, ("mis hijos tienen 20 y 5", "me faltan 5 kilos pa los 60", "medio siglo con lupus")),
    ("age", "en", ASKED, ("2 years off 60 mg prednisone", "half a century with lupus", "it took a year to 40 mg")),
)
def test_an_age_that_is_said_sideways_is_worked_out_and_read_back(id: str, language: str, told: str, text: str) -> None:
    """[11i]"""
    assert read(id, language, text) == told


@reads(
    ("phone", "en", "+14155550132", ("+1 415 555 0131 sorry typo +1 415 555 0132",)),
    ("phone", "en", "+447700900321", ("+44 7700 900123 no wait +44 7700 900321",)),
    ("phone", "es", "+56977112234", ("+56 9 7711 2233 no perdon +56 9 7711 2234", "977112233 digo 977112234")),
    ("phone", "es", "+56977112233", ("+56 9 7711 2233, perdón la demora",)),
    ("phone", "es", ASKED, ("+56 9 7711 2233 o +56 9 7711 2234", "+56 9 7711 2233, no, perdón, 2234")),
    ("phone", "es", ASKED, ("977112233 y el de mi mamá 977112234",)),
    ("phone", "en", ASKED, ("+44 7700 900123 no wait 0321", "+44 7700 900123 wait")),
    ("phone", "en", ASKED, ("+44 7700 900123 and +44 7700 900321",)),
)
def test_a_whole_telephone_number_behind_one_that_is_taken_back_is_read_back(
    id: str, language: str, told: str, text: str
) -> None:
    assert read(id, language, text) == told


@reads(
    ("egfr", "en", ASKED, ("sorry 38, should have been 83", "38, shouldve been 83")),
    ("egfr", "es", ASKED, ("38, debió ser 83", "38, tenía que decir 83")),
    ("egfr", "en", "38", ("38, it should be over 60", "38 and should be 60 or more")),
    ("egfr", "es", "38", ("38, debería ser 60",)),
)
def test_what_a_number_should_have_been_is_asked_and_what_it_should_be_is_a_goal(
    id: str, language: str, told: str, text: str
) -> None:
    """[11i]"""
    assert read(id, language, text) == told
