"""Ways to reach a person: telephone or e-mail. A RUT is recognised and refused (CL-30)."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.answers.dictated_phone import in_digits
from dialogs.answers.heard import exact_option
from dialogs.answers.option_numbers import numbered
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Phrases, cover, spoken
from dialogs.lexicon.spelling import sound
from dialogs.study.study import Question

#: The country of a number without a country code.
HOME = "CL"
#: A Chilean number without its country code has so many digits.
HOME_DIGITS = 9
_RUT = re.compile(r"(?<![\d.])(\d{1,2}\.?\d{3}\.?\d{3})\s?-\s?([\dk])(?![\w])")
_NAMED_RUT = re.compile(r"\bru[tn]\b\D{0,12}(\d[\d. ]{6,10})[ -]?([\dk])(?!\d)")
_PHONE = re.compile(r"(?:\(? ?\+ ?)?(?<![\d.,])\(?\d[\d ()./-]{5,22}\d(?!\d)")
#: Beside a phone number no hour and no floor: more of a number.
_MORE = re.compile(r"(?<![\d:.])\d{3,}")
#: Chile's numbers begin with no zero: one behind the country code is the trunk's, and no digit of the number.
_TRUNK = re.compile(r"\+(56)0+([2-9]\d+)$")
_MAIL = re.compile(r"(?<![\w.+-])([a-z0-9][a-z0-9._%+-]{0,63})@((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![\w@])")
#: Either of them, wherever it stands.
_ADDRESS = re.compile(rf"[^\s@]+@[^\s@]+|{_PHONE.pattern}")


def national_id(folded: str) -> bool:
    """Is there a RUT with its right check digit in the text?"""
    for match in (*_RUT.finditer(folded), *_NAMED_RUT.finditer(folded)):
        digits = re.sub(r"\D", "", match[1])
        if 6 <= len(digits) <= 8 and check_digit(digits) == match[2]:
            return True
    return False


def check_digit(digits: str) -> str:
    """Return the check digit of a RUT, modulo 11.

    >>> check_digit("12345678")
    '5'
    """
    total = sum(int(digit) * (2 + at % 6) for at, digit in enumerate(reversed(digits)))
    return "0123456789k"[-total % 11]


def read_contact(question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Return a telephone number in the international form, an e-mail, or one of the question's options."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None:
        return Reading(option, sure=True)
    if national_id(folded):
        raise Misread(MisreadReason.NATIONAL_ID)
    refused = _refused(folded, labels)
    if "unsent" in refused:
        raise Misread(MisreadReason.OTHER)
    mails = {f"{name}@{host}" for name, host in _MAIL.findall(folded)}
    if not mails:
        mails, sure = _spelled_mail(folded, language_words), False
    else:
        sure = len(folded) <= len(next(iter(mails))) + 2
        # an accent that was typed is no letter of the address as it is kept
        sure = sure and all(mail in text.lower() for mail in mails)
    if len(mails) == 1 and not _PHONE.search(_MAIL.sub(" ", folded)):
        return Reading(mails.pop(), sure)
    if mails:
        raise Misread(MisreadReason.TWO_VALUES)
    named = numbered(folded, labels, language_words) if len(folded) < 12 and labels.options else None
    if named:
        return Reading(named[0], sure=named[1])
    if refused:
        raise Misread(MisreadReason.OTHER)
    return _typed_or_dictated(folded, language_words)


def _typed_or_dictated(folded: str, language_words: LanguageWords) -> Reading:
    try:
        return _phone(folded, language_words)
    except Misread as misread:
        dictated = None if misread.reason is MisreadReason.TWO_VALUES else in_digits(folded, language_words)
        if dictated is None:
            raise
        return _dictated(dictated, misread, language_words)


def _dictated(dictated: str, misread: Misread, language_words: LanguageWords) -> Reading:
    """Return the number that was dictated, never sure; why it was misread as it was typed, where it is none."""
    if national_id(re.sub(r"(?<=\d) (?=\d)", "", dictated)):
        raise Misread(MisreadReason.NATIONAL_ID)
    try:
        return replace(_phone(dictated, language_words), sure=False)
    except Misread as none:
        raise none if none.reason is MisreadReason.NO_COUNTRY else misread from None


def _refused(folded: str, labels: Labels) -> set[str]:
    """Return what the text says that is not to be done with an address: "but don't call". It is a wish of its own."""
    books = [words.phrases["contact"] for words in labels.lexicon.languages.values()]
    *before, behind = _ADDRESS.split(folded)
    hits = [(at, hit) for at, part in enumerate((*before, behind)) for book in books for hit in book.hits(spoken(part))]
    limited = {(at, hit.start) for at, hit in hits if hit.name == "limited"}
    said = {hit.name for at, hit in hits if (at, hit.start) not in limited}
    is_another = any(_ends_with(books, spoken(re.split("[,;]", part)[-1])) for part in before)
    return said & {"uncalled", "unsent"} | ({"unsent"} if is_another else set())


def _ends_with(books: list[Phrases], heard: list[str]) -> bool:
    """Tell whether words end with what says that the address behind them is another one: "my number is not"."""
    return any(hit.name == "not" and hit.end == len(heard) for book in books for hit in book.hits(heard))


def _spelled_mail(folded: str, language_words: LanguageWords) -> set[str]:
    """ "ana arroba correo punto cl"."""
    signs = {"at": "@", "dot": "."}
    pieces = []
    for word in folded.split()[-7:]:
        hit = language_words.phrases["contact"].longest([sound(word)], 0)
        pieces.append(signs.get(hit.name, word) if hit else word)
    match = _MAIL.search("".join(pieces)) if "@" in pieces else None
    return {match.group()} if match else set()


def _phone(folded: str, language_words: LanguageWords) -> Reading:
    import phonenumbers  # slow to load, and only asked about what looks like a number

    candidates = [match.group().strip() for match in _PHONE.finditer(folded)]
    if not candidates:
        raise Misread(MisreadReason.PHONE if any(char.isdigit() for char in folded) else MisreadReason.NOTHING)
    if len(candidates) > 1 or _MORE.search(_PHONE.sub(" ", folded)):
        # "… 0143, no, sorry, 0134": which one is right was not said
        raise Misread(MisreadReason.TWO_VALUES)
    written = candidates[0]
    digits = re.sub(r"\D", "", written)
    sure = True
    if "+" not in written:
        written, sure = _with_country(digits)
    trunk = _TRUNK.match(re.sub(r"[^\d+]", "", written))
    if trunk:
        written, sure = f"+{trunk[1]}{trunk[2]}", False
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        raise Misread(MisreadReason.PHONE) from None
    length = phonenumbers.is_possible_number_with_reason(number)
    if length != phonenumbers.ValidationResult.IS_POSSIBLE or not _fits_home(
        number.country_code, number.national_number
    ):
        raise Misread(MisreadReason.PHONE)
    rest = _PHONE.sub(" ", folded)
    _, left = cover(spoken(rest), language_words.phrases["contact"])
    clean = not left and phonenumbers.is_valid_number(number)
    return Reading(str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)), sure and clean)


def spaced(address: str) -> str:
    """Return a phone number with the spaces that people read it by (AX-13); an e-mail as it is."""
    import phonenumbers  # slow to load, and only asked about what looks like a number

    try:
        number = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return address
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _with_country(digits: str) -> tuple[str, bool]:
    """Return a number without "+" as an international one, and whether that is beyond doubt."""
    if len(digits) == HOME_DIGITS and digits[0] in "23456789":
        return f"+56{digits}", True
    if len(digits) == HOME_DIGITS + 2 and digits.startswith("56"):
        return f"+{digits}", True
    if len(digits) == HOME_DIGITS + 1 and digits.startswith("0"):
        return f"+56{digits[1:]}", False
    if digits.startswith("00") and len(digits) > HOME_DIGITS + 2:
        return f"+{digits[2:]}", False
    raise Misread(MisreadReason.NO_COUNTRY if len(digits) >= HOME_DIGITS + 1 else MisreadReason.PHONE)


def _fits_home(country: int | None, national: int | None) -> bool:
    """In Chile "possible" also allows old short numbers; today's have nine digits."""
    return country != 56 or len(str(national)) == HOME_DIGITS
