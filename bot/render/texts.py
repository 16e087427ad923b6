"""The catalogues: a text in a language, by its English id.

Both domains (`bot` for the program, `study` for the study file) are read from `.po` into memory once. The locale is an
argument of every call; there is no current language anywhere. A text without a translation is an error that names it,
never English by surprise: the tests over the catalogues keep that from reaching a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from dialogs.languages import Language
from dialogs.screens import N_

__all__ = ["DOMAINS", "LANGUAGES", "N_", "ConflictingText", "MissingText", "Texts"]

LANGUAGES = tuple(Language)
DOMAINS = ("bot", "study")

#: Dates in Chilean Spanish, and in English with the day before the month: 5 January 2027.
DATE_LOCALES: Mapping[str, str] = {Language.ES: "es_CL", Language.EN: "en_GB"}
NUMBER_LOCALES: Mapping[str, str] = {Language.ES: "es_CL", Language.EN: "en_US"}

#: An id: the English text; of one that counts something, its second form.
Id = str
#: A translation: one form, or one per plural form of the language.
Forms = tuple[str, ...]


class MissingText(KeyError):
    """A text has no translation in this language."""

    def __init__(self, locale: str, msgid: Id) -> None:
        super().__init__(f"{locale}: no translation of {msgid!r}; run `make catalogs` and fill it in")


class ConflictingText(ValueError):
    """Two catalogues of one language translate the same text differently."""

    def __init__(self, locale: str, msgid: Id) -> None:
        super().__init__(f"{locale}: {msgid!r} is translated differently in two catalogues; make them agree")


class Texts:
    """Every text of the bot, in every language."""

    languages = LANGUAGES

    def __init__(self, catalogs: Mapping[str, list[Catalog]]) -> None:
        """Take the catalogues of each language, of any number of domains."""
        self._forms: dict[str, dict[Id, Forms]] = {}
        #: Those of one form with nothing to fill in: an answer says twenty of them.
        self._whole: defaultdict[str, dict[Id, str]] = defaultdict(dict)
        self._counting = {locale: c2py(parts[0].plural_expr) for locale, parts in catalogs.items() if parts}
        for locale, parts in catalogs.items():
            merged = self._forms.setdefault(locale, {})
            for catalog in parts:
                for msgid, forms in translations(catalog):
                    if merged.setdefault(msgid, forms) != forms:
                        raise ConflictingText(locale, msgid)
            whole = {msgid: forms[0] for msgid, forms in merged.items() if len(forms) == 1}
            self._whole[locale] = {msgid: form for msgid, form in whole.items() if not {"{", "}"} & set(form)}

    @staticmethod
    def load(folder: Path | None = None) -> Texts:
        """Return the texts that ship with the program, read once, or those of another folder."""
        return Texts(read_catalogs(folder)) if folder is not None else _shipped()

    def get_ready(self) -> None:
        """Read now how dates and numbers are written: 0.1 s, for which the first answers would wait."""
        for locale in self.languages:
            for value in (date(2000, 1, 1), 1, Decimal("0.5")):
                shown(value, locale)

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        """Return the text in this language, with dates and numbers written as people there write them.

        Of a text that counts something, the form that goes with its first field that holds a number."""
        if (whole := self._whole[locale].get(msgid)) is not None:
            return whole
        forms = self._lookup(locale, msgid)
        form = forms[0] if len(forms) == 1 else forms[self._counting[locale](_count(msgid, values))]
        return _filled(form, locale, values)

    def raw(self, locale: str, msgid: str) -> str:
        """Return the text in this language with its {fields} as they stand; MissingText where there is none."""
        return self._lookup(locale, msgid)[-1]

    def ids(self, locale: str) -> list[Id]:
        """Return the ids that have a translation in this language."""
        return list(self._forms.get(locale, {}))

    def _lookup(self, locale: str, msgid: Id) -> Forms:
        forms = self._forms.get(locale, {}).get(msgid)
        if forms is None:
            raise MissingText(locale, msgid)
        return forms


def locales_folder() -> Path:
    """Where the catalogues are: beside the packages in a checkout, inside `bot` in a wheel."""
    package = Path(__file__).parents[1]
    shipped = package / "locales"
    return shipped if shipped.is_dir() else package.parent / "locales"


def read_catalogs(folder: Path | None = None) -> dict[str, list[Catalog]]:
    """Return the parsed catalogues of each language, one per domain that has a file."""
    root = folder or locales_folder()
    found: dict[str, list[Catalog]] = {}
    for locale in LANGUAGES:
        paths = [root / locale / "LC_MESSAGES" / f"{domain}.po" for domain in DOMAINS]
        found[locale] = [read_catalog(path, locale) for path in paths if path.is_file()]
    return found


@cache
def shipped_catalogs() -> dict[str, list[Catalog]]:
    """Return the catalogues that ship with the program, read once: four readings were a tenth of `tamiz check`."""
    return read_catalogs()


@cache
def _shipped() -> Texts:
    return Texts(shipped_catalogs())


def read_catalog(path: Path, locale: str) -> Catalog:
    """One catalogue file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain=path.stem, abort_invalid=True)


def translations(catalog: Catalog) -> Iterator[tuple[Id, Forms]]:
    """Id and forms of each complete, unfuzzy entry, the form for many last."""
    for message in catalog:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
        if message.id and all(forms) and not message.fuzzy:
            yield (message.id if isinstance(message.id, str) else message.id[-1]), forms


def _count(msgid: str, values: Mapping[str, object]) -> int:
    """Return the number that decides the form; of a text without one, as of many."""
    named = (values.get(name) for name in re.findall(r"\{(\w+)\}", msgid))
    return next((each for each in named if isinstance(each, int) and not isinstance(each, bool)), 0)


def shown(value: object, locale: str) -> str:
    """Return a value as people of this language write it.

    >>> shown(date(2027, 1, 5), "es"), shown(date(2027, 1, 5), "en"), shown(Decimal("0.35"), "es")
    ('5 de enero de 2027', '5 January 2027', '0,35')
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return _dated(value.date() if isinstance(value, datetime) else value, locale)
    if isinstance(value, int) and not isinstance(value, bool):
        return _counted(int(value), locale)
    if isinstance(value, Decimal):
        return format_decimal(value, locale=NUMBER_LOCALES[locale], decimal_quantization=False)
    return str(value)


# Babel takes 0.3 ms for a number, and an answer shows the same few. A Decimal is not kept: 0.5 and 0.50 are equal.
@lru_cache(maxsize=512)
def _dated(day: date, locale: str) -> str:
    return format_date(day, format="long", locale=DATE_LOCALES[locale])


@lru_cache(maxsize=512)
def _counted(number: int, locale: str) -> str:
    return format_decimal(number, locale=NUMBER_LOCALES[locale], decimal_quantization=False)


def _filled(text: str, locale: str, values: Mapping[str, object]) -> str:
    # Nearly always they are in words already.
    words = {name: value if type(value) is str else shown(value, locale) for name, value in values.items()}
    return text.format_map(words)
