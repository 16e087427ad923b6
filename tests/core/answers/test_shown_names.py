"""The name that is shown says no way of giving that was not said (study-facts 8)."""

from __future__ import annotations

import tomllib

import pytest

from dialogs.answers import Misread, parse_answer
from dialogs.values import Medicine
from tests.core.answers.questions import labels, lexicon, question, sources
from tests.core.answers.test_told_of_medicines import TODAY

SHOWN = {
    "es": {
        "Medrol en pastillas": "none: metilprednisolona en pastillas",
        "metilprednisolona en pastillas": "none: metilprednisolona en pastillas",
        "metilprednisolona oral 16 mg": "none: metilprednisolona en pastillas",
        "tomo Medrol": "none: metilprednisolona en pastillas",
        "metilprednisolona en crema": "none: metilprednisolona",
        "metilprednisolona": "staff_check: metilprednisolona",
        "metilprednisolona a la vena": "bolus_methylprednisolone: metilprednisolona a la vena",
        "bolos": "bolus_methylprednisolone: metilprednisolona a la vena",
        "Medrol 500 mg por 3 días": "bolus_methylprednisolone: metilprednisolona a la vena",
        "bolos de Medrol": "bolus_methylprednisolone: metilprednisolona a la vena",
        "corticoides en pastillas": "none: corticoides",
        "crema de tacrolimus": "none: tacrolimus en crema",
        "tacrolimus": "new_immunosuppressant: tacrolimus",
        "betametasona inyectable": "staff_check: betametasona inyectable",
        "heparina": "none: heparina",
        "inhalador": "none: inhalador",
    },
    "en": {
        "Medrol tablets": "none: methylprednisolone tablets",
        "methylprednisolone tablets 4 mg": "none: methylprednisolone tablets",
        "methylprednisolone by mouth": "none: methylprednisolone tablets",
        "methylprednisolone cream": "none: methylprednisolone",
        "methylprednisolone": "staff_check: methylprednisolone",
        "methylprednisolone iv": "bolus_methylprednisolone: methylprednisolone into a vein",
        "Medrol 1 g for 3 days": "bolus_methylprednisolone: methylprednisolone into a vein",
        "Medrol into a vein": "bolus_methylprednisolone: methylprednisolone into a vein",
        "prednisone tablets": "none: prednisone",
        "tacrolimus cream": "none: tacrolimus cream",
        "Prograf": "new_immunosuppressant: tacrolimus",
        "heparin": "none: heparin",
        "tetanus immunoglobulin": "none: anti-D, tetanus, rabies or hepatitis immunoglobulin",
    },
}


@pytest.mark.parametrize(
    ("language", "text", "shown"), [(each, text, shown) for each, said in SHOWN.items() for text, shown in said.items()]
)
def test_what_is_shown_is_what_was_said(language: str, text: str, shown: str) -> None:
    (medicine,) = named(text, language)
    assert f"{medicine.group}: {lexicon().shown_name(medicine.group, medicine.name, language)}" == shown


def test_both_of_one_name_are_kept_and_each_is_shown_by_its_own() -> None:
    assert [each.group for each in named("solumedrol in March and Medrol tablets", "en")] == [
        "bolus_methylprednisolone",
        "none",
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_row_is_shown_by_its_own_words(language: str) -> None:
    key = {"es": "spanish", "en": "english"}[language]
    for row in tomllib.loads(sources()["medicines.toml"])["medicine"]:
        assert lexicon().shown_name(row["class"], row["name"], language) == row.get(key, row["name"])


def test_of_two_letters_no_way_of_giving_is_offered() -> None:
    with pytest.raises(Misread) as misread:
        named("MP", "en")
    offered = [value[0] for value in misread.value.offers if isinstance(value, tuple)]
    assert Medicine("staff_check", "metilprednisolona", "MP") in offered
    assert not any(isinstance(each, Medicine) and each.group.startswith("bolus") for each in offered)


def named(text: str, language: str) -> tuple[Medicine, ...]:
    reading = parse_answer(question("treatments"), text, labels(question("treatments"), language), TODAY)
    assert isinstance(reading.value, tuple)
    return tuple(each for each in reading.value if isinstance(each, Medicine))
