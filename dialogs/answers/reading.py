"""What a reader hands back: a `Reading`, or the refusal `Misread` with what could be offered instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.values import Medicine, Value


class MisreadReason(StrEnum):
    """Why a text was not read. Each has one sentence for the person (`misreadings`)."""

    NOTHING = "nothing"  # nothing in it that this question could mean
    OF_ANOTHER = "of_another"  # it speaks of somebody else, and the conversation is about the person
    OTHER = "other"  # less than was asked, or something else: the question says what it asks for
    TWO_VALUES = "two_values"  # more than one answer: which one?
    NO_UNIT = "no_unit"  # a number without its unit, and the unit matters
    WHICH_TEST = "which_test"  # a number beside a name that two tests have
    OTHER_UNIT = "other_unit"  # a unit that this test is not printed in
    IMPLAUSIBLE = "implausible"  # outside what is believable: a slip of unit or of a key
    FUTURE = "future"  # a date that lies ahead: is it planned?
    AMBIGUOUS_DATE = "ambiguous_date"  # day and month could be swapped
    WHICH_MONTH = "which_month"  # a season, "last year", "early this year": several months fit
    NO_SUCH_DAY = "no_such_day"  # 30 February
    RANGE = "range"  # "between 30 and 40", "3 or 4"
    NEGATED = "negated"  # only says what was not given
    AMBIGUOUS_NUMBER = "ambiguous_number"  # 1,250: one and a quarter, or one thousand two hundred and fifty?
    NO_COUNTRY = "no_country"  # a telephone number of which country?
    PHONE = "phone"  # a telephone number with digits missing or too many
    NATIONAL_ID = "national_id"  # a RUT: not needed and not kept (CL-30)
    UNCLEAR_MEDICINE = "unclear_medicine"  # words that can mean more than one treatment


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language: the labels of the open question's options, and the lexicon."""

    language: Language
    #: Option value → its label in that language, in the order in which they are shown.
    options: Mapping[str, str]
    lexicon: Lexicon
    #: Option value → its labels in the other languages: typed whole, they mean that option too (study-facts 11c).
    foreign: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The conversation is about somebody whom the person helps: what is said of another is said of them.
    of_another: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was understood to say."""

    value: Value
    #: False: read it back and take it only after a yes.
    sure: bool
    #: What else the same text told, by answer slot: ("when:<treatment>", When), ("ongoing:<treatment>", "yes").
    also: tuple[tuple[str, Value], ...] = ()
    #: Treatments whose names were not spelled as they are known: each may be refused ("it is another").
    guessed: tuple[Medicine, ...] = ()
    #: Words that were not understood, as they were typed: "We did not understand “…”. Is it a medicine?"
    left_out: tuple[str, ...] = ()
    #: The end of a long list was not read: the rest is asked for in another message.
    cut: bool = False


class Misread(Exception):
    """The text does not answer the question. The message is only the reason: never what the person wrote."""

    def __init__(
        self,
        reason: MisreadReason,
        offers: tuple[Value, ...] = (),
        words: tuple[str, ...] = (),
        named: tuple[Medicine, ...] = (),
        half: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        #: Possible readings, to be shown as buttons.
        self.offers = offers
        #: What was not understood, as it was typed; never in the message.
        self.words = words
        #: Treatments that the text names beside what was not understood.
        self.named = named
        #: The half of the question that is still open, the other one being denied: the question that asks for it.
        self.half = half
