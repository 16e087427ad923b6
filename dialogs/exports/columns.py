"""The columns of the two tables, cases and treatments: which there are follows from the study file alone.

Theory of operation. A question becomes one column or several: a date has its first and its last possible day, a
laboratory value its number, comparator and unit apart, and beside them stands what was answered instead of a value
("none", "unknown"). Unknown is a value here too: an empty cell says that nothing was asked or nothing was sent.
A treatment is a row of its own, and what was asked of it are that row's columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.errors import SetUpError
from dialogs.languages import Language
from dialogs.referral.group_card import HEADING_LABELS, LANGUAGE_LABELS, OUTCOME_LABELS
from dialogs.referral.labels import STATE_LABELS
from dialogs.replies import Heading
from dialogs.screens import S_, Text
from dialogs.study.rules import Truth
from dialogs.study.study import Kind, Question, Study
from dialogs.value_texts import plain


class Table(StrEnum):
    """The two tables."""

    CASES = "cases"
    TREATMENTS = "treatments"


class Holds(StrEnum):
    """What the cells of a column hold."""

    CODE = "code"
    DAY = "day"  # YYYY-MM-DD
    WHOLE = "whole"
    NUMBER = "number"
    DECIMAL = "decimal"  # a number that has no unit
    ONE = "one"  # one of the choices
    SEVERAL = "several"  # some of the choices, joined with "+"
    WORDS = "words"  # somebody's own words: they may say who it is


class Part(StrEnum):
    """Which part of an answer a column holds."""

    VALUE = "value"
    FIRST = "first"
    LAST = "last"
    NUMBER = "number"
    COMPARATOR = "comparator"
    UNIT = "unit"
    TEST = "test"
    TAKEN_FIRST = "taken_first"
    TAKEN_LAST = "taken_last"
    OPTION = "option"
    SAID = "said"
    UPPER = "upper"
    LOWER = "lower"


#: The option of a medicines question that says: some were named, each is a row of the other table.
NAMED = "named"

HELD: Mapping[Part, Holds] = {
    Part.FIRST: Holds.DAY,
    Part.LAST: Holds.DAY,
    Part.NUMBER: Holds.NUMBER,
    Part.COMPARATOR: Holds.ONE,
    Part.UNIT: Holds.ONE,
    Part.TEST: Holds.ONE,
    Part.TAKEN_FIRST: Holds.DAY,
    Part.TAKEN_LAST: Holds.DAY,
    Part.OPTION: Holds.ONE,
    Part.SAID: Holds.WORDS,
    Part.UPPER: Holds.WHOLE,
    Part.LOWER: Holds.WHOLE,
}

PARTS: Mapping[Kind, tuple[Part, ...]] = {
    Kind.INTEGER: (Part.VALUE, Part.OPTION, Part.SAID),
    Kind.CHOICE: (Part.VALUE, Part.SAID),
    Kind.CHOICES: (Part.VALUE, Part.SAID),
    Kind.MONTH: (Part.FIRST, Part.LAST, Part.OPTION, Part.SAID),
    Kind.QUANTITY: (
        *(Part.NUMBER, Part.COMPARATOR, Part.UNIT, Part.TEST),
        *(Part.TAKEN_FIRST, Part.TAKEN_LAST, Part.OPTION, Part.SAID),
    ),
    Kind.MEDICINES: (Part.OPTION, Part.SAID),
    Kind.DECIMAL: (Part.NUMBER, Part.OPTION, Part.SAID),
    Kind.SCALE: (Part.VALUE, Part.OPTION, Part.SAID),
    Kind.BIRTH: (Part.FIRST, Part.LAST, Part.OPTION, Part.SAID),
    Kind.PRESSURE: (Part.UPPER, Part.LOWER, Part.OPTION, Part.SAID),
    Kind.FREE_TEXT: (Part.OPTION, Part.SAID),
    Kind.CONTACT: (),  # who somebody is never leaves
}

PART_LABELS = {
    Part.FIRST: S_("{question}: first possible day"),
    Part.LAST: S_("{question}: last possible day"),
    Part.NUMBER: S_("{question}: number as typed"),
    Part.COMPARATOR: S_("{question}: less or more than"),
    Part.UNIT: S_("{question}: unit"),
    Part.TEST: S_("{question}: which test"),
    Part.TAKEN_FIRST: S_("{question}: test, first possible day"),
    Part.TAKEN_LAST: S_("{question}: test, last possible day"),
    Part.OPTION: S_("{question}: answered with a button"),
    Part.SAID: S_("{question}: own words"),
    Part.UPPER: S_("{question}: upper number, mmHg"),
    Part.LOWER: S_("{question}: lower number, mmHg"),
}
TRUTH_LABELS = {Truth.MET: S_("Met"), Truth.NOT_MET: S_("Not met"), Truth.UNKNOWN: S_("Unknown")}
WHO_LABELS = {"self": S_("The person"), "helper": S_("Somebody who helped")}
COMPARATORS = {
    "<": S_("less than"),
    "<=": S_("at most"),
    ">": S_("more than"),
    ">=": S_("at least"),
}
SOME_NAMED = S_("Some were named")
THE_TREATMENT = S_("Treatment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of one table."""

    name: str
    table: Table
    holds: Holds
    label: Text
    #: Value → what it means; empty where anything of its kind can stand.
    choices: Mapping[str, Text] = field(default_factory=dict)
    #: The question that it comes from, and which part of the answer; None: of the case itself.
    question: Question | None = None
    part: Part = Part.VALUE
    #: Believable range, both ends included; empty where there is none.
    lowest: str = ""
    highest: str = ""

    @property
    def tells_who(self) -> bool:
        """May what stands there say who somebody is? Their own words may, and their day of birth."""
        birth = self.question is not None and self.question.kind is Kind.BIRTH and self.holds is Holds.DAY
        return birth or self.holds is Holds.WORDS


class ColumnsError(SetUpError):
    """Two columns would have one name: the ids of the study file clash in an export."""


def columns(study: Study) -> tuple[Column, ...]:
    """Return the columns of both tables; ColumnsError where two of a table have one name."""
    found = (*_of_cases(study), *_of_treatments(study))
    seen: set[tuple[Table, str]] = set()
    for column in found:
        if (column.table, column.name) in seen:
            raise ColumnsError([f'column "{column.name}": there are two. Give one question another id.'])
        seen.add((column.table, column.name))
    return found


def _of_cases(study: Study) -> Iterator[Column]:
    yield from _case_itself()
    for criterion in study.criteria:
        truths = {truth.value: Text(said) for truth, said in TRUTH_LABELS.items()}
        label = Text(S_("Criterion: {criterion}"), {"criterion": Text(criterion.name)})
        yield Column(name=f"criterion_{criterion.id}", table=Table.CASES, holds=Holds.ONE, label=label, choices=truths)
    for question in study.asked:
        if not question.for_each:
            yield from _of_question(question, Table.CASES, Text(question.short))


def _case_itself() -> Iterator[Column]:
    languages = {str(language): Text(LANGUAGE_LABELS[language]) for language in Language}
    told: tuple[tuple[str, Holds, str, Mapping[str, Text]], ...] = (
        ("case_code", Holds.CODE, S_("Code of the case"), {}),
        ("case_heading", Holds.ONE, S_("Sent as"), {str(h): Text(HEADING_LABELS[h]) for h in Heading}),
        ("case_state", Holds.ONE, S_("Where it stands"), {str(s): Text(said) for s, said in STATE_LABELS.items()}),
        ("case_language", Holds.ONE, S_("Language"), languages),
        ("case_who", Holds.ONE, S_("Who typed"), {who: Text(said) for who, said in WHO_LABELS.items()}),
        ("case_filed_on", Holds.DAY, S_("Sent on"), {}),
        ("case_judged_on", Holds.DAY, S_("Judged on"), {}),
        ("case_study", Holds.CODE, S_("Version of the study file"), {}),
        ("case_outcome", Holds.ONE, S_("Result"), {str(o): Text(said) for o, said in OUTCOME_LABELS.items()}),
        ("case_earliest", Holds.DAY, S_("Could be looked at again from"), {}),
    )
    for name, holds, label, choices in told:
        yield Column(name=name, table=Table.CASES, holds=holds, label=Text(label), choices=choices)


def _of_treatments(study: Study) -> Iterator[Column]:
    told: tuple[tuple[str, Holds, str], ...] = (
        ("case_code", Holds.CODE, S_("Code of the case")),
        ("treatment_number", Holds.WHOLE, S_("Number of the treatment in its case")),
        ("treatment_question", Holds.CODE, S_("Question where it was named")),
        ("treatment_name", Holds.CODE, S_("Generic name, in Spanish")),
        ("treatment_said", Holds.WORDS, S_("Treatment, own words")),
    )
    for name, holds, said in told:
        yield Column(name=name, table=Table.TREATMENTS, holds=holds, label=Text(said))
    yield Column(
        name="treatment_group",
        table=Table.TREATMENTS,
        holds=Holds.ONE,
        label=Text(S_("Class of the treatment")),
        choices={group: Text(words) for group, words in study.groups.items()},
    )
    for question in study.asked:
        if question.for_each:
            label = Text(question.short, {"medicine": Text(THE_TREATMENT)})
            yield from _of_question(question, Table.TREATMENTS, label)


def _of_question(question: Question, table: Table, label: Text) -> Iterator[Column]:
    for part in PARTS[question.kind]:
        if part in (Part.COMPARATOR, Part.UNIT, Part.TEST) and not question.measures:
            continue
        lowest, highest = _range(question, part)
        yield Column(
            name=column_name(question, part),
            table=table,
            holds=_holds(question, part),
            label=label if part is Part.VALUE else Text(PART_LABELS[part], {"question": label}),
            choices=_choices(question, part),
            question=question,
            part=part,
            lowest=lowest,
            highest=highest,
        )


def column_name(question: Question, part: Part) -> str:
    """Return what the column of this part of the answers is called."""
    return question.id if part is Part.VALUE else f"{question.id}_{part}"


def _holds(question: Question, part: Part) -> Holds:
    if part is Part.NUMBER and question.kind is Kind.DECIMAL:
        return Holds.DECIMAL
    if part is not Part.VALUE:
        return HELD[part]
    if question.kind in (Kind.INTEGER, Kind.SCALE):
        return Holds.WHOLE
    return Holds.SEVERAL if question.kind is Kind.CHOICES or question.terms else Holds.ONE


def _range(question: Question, part: Part) -> tuple[str, str]:
    """Return the believable range, where one holds whatever the unit."""
    if (part is Part.VALUE and question.kind in (Kind.INTEGER, Kind.SCALE)) or question.kind is Kind.DECIMAL:
        return (str(question.lowest), str(question.highest)) if part in (Part.VALUE, Part.NUMBER) else ("", "")
    if part is Part.NUMBER and len(question.measures) == 1 and len(question.measures[0].units) == 1:
        return str(question.measures[0].lowest), str(question.measures[0].highest)
    return "", ""


def _choices(question: Question, part: Part) -> Mapping[str, Text]:
    match part:
        case Part.COMPARATOR:
            return {sign: Text(said) for sign, said in COMPARATORS.items()}
        case Part.UNIT:
            return {unit.name: Text(unit.as_shown) for measure in question.measures for unit in measure.units}
        case Part.TEST:
            return {measure.id: plain(measure.id) for measure in question.measures}
        case Part.OPTION | Part.VALUE:
            return _options(question) if _holds(question, part) is not Holds.WHOLE else {}
    return {}


def _options(question: Question) -> dict[str, Text]:
    """Return what can be pressed there; of a combination its terms; of treatments whether any were named."""
    if question.kind is Kind.MEDICINES:
        named = {option.value: option for option in question.options if option.exclusive}
        return {NAMED: Text(SOME_NAMED), **{value: Text(option.label) for value, option in named.items()}}
    pressed = [option for option in (*question.options, *question.fallback) if not option.opens]
    terms = {term: plain(term) for term in question.terms}
    alone = [option for option in pressed if not set(option.value.split("+")) <= set(question.terms)]
    return terms | {option.value: Text(option.label) for option in alone}
