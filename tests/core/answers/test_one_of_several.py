"""Texts that tell several dates or classes: the one that they say is meant is read back, else it is asked."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, for_group, parse_answer
from dialogs.values import When
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 28)


def read(id: str, text: str, language: str) -> Reading | None:
    """What a text is read as; None where it is asked again."""
    asked = for_group(question(id), "new_immunosuppressant") if id == "when:mycophenolate" else question(id)
    try:
        return parse_answer(asked, text, labels(asked, language), TODAY)
    except Misread:
        return None


def told(reading: Reading | None) -> str:
    """A reading as it is written here: the day, month or year, or the class; and empty where it is asked."""
    if reading is None:
        return ""
    value = reading.value
    if not isinstance(value, When):
        return str(value)
    return value.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[value.precision]]


MEANT = {
    "a correction": {
        ("biopsy", "en"): {
            "had it done Jan, no wait, Feb 2026": "2026-02",
            "it was April 3rd, scratch that, April 4 2026": "2026-04-04",
            "sept, hold on, october last year": "2025-10",
            "was it June? no July, July 2026": "2026-07",
            "May 2025 I mean 2026": "2026-05",
        },
        ("biopsy", "es"): {
            "fue en agosto no espera en julio de este año": "2026-07",
            "fue el 3 de abril, perdón, el 4 de abril de 2026": "2026-04-04",
            "agosto 2062 digo 2026": "2026-08",
            "no, en junio no, fue en julio de 2026": "2026-07",
        },
        ("biopsy_class", "en"): {"it says 3, sorry misread, it says 4": "IV", "class 3 wait class 4": "IV"},
        ("biopsy_class", "es"): {"clase III, perdón, IV": "IV", "me equivoqué, no es 3 sino 4": "IV"},
    },
    "a contrast": {
        ("biopsy", "en"): {
            "not 2025, it was Jan 2026": "2026-01",
            "July 2026, not June": "2026-07",
            "it wasn't in June, it was in July 2026": "2026-07",
        },
        ("biopsy", "es"): {
            "no me la hicieron en junio sino en octubre de 2025": "2025-10",
            "fue en julio de 2026, no en junio": "2026-07",
        },
        ("biopsy_class", "en"): {"not III, it's IV": "IV", "four, the roman IV, not six": "IV"},
        ("biopsy_class", "es"): {
            "no es la III, es la IV con las letras A/C": "IV",
            "la cuatro en romano, la IV, no la seis": "IV",
            "no dice III dice IV": "IV",
        },
    },
    "an order": {
        ("when:rituximab", "en"): {
            "2nd infusion 14 July 2026, first was end of june": "2026-07-14",
            "started in 2023, still every 6 months, most recent was May 2026": "2026-05",
            "had the last infusion 12 Aug 2026, next one's due in Feb": "2026-08-12",
            "two infusions: the first on 2 June and the second on 16 June 2026": "2026-06-16",
            "first january second february": "2026-02",
        },
        ("when:rituximab", "es"): {
            "la primera el 3 de mayo y la segunda el 17 de mayo del 2026": "2026-05-17",
            "la próxima me toca el 10 de diciembre, la anterior fue el 10 de junio de 2026": "2026-06-10",
            "cada 6 meses desde 2023, la última en mayo de 2026": "2026-05",
            "la primera fue el 3 de marzo y la segunda el 17, las dos de este año": "2026-03-17",
            "me tocaba en mayo pero me la pusieron en junio de 2026": "2026-06",
        },
        ("when:mycophenolate", "en"): {"started March 2025, stopped June 2026": "2025-03"},
        ("when:mycophenolate", "es"): {"empecé en enero de 2026, la última receta fue en octubre": "2026-01"},
        ("biopsy", "en"): {
            "I've had two, the old one from 2018 and the new one March 2026": "2026-03",
            "Oct 2025, repeated in March 2026": "2026-03",
            "two, one in March 2022 and another in April 2026": "2026-04",
            "2 this year!! one in jan then again in aug": "2026-08",
            "two this year, one in jan, another in aug": "2026-08",
            "next one in December, last in April 2026": "2026-04",
        },
        ("biopsy", "es"): {
            "me hicieron 2, una en 2021 y la otra en mayo de este año": "2026-05",
            "primero me la hicieron en 2021 y después en febrero de 2026": "2026-02",
        },
        ("biopsy_class", "en"): {
            "Used to be II, repeat one says III": "III",
            "first biopsy class 2, second biopsy class 4": "IV",
        },
        ("biopsy_class", "es"): {
            "la del 2020 clase 3 y esta última mixta 4 con 5": "IV+V",
            "antes era III y ahora es IV": "IV",
            "primera biopsia clase 2, segunda biopsia clase 4": "IV",
        },
    },
    "another event": {
        ("biopsy", "en"): {
            "had it on 5 March 2026 and got the results on 20 March": "2026-03-05",
            "diagnosed in 2015, biopsy June 2026": "2026-06",
            "transplant in 2019, biopsy January 2026": "2026-01",
            "my birthday is in May, the biopsy was April 2026": "2026-04",
            "had covid in January, biopsy in February 2026": "2026-02",
        },
        ("biopsy", "es"): {
            "la biopsia en junio 2026, el informe llegó en julio": "2026-06",
            "el control fue el 10 de octubre, la biopsia el 2 de septiembre de 2026": "2026-09-02",
        },
        ("when:rituximab", "en"): {
            "rheum appt was 20 Nov, the drip itself 5 Nov 2026": "2026-11-05",
            "the day I was admitted 29/10/2026, check up was 20/11/2026": "2026-10-29",
        },
        ("when:rituximab", "es"): {
            "la biopsia fue en marzo y el rituximab en abril de 2026": "2026-04",
            "me dieron de alta el 10 de octubre, el último bolo fue el 8 de octubre de 2026": "2026-10-08",
        },
    },
}
LEFT_OPEN = {
    ("biopsy", "en"): (
        "May or June 2026",
        "from May to June 2026",
        "May 2025 and June 2026",
        "one in May and the other in July",
        "wasn't May or June",
        "last one in 2021, the one before in 2024",
        "at my check-up in May they did it, the one before in January",
        "biopsy in November and the report came in January 2026",
        "not in May because I was ill, it's been moved to December",
        "the July one got cancelled so it was March",
        "I had surgery in 2020 and in 2025",
        "the last ones in May and June 2026",
        "first in May, next in June",
        "in May, sorry, and in June",
        "had it May 2026, no biopsy in June",
        "my last cold was in October, biopsy was in September 2026",
        "before Christmas 2025, in November",
        "second 14 July, another in August",
    ),
    ("biopsy", "es"): (
        "mayo de 2025 y junio de 2026",
        "en junio no en octubre",
        "de mayo a junio de 2026",
        "fue en mayo, el doctor dice que en junio",
        "no fue en mayo ni en junio",
        "en 2025 no, en 2026 tampoco",
        "primera en 2020, segunda en 2022, y otra en 2025",
        "me la hicieron en noviembre y el informe llegó en enero de 2026",
        "estuve en control en mayo y en junio",
        "me dieron hora para mayo y después para julio de 2026",
        "la última en mayo o junio",
        "me la hicieron pal 18, este mismo 2026",
    ),
    ("when:rituximab", "en"): ("first 3 May 2025, second 17 May", "due in May 2026, due again in November 2026"),
    ("when:rituximab", "es"): (
        "la última en 2021 y empecé en 2023",
        "me la suspendieron en mayo y me la volvieron a dar en julio",
    ),
    ("when:mycophenolate", "es"): ("primero en 2020, después lo retomé en marzo de 2026",),
    ("biopsy_class", "en"): (
        "not sure if III or IV",
        "went from III to IV",
        "III, not sure, IV",
        "report says class IV, doctor said III",
    ),
    ("biopsy_class", "es"): (
        "dice II pero el doctor cree que ya va en IV",
        "no es ni III ni IV",
        "clase 3 en 2019, clase 4 en 2024",
        "la 4 de la lista no la 3",
    ),
}


@pytest.mark.parametrize(
    ("id", "language", "text", "expected"),
    [
        (id, language, text, expected)
        for kind in MEANT.values()
        for (id, language), texts in kind.items()
        for text, expected in texts.items()
    ],
)
def test_what_a_text_says_is_meant_is_read_back(id: str, language: str, text: str, expected: str) -> None:
    reading = read(id, text, language)
    assert told(reading) == expected
    assert reading is not None
    assert not reading.sure


@pytest.mark.parametrize(
    ("id", "language", "text"),
    [(id, language, text) for (id, language), texts in LEFT_OPEN.items() for text in texts],
)
def test_what_a_text_leaves_open_is_asked(id: str, language: str, text: str) -> None:
    assert told(read(id, text, language)) == ""


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "los 3 últimos días de octubre", "2026-10"),
        ("es", "pal 18 de octubre", "2026-10-18"),
        ("es", "para el 18 de septiembre de 2025", "2025-09-18"),
        ("en", "around the 4th of May", "2026-05-04"),
        ("en", "the new one March 2026", "2026-03"),
        ("en", "10/11/26 (November)", "2026-11-10"),
        ("en", "05/06/2026, results in June", ""),
        ("en", "10/11/26 or November", ""),
    ],
)
def test_a_day_is_read_only_where_one_is_named(language: str, text: str, expected: str) -> None:
    assert told(read("biopsy", text, language)) == expected


def test_what_is_told_of_a_relative_is_not_taken_beside_several_dates() -> None:
    assert told(read("when:rituximab", "my sister had hers in March, mine was 5 June 2026", "en")) in ("", "2026-06-05")


@pytest.mark.parametrize("language", ["en", "es"])
def test_more_dates_than_anybody_tells_are_asked_about(language: str) -> None:
    many = ", ".join(f"{year}" for year in range(2001, 2020))
    assert told(read("biopsy", f"{many}, last 2026" if language == "en" else f"{many}, la última 2026", language)) == ""
