"""Checks of every text that the bot can say, and the hash by which a committee approves them.

Each check returns problems with rule, place and fact; none knows where the texts came from, so the tests feed them
small catalogues of their own. `tamiz check` and `tests/test_catalogs.py` run them all over `locales/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from babel.messages.catalog import Catalog

from bot.reading_ease import measurable
from bot.texts import LANGUAGES, read_catalogs, translations
from bot.wording.ease import ease_problems
from bot.wording.entries import Entry, Problem, entries
from bot.wording.glossary import glossary_problems
from bot.wording.parity import parity_problems
from bot.wording.shape import shape_problems
from bot.wording.words import word_problems

__all__ = [
    "Entry",
    "Problem",
    "check_entries",
    "check_wording",
    "entries",
    "problems",
    "unmeasured",
    "wording_hash",
    "wording_hashes",
]


def problems(catalogs: Mapping[str, list[Catalog]] | None = None, names: Iterable[str] = ()) -> list[Problem]:
    """Everything that is wrong with the wording; `names` are more names to mask when reading ease is measured."""
    return check_entries(entries(catalogs or read_catalogs()), names)


def check_entries(found: Sequence[Entry], names: Iterable[str] = ()) -> list[Problem]:
    """Everything that is wrong with these entries, by rule and place."""
    complete = [entry for entry in found if all(entry.forms)]
    wrong = [*parity_problems(found), *ease_problems(complete, names), *glossary_problems(complete)]
    for entry in complete:
        wrong += [*word_problems(entry), *shape_problems(entry)]
    return sorted(set(wrong))


#: What `tamiz check` calls a group of rules; a rule that no group names is "shape".
_GROUPS = {
    "catalogues": ("PL-07",),
    "forbidden words": ("RE-13", "US-02", "CL-14"),
    "plain words": ("PL-05", "PL-06", "PL-08", "RE-14", "RE-15"),
    "readability": ("PL-01", "PL-02", "PL-03", "PL-04"),
}


def check_wording() -> list[tuple[str, list[str], str]]:
    """The problems of the wording that ships, group by group: name, problems, and what could not be looked at."""
    found = problems()
    grouped: dict[str, list[str]] = {name: [] for name in (*_GROUPS, "shape")}
    for problem in found:
        name = next((name for name, rules in _GROUPS.items() if problem.rule in rules), "shape")
        grouped[name].append(str(problem))
    missing = ", ".join(unmeasured())
    note = f"not measured for {missing}: the libraries that count syllables are not installed" if missing else ""
    return [(name, lines, note if name == "readability" else "") for name, lines in grouped.items()]


def wording_hashes() -> dict[str, str]:
    """The hash of the wording in each language, as a committee approves it."""
    catalogs = read_catalogs()
    return {language: wording_hash(language, catalogs) for language in LANGUAGES}


def unmeasured() -> list[str]:
    """The languages whose reading ease cannot be measured here, since the counting library is missing."""
    return [language for language in LANGUAGES if not measurable(language)]


def wording_hash(language: str, catalogs: Mapping[str, list[Catalog]] | None = None) -> str:
    """The SHA-256 of all ids and translations of a language; the order of the entries does not matter."""
    parts = (catalogs or read_catalogs())[language]
    pairs = {(msgid, forms) for catalog in parts for msgid, forms in translations(catalog)}
    ordered = sorted((json.dumps(msgid, ensure_ascii=False), list(forms)) for msgid, forms in pairs)
    return hashlib.sha256(json.dumps(ordered, ensure_ascii=False).encode()).hexdigest()
