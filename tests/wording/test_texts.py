"""Texts are looked up by locale, filled in the manner of the language, and never silently English."""

from datetime import date
from decimal import Decimal

import pytest
from babel.messages.catalog import Catalog

from bot.render.texts import ConflictingText, MissingText, Texts
from bot.wording import wording_hash


def catalog(locale: str, **texts: str) -> Catalog:
    """A catalogue of one-word ids."""
    made = Catalog(locale=locale)
    for msgid, text in texts.items():
        made.add(msgid.replace("_", " "), text)
    return made


def counting(locale: str, one: str, many: str) -> Catalog:
    made = Catalog(locale=locale)
    made.add(("{n} case", "{n} cases"), (one, many))
    return made


def test_a_date_is_written_in_words_of_the_language() -> None:
    """[PL-08]"""
    texts = Texts({"es": [catalog("es", day="Desde el {day}.")], "en": [catalog("en", day="From {day}.")]})
    assert texts.text("es", "day", day=date(2027, 1, 5)) == "Desde el 5 de enero de 2027."
    assert texts.text("en", "day", day=date(2027, 1, 5)) == "From 5 January 2027."


def test_a_number_is_written_as_the_language_writes_it() -> None:
    texts = Texts({"es": [catalog("es", x="{a} {b}")], "en": [catalog("en", x="{a} {b}")]})
    assert texts.text("es", "x", a=Decimal("1250.5"), b="1250.5") == "1.250,5 1250.5"
    assert texts.text("en", "x", a=Decimal("1250.5"), b="1250.5") == "1,250.5 1250.5"


def test_a_count_chooses_its_form() -> None:
    """[PL-09]"""
    texts = Texts({"es": [counting("es", "{n} caso", "{n} casos")], "en": [counting("en", "{n} case", "{n} cases")]})
    forms = [texts.text("es", "{n} cases", n=n) for n in (0, 1, 2)]
    assert forms == ["0 casos", "1 caso", "2 casos"]


def test_a_missing_text_names_itself_and_the_language() -> None:
    texts = Texts({"es": [catalog("es", Empty="")], "en": [catalog("en", Hello="Hello")]})
    with pytest.raises(MissingText, match=r"es: no translation of 'Hello'"):
        texts.text("es", "Hello")
    with pytest.raises(MissingText, match=r"es: no translation of 'Empty'"):
        texts.text("es", "Empty")


def test_two_domains_are_one_book_and_must_agree() -> None:
    one, two = catalog("es", Yes="Sí"), catalog("es", Yes="Sí", No="No")
    assert Texts({"es": [one, two]}).text("es", "No") == "No"
    with pytest.raises(ConflictingText, match="'Yes'"):
        Texts({"es": [one, catalog("es", Yes="Claro")]})


def test_the_hash_changes_with_one_word_and_not_with_the_order() -> None:
    """[RE-02]"""
    forward, backward = catalog("es", Yes="Sí", No="No"), catalog("es", No="No", Yes="Sí")
    assert wording_hash("es", {"es": [forward]}) == wording_hash("es", {"es": [backward]})
    assert wording_hash("es", {"es": [forward]}) != wording_hash("es", {"es": [catalog("es", Yes="Si", No="No")]})
