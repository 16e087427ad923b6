"""Legal texts say what they must, say nothing that they must not, and change only with a new reason (RE-17)."""

from datetime import date

import pytest

from bot.render.texts import LANGUAGES
from dialogs.privacy.notice import NOTICE, notice_texts
from dialogs.site import Site
from tests.wording.legal import PINS, SAID, STATEMENTS, digest, missing, said
from tests.wording.legal_results import TURNED

#: Texts turned into their opposite, or emptied: each passed every check of words.
REVERSED = {
    "texts.consent": "Sus respuestas quedan cifradas. Nadie más que usted puede leer este chat: es secreto de punta "
    "a punta.",
    "notice.transfer": "Telegram: países.",
    "notice.source": "Gracias a usted.",
    "notice.security": "La llave está puesta.",
    "notice.rights": "Sus derechos no cuestan nada: ver (/misdatos), borrar (/borrar), bloquear (/bloquear).",
    "notice.agency": "No vaya a la Agencia. Espere 30 días.",
    "notice.automated": "Un programa decide, no una persona.",
    "notice.basis": "Usted acepta la 19.628 y la 21.719.",
    "notice.categories": "salud, equipo, una sola cosa, adultos",
    "texts.about": "Este chat es su consentimiento. Este chat no es ese papel.",
    "texts.helper": "No tiene que estar de acuerdo. Conteste usted por ella.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", STATEMENTS)
def test_a_legal_text_says_what_it_must_and_nothing_that_it_must_not(key: str, language: str) -> None:
    """[CL-01] [CL-07] [CL-15] [CL-16] [CL-17] [CL-25] [CL-31] [RE-03] [RE-15]"""
    assert not missing(key, language, said(key, language))


@pytest.mark.parametrize("key", REVERSED)
def test_a_text_turned_into_its_opposite_is_refused(key: str) -> None:
    assert missing(key, "es", REVERSED[key])
    assert digest(REVERSED[key]) != PINS[key]["es"]


def test_a_text_turned_round_by_a_word_or_two_is_refused_by_its_statements() -> None:
    """The hash sees any change; the statements say what is wrong with this one."""
    for key, language, was, turned in TURNED:
        assert was in said(key, language), (key, was)
        assert missing(key, language, said(key, language).replace(was, turned)), (key, turned)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PINS)
def test_a_legal_text_is_the_one_that_was_pinned(key: str, language: str) -> None:
    """[RE-17] A change needs a new hash with its date and reason, which is what a committee reads."""
    assert digest(said(key, language)) == PINS[key][language], f"{key}: pin it anew, with a reason"


@pytest.mark.parametrize("key", PINS)
def test_a_pin_names_its_rules_its_day_and_its_reason(key: str) -> None:
    pin = PINS[key]
    assert pin["rules"]
    assert isinstance(pin["day"], date)
    assert len(pin["reason"].split()) >= 4


def test_every_legal_text_is_pinned_and_every_item_of_the_notice_has_its_statements() -> None:
    """[CL-17]"""
    assert set(STATEMENTS) == set(PINS)
    assert {f"notice.{item}" for item, _ in NOTICE} <= set(STATEMENTS)


def test_a_statement_of_either_language_is_told_by_both() -> None:
    assert all(len(told["es"][0]) <= len(told["en"][0]) + 1 for told in STATEMENTS.values())
    assert set(SAID) == set(LANGUAGES)


def items(**facts: str) -> list[str]:
    """The notice of a site that gives these facts."""
    return [text.id for text in notice_texts(Site(facts={name: {"*": told} for name, told in facts.items()}), "en")]


def test_an_officer_stands_in_the_notice_only_where_there_is_one() -> None:
    """[CL-35]"""
    assert dict(NOTICE)["officer"] in items(officer="An officer")
    assert dict(NOTICE)["officer"] not in items()


def test_the_court_leaves_the_notice_once_somebody_checked_that_the_agency_works() -> None:
    """[CL-17]"""
    assert dict(NOTICE)["court"] in items()
    assert dict(NOTICE)["court"] not in items(agency_at_work="2027-01-04, who checked")
