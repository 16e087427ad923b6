"""What is said when a text was not understood, and what is offered instead (AX-09)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogs.answers import Misread, MisreadReason
from dialogs.conversation.texts.question_screen import asks_of_words, is_another
from dialogs.conversation.turn import Turn, line
from dialogs.screens import N_, Block, Field, Look, Text
from dialogs.study.study import Kind, Question
from dialogs.value_texts import medicine_name, shown
from dialogs.values import Medicine, Value, When, months_ago

#: Reason of a misreading → what is said. The example stands in the question's own hint, shown again below.
REPROMPTS: Mapping[MisreadReason, str] = {
    MisreadReason.NOTHING: N_("Sorry, that was not clear."),
    MisreadReason.OTHER: N_("Sorry, that was not clear."),
    MisreadReason.OF_ANOTHER: N_(
        "That sounds like it is about someone else. Please answer for yourself. To answer about another person: /whom."
    ),
    MisreadReason.TWO_VALUES: N_("There is more than one answer. Which one is it? For a test, use the latest."),
    MisreadReason.NO_UNIT: N_("Which unit is written beside the number on the paper?"),
    MisreadReason.WHICH_TEST: N_("Sorry, that was not clear."),
    MisreadReason.OTHER_UNIT: N_("That unit is not used here. Please look again at the paper or at the question."),
    MisreadReason.IMPLAUSIBLE: N_("That number is outside the usual. Can you check it on the paper, with its unit?"),
    MisreadReason.FUTURE: N_(
        "That date has not come yet. Is it still planned, or is the year another one? Please write the last one before"
        " today."
    ),
    MisreadReason.AMBIGUOUS_DATE: N_("Which of these dates is it?"),
    MisreadReason.WHICH_MONTH: N_("In which month and year was it, more or less?"),
    MisreadReason.NO_SUCH_DAY: N_("That day is not in the calendar. Please check it."),
    MisreadReason.RANGE: N_("Just one is needed. Which one is it?"),
    MisreadReason.NEGATED: N_(
        "You did not get that one. And the others? You can also choose “None of these treatments”."
    ),
    MisreadReason.AMBIGUOUS_NUMBER: N_("That number can be read in two ways. Which one is it?"),
    MisreadReason.NO_COUNTRY: N_("From which country is that number? Please start with + and the country code."),
    MisreadReason.PHONE: N_("That number does not look complete. Please check it."),
    MisreadReason.NATIONAL_ID: N_("That looks like a RUT. We do not need it, and we did not keep it."),
    MisreadReason.UNCLEAR_MEDICINE: N_("That can mean more than one treatment. Which one was it?"),
}

#: The same, where it speaks of the person to whoever helps.
HELPER_REPROMPTS: Mapping[MisreadReason, str] = {
    MisreadReason.OF_ANOTHER: N_("That age seems to be yours. Please write that of the person you help."),
    MisreadReason.NEGATED: N_(
        "They did not get that one. And the others? You can also choose “None of these treatments”."
    ),
}

#: Where the bot itself answers questions; help says it as well.
WHERE_TO_LOOK = N_("/card shows the study, /about tells more, and /questions has the common questions.")
#: Months that are offered as buttons after two misreadings of a date.
MONTHS_OFFERED = 12


#: One word that may mean two or three treatments (study-facts 8).
ONE_OF: Mapping[int, str] = {
    2: N_("{word} can be {first} or {second}. Which one is it?"),
    3: N_("{word} can be {first}, {second} or {third}. Which one is it?"),
}
PLACES = ("first", "second", "third")
#: A word of no more letters is an abbreviation, and is shown in capitals.
ABBREVIATED = 4

NO_UNIT_SAID = N_("That number is outside the usual. Can you check it?")
#: Said instead at questions whose numbers have no unit.
NO_UNIT: Mapping[Kind, str] = {
    Kind.INTEGER: NO_UNIT_SAID,
    Kind.DECIMAL: NO_UNIT_SAID,
    Kind.SCALE: NO_UNIT_SAID,
    Kind.PRESSURE: NO_UNIT_SAID,
    Kind.BIRTH: REPROMPTS[MisreadReason.NOTHING],
    Kind.CHOICE: REPROMPTS[MisreadReason.NOTHING],
}


def _reprompt(question: Question, reason: MisreadReason) -> str:
    if reason is MisreadReason.OTHER and question.again:
        return question.again
    if reason is MisreadReason.WHICH_TEST:
        return next((each.alike.text for each in question.measures if each.alike), REPROMPTS[reason])
    return NO_UNIT.get(question.kind, REPROMPTS[reason]) if reason == MisreadReason.IMPLAUSIBLE else REPROMPTS[reason]


def _helper_reprompt(question: Question, reason: MisreadReason) -> str:
    return HELPER_REPROMPTS.get(reason) or _reprompt(question, reason)


def reprompt_blocks(turn: Turn, question: Question, misread: Misread, again: bool) -> tuple[Block, ...]:
    """Why it was not read; the second time also how to get a person."""
    half = next((each for each in question.halves if each.asks == misread.half), None)
    if half is not None:
        return (line(half.text, Look.STRONG),)
    said = _named_offers(turn, question, misread) or line(
        turn.words(_reprompt(question, misread.reason), _helper_reprompt(question, misread.reason))
    )
    if not again:
        # What was not understood is said with the question if it is a medicine.
        told = asks_of_words(turn) and misread.reason is MisreadReason.NOTHING
        return () if told else (said,)
    return (said, whom_to_ask(turn))


def where_to_look() -> Block:
    """Return where the bot itself answers questions."""
    return line(WHERE_TO_LOOK)


def whom_to_ask(turn: Turn) -> Block:
    """Return how to get a person."""
    phone = turn.site.fact("phone", turn.c.language)
    if phone:
        return line(N_("You can use the buttons, or call someone on the team at {phone}."), phone=phone)
    return line(N_("You can use the buttons, or write /person to talk to someone."))


def _named_offers(turn: Turn, question: Question, misread: Misread) -> Block | None:
    """Return what one word for several treatments can mean, by their names (study-facts 8)."""
    if misread.reason is not MisreadReason.UNCLEAR_MEDICINE:
        return None
    firsts = [value[0] for value in misread.offers if isinstance(value, tuple) and value]
    named = tuple(each for each in firsts if isinstance(each, Medicine) and not is_another(each))
    if len(named) < 2:
        return None
    word = named[0].said
    if word and len(named) in ONE_OF:
        each = [medicine_name(turn.lexicon, turn.c.language, turn.study, medicine) for medicine in named]
        fields: dict[str, Field] = {"word": _abbreviated(word), **dict(zip(PLACES, each, strict=False))}
        return Block((Text(ONE_OF[len(named)], fields),))
    names = shown(turn.study, turn.lexicon, turn.c.language, question, named)
    return line(N_("That can be more than one thing: {names}. Which one was it?"), names=names)


def _abbreviated(word: str) -> str:
    return word.upper() if len(word) <= ABBREVIATED else word[:1].upper() + word[1:]


def offers_for(question: Question, today: date) -> tuple[Value, ...]:
    """Buttons for a question that has none of its own: the last twelve months for a date, and "before"."""
    if question.kind is not Kind.MONTH:
        return ()
    months = [months_ago(today.replace(day=1), back) for back in range(MONTHS_OFFERED)]
    return (*(When.month(day.year, day.month) for day in months), When.before(months[-1]))
