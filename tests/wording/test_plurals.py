"""Where a number stands in a text for people, the text has a form for one and a form for more (PL-12)."""

from __future__ import annotations

import re
from typing import Final

import pytest

from bot.render.paragraphs import say
from bot.render.texts import LANGUAGES, Texts, shipped_catalogs
from bot.wording.entries import Entry, entries
from dialogs.screens import Text

TEXTS: Final = Texts.load()
ENTRIES: Final = entries(shipped_catalogs())
COUNTING: Final = sorted({entry.msgid for entry in ENTRIES if isinstance(entry.msgid, tuple)})
#: What a field is called that holds how many of something there are.
NUMBER_FIELDS: Final = r"n|all|most|count|days|weeks|months|years|hours|minutes|letters|tries|met|not_met|unknown"
#: A number with a word behind it that would have to agree: "{days} days", "{n} of {all} fail".
AGREES: Final = re.compile(rf"\{{(?:{NUMBER_FIELDS})\}}(?= [a-záéíóúñ])", re.IGNORECASE)
#: Where the word behind the number is the same for one and for more; each with its reason.
STAYS: Final = {
    "About {n} left": "for one there is a text of its own, One left",
    "{n} min ago": "an abbreviation",
    "{n} s ago": "an abbreviation",
    "{code}: attempt {n} of {most}. What happened?": "the number names the try",
    "{outcome} · {met} yes, {not_met} no, {unknown} to confirm": "the words stand for answers, not for things",
    "By the bot: {outcome} · {met} yes, {not_met} no, {unknown} to confirm": "as above",
}


def form_for(msgid: str, language: str, n: int) -> str:
    """The text as it is said of so many, its other fields left as they are."""
    fields = {name: (n if re.fullmatch(NUMBER_FIELDS, name) else name) for name in re.findall(r"\{(\w+)\}", msgid)}
    return say(Text(msgid, fields), language, TEXTS)


def test_no_number_stands_before_a_word_without_a_form_for_one() -> None:
    """[PL-12] The test that finds a number without a plural form."""
    single = {entry.id for entry in ENTRIES if isinstance(entry.msgid, str)}
    assert {text for text in single if AGREES.search(text)} == set(STAYS)


def test_a_number_without_its_form_for_one_is_found() -> None:
    """[PL-12]"""
    assert AGREES.search("We keep it {months} months.")
    assert not AGREES.search("Case {n}: {name}, {day}.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("msgid", COUNTING, ids=lambda msgid: msgid[1][:40])
def test_a_counting_text_says_one_and_more_otherwise(msgid: tuple[str, ...], language: str) -> None:
    """[PL-12] For 0, 1 and 2, in both languages."""
    none, one, two = (form_for(msgid[1], language, n) for n in (0, 1, 2))
    assert one.replace("1", "2") != two
    assert none.replace("0", "2") == two


@pytest.mark.parametrize("msgid", COUNTING, ids=lambda msgid: msgid[1][:40])
def test_both_languages_have_two_forms(msgid: tuple[str, ...]) -> None:
    """[PL-07] [PL-12]"""
    found: list[Entry] = [entry for entry in ENTRIES if entry.msgid == msgid]
    assert {len(entry.forms) for entry in found} == {2}
    assert {entry.language for entry in found} == set(LANGUAGES)


def test_a_period_of_one_day_reads_right_where_a_consent_is_asked_for() -> None:
    """[PL-12] [CL-32] A site may keep unfinished answers for one day."""
    text = next(msgid[1] for msgid in COUNTING if msgid[1].startswith("Your answers are encrypted"))
    assert "después de 1 día." in form_for(text, "es", 1)
    assert "after 1 day." in form_for(text, "en", 1)
    assert "a los 7 días." in form_for(text, "es", 7)
