"""What stands beside a date and is none: a time of day, a feast, a paper, a plan, and days after something else."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, parse_answer
from dialogs.values import When
from tests.core.answers.questions import labels, question

#: A Saturday.
TODAY = date(2026, 11, 28)

DAYS = {
    "es": {
        "el 20 de octubre en la mañana": "2026-10-20",
        "en la mañana del 20 de octubre": "2026-10-20",
        "el martes 20 de octubre a primera hora de la mañana": "2026-10-20",
        "el 14 de julio tipo 3 de la tarde": "2026-07-14",
        "el 14 de julio a las 15:30": "2026-07-14",
        "12 de octubre a las 3": "2026-10-12",
        "marzo 3 en la mañana": "2026-03-03",
        "mayo 3 de la tarde": "2026-05-03",
        "mayo 5 3pm": "2026-05-05",
        "mayo 5 a las 3": "2026-05-05",
        "mayo 12 8 de la mañana": "2026-05-12",
        "5 de mayo 3 pm": "2026-05-05",
        "mayo a las 3 de la tarde": "2026-05",
        "octubre el 3": "2026-10-03",
        "octubre el 15": "2026-10-15",
        "5 de octubre del 24": "2024-10-05",
        "en febrero del año pasado, el día 10": "2025-02-10",
        "3 de marzo y la segunda el 17": "2026-03-17",
        "me la hicieron el 3 de diciembre": "2025-12-03",
        "tuve la biopsia el 3 de diciembre": "2025-12-03",
        "me opero el 3 de marzo": "2026-03-03",  # so is «operó» written
    },
    "en": {
        "20 October in the morning": "2026-10-20",
        "20 October at 3 pm": "2026-10-20",
        "12 October at 3": "2026-10-12",
        "march 3 in the morning": "2026-03-03",
        "May 12 in the evening": "2026-05-12",
        "may 5 3pm": "2026-05-05",
        "may 5 at 3 pm": "2026-05-05",
        "march 3, 9 in the morning": "2026-03-03",
        "5 may 3 in the morning": "2026-05-05",
        "march 3pm": "2026-03",
        "may at 3 in the morning": "2026-05",
        "Friday the 6th of November at 8 in the morning": "2026-11-06",
        "14 July first thing": "2026-07-14",
        "at 14 July": "2026-07-14",
        "in May 2024, at 20 weeks": "2024-05",
        "October the 15": "2026-10-15",
        "5 October 24": "2024-10-05",
        "second one was May 2024 and the last one Feb this year, the 10th": "2026-02-10",
        "3 March and the second the 17th": "2026-03-17",
        "they did it on Dec 3rd": "2025-12-03",
        "I had mine on December 3rd": "2025-12-03",
        "I was going in on October 3rd": "2026-10-03",
    },
}

PAPERS = {
    "es": {
        "según el informe, fue en julio": "2026-07",
        "según informe 3 de julio": "2026-07-03",
        "la biopsia fue en junio, el informe llegó en julio": "2026-06",
        "me la hicieron en mayo y todavía no me dan el resultado": "2026-05",
        "sigo esperando el informe de la de mayo": "2026-05",
    },
    "en": {
        "according to the report, July": "2026-07",
        "per report July 3": "2026-07-03",
        "biopsy in June, results in July": "2026-06",
        "had it in May and still no results": "2026-05",
        "2nd Sept 25, I've got the letter here": "2025-09-02",
    },
}

ASKED = {
    "es": (
        "mañana en la mañana",
        "en la mañana",
        "el 3 a las 5",
        "5 de mayo 9",
        "viernes santo",
        "el domingo de ramos",
        "entro a pabellón el 3 de diciembre",
        "me hospitalizan el 3 de diciembre para eso",
        "me opero el 3 de diciembre",
        "ingreso el 3 de diciembre",
        "parto el 3 de diciembre",
        "el informe es de julio",
        "el informe salió en julio",
        "la pidieron en mayo y todavía nada",
        "ordenada en mayo y todavía no se hace",
        "me hospitalizaron el 2 de junio y me la hicieron al otro día",
        "al mes de que nació mi guagua, nació en marzo",
        "noviembre, pero no este, el anterior",
        "en octubre, no de este año, del pasado",
        "no fue este año, fue el pasado, en octubre",
    ),
    "en": (
        "tomorrow morning",
        "in the morning",
        "5 May 9",
        "it was on good friday",
        "black friday last year",
        "I go in for it on Dec 3rd",
        "they do it on Dec 3rd",
        "mine's on December 3rd",
        "going in Dec 3rd",
        "my slot is Dec 3",
        "I go in on March 3rd",
        "the report is from July",
        "got my results in July",
        "ordered in May and still not done",
        "they ordered it in May but I still haven't had it",
        "admitted June 2, biopsy two days later",
    ),
}


def read(text: str, language: str) -> str:
    """A date as it is read; empty where it is asked again."""
    asked = question("biopsy_date")
    try:
        value = parse_answer(asked, text, labels(asked, language), TODAY).value
    except Misread:
        return ""
    return str(value) if isinstance(value, When) else ""


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("told", [DAYS, PAPERS])
def test_a_day_is_read_beside_an_hour_and_a_paper(told: dict[str, dict[str, str]], language: str) -> None:
    """[11i]"""
    assert {text: read(text, language) for text in told[language]} == told[language]


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in ASKED for text in ASKED[language]])
def test_what_is_only_planned_or_ordered_or_counted_from_another_day_is_asked(language: str, text: str) -> None:
    """[11g]"""
    assert read(text, language) == ""
