"""Days at the desk read as they are written in `days/`; `pytest --update-transcripts` rewrites them.

The words are the real ones of both languages: what is put together from ids that no catalogue holds would fail here.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from bot.config.site import SiteFile
from bot.render.texts import Texts
from bot.store.engine import Store
from dialogs.languages import Language
from dialogs.site import Recruitment
from tests.shell.desk.day import Day
from tests.shell.front import ANA, BEA, EVA, GROUP, MONDAY, Front

DAYS = Path(__file__).parent / "days"


def recruiting(store: Store, language: Language) -> Front:
    """A site whose study takes people, and two coordinators with this language."""
    place = SiteFile(
        state=Recruitment.RECRUITING,
        confirmed_by="Ana",
        confirmed_on=MONDAY.date(),
        source="a letter",
        interest_list=True,
        group_language=language,
    )
    front = Front(store, Texts.load(), place)
    front.invite(ANA)
    front.invite(BEA)
    if language is Language.ES:
        for member in (ANA, BEA):
            front.write(member, "hola")
            front.press(member, "Español")
    return front


def written_to_in_english(day: Day) -> None:
    """A referral comes: look, take, write, and the person answers; a try in vain."""
    day.writes(ANA, "hello")
    day.sends(EVA, "en")
    day.presses(ANA, "See", GROUP)
    day.presses(ANA, "Take", GROUP)
    day.presses(ANA, "Write to the person…")
    day.presses(ANA, "In my own words")
    day.writes(ANA, "This is an excellent study, I promise.")
    day.writes(ANA, "Hello. This is the team. Could we talk on Tuesday afternoon?")
    day.presses(ANA, "Send")
    day.writes(EVA, "Tuesday at four is fine")
    day.presses(ANA, "Note an attempt without contact…")
    day.presses(ANA, "message in this chat: no reply yet")
    day.presses(ANA, "24 November 2026")


def settled_in_english(day: Day) -> None:
    """Reached: what the call settled, a note, a visit of which the person wants a reminder."""
    day.presses(ANA, "I reached the person")
    day.presses(ANA, "Note what was settled…")
    day.presses(ANA, "Other conditions")
    day.writes(ANA, "none of these")
    day.presses(ANA, "said on the phone")
    day.presses(ANA, "Notes…")
    day.presses(ANA, "Write a note")
    day.writes(ANA, "Prefers mornings.")
    day.presses(ANA, "Visit agreed")
    day.writes(ANA, "on Monday")
    day.writes(ANA, "30/11/2026 10:30")
    day.presses(ANA, "Yes, that is right")
    day.presses(EVA, "Go on")
    day.presses(EVA, "Yes, remind me")


def ended_in_english(day: Day) -> None:
    """On hold, in other hands, ended by mistake, opened again and given back."""
    day.presses(ANA, "Put on hold…")
    day.presses(ANA, "30 November 2026")
    day.presses(ANA, "Go on with it")
    day.presses(ANA, "Hand it over…")
    day.presses(ANA, "Bea")
    day.presses(BEA, "See")
    day.presses(BEA, "Cannot take part…")
    day.presses(BEA, "Another reason")
    day.presses(BEA, "Yes, that is right")
    day.presses(BEA, "Open it again")
    day.presses(BEA, "Give it back")
    day.writes(ANA, "/cases")
    day.presses(ANA, "Back")
    day.presses(ANA, "Cases that nobody has: 1")


def written_to_in_spanish(day: Day) -> None:
    """The same by people who read Spanish."""
    day.writes(ANA, "hola")
    day.sends(EVA, "es")
    day.presses(ANA, "Ver", GROUP)
    day.presses(ANA, "Tomar", GROUP)
    day.presses(ANA, "Escribir a la persona…")
    day.presses(ANA, "Con mis palabras")
    day.writes(ANA, "Le aseguro que el estudio es excelente.")
    day.writes(ANA, "Hola. Le escribe el equipo. ¿Podemos conversar el martes en la tarde?")
    day.presses(ANA, "Enviar")
    day.writes(EVA, "El martes puedo a las 4")
    day.presses(ANA, "Anotar un intento sin contacto…")
    day.presses(ANA, "mensaje en este chat: aún sin respuesta")
    day.presses(ANA, "24 de noviembre de 2026")


def settled_in_spanish(day: Day) -> None:
    """The same by people who read Spanish."""
    day.presses(ANA, "Contacté a la persona")
    day.presses(ANA, "Anotar lo aclarado…")
    day.presses(ANA, "Otras enfermedades")
    day.writes(ANA, "no tiene nada de eso")
    day.presses(ANA, "dicho por teléfono")
    day.presses(ANA, "Notas…")
    day.presses(ANA, "Escribir una nota")
    day.writes(ANA, "Prefiere las mañanas.")
    day.presses(ANA, "Visita acordada")
    day.writes(ANA, "30/11/2026 10:30")
    day.presses(ANA, "Sí, es correcto")
    day.presses(EVA, "Seguir")
    day.presses(EVA, "Sí, recuérdenme")


def ended_in_spanish(day: Day) -> None:
    """The same by people who read Spanish."""
    day.presses(ANA, "Dejar en espera…")
    day.presses(ANA, "30 de noviembre de 2026")
    day.presses(ANA, "Retomar")
    day.presses(ANA, "Pasar a alguien del equipo…")
    day.presses(ANA, "Bea")
    day.presses(BEA, "Ver")
    day.presses(BEA, "No puede participar…")
    day.presses(BEA, "Otro motivo")
    day.presses(BEA, "Sí, es correcto")
    day.presses(BEA, "Abrirlo de nuevo")
    day.presses(BEA, "Soltar el caso")
    day.writes(ANA, "/casos")


STORIES: dict[str, tuple[Language, tuple[Callable[[Day], None], ...]]] = {
    "coordinator_en": (Language.EN, (written_to_in_english, settled_in_english, ended_in_english)),
    "coordinator_es": (Language.ES, (written_to_in_spanish, settled_in_spanish, ended_in_spanish)),
}


@pytest.mark.whole
@pytest.mark.parametrize("name", STORIES)
def test_the_day_reads_as_it_is_written(store: Store, update_transcripts: bool, name: str) -> None:
    language, parts = STORIES[name]
    day = Day(recruiting(store, language))
    day.skip()
    for part in parts:
        part(day)
    compare(DAYS / f"{name}.txt", day.told(), update=update_transcripts)


def compare(path: Path, now: str, *, update: bool) -> None:
    """The day as it is told now is the one that is written."""
    if update:
        path.write_text(now, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    changed = "\n".join(unified_diff(before.splitlines(), now.splitlines(), "as written", "as told now", lineterm=""))
    assert not changed, f"{path.name} (if it is meant: pytest --update-transcripts)\n{changed}"
