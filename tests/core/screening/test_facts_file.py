"""The facts of a case of any study: each kind of question, and each refusal word by word (study-facts 4.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from dialogs.screening.facts_file import FactsError, read_facts
from dialogs.study.rules import Facts, Range, Treatment
from dialogs.study.study import Computed, Kind, Measure, Option, Question, Study, Unit
from dialogs.values import UNKNOWN, Medicine, Quantity, Unknown, When
from tests.core.screening.judging import STUDY, TODAY


def unit(name: str, times: Fraction = Fraction(1)) -> Unit:
    """A unit that this many of make the base unit."""
    return Unit(name=name, factor=times)


def measure(id: str, *units: Unit, lowest: int, highest: int, unit_optional: bool = False) -> Measure:
    return Measure(id=id, units=units, lowest=Fraction(lowest), highest=Fraction(highest), unit_optional=unit_optional)


def asks(id: str, kind: Kind, *options: Option, **more: Any) -> Question:
    """A question about the fact of its own name, unless told otherwise."""
    return Question(id=id, kind=kind, text="?", short="What", options=options, **{"fact": id} | more)


def option(value: str, **more: Any) -> Option:
    return Option(value=value, label=value, **more)


#: A temperature, which may lie below zero, and a weight, whose unit may be left out.
TEMPERATURE: Final = measure("temperature", unit("C"), lowest=-50, highest=50)
WEIGHT: Final = measure("weight", unit("kg"), unit("g", Fraction(1, 1000)), lowest=0, highest=300, unit_optional=True)
KINDS: Final = replace(
    STUDY,
    computed=(),
    questions=(
        asks("age", Kind.INTEGER, age=True, fallback=(option("18-29"),)),
        asks("score", Kind.INTEGER, option("refused")),
        asks("again", Kind.CHOICE, option("yes"), fact="score"),
        asks("scale", Kind.SCALE),
        asks("share", Kind.DECIMAL),
        asks("born", Kind.BIRTH),
        asks("pressure", Kind.PRESSURE),
        asks("scan", Kind.MONTH),
        asks("heat", Kind.QUANTITY, option("none"), measures=(TEMPERATURE, WEIGHT)),
        asks("weight", Kind.QUANTITY, measures=(WEIGHT,)),
        asks("grade", Kind.CHOICE, option("A"), option("mild"), option("more", opens=True), terms=("A", "B", "C")),
        asks("ills", Kind.CHOICES, option("cold", sets={"ill": "yes"}), option("flu", sets={"ill": "yes"})),
        asks("drugs", Kind.MEDICINES),
        asks("stage", Kind.CHOICE, option("low+high")),
        asks("words", Kind.FREE_TEXT),
        asks("when", Kind.MONTH, fact="date", for_each="drugs", groups=("pill",)),
        asks("by_mouth", Kind.QUANTITY, fact="dose", for_each="drugs", groups=("pill",), measures=(WEIGHT,)),
        asks("by_vein", Kind.QUANTITY, fact="dose", for_each="drugs", groups=("drip",), measures=(TEMPERATURE,)),
    ),
)


def classed(name: str) -> Medicine:
    """In these cases the first word of a treatment is its group."""
    return Medicine(name.split()[0], name)


def years(number: int) -> Range:
    """An age that is known to the year."""
    return Range(Fraction(number), Fraction(number))


def read(study: Study = KINDS, **told: Any) -> Facts:
    return read_facts(study, told, classed, TODAY)


def treated(**told: Any) -> Any:
    """One treatment by mouth."""
    [found] = read(drugs=[{"name": "pill a", **told}])["drugs"]  # type: ignore[misc, union-attr]  # a list
    return found


@pytest.mark.parametrize(
    ("fact", "told", "read_as"),
    [
        ("age", 0, 0),
        ("age", 34, 34),
        ("age", "18-29", "18-29"),
        ("score", -3, -3),
        ("score", "refused", "refused"),
        ("scale", -1, -1),
        ("share", "-0.5", Decimal("-0.5")),
        ("share", 1.25, Decimal("1.25")),
        ("born", "1992-11-22", years(34)),
        ("born", "1992-11-23", years(33)),
        ("born", 34, 34),
        ("pressure_upper", 120, 120),
        ("pressure_lower", 80, 80),
        ("scan", "none", "none"),
        ("scan", "2026-06", When.month(2026, 6)),
        ("scan", "1900", When.year(1900)),
        ("scan", "2199-12-31", When.day(date(2199, 12, 31))),
        ("heat", {"value": -4, "unit": "C"}, Quantity(Decimal(-4), "C", "", "temperature")),
        ("heat", {"value": 5, "kind": "weight"}, Quantity(Decimal(5), "kg", "", "weight")),
        ("heat", {"value": 5, "kind": "weight", "unit": "g"}, Quantity(Decimal(5), "g", "", "weight")),
        ("heat", {"value": 4}, Unknown("4")),
        ("heat", {"value": 4, "unit": "F", "comparator": "<"}, Unknown("<4 F")),
        ("heat", {"value": 4, "unit": "C", "kind": "mood"}, Unknown("4 C")),
        ("weight", {"value": 0, "comparator": "="}, Quantity(Decimal(0), "kg", "", "weight")),
        ("weight", {"value": "1e12", "unit": "kg"}, Quantity(Decimal("1e12"), "kg", "", "weight")),
        ("weight", {"value": "1e-12", "unit": "kg"}, Quantity(Decimal("1e-12"), "kg", "", "weight")),
        ("grade", "A", "A"),
        ("grade", "mild", "mild"),
        ("grade", "A + C", "A+C"),
        ("grade", "none", "none"),
        ("stage", "low + high", "low+high"),
        ("words", "yes", "yes"),
        ("ills", "cold+flu", "cold+flu"),
        ("ills", "flu", "flu"),
        ("ill", "no", "no"),
    ],
)
def test_each_kind_of_fact_is_read_as_its_question_says(fact: str, told: object, read_as: object) -> None:
    """study-facts 4.8."""
    assert read(**{fact: told}) == {fact: read_as}


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_a_comparator_is_kept(comparator: str) -> None:
    """study-facts 4.6."""
    told = {"value": 5, "unit": "kg", "comparator": comparator}
    assert read(weight=told) == {"weight": Quantity(Decimal(5), "kg", comparator, "weight")}


def test_unknown_is_a_value_of_every_fact_and_so_is_nothing() -> None:
    """study-facts 4.8."""
    names = [*(question.fact for question in KINDS.questions[:2]), "pressure_upper", "ill", "drugs"]
    for nothing in ("unknown", None):
        assert read(**dict.fromkeys(names, nothing)) == dict.fromkeys(names, UNKNOWN)


def test_what_the_study_works_out_of_the_facts_is_among_them() -> None:
    """study-facts 4.8."""
    tall = asks("tall", Kind.QUANTITY, measures=(measure("length", unit("cm"), lowest=0, highest=300),))
    index = Computed(fact="index", formula="bmi", of={"weight": "weight", "height": "tall"}, name="Index")
    study = replace(KINDS, questions=(*KINDS.questions, tall), computed=(index,))
    told = {"weight": {"value": 80, "unit": "kg"}, "tall": {"value": 200, "unit": "cm"}}
    assert read(study, **told)["index"] == Range(Fraction(20), Fraction(20))


@pytest.mark.parametrize(
    ("told", "becomes"),
    [
        ({}, {}),
        ({"date": "2026-05"}, {"when": When.month(2026, 5)}),
        ({"date": None, "months_ago": None, "dose": None, "start": None}, {}),
        ({"date": "unknown", "months_ago": "unknown", "dose": "unknown", "start": "unknown"}, {}),
        ({"months_ago": 1, "date": "2020"}, {"when": When.day(date(2026, 10, 22))}),
        ({"months_ago": 0}, {"when": When.day(TODAY)}),
        ({"months_ago": 1200}, {"when": When.day(date(1926, 11, 22))}),
        ({"newly_added": True}, {"new": "yes"}),
        ({"newly_added": False}, {"new": "no"}),
        ({"ongoing": True}, {"ongoing": True}),
        ({"ongoing": False}, {"stopped": True}),
        ({"ongoing": "unknown"}, {"ongoing": True}),
        ({"start": "2025"}, {"began": When.year(2025)}),
        ({"dose": {"value": 5, "unit": "g"}}, {"dose": Quantity(Decimal(5), "g", "", "weight")}),
        ({"dose": {"value": 5, "unit": "drops"}}, {}),
    ],
)
def test_a_treatment_says_when_and_whether_it_goes_on_and_how_much(
    told: dict[str, Any], becomes: dict[str, Any]
) -> None:
    """study-facts 4.8: what is left out is unknown, and neither goes on nor was stopped; 4.4."""
    nothing: dict[str, Any] = {"when": UNKNOWN, "new": "unknown", "ongoing": False, "stopped": False}
    nothing |= {"began": UNKNOWN, "dose": UNKNOWN}
    assert treated(**told) == Treatment(classed("pill a"), **nothing | becomes)


def test_how_much_is_read_as_the_study_asks_it_of_that_treatment() -> None:
    drip, other = read(drugs=[{"name": "drip b", "dose": {"value": -4, "unit": "C"}}, {"name": "gel", "dose": 3}])[
        "drugs"
    ]  # type: ignore[misc]  # a list of two
    assert drip.dose == Quantity(Decimal(-4), "C", "", "temperature")
    assert other.dose == UNKNOWN, "nobody asks how much of it"


NAMES: Final = (
    "age, score, scale, share, born, pressure_upper, pressure_lower, scan, heat, weight, grade, ill, ills, drugs, "
    "stage, words"
)
YES_OR_NO: Final = 'is neither "yes", "no" nor "unknown".'
WHOLE: Final = 'is no whole number. Write it as in 34, or "unknown".'
NO_VALUE: Final = 'is no laboratory value. Write {"value": 1.2, "unit": "mg/dL"}, or "unknown".'
NO_NUMBER: Final = "has a `value` that is no number. Write it as in 1.2."
NOT_MEASURED: Final = "has a `value` that cannot be measured. Write it as in 1.2."
NO_NAME: Final = 'a treatment has no `name`. Write {"name": "aspirin", "date": "2026-03"}.'
NO_DATE: Final = 'is no date. Write YYYY-MM-DD, YYYY-MM or "unknown".'
FAR: Final = "lies before 1900 or after 2199. Write the year with four digits."
MONTHS: Final = "`months_ago` is no whole number of months. Write it as in 24."


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"colour": 1}, f'fact "colour" is not known. Known are: {NAMES}.'),
        ({"scor": 1}, 'fact "scor" is not known. Did you mean "score"?'),
        ({"date": "2026"}, f'fact "date" is not known. Known are: {NAMES}.'),
        ({"age": -1}, f'fact "age" {WHOLE}'),
        ({"age": True}, f'fact "age" {WHOLE}'),
        ({"age": "30-39"}, f'fact "age" {WHOLE}'),
        ({"pressure_lower": -1}, f'fact "pressure_lower" {WHOLE}'),
        ({"born": -1}, f'fact "born" {WHOLE}'),
        ({"born": "yesterday"}, f'"born" {NO_DATE}'),
        ({"share": "much"}, f'fact "share" {NO_NUMBER}'),
        ({"scan": "soon"}, f'"scan" {NO_DATE}'),
        ({"scan": "1899-12-31"}, f'"scan" {FAR}'),
        ({"scan": "2200-01"}, f'"scan" {FAR}'),
        ({"ill": True}, f'fact "ill" {YES_OR_NO}'),
        ({"words": "some"}, f'fact "words" {YES_OR_NO}'),
        ({"stage": "low"}, 'fact "stage" is not one of low+high, none, or some of them joined with "+".'),
        ({"heat": 3}, f'fact "heat" {NO_VALUE}'),
        ({"heat": {"unit": "C"}}, f'fact "heat" {NO_VALUE}'),
        ({"heat": {"value": "x"}}, f'fact "heat" {NO_NUMBER}'),
        (
            {"heat": {"value": 1, "comparator": "about"}},
            'fact "heat" has the comparator "about". Use <, <=, > or >=, or leave it out.',
        ),
        (
            {"heat": {"value": 1, "comparator": "roughly"}},
            'fact "heat" has the comparator "rough". Use <, <=, > or >=, or leave it out.',
        ),
        ({"weight": {"value": -1}}, f'fact "weight" {NOT_MEASURED}'),
        ({"heat": {"value": -1, "kind": "mood"}}, f'fact "heat" {NOT_MEASURED}'),
        ({"weight": {"value": "1e13"}}, f'fact "weight" {NOT_MEASURED}'),
        ({"weight": {"value": "1e-13"}}, f'fact "weight" {NOT_MEASURED}'),
        ({"weight": {"value": "inf"}}, f'fact "weight" {NOT_MEASURED}'),
        ({"grade": "D"}, 'fact "grade" is not one of A, B, C, mild, none, or some of them joined with "+".'),
        ({"grade": "A+mild"}, 'fact "grade" is not one of A, B, C, mild, none, or some of them joined with "+".'),
        ({"grade": "more"}, 'fact "grade" is not one of A, B, C, mild, none, or some of them joined with "+".'),
        ({"ills": "cold+A"}, 'fact "ills" is not one of cold, flu, none, or some of them joined with "+".'),
        ({"drugs": "pill"}, 'fact "drugs" is no list. Write [] for none, or "unknown".'),
        ({"drugs": ["pill"]}, NO_NAME),
        ({"drugs": [{"name": 5}]}, NO_NAME),
        ({"drugs": [{"name": "pill", "months_ago": -1}]}, MONTHS),
        ({"drugs": [{"name": "pill", "months_ago": 1201}]}, MONTHS),
        ({"drugs": [{"name": "pill", "months_ago": True}]}, MONTHS),
        ({"drugs": [{"name": "pill", "months_ago": 1.5}]}, MONTHS),
        ({"drugs": [{"name": "pill", "date": "soon"}]}, f'"date" {NO_DATE}'),
        ({"drugs": [{"name": "pill", "start": "soon"}]}, f'"start" {NO_DATE}'),
        ({"drugs": [{"name": "pill", "dose": 5}]}, f'fact "dose" {NO_VALUE}'),
        (
            {"drugs": [{"name": "pill", "newly_added": "no"}]},
            'a treatment has a `newly_added` that is neither true, false nor "unknown".',
        ),
        (
            {"drugs": [{"name": "pill", "ongoing": 1}]},
            'a treatment has a `ongoing` that is neither true, false nor "unknown".',
        ),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_its_name_and_what_would_be_right(told: dict[str, Any], said: str) -> None:
    """study-facts 4.8."""
    with pytest.raises(FactsError) as refused:
        read(**told)
    assert str(refused.value) == said


def test_a_case_that_is_no_object_is_told_how_to_write_one() -> None:
    with pytest.raises(FactsError) as refused:
        read_facts(KINDS, ["age"], classed, TODAY)  # type: ignore[arg-type]  # what an outside file may hold
    assert str(refused.value) == '`facts` is no object. Write {"facts": {…}}.'


def test_a_fact_that_two_questions_ask_for_is_read_as_the_first_of_them_asks() -> None:
    assert read(score=7) == {"score": 7}
    with pytest.raises(FactsError, match="no whole number"):
        read(score="yes")
