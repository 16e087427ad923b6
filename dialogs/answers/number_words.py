"""Number words made digits: "treinta y siete", "venti dos", "cuarentaitres", "fourty two".

The number library does the reading. What it does not know (misspelt, glued or without its accent) is put right before,
and the caller is told, because then the answer is read back.
"""

from __future__ import annotations

import re

from text_to_num import alpha2digit

from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.number_file import NumberWords
from dialogs.lexicon.spelling import nearest, sound
from dialogs.lexicon.worded import Patterns, Worded

_LETTERS = re.compile(r"[a-zó-úé]+")
_SPLIT_TENS = re.compile(r"\b([2-9]0)(?: +(?:[a-z]{1,3}) +| +)([1-9])\b(?![.,/-]?\d)")
#: "veinte y cuatro", "diez y ocho"
_SUM = Worded(r"\b([1-9]0) (?:{tens_link}) ([1-9])\b(?![.,/-]?\d)")
#: "cuarenta i ocho"
_LINK = Worded(r"\b([a-z]+(?:{tens_end})) (?:{tens_link_heard}) (?=[a-z])")
_SPOKEN_YEAR = re.compile(r"\b20 ([12]\d)\b(?![.,/-]?\d)")
#: "2 mil", and the year "2 mil 25".
_THOUSANDS = re.compile(r"(?<![\d.,/-])([1-9]\d?) 1(0\d\d)\b(?: (\d{1,2})\b(?![.,/]))?")
_HYPHEN = re.compile(r"\b([a-z]+)-([a-z]+)\b")
_ORDINAL_SIGNS = str.maketrans("", "", "ºª")
#: Lists of what joins tens and ones: in words, in one word, and at its end.
_TENS_LINK, _GLUE, _GLUE_ALONE = "tens_link", "tens_glue", "tens_glue_alone"
#: They multiply the word before them.
_FACTORS = (100, 1000)
#: Misspelt number words are looked for from this length on.
_LONG = 6


def digits(folded: str, language_words: LanguageWords) -> tuple[str, bool]:
    """Return the text with its number words as digits, and whether all of them were spelled right."""
    number_words = language_words.number_words
    pieces: list[str] = []
    end = 0
    folded = _LETTERS.sub(lambda found: number_words.written.get(found.group(), found.group()), folded)
    own = _LETTERS.sub(
        lambda found: number_words.foreign.get(found.group(), found.group()), _apart(folded, number_words)
    )
    exact, folded = own == folded, own
    tens = False
    for match in _LETTERS.finditer(folded):
        word = match.group()
        right = _put_right(word, language_words) or (_slipped(word, language_words) if tens else None)
        heard = sound(word)
        tens = heard in dict(number_words.tens) or (tens and heard in number_words.links)
        exact = exact and right is None
        pieces += [folded[end : match.start()], word if right is None else right]
        end = match.end()
    text = "".join(pieces) + folded[end:]
    linked = _linked(text, language_words.patterns)
    exact = exact and linked == text
    read = alpha2digit(linked, language_words.language, threshold=0).translate(_ORDINAL_SIGNS)
    read = _THOUSANDS.sub(lambda found: found.group() if found[2] in folded else _thousands(found), read)
    # "twenty twenty-five", "veinte veinticinco"; typed 20 25 is a day and a year
    read = _SPOKEN_YEAR.sub(lambda found: found.group() if found.group() in folded else f"20{found[1]}", read)
    plus = language_words.patterns[_SUM]
    summed = plus.sub(lambda found: found.group() if found.group() in folded else _sum(found), read)
    if exact:
        return summed, summed == read
    read = summed
    return _SPLIT_TENS.sub(_sum, read), False


def _linked(text: str, patterns: Patterns) -> str:
    """Return the text with tens and ones joined by the right word: "cuarenta i ocho"."""
    return patterns[_LINK].sub(rf"\1 {patterns.words(_TENS_LINK)[0]} ", text)


def _apart(folded: str, number_words: NumberWords) -> str:
    """Return the text with a space between two number words of another language: "thirty-nine" in Spanish."""
    foreign = number_words.foreign
    return _HYPHEN.sub(
        lambda found: f"{found[1]} {found[2]}" if {found[1], found[2]} <= foreign.keys() else found.group(), folded
    )


def _sum(found: re.Match[str]) -> str:
    return str(int(found[1]) + int(found[2]))


def _thousands(found: re.Match[str]) -> str:
    """ "2 mil 25" is half read by the library: 2 1000 25."""
    return str(int(found[1]) * 1000 + int(found[2]) + int(found[3] or 0))


def _put_right(word: str, language_words: LanguageWords) -> str | None:
    """Return the digits of a misspelt or glued number word; None for a word that is right or no number."""
    heard, number_words = sound(word), language_words.number_words
    if len(word) < 4 or word in number_words.right or heard in number_words.links:
        return None
    for stem, value in number_words.tens:
        if heard == stem:
            return str(value)
        if heard.startswith(stem):
            one = _after(heard[len(stem) :], number_words, language_words.patterns)
            if one is not None:
                return str(value + one)
    for table in (number_words.ones, number_words.others):
        if heard in table:
            return str(table[heard])
    if len(heard) >= _LONG:
        known = {**dict(number_words.tens), **number_words.others}
        # "twelve hunderd" is neither 12 nor 100
        near = {known[name] for name in nearest(heard, known, 1) if name[0] == heard[0] and known[name] not in _FACTORS}
        if len(near) == 1:
            return str(near.pop())
    return None


def _slipped(word: str, language_words: LanguageWords) -> str | None:
    """Return the digit of a word that nobody knows behind a number of tens: "forty sx", «cuarenta y sies»."""
    number_words, heard = language_words.number_words, sound(word)
    if word in number_words.right or language_words.phrases.know(heard):
        return None
    near = {number_words.ones[name] for name in nearest(heard, number_words.ones, 1) if name[0] == heard[0]}
    return str(near.pop()) if len(near) == 1 else None


def _after(rest: str, number_words: NumberWords, patterns: Patterns) -> int | None:
    """Return the ones that are glued to tens: "aisinko", "itres", "uno"."""
    for link in ("", *patterns.words(_GLUE)):
        if rest.startswith(link):
            ones = rest[len(link) :]
            if not ones and link in patterns.words(_GLUE_ALONE):
                return 0
            if ones in number_words.ones:
                return number_words.ones[ones]
    return None
