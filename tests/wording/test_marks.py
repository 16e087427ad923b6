"""Who reads a text is said where it is written, and nobody is freed of a rule by a mark that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

from bot.render.texts import DOMAINS, LANGUAGES, read_catalog
from bot.wording.entries import BUTTON, NOTICE, STAFF, entries
from dialogs.privacy.notice import NOTICE as ITEMS

ROOT = Path(__file__).parents[2]
CATALOGS = {
    language: [read_catalog(ROOT / f"locales/{language}/LC_MESSAGES/{domain}.po", language) for domain in DOMAINS]
    for language in LANGUAGES
}
ENTRIES = entries(CATALOGS)


def test_what_both_read_keeps_the_rules_for_patients() -> None:
    both = [
        entry
        for entry in ENTRIES
        if entry.staff and any(re.search(r": (?!settle|counts_until|worked_out)", c) for c in entry.comments)
    ]
    marked = {"texts, call_research: body"}  # its table says `staff = true`
    assert not [entry for entry in both if not marked & set(entry.comments)], "any other text of a study is a patient's"


def test_each_kind_of_mark_is_in_use_and_the_notice_is_marked_item_by_item() -> None:
    """[CL-17]"""
    marks = {mark for entry in ENTRIES for mark in entry.comments}
    assert {STAFF, NOTICE, BUTTON, "command", "description", "short description"} <= marks
    marked = {entry.id for entry in ENTRIES if entry.notice}
    assert {text for _, text in ITEMS} <= marked


def test_each_language_quotes_as_it_does() -> None:
    """Spanish quotes «so», English “so”; one sign for one thing, in every text that anybody reads."""
    foreign = {"es": "“”", "en": "«»"}
    quoted = [(entry.language, form) for entry in ENTRIES for form in entry.forms]
    assert any("«" in form for language, form in quoted if language == "es")
    assert not [form for language, form in quoted if set(form) & set(foreign[language])]
