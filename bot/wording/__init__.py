"""Checks of every text that the bot can say, and the hash by which a committee approves them.

Each check returns problems with rule, place and fact; none knows where the texts came from, so the tests feed them
small catalogues of their own. `tamiz check` and `tests/test_catalogs.py` run them all over `locales/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from babel.messages.catalog import Catalog

from bot.render.texts import LANGUAGES, shipped_catalogs, translations
from bot.wording.ease import ease_problems
from bot.wording.entries import Entry, Problem, entries
from bot.wording.families import family_problems
from bot.wording.glossary import glossary_problems
from bot.wording.measure import measurable
from bot.wording.of_study import StudyWording, shipped_wording
from bot.wording.one_word import one_word_problems
from bot.wording.parity import parity_problems
from bot.wording.shape import shape_problems
from bot.wording.words import word_problems

__all__ = [
    "Entry",
    "Problem",
    "check_entries",
    "entries",
    "problems",
    "shipped_hashes",
    "unmeasured",
    "wording_hash",
]


def problems(
    catalogs: Mapping[str, list[Catalog]] | None = None, names: Iterable[str] = (), study: StudyWording | None = None
) -> list[Problem]:
    """Everything that is wrong with the wording; `names` are more names to mask when reading ease is measured."""
    return check_entries(entries(catalogs or shipped_catalogs()), names, study)


def check_entries(
    found: Sequence[Entry], names: Iterable[str] = (), study: StudyWording | None = None
) -> list[Problem]:
    """Everything that is wrong with these entries, by rule and place; the package's study is meant where none is."""
    about = shipped_wording() if study is None else study
    complete = [entry for entry in found if all(entry.forms)]
    wrong = [*parity_problems(found), *ease_problems(complete, names, about), *glossary_problems(complete, about)]
    for entry in complete:
        wrong += _alone(entry, about)
    return sorted(set(wrong))


# A packet and a check of a study look through the same texts again; most of their time went there.
@lru_cache(maxsize=16_384)
def _alone(entry: Entry, about: StudyWording) -> tuple[Problem, ...]:
    """Return what is wrong with one entry, whatever the others say."""
    words = (*word_problems(entry, about), *family_problems(entry, about), *one_word_problems(entry, about))
    return (*words, *shape_problems(entry))


def unmeasured() -> list[str]:
    """Return the languages whose reading ease cannot be measured here, since the counting library is missing."""
    return [language for language in LANGUAGES if not measurable(language)]


def wording_hash(language: str, catalogs: Mapping[str, list[Catalog]] | None = None) -> str:
    """Return the SHA-256 of all ids and translations of a language; the order of the entries does not matter."""
    parts = (catalogs or shipped_catalogs())[language]
    pairs = {(msgid, forms) for catalog in parts for msgid, forms in translations(catalog)}
    ordered = sorted((json.dumps(msgid, ensure_ascii=False), list(forms)) for msgid, forms in pairs)
    return hashlib.sha256(json.dumps(ordered, ensure_ascii=False).encode()).hexdigest()


@cache
def shipped_hashes() -> dict[str, str]:
    """Return the hash of each language, of the catalogues that ship with the program; they are read once."""
    catalogs = shipped_catalogs()
    return {str(language): wording_hash(language, catalogs) for language in LANGUAGES}
