"""Treatments that were spared, offered, excepted or denied: no tired yes makes them true (study-facts 4.4, 8)."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.values import Medicine
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 22)


def read(text: str, language: str, id: str = "treatments") -> Reading | Misread:
    """How a text is read at a question."""
    asked = question(id)
    try:
        return parse_answer(asked, text, labels(asked, language), TODAY)
    except Misread as misread:
        return misread


def named(text: str, language: str) -> list[str] | None:
    """The names that would be read back or taken; None where it is asked again."""
    reading = read(text, language)
    if isinstance(reading, Misread):
        return None
    assert isinstance(reading.value, tuple)
    return [each.name for each in reading.value if isinstance(each, Medicine)]


NOT_GIVEN = {
    "en": (
        "all but IVIG", "everything except rituximab", "anything but rituximab", "all of them bar cyclophosphamide",
        "the whole list minus the ivig", "everything apart from plasmapheresis",
        "can't say I had pulses", "cant say ive ever had rituximab", "couldn't say I got ivig",
        "can't remember if I had ivig", "not sure if I had rituximab", "can't remember having rituximab",
        "an offer of ivig", "there was talk of cyclophosphamide", "they offered me ritux and benlysta",
        "rituximab was suggested", "I avoided cyclophosphamide", "managed to avoid cyclophosphamide",
        "I was spared the cyclophosphamide", "instead of cyclophosphamide I got something",
        "nearly got cyclophosphamide", "was about to start rituximab", "prescribed mycophenolate but never filled it",
        "what's gamma globulin", "read about rituximab online", "I don't want any more treatment",
    ),
    "es": (
        "todos menos rituximab", "de todo menos ciclofosfamida", "todo excepto ivig", "todos salvo los bolos",
        "no podría decir que me pusieron rituximab", "no recuerdo que me pusieran rituximab",
        "no sé si me pusieron rituximab", "no me acuerdo si era rituximab", "no me acuerdo de haber recibido rituximab",
        "una oferta de rituximab", "me hablaron de rituximab", "me propusieron ciclofosfamida",
        "me ofrecieron rituximab y benlysta", "me salvé de la ciclofosfamida", "zafé de la ciclofosfamida",
        "evité la ciclofosfamida", "me libré de la ciclo", "no es rituximab", "no era ciclofosfamida",
        "no es rituximab es belimumab", "no más prednisona", "casi me ponen ciclofosfamida",
        "estuve a punto de empezar rituximab", "me recetaron micofenolato pero nunca lo compré",
        "gamaglobulina? eso qué es", "leí sobre el rituximab", "ya no quiero seguir con el tratamiento",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_was_spared_offered_or_excepted_is_not_read_back(language: str) -> None:
    assert {text: said for text in NOT_GIVEN[language] if (said := named(text, language)) is not None} == {}


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "belimumab not rituximab", ["belimumab"]),
        ("en", "I take mycophenolate not azathioprine", ["micofenolato"]),
        ("en", "not only ivig but rituximab too", ["inmunoglobulina intravenosa", "rituximab"]),
        ("en", "no meds apart from lupkynis", ["voclosporina"]),
        ("en", "none besides ivig", ["inmunoglobulina intravenosa"]),
        ("en", "avoid the sun and take plaquenil", ["hidroxicloroquina"]),
        ("en", "they suggested rituximab, im on cellcept", ["micofenolato"]),
        ("en", "no rituximab, i take cellcept", ["micofenolato"]),
        ("en", "cellcept, suggested by my nephrologist", ["micofenolato"]),
        ("en", "everything is fine but cellcept upsets my stomach", ["micofenolato"]),
        ("es", "nada, prednisona no más po", ["prednisona"]),
        ("es", "tomo prednisona y plaquenil no más", ["prednisona", "hidroxicloroquina"]),
        ("es", "ninguno aparte de micofenolato", ["micofenolato"]),
        ("es", "evito el sol y tomo plaquenil", ["hidroxicloroquina"]),
        ("es", "me ofrecieron rituximab, tomo micofenolato", ["micofenolato"]),
        ("es", "nunca me pusieron rituximab, me dieron ciclofosfamida", ["ciclofosfamida"]),
        ("es", "me salvé de la ciclofosfamida, solo micofenolato", ["micofenolato"]),
        ("es", "rituximab no me acuerdo cuando", ["rituximab"]),
        ("es", "me dijeron que es rituximab", ["rituximab"]),
        ("es", "casi 3 meses con micofenolato", ["micofenolato"]),
        ("en", "almost 3 months on cellcept", ["micofenolato"]),
        ("es", "rituximab pero no fue en marzo", ["rituximab"]),
    ],
)
def test_what_was_given_beside_it_is_named(language: str, text: str, names: list[str]) -> None:
    assert named(text, language) == names


GIVEN_AFTER_ALL = {
    "en": {
        "mycophenolate since 2020, they offered me rituximab and I had it in May": ["micofenolato", "rituximab"],
        "azathioprine, and they suggested cyclophosphamide which I finished in October": [
            "azatioprina", "ciclofosfamida",
        ],
        "they offered me rituximab and cyclophosphamide and I had both": ["rituximab", "ciclofosfamida"],
        "cellcept, and rituximab was offered, had it in june 2026": ["micofenolato", "rituximab"],
        "they offered me rituximab and I had it in May, and cellcept since 2020": ["rituximab", "micofenolato"],
        "they talked about rituximab and in the end I got it": ["rituximab"],
        "they proposed belimumab and I'm on it now": ["belimumab"],
        "they offered rituximab in May": ["rituximab"],
        "never rituximab, they offered cyclophosphamide and I had it": ["ciclofosfamida"],
        "they suggested lowering my mycophenolate": ["micofenolato"],
        "they suggested stopping steroids and starting rituximab": ["corticoides"],
        "mycophenolate, and rituximab in May to avoid dialysis": ["micofenolato", "rituximab"],
        "cyclophosphamide spared my kidneys": ["ciclofosfamida"],
        "I avoid the sun because of mycophenolate": ["micofenolato"],
        "I avoided dialysis thanks to cyclophosphamide": ["ciclofosfamida"],
        "cellcept, they offered me rituximab in May but I refused": ["micofenolato"],
        "they offered me rituximab and I took it badly": None,
        "they offered me rituximab and I had it cancelled": None,
        "they offered me rituximab and my sister had it": None,
        "they offered me rituximab, can't remember if I had it": None,
        "they offered me rituximab and I wish I had taken it": None,
        "they offered me rituximab and I said yes": None,
        "they offered rituximab but insurance never gave it": None,
        "they offered rituximab in May, I'll get it in January": None,
        "they offered me rituximab and I said no": None,
        "they suggested stopping smoking before rituximab": None,
        "they suggested rituximab that I had refused before": None,
        "read about rituximab in May": None,
        "cyclophosphamide was avoided": None,
    },
    "es": {
        "micofenolato desde 2020, me ofrecieron rituximab y me lo pusieron en mayo": ["micofenolato", "rituximab"],
        "azatioprina, y me sugirieron ciclofosfamida que terminé en octubre": ["azatioprina", "ciclofosfamida"],
        "me ofrecieron rituximab y ciclofosfamida y me los pusieron": ["rituximab", "ciclofosfamida"],
        "me ofrecieron rituximab y me lo pusieron en mayo, y micofenolato desde 2020": ["rituximab", "micofenolato"],
        "me hablaron de rituximab y al final me lo hicieron en marzo": ["rituximab"],
        "azatioprina, me propusieron benlysta y la recibo cada mes": ["azatioprina", "belimumab"],
        "me ofrecieron ciclofosfamida, la tomé seis meses": ["ciclofosfamida"],
        "me ofrecieron rituximab en mayo": ["rituximab"],
        "nunca rituximab, me ofrecieron ciclofosfamida y me la pusieron": ["ciclofosfamida"],
        "me sugirieron bajar el micofenolato": ["micofenolato"],
        "me sugirieron dejar la prednisona y empezar rituximab": ["prednisona"],
        "evito el sol por el micofenolato, rituximab en mayo": ["micofenolato", "rituximab"],
        "la ciclofosfamida me salvó los riñones": ["ciclofosfamida"],
        "la ciclofosfamida me evitó la diálisis": ["ciclofosfamida"],
        "micofenolato, me ofrecieron rituximab en mayo pero no quise": ["micofenolato"],
        "me ofrecieron rituximab y lo tomé a mal": None,
        "me ofrecieron rituximab pero lo tuve que rechazar": None,
        "me ofrecieron rituximab y terminé en urgencias": None,
        "me ofrecieron rituximab y lo empecé a pensar": None,
        "no me acuerdo de haber recibido rituximab en 2020": None,
        "me ofrecieron rituximab, no sé si me lo pusieron": None,
        "casi me ponen rituximab en mayo": None,
        "el doctor que me pusieron me ofreció rituximab": None,
        "me ofrecieron rituximab en mayo, me lo ponen en enero": None,
        "me ofrecieron rituximab, jamás me lo dieron": None,
        "me propusieron bajar de peso por el micofenolato": None,
        "me propusieron rituximab y acepté": None,
        "evité el rituximab y la ciclofosfamida": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_was_offered_or_avoided_and_then_given_is_read_back(language: str) -> None:
    """An offer takes a name out only where nothing says that it was given (study-facts 4.4)."""
    assert {text: named(text, language) for text in GIVEN_AFTER_ALL[language]} == GIVEN_AFTER_ALL[language]
    said = [read(text, language) for text, names in GIVEN_AFTER_ALL[language].items() if names]
    assert [each.value for each in said if isinstance(each, Reading) and each.sure] == []


def test_the_day_of_an_offer_is_not_that_of_the_treatment() -> None:
    offered, given = read("me ofrecieron rituximab en mayo", "es"), read("me lo ofrecieron, rituximab en mayo", "es")
    assert isinstance(offered, Reading)
    assert isinstance(given, Reading)
    assert (offered.also, len(given.also)) == ((), 1)


def test_no_more_of_it_is_read_back_and_never_taken() -> None:
    """«Prednisona no más» is "nothing but that" in Chile, and elsewhere perhaps "no more of it"."""
    reading = read("prednisona no más", "es")
    assert isinstance(reading, Reading)
    assert not reading.sure


@pytest.mark.parametrize(
    ("language", "text", "is_sure"),
    [
        ("es", "no solo prednisona", False),
        ("es", "no solamente prednisona", False),
        ("es", "no, solo prednisona", True),
        ("es", "solo prednisona", True),
        ("en", "not only prednisolone", False),
        ("en", "only prednisolone", True),
    ],
)
def test_not_only_this_is_not_taken_for_only_this(language: str, text: str, is_sure: bool) -> None:
    reading = read(text, language)
    assert isinstance(reading, Reading)
    assert reading.sure is is_sure


def test_who_was_only_offered_it_is_not_told_that_they_did_not_get_it() -> None:
    offered, spared = read("me ofrecieron rituximab", "es"), read("me salvé del rituximab", "es")
    assert isinstance(offered, Misread)
    assert isinstance(spared, Misread)
    assert (offered.reason, spared.reason) == (MisreadReason.NOTHING, MisreadReason.NEGATED)


ASKED_OF_ONE = {
    ("cyclophosphamide", "en"): (
        "instead of cyclophosphamide I got mycophenolate", "I avoided cyclophosphamide", "was spared cyclophosphamide",
        "an offer of cyclophosphamide", "cyclophosphamide was suggested", "all but cyclophosphamide", "I got rituximab",
    ),
    ("cyclophosphamide", "es"): (
        "en vez de ciclofosfamida me pusieron rituximab", "me salvé de la ciclofosfamida", "me libré de la ciclo",
        "todo menos ciclofosfamida", "me hablaron de ciclofosfamida", "una oferta de ciclofosfamida",
        "me dieron micofenolato", "recibí un ciclo de rituximab",
    ),
    ("anti_b_cell", "en"): (
        "an offer of rituximab", "all but rituximab", "instead of rituximab I got mycophenolate",
        "there's talk of benlysta",
    ),
    ("anti_b_cell", "es"): (
        "todos menos el rituximab", "en vez de rituximab me dieron micofenolato", "me sugirieron benlysta",
        "me pusieron ciclofosfamida",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("id", "language"), ASKED_OF_ONE)
def test_of_one_treatment_neither_an_offer_nor_another_one_is_a_yes(id: str, language: str) -> None:
    texts = ASKED_OF_ONE[id, language]
    assert {text: said for text in texts if isinstance(said := read(text, language, id), Reading)} == {}


@pytest.mark.parametrize(
    ("id", "language", "text", "value"),
    [
        ("anti_b_cell", "en", "belimumab not rituximab", "yes"),
        ("anti_b_cell", "en", "neither rituximab nor belimumab", "no"),
        ("anti_b_cell", "en", "had my last ritux drip in may", "yes"),
        ("anti_b_cell", "en", "insurance denied the belimumab so I never got it", "no"),
        ("anti_b_cell", "es", "benlysta en vez de rituximab", "yes"),
        ("anti_b_cell", "es", "rituximab una vez no más", "yes"),
        ("cyclophosphamide", "en", "they gave me steroids then cytoxan", "yes"),
        ("cyclophosphamide", "es", "me pusieron bolos y ciclofosfamida", "yes"),
        ("cyclophosphamide", "es", "no, solo micofenolato", "no"),
    ],
)
def test_which_of_two_treatments_was_given_is_read_back(id: str, language: str, text: str, value: str) -> None:
    reading = read(text, language, id)
    assert isinstance(reading, Reading)
    assert (reading.value, reading.sure) == (value, False)
