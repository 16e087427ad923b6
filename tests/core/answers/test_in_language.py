"""What is written in the other language of the bot is understood, and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dialogs.answers import Misread, parse_answer
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Sections, parse_lexicon
from dialogs.lexicon.spelling import sound
from dialogs.values import Quantity, When
from tests.core.answers.questions import labels, question, sources

TODAY = date(2026, 11, 26)
EGFR = Quantity(Decimal(63), "mL/min/1.73m2", measure="egfr")


@pytest.mark.parametrize(
    ("id", "chat", "text", "value"),
    [
        ("age", Language.ES, "thirty nine years old", 39),
        ("age", Language.EN, "tengo veintiocho", 28),
        ("egfr", Language.EN, "sesenta y tres", EGFR),
        ("biopsy_class", Language.ES, "class four", "IV"),
        ("when:rituximab", Language.EN, "en marzo del 2025", When.parse("2025-03")),
        ("when:rituximab", Language.ES, "in October 2025", When.parse("2025-10")),
    ],
)
def test_a_text_in_the_other_language_is_read_back(id: str, chat: Language, text: str, value: object) -> None:
    # [study-facts 11] nothing that was guessed is taken without a yes
    asked = question(id)
    reading = parse_answer(asked, text, labels(asked, chat), TODAY)
    assert (reading.value, reading.sure) == (value, False)


@pytest.mark.parametrize(
    ("id", "chat", "text"),
    [
        # [study-facts 11g] words that only the chat's language knows say in which one the text is
        ("infection", Language.EN, "yes, in may"),
        ("infection", Language.ES, "sí, en mayo"),
        ("biopsy", Language.EN, "mark my words"),
        ("conditions", Language.ES, "tuve cáncer"),
        ("conditions", Language.EN, "I had cancer"),
        ("biopsy_class", Language.ES, "ERC 3b"),
        ("biopsy_class", Language.EN, "anything but V please"),
        # a name that both languages know is not read past what the other one says of it
        ("anti_b_cell", Language.ES, "I never had rituximab"),
        ("anti_b_cell", Language.EN, "nunca rituximab"),
        ("egfr", Language.ES, "I'm not on dialysis"),
        ("egfr", Language.EN, "sin diálisis"),
        ("biopsy_class", Language.ES, "not class IV"),
        ("treatments", Language.ES, "neither IVIG nor plasma exchange"),
        ("treatments", Language.EN, "ni bolos ni gammaglobulina"),
    ],
)
def test_what_either_language_would_ask_about_is_asked(id: str, chat: Language, text: str) -> None:
    asked = question(id)
    with pytest.raises(Misread):
        parse_answer(asked, text, labels(asked, chat), TODAY)


@pytest.mark.parametrize(
    ("chat", "text", "comparator"),
    [(Language.ES, "not above 60", "<="), (Language.ES, "at least 60", ">="), (Language.EN, "nunca bajo 50", ">=")],
)
def test_a_comparator_of_the_other_language_is_kept(chat: Language, text: str, comparator: str) -> None:
    # [study-facts 11] a comparator keeps its meaning, or is asked about
    asked = question("egfr")
    reading = parse_answer(asked, text, labels(asked, chat), TODAY)
    assert isinstance(reading.value, Quantity)
    assert (reading.value.comparator, reading.sure) == (comparator, False)


def test_nobody_waits_for_the_words_that_a_language_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the lexicon is grown nothing of it is read again; for a text without a letter it is not even asked."""
    lexicon = parse_lexicon(sources())
    lexicon.grow()

    def read_again(_words: Sections) -> set[str]:
        raise AssertionError("read while somebody waits")

    monkeypatch.setattr(Sections, "_sounds", read_again)
    assert lexicon.languages["en"].phrases.know(sound("doctor"))
    asked = question("age")
    fresh = replace(labels(asked, Language.ES), lexicon=parse_lexicon(sources()))
    assert parse_answer(asked, "34", fresh, TODAY).value == 34
