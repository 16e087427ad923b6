"""Invented people for the properties: every fact of a case, drawn over its edges (study-facts 4.8)."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.core.screening.judging import CLASSES, TODAYS
from tests.core.screening.oracle import Fact, Facts

SAID = st.sampled_from(["yes", "no", "unknown"])

#: In the order of the questions, so that a conversation that stops early knows a beginning of it.
ASKED_IN_ORDER = (
    *("age", "sle_diagnosis", "biopsy_date", "biopsy_class", "antibodies", "urine_sediment", "upc", "egfr"),
    *("sex_at_birth", "treatments", "can_become_pregnant", "pregnant", "plans_pregnancy_12m"),
    *("uncontrolled_disease", "infection", "cancer", "pending_surgery"),
)


def maybe(known: st.SearchStrategy[Fact]) -> st.SearchStrategy[Fact]:
    """Known, or not."""
    return st.one_of(known, st.just("unknown"))


def written(day: date, cut: int) -> str:
    return day.isoformat()[:cut]


DATES = st.builds(written, st.dates(date(2023, 1, 1), date(2029, 12, 31)), st.sampled_from([4, 7, 7, 10, 10, 10, 10]))

TREATMENT: st.SearchStrategy[Facts] = st.one_of(
    st.fixed_dictionaries(
        {"name": st.sampled_from(CLASSES), "date": maybe(DATES)},
        optional={
            "newly_added": st.sampled_from([True, False, "unknown"]),
            "ongoing": st.sampled_from([True, False, "unknown"]),
        },
    ),
    st.fixed_dictionaries(
        {"name": st.sampled_from(CLASSES), "months_ago": st.integers(0, 15), "newly_added": st.booleans()}
    ),
)

RATIO = st.fixed_dictionaries(
    {"value": st.sampled_from([0.5, 0.95, 0.99, 1, 1.05, 1.2, 4, 95, 113, 130, 999, 1000, 1250])},
    optional={
        "unit": st.sampled_from(["g/g", "mg/mg", "mg/g", "mg/mmol", "mg/24 h"]),
        "comparator": st.sampled_from("<>"),
    },
)

FILTRATION = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("egfr"), "value": st.sampled_from([12, 36, 39.9, 40, 43, 44, 60, 90])},
        optional={"comparator": st.sampled_from(["<", ">", "<=", ">="])},
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("creatinine"),
            "value": st.integers(4, 60).map(lambda tenths: tenths / 10),
            "unit": st.just("mg/dL"),
        },
        optional={"comparator": st.sampled_from(["<", ">"])},
    ),
)

CLASS_NAMES = st.sampled_from(["I", "II", "III", "IV", "V", "VI", "III+V", "IV+V", "II+V", "none", "unknown"])


def consistent(facts: Facts) -> Facts:
    """Nobody for whom a pregnancy is not possible has one, or was asked about one."""
    if facts["can_become_pregnant"] == "no":
        return facts | {"pregnant": "no", "plans_pregnancy_12m": "no"}
    return facts


def with_units(facts: Facts) -> Facts:
    """The second opinion wants a unit and a plausible size; a number without either is tested apart."""
    ratio = facts["upc"]
    if isinstance(ratio, dict):
        unit = ratio.get("unit", "g/g")
        limit = {"g/g": 30, "mg/mg": 30, "mg/mmol": 3393}.get(unit, 30000)
        return facts | {"upc": {**ratio, "unit": unit if ratio["value"] <= limit else "mg/g"}}
    return facts


PEOPLE: st.SearchStrategy[Facts] = (
    st.fixed_dictionaries(
        {
            "age": maybe(st.integers(14, 80)),
            "sle_diagnosis": SAID,
            "biopsy_date": maybe(DATES),
            "biopsy_class": CLASS_NAMES,
            "antibodies": SAID,
            "urine_sediment": SAID,
            "upc": maybe(RATIO),
            "egfr": maybe(st.one_of(FILTRATION)),
            "sex_at_birth": st.sampled_from(["female", "male", "unknown"]),
            "treatments": maybe(st.lists(TREATMENT, max_size=4)),
            "can_become_pregnant": SAID,
            "pregnant": SAID,
            "plans_pregnancy_12m": SAID,
            "uncontrolled_disease": SAID,
            "infection": SAID,
            "cancer": SAID,
            "pending_surgery": SAID,
        }
    )
    .map(consistent)
    .map(with_units)
)

#: Somebody of whom nothing is known to fail for good, so that the other outcomes are met often as well.
HOPEFUL: st.SearchStrategy[Facts] = PEOPLE.map(
    lambda facts: (
        facts
        | {"age": 40, "sle_diagnosis": "yes", "antibodies": "yes", "urine_sediment": "unknown", "cancer": "no"}
        | {"biopsy_class": "IV", "egfr": {"kind": "egfr", "value": 60}, "upc": {"value": 2, "unit": "g/g"}}
    )
)

ANYBODY = st.one_of(PEOPLE, HOPEFUL)
TODAY_OR_SO = st.one_of(st.sampled_from(TODAYS), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
