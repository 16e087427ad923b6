"""A day on which somebody looks at two studies of one installation, as it is written in `days/`, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.store.engine import Store
from dialogs.languages import Language
from tests.shell.desk.day import Day
from tests.shell.desk.test_days import DAYS, compare
from tests.shell.front import EVA, STUDY
from tests.shell.several import Several

#: Before the questions of another study: the long notice is read in other stories.
BEGINS = {
    "en": ("Answer the questions", "I answer for myself", "I agree"),
    "es": ("Responder las preguntas", "Respondo por mí", "Acepto"),
}


def two_studies_in_english(day: Day) -> None:
    """One study has what was sent; another says no, and a third begins; all is seen, blocked and erased at once."""
    day.sends(EVA, "en", STUDY)
    day.writes(EVA, "/studies")
    day.presses(EVA, "Example: type 2 diabetes")
    _begins(day, "en")
    day.presses(EVA, "No, ask me again")
    day.writes(EVA, "26")
    day.presses(EVA, "Yes")
    day.writes(EVA, "/status")
    day.writes(EVA, "/start EXAMPLE-RENAL-1")
    _begins(day, "en")
    day.writes(EVA, "/studies")
    day.presses(EVA, "Lupus in the kidneys")
    day.writes(EVA, "/block")
    day.writes(EVA, "/unblock")
    day.writes(EVA, "/delete")
    day.presses(EVA, "Yes, erase everything")


def two_studies_in_spanish(day: Day) -> None:
    """The same by somebody who reads Spanish."""
    day.sends(EVA, "es", STUDY)
    day.writes(EVA, "/estudios")
    day.presses(EVA, "Ejemplo: diabetes tipo 2")
    _begins(day, "es")
    day.presses(EVA, "No, preguntar de nuevo")
    day.writes(EVA, "26")
    day.presses(EVA, "Sí")
    day.writes(EVA, "/estado")
    day.writes(EVA, "/start EXAMPLE-RENAL-1")
    _begins(day, "es")
    day.writes(EVA, "/estudios")
    day.presses(EVA, "Lupus en los riñones")
    day.writes(EVA, "/bloquear")
    day.writes(EVA, "/desbloquear")
    day.writes(EVA, "/borrar")
    day.presses(EVA, "Sí, borrar todo")


def _begins(day: Day, language: str) -> None:
    for label in BEGINS[language]:
        day.front.press(EVA, label)
    day.skip()
    day.happens("Eva begins with the questions")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("language", "tell"), [(Language.EN, two_studies_in_english), (Language.ES, two_studies_in_spanish)]
)
def test_a_day_with_two_studies_reads_as_it_is_written(
    store: Store, update_transcripts: bool, language: Language, tell: Callable[[Day], None]
) -> None:
    front = Several(store)
    front.set_site(group_language=language)
    day = Day(front)
    tell(day)
    compare(DAYS / f"two_studies_{language}.txt", day.told(), update=update_transcripts)
