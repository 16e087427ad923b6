"""Protein/creatinine and kidney filtering against the second opinion: units, comparators, estimates, sexes, ages.

Cites study-facts 4.6 and 7.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from dialogs.study.laboratory import AtLeast, ckd_epi_2021, is_old, plain_unit, unit_of, written
from dialogs.study.rules import OPEN, Truth, Verdict, VerdictNote, at_least
from dialogs.study.rules import Facts as Judged
from dialogs.study.study import Unit
from dialogs.values import Quantity, Unknown, When
from tests.core.screening import oracle
from tests.core.screening.judging import STUDY, TODAY, expected, person, said, verdict_of
from tests.core.screening.oracle import Fact, Facts
from tests.examples import some

COMPARATORS = ("", "=", ">", ">=", "<", "<=")

#: Unit → numbers about its threshold and its band, and far from both.
RATIOS: dict[str, tuple[float, ...]] = {
    "g/g": (0, 0.2, 0.89, 0.9, 0.99, 0.999, 1, 1.0, 1.001, 1.09, 1.1, 2.1, 30),
    "mg/mg": (0, 0.5, 0.9, 0.99, 0.9999, 1.0, 1.1, 4),
    "mg/g": (0, 85, 900, 999, 999.9, 1000, 1000.1, 1100, 1250, 30000),
    "mg/mmol": (0, 50, 101.8, 101.807, 101.808, 101.809, 113.12, 124.431, 124.432, 124.433, 124.5, 340),
}


def lab(value: float, unit: str, comparator: str = "", **more: Fact) -> Facts:
    return {"value": value, "unit": unit, **({"comparator": comparator} if comparator else {}), **more}


@pytest.mark.parametrize("unit", RATIOS)
@pytest.mark.parametrize("comparator", COMPARATORS)
def test_every_protein_ratio_is_judged_like_the_second_opinion(unit: str, comparator: str) -> None:
    """study-facts 4.6, 7: each unit with numbers about the threshold and the band, each comparator."""
    for value in RATIOS[unit]:
        facts = person(upc=lab(value, unit, comparator))
        assert said(facts, "upc") == expected(facts, "upc"), (comparator, value, unit)


@pytest.mark.parametrize("comparator", COMPARATORS)
def test_every_printed_filtration_is_judged_like_the_second_opinion(comparator: str) -> None:
    """study-facts 4.6: 40 is met, 39.9 is not; no band for what the laboratory printed."""
    for value in (5, 30, 36, 39, 39.9, 39.99, 40, 40.0, 40.1, 43.9, 44, 60, 90, 120):
        facts = person(egfr=lab(value, "mL/min/1.73m2", comparator, kind="egfr"))
        assert said(facts, "egfr") == expected(facts, "egfr"), (comparator, value)


@pytest.mark.parametrize("sex", ["female", "male", "unknown"])
@pytest.mark.parametrize("age", [17, 18, 23, 34, 47, 60, 75, 76, "unknown"])
def test_every_creatinine_is_judged_like_the_second_opinion(sex: str, age: int | str) -> None:
    """study-facts 4.6, 7: estimated, so nothing is decided from 36 to below 44; both sexes must agree."""
    per_dl = [step / 20 for step in range(6, 80)]
    per_litre = [round(value * 88.4, 1) for value in per_dl[::3]]
    amounts = [*((value, "mg/dL") for value in per_dl), *((value, "µmol/L") for value in per_litre)]
    for (value, unit), comparator in some(product(amounts, COMPARATORS)):
        facts = person(egfr=lab(value, unit, comparator, kind="creatinine"), age=age, sex_at_birth=sex)
        assert said(facts, "egfr") == expected(facts, "egfr"), (value, unit, comparator)


@pytest.mark.parametrize(
    ("age", "female", "creatinine", "estimate"),
    [
        (55, True, "0.9", 75.5),
        (34, True, "1.2", 60.9),
        (34, False, "1.2", 81.4),
        (40, True, "1.7", 38.6),
        (40, False, "2.1", 40.1),
        (60, True, "1.5", 39.6),
    ],
)
def test_the_filtration_formula_gives_the_check_values(
    age: int, female: bool, creatinine: str, estimate: float
) -> None:
    """study-facts 7: CKD-EPI 2021, six values computed by hand for the sheet."""
    assert round(float(ckd_epi_2021(Fraction(creatinine), age, female)), 1) == estimate
    assert round(oracle.filtration(float(creatinine), age, "female" if female else "male"), 1) == estimate


@pytest.mark.parametrize("female", [True, False])
def test_the_filtration_formula_is_the_second_opinion_s_on_both_sides_of_its_bend(female: bool) -> None:
    """study-facts 7: below its bend the exponent differs by sex, above it is -1.2; each age counts."""
    for age, tenths in product((18, 34, 60, 75), range(2, 40)):
        wanted = oracle.filtration(tenths / 10, age, "female" if female else "male")
        assert float(ckd_epi_2021(Fraction(tenths, 10), age, female)) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("comparator", "value", "state"),
    [
        (">", 60, "met"),
        (">", 30, "unknown"),
        ("<", 40, "not_met"),
        ("<", 60, "unknown"),
        ("", 40, "met"),
        ("", 39.9, "not_met"),
    ],
)
def test_a_comparator_decides_only_when_all_it_allows_agrees(comparator: str, value: float, state: str) -> None:
    """study-facts 4.6: the table of comparators."""
    assert said(person(egfr=lab(value, "mL/min/1.73m2", comparator, kind="egfr")), "egfr").state == state


@pytest.mark.parametrize("value", [1, 1.0, 1000.0])
def test_the_threshold_itself_is_met_and_just_below_is_not(value: float) -> None:
    """study-facts 4.6: 1.0 is met, 0.99 is not, in every unit that is a power of ten of the protocol's."""
    unit = "mg/g" if value > 2 else "g/g"
    assert said(person(upc=lab(value, unit)), "upc") == oracle.MET
    assert said(person(upc=lab(value * 0.99, unit)), "upc") == oracle.FOR_GOOD


def test_milligrams_per_millimole_decide_nothing_inside_the_band() -> None:
    """study-facts 4.6, 7: from 101.8 to below 124.4 is unknown."""
    states = [said(person(upc=lab(value, "mg/mmol")), "upc").state for value in (101.7, 101.9, 113.12, 124.4, 124.5)]
    assert states == ["not_met", "unknown", "unknown", "unknown", "met"]


@pytest.mark.parametrize("unit", ["mg/24 h", "g/24h", "mg/24 horas", "mg/día", "RAC mg/g", "mg/dL", "g/L", "%"])
def test_another_test_or_unit_leaves_the_protein_open_and_its_raw_form_is_kept(unit: str) -> None:
    """study-facts 4.6: 24-hour protein and albumin/creatinine are other tests; the raw number goes to staff."""
    verdict = verdict_of(person(upc=lab(3100, unit)), "upc")
    assert verdict.truth is Truth.UNKNOWN
    assert "other_test" in verdict.notes


def test_a_protein_ratio_without_a_unit_decides_nothing() -> None:
    """study-facts 5, upc: no unit, ask; it is never guessed."""
    for value in (0.4, 1.2, 850):
        assert said(person(upc={"value": value}), "upc") == oracle.UNKNOWN


def test_a_creatinine_without_a_unit_decides_nothing() -> None:
    """study-facts 7: 20 or more without a unit is taken as µmol/L only after asking."""
    for value in (0.8, 3, 75):
        assert said(person(egfr={"kind": "creatinine", "value": value}), "egfr") == oracle.UNKNOWN


@pytest.mark.parametrize(("value", "unit"), [(31, "g/g"), (45000, "mg/g"), (3400, "mg/mmol")])
def test_a_protein_ratio_that_cannot_be_decides_nothing(value: float, unit: str) -> None:
    """study-facts 7: 0 to 30 g/g is plausible; beyond it is usually a slip of the unit."""
    assert said(person(upc=lab(value, unit)), "upc") == oracle.UNKNOWN


@pytest.mark.parametrize(("value", "unit"), [(0.1, "mg/dL"), (90, "mg/dL"), (2, "µmol/L"), (2500, "µmol/L")])
def test_a_creatinine_that_cannot_be_decides_nothing(value: float, unit: str) -> None:
    """study-facts 7: 0.2 to 20 mg/dL, 20 to 1800 µmol/L."""
    assert said(person(egfr=lab(value, unit, kind="creatinine")), "egfr") == oracle.UNKNOWN


@pytest.mark.parametrize("unit", ["mg/g", "MG/G", " mg / g ", "mg/gr", "µg/mg", "ug/mg", "mcg/mg"])
def test_a_power_of_ten_of_the_unit_is_compared_exactly_however_it_is_spelt(unit: str) -> None:
    """study-facts 4.6: the protocol's own unit, or a power of ten of it."""
    assert said(person(upc=lab(1000, unit)), "upc") == oracle.MET
    assert said(person(upc=lab(999, unit)), "upc") == oracle.FOR_GOOD


@pytest.mark.parametrize("unit", ["mL/min/1.73m2", "ml/min/1,73 m²", "mL/min/1.73 m²", "ml/min/m2"])
def test_the_unit_of_filtration_is_known_however_it_is_spelt(unit: str) -> None:
    """study-facts 9: the protocol's own unit lacks 1.73 and means the same."""
    assert said(person(egfr=lab(40, unit, kind="egfr")), "egfr") == oracle.MET


@pytest.mark.parametrize("unit", ["µmol/L", "μmol/L", "umol/L", "UMOL/L"])
def test_micromoles_are_creatinine_times_88_4(unit: str) -> None:
    """study-facts 7: µmol/L ÷ 88.4 = mg/dL."""
    rule = STUDY.criterion("egfr").rule
    assert isinstance(rule, AtLeast)
    assert rule.base(Quantity(Decimal("150.28"), unit, measure="creatinine")) == Fraction("1.7")


def test_sex_not_given_decides_only_where_both_agree() -> None:
    """study-facts 7: compute both."""
    for creatinine, states in {
        0.8: ("met", "met", "met"),
        1.9: ("not_met", "met", "unknown"),
        4.0: ("not_met",) * 3,
    }.items():
        facts = [
            person(egfr=lab(creatinine, "mg/dL", kind="creatinine"), age=34, sex_at_birth=sex)
            for sex in ("female", "male", "unknown")
        ]
        assert tuple(said(one, "egfr").state for one in facts) == states


def test_a_creatinine_without_an_age_or_of_a_minor_decides_nothing() -> None:
    """study-facts 7: age not known is unknown, and the formula is for adults only."""
    for age in ("unknown", 17, 5):
        assert said(person(egfr=lab(8, "mg/dL", kind="creatinine"), age=age), "egfr") == oracle.UNKNOWN


def test_dialysis_is_lasting() -> None:
    """study-facts 5, egfr: "I am on dialysis" is not met, lasting."""
    assert said(person(egfr="dialysis"), "egfr") == oracle.FOR_GOOD


def test_an_old_result_is_judged_the_same_and_its_age_is_shown_to_the_team() -> None:
    """study-facts 7: older than three months is flagged, not judged otherwise."""
    rule = STUDY.criterion("upc").rule
    for taken, old in {
        "2026-10": False,
        "2026-08": False,
        "2026-07": True,
        "2026-08-22": False,
        "2026-08-21": True,
    }.items():
        verdict = rule.judge({"upc": Quantity(Decimal(2), "g/g", "", "upc", When.parse(taken))}, TODAY)
        assert verdict.truth is Truth.MET
        assert ("old_result" in verdict.notes) is old, taken


def test_the_band_is_closed_below_and_open_above() -> None:
    """study-facts 4.6: threshold x 0.9 <= v < threshold x 1.1 is unknown."""
    states = [at_least(Fraction(value), "", Fraction(40), estimated=True) for value in ("35.999", "36", "43.999", "44")]
    assert states == [Truth.NOT_MET, Truth.UNKNOWN, Truth.UNKNOWN, Truth.MET]


def measured(number: str, unit: str, measure: str, comparator: str = "", taken: str = "") -> Quantity:
    """A result as it was read."""
    return Quantity(Decimal(number), unit, comparator, measure, When.parse(taken) if taken else None)


OTHER_TEST = Verdict(Truth.UNKNOWN, notes=(VerdictNote.OTHER_TEST,))
FAILED = Verdict(Truth.NOT_MET, lasting=True)
ESTIMATED = (VerdictNote.ESTIMATED,)
FIGURES: list[tuple[str, Judged, Verdict]] = [
    ("upc", {"upc": measured("1", "g/g", "upc")}, Verdict(Truth.MET)),
    ("upc", {"upc": measured("0.3", "g/g", "upc")}, FAILED),
    ("upc", {"upc": measured("340", "mg/mmol", "upc")}, Verdict(Truth.MET, notes=ESTIMATED)),
    ("upc", {"upc": measured("20", "mg/mmol", "upc")}, Verdict(Truth.NOT_MET, lasting=True, notes=ESTIMATED)),
    (
        "upc",
        {"upc": measured("340", "mg/mmol", "upc", taken="2026-07")},
        Verdict(Truth.MET, notes=(VerdictNote.OLD_RESULT, VerdictNote.ESTIMATED)),
    ),
    ("upc", {"upc": measured("2", "g/g", "upc", taken="2026-07")}, Verdict(Truth.MET, notes=(VerdictNote.OLD_RESULT,))),
    ("upc", {"upc": measured("31", "g/g", "upc")}, OTHER_TEST),
    ("upc", {"upc": measured("30", "g/g", "upc")}, Verdict(Truth.MET)),
    ("upc", {"upc": measured("0", "g/g", "upc")}, FAILED),
    ("upc", {"upc": measured("2", "mg/dL", "upc")}, OTHER_TEST),
    ("upc", {"upc": measured("2", "g/g", "another")}, OTHER_TEST),
    ("upc", {"upc": Unknown("3100 mg/24 h")}, OTHER_TEST),
    ("upc", {"upc": Unknown()}, OPEN),
    ("upc", {}, OPEN),
    ("egfr", {"egfr": "dialysis"}, FAILED),
    ("egfr", {"egfr": "another word"}, OPEN),
    ("egfr", {"egfr": measured("78", "mL/min/1.73m2", "egfr")}, Verdict(Truth.MET)),
    (
        "egfr",
        {"egfr": measured("0.8", "mg/dL", "creatinine"), "age": 18, "sex_at_birth": "female"},
        Verdict(Truth.MET, notes=ESTIMATED),
    ),
    (
        "egfr",
        {"egfr": measured("0.8", "mg/dL", "creatinine", "<", "2026-07"), "age": 34},
        Verdict(Truth.MET, notes=(VerdictNote.OLD_RESULT, VerdictNote.ESTIMATED)),
    ),
    (
        "egfr",
        {"egfr": measured("4", "mg/dL", "creatinine", ">="), "age": 34, "sex_at_birth": "male"},
        Verdict(Truth.NOT_MET, lasting=True, notes=ESTIMATED),
    ),
    ("egfr", {"egfr": measured("4", "mg/dL", "creatinine"), "age": 17}, Verdict(Truth.UNKNOWN, notes=ESTIMATED)),
]


@pytest.mark.parametrize(("criterion", "facts", "verdict"), FIGURES)
def test_a_result_has_its_verdict_and_all_that_the_team_reads_of_it(
    criterion: str, facts: Judged, verdict: Verdict
) -> None:
    """study-facts 4.6, 7: how it was worked out, how old it is, and whether it was another test."""
    assert STUDY.criterion(criterion).rule.judge(facts, TODAY) == verdict


def test_a_rule_about_a_result_looks_at_the_facts_of_its_formula_too() -> None:
    assert [STUDY.criterion(name).rule.uses for name in ("upc", "egfr")] == [("upc",), ("egfr", "age", "sex_at_birth")]


def test_a_failure_that_is_not_lasting_is_none_for_good() -> None:
    """study-facts 4.1"""
    rule = STUDY.criterion("upc").rule
    assert isinstance(rule, AtLeast)
    passing = replace(rule, lasting=False, fails_on=("none",))
    for value in ("none", measured("0.3", "g/g", "upc")):
        assert passing.judge({"upc": value}, TODAY) == Verdict(Truth.NOT_MET)
    plain = AtLeast(rule.fact, rule.threshold, rule.measures)
    assert plain.judge({"upc": measured("0.3", "g/g", "upc")}, TODAY) == FAILED
    assert plain.judge({"upc": "none"}, TODAY) == OPEN
    assert plain.uses == ("upc",)


def test_the_formula_gives_one_value_or_that_of_either_sex_and_none_without_an_adult_age() -> None:
    """study-facts 7"""
    rule, value = STUDY.criterion("egfr").rule, measured("1.2", "mg/dL", "creatinine")
    assert isinstance(rule, AtLeast)
    woman, man = (ckd_epi_2021(Fraction("1.2"), 34, female) for female in (True, False))
    for sex, given in {"female": (woman,), "male": (man,), "unknown": (woman, man)}.items():
        assert rule.estimates(value, {"age": 34, "sex_at_birth": sex}) == given
    for facts in ({}, {"age": 17}, {"age": "18-29"}):
        assert rule.estimates(value, facts) == ()
    assert rule.estimates(measured("78", "mL/min/1.73m2", "egfr"), {"age": 34}) == ()
    assert rule.estimates(measured("1.2", "mmol", "creatinine"), {"age": 34}) == ()


def test_a_unit_is_known_by_its_name_by_what_people_read_and_by_other_spellings() -> None:
    unit = Unit(name="a/b", factor=Fraction(1), shown="A per B", spellings=("ab", "a/b"))
    assert written(unit) == ("a/b", "A per B", "ab")
    rule = STUDY.criterion("upc").rule
    assert isinstance(rule, AtLeast)
    measure = replace(rule.measures["upc"], units=(rule.measures["upc"].units[0], unit))
    assert [unit_of(measure, name) for name in ("A/B", "aperb", "AB", "c")] == [unit, unit, unit, None]


def test_units_are_compared_without_case_spaces_and_kinds_of_sign() -> None:
    assert plain_unit("µG / m²,5") == plain_unit("μg/M2.5") == "ug/m2.5"


def test_a_result_is_old_on_the_day_after_three_months() -> None:
    """study-facts 7"""
    assert not is_old(None, TODAY)
    assert [is_old(When.parse(day), TODAY) for day in ("2026-08-21", "2026-08-22", "2026-08")] == [True, False, False]
