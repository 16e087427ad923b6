"""What a study is: questions, criteria and texts, as the study file states them.

Code knows *kinds* of question and *kinds* of rule, never a question or a criterion: those are data
(`dialogs/studies/*.toml`, read by `dialogs/study/study_file.py`). All human text here is an English message id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from dialogs.errors import SetUpError
from dialogs.study.said import Caution, FrequentQuestion
from dialogs.study.typed import Alike, Counted, Half, Others, Tested
from dialogs.values import Medicine, Pressure, Quantity, Unknown, Value, When

if TYPE_CHECKING:  # the rules know measures, and so this module
    from dialogs.study.rules import Facts, Verdict


class StudyError(SetUpError):
    """The study file cannot be used. The message lists every problem: place, fact, remedy."""


class Kind(StrEnum):
    """The kinds of question."""

    INTEGER = "integer"  # a whole number: an age
    CHOICE = "choice"  # one of the options; with `terms` also a combination of them (A+B)
    CHOICES = "choices"  # any number of the options
    MONTH = "month"  # a date as exact as known
    QUANTITY = "quantity"  # a laboratory value with its unit
    MEDICINES = "medicines"  # classes of treatment by button, names by typing
    CONTACT = "text"  # how to reach the person
    DECIMAL = "decimal"  # a number that may have decimals, and may lie below zero
    SCALE = "scale"  # a whole number between two ends, each with its button
    BIRTH = "birth"  # a date of birth, which the rules know as the age
    PRESSURE = "blood_pressure"  # two numbers: "150/95"
    FREE_TEXT = "free_text"  # words for the study team; no rule looks at them


#: Kinds whose answer is one number without a unit.
NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.SCALE)
UPPER, LOWER = "_upper", "_lower"  # behind the fact of a blood pressure, for each of its two numbers


class Grades(StrEnum):
    """How the terms of a combination are written."""

    ROMAN = "roman"
    NUMBERS = "numbers"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer button."""

    value: str
    label: str
    #: Facts that this answer states: fact id → "yes", "no", "unknown".
    sets: Mapping[str, str] = field(default_factory=dict)
    #: Submits at once and stands alone: "none", "unknown".
    exclusive: bool = False
    #: Shown only after the option that opens more was pressed.
    folded: bool = False
    #: Pressing it shows the folded options instead of answering.
    opens: bool = False
    #: It gives a consent: typed, it is taken without a yes only where the text is exactly its label (study-facts 11a).
    consents: bool = False
    #: What other words count as this option, per language, folded text: {"es": ("soy hombre",)}.
    heard: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of a measure and how it becomes the base unit."""

    name: str
    #: Times this gives the base unit.
    factor: Fraction
    #: The bot has to estimate: the ±10 % band applies (study-facts 4.6).
    estimated: bool = False
    #: A number typed in this unit that is smaller than this is a slip of unit: it is questioned, not taken.
    lowest: Fraction = Fraction(0)
    #: Added after that: units with an offset.
    offset: Fraction = Fraction(0)
    #: Its code in the Unified Code for Units of Measure, for exports: "umol/L".
    ucum: str = ""
    #: Other spellings, case and spaces ignored: ("mcg/mg", "ug/mg").
    spellings: tuple[str, ...] = ()
    #: How it is written to people, where that is not the name that answers are stored with: "mL/min/1.73 m²".
    shown: str = ""

    @property
    def as_shown(self) -> str:
        """How it is written to people."""
        return self.shown or self.name

    @property
    def is_base(self) -> bool:
        """Is it the unit in which thresholds stand?"""
        return self.factor == 1 and self.offset == 0

    def to_base(self, number: Fraction) -> Fraction:
        """Return a number of this unit in the base unit."""
        return number * self.factor + self.offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One test that a quantity question can be answered with."""

    id: str
    #: First is the base unit (factor 1).
    units: tuple[Unit, ...]
    #: Plausible range in the base unit, both ends included; outside it is asked again.
    lowest: Fraction
    highest: Fraction
    #: May the unit be left out? Otherwise it is asked for with buttons.
    unit_optional: bool = False
    #: In which unit a number alone is understood, by language, where it is not the base unit: {"es": "%"}.
    assumed: Mapping[str, str] = field(default_factory=dict)
    #: Words before the number that mean this measure.
    words: tuple[str, ...] = ()
    #: The names of it that stand on the paper and mean nothing else: beside them a value is exact.
    on_paper: tuple[str, ...] = ()
    #: Words that mean *another* test (24 h, RAC, clearance): the answer is unknown, the raw text goes to staff.
    other_tests: tuple[str, ...] = ()
    #: Known formula that turns it into the measure that is judged: `ckd_epi_2021`; empty where it is judged itself.
    formula: str = ""
    #: How a value of it is said where the question is about another test: "weight {value}".
    said: str = ""
    #: What the team reads of a number that the formula gave: "By formula about {values}".
    worked_out: str = ""
    #: Its name that another test has as well.
    alike: Alike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, of a kind that the code knows."""

    id: str
    kind: Kind
    text: str
    #: A few words for the review and the ledger: "Age".
    short: str
    hint: str = ""
    #: Where the answer stands on a paper, other names for it, examples; folded under "Help with this question".
    guide: str = ""
    #: Said where something else was answered, or less than was asked (`asked_again`); empty: that it was not clear.
    again: str = ""
    #: How the team asks it on the phone, where the text speaks of buttons; empty: as it is written.
    aloud: str = ""
    #: Folded under "Why do we ask this?".
    why: str = ""
    #: The fact that the value becomes; empty where only the options' `sets` speak.
    fact: str = ""
    options: tuple[Option, ...] = ()
    #: Offered after two misreadings (age ranges).
    fallback: tuple[Option, ...] = ()
    measures: tuple[Measure, ...] = ()
    #: Names that can be combined with "+": ("I", …, "VI").
    terms: tuple[str, ...] = ()
    #: Asked only when one of these holds; each maps earlier questions to what their answer must be: "known",
    #: "unknown", "past", or a value. Empty: always asked.
    when: tuple[Mapping[str, str], ...] = ()
    #: Asked once for each treatment named at this question.
    for_each: str = ""
    #: Lowest and highest believable number.
    lowest: int | Decimal = 0
    highest: int | Decimal = 0
    #: Is a whole number an age: may it be told as a day or year of birth?
    age: bool = False
    #: How the terms are written.
    grades: Grades = Grades.ROMAN
    #: May the date lie ahead (a planned treatment)?
    may_be_planned: bool = False
    #: Not asked in the conversation: defined so that outside texts can be read (contract: `tamiz read`).
    asked: bool = True
    #: Treatment groups that a for-each question concerns.
    groups: tuple[str, ...] = ()
    #: Other wording for some treatment groups: group → text ("When did you start {medicine}?").
    variants: Mapping[str, str] = field(default_factory=dict)
    #: What answers less than was asked, or something else: it is asked again; what `again` speaks of (empty: of all).
    asked_again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What its date is of, in other words: beside them no date is of something else; what the team is told as typed.
    event: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The two that it joins, where a denial of one leaves the other open.
    halves: tuple[Half, ...] = ()
    #: Only what is now counts: what was, or is over, is no yes (study-facts 11g).
    only_now: bool = False
    #: Whose things are not the patient's: asked again, and not read back (unless the conversation is about them).
    not_of: Others | None = None
    #: The option that a denial means which may still change ("not yet", "nobody so far"); None: it is a plain no.
    not_yet: str | None = None
    #: It names several things itself, so an ordinal or a count is no option's number (study-facts 11e).
    several_things: bool = False
    #: What a report counts: more of one is `yes`, none of all too many is `no`, less told is `unknown`.
    counted: tuple[Counted, ...] = ()
    #: The tests whose results it asks for, words of others, and from which titre on one is positive: 80 for 1:80.
    tested: tuple[Tested, ...] = ()
    other_tested: tuple[str, ...] = ()
    titre: int = 0
    #: What its answer is in every study that names the same (`dialogs.study.shared`); empty: of this one alone.
    shared: str = ""
    #: What the answer is for some groups, where it is not `fact`: group → fact (a drug by mouth: when it was started).
    variant_facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_for_number(self) -> bool:
        """Tell whether it is answered by a number."""
        return self.kind in (*NUMBERS, Kind.QUANTITY, Kind.PRESSURE)

    @property
    def facts(self) -> set[str]:
        """Every fact that an answer here can state."""
        told = {name for option in self.options for name in option.sets}
        if self.kind is Kind.PRESSURE:
            return told | {self.fact + UPPER, self.fact + LOWER}
        return told | {self.fact} if self.fact and self.kind is not Kind.FREE_TEXT else told

    def takes(self, value: Value) -> bool:
        """Could this value still be an answer here? Asked when the study file changed under a conversation."""
        known = {option.value for option in (*self.options, *self.fallback)}
        match value:
            case Unknown():
                return True
            case When():
                return self.kind in (Kind.MONTH, Kind.BIRTH)
            case Pressure():
                return self.kind is Kind.PRESSURE
            case Decimal():
                return self.kind is Kind.DECIMAL and self.lowest <= value <= self.highest
            case Quantity():
                return any(measure.id == value.measure for measure in self.measures)
            case bool():
                return False
            case int():
                return self.kind in (Kind.INTEGER, Kind.SCALE) and self.lowest <= value <= self.highest
            case str():
                return value in known or (bool(self.terms) and set(value.split("+")) <= set(self.terms))
            case _ if self.kind is Kind.MEDICINES:
                return all(isinstance(item, Medicine) for item in value)
        return self.kind is Kind.CHOICES and set(value) <= known


class Rule(Protocol):
    """Anything that can judge facts: the kinds are in `dialogs.study.rules` and `dialogs.study.laboratory`."""

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Say what holds today, from these facts alone."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of the protocol, with its plain words."""

    id: str
    rule: Rule
    #: What is looked at, in a few plain words ("Chest scan"), and what is said when it is not met.
    name: str
    reason: str
    #: Said instead of `reason` when a number is below or above the range.
    below: str = ""
    above: str = ""
    #: Said instead of `reason` of an examination: there is none, it is too old, or of another class.
    absent: str = ""
    expired: str = ""
    unwanted: str = ""
    #: Below the range the conversation ends at once and nothing is kept, not even offered: minors (CL-26).
    ends_below: bool = False
    #: Which paper and which line would settle it; for the team and, as `bring`, for the patient.
    settle: str = ""
    bring: str = ""
    #: Said with a date on which what is met today will count no more; and read by the team beside the last such day.
    too_old: str = ""
    counts_until: str = ""
    #: Said where nothing fails for good but what, like this, may change: a test that moves (study-facts 4.1).
    changes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A value that is worked out of answers: a fact like any other to the rules."""

    fact: str
    #: Name of a formula that the program knows (`dialogs.study.computed`).
    formula: str
    #: What the formula needs → the fact that it comes from.
    of: Mapping[str, str]
    #: How it is named to the team, and in the reasons: "Body mass index".
    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One asking of one question: of its own, or of one treatment."""

    question: Question
    medicine: Medicine | None = None
    #: The name that its answer is kept under: `age`, `when:<treatment>`. Made once: an answer asks for eighty.
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the name."""
        own, medicine = self.question.id, self.medicine
        object.__setattr__(self, "key", own if medicine is None else f"{own}:{medicine.key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything that one study file says."""

    id: str
    #: Hash of the file: a conversation knows which file it was held with.
    version: str
    questions: tuple[Question, ...]
    criteria: tuple[Criterion, ...]
    frequent: tuple[FrequentQuestion, ...]
    cautions: tuple[Caution, ...]
    #: Named texts in paragraphs: `card`, `consent`, `plausible`, …
    texts: Mapping[str, tuple[str, ...]]
    #: Names of the treatment groups in plain words: {"sleeping": "a drug to sleep"}.
    groups: Mapping[str, str]
    #: The fact that is "yes" where a pregnancy was told; signs of danger are heard by it. Empty: the study has none.
    pregnancy_fact: str = ""
    #: Values that are worked out of answers, in the order in which they are.
    computed: tuple[Computed, ...] = ()
    #: What stands before the letters of a code that people say aloud: REF in REF-7K3Q.
    code_prefix: str = ""
    #: Names that every reader of this study knows, by language: how hard they are to read is not measured.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: With so many criteria unknown, or more, too little is known to say that it might be for the person; 0: never.
    too_little_from: int = 0
    #: The same study as it speaks to somebody who helps; None where this is that one.
    helper: Study | None = None
    #: The questions of the conversation, in order.
    asked: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    #: Their askings, made once; those that are asked of each treatment in turn stand together, and of none yet.
    asked_together: tuple[tuple[Slot, ...], ...] = field(init=False, repr=False, compare=False)
    _questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _criteria: Mapping[str, Criterion] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the questions apart once: every answer walks through them several times."""
        object.__setattr__(self, "asked", tuple(question for question in self.questions if question.asked))
        groups = groupby(self.asked, key=lambda q: (q.for_each, "" if q.for_each else q.id))
        object.__setattr__(self, "_questions", {question.id: question for question in self.questions})
        object.__setattr__(self, "_criteria", {criterion.id: criterion for criterion in self.criteria})
        object.__setattr__(self, "asked_together", tuple(tuple(map(Slot, group)) for _, group in groups))

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Return every test by its id."""
        return {measure.id: measure for question in self.questions for measure in question.measures}

    @property
    def age_facts(self) -> tuple[str, ...]:
        """Return the facts that are somebody's age, told as one or worked out of a date of birth."""
        asked = (question for question in self.asked if question.age or question.kind is Kind.BIRTH)
        return tuple(question.fact for question in asked if question.fact)

    @property
    def person(self) -> str:
        """Return whom the study is about, in its words, inside a sentence: "the person with …"."""
        return " ".join(self.texts["person"])

    @property
    def for_helper(self) -> Study:
        """The study in the words for somebody who helps: all of it speaks of the person (RE-04)."""
        return self.helper or self

    def asks_of_pregnancy(self, question: Question) -> bool:
        """Tell whether a yes to this question may say that there is a pregnancy."""
        fact = self.pregnancy_fact
        states = any(option.sets.get(fact) == "yes" for option in question.options)
        return bool(fact) and (states or fact in (question.id, question.fact))

    def question(self, id: str) -> Question:
        """Return the question of this id; KeyError where there is none."""
        return self._questions[id]

    def criterion(self, id: str) -> Criterion:
        """Return the criterion of this id; KeyError where there is none."""
        return self._criteria[id]
