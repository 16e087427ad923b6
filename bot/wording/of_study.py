"""What the rules on wording must know of one study: its names, its medical words, its limits. All of it is data.

It stands in NAME.wording.toml beside the study file; a study without one has only what holds for every study.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from bot.config.bundled import wording_source
from dialogs.study.file_schema import ANSWERS, NAME, ROWS, TEXTS, WORDS, Form, Shape, shaped

_TABLES = Form(
    'a table of texts for each language: { es = { word = "…" } }',
    lambda value: isinstance(value, dict) and all(map(ANSWERS.fits, value.values())),
)
_FAMILIES = Form(
    "a table for each family: [family.order.never]",
    lambda value: isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()),
)
#: What a wording file may hold.
FILE: Shape = {
    **{"names": TEXTS, "long": WORDS, "explained": _TABLES, "plain": _TABLES, "term": ROWS, "thresholds": TEXTS},
    **{"no_claim": ANSWERS, "family": _FAMILIES},
}
TERM: Shape = {"thing": NAME, "never": ANSWERS, "says": ANSWERS}
FAMILY: Shape = {"never": ANSWERS, "except": ANSWERS}
#: A pattern that is found nowhere.
NOWHERE = r"(?!)"
#: A group with a name, or what says again what one held.
_GROUP = re.compile(r"\(\?P|\\[1-9]|\(\?\(")
_ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the glossary."""

    thing: str
    #: Language → what is never said for it, as a pattern.
    never: _ByLanguage
    #: Language → what is said.
    says: _ByLanguage


@dataclass(frozen=True, slots=True, eq=False)
class StudyWording:
    """What one study adds to the rules on wording, each by language."""

    #: Names that nobody can write shorter.
    names: tuple[str, ...] = ()
    #: Long words that are explained where they first appear, or that have no shorter one.
    long: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Word → how its explanation can be told.
    explained: Mapping[str, _ByLanguage] = field(default_factory=dict)
    #: Word → what is said for it.
    plain: Mapping[str, _ByLanguage] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    #: Limits of the protocol as they might be written.
    thresholds: tuple[re.Pattern[str], ...] = ()
    #: Where a word of a claim is none.
    no_claim: _ByLanguage = field(default_factory=dict)
    #: Family → more words of it, and where they are no such thing.
    never: Mapping[str, _ByLanguage] = field(default_factory=dict)
    except_in: Mapping[str, _ByLanguage] = field(default_factory=dict)

    def excused_by(self, other: StudyWording) -> StudyWording:
        """Return the same with the names and long words of another study: they are no harder to read here."""
        long = {
            language: self.long.get(language, frozenset()) | other.long.get(language, frozenset())
            for language in {*self.long, *other.long}
        }
        return replace(self, names=(*self.names, *other.names), long=long)


#: A study that adds nothing.
NOTHING = StudyWording()


def wording_flaws(source: str, name: str) -> list[str]:
    """Return what is wrong with a wording file, each with its place and what would be right."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as fault:
        return [f"{name}: this is not readable TOML: {fault}. Correct that line first."]
    found: list[str] = []

    def complain(place: str, what: str) -> None:
        found.append(f"{name}{place}: {what}")

    kept = shaped(raw, FILE, "", complain)
    for row in kept.get("term", ()):
        if set(shaped(row, TERM, ", [[term]]", complain)) < set(TERM):
            complain(", [[term]]", f"one of these is missing: {', '.join(TERM)}.")
    for family, row in kept.get("family", {}).items():
        shaped(row, FAMILY, f', [family."{family}"]', complain)
    for pattern in () if found else _patterns(raw):
        try:
            re.compile(pattern)
        except re.error as fault:
            complain("", f"“{pattern}” is no regular expression ({fault}). Correct it.")
    return found


def _patterns(raw: Mapping[str, Any]) -> Iterator[str]:
    """Return every pattern of a file whose form is right."""
    yield from raw.get("thresholds", ())
    tables = [*raw.get("explained", {}).values(), raw.get("no_claim", {})]
    tables += [row["never"] for row in raw.get("term", ())]
    tables += [table for rows in raw.get("family", {}).values() for table in rows.values()]
    for table in tables:
        yield from (each for pair in table.items() for each in pair)


def parse_wording(source: str) -> StudyWording:
    """Return what the text of a wording file says."""
    raw: dict[str, Any] = tomllib.loads(source)
    families: Mapping[str, Mapping[str, _ByLanguage]] = raw.get("family", {})
    return StudyWording(
        names=tuple(raw.get("names", ())),
        long={language: frozenset(words) for language, words in raw.get("long", {}).items()},
        explained=raw.get("explained", {}),
        plain=raw.get("plain", {}),
        terms=tuple(Term(each["thing"], each["never"], each["says"]) for each in raw.get("term", ())),
        thresholds=tuple(re.compile(each, re.IGNORECASE) for each in raw.get("thresholds", ())),
        no_claim=raw.get("no_claim", {}),
        never={name: rows["never"] for name, rows in families.items() if "never" in rows},
        except_in={name: rows["except"] for name, rows in families.items() if "except" in rows},
    )


@cache
def shipped_wording() -> StudyWording:
    """Return what the study of the package adds."""
    return parse_wording(wording_source())


def either(*patterns: str) -> str:
    """Return one pattern for all of these that say anything.

    >>> either("a|b", "", "c"), either("", "")
    ('(?:a|b)|(?:c)', '(?!)')
    """
    said = [f"(?:{pattern})" for pattern in patterns if pattern and pattern != NOWHERE]
    return "|".join(said) or NOWHERE


@cache
def whole_words(pattern: str) -> re.Pattern[str]:
    """Return what looks for this pattern in any case, where no word goes on before or behind it."""
    return re.compile(_whole(pattern), re.IGNORECASE)


def may_say(text: str, patterns: tuple[str, ...], *, whole: bool = True) -> bool:
    """Tell at one look whether any of these stands in a text, in any case, if `whole` as words of their own.

    Nearly every text holds none of what is looked for: all at once, and in small letters, takes a third of the time.
    Which it is, is for a second look.

    >>> may_say("Hurry up", ("cures?", "hurry")), may_say("Hurrying", ("cures?", "hurry"))
    (True, False)
    """
    folded = text.casefold()
    return any(look.search(folded if small else text) for look, small in _looks(patterns, whole))


@cache
def _looks(patterns: tuple[str, ...], whole: bool) -> list[tuple[re.Pattern[str], bool]]:
    """Return one pattern for all that are in small letters, which looks at a text in small letters; each of the rest
    by itself, and so those that name or number a group, which would be another one among the others."""
    alike = [each for each in patterns if each == each.casefold() and not _GROUP.search(each)]
    asked = [(either(*alike), True)] + [(each, False) for each in patterns if each not in alike]
    return [
        (re.compile(_whole(each) if whole else each, re.NOFLAG if small else re.IGNORECASE), small)
        for each, small in asked
    ]


def _whole(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"
