"""The privacy notice as somebody reads it: filled from the site's file, in their language, folded or open (CL-17)."""

from __future__ import annotations

import re

import pytest

from dialogs.privacy.notice import FACTS, NOTICE, notice_block, notice_texts
from dialogs.privacy.retention import lifetimes
from dialogs.screens import Block, Look, Text
from dialogs.site import Site

WORDS = dict(NOTICE)
SITE = Site(
    facts={
        "controller": {"es": "La universidad", "en": "The university"},
        "host": {"*": "A server"},
        "officer": {"es": "Una encargada", "en": "An officer"},
    }
)


@pytest.mark.parametrize(("language", "controller"), [("es", "La universidad"), ("en", "The university")])
def test_the_notice_names_what_the_site_gives_in_the_language_of_the_reader(language: str, controller: str) -> None:
    """[CL-17] What the site has not given is said to be missing, and never left out."""
    told = next(text for text in notice_texts(SITE, language) if text.id == WORDS["controller"])
    given = {"controller": controller, "host": "A server", "officer": SITE.fact("officer", language)}
    assert told.fields == {name: given.get(name, Text("not set yet")) for name in FACTS}


def test_what_the_site_gives_in_one_language_only_is_told_in_both() -> None:
    """[CL-35] Also where the file has an empty text in the other one."""
    told = "An officer"
    for facts in ({"en": told}, {"es": "", "en": told}, {"en": told, "es": ""}):
        site = Site(facts={"officer": facts})
        for language in ("es", "en"):
            officer = next(text for text in notice_texts(site, language) if text.id == WORDS["officer"])
            assert officer.fields["officer"] == told


def test_what_the_items_leave_open_is_what_the_site_fills() -> None:
    """[CL-17]"""
    left_open = {name for text in WORDS.values() for name in re.findall(r"\{(\w+)\}", text)}
    assert left_open == set(FACTS)


def test_the_items_stand_in_their_order_and_the_table_follows_its_heading() -> None:
    """[CL-17] [CL-08]"""
    told = list(notice_texts(SITE, "en"))
    after = told.index(next(text for text in told if text.id == WORDS["retention"])) + 1
    table = list(lifetimes(SITE))
    assert told[after : after + len(table)] == table
    assert [text.id for text in told[:after] + told[after + len(table) :]] == list(WORDS.values())


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_notice_is_folded_under_its_name_until_somebody_asks_for_all_of_it(language: str) -> None:
    """[CL-17]"""
    texts, name = notice_texts(SITE, language), Text("The whole privacy notice")
    assert notice_block(SITE, language) == Block(texts, Look.FOLDED, name)
    assert notice_block(SITE, language, whole=True) == Block(texts, Look.PLAIN, name)
