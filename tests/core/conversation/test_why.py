"""«¿Por qué?» is built by criterion: one line each, with the answer that decided it [CL-14] [RE-14]."""

from __future__ import annotations

from typing import Final

from bot.render.paragraphs import say
from bot.render.texts import Texts
from dialogs.replies import Say
from dialogs.screens import Look
from tests.core.conversation.places import answers_until, to_result
from tests.core.conversation.walking import Walk, site, texts_of

TEXTS: Final = Texts.load()
LAST: Final = "No deje, no atrase ni cambie ningún remedio por este estudio."


def why(**others: tuple[str, ...]) -> list[str]:
    """The lines of «¿Por qué?» in Spanish, after these answers."""
    walk = answers_until(Walk().begins(), "result", review=("[all_good]",), **others)
    shown = walk.presses("why")[-1]
    assert isinstance(shown, Say)
    blocks = [block for block in shown.screen.blocks if block.look is not Look.FOLDED]
    return [say(text, "es", TEXTS) for block in blocks for text in block.lines]


def test_each_criterion_has_one_line_with_the_answer_that_decided() -> None:
    lines = why()
    assert "Edad, 34: calza." in lines
    assert "Biopsia de riñón, junio de 2026 e IV: calza." in lines
    names = [line.partition(",")[0].partition(":")[0] for line in lines]
    assert len(names) == len(set(names))


def test_what_is_not_met_stands_first_and_the_end_is_not_to_stop_anything() -> None:
    """[RE-15]"""
    lines = why(treatments=("Endoxan", "[yes]"))
    assert lines[0].startswith("Ciclofosfamida reciente, ciclofosfamida (5 de octubre de 2026): no calza por ahora.")
    assert lines[-1].startswith(LAST)


def test_a_treatment_stands_only_under_its_own_criterion() -> None:
    lines = why(treatments=("Endoxan", "[yes]"))
    assert sum("ciclofosfamida (" in line for line in lines) == 1


def test_of_a_biopsy_only_the_cause_is_named() -> None:
    assert "Biopsia de riñón, V: no calza." in why(biopsy_class=("[V]",))
    assert "Biopsia de riñón, enero de 2024: no calza por ahora." in why(biopsy=("enero de 2024",))


def test_an_estimate_is_said_to_be_one() -> None:
    """[CL-14]"""
    lines = why(egfr=("[unknown]",))
    assert any(line.startswith("Filtración de los riñones: con creatinina 1,2 mg/dL calculamos") for line in lines)


def test_a_marked_illness_is_named_once_and_the_others_fit() -> None:
    lines = why(conditions=("[infection]", "[done]"))
    assert lines[0] == "Infección: no calza por ahora."
    assert "Cáncer, no se nombró: calza." in lines


UNKNOWN: Final = dict.fromkeys(
    ("sle", "biopsy", "antibodies", "urinary_sediment", "upc", "egfr", "creatinine", "treatments"), ("[unknown]",)
)


def test_with_six_criteria_or_more_unknown_too_little_is_known() -> None:
    """[RE-18] Study-facts 2."""
    few = {name: UNKNOWN[name] for name in ("sle", "biopsy", "antibodies", "urinary_sediment", "upc")}
    walk = to_result(Walk(), **few)
    assert any(text.startswith("From your answers, this study might be") for text in texts_of(walk.screens()[-1]))
    for there in (site(), site("not_recruiting")):
        walk = to_result(Walk(site=there), **UNKNOWN)
        assert any(text.startswith("We do not know enough to say") for text in texts_of(walk.screens()[-1]))
