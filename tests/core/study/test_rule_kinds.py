"""What each of the newer kinds of rule says: its truth, for how long, until when, and at the very edge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.study.computed import age_on, bmi, worked_out
from dialogs.study.rule_file import read_rule
from dialogs.study.rules import Fact, Range, Treatment, Truth, Verdict
from dialogs.study.study import Computed, Measure, Rule, Unit
from dialogs.study.windows import Window
from dialogs.values import UNKNOWN, Medicine, Quantity, Unknown, When

TODAY = date(2026, 11, 22)
MET, NOT_MET, OPEN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
SUGAR = Measure(
    id="sugar",
    units=(
        Unit(name="%", factor=Fraction(1)),
        Unit(name="mmol/mol", factor=Fraction("0.09148"), offset=Fraction("2.152")),
    ),
    lowest=Fraction(3),
    highest=Fraction(20),
)
RATE = Measure(
    id="rate",
    units=(Unit(name="u", factor=Fraction(1)), Unit(name="est", factor=Fraction(1), estimated=True)),
    lowest=Fraction(0),
    highest=Fraction(200),
)
DOSE = Measure(id="dose", units=(Unit(name="mg", factor=Fraction(1)),), lowest=Fraction(1), highest=Fraction(3000))
KG = Measure(id="weight", units=(Unit(name="kg", factor=Fraction(1)),), lowest=Fraction(20), highest=Fraction(300))
CM = Measure(id="height", units=(Unit(name="cm", factor=Fraction(1)),), lowest=Fraction(90), highest=Fraction(230))
MEASURES = {measure.id: measure for measure in (SUGAR, RATE, DOSE, KG, CM)}


def rule(**table: Any) -> Rule:
    """The rule that a table of a study file states."""
    problems: list[str] = []
    found = read_rule(
        {("if" if key == "if_" else key): value for key, value in table.items()}, MEASURES, problems.append
    )
    assert problems == []
    return found


def truth(of: Rule, **facts: Fact) -> Truth:
    return of.judge(facts, TODAY).truth


def amount(number: str, unit: str, measure: str, comparator: str = "") -> Quantity:
    return Quantity(Decimal(number), unit, comparator, measure)


@pytest.mark.parametrize(
    ("limits", "value", "wanted"),
    [
        ({"at_least": "2.5"}, Decimal("2.5"), MET),
        ({"above": "2.5"}, Decimal("2.5"), NOT_MET),
        ({"above": "2.5"}, Decimal("2.51"), MET),
        ({"at_most": "-1"}, Decimal("-1"), MET),
        ({"below": "-1"}, Decimal("-1"), NOT_MET),
        ({"below": "-1"}, Decimal("-1.1"), MET),
        ({"at_least": 5, "below": 8}, 8, NOT_MET),
        ({"at_least": 5, "below": 8}, 5, MET),
        ({"at_least": 5}, UNKNOWN, OPEN),
        # Known in part: the whole of it must lie on one side.
        ({"above": 40}, amount("40", "u", "rate", ">"), MET),
        ({"above": 40}, amount("40", "u", "rate", ">="), OPEN),
        ({"at_least": 40}, amount("40", "u", "rate", ">="), MET),
        ({"at_least": 40}, amount("40", "u", "rate", "<"), NOT_MET),
        ({"above": 40}, amount("40", "u", "rate", "<="), NOT_MET),
        ({"at_least": 40}, amount("40", "u", "rate", "<="), OPEN),
        ({"at_most": 40}, amount("40", "u", "rate", "<"), MET),
        ({"below": 40}, amount("40", "u", "rate", ">="), NOT_MET),
        # Estimated: nothing within 10 % on either side.
        ({"above": 40}, amount("43.9", "est", "rate"), OPEN),
        ({"above": 40}, amount("44.1", "est", "rate"), MET),
        ({"above": 40}, amount("35.9", "est", "rate"), NOT_MET),
        ({"at_most": 40}, amount("36", "est", "rate"), MET),
        ({"at_most": 40}, amount("44.1", "est", "rate"), NOT_MET),
        # A unit with an offset: 53 mmol/mol is 7 %.
        ({"at_least": "7"}, amount("53", "mmol/mol", "sugar"), MET),
        ({"at_least": "7"}, amount("52", "mmol/mol", "sugar"), NOT_MET),
        # Outside what can be believed it is no number.
        ({"at_least": "7"}, amount("25", "%", "sugar"), OPEN),
        ({"at_least": "7"}, amount("25", "mg", "sugar"), OPEN),
        # Worked out, and known as a range.
        ({"at_least": 25}, Range(Fraction(24), Fraction(26)), OPEN),
        ({"at_least": 25}, Range(Fraction(25), Fraction(26)), MET),
        ({"at_most": 25}, Range(Fraction(26), Fraction(27)), NOT_MET),
    ],
)
def test_limits(limits: Mapping[str, Any], value: Fact, wanted: Truth) -> None:
    assert truth(rule(kind="limits", fact="it", **limits), it=value) is wanted


def test_an_answer_in_place_of_a_number_can_fail_or_meet_limits() -> None:
    found = rule(kind="limits", fact="it", at_least=5, fails_on=["dialysis"], meets_on=["plenty"], failure="temporary")
    assert found.judge({"it": "dialysis"}, TODAY) == Verdict(NOT_MET, lasting=False)
    assert truth(found, it="plenty") is MET
    assert truth(found, it="something") is OPEN


def test_a_value_of_another_test_is_unknown_and_noted() -> None:
    found = rule(kind="limits", fact="it", at_least=5).judge({"it": Unknown("3 g in 24 h")}, TODAY)
    assert (found.truth, found.notes) == (OPEN, ("other_test",))


AGO = {"kind": "ago", "fact": "it"}


@pytest.mark.parametrize(
    ("table", "when", "wanted"),
    [
        ({"at_most_ago": "6 weeks"}, When.day(date(2026, 10, 11)), MET),
        ({"at_most_ago": "6 weeks"}, When.day(date(2026, 10, 10)), NOT_MET),
        ({"at_most_ago": "1 year"}, When.day(date(2025, 11, 22)), MET),
        ({"at_most_ago": "1 year"}, When.day(date(2025, 11, 21)), NOT_MET),
        ({"at_most_ago": "1 year"}, When.month(2025, 11), OPEN),
        ({"at_least_ago": "10 days"}, When.day(date(2026, 11, 12)), MET),
        ({"at_least_ago": "10 days"}, When.day(date(2026, 11, 13)), NOT_MET),
        ({"at_least_ago": "3 months"}, When.month(2026, 8), OPEN),
        ({"at_least_ago": "3 months"}, When.month(2026, 7), MET),
        ({"at_least_ago": "3 months"}, When.month(2026, 12), OPEN),
        ({"at_least_ago": "3 months"}, UNKNOWN, OPEN),
        ({"at_least_ago": "2 weeks", "at_most_ago": "2 months"}, When.month(2026, 10), MET),
    ],
)
def test_how_long_ago(table: Mapping[str, Any], when: Fact, wanted: Truth) -> None:
    """study-facts 4.3: calendar months, never thirty days."""
    assert truth(rule(**AGO, **table), it=when) is wanted


def test_what_is_not_long_enough_ago_says_from_which_day_on_it_is() -> None:
    found = rule(**AGO, at_least_ago="3 months").judge({"it": When.day(date(2026, 11, 30) - timedelta(days=31))}, TODAY)
    assert found == Verdict(NOT_MET, until=date(2027, 1, 30))


@pytest.mark.parametrize(("none", "wanted"), [("met", MET), ("not_met", NOT_MET), (None, OPEN)])
def test_what_it_means_that_there_was_none_is_said_by_the_file(none: str | None, wanted: Truth) -> None:
    table = AGO | ({"none": none} if none else {})
    assert truth(rule(**table, at_least_ago="3 months"), it="none") is wanted


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 200))
def test_days_and_weeks_are_days_and_weeks_and_a_year_is_twelve_months(day: date, count: int) -> None:
    assert Window.parse(f"{count} days").after(day) == day + timedelta(days=count)
    assert Window.parse(f"{count} weeks").after(day) == day + timedelta(days=7 * count)
    if count < 10:
        assert Window.parse(f"{count} years").after(day) == Window.parse(f"{12 * count} months").after(day)


@pytest.mark.parametrize("text", ["", "6", "weeks", "0 days", "6 weeks ago", "-1 months", "1.5 years", "200 years"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"window|lifetime"):
        Window.parse(text)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"a": "yes", "b": "yes", "c": "no"}, MET),
        ({"a": "yes", "b": "no", "c": "no"}, NOT_MET),
        ({"a": "yes", "b": "no", "c": UNKNOWN}, OPEN),
        ({"a": "yes", "b": "yes", "c": UNKNOWN}, MET),
        ({"b": "no", "c": "no"}, NOT_MET),
    ],
)
def test_a_count_is_open_only_while_it_could_still_change(facts: Mapping[str, Fact], wanted: Truth) -> None:
    assert truth(rule(kind="count", facts=["a", "b", "c"], at_least=2), **facts) is wanted


def test_a_count_has_an_upper_end_as_well() -> None:
    few = rule(kind="count", facts=["a", "b"], at_most=1)
    assert [truth(few, a="yes", b=second) for second in ("yes", "no", UNKNOWN)] == [NOT_MET, MET, OPEN]


@pytest.mark.parametrize(
    ("value", "wanted"), [(Decimal("2.3"), MET), (Decimal("3.01"), NOT_MET), (3, MET), ("3", OPEN)]
)
def test_a_range_takes_a_number_with_decimals_as_well(value: Fact, wanted: Truth) -> None:
    assert truth(rule(kind="between", fact="volume", lowest=1, highest=3), volume=value) is wanted


@pytest.mark.parametrize(("value", "wanted"), [("III", MET), ("V+III", MET), ("V", NOT_MET), (UNKNOWN, OPEN)])
def test_one_of_several_answers_is_enough(value: Fact, wanted: Truth) -> None:
    assert truth(rule(kind="one_of", fact="it", wanted=["III", "IV"]), it=value) is wanted


YES = {"kind": "is", "wanted": "yes", "failure": "lasting"}
FOR_NOW = YES | {"failure": "temporary"}


def test_any_of_is_lasting_only_where_every_part_is() -> None:
    either = rule(kind="any_of", rules=[YES | {"fact": "a"}, FOR_NOW | {"fact": "b"}])
    assert truth(either, a="no", b="yes") is MET
    assert truth(either, a="no") is OPEN
    assert either.judge({"a": "no", "b": "no"}, TODAY) == Verdict(NOT_MET, lasting=False)
    for_good = rule(kind="any_of", rules=[YES | {"fact": "a"}, YES | {"fact": "b"}])
    assert for_good.judge({"a": "no", "b": "no"}, TODAY).lasting


def test_all_of_is_lasting_where_one_part_is_and_has_the_latest_date() -> None:
    both = rule(kind="all_of", rules=[YES | {"fact": "a"}, AGO | {"at_least_ago": "1 month"}])
    late = When.day(date(2026, 11, 20))
    assert both.judge({"a": "yes", "it": late}, TODAY) == Verdict(NOT_MET, until=date(2026, 12, 20))
    assert both.judge({"a": "no", "it": late}, TODAY).lasting
    assert truth(both, a="yes") is OPEN


def test_a_rule_for_some_people_does_not_touch_the_others() -> None:
    some = rule(kind="only_if", if_=YES | {"fact": "a"}, then=FOR_NOW | {"fact": "b"})
    assert truth(some, a="no", b="no") is MET
    assert truth(some, a="yes", b="no") is NOT_MET
    assert truth(some, b="no") is OPEN
    assert truth(some, b="yes") is MET


def test_a_limit_by_another_answer_decides_without_it_only_where_both_agree() -> None:
    by = rule(
        kind="by_answer",
        fact="sex",
        rules={
            "female": {"kind": "limits", "fact": "it", "at_least": 10, "failure": "temporary"},
            "male": {"kind": "limits", "fact": "it", "at_least": 12, "failure": "lasting"},
        },
    )
    assert truth(by, sex="female", it=11) is MET
    assert by.judge({"sex": "male", "it": 11}, TODAY).lasting
    assert [truth(by, it=number) for number in (9, 11, 12)] == [NOT_MET, OPEN, MET]
    assert not by.judge({"it": 9}, TODAY).lasting


def taken(group: str = "met", **told: Any) -> tuple[Treatment, ...]:
    return (Treatment(Medicine(group), **told),)


LONG = {"kind": "on_treatment", "fact": "it", "groups": ["met"], "since": "3 months"}


@pytest.mark.parametrize(
    ("table", "value", "wanted"),
    [
        ({}, taken(began=When.day(date(2026, 8, 22))), MET),
        ({}, taken(began=When.day(date(2026, 8, 23))), NOT_MET),
        ({}, taken(began=When.month(2026, 8)), OPEN),
        ({}, taken(), OPEN),
        ({}, taken(began=When.month(2027, 1)), OPEN),
        ({}, taken(began=When.month(2020, 1), stopped=True), NOT_MET),
        ({}, taken("other", began=When.month(2020, 1)), NOT_MET),
        ({}, (), NOT_MET),
        ({}, UNKNOWN, OPEN),
        ({"unsure": ["other"]}, taken("other"), OPEN),
        ({"at_least": 1000}, taken(began=When.month(2020, 1), dose=amount("1000", "mg", "dose")), MET),
        ({"at_least": 1000}, taken(began=When.month(2020, 1), dose=amount("850", "mg", "dose")), NOT_MET),
        ({"at_least": 1000}, taken(began=When.month(2020, 1)), OPEN),
        ({"above": 1000, "at_most": 2000}, taken(dose=amount("1000", "mg", "dose")), NOT_MET),
    ],
)
def test_being_on_a_treatment(table: Mapping[str, Any], value: Fact, wanted: Truth) -> None:
    assert truth(rule(**LONG, **table), it=value) is wanted


def test_a_treatment_that_is_too_new_says_from_which_day_on_it_is_long_enough() -> None:
    assert rule(**LONG).judge({"it": taken(began=When.day(date(2026, 10, 31)))}, TODAY).until == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ((), MET),
        (taken("other", dose=amount("500", "mg", "dose")), MET),
        (taken(dose=amount("20", "mg", "dose")), MET),
        (taken(dose=amount("21", "mg", "dose")), NOT_MET),
        (taken(dose=amount("21", "mg", "dose"), stopped=True), MET),
        (taken(), OPEN),
        (UNKNOWN, OPEN),
    ],
)
def test_a_limit_of_a_dose_concerns_only_who_takes_it(value: Fact, wanted: Truth) -> None:
    assert truth(rule(kind="dose", fact="it", groups=["met"], at_most=20), it=value) is wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ((), MET),
        (taken("other"), MET),
        (taken(), NOT_MET),
        (taken(when=When.year(1990)), NOT_MET),
        (taken(when=When.month(2027, 3)), OPEN),
        (taken("unsure"), OPEN),
        (UNKNOWN, OPEN),
    ],
)
def test_having_ever_had_it_counts_whenever_it_was(value: Fact, wanted: Truth) -> None:
    assert truth(rule(kind="never", fact="it", groups=["met"], unsure=["unsure"]), it=value) is wanted


def test_another_class_can_be_temporary_by_the_files_say() -> None:
    table = {"kind": "class_within", "fact": "it", "date": "when", "wanted": ["A"], "window": "6 weeks"}
    facts: dict[str, Fact] = {"it": "B", "when": When.day(TODAY)}
    assert rule(**table).judge(facts, TODAY).lasting
    assert not rule(**table, failure="temporary").judge(facts, TODAY).lasting


BODY = (Computed(fact="bmi", formula="bmi", of={"weight": "kg", "height": "cm"}, name="Body mass index"),)


def test_a_computed_value_is_exact_where_what_it_needs_is() -> None:
    facts: dict[str, Fact] = {"kg": amount("81", "kg", "weight"), "cm": amount("180", "cm", "height")}
    assert dict(worked_out(BODY, facts, MEASURES)) == {"bmi": Range(Fraction(25), Fraction(25))}
    assert bmi(Fraction(81), Fraction(180)) == 25


def test_there_is_no_computed_value_where_a_part_of_it_is_open() -> None:
    facts: dict[str, Fact] = {"kg": amount("81", "kg", "weight", ">"), "cm": amount("180", "cm", "height")}
    assert dict(worked_out(BODY, facts, MEASURES)) == {}
    assert dict(worked_out(BODY, {"kg": amount("81", "kg", "weight")}, MEASURES)) == {}


def test_filtration_without_the_sex_is_what_it_is_for_both_and_never_of_a_minor() -> None:
    creatinine = Measure(
        id="creatinine", units=(Unit(name="mg/dL", factor=Fraction(1)),), lowest=Fraction(0), highest=Fraction(20)
    )
    of = {"creatinine": "cr", "age": "age", "sex": "sex"}
    computed = (Computed(fact="egfr", formula="ckd_epi_2021", of=of, name="Filtration"),)
    measured = {"creatinine": creatinine}

    def found(**facts: Fact) -> Fact | None:
        return dict(worked_out(computed, {"cr": amount("1.2", "mg/dL", "creatinine"), **facts}, measured)).get("egfr")

    both, hers = found(age=34), found(age=34, sex="female")
    assert isinstance(both, Range)
    assert isinstance(hers, Range)
    assert both.low == hers.low == hers.high != both.high
    assert hers.estimated
    assert found(age=17) is None
    assert found() is None


@pytest.mark.parametrize(
    ("birth", "ages"),
    [
        (When.day(date(2008, 11, 22)), (18, 18)),
        (When.day(date(2008, 11, 23)), (17, 17)),
        (When.year(2008), (17, 18)),
        (When.month(2008, 11), (17, 18)),
        (When.day(date(2008, 2, 29)), (18, 18)),
    ],
)
def test_an_age_is_known_as_far_as_the_birthday_is(birth: When, ages: tuple[int, int]) -> None:
    found = age_on(birth, TODAY)
    assert (found.low, found.high) == ages
    eighteen = rule(kind="between", fact="it", lowest=18, highest=75)
    assert truth(eighteen, it=found) is {(18, 18): MET, (17, 17): NOT_MET, (17, 18): OPEN}[ages]
