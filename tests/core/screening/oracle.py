"""A second opinion: the judgement of study-facts 4 to 7, written apart from the program and in another shape.

It never computes a window by comparing ends. It lists every day that a date may mean and asks of each day whether it is
inside; it lists the values that a printed number may mean and asks of each value what it says. Slow, and easy to read
beside the page. Nothing of `dialogs` is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Final, TypeAlias

#: study-facts 3: the criteria in their order.
ORDER: Final = (
    "age", "sle", "antibodies", "renal_biopsy", "urinary_sediment", "upc", "egfr",
    "steroid_or_immunosuppressant_3m", "cyclophosphamide_6m", "anti_b_cell_12m",
    "pregnancy", "comorbidity", "infection", "cancer", "surgery",
)  # fmt: skip

#: study-facts 4.5: any dose counts for these, under one criterion each.
ANY_DOSE: Final = {
    "bolus_methylprednisolone": "steroid_or_immunosuppressant_3m",
    "ivig": "steroid_or_immunosuppressant_3m",
    "plasmapheresis": "steroid_or_immunosuppressant_3m",
    "cyclophosphamide": "cyclophosphamide_6m",
    "anti_b_cell": "anti_b_cell_12m",
}
WINDOWS: Final = {"steroid_or_immunosuppressant_3m": 3, "cyclophosphamide_6m": 6, "anti_b_cell_12m": 12}

Fact: TypeAlias = object
Facts: TypeAlias = dict[str, Fact]
Told: TypeAlias = Mapping[str, Fact]

LASTING: Final = "lasting"
TEMPORARY: Final = "temporary"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion: met, not_met or unknown; how long a failure lasts; when it ends, where that can be said."""

    state: str
    lasts: str = ""
    ends: date | None = None


MET: Final = Verdict("met")
UNKNOWN: Final = Verdict("unknown")
FOR_GOOD: Final = Verdict("not_met", LASTING)
FOR_NOW: Final = Verdict("not_met", TEMPORARY)


# ------------------------------------------------------------------------------------------------ days and months


@cache
def days_of(year: int, month: int | None = None) -> list[date]:
    """Every day of a month, or of a year, one after the other."""
    first = date(year, month or 1, 1)
    days = [first]
    while True:
        following = days[-1] + timedelta(days=1)
        if following.year != year or (month is not None and following.month != month):
            return days
        days.append(following)


@cache
def months_on(day: date, months: int) -> date:
    """Study-facts 4.3: the same day number that many months on, or that month's last day; backwards when negative."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return max(candidate for candidate in days_of(year, month) if candidate.day <= day.day)


def possible_days(written: Fact) -> list[date] | None:
    """The days that a written date may mean; nothing when it is not known."""
    if written in ("unknown", None):
        return None
    parts = [int(part) for part in str(written).split("-")]
    if len(parts) == 3:
        return [date(*parts)]
    return days_of(*parts)


# ------------------------------------------------------------------------------------------------ simple questions


def of_age(facts: Told) -> Verdict:
    age = facts["age"]
    if age == "unknown":
        return UNKNOWN
    return MET if age in range(18, 76) else FOR_GOOD


def wanted(fact: Fact) -> Verdict:
    """Yes is what the study looks for; no is lasting (lupus, antibodies, sediment)."""
    return {"yes": MET, "no": FOR_GOOD, "unknown": UNKNOWN}[str(fact)]


def unwanted(fact: Fact, failure: Verdict) -> Verdict:
    return {"yes": failure, "no": MET, "unknown": UNKNOWN}[str(fact)]


def of_pregnancy(facts: Told) -> Verdict:
    """Study-facts 5, pregnancy: not possible is met; either yes fails; both no is met; the rest is unknown."""
    if facts["can_become_pregnant"] == "no":
        return MET
    said = {facts["pregnant"], facts["plans_pregnancy_12m"]}
    if "yes" in said:
        return FOR_NOW
    return MET if said == {"no"} else UNKNOWN


def of_biopsy(facts: Told, today: date) -> Verdict:
    """Study-facts 5, renal_biopsy: the window first, then the class."""
    named = str(facts["biopsy_class"])
    if named == "none":
        return FOR_NOW
    days = possible_days(facts["biopsy_date"])
    if days is not None and days[0] > today:
        return UNKNOWN
    counted = {True, False} if days is None else {today <= months_on(day, 12) for day in days}
    if counted == {False}:
        return FOR_NOW
    if named == "unknown":
        return UNKNOWN
    if not {"III", "IV"} & set(named.split("+")):
        return FOR_GOOD
    return MET if counted == {True} else UNKNOWN


# ------------------------------------------------------------------------------------------------ numbers


def could_be(value: float, comparator: str) -> list[Fraction]:
    """The ends of what a printed number may mean; all judgements here are monotonous, so the ends decide."""
    number, hair, endless = Fraction(str(value)), Fraction(1, 10**9), Fraction(10**9)
    return {
        "": [number],
        "=": [number],
        ">": [number + hair, endless],
        ">=": [number, endless],
        "<": [hair, number - hair],
        "<=": [hair, number],
    }[comparator]


def of_value(value: Fraction, threshold: int, estimated: bool) -> Verdict:
    """Study-facts 4.6: compared exactly, or only outside a band of ten per cent where the bot estimates."""
    if estimated and Fraction(9, 10) * threshold <= value < Fraction(11, 10) * threshold:
        return UNKNOWN
    return MET if value >= threshold else FOR_GOOD


def agreed(verdicts: set[Verdict]) -> Verdict:
    return verdicts.pop() if len(verdicts) == 1 else UNKNOWN


def of_upc(facts: Told) -> Verdict:
    fact = facts["upc"]
    if not isinstance(fact, dict):
        return UNKNOWN
    per_gram = {"g/g": Fraction(1), "mg/mg": Fraction(1), "mg/g": Fraction(1, 1000), "mg/mmol": 1 / Fraction("113.12")}
    if fact["unit"] not in per_gram:
        return UNKNOWN
    values = could_be(fact["value"], fact.get("comparator", ""))
    factor = per_gram[fact["unit"]]
    return agreed({of_value(value * factor, 1, fact["unit"] == "mg/mmol") for value in values})


def filtration(creatinine: float, age: int, sex: str) -> float:
    """CKD-EPI 2021 as study-facts 7 prints it; creatinine in mg/dL."""
    kappa, alpha, extra = {"female": (0.7, -0.241, 1.012), "male": (0.9, -0.302, 1.0)}[sex]
    low = min(creatinine / kappa, 1.0) ** alpha
    high = max(creatinine / kappa, 1.0) ** -1.200
    return float(142 * low * high * 0.9938**age * extra)


def of_egfr(facts: Told) -> Verdict:
    fact, age = facts["egfr"], facts["age"]
    if not isinstance(fact, dict):
        return UNKNOWN
    values = could_be(fact["value"], fact.get("comparator", ""))
    if fact["kind"] == "egfr":
        return agreed({of_value(value, 40, False) for value in values})
    if not isinstance(age, int) or age < 18:
        return UNKNOWN
    sexes = ["female", "male"] if facts["sex_at_birth"] == "unknown" else [str(facts["sex_at_birth"])]
    per_dl = 1.0 if fact["unit"] == "mg/dL" else 1 / 88.4
    computed = [filtration(float(value) * per_dl, age, sex) for value in values for sex in sexes]
    return agreed({of_value(Fraction(one), 40, True) for one in computed})


# ------------------------------------------------------------------------------------------------ treatments


def under(criterion: str, klass: str, treatment: Told, today: date) -> Verdict:
    """What one treatment says under one criterion."""
    months = WINDOWS[criterion]
    home = (
        "steroid_or_immunosuppressant_3m" if klass in ("new_immunosuppressant", "staff_check") else ANY_DOSE.get(klass)
    )
    if klass == "none" or (klass != "unrecognised" and home != criterion):
        return MET
    new = treatment.get("newly_added", "unknown")
    if klass == "new_immunosuppressant" and new is False:
        return MET
    inside = insides(treatment, months, today)
    ongoing = treatment.get("ongoing") in (True, "unknown")
    if inside == {False}:
        return UNKNOWN if ongoing and klass != "new_immunosuppressant" else MET
    certain = klass in ANY_DOSE or (klass == "new_immunosuppressant" and new is True)
    if inside != {True} or not certain:
        return UNKNOWN
    if ongoing and klass in ANY_DOSE:
        return FOR_NOW
    return Verdict("not_met", TEMPORARY, months_on(days_given(treatment, today)[-1], months))


def days_given(treatment: Told, today: date) -> list[date]:
    if "months_ago" in treatment:
        ago = treatment["months_ago"]
        assert isinstance(ago, int)
        return [months_on(today, -ago)]
    return possible_days(treatment.get("date")) or []


def insides(treatment: Told, months: int, today: date) -> set[bool | None]:
    """For each possible day: is it inside? None where no day can be said: not known, or planned."""
    days = days_given(treatment, today)
    if not days or days[0] > today:
        return {None}
    return {today < months_on(day, months) for day in days}


def of_treatments(criterion: str, facts: Told, classes: list[str], today: date) -> Verdict:
    """A failure outranks an unknown, and its date comes from the failures alone (study-facts 4.4)."""
    treatments = facts["treatments"]
    if not isinstance(treatments, list):
        return UNKNOWN
    verdicts = [under(criterion, klass, each, today) for klass, each in zip(classes, treatments, strict=True)]
    failures = [each for each in verdicts if each.state == "not_met"]
    if failures:
        return Verdict("not_met", TEMPORARY, latest(failures))
    return UNKNOWN if UNKNOWN in verdicts else MET


def latest(failures: list[Verdict]) -> date | None:
    ends = [each.ends for each in failures if each.ends is not None]
    return max(ends) if len(ends) == len(failures) else None


# ------------------------------------------------------------------------------------------------ the outcome


def verdicts(facts: Told, classes: list[str], today: date) -> dict[str, Verdict]:
    """Every criterion of study-facts 3, in its order."""
    found = {
        "age": of_age(facts),
        "sle": wanted(facts["sle_diagnosis"]),
        "antibodies": wanted(facts["antibodies"]),
        "renal_biopsy": of_biopsy(facts, today),
        "urinary_sediment": wanted(facts["urine_sediment"]),
        "upc": of_upc(facts),
        "egfr": of_egfr(facts),
        "pregnancy": of_pregnancy(facts),
        "comorbidity": unwanted(facts["uncontrolled_disease"], FOR_NOW),
        "infection": unwanted(facts["infection"], FOR_NOW),
        "cancer": unwanted(facts["cancer"], FOR_GOOD),
        "surgery": unwanted(facts["pending_surgery"], FOR_NOW),
    }
    found |= {criterion: of_treatments(criterion, facts, classes, today) for criterion in WINDOWS}
    return {criterion: found[criterion] for criterion in ORDER}


def judged(facts: Told, classes: list[str], today: date) -> dict[str, object]:
    """The four things that a vignette expects (study-facts 4.2)."""
    found = verdicts(facts, classes, today)
    failures = [each for each in found.values() if each.state == "not_met"]
    lasting = any(each.lasts == LASTING for each in failures)
    outcome = "unlikely" if lasting else "not_now" if failures else "plausible"
    ends = latest(failures) if outcome == "not_now" else None
    return {
        "outcome": outcome,
        "not_met": [criterion for criterion, each in found.items() if each.state == "not_met"],
        "unknown": [criterion for criterion, each in found.items() if each.state == "unknown"],
        "earliest_date": ends.isoformat() if ends else None,
    }
