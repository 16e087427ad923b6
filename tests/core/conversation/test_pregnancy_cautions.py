"""Medicines that may harm a pregnancy, beside one or beside the wish for one (study-facts 5)."""

from __future__ import annotations

import pytest

from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk
from tests.wording.test_texts_reached import ids_in

TODAY = "One of the medicines you named may harm a pregnancy. Please call your doctor today."
BEFORE = "One of the medicines you named may harm a pregnancy. Before you try, talk with your doctor."


def said_with(medicine: str, option: str) -> set[str]:
    walk = answers_until(Walk().begins(), "pregnancy", treatments=(medicine, "[yes]"))
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
