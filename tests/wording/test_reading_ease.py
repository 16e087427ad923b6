"""Syllables, sentences and formulas, against counts made by hand and against the libraries."""

import pytest
import silabeador

from bot.render.texts import Texts
from bot.wording.measure import (
    Ease,
    bare,
    ease,
    ease_together,
    english_syllables,
    masked,
    sentences,
    spanish_syllables,
    syllables,
    words,
)
from tests.examples import some

SPANISH = {
    "riñón": 2, "biopsia": 2, "creatinina": 5, "todavía": 4, "aún": 2, "que": 1, "guagua": 2, "cigüeña": 3, "ahora": 3,
    "prohíbe": 3, "vergüenza": 3, "país": 2, "leer": 2, "voy": 1, "muy": 1, "embarazo": 4, "células": 3, "cuándo": 2,
    "quiere": 2, "guerra": 2, "estudio": 3, "oír": 2, "bueno": 2, "médico": 3, "y": 1,
}  # fmt: skip
ENGLISH = {
    "kidney": 2, "biopsy": 3, "medicine": 3, "the": 1, "asked": 1, "needed": 2, "people": 2, "study": 2, "date": 1,
    "table": 2, "cells": 1, "protein": 2, "treatment": 2,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), SPANISH.items())
def test_spanish_syllables_are_counted_by_rule(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), ENGLISH.items())
def test_english_syllables_are_near_enough_by_rule(word: str, count: int) -> None:
    assert english_syllables(word) == count


def test_the_spanish_rule_agrees_with_the_library() -> None:
    assert {word: syllables(word, "es") for word in SPANISH} == SPANISH


def test_no_word_is_counted_otherwise_for_the_exceptions_that_were_not_looked_up() -> None:
    texts = Texts.load()
    said = {word.lower() for id in texts.ids("es") for word in words(bare(texts.raw("es", id))) if word.isalpha()}
    for word in some([*sorted(said), "construir", "situamos", "álbum", "cruel", "actuaron", "viaje"]):
        try:
            counted = len(silabeador.syllabify(word))
        except (IndexError, KeyError, TypeError, ValueError):
            continue
        assert syllables(word, "es") == counted or not counted, word


def test_several_texts_are_counted_as_one() -> None:
    texts = ["Uno.", "¿Tiene <b>lupus</b>? Dos", "{name}", "• tres mil", ""]
    assert ease_together(texts, "es", ["lupus"]) == ease("\n\n".join(texts), "es", ["lupus"])


def test_the_english_rule_agrees_with_the_dictionary() -> None:
    assert {word: syllables(word, "en") for word in ENGLISH} == ENGLISH


def test_the_formulas_are_those_of_the_sheet() -> None:
    """[PL-01] [PL-02] [PL-03]"""
    counts = Ease(syllables=200, words=100, sentences=10)
    assert counts.grade == pytest.approx(0.39 * 10 + 11.8 * 2 - 15.59)
    assert counts.inflesz == pytest.approx(206.835 - 62.3 * 2 - 10)
    assert counts.huerta == pytest.approx(206.84 - 60 * 2 - 1.02 * 10)


def test_a_number_is_one_syllable_and_a_field_is_a_number() -> None:
    assert ease("1250 1.250 {n}", "es").syllables == 3


def test_sentences_end_at_marks_colons_and_list_items_but_not_inside_numbers() -> None:
    assert len(sentences("Uno. ¿Dos? ¡Tres! Por ejemplo: cuatro y 1.250.\n\nCinco\n• seis\n• siete")) == 8


def test_markup_is_not_read() -> None:
    assert bare("<b>Hola</b> {name}") == "Hola 1"


def test_a_long_name_is_masked_as_one_word_and_a_part_of_a_word_is_not() -> None:
    names = ["Universidad de los Andes", "Andes", "ciclo"]
    assert masked("La Universidad de los Andes y su ciclosporina", "es", names) == "La remedio y su ciclosporina"

    assert masked("Plasmaféresis y Solu-Medrol", "es", ["plasmaferesis", "solu-medrol", "solu"]) == "remedio y remedio"


def test_a_question_full_of_names_is_easy_once_they_are_masked() -> None:
    """[PL-02]"""
    asked = (
        "En los últimos 3 meses, ¿empezó un remedio nuevo que baja las defensas? "
        "Por ejemplo: micofenolato, azatioprina, tacrolimus o metotrexato."
    )
    names = ["micofenolato", "azatioprina", "tacrolimus", "metotrexato"]
    assert ease(asked, "es").inflesz < 65 < ease(asked, "es", names).inflesz
