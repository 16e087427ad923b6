"""What a reader hands back: a `Reading`, or the refusal `Misread` with what could be offered instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.lexicon.lexicon import Lexicon
from dialogs.values import Value

#: Why a text was not read. Each has one sentence for the person, written by the shell.
REASONS = frozenset(
    {
        "nothing",  # nothing in it that this question could mean
        "two_values",  # more than one answer: which one?
        "no_unit",  # a number without its unit, and the unit matters
        "other_unit",  # a unit that this test is not printed in
        "implausible",  # outside what is believable: a slip of unit or of a key
        "future",  # a date that lies ahead: is it planned?
        "ambiguous_date",  # day and month could be swapped
        "which_month",  # a season, "last year", "early this year": several months fit
        "no_such_day",  # 30 February
        "range",  # "between 30 and 40", "3 or 4"
        "negated",  # only says what was not given
        "ambiguous_number",  # 1,250: one and a quarter, or one thousand two hundred and fifty?
        "no_country",  # a telephone number of which country?
        "phone",  # a telephone number with digits missing or too many
        "national_id",  # a RUT: not needed and not kept (CL-30)
        "unclear_medicine",  # words that can mean more than one treatment
    }
)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language: the labels of the open question's options, and the lexicon."""

    language: str
    #: Option value → its label in that language, in the order in which they are shown.
    options: Mapping[str, str]
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was understood to say."""

    value: Value
    #: False: read it back and take it only after a yes.
    sure: bool
    #: What else the same text told, by answer slot: ("when:rituximab", When), ("ongoing:rituximab", "yes").
    also: tuple[tuple[str, Value], ...] = ()


class Misread(Exception):
    """The text does not answer the question. The message is only the reason: never what the person wrote."""

    def __init__(self, reason: str, offers: tuple[Value, ...] = ()) -> None:
        if reason not in REASONS:
            raise ValueError(f"no such reason: {reason}")
        super().__init__(reason)
        self.reason = reason
        #: Possible readings, to be shown as buttons.
        self.offers = offers
