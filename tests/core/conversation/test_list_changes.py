"""At a list that was read back: what is taken off goes, what is added joins, and nothing else is lost."""

from __future__ import annotations

import pytest

from dialogs.values import Medicine
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk

THREE = {"es": "micofenolato, rituximab y ciclofosfamida", "en": "mycophenolate, rituximab and cyclophosphamide"}
TWO = {"es": "cáncer e infección", "en": "cancer and an infection"}
OFF = (
    *(("es", t) for t in ("saque el rituximab", "quite el rituximab", "borre el rituximab", "elimine rituximab")),
    *(("es", t) for t in ("rituximab no", "no, rituximab no", "sin rituximab", "no me dieron rituximab")),
    *(("es", t) for t in ("el rituximab no me lo pusieron", "perdón, rituximab no", "menos el rituximab")),
    *(("en", t) for t in ("remove the rituximab", "take out the rituximab", "take rituximab out", "not rituximab")),
    *(("en", t) for t in ("drop the rituximab", "delete rituximab", "no, not the rituximab", "rituximab no")),
    *(("en", t) for t in ("I never had rituximab", "didn't get rituximab", "leave out the rituximab", "no rituximab")),
)
#: None of these says that there was no rituximab, or of which one it says so.
KEPT = (
    *(("es", t) for t in ("dejé el rituximab en mayo", "no solo rituximab", "no sé si rituximab", "rituximab no más")),
    *(
        ("es", t)
        for t in ("me sacaron el rituximab", "rituximab no, fue mabthera", "no me acuerdo cuándo el rituximab")
    ),
    *(("en", t) for t in ("I stopped rituximab in May", "not only rituximab", "not sure about rituximab")),
    *(("en", t) for t in ("they took me off rituximab", "I took myself off rituximab", "not yet rituximab")),
)


def read_back(language: str, id: str, *texts: str) -> Walk:
    """Somebody who typed these at a list."""
    walk = answers_until(Walk(language=language).begins(), id)
    walk.does(*texts)
    return walk


def named(walk: Walk) -> tuple[str, ...]:
    """The treatments that wait for a yes, or are noted while something is asked about."""
    value = (walk.c.draft.reading or walk.c.draft.noted).get("treatments", ())
    assert isinstance(value, tuple)
    return tuple(each.name for each in value if isinstance(each, Medicine))


@pytest.mark.parametrize(("language", "text"), OFF)
def test_what_is_taken_off_goes_and_the_others_stay(language: str, text: str) -> None:
    """[11j]"""
    walk = read_back(language, "treatments", THREE[language], text)
    assert named(walk) == ("micofenolato", "ciclofosfamida")
    assert walk.c.offered[:2] == ["yes", "correct"]


@pytest.mark.parametrize(("language", "text"), KEPT)
def test_what_was_given_and_is_spoken_of_stays(language: str, text: str) -> None:
    """[11g] [11j]"""
    walk = read_back(language, "treatments", THREE[language], text)
    assert set(named(walk)) >= {"micofenolato", "rituximab", "ciclofosfamida"}


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("es", ("micofenolato y rituximab", "no, rituximab no", "azatioprina")),
        ("en", ("cellcept and rituximab", "not rituximab", "imuran")),
        ("es", ("micofenolato y rituximab", "no me dieron rituximab sino azatioprina")),
        ("en", ("cellcept and rituximab", "rituximab no", "and imuran")),
    ],
)
def test_one_that_is_added_after_one_that_is_denied_joins_the_others(language: str, texts: tuple[str, ...]) -> None:
    assert named(read_back(language, "treatments", *texts)) == ("micofenolato", "azatioprina")


@pytest.mark.parametrize(("language", "text"), [("es", "no, azatioprina"), ("en", "no, imuran")])
def test_a_no_and_another_name_loses_none_of_several(language: str, text: str) -> None:
    walk = read_back(language, "treatments", THREE[language], text)
    assert named(walk) == ("micofenolato", "rituximab", "ciclofosfamida", "azatioprina")


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "saque rituximab y ciclofosfamida"), ("en", "delete rituximab and cyclophosphamide")],
)
def test_two_are_taken_off_in_one_text(language: str, text: str) -> None:
    assert named(read_back(language, "treatments", THREE[language], text)) == ("micofenolato",)


def test_the_dates_of_what_is_taken_off_go_with_it() -> None:
    walk = read_back("es", "treatments", "micofenolato en mayo de 2026 y rituximab en junio de 2026", "rituximab no")
    assert not [key for key in walk.c.draft.reading if key.endswith("rituximab")]


@pytest.mark.parametrize(
    ("language", "first", "then", "value"),
    [
        ("es", "cáncer", "y una infección", ("infection", "cancer")),
        ("es", "cáncer", "también una infección", ("infection", "cancer")),
        ("es", "cáncer", "una infección", ("infection", "cancer")),
        ("en", "cancer", "and an infection", ("infection", "cancer")),
        ("en", "cancer", "plus an infection", ("infection", "cancer")),
        ("en", "cancer", "also an operation to come", ("cancer", "operation")),
        ("es", TWO["es"], "cáncer no", ("infection",)),
        ("es", TWO["es"], "saque el cáncer", ("infection",)),
        ("es", TWO["es"], "no tengo cáncer", ("infection",)),
        ("en", TWO["en"], "remove the cancer", ("infection",)),
        ("en", TWO["en"], "not cancer", ("infection",)),
        ("es", "cáncer", "no, una infección", ("infection",)),
        ("es", "enfermedad sin control y cáncer", "una enfermedad sin control", ("uncontrolled", "cancer")),
        ("en", TWO["en"], "quite an infection", ("infection", "cancer")),
    ],
)
def test_a_list_of_conditions_is_added_to_and_taken_from_and_read_back(
    language: str, first: str, then: str, value: tuple[str, ...]
) -> None:
    """[11j] Nothing of it is taken without a yes."""
    walk = read_back(language, "conditions", first, then)
    assert ("conditions" in walk.c.answers, walk.c.draft.reading.get("conditions")) == (False, value)


@pytest.mark.parametrize("text", ["no sé si es cáncer", "no estoy segura del cáncer"])
def test_what_is_not_known_takes_nothing_off(text: str) -> None:
    walk = read_back("es", "conditions", TWO["es"], text)
    assert walk.c.draft.reading.get("conditions") != ("infection",)
