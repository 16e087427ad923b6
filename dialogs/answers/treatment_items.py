"""What is known of one item of a list of treatments, and of the whole list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialogs.answers.treatment_dates import Dated
from dialogs.lexicon.medicine_file import Beside
from dialogs.values import Medicine

NONE = "none"
#: So many words that are not understood may be one name.
LONGEST_NAME = 3


class Says(StrEnum):
    """What an item says of what was offered."""

    NOTHING = "nothing"
    OFFERED = "offered"
    #: What is named before it was given.
    GIVEN = "given"
    #: What it names is taken already: "they suggested lowering it".
    TAKING = "taking"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a list of treatments."""

    #: Folded.
    text: str
    medicines: tuple[Medicine, ...]
    #: Those whose names were not spelled as they are known.
    guessed: tuple[Medicine, ...]
    dates: Dated
    #: Words that mean nothing here, as they were typed; those that stood side by side are one.
    strange: tuple[str, ...]
    #: Words that stand beside them and are understood.
    has_plain_words: bool
    denied: bool
    planned: bool
    #: "creo que aspirina", "¿aspirina?", "aspirina o losartán".
    doubted: bool
    #: Says that there was something else.
    more: bool
    #: Says that there is something that they do not know.
    unsure: bool
    #: It speaks of a treatment whose name it does not say.
    nameless: bool
    #: The part as it was typed.
    said: str
    #: Several treatments that its words may mean.
    offers: tuple[Medicine, ...]
    #: It names two kinds of treatment with an "or" between them.
    either: bool
    #: The words of another treatment behind those that it names: "a drug with another injection".
    another: str = ""
    #: It may describe the item before it: nothing but a comma parts them.
    is_close: bool = False
    #: Of what it names nothing follows: it was only offered, or is not known to have been given.
    open: bool = False
    #: What its words say of what was offered.
    says: Says = Says.NOTHING

    @property
    def is_doubtful(self) -> bool:
        """Is what it names less than sure?"""
        return bool(self.guessed) or self.denied or self.planned or self.doubted or bool(self.strange)

    @property
    def tells_more(self) -> bool:
        """Does it tell something else, of which its date may be?"""
        return Beside.TOLD in self.dates.verbs

    @property
    def leaves_open(self) -> bool:
        """May it speak of a treatment that it does not name?"""
        return bool(self.strange) or self.nameless or ((self.more or self.unsure) and not self.medicines)

    @property
    def adds(self) -> str:
        """The words of another treatment beside those that are named; a date makes it another dose."""
        if self.another and not self.denied:
            return self.another
        others = self.more and not self.medicines and not self.dates.dates and not self.denied
        return self.said if self.nameless or others else ""

    @property
    def only_denies(self) -> bool:
        """Does it say no, and nothing to which the no could belong?"""
        return self.denied and not self.medicines and not self.strange

    @property
    def is_stranger(self) -> bool:
        """Is it nothing but words that are not known: perhaps a treatment?"""
        few = 0 < len(" ".join(self.strange).split()) <= LONGEST_NAME
        return few and not self.medicines and not self.denied and not self.has_plain_words

    def is_one(self, group: str) -> bool:
        """Tell whether it names a treatment of this group, or where the group is empty one that counts."""
        return any(each.group == group if group else each.group != NONE for each in self.medicines)


@dataclass(frozen=True, slots=True)
class Told:
    """A text about treatments, taken apart."""

    parts: tuple[Part, ...]
    #: It says "nothing but …".
    only: bool
    #: Its end was not read.
    cut: bool
    #: It says "all but …", and all of what is not said.
    all_but: bool
    #: Its "and that is all" may also be "no more of that", or its "only" was denied.
    no_more: bool
