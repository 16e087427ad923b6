"""What somebody says of words that were not understood, or of a name that is only like one we know (study-facts 8)."""

from __future__ import annotations

import re

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.texts.question_screen import (
    IS_ANOTHER,
    IS_MEDICINE,
    IS_MISSING,
    NO_MEDICINE,
    is_another,
    read_back_buttons,
)
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import answer_to_words, labelled, yes_or_no
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.medicine_file import NO_TREATMENT
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, words
from dialogs.screens import Button
from dialogs.study.study import Slot
from dialogs.values import Medicine

_BOOK = "about_word"
#: The first word of a text, the sign behind it, and the rest.
_FIRST = re.compile(r"\s*([^\W\d_]+)([\s,.;:!]*)(.*)", re.DOTALL)
#: Of a whole text that says that it is another one, or that one is missing, the words beside that.
_BESIDE = frozenset({"is", "is_not", "kind", "article", "filler"})


def said_of_words(turn: Turn, slot: Slot, text: str) -> Button | None:
    """Return the button of "is it a medicine?" that a text means; None where it says something of its own."""
    if labelled(turn, (IS_MEDICINE, NO_MEDICINE), text) is None and "?" not in text and len(text) <= LONGEST_ANSWER:
        for known in _languages(turn):
            if (said := _is_medicine(turn, slot, known, text)) is not None:
                return IS_MEDICINE if said else NO_MEDICINE
        if _names_more(turn, slot, text) or any(_adds(turn, known, text) for known in _languages(turn)):
            return None
    return answer_to_words(turn, text)


def is_medicine(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says of what was typed that it is a medicine: no other words are a yes to that."""
    lead, rest = _parted(turn, text)
    if lead == "no" or "?" in text or len(text) > LONGEST_ANSWER:
        return False
    for known in _languages(turn):
        hits, left = cover(_heard(rest), known.phrases[_BOOK])
        named = {hit.name for hit in hits}
        if not left and "kind" in named and named <= (_BESIDE - {"is_not"}):
            return True
    return False


def replaces(turn: Turn, text: str) -> bool:
    """Tell whether a text says that it stands in the place of what was not understood: "no, that one", "yes, it is"."""
    lead, rest = _parted(turn, text)
    hits = [hit for known in _languages(turn) for hit in known.phrases[_BOOK].hits(_heard(rest))]
    return lead == "no" or any(hit.name == "means" or (lead and hit.name == "is" and hit.start == 0) for hit in hits)


def behind_no(turn: Turn, text: str) -> str:
    """Return what a text says behind its no and a pause; the text where it begins with none."""
    lead, rest = _parted(turn, text)
    return rest if lead == "no" and rest.strip() else text


def said_of_reading(turn: Turn, text: str) -> Button | None:
    """Return which button of a list's read-back a text means beside its yes and its no."""
    buttons = read_back_buttons(turn)
    others = buttons[2:]
    if not others or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    if (button := labelled(turn, others, text)) is not None:
        return button
    number = fold(text).rstrip(".")
    if turn.c.accessible and number.isdigit() and 2 < int(number) <= len(buttons):
        return buttons[int(number) - 1]
    if IS_ANOTHER in others and says_another(turn, text):
        return IS_ANOTHER
    return IS_MISSING if _says(turn, text, "missing") else None


def says_another(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that what was offered is none of it: "no, es otro", "it is a different one"."""
    return "?" not in text and len(text) <= LONGEST_ANSWER and _says(turn, text, "another")


def own_offer(turn: Turn) -> int | None:
    """Return the place of the offer that keeps the person's own words; None where there is none."""
    for at, value in enumerate(turn.c.draft.offers):
        first = value[0] if isinstance(value, tuple) and value else None
        if isinstance(first, Medicine) and is_another(first):
            return at
    return None


def _languages(turn: Turn) -> list[LanguageWords]:
    """Return the words of every language, the person's own first."""
    own = turn.lexicon.languages[turn.c.language]
    return [own, *(known for known in turn.lexicon.languages.values() if known is not own)]


def _heard(text: str) -> list[str]:
    return spoken(fold(text))


def _says(turn: Turn, text: str, label: str) -> bool:
    """Tell whether a whole text says this of what was read, behind a no or not."""
    head, comma, tail = text.partition(",")
    rest = tail if comma and yes_or_no(turn, head) == "no" else text
    for known in _languages(turn):
        for said in {text, rest}:
            hits, left = cover(_heard(said), known.phrases[_BOOK])
            named = {hit.name for hit in hits}
            if not left and label in named and named <= _BESIDE | {label}:
                return True
    return False


def _is_medicine(turn: Turn, slot: Slot, known: LanguageWords, text: str) -> bool | None:
    """Return what the words say: that it is one, that it is none; None where they say neither, or name another."""
    lead, rest = _parted(turn, text)
    hits, left = cover(_heard(rest), known.phrases[_BOOK])
    told = [hit for hit in hits if hit.name not in ("article", "filler")]
    kinds = [hit for hit in told if hit.name == "kind" and not _is_denied(hit, told)]
    is_one = any(hit.start < min(left, default=len(rest)) for hit in kinds)
    if lead == "no" and not is_one and _is_described(hits):
        return False
    if _adds(turn, known, text) or _names_more(turn, slot, text):
        return None
    if is_one or any(hit.name == "is_not" for hit in told):
        return is_one
    return True if lead == "yes" and rest and (told or not _denies(known, rest)) else None


def _adds(turn: Turn, known: LanguageWords, text: str) -> bool:
    """Tell whether a text goes on with another one behind its yes or no: "yes, and another injection"."""
    hits = known.phrases[_BOOK].hits(_heard(_parted(turn, text)[1]))
    return any(hit.name == "joint" and hit.start == 0 for hit in hits)


def _is_described(hits: list[Hit]) -> bool:
    """Tell whether "it is" is followed by an article: "no, it is a vitamin" is no name of it."""
    named = [hit.name for hit in hits[:2]]
    return named == ["is", "article"] and hits[0].start == 0 and hits[1].start == hits[0].end


def _denies(known: LanguageWords, text: str) -> bool:
    """Tell whether a no stands behind the first word of a text."""
    return any(hit.name in ("no", "doubt") for hit in known.phrases["answers"].hits(_heard(text)[1:]))


def _parted(turn: Turn, text: str) -> tuple[str, str]:
    """Return the yes or the no that a text begins with, and what stands behind it.

    The no of "it is not" is none: without a pause behind it, it belongs to its verb."""
    match = _FIRST.match(text)
    lead = (yes_or_no(turn, match[1]) or "") if match else ""
    if match is None or not lead:
        return "", text
    is_of_verb = not match[2].strip() and any(
        hit.name == "is_not" and hit.start == 0
        for known in _languages(turn)
        for hit in known.phrases[_BOOK].hits(_heard(text))
    )
    return ("", text) if is_of_verb else (lead, match[3])


def _is_denied(kind: Hit, hits: list[Hit]) -> bool:
    """Tell whether what it is stands behind a "it is not" that no other "it is" follows."""
    before = [hit for hit in hits if hit.end <= kind.start and hit.name in ("is", "is_not")]
    return bool(before) and before[-1].name == "is_not"


def _names_more(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text names a treatment that is known, or words that are not known either."""
    asked = {word for each in turn.c.draft.strange for word in words(fold(each))}
    try:
        reading = parse_answer(slot.question, text, turn.labels(slot.question), turn.today)
    except Misread as misread:
        return bool(misread.named or misread.offers) or not _within(misread.words, asked)
    listed = reading.value if isinstance(reading.value, tuple) else ()
    counts = [each for each in listed if isinstance(each, Medicine) and not is_another(each)]
    # "no, it is a vitamin" only says what it is
    known = any(each.group != NO_TREATMENT or _parted(turn, text)[0] != "no" for each in counts)
    return known or not _within(reading.left_out, asked)


def _within(said: tuple[str, ...], asked: set[str]) -> bool:
    return {word for each in said for word in words(fold(each))} <= asked
