"""The guide for the study team quotes what the bot really says, in both languages, and leaves no button out."""

import re

import pytest

from bot.cli.main import main
from bot.render.texts import shipped_catalogs, translations
from dialogs.conversation.texts.referral_status import STATUS, WANTED
from dialogs.referral.group_card import HEADING_LABELS, NEWS
from dialogs.referral.labels import ACT_LABELS
from tests.docs.pages import ROOT, page, prose, section

GUIDES = {
    language: name
    for language, name in (("en", "docs/coordinator.md"), ("es", "docs/es/coordinator.md"))
    if (ROOT / name).is_file()
}
#: How each language quotes, and what a quote may hold.
QUOTES = {"en": re.compile(r"“((?:[^“”]|“[^“”]*”)+)”"), "es": re.compile(r"«((?:[^«»]|«[^«»]*»)+)»")}
#: What the first section says about the quotes themselves.
SAMPLE = {"en": "like this", "es": "como esto"}
WORDS = {
    language: dict(entry for catalog in catalogs for entry in translations(catalog))
    for language, catalogs in shipped_catalogs().items()
}


def said(language: str) -> set[str]:
    """Everything that the bot says in a language, with its {fields} as they stand."""
    return {form for forms in WORDS[language].values() for form in forms}


def quoted(language: str) -> set[str]:
    return set(QUOTES[language].findall(prose(page(GUIDES[language])))) - {SAMPLE[language]}


@pytest.mark.parametrize("language", GUIDES)
def test_every_quote_stands_in_the_catalogue_of_its_language(language: str) -> None:
    assert not quoted(language) - said(language)


@pytest.mark.parametrize("language", GUIDES)
@pytest.mark.parametrize("texts", [ACT_LABELS, HEADING_LABELS, {"asked": WANTED}], ids=["buttons", "headings", "asked"])
def test_every_button_and_every_kind_of_card_is_explained(language: str, texts: dict[str, str]) -> None:
    words = WORDS[language]
    assert not [text for text in texts.values() if words[text][0] not in quoted(language)]


@pytest.mark.parametrize("language", GUIDES)
def test_every_state_that_a_person_is_shown_and_every_news_of_a_person_is_explained(language: str) -> None:
    words = WORDS[language]
    shown = [text for state, text in STATUS.items() if state != "filed"]
    news = [text for what, text in NEWS.items() if what not in ("review", "callback")]
    assert not [text for text in (*shown, *news) if words[text][0] not in quoted(language)]


@pytest.mark.parametrize("language", GUIDES)
def test_the_roles_are_those_that_an_invitation_can_give(language: str) -> None:
    roles = next(p for p in main.commands["staff"].commands["invite"].params if p.name == "role").type.choices
    told = re.findall(r"^\| `([a-z]+)` \|", section(page(GUIDES[language]), 2), re.MULTILINE)
    assert told == list(roles)
