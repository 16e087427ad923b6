"""The words of a date: each word, number, digit or phrase of a text is one token, and each token one letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, Phrases
from dialogs.lexicon.spelling import sound
from dialogs.lexicon.worded import Patterns, Worded

_TOKEN = Worded(r"\d+,\d+(?!\d*[,/])|\d+( ?[/.-] ?)\d+(?:\1\d+)?|\d+(?:{ordinal_end}|{day_end})?\b|\d+|[a-z]+|,")
#: The label of a feast that is called by its day; and so many words on either side of it may name a month.
FEAST, NEAR = "feast", 3
#: The label of a time of day, and of words before the day of a month that is named already.
CLOCK, ARTICLE = "clock", "article"
#: The label of words that deny a date: "it wasn't in", and of a bare no.
DENIED = "denied"
_BARE_HOUR = re.compile(r"[^\d]*(\d+)")
#: What may be an hour and has no word before it: a number, or a day and then the hour.
_HOUR_ALONE = re.compile(r"(?P<day>\d+)(?P<hour>\s+\d+)?(?![\d:])[^\d:]*")
#: What is an hour wherever it stands: "3pm".
_IS_HOUR = Worded(r"\d\s*(?:{hour_mark})\b")
#: A month right before, and one whose day is told.
_MONTH_RIGHT_BEFORE, _DAY_TOLD = re.compile(r"mo*$"), re.compile(r"[nC]o*mo*$")
_MONTH_BEHIND, _MONTH_BEFORE = re.compile(r"^[ot]*[mu]"), re.compile(r"m[ao]*$")
#: No month has more days.
LAST_DAY = 31
#: A month's short name has no more letters.
SHORT_MONTH = 3
#: One letter for each label of the section [dates] of a language.
_LETTERS = {
    **{f"m{n}": "m" for n in range(1, 13)},
    **{f"w{n}": "w" for n in range(1, 8)},
    **{
        "day": "u",
        "week": "u",
        "fortnight": "u",
        "lastyear": "j",
        "yearbeforelast": "J",
        "month": "u",
        "year": "u",
        "half": "h",
        "andhalf": "c",
        "ago": "g",
        "back": "b",
    },
    **{
        "last": "l",
        "beforelast": "l",
        "next": "x",
        "this": "t",
        "about": "k",
        "pair": "p",
        "more": ">",
        "rhythm": "y",
        "or": "r",
        "and": "a",
        "of": "o",
        "article": "o",
        "inside": "o",
    },
    **{
        "since": "i",
        "edge": "e",
        "d0": "q",
        "d1": "q",
        "d2": "q",
        "ahead": "f",
        "coming": "s",
        "clock": "C",
        "vague": "v",
        "feast": "v",
        "filler": "z",
        "denied": "N",
    },
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or digit of the text, or one phrase of several words."""

    letter: str
    label: str
    text: str
    start: int
    end: int

    @property
    def number(self) -> int:
        """Its number, cut at what a date can hold."""
        return int(re.sub(r"\D", "", self.text)[:6] or 0)


def tokens_of(text: str, language_words: LanguageWords) -> list[Token]:
    """Return the tokens of a folded text whose number words are digits already."""
    matches = list(language_words.patterns[_TOKEN].finditer(text))
    phrases = language_words.phrases["dates"]
    heard = phrases.forgive([sound(match.group()) or "?" for match in matches])
    tokens: list[Token] = []
    # what follows a word decides: in a long text of the same words over and over it is looked at once
    seen: dict[tuple[str, ...], tuple[tuple[str, str], int]] = {}
    at = 0
    while at < len(matches):
        first = matches[at]
        ahead = (first.group(), *heard[at : at + phrases.reach])
        token, used = seen[ahead] if ahead in seen else _token(heard, at, first.group(), phrases)
        seen[ahead] = token, used
        tokens.append(Token(token[0], token[1], first.group(), first.start(), matches[at + used - 1].end()))
        at += used
    patterns = language_words.patterns
    settled = [
        _day_before_hour(tokens, place, text, patterns) or _settled(tokens, place, text) for place in range(len(tokens))
    ]
    return [
        replace(token, letter=".") if _is_number_of_dose(settled, place, patterns) else token
        for place, token in enumerate(settled)
    ]


def _is_number_of_dose(tokens: Sequence[Token], at: int, patterns: Patterns) -> bool:
    """Tell whether a digit right before a month counts doses: "dose 2 May 26"; "last dose 2 May" tells its day."""
    if not 1 <= at < len(tokens) - 1 or tokens[at].letter != "n" or tokens[at + 1].letter != "m":
        return False
    before = tokens[at - 2] if at > 1 else None
    leads = before is not None and (before.letter in "nl" or before.text in patterns.words("dose_is_dated"))
    return len(tokens[at].text) == 1 and tokens[at - 1].text in patterns.words("dose_word") and not leads


def _day_before_hour(tokens: Sequence[Token], at: int, text: str, patterns: Patterns) -> Token | None:
    """Return the day that stands between its month and the hour: "march 3 in the morning", "may 5 3pm"; None where the
    month has its day, or what may be an hour is one."""
    token = tokens[at]
    said = _HOUR_ALONE.fullmatch(text[token.start : token.end]) if token.label == CLOCK else None
    before = "".join(each.letter for each in tokens[max(at - 2 * NEAR, 0) : at])
    if said is None or not _MONTH_RIGHT_BEFORE.search(before) or _DAY_TOLD.search(before):
        return None
    if said["hour"] is None and patterns[_IS_HOUR].match(said[0]):
        return None
    return Token("n", "number", said["day"], token.start, token.end)


def _settled(tokens: Sequence[Token], at: int, text: str) -> Token:
    """Return a token as its neighbours make it.

    A number of days at the edge of a month is no day of it: «los 3 últimos días de octubre». What may be a feast is a
    day beside its month: «para el 18 de octubre»; so is what may be an hour right before it: "at 14 July"."""
    token, behind = tokens[at], tokens[at + 1 : at + 1 + NEAR]
    if token.letter == "n" and behind and behind[0].letter == "e":
        return replace(token, letter=".")
    hour = _BARE_HOUR.fullmatch(text[token.start : token.end]) if token.label == CLOCK else None
    if hour and behind and behind[0].letter == "m":
        return Token("n", "number", hour[1], token.start + hour.start(1), token.end)
    if token.label != FEAST:
        return token
    before = tokens[max(at - NEAR, 0) : at]
    letters = ("".join(each.letter for each in part) for part in (behind, before))
    if not any(pattern.search(each) for pattern, each in zip((_MONTH_BEHIND, _MONTH_BEFORE), letters, strict=True)):
        return token
    day = next(re.finditer(r"\d+", text[token.start : token.end]))
    return Token("n", "number", day[0], token.start + day.start(), token.end)


def _only_sounds_short(hit: Hit, text: str, heard: str) -> bool:
    """Tell whether a word that begins with a silent letter only sounds like a short month: "hago" is not "ago"."""
    return _LETTERS[hit.name] == "m" and len(heard) <= SHORT_MONTH and text[0] != heard[0]


def _token(heard: Sequence[str], at: int, text: str, phrases: Phrases) -> tuple[tuple[str, str], int]:
    hit = phrases.longest(heard, at)
    if hit and not (text[0].isdigit() and hit.end == at + 1) and not _only_sounds_short(hit, text, heard[at]):
        return (_LETTERS[hit.name], hit.name), hit.end - at
    if text.isdigit():
        return ("Y" if len(text) == 4 and text[:2] in ("19", "20") else "n", "number"), 1
    if "," in text and len(text) > 1:  # 1,2 is a value
        return (".", ""), 1
    if text[0].isdigit():
        return ("n", "number") if text.isalnum() else ("F", "digits"), 1
    return ("a" if text == "," else ".", ""), 1


def counts(part: Sequence[Token]) -> bool:
    """Is the number before the month a count: "dos en mayo", "had one in November"? A day has no such word between."""
    first = part[0].letter == "n"
    return first and any(token.label == "inside" for token in part[: [t.letter for t in part].index("m")])


def is_day_behind(part: Sequence[Token]) -> bool:
    """Is the number behind a month the day of one: "the 5th", "the 5", a single digit? A year has two or four."""
    last = part[-1]
    after_article = part[-2].label == ARTICLE and last.number <= LAST_DAY
    return last.letter == "n" and (not last.text.isdigit() or len(last.text) == 1 or after_article)
