"""Digits with points and commas. Chile writes 1.250,5 and English 1,250.5; both are met in both languages.

The number library reads them strictly (it takes "1.5" for 15 in Chile otherwise); what can be read in two ways gives
two readings.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from dialogs.languages import Language

#: How each language writes numbers, and how the other one does.
_LOCALES = {"es": ("es_CL", "en_US"), "en": ("en_US", "es_CL")}
#: Units whose values are so small that no thousands are written (study-facts 11).
_SMALL = ("mg/mg", "g/g")
#: Units whose values have decimals on some papers and thousands on others: "2.500 mg/mmol".
EITHER = ("mg/mmol",)
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
#: What a number that is sure is written with: letters, digits, plain signs, and pictures that take nothing back. Any
#: other sign may say what the person thinks of it.
_FRIENDLY = "🙂😊☺😀😃😄😁🤗😍🥰😘🎂🎉🥳🎈💜💛💚💙🧡💖❤🙏✨🌸🌷🌹\ufe0f"
_PLAIN = re.compile(rf"(?:[^\W_]|[ \n.,:;!¡'’()/+−–\"“”«»{_FRIENDLY}-])+")
#: A face in signs that is no smile: "34 :/", "34 ;)".
_FACE = re.compile(r"[:;]-?[(/\\|]|;-?\)")
#: A digit that is raised, lowered, in a circle or a fraction: it may be part of a number, a note or a power. Squares
#: are of a metre.
_ODD_DIGIT = "No"
_SQUARE = re.compile(r"(?<=[mM])²")
#: No result of a laboratory has more digits.
MOST_DIGITS = 12


def has_odd_digit(text: str) -> bool:
    """Tell whether a text has a digit that is raised, lowered, in a circle or a fraction."""
    return not text.isascii() and any(unicodedata.category(each) == _ODD_DIGIT for each in _SQUARE.sub("", text))


def is_plainly_written(text: str) -> bool:
    """Tell whether every character of a text is accounted for: "34 👎" and a number that is struck through are not."""
    return _PLAIN.fullmatch(unicodedata.normalize("NFC", text)) is not None and _FACE.search(text) is None


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as typed, and the language it was typed in."""

    text: str
    language: str
    #: It was said in hundreds without the word, "one forty": 140, or 1.40; in Spanish 1,40.
    in_hundreds: bool = False


def readings_of(written: WrittenNumber, unit: str) -> tuple[Decimal, ...]:
    """Return what a digit can be in this unit, the likelier first.

    >>> readings_of(WrittenNumber("1.250", "es"), "mg/g"), readings_of(WrittenNumber("1.250", "es"), "g/g")
    ((Decimal('1250'),), (Decimal('1.250'),))
    """
    text = written.text.replace(" ", "")
    if sum(char.isdigit() for char in text) > MOST_DIGITS:
        return ()
    if written.in_hundreds:
        whole = Decimal(text)
        return (whole / 100,) if written.language == Language.ES else (whole, whole / 100)
    if text[0] in ".,":
        text = f"0{text}"
    if "." not in text and "," not in text:
        return (Decimal(text),)
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        return _grouped(text, grouped[1], written.language, unit)
    for locale in _LOCALES[written.language]:
        number = _strictly(text, locale)
        if number is not None:
            return (number,)
    decimal = re.fullmatch(r"(\d+)[.,](\d+)", text)
    return (Decimal(f"{decimal[1]}.{decimal[2]}"),) if decimal else ()


def _grouped(text: str, sign: str, language: str, unit: str) -> tuple[Decimal, ...]:
    """One sign and exactly three digits behind it: thousands or a decimal?"""
    decimal, thousands = Decimal(text.replace(sign, ".")), Decimal(text.replace(sign, ""))
    own_thousands = sign == ("." if language == Language.ES else ",")
    if unit in _SMALL:
        return (decimal,) if sign == "." or language == Language.ES else (decimal, thousands)
    return (thousands,) if own_thousands and unit not in EITHER else (thousands, decimal)


def _strictly(text: str, locale: str) -> Decimal | None:
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        return None
