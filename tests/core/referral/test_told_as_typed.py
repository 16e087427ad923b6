"""What was typed beside an answer and decides nothing reaches the team, as it was typed (study-facts 5, 12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.render.texts import Texts
from dialogs.languages import Language
from dialogs.referral.dossier import Dossier, dossier
from dialogs.referral.ledger import ledger
from dialogs.replies import Heading, Refer
from dialogs.values import Unknown
from tests.core.conversation.places import answer, answers_until
from tests.core.conversation.walking import STUDY, TODAY, Walk, texts_of
from tests.core.referral.test_ledger import FILING, READER

AS_TYPED = "{question}, as typed: “{words}”"
OLD = "The result is older than 3 months."

TOLD = {
    "biopsy_class": ["III (C)", "clase IV-C", "class IV (A/C)", "III con cicatrices", "class III, only scars"],
    "antibodies": ["ANA 1:40", "ANA 1:160 y anti-Ro", "ANA positive, and anti-Ro too", "ANA positivo, ENA también"],
    "urinary_sediment": ["sí, en mayo de 2026", "yes, May 2026", "blood, but I had my period"],
    "egfr": ["tuve diálisis en 2020 pero ya no, ahora 72", "I was on dialysis in 2020, now 72"],
    "conditions": ["hepatitis B controlada", "cured cancer", "VIH controlado"],
    "treatments": [
        "me subieron el micofenolato en septiembre",
        "they raised my mycophenolate",
        "imuran, me bajaron la dosis",
    ],
}
ENGLISH = {"ANA positive, and anti-Ro too", "I was on dialysis in 2020, now 72", "cured cancer", "no, it was normal"}
NOT_TOLD = {
    "biopsy_class": ["IV", "clase III + V", "class 4"],
    "antibodies": ["sí", "ANA positivo", "both were negative"],
    "urinary_sediment": ["sí", "no, it was normal", "sangre"],
    "egfr": ["72", "VFG 85"],
    "conditions": ["nada de eso", "none of these"],
    "treatments": ["rituximab en marzo", "prednisone 5 mg"],
}


def told(question: str, *texts: str) -> Walk:
    """Somebody who typed these at this question, and a yes where one waits."""
    walk = answers_until(Walk(language="en" if texts[0] in ENGLISH else "es").begins(), question)
    walk.does(*texts)
    if walk.c.draft.reading:
        walk.presses("yes")
    return walk


def sent(walk: Walk) -> Dossier:
    while walk.c.state != "review":
        answer(walk)
    return dossier(STUDY, walk.c, Refer(Heading.REFERRAL, with_answers=True), TODAY)


def lines(case: Dossier) -> set[str]:
    return texts_of(ledger(READER, case, FILING, TODAY))


@pytest.mark.parametrize(("question", "text"), [(each, text) for each, texts in TOLD.items() for text in texts])
def test_what_decides_nothing_is_told_as_it_was_typed(question: str, text: str) -> None:
    walk = told(question, text)
    assert walk.c.answers[f"beside:{question}"] == Unknown(text)
    case = sent(walk)
    assert AS_TYPED in lines(case)
    assert AS_TYPED not in lines(replace(case, answers={}))


@pytest.mark.parametrize(("question", "text"), [(each, text) for each, texts in NOT_TOLD.items() for text in texts])
def test_what_says_no_more_than_the_answer_is_kept_as_that_alone(question: str, text: str) -> None:
    """[CL-02] No word is kept that the team has no use for."""
    walk = told(question, text)
    assert question in walk.c.answers
    assert not [key for key in walk.c.answers if key.startswith("beside:")]


@pytest.mark.parametrize(
    ("question", "before", "answer_to"),
    [
        ("egfr", "estuve en diálisis hace 2 años", "72"),
        ("conditions", "tuve cáncer pero ya estoy curada", "none of these"),
        ("antibodies", "solo anti-Ro positivo", "no sé"),
    ],
)
def test_it_is_told_where_the_question_came_again(question: str, before: str, answer_to: str) -> None:
    assert told(question, before, answer_to).c.answers[f"beside:{question}"] == Unknown(before)


def test_it_goes_with_the_answer_that_it_stood_beside() -> None:
    walk = told("biopsy_class", "III (C)")
    walk.presses("back")
    walk.presses("IV")
    assert walk.c.answers["biopsy_class"] == "IV"
    assert "beside:biopsy_class" not in walk.c.answers


def test_what_was_read_wrongly_is_not_told() -> None:
    walk = answers_until(Walk().begins(), "urinary_sediment")
    walk.does("sí, en mayo de 2026")
    walk.presses("correct", "yes")
    assert "beside:urinary_sediment" not in walk.c.answers


@pytest.mark.parametrize("text", ["mi mamá tuvo cáncer", "my mother had cancer"])
def test_the_illness_of_somebody_else_is_not_told(text: str) -> None:
    """[CL-02] It is no answer, and theirs."""
    assert "beside:conditions" not in told("conditions", text, "none of these").c.answers


@pytest.mark.parametrize(("text", "is_old"), [("sí, en mayo de 2026", True), ("sí, en octubre de 2026", False)])
def test_an_old_paper_is_pointed_out(text: str, *, is_old: bool) -> None:
    assert (OLD in lines(sent(told("urinary_sediment", text)))) is is_old


@pytest.mark.parametrize("language", list(Language))
def test_the_team_reads_it_in_either_language(language: Language) -> None:
    said = Texts.load().text(language, AS_TYPED, question="X", words="III (C)")
    assert said == {"en": "X, as typed: “III (C)”", "es": "X, como lo escribió: «III (C)»"}[language]


def test_whoever_answers_sees_what_goes_along() -> None:
    """[CL-09] At the list before the result, and among what is kept."""
    walk = told("biopsy_class", "III (C)")
    while walk.c.state != "review":
        answer(walk)
    assert "As you typed it: “{words}”" in texts_of(walk.screens()[-1])
