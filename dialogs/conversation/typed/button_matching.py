"""Typed words that mean a button: a number, a label, a yes or a no (AX-01)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dialogs.answers import Labels, Misread, fold, parse_answer
from dialogs.conversation.step import Step
from dialogs.conversation.texts.question_screen import CORRECT, IS_MEDICINE, KEEP, NO_MEDICINE, YES
from dialogs.conversation.turn import Turn
from dialogs.languages import Language
from dialogs.lexicon.phrases import Phrases, cover, spoken
from dialogs.lexicon.spelling import nearest, words
from dialogs.screens import Button, Field, Screen, Text
from dialogs.study.study import NUMBERS, Kind, Option, Question
from dialogs.values import UNKNOWN_WORD, Quantity, Unknown, Value, When

#: One word of a label that is shorter than this says too little to choose by.
SAYS_SOMETHING = 4
#: A slip of one letter is heard in words from here on, of two in words from there on (study-facts 8).
SLIP_FROM, TWO_SLIPS_FROM = 5, 8
#: An article has no more letters.
ARTICLE = 3
#: Laughing beside a yes takes it back, as "haha" does.
_LAUGHS: Final = frozenset("😂🤣😅😆😹😜😝🤪😏🙃")
#: A last vowel that is stressed makes the order "borre" the past "borré" or "borró": seen only where it was typed.
_PAST: Final = re.compile(r"\w{3,}[éó]\b")
#: Longer texts than this are no plain yes or no.
LONGEST_YES = 6

YES_OR_NO = Question(
    id="yes_or_no",
    kind=Kind.CHOICE,
    text="",
    short="",
    options=(Option(value="yes", label="Yes"), Option(value="no", label="No")),
)

OR_UNKNOWN = replace(
    YES_OR_NO, options=(*YES_OR_NO.options, Option(value=UNKNOWN_WORD, label="I don't know", exclusive=True))
)

NO_OR_YES = replace(YES_OR_NO, options=YES_OR_NO.options[::-1])


def button_of(turn: Turn, step: Step, name: str) -> Button:
    """Return the button of that name on the open message; without words where the step shows it no more."""
    if step.buttons is not None:
        shown = step.buttons(turn)
    else:
        screen = step.screen(turn)
        shown = (*screen.options, *screen.controls)
    return next((each for each in shown if each.name == name), Button(name, Text("")))


def yes_or_no(turn: Turn, text: str) -> str | None:
    """Return `yes` or `no` where the whole text is that; None for anything else."""
    if len(fold(text).split()) > LONGEST_YES or holds(turn, "no_yes", text):
        return None
    # Read with both orders of the two: a place in a list ("2", "la segunda") is no yes and no no.
    said = {_polar(turn, question, text) for question in (YES_OR_NO, NO_OR_YES)}
    return said.pop() if len(said) == 1 else None


def place_of_two(turn: Turn, text: str) -> int:
    """Return the place in a list of two that a text names, 1 or 2 ("2", "la segunda"); 0 where it names none."""
    first, turned = (_polar(turn, question, text) for question in (YES_OR_NO, NO_OR_YES))
    if None in (first, turned) or first == turned:
        return 0
    return 1 if first == "yes" else 2


def points(turn: Turn, text: str) -> bool:
    """Tell whether a text is a place in a list and no more: no button that a read-back hides is meant by it."""
    return place_of_two(turn, text) > 0 or fold(text).rstrip(".").isdigit()


def _polar(turn: Turn, question: Question, text: str) -> str | None:
    said = _surely(turn, question, text)
    return said if isinstance(said, str) and said in ("yes", "no") else None


def _surely(turn: Turn, question: Question, text: str) -> Value | None:
    """Return the answer that a text surely is; None where there is none."""
    try:
        reading = parse_answer(question, text, turn.labels(question), turn.today)
    except Misread:
        return None
    return reading.value if reading.sure else None


def names(screen: Screen) -> list[str]:
    """Return the names of a screen's buttons, in order."""
    return [button.name for button in (*screen.options, *screen.controls)]


def holds(turn: Turn, label: str, text: str) -> bool:
    """Tell whether words of one list of [read_back] stand anywhere in the text; laughing is a joke as well."""
    if label == "no_yes" and laughs(text):
        return True
    spelled = spoken(fold(text))
    books = (words.phrases["read_back"] for words in turn.lexicon.languages.values())
    return any(hit.name == label for book in books for hit in book.hits(spelled))


def laughs(text: str) -> bool:
    """Tell whether somebody laughs at what they write."""
    return not _LAUGHS.isdisjoint(text)


def tells_of_before(text: str) -> bool:
    """Tell whether a verb of the text is, as it was typed, of the past: "ya lo borré", "lo mandó"."""
    return _PAST.search(unicodedata.normalize("NFC", text).casefold()) is not None


def is_refused(turn: Turn, text: str) -> bool:
    """Tell whether the whole text says that what was read is wrong: "no es correcto", "that's not it"."""
    spelled = spoken(fold(text))
    found = [cover(spelled, words.phrases["said"]) for words in turn.lexicon.languages.values()]
    return any(hits and not left and {hit.name for hit in hits} - {"filler"} == {"wrong"} for hits, left in found)


def says_no_more(turn: Turn, text: str, named: int) -> bool:
    """Tell whether the whole text says that there is no other one: "no, nothing else", "that was the only one".

    `named`: how many are named already; "only that" says it of one. A yes or a no may stand before it with a comma, as
    to "another one?", and nothing else that denies: "it was not the only one", "I had none" say something else."""
    if "?" in text:
        return False
    first, comma, rest = fold(text).partition(",")
    spelled = spoken(rest if comma and yes_or_no(turn, first) is not None else fold(text))
    meant = {"no_more", "only_that"} if named == 1 else {"no_more"}
    for words_of in turn.lexicon.languages.values():
        hits, left = cover(spelled, words_of.phrases["no_more"], words_of.phrases["answers"])
        said = {hit.name for hit in hits} - {"filler"}
        if not left and said and said <= meant:
            return True
    return False


def is_doubt(turn: Turn, text: str) -> bool:
    """Tell whether the text says, at "sure?", that they do not know or would rather not: also a place, "2"."""
    try:
        return parse_answer(OR_UNKNOWN, text, turn.labels(OR_UNKNOWN), turn.today).value != "yes"
    except Misread:
        return False


def answer_to_words(turn: Turn, text: str) -> Button | None:
    """Return what a text says of words that were not understood; not to know if they are a medicine is no no."""
    if (button := labelled(turn, (IS_MEDICINE, NO_MEDICINE), text)) is not None:
        return button
    said = yes_or_no(turn, text)
    if said is not None or isinstance(_surely(turn, OR_UNKNOWN, text), Unknown):
        return NO_MEDICINE if said == "no" else IS_MEDICINE
    place = fold(text).rstrip(".") if turn.c.accessible else ""
    return {"1": IS_MEDICINE, "2": NO_MEDICINE}.get(place)


def named_button(turn: Turn, screen: Screen, text: str) -> Button | None:
    """Return the button that the text names by number or by its words; None where it names none."""
    buttons = {button.name: button for button in (*screen.options, *screen.controls)}
    labels = {name: _label(turn, button.label) for name, button in buttons.items()}
    folded = fold(text)
    if (button := labelled(turn, buttons.values(), text)) is not None:
        return button
    if YES.name in buttons:  # its yes is none of the words of an open question
        return None if CORRECT.name in buttons else _numbered(screen, folded)
    shown = {button.name: labels[button.name] for button in screen.options}
    if (only := _only_one_with(folded, shown)) is not None:
        return buttons[only]
    # Where the options have no numbers, a place ("1", "the first") points at none: words read alike in both orders.
    orders = (screen.options,) if screen.numbered else (screen.options, screen.options[::-1])
    named = {_named_in(turn, order, shown, text) for order in orders}
    name = named.pop() if len(named) == 1 else None
    return buttons[name] if name in shown else None


def _numbered(screen: Screen, folded: str) -> Button | None:
    """Return the option whose number in a list is the whole text; a yes and a no alone are no list."""
    number = folded.rstrip(". ")
    at = int(number) if screen.numbered and number.isdigit() and len(number) == 1 else 0
    return (
        screen.options[at - 1]
        if len(screen.options) > len(YES_OR_NO.options) and 0 < at <= len(screen.options)
        else None
    )


def _named_in(turn: Turn, options: Sequence[Button], labels: Mapping[str, str], text: str) -> str | None:
    """Return the name of the option that a text surely means, in this order of them."""
    listed = tuple(Option(value=button.name, label="") for button in options)
    question = Question(id="", kind=Kind.CHOICE, text="", short="", options=listed)
    in_order = {button.name: labels[button.name] for button in options}
    try:
        reading = parse_answer(question, text, Labels(turn.c.language, in_order, turn.lexicon), turn.today)
    except Misread:
        return None
    return reading.value if reading.sure and isinstance(reading.value, str) else None


def labelled(turn: Turn, buttons: Iterable[Button], text: str) -> Button | None:
    """Return the button whose label in either language is the text, with small slips; None for more than one."""
    said = _plain(text)
    trimmed = _trimmed(turn, said)
    heard = {button.name: [_plain(label) for label in _labels(turn, button)] for button in buttons}
    exact = [name for name, labels in heard.items() if said and said in labels]
    exact = exact or [name for name, labels in heard.items() if trimmed and trimmed in labels]
    near = exact or [name for name, labels in heard.items() if any(_is_slip(trimmed, label) for label in labels)]
    return next(button for button in buttons if button.name == near[0]) if len(near) == 1 else None


def is_press(turn: Turn, screen: Screen, button: Button, text: str) -> bool:
    """Is the text exactly the label of this button, or its number where numbered answers were asked for? (11a)"""
    if laughs(text) or (tells_of_before(text) and not any(map(tells_of_before, _labels(turn, button)))):
        return False
    if fold(text).rstrip(". ") in [fold(label).rstrip(". ") for label in _labels(turn, button)]:
        return True
    shown = [option.name for option in screen.options] if screen.numbered and turn.c.accessible else []
    return button.name in shown and fold(text).rstrip(".") == str(shown.index(button.name) + 1)


def is_said(turn: Turn, button: Button, text: str) -> bool:
    """Is the text words of this label, a yes and what is to be done at least: "sí, borrar"?"""
    said = set(words(fold(text)))
    return (
        len(said) > 1 and not laughs(text) and any(said <= set(words(fold(label))) for label in _labels(turn, button))
    )


def _labels(turn: Turn, button: Button) -> list[str]:
    """Return the label in every language, the person's own first."""
    languages = (turn.c.language, *(each for each in Language if each != turn.c.language))
    return [_label(turn, button.label, language) for language in languages]


def _plain(text: str) -> str:
    return " ".join(words(fold(text)))


def _trimmed(turn: Turn, said: str) -> str:
    """Return the words without an article before them and a courtesy behind them: "la atrás, por favor"."""
    spelled = said.split()
    heard = spoken(said)
    if len(heard) != len(spelled):
        return said
    start, end = 0, len(heard)
    for book in (words_of.phrases["options"] for words_of in turn.lexicon.languages.values()):
        first = book.longest(heard[:1], 0) if start == 0 and end > 1 else None
        start = 1 if first and first.name == "article" and len(spelled[0]) <= ARTICLE else start
        behind = [at for at in range(max(end - 2, start + 1), end) if _is_polite(book, heard[at:end])]
        end = behind[0] if behind else end
    return " ".join(spelled[start:end])


def _is_polite(book: Phrases, heard: Sequence[str]) -> bool:
    hit = book.longest(heard, 0)
    return hit is not None and hit.name == "polite" and hit.end == len(heard)


def _is_slip(said: str, label: str) -> bool:
    """Do the words differ by a letter each at most, two in long ones, and never by a short word or a first letter?"""
    pairs = list(zip(said.split(), label.split(), strict=False))
    if not pairs or len(said.split()) != len(label.split()):
        return False
    return all(a == b or (a[0] == b[0] and bool(nearest(a, [b], _slips(b)))) for a, b in pairs)


def _slips(word: str) -> int:
    return 0 if len(word) < SLIP_FROM else 1 if len(word) < TWO_SLIPS_FROM else 2


def numbered_button(turn: Turn, screen: Screen, question: Question, text: str) -> Button | None:
    """Return the button of an open question that a text points at where the question's own reader would not see it.

    That is: a button that is no answer of the question ("done", an offered reading), and a number in a list where a
    bare number can be nothing else. What is exact alone is read as it stands, whatever was offered."""
    folded, answers = fold(text), {option.value for option in question.options}
    if turn.c.draft.offers and not folded.isdigit() and isinstance(_surely(turn, question, text), Quantity | When):
        return None
    others = [button for button in screen.options if button.value not in answers]
    if (named := labelled(turn, others, text)) is not None:
        return named
    if KEEP in others and leaves_it(turn, text):
        return KEEP
    listed = turn.c.accessible or len(screen.options) > 2
    if not (listed and folded.isdigit() and 0 < int(folded) <= len(screen.options)):
        return None
    button = screen.options[int(folded) - 1]
    return button if _means_a_place(turn, question, button) else None


def leaves_it(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that what can be changed here stays: "no, leave it as it is"."""
    heard = spoken(fold(text)) if "?" not in text else []
    for known in turn.lexicon.languages.values():
        hits, left = cover(heard, known.phrases["taken_back"], known.phrases["answers"])
        said = {hit.name for hit in hits}
        if not left and "keep" in said and said <= {"keep", "no", "filler", "agree"}:
            return True
    return False


def label_of(turn: Turn, button: Button) -> str:
    """Return the label of a button as it stands on the screen."""
    return _label(turn, button.label)


def partly_named_button(turn: Turn, screen: Screen, text: str) -> Button | None:
    """Return the one button whose label holds every word of a text that could be read as nothing else."""
    name = _only_one_with(fold(text), {button.name: _label(turn, button.label) for button in screen.options})
    return next((button for button in screen.options if button.name == name), None)


def _means_a_place(turn: Turn, question: Question, button: Button) -> bool:
    """Is a bare number at this question the place of that button in the list?"""
    if button.value == "offer":
        return True
    match question.kind:
        case Kind.MONTH:
            return True
        case kind if kind in NUMBERS:
            # Only where ranges are offered; otherwise a number is the answer itself.
            return turn.c.draft.ranges
        case Kind.CHOICES | Kind.MEDICINES:
            # One option alone is left to the reader, which takes several as well.
            return button.value == "done" or any(o.value == button.value and o.exclusive for o in question.options)
    return False


def _only_one_with(folded: str, labels: Mapping[str, str]) -> str | None:
    """Return the one label that holds every word of the text; None where there is none or more than one."""
    said = set(words(folded))
    if len(said) < 2 and not any(len(word) >= SAYS_SOMETHING for word in said):
        return None
    holding = [value for value, label in labels.items() if said <= set(words(fold(label)))]
    return holding[0] if len(holding) == 1 else None


def _label(turn: Turn, text: Text, language: Language | None = None) -> str:
    """Return a label as it stands on the button; fields that are texts are translated too."""
    shown_in = language or turn.c.language
    fields = {name: _filled(turn, value, shown_in) for name, value in text.fields.items()}
    return turn.translate(shown_in, text.id, **fields)


def _filled(turn: Turn, value: Field, language: Language) -> object:
    if isinstance(value, tuple):
        return ", ".join(str(_filled(turn, part, language)) for part in value)
    return _label(turn, value, language) if isinstance(value, Text) else value


def as_the_file_hears(turn: Turn, text: str) -> str | None:
    """Return a yes or no in words that the study file lists for this step ("I accept" at the consent)."""
    for question in turn.study.questions:
        if question.id == turn.c.state and not question.asked:
            try:
                reading = parse_answer(question, text, turn.labels(question), turn.today)
            except Misread:
                return None
            # What is not sure is a consent's yes in other words than its own: read back.
            return str(reading.value) if reading.value == "yes" or (reading.sure and reading.value == "no") else None
    return None
