"""Facts as outside programs write them: what is read, and what is refused with place and remedy (study-facts 4.8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dialogs.screening.facts_file import FactsError, read_facts
from dialogs.study.rules import Facts, Treatment
from dialogs.values import Quantity, Unknown, When
from tests.core.screening.judging import STUDY, TODAY, class_named, person


def read(**told: object) -> Facts:
    return read_facts(STUDY, told, class_named, TODAY)


def one_treatment(**told: object) -> Treatment:
    treatments = read(treatments=[{"name": "ivig", **told}])["treatments"]
    assert isinstance(treatments, tuple)
    return treatments[0]


def test_every_fact_of_the_format_is_known() -> None:
    """study-facts 4.8: the facts that a vignette may hold."""
    assert set(read_facts(STUDY, person(), class_named, TODAY)) == set(person())


def test_every_fact_may_be_unknown() -> None:
    """study-facts 4.8: "unknown" is a value of every fact."""
    facts = read(**dict.fromkeys(person(), "unknown"))
    assert set(map(type, facts.values())) == {Unknown}


@pytest.mark.parametrize("named", ["I", "II", "III", "IV", "V", "VI", "III+V", "IV + V", "II+III", "III+IV+V", "none"])
def test_every_class_and_combination_is_read(named: str) -> None:
    """study-facts 4.8: I to VI, combinations with +, none."""
    assert read(biopsy_class=named)["biopsy_class"] == named.replace(" ", "")


def test_a_laboratory_value_keeps_its_digits() -> None:
    """study-facts 4.6: compared exactly, so nothing is rounded on the way."""
    assert read(upc={"value": 0.1, "unit": "mg/mg"})["upc"] == Quantity(Decimal("0.1"), "mg/mg", "", "upc")
    assert read(upc={"value": "2.10", "unit": "g/g"})["upc"] == Quantity(Decimal("2.10"), "g/g", "", "upc")
    assert read(egfr={"kind": "egfr", "value": 60, "comparator": ">"})["egfr"] == Quantity(
        Decimal(60), "mL/min/1.73m2", ">", "egfr"
    )


def test_an_equals_sign_is_no_comparator() -> None:
    """study-facts 4.6."""
    assert read(upc={"value": 1, "unit": "g/g", "comparator": "="}) == read(upc={"value": 1, "unit": "g/g"})


def test_another_test_is_unknown_and_keeps_its_raw_form() -> None:
    """study-facts 4.6: the raw number goes to staff."""
    assert read(upc={"value": 3100, "unit": "mg/24 h", "comparator": ">"})["upc"] == Unknown(">3100 mg/24 h")
    assert read(egfr={"kind": "clearance", "value": 70, "unit": "mL/min"})["egfr"] == Unknown("70 mL/min")


def test_a_date_is_as_exact_as_written() -> None:
    """study-facts 4.8: day, month; a year alone is read as well (4.4)."""
    assert one_treatment(date="2026-10-05").when == When.day(date(2026, 10, 5))
    assert one_treatment(date="2026-10").when == When.month(2026, 10)
    assert one_treatment(date="2026").when == When.year(2026)
    assert one_treatment(date="unknown").when == Unknown()
    assert one_treatment().when == Unknown()


def test_months_ago_is_counted_from_the_reference_date() -> None:
    """study-facts 4.3."""
    assert one_treatment(months_ago=0).when == When.day(TODAY)
    assert one_treatment(months_ago=24).when == When.day(date(2024, 11, 22))
    assert one_treatment(months_ago="unknown").when == Unknown()


@pytest.mark.parametrize(("written", "new"), [(True, "yes"), (False, "no"), ("unknown", "unknown"), (None, "unknown")])
def test_newly_added_has_three_values(written: object, new: str) -> None:
    """study-facts 4.8."""
    assert one_treatment(newly_added=written).new == new


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"agee": 34}, '"agee" is not known. Did you mean "age"?'),
    ({"favourite_colour": "red"}, "Known are: "),
    ({"age": "thirty"}, "no whole number"),
    ({"age": 34.5}, "no whole number"),
    ({"age": True}, "no whole number"),
    ({"age": -1}, "no whole number"),
    ({"antibodies": "maybe"}, 'neither "yes", "no" nor "unknown"'),
    ({"antibodies": True}, 'neither "yes", "no" nor "unknown"'),
    ({"infection": 0}, 'neither "yes", "no" nor "unknown"'),
    ({"sex_at_birth": "woman"}, "is not one of female, male"),
    ({"biopsy_class": "VII"}, "is not one of"),
    ({"biopsy_class": "III+none"}, "is not one of"),
    ({"biopsy_class": "unknown+IV"}, "is not one of"),
    ({"biopsy_class": "other"}, "is not one of"),
    ({"biopsy_class": "III+"}, "is not one of"),
    ({"biopsy_date": "June 2026"}, "is no date"),
    ({"biopsy_date": "2026-02-30"}, "is no date"),
    ({"biopsy_date": "2026-13"}, "is no date"),
    ({"biopsy_date": "9999-12-31"}, "lies before 1900 or after 2199"),
    ({"upc": 1.2}, "no laboratory value"),
    ({"upc": {"unit": "mg/mg"}}, "no laboratory value"),
    ({"upc": "dialysis"}, "no laboratory value"),
    ({"upc": {"value": "1,2", "unit": "g/g"}}, "no number"),
    ({"upc": {"value": None, "unit": "g/g"}}, "no number"),
    ({"upc": {"value": -1, "unit": "g/g"}}, "cannot be measured"),
    ({"upc": {"value": float("nan"), "unit": "g/g"}}, "cannot be measured"),
    ({"upc": {"value": "1e999999999", "unit": "g/g"}}, "cannot be measured"),
    ({"upc": {"value": 1, "unit": "g/g", "comparator": "~"}}, "Use <, <=, > or >="),
    ({"treatments": "none"}, "is no list"),
    ({"treatments": {"name": "ivig"}}, "is no list"),
    ({"treatments": ["rituximab"]}, "has no `name`"),
    ({"treatments": [{"date": "2026-03"}]}, "has no `name`"),
    ({"treatments": [{"name": "ivig", "date": "last week"}]}, "is no date"),
    ({"treatments": [{"name": "ivig", "months_ago": "two"}]}, "no whole number of months"),
    ({"treatments": [{"name": "ivig", "months_ago": -2}]}, "no whole number of months"),
    ({"treatments": [{"name": "ivig", "months_ago": True}]}, "no whole number of months"),
    ({"treatments": [{"name": "ivig", "newly_added": "maybe"}]}, "neither true, false"),
    ({"treatments": [{"name": "ivig", "ongoing": "sometimes"}]}, "neither true, false"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED, ids=lambda value: "" if isinstance(value, str) else str(value)[:40])
def test_a_fact_that_cannot_be_read_is_refused_with_what_would_be_right(told: dict[str, object], says: str) -> None:
    """study-facts 4.8; the message names the fact and the remedy, and never a person."""
    with pytest.raises(FactsError) as refusal:
        read(**told)
    assert says in str(refusal.value)
    assert str(refusal.value).endswith((".", "?"))


def test_facts_that_are_no_object_are_refused() -> None:
    with pytest.raises(FactsError, match="no object"):
        read_facts(STUDY, [], class_named, TODAY)  # type: ignore[arg-type]  # what an outside file may hold
