"""Which of several numbers or dates is meant, where the text says so: that one is read back, and no other offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.answers import Misread, parse_answer
from dialogs.values import Quantity
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 27)
#: What is asked again; and what is taken without being read back, which nothing here may be.
ASKED, TAKEN = "", "taken"


def read(id: str, language: str, text: str, *, of_another: bool = False) -> str:
    """What a text is read back as."""
    asked = question(id)
    known = labels(asked, language)
    if of_another:
        known = replace(known, of_another=True)
    try:
        reading = parse_answer(asked, text, known, TODAY)
    except Misread:
        return ASKED
    if reading.sure:
        return TAKEN
    value = reading.value
    return f"{value.comparator}{value.number}" if isinstance(value, Quantity) else str(value)


def reads(*groups: tuple[str, str, str, tuple[str, ...]]) -> pytest.MarkDecorator:
    """Try each text by itself: question, language, what is read back, texts."""
    rows = [(id, language, told, text) for id, language, told, texts in groups for text in texts]
    return pytest.mark.parametrize(("id", "language", "told", "text"), rows)


@reads(
    (
        "age",
        "es",
        "44",
        (
            "llevo 17 años con lupus y tengo 44",
            "tengo 44, llevo 17 años con lupus",
            "mi mamá tiene 70 y yo 44",
            "tengo 44 y mi marido 50",
            "tenía 43, ahora 44",
            "a los 15 me dio lupus y ahora ando por los 44",
            "tengo 44, soy del 82",
            "casi 45, o sea 44",
            "ahora tengo 3 hijos y 44 años",
            "44 años, 1,60 de estatura",
        ),
    ),
    (
        "age",
        "es",
        "43",
        (
            "me diagnosticaron a los 19 y ahora tengo 43",
            "no son 34 sino 43",
            "34 no, 43",
            "no 34, 43",
            "no es 34, es 43",
            "34, digo 43",
            "34, no, 43",
        ),
    ),
    ("age", "es", "50", ("cumplo 51 en enero, o sea 50", "50, en enero cumplo 51", "ya casi 51, tengo 50")),
    ("age", "es", "66", ("66 voy pa los 67", "66, pero me siento de 50", "no tengo 67 todavía, tengo 66")),
    (
        "age",
        "en",
        "43",
        (
            "diagnosed at 19, I'm 43 now",
            "43, diagnosed at 19",
            "43 not 34",
            "not 34, 43",
            "im not 34 im 43",
            "was 42 last time, now 43",
            "34, I mean 43",
        ),
    ),
    (
        "age",
        "en",
        "44",
        (
            "I've had lupus for 17 years and I'm 44",
            "my mom is 70 im 44",
            "im 44 my husband is 50",
            "born in 82, im 44",
            "2 cats, 44",
            "5'4 and 44 years old",
        ),
    ),
    (
        "age",
        "en",
        "50",
        ("i turn 51 in january so 50", "50, turning 51 in january", "not 51 yet, 50 and 11 months"),
    ),
    (
        "upc",
        "es",
        "1.2",
        (
            "la meta es 0,5 g/g, voy en 1,2 g/g",
            "1,2 g/g (anterior 1,8)",
            "la anterior 1,8 g/g, la última 1,2 g/g",
            "1,2 g/g, antes 3,1 g/g",
            "bajó de 3,1 a 1,2 g/g",
            "1,2 g/g, bajó 0,3",
            "debería estar en 0,5 g/g y estoy en 1,2 g/g",
            "no es 3,2 g/g, es 1,2 g/g",
            "1,2 g/g y no 3,2",
            "3,2 no, 1,2 g/g",
            "hace un año 3 g/g y hoy 1,2 g/g",
        ),
    ),
    (
        "upc",
        "en",
        "1.2",
        (
            "the goal is 0.5 g/g, I'm at 1.2 g/g",
            "cutoff 1 g/g, mine is 1.2 g/g",
            "before 3.1 now 1.2 g/g",
            "was 3.1, now 1.2 g/g",
            "UPCR 1.2 g/g previous 1.8 g/g",
            "1.2 g/g, not 3.2 like the nurse said",
            "not 3.2 g/g but 1.2 g/g",
            "it's not 3.2 it's 1.2 g/g",
            "1.2 g/g, down from 1.8",
            "dropped from 1.8 to 1.2 g/g",
            "first it was 1.8 g/g, latest 1.2 g/g",
            "3.2 g/g last year, 1.2 g/g now",
            "1.2 g/g now and it was 1.5 g/g",
        ),
    ),
    (
        "egfr",
        "es",
        "58",
        (
            "VFG: 58 (12/10/2026) previo: 62 (03/05/2026)",
            "no es 85, es 58",
            "58, antes 62",
            "en marzo tenía 35 y ahora subió a 58",
            "perdí 12 puntos, voy en 58",
            "mi hermana se dializa, a mí me salió 58",
            "normal 90, yo 58",
        ),
    ),
    (
        "egfr",
        "en",
        "58",
        ("eGFR 58 L prev 62 10/2026", "58, was 62", "went from 62 to 58", "down 6 points to 58", "58 not 85"),
    ),
    (
        "creatinine",
        "es",
        "1.3",
        ("13 mg/dl, no, 1,3 mg/dl me comí la coma", "subió de 1,0 a 1,3", "lo normal es hasta 0,9 y tengo 1,3"),
    ),
    ("creatinine", "en", "1.30", ("Creatinine 1.30 H (0.50-0.90) Previous: 1.10 05/12/2026",)),
    (
        "biopsy_date",
        "es",
        "2026-04",
        (
            "no fue en marzo, fue en abril 2026",
            "no fue en marzo sino en abril de 2026",
            "fue en abril, no en marzo",
            "en marzo no, en abril",
            "no me la hicieron en marzo, fue en abril",
            "me diagnosticaron en marzo 2025 y la biopsia fue en abril 2026",
            "me la hicieron en abril 2026, el resultado en mayo 2026",
            "la primera en 2019, la última en abril 2026",
            "tengo hora en diciembre, la última en abril 2026",
            "marzo, digo, abril 2026",
            "abril 2025, digo 2026",
        ),
    ),
    ("biopsy_date", "es", "2026-06-05", ("la de mi hermana fue en marzo, la mía el 5 de junio 2026",)),
    (
        "biopsy_date",
        "en",
        "2026-04",
        (
            "it wasn't in March, it was April 2026",
            "April not March",
            "March no, April 2026",
            "diagnosed in March 2025, biopsy in April 2026",
            "ordered in March, done in April 2026",
            "next one in December, last in April 2026",
            "was meant to be March, ended up April 2026",
            "April 2025, I mean 2026",
        ),
    ),
)
def test_the_one_that_a_text_says_is_meant_is_read_back(id: str, language: str, told: str, text: str) -> None:
    """[11j]"""
    assert read(id, language, text) == told


@reads(
    (
        "age",
        "es",
        ASKED,
        (
            "tengo 2 hijos de 20 y 22",
            "tengo 2 hijos de 20 y 22 años",
            "mi hija tiene lupus, tiene 16 y yo tengo 45",
            "escribo por mi mamá, ella tiene 60 y yo 38",
            "tenía 29 cuando me lo pillaron y de eso van 12 años",
            "tengo 44 o 45",
            "44 no 45",
            "no tengo 60 todavía",
            "tengo 44, 45 en marzo",
            "hace 5 años tenía 40",
            "peso 44, mido 160",
            "tengo 44, soy del 55",
            "son las 3 y tengo 44",
        ),
    ),
    (
        "age",
        "en",
        ASKED,
        (
            "i have 3 kids, 12, 14 and 44",
            "asking for my mum, she's 60 im 38",
            "it's my daughter who has it, she's 19. I'm 52, just doing the typing",
            "i was 29 when they found it and that was 12 years ago",
            "5 years ago i was 40",
            "im 44 or 45",
            "not 44 or 45",
            "born in 55, im 44",
            "44 (45 in march)",
            "my daughter is 12",
        ),
    ),
    (
        "upc",
        "es",
        ASKED,
        (
            "la meta es 0,5 g/g",
            "mi meta es bajar de 0,5 g/g",
            "bajó 0,6 g/g",
            "bajó en 0,6 g/g",
            "subió 0,3 g/g",
            "el doctor la quiere bajo 0,5 g/g",
            "el límite es 0,15 g/g",
            "para el estudio piden 1 g/g",
            "no es 1,2 g/g",
            "1,2 g/g o 1,3 g/g",
            "de 1,2 a 1,3 g/g",
            "1,2 g/g ahora, 1,5 g/g ahora",
            "en marzo 3,1 g/g, la semana pasada 1,6 g/g",
            "ahora no tengo el papel, antes era 1,2 g/g",
        ),
    ),
    (
        "upc",
        "en",
        ASKED,
        (
            "goal is 0.5 g/g",
            "didn't reach 1 g/g",
            "came down by 0.6 g/g",
            "dropped 0.6 g/g",
            "the doctor wants it under 0.5 g/g",
            "limit 0.15 g/g",
            "the limit is 0.15 g/g",
            "hoping for 0.5 g/g",
            "need over 1 g/g for the study",
            "from 1.2 to 1.3 g/g",
            "1.4 g/g last week, 1.9 g/g in spring",
            "i take 2 g of cellcept, 1.2 g/g",
        ),
    ),
    ("egfr", "es", ASKED, ("bajó 6 puntos", "la meta es 60", "me quieren sobre 60", "el límite es 60")),
    (
        "egfr",
        "en",
        ASKED,
        (
            "dropped 6 points",
            "they want it above 60",
            "the cutoff is 60",
            "didn't reach 60",
            "62 in may, 58 in october",
        ),
    ),
    ("creatinine", "es", ASKED, ("subió 0,3 mg/dl", "mi meta es 1")),
    ("creatinine", "en", ASKED, ("up 0.3", "limit is 0.9", "went up by 0.3")),
    (
        "biopsy_date",
        "es",
        ASKED,
        (
            "no fue en marzo 2025, fue en abril",
            "15 de marzo, digo 16",
            "no me la hicieron en marzo",
            "hace 3 meses, no, 4",
            "en marzo o abril",
            "entre marzo y abril 2026",
            "en marzo, el próximo año",
        ),
    ),
    (
        "biopsy_date",
        "en",
        ASKED,
        (
            "not March 2025, April",
            "not April",
            "didn't have it in April",
            "3 months ago, no, 4",
            "in March, next year",
            "next March",
        ),
    ),
)
def test_a_text_that_does_not_say_which_one_or_tells_none_is_asked_again(
    id: str, language: str, told: str, text: str
) -> None:
    """[11j]"""
    assert read(id, language, text) == told


@reads(
    ("upc", "es", "0.6", ("bajó a 0,6 g/g", "subió a 0,6 g/g")),
    ("upc", "es", "<0.6", ("bajo 0,6 g/g", "bajo de 0,6 g/g")),
    ("upc", "es", "1.2", ("ojalá sirva, 1,2 g/g", "me piden el valor: 1,2 g/g", "1,2 g/g, lo normal")),
    ("upc", "en", "0.6", ("dropped to 0.6 g/g", "came down to 0.6 g/g", "i want to say 0.6 g/g")),
    ("upc", "en", ">=1", ("not under 1 g/g", "not less than 1 g/g")),
    ("egfr", "es", "<60", ("no llega a 60",)),
    ("biopsy_date", "es", "2026-03", ("no, en marzo 2026", "en marzo 2026, no duele nada")),
    ("biopsy_date", "es", "2026-11-25", ("anteayer no más",)),
    ("biopsy_date", "en", "2026-03", ("no, March 2026", "March 2026, not sure of the day")),
)
def test_words_that_only_look_like_a_goal_a_change_or_a_denial_leave_the_number(
    id: str, language: str, told: str, text: str
) -> None:
    assert read(id, language, text) == told


@reads(
    ("creatinine", "es", "1.2", ("creatinina orina 98 mg/dl, en sangre 1,2 mg/dl", "urea 40 mg/dl, 1,2 mg/dl")),
    ("creatinine", "es", ASKED, ("urea 40, fosforo 1,2 mg/dl", "creatinina orina 98 mg/dl, sangre 1,2")),
    ("creatinine", "en", "1.2", ("urine creatinine 98 mg/dl, blood 1.2 mg/dl", "BUN 20 mg/dl, 1.2 mg/dl")),
)
def test_beside_another_test_a_value_is_the_one_in_the_own_unit_with_no_name_before_it(
    id: str, language: str, told: str, text: str
) -> None:
    """[11h]"""
    assert read(id, language, text) == told


@reads(
    ("biopsy_date", "en", "2026-06", ("my sister had hers in March, mine was June 2026",)),
    ("biopsy_date", "es", "2026-06", ("mi mamá en marzo y en mayo, yo en junio 2026",)),
    ("biopsy_date", "en", ASKED, ("my sister in March 2026", "hers March, mine June 2026")),
)
def test_a_date_of_somebody_else_is_set_aside_only_beside_one_of_the_persons_own(
    id: str, language: str, told: str, text: str
) -> None:
    """[11i]"""
    assert read(id, language, text) == told


def test_in_a_conversation_about_somebody_else_their_number_is_not_set_aside() -> None:
    assert read("age", "es", "mi mamá tiene 70 y yo 44") == "44"
    assert read("age", "es", "mi mamá tiene 70 y yo 44", of_another=True) != "44"
    assert read("age", "es", "ella tiene 50 y yo 44") == ASKED
