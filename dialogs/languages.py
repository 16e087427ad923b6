"""The two languages that people are written to in, and which of them to begin with."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the bot, by its code; Spanish first, because it is the one of the site."""

    ES = "es"
    EN = "en"


def language_of(code: str | None) -> Language:
    """Choose the language for somebody whose platform says this code, patients and staff alike.

    Spanish where it says nothing or any Spanish; English, which more people read, for every other language.

    >>> language_of(None), language_of("es-419"), language_of("pt-br")
    (<Language.ES: 'es'>, <Language.ES: 'es'>, <Language.EN: 'en'>)
    """
    return Language.ES if not code or code.startswith("es") else Language.EN
