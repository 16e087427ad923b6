"""Medicines that may harm a pregnancy, beside one or beside the wish for one (study-facts 5)."""

from __future__ import annotations

import pytest

from tests.core.answers.questions import lexicon
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import STUDY, Walk
from tests.wording.test_texts_reached import ids_in

TODAY = "One of the medicines you named may harm a pregnancy. Please call your doctor today."
BEFORE = "One of the medicines you named may harm a pregnancy. Before you try, talk with your doctor."


def said_with(medicine: str, option: str) -> set[str]:
    walk = answers_until(
        Walk().begins(), "pregnancy", treatments=(medicine, "[done]" if medicine.startswith("[") else "[yes]")
    )
    walk.presses(option)
    return set(ids_in(tuple(walk.said)))


@pytest.mark.parametrize(
    "medicine",
    ["losartán", "enalapril", "atorvastatina", "acenocumarol", "warfarina", "espironolactona", "dapagliflozina"],
)
def test_beside_a_pregnancy_it_says_to_call_today_and_to_stop_nothing(medicine: str) -> None:
    assert any(text.startswith(TODAY) for text in said_with(medicine, "pregnant"))


def test_beside_the_wish_for_one_it_says_to_talk_first_and_to_stop_nothing() -> None:
    said = said_with("losartán", "planned")
    assert any(text.startswith(BEFORE) for text in said)
    assert not any(text.startswith(TODAY) for text in said)


@pytest.mark.parametrize("option", ["pregnant", "planned"])
def test_beside_another_medicine_it_says_nothing_of_the_kind(option: str) -> None:
    assert not any("may harm a pregnancy" in text for text in said_with("prednisona", option))


@pytest.mark.parametrize("option", ["pregnant", "planned"])
@pytest.mark.parametrize(
    "medicine", ["azatioprina", "imuran", "tacrolimus", "prograf", "ciclosporina", "hidroxicloroquina", "anifrolumab"]
)
def test_a_drug_of_the_same_kind_that_does_no_known_harm_calls_for_no_sentence(medicine: str, option: str) -> None:
    assert not any("may harm a pregnancy" in text for text in said_with(medicine, option))


@pytest.mark.parametrize("option", ["pregnant", "planned"])
@pytest.mark.parametrize(
    "medicine",
    [
        *("micofenolato", "cellcept", "metotrexato", "leflunomida", "voclosporina", "lupkynis", "ciclofosfamida"),
        *("clorambucilo", "talidomida", "pravastatina", "quinapril", "azatioprina y micofenolato"),
    ],
)
def test_each_drug_that_may_do_harm_calls_for_it(medicine: str, option: str) -> None:
    assert any("may harm a pregnancy" in text for text in said_with(medicine, option))


@pytest.mark.parametrize("option", ["pregnant", "planned"])
def test_of_a_kind_without_a_name_it_may_be_one_that_does(option: str) -> None:
    assert any("may harm a pregnancy" in text for text in said_with("[new_immunosuppressant]", option))


def test_every_drug_that_a_caution_names_is_known() -> None:
    known = {entry.name for entry in lexicon().medicines.exact.values()} | set(STUDY.groups)
    assert {each for caution in STUDY.cautions for each in (*caution.treatments, *caution.nameless)} <= known
